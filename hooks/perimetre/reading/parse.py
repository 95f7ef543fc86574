"""Parse: turn a source into plain data that remembers where each key and value stands.

Comes in: a `Source`. Goes out: a `Parsed`: a `Document`, or the diagnostics that say why there is none.
The YAML is strict: one document, plain mappings and lists, scalars of YAML 1.2, nothing that means other than it shows.
libyaml's events are read one by one, so that no depth, alias or size can exhaust anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

import yaml

from perimetre.base.diagnostics import Diagnostic, Fix, KeyPath, PerimetreError, Span
from perimetre.base.words import message
from perimetre.reading.reader.characters import CharacterRefusal, decode, findings, sound
from perimetre.reading.reader.events import Refused, read
from perimetre.reading.reader.inside import stretch_inside
from perimetre.reading.reader.places import (
    LINE_BREAK,
    ListNode,
    MappingNode,
    Node,
    is_empty,
    line_starts,
    row_of,
    span,
    unpack,
)
from perimetre.reading.reader.refusals import MAX_BYTES, MAX_DIAGNOSTICS, first_of, refuse
from perimetre.reading.sources import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file that could be read.

    Fields:
        path: its path below the playbooks' folder.
        file: its path as printed.
        text: its text, comments included, without a byte-order mark.
        data: what it holds: dicts, lists, str, int, float, bool, None.
        nodes: where each value stands; ask `span_of`.
        starts: where each line starts in the text.
    """

    path: str
    file: str
    text: str
    data: object
    nodes: Node = field(repr=False)
    starts: tuple[int, ...] = field(repr=False)

    @property
    def lines(self) -> list[str]:
        """The lines of the text, without their ends."""
        return LINE_BREAK.split(self.text)

    def span_of(self, path: KeyPath, at: str = "value", within: tuple[int, int] | None = None) -> Span:
        """Return where a value, or the key that introduces it, stands.

        Args:
            path: keys and positions from the root. Where it leads nowhere, the nearest ancestor's key is meant.
            at: `value` or `key`. The key of a list item is its first line; that of the whole file, its first line.
            within: the stretch that is meant of the text that stands there, in code points; the whole where that
                cannot be told.
        """
        if within is not None and at == "value" and (words := self._words_at(path, within)):
            return self._span(*words)
        node, key_place = self.nodes, None
        for step in path:
            if isinstance(node, MappingNode) and step in node.children:
                key_place, node = node.children[str(step)]
            elif isinstance(node, ListNode) and isinstance(step, int) and 0 <= step < len(node.children):
                key_place, node = None, node.children[step]
            else:
                at = "key"
                break
        if at == "key" or is_empty(node):
            if key_place is not None:
                return self._span(*unpack(key_place))
            start, end = self._bounds(node)
            line_end = LINE_BREAK.search(self.text, start)
            return self._span(start, min(end, line_end.start() if line_end else end))
        return self._span(*self._bounds(node))

    def _words_at(self, path: KeyPath, within: tuple[int, int]) -> tuple[int, int] | None:
        """Return where a stretch of the text that a path leads to is written; None where it leads to no such text."""
        node, value = self.nodes, self.data
        for step in path:
            if isinstance(node, MappingNode) and isinstance(value, dict) and step in node.children:
                node, value = node.children[str(step)][1], value[step]
            elif isinstance(node, ListNode) and isinstance(value, list) and isinstance(step, int) and step < len(value):
                node, value = node.children[step], value[step]
            else:
                return None
        if not isinstance(node, int) or not isinstance(value, str):
            return None
        return stretch_inside(self.text, unpack(node), value, within)

    def _span(self, start: int, end: int) -> Span:
        return span(self.starts, start, end)

    def _bounds(self, node: Node) -> tuple[int, int]:
        start = unpack(node)[0] if isinstance(node, int) else node.start
        # A block's own end is where the next token starts: the end of its last value is what a reader sees.
        while not isinstance(node, int):
            if node.end:
                return start, node.end
            children = node.children
            node = children[-1] if isinstance(children, list) else children[next(reversed(children))][1]
        end = unpack(node)[1]
        if is_empty(node) and self.text[end - 1 : end] == "-" and start == end:
            return end - 1, end
        return start, max(start, len(self.text[:end].rstrip()) if self.text[end - 1 : end] in "\r\n" else end)


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
