"""Parse: turn a source into plain data that remembers where each key and value stands.

Comes in: a `Source`. Goes out: a `Parsed`: a `Document`, or the diagnostics that say why there is none.
The YAML is strict: one document, plain mappings and lists, scalars of YAML 1.2, nothing that means other than it shows.
libyaml's events are read one by one, so that no depth, alias or size can exhaust anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

import yaml

from perimetre.base.diagnostics import Diagnostic, Fix, PerimetreError
from perimetre.base.words import message
from perimetre.reading.document import Document
from perimetre.reading.reader.characters import CharacterRefusal, decode, findings, sound
from perimetre.reading.reader.events import Refused, read
from perimetre.reading.reader.places import LINE_BREAK, line_starts, row_of, span
from perimetre.reading.reader.refusals import MAX_BYTES, MAX_DIAGNOSTICS, first_of, refuse
from perimetre.reading.sources import Source


@dataclass(frozen=True, slots=True)
class Parsed:
    """What became of a source: a document without errors, or diagnostics.

    Fields:
        document: the document, or None when the file cannot be trusted.
        diagnostics: why there is none; empty otherwise.
    """

    document: Document | None
    diagnostics: tuple[Diagnostic, ...] = ()


def parse(source: Source) -> Parsed:
    """Read a source.

    Raises:
        PerimetreError: PyYAML was installed without libyaml.
    """
    if not yaml.__with_libyaml__:
        raise PerimetreError(
            message("PyYAML is missing libyaml. Install it again from a wheel: `pip install --force-reinstall pyyaml`.")
        )
    if len(source.content) > MAX_BYTES:
        return Parsed(None, (refuse("file-too-large", source.file),))
    text = decode(source.content)
    if isinstance(text, CharacterRefusal):
        return Parsed(None, (_encoding(source, text),))
    odd = list(islice(findings(text), MAX_DIAGNOSTICS + 1))
    if odd:
        total = len(odd) if len(odd) <= MAX_DIAGNOSTICS else sum(1 for _ in findings(text))
        return Parsed(None, first_of(_odd_characters(source, text, odd), total))
    result = read(text)
    if not isinstance(result, Refused):
        data, nodes = result
        document = Document(
            path=source.path, file=source.file, text=text, data=data, nodes=nodes, starts=line_starts(text)
        )
        return Parsed(document)
    # Late: a file that reads owes nothing to what explains another.
    from perimetre.reading.reader.explain import Explainer

    explainer = Explainer(source.file, text, LINE_BREAK.split(text), line_starts(text))
    diagnostics = tuple(explainer.explain(result))
    return Parsed(None, first_of(diagnostics, len(diagnostics) + result.unnoted))


def _encoding(source: Source, finding: CharacterRefusal) -> Diagnostic:
    """Place what is not UTF-8: the text before it is, and has lines to count."""
    before = source.content.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    return refuse(finding.name, source.file, span(line_starts(before), finding.start, finding.end))


def _odd_characters(source: Source, text: str, odd: list[CharacterRefusal]) -> Iterator[Diagnostic]:
    starts = line_starts(text)
    lines = LINE_BREAK.split(text)
    for finding in odd:
        row = row_of(starts, finding.start)
        line = sound(lines[row])
        at = span(starts, finding.start, finding.end)
        whole = span(starts, starts[row], starts[row] + len(lines[row]))
        diagnostic = refuse(finding.name, source.file, at, line=line, **finding.values)
        yield replace(diagnostic, fixes=(Fix(file=source.file, span=whole, text=line),))
