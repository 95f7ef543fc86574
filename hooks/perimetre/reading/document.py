"""Hold a file that was read: its text, its data, and where each key and value stands.

It stands apart from what reads: whoever asks a remembered file where something stands owes nothing to the reader.
"""

from __future__ import annotations

from dataclasses import field

from perimetre.base.diagnostics import KeyPath, Span
from perimetre.base.frozen import dataclass
from perimetre.reading.reader.inside import stretch_inside
from perimetre.reading.reader.places import LINE_BREAK, ListNode, MappingNode, Node, is_empty, span, unpack


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
