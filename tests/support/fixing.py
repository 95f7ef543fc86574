"""Do what hints say: write their texts in a file, at their places, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from perimetre.base.diagnostics import Diagnostic, Fix
from perimetre.reading.mending import mended


def all_mended(files: Mapping[str, str], finding: Diagnostic) -> dict[str, str]:
    """Return files, by path as printed, with what the hint of a finding says to write in them."""
    by_file: dict[str, list[Fix]] = {}
    for fix in finding.fixes:
        by_file.setdefault(fix.file, []).append(fix)
    return {file: mended(text, by_file.get(file, ())) for file, text in files.items()}


# A value on the line of its key: a list, a mapping (one level inside), a quoted text, or the rest of the line.
_VALUE = r'(?:\[[^\]]*\]|\{(?:[^{}]|\{[^{}]*\})*\}|"[^"]*"|[^,}\n]*)'
# How many lines of a record are looked at above and below the one that a finding points at.
_NEAR = 12


def written_beside(text: str, line: int, written: str) -> Iterator[str]:
    """Yield a text with a key and its value written near a line, in each place where a hand may write them.

    Args:
        text: a playbook.
        line: from 1; the nearest places come first.
        written: `key: value`.
    """
    key = written.partition(":")[0]
    lines = text.split("\n")
    near = sorted(range(len(lines)), key=lambda row: (abs(row - line + 1), row))
    for row in (row for row in near if abs(row - line + 1) <= _NEAR):
        there = lines[row]
        changes = [
            re.sub(rf"\b{key}: \[([^\]]*)\]", _joined(written), there, count=1),
            re.sub(rf"\b{key}: {_VALUE}", lambda _: written, there, count=1),
            re.sub(r"(\{id: [\w-]+)", rf"\1, {written}", there, count=1),
            re.sub(r"(\{)", rf"\1{written}, ", there, count=1),
            re.sub(r"^( *)((?:- )?)(id: [\w-]+.*|format: 1.*)$", _under(written), there),
        ]
        for changed in changes:
            if changed != there:
                yield "\n".join([*lines[:row], changed, *lines[row + 1 :]])


def _under(written: str) -> Callable[[re.Match[str]], str]:
    return lambda at: f"{at[0]}\n{' ' * len(at[1] + at[2])}{written}"


def _joined(written: str) -> Callable[[re.Match[str]], str]:
    """Return what adds the items of a list to one that is there; where what is written is no list, nothing."""
    key, _, items = written.partition(": [")
    return lambda at: f"{key}: [{at[1]}, {items}" if items else at[0]
