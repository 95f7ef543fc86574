"""Write in the files what the hints of their mistakes say to write, where each has one right answer.

Comes in: what was collected, and what loads it. Goes out: the same files mended. Nothing is written to the disk here.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import NamedTuple

from perimetre.base.diagnostics import Diagnostic, Fix
from perimetre.pipeline.loaded import Loaded
from perimetre.pipeline.meant import is_an_id
from perimetre.reading.mending import mended
from perimetre.reading.sources import Collected, Source

# What is mended brings to light what it hid: a mistake of YAML those of the form, those the words that name nothing.
_ROUNDS = 12


class Fixed(NamedTuple):
    """The files as they are mended, and how many mendings that took."""

    collected: Collected
    mendings: int


def fixed(
    collected: Collected, load: Callable[[Collected], Loaded], concerns: Callable[[Diagnostic, str], bool]
) -> Fixed:
    """Return the files with each mistake mended that has one mending; those that have none stay as they are.

    The id of a record is left to whoever knows how others name it, and what is kept out of the playbooks to its keeper.

    Args:
        collected: the files.
        load: what reads them.
        concerns: whether a finding is to be mended in a file, by the file's name as printed.
    """
    elsewhere = {source.file for source in collected.sources if source.is_elsewhere}
    count = 0
    for _ in range(_ROUNDS):
        fixes: dict[str, list[Fix]] = {}
        for finding in load(collected).diagnostics:
            if finding.severity == "error" and finding.suppressed is None:
                for fix in finding.fixes:
                    if fix.file not in elsewhere and concerns(finding, fix.file):
                        fixes.setdefault(fix.file, []).append(fix)
        sources = tuple(_fixed(source, fixes.get(source.file, ())) for source in collected.sources)
        if sources == collected.sources:
            break
        changed = (now.file for was, now in zip(collected.sources, sources, strict=True) if was != now)
        count += sum(len(set(fixes[file])) for file in changed)
        collected = replace(collected, sources=sources)
    return Fixed(collected, count)


def _fixed(source: Source, fixes: Iterable[Fix]) -> Source:
    mark = codecs.BOM_UTF8 if source.content.startswith(codecs.BOM_UTF8) else b""
    try:
        text = source.content.removeprefix(mark).decode("utf-8")
    except UnicodeDecodeError:
        return source
    ends = "\r\n" if "\r\n" in text else "\n"
    right = [replace(fix, text=fix.text.replace("\n", ends)) for fix in fixes if not is_an_id(text, fix)]
    return replace(source, content=mark + mended(text, right).encode("utf-8")) if right else source
