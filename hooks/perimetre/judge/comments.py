"""Read the comments by which a house sets findings aside (stage judge).

`# perimetre: ignore[rule-id] reason (until 2027-03-01)`, at the end of the line of the finding or on a line of its own
above it. Several rules are separated by commas. The reason is required; the end is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from perimetre.base.diagnostics import Span
from perimetre.reading.parse import Document
from perimetre.reading.reader.places import MappingNode, Node, unpack

MARK = "perimetre:"
_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#[ \t]*perimetre:[ \t]*(.*)$")
_IGNORE = re.compile(r"ignore[ \t]*\[([^\]]*)\][ \t]*(.*)$")
_UNTIL = re.compile(r"\([ \t]*(?:until|jusqu.au)[ \t]+([0-9]{4}-[0-9]{2}-[0-9]{2})[ \t]*\)[ \t]*\.?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """A comment that sets findings aside.

    Fields:
        file: the file as printed.
        span: where the comment stands.
        line: the line whose findings it speaks of.
        rules: the ids between the brackets.
        reason: why, without the end; empty where none is given.
        until: the last day, or None.
        odd: what stands in the place of `ignore[…]`, or of a date that does not exist; None where all is well.
    """

    file: str
    span: Span
    line: int
    rules: tuple[str, ...] = ()
    reason: str = ""
    until: date | None = None
    odd: str | None = None


def suppressions(document: Document) -> Iterator[Suppression]:
    """Yield the suppressions of a document, from top to bottom."""
    if MARK not in document.text:
        return
    scalars = tuple(_scalars(document.nodes))
    lines = document.lines
    for row, line in enumerate(lines):
        found = _COMMENT.search(line)
        if found is None:
            continue
        start = document.starts[row] + found.start()
        if any(first <= start < last for first, last in scalars):
            continue
        spoken = row if line[: found.start()].strip() else _next(lines, row)
        span = Span(line=row + 1, column=found.start() + 1, end_line=row + 1, end_column=len(line.rstrip()) + 1)
        yield _read(found[1].strip(), file=document.file, span=span, line=spoken + 1)


def _read(said: str, *, file: str, span: Span, line: int) -> Suppression:
    found = _IGNORE.match(said)
    if found is None:
        return Suppression(file=file, span=span, line=line, odd=said)
    rules = tuple(one.strip() for one in found[1].split(",") if one.strip())
    reason, until = found[2].strip(), None
    if ends := _UNTIL.search(reason):
        try:
            until = date.fromisoformat(ends[1])
        except ValueError:
            return Suppression(file=file, span=span, line=line, rules=rules, odd=ends[1])
        reason = reason[: ends.start()].strip()
    return Suppression(file=file, span=span, line=line, rules=rules, reason=reason, until=until)


def _next(lines: list[str], row: int) -> int:
    """Return the row that a comment on a line of its own speaks of: the next that holds more than a comment."""
    for below in range(row + 1, len(lines)):
        text = lines[below].strip()
        if text and not text.startswith("#"):
            return below
    return row


def _scalars(root: Node) -> Iterator[tuple[int, int]]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, int):
            yield unpack(node)
        elif isinstance(node, MappingNode):
            waiting.extend(inner for _, inner in node.children.values())
        else:
            waiting.extend(node.children)
