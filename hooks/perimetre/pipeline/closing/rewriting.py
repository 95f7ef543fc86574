"""Change one file: take items and pairs out, write a value; then read it back.

Comes in: a document and what is to change, by paths of the document as it is. Goes out: its text, of which nothing else
has moved. What is read back is the judge: the file must say what was meant, and nothing else.
"""

from __future__ import annotations

import codecs
import copy
import re
from collections.abc import Iterator
from typing import Any

from perimetre.base.diagnostics import KeyPath
from perimetre.migrations.editing import Edit, NotMovedError, edited, pair_at, value_at, without
from perimetre.pipeline.adding.records import scalar
from perimetre.reading.document import Document
from perimetre.reading.parse import parse
from perimetre.reading.sources import Source

_DASH = re.compile(r" *-(?= |$)")


class Rewriting:
    """What is to change in one file."""

    def __init__(self, document: Document, source: Source) -> None:
        self.document = document
        self.source = source
        self._gone: set[KeyPath] = set()
        self._written: dict[KeyPath, str] = {}
        self._edits: tuple[Edit, ...] = ()

    def at(self, path: KeyPath) -> Any:
        """Return what stands at a path."""
        held: Any = self.document.data
        for step in path:
            held = held[step]
        return held

    def take_out(self, path: KeyPath) -> None:
        """Take an item out of its list, or a key out of its mapping; what is left empty goes with it."""
        self._gone.add(path)
        above = path[:-1]
        if above and all((*above, step) in self._gone for step in self._steps(above)):
            self.take_out(above)

    def is_gone(self, path: KeyPath) -> bool:
        """Say whether what stands at a path is taken out, by itself or with what holds it."""
        return any(path[:size] in self._gone for size in range(1, len(path) + 1))

    def others(self, path: KeyPath) -> bool:
        """Say whether the list of an item keeps another one."""
        above = path[:-1]
        return any(step != path[-1] and (*above, step) not in self._gone for step in self._steps(above))

    def write(self, path: KeyPath, value: str) -> None:
        """Write a text, a day or a mark under a key, in the place of what stands there."""
        self._written[path] = value

    def has_changes(self) -> bool:
        """Say whether anything is to change."""
        return bool(self._gone or self._written)

    def rewritten(self) -> Source:
        """Return the file as it will be.

        Raises:
            NotMovedError: it is written in a way that cannot be changed without touching the rest.
        """
        self._edits = tuple(self._all_edits())
        mark = codecs.BOM_UTF8 if self.source.content.startswith(codecs.BOM_UTF8) else b""
        text = edited(self.document.text, self._edits)
        then = Source(self.source.path, self.source.file, mark + text.encode("utf-8"))
        read = parse(then).document
        if read is None or read.data != self._meant():
            raise NotMovedError
        return then

    def line_of(self, path: KeyPath) -> int:
        """Return the line, from 1, at which what stands at a path, or its holder, will stand."""
        start = value_at(self.document, path)[0]
        moved = sum(
            edit.text.count("\n") - self.document.text.count("\n", edit.start, edit.end)
            for edit in self._edits
            if edit.end <= start
        )
        return self.document.span_of(path).line + moved

    def _steps(self, path: KeyPath) -> list[str | int]:
        held = self.at(path)
        return list(held) if isinstance(held, dict) else list(range(len(held)))

    def _meant(self) -> object:
        """Return the data that the file must hold."""
        data: Any = copy.deepcopy(self.document.data)
        for path, value in self._written.items():
            if not self.is_gone(path):
                _holder(data, path)[path[-1]] = value
        # From the last: what is taken out of a list moves what follows.
        for path in sorted(self._outermost(), key=lambda path: [str(step).zfill(6) for step in path], reverse=True):
            del _holder(data, path)[path[-1]]
        return data

    def _outermost(self) -> set[KeyPath]:
        return {path for path in self._gone if not self.is_gone(path[:-1])}

    def _all_edits(self) -> Iterator[Edit]:
        holders: dict[KeyPath, list[str | int]] = {}
        for path in self._outermost():
            holders.setdefault(path[:-1], []).append(path[-1])
        for holder, steps in holders.items():
            if isinstance(self.at(holder), dict):
                yield from without(self.document, holder, {str(step) for step in steps})
            else:
                yield from self._items(holder, {int(step) for step in steps})
        for path, value in self._written.items():
            if not self.is_gone(path):
                yield self._pair(path, value)

    def _items(self, path: KeyPath, ranks: set[int]) -> Iterator[Edit]:
        """Yield what takes some items out of a list, of which others stay."""
        places = [value_at(self.document, (*path, rank)) for rank in range(len(self.at(path)))]
        if self.document.text[value_at(self.document, path)[0]] == "[":
            yield from self._items_in_brackets(places, ranks)
        else:
            for rank in ranks:
                yield self._lines_of(path, rank)

    def _items_in_brackets(self, places: list[tuple[int, int]], ranks: set[int]) -> Iterator[Edit]:
        text = self.document.text
        first = next(rank for rank in range(len(places)) if rank not in ranks)
        # What stands before the first that stays goes up to it; each other goes with what parts it from the one before.
        edits = [Edit(places[0][0], places[first][0], "")] if first else []
        edits += [Edit(places[rank - 1][1], places[rank][1], "") for rank in ranks if rank > first]
        for edit in edits:
            if "#" in text[edit.start : edit.end]:
                raise NotMovedError
        yield from _joined(edits)

    def _lines_of(self, path: KeyPath, rank: int) -> Edit:
        document, text = self.document, self.document.text
        row = document.span_of((*path, rank)).line - 1
        while _DASH.match(document.lines[row]) is None:
            row -= 1
        start = document.starts[row]
        end = _line_end(text, value_at(document, (*path, rank))[1])
        after = _next_line(text, end)
        before = document.lines[row - 1].strip() if row else ""
        if not before and row and (after >= len(text) or not text[after : _line_end(text, after)].strip()):
            # The blank line that parts it from the one above goes with it.
            start = document.starts[row - 1]
        return Edit(start, after, "")

    def _pair(self, path: KeyPath, value: str) -> Edit:
        """Return what writes a value under a key: where it stands, else after the first key of its mapping."""
        document, text = self.document, self.document.text
        *above, key = path
        holder: dict[str, object] = self.at(tuple(above))
        written = value if value == "to-complete" else scalar(value)
        if key in holder:
            start, end = value_at(document, path)
            if "\n" in text[start:end] and "#" in text[start:end]:
                raise NotMovedError
            return Edit(start, end, written)
        if text[value_at(document, tuple(above))[0]] == "{":
            end = pair_at(document, (*above, next(reversed(holder))))[1]
            return Edit(end, end, f", {key}: {written}")
        beside = next(name for name in ("state", "employment", "title", "id", *holder) if name in holder)
        start, end = pair_at(document, (*above, beside))
        first = next(iter(holder))
        column = document.span_of((*above, first), "key").column - 1
        place = _line_end(text, end)
        ends = "\r\n" if "\r\n" in text else "\n"
        return Edit(place, place, f"{ends}{' ' * column}{key}: {written}")


def _holder(data: Any, path: KeyPath) -> Any:
    for step in path[:-1]:
        data = data[step]
    return data


def _joined(edits: list[Edit]) -> Iterator[Edit]:
    """Yield edits that follow one another as one."""
    last: Edit | None = None
    for edit in sorted(edits):
        if last is not None and edit.start == last.end:
            last = Edit(last.start, edit.end, "")
            continue
        if last is not None:
            yield last
        last = edit
    if last is not None:
        yield last


def _line_end(text: str, place: int) -> int:
    return min((end for mark in "\r\n" if (end := text.find(mark, place)) >= 0), default=len(text))


def _next_line(text: str, end: int) -> int:
    return end + (2 if text.startswith("\r\n", end) else 1 if end < len(text) else 0)
