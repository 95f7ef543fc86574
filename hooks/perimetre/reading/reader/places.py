"""Count places in a text: code points from 0 inside the reader, lines and columns from 1 outside.

Comes in: a text, or a stretch of it. Goes out: line starts, lines, spans.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TypeAlias

from perimetre.base.diagnostics import Span

LINE_BREAK = re.compile(r"\r\n|\r|\n")
_NEWLINE = re.compile("\n")
_BITS = 24
_MASK = (1 << _BITS) - 1


# Where a value stands: a packed stretch for a scalar, a node for a list or a mapping.
Node: TypeAlias = "int | ListNode | MappingNode"


@dataclass(slots=True)
class ListNode:
    """Where a list stands: its start, its end (0 for one without brackets), and where each of its items does."""

    start: int
    end: int
    children: list[Node]


@dataclass(slots=True)
class MappingNode:
    """Where a mapping stands, as a `ListNode` does; for each key, the place of the key and that of its value."""

    start: int
    end: int
    children: dict[str, tuple[int, Node]]


def pack(start: int, end: int) -> int:
    """Keep a stretch in one integer: a file has thousands of them."""
    return start << _BITS | end


def unpack(place: int) -> tuple[int, int]:
    """Give back a stretch that `pack` kept."""
    return place >> _BITS, place & _MASK


def is_empty(node: Node) -> bool:
    """Tell whether nothing at all stands where a value may: the value of `key:`."""
    return isinstance(node, int) and node >> _BITS == node & _MASK


def line_starts(text: str) -> tuple[int, ...]:
    """Return where each line starts, in code points."""
    # Nearly every file ends its lines in one way, which is found three times as fast alone.
    breaks = (LINE_BREAK if "\r" in text else _NEWLINE).finditer(text)
    return (0, *[line_break.end() for line_break in breaks])


def line_start(text: str, place: int) -> int:
    """Return where the line of a place starts."""
    return max(text.rfind("\n", 0, place), text.rfind("\r", 0, place)) + 1


def row_of(starts: tuple[int, ...], place: int) -> int:
    """Return the line of a place, from 0."""
    return bisect_right(starts, place) - 1


def span(starts: tuple[int, ...], start: int, end: int) -> Span:
    """Turn a stretch of the text into lines and columns."""
    row, end_row = row_of(starts, start), row_of(starts, end)
    return Span(
        line=row + 1,
        column=start - starts[row] + 1,
        end_line=end_row + 1,
        end_column=end - starts[end_row] + 1,
    )
