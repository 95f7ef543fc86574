"""Change stretches of a document's text: take keys out of a mapping, put an item in a list, write a pair otherwise.

Comes in: a document and a path. Goes out: edits, in code points of its text. What stands around them (comments, blank
lines, order, quotes) is not touched; where that cannot be kept, `NotMovedError` says so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from perimetre.base.diagnostics import KeyPath
from perimetre.reading.document import Document


class NotMovedError(Exception):
    """What is written cannot be moved without touching what stands around it."""


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """A stretch of a text, the end exclusive, and what takes its place."""

    start: int
    end: int
    text: str


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with some edits, which do not overlap."""
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def value_at(document: Document, path: KeyPath) -> tuple[int, int]:
    """Return where a value stands."""
    return _stretch(document, path, "value")


def pair_at(document: Document, path: KeyPath) -> tuple[int, int]:
    """Return where a key and its value stand, from the first sign of the one to the last of the other."""
    return _stretch(document, path, "key")[0], value_at(document, path)[1]


def without(document: Document, path: KeyPath, keys: Collection[str]) -> Iterator[Edit]:
    """Yield what takes some keys out of the mapping that a path leads to, with their values.

    Raises:
        NotMovedError: a comment stands between them and the keys that stay, or no key would stay.
    """
    written = list(_data_at(document, path))
    pairs = [pair_at(document, (*path, key)) for key in written]
    in_braces = document.text[value_at(document, path)[0]] == "{"
    rank = 0
    while rank < len(written):
        last = rank
        while last < len(written) and written[last] in keys:
            last += 1
        if last > rank:
            run = range(rank, last)
            yield from _run_in_braces(document, pairs, run) if in_braces else _run_of_lines(document, pairs, run)
        rank = last + 1


def _run_in_braces(document: Document, pairs: list[tuple[int, int]], run: range) -> Iterator[Edit]:
    if run.start > 0:
        yield _blank(document, pairs[run.start - 1][1], pairs[run.stop - 1][1], pairs[run.start][0])
    elif run.stop < len(pairs):
        yield _blank(document, pairs[run.start][0], pairs[run.stop][0], pairs[run.start][0])
    else:
        raise NotMovedError


def _blank(document: Document, start: int, end: int, first: int) -> Edit:
    """Return what takes a stretch out, if no comment goes with it: between two pairs stand a comma and spaces alone."""
    if "#" in document.text[start:first]:
        raise NotMovedError
    return Edit(start, end, "")


def _run_of_lines(document: Document, pairs: list[tuple[int, int]], run: range) -> Iterator[Edit]:
    text = document.text
    for rank in run:
        start, end = pairs[rank]
        line = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
        if text[line:start].strip():
            # It stands behind the dash of its item: the next key that stays takes its place there.
            if run.stop == len(pairs) or text[end : pairs[rank + 1][0]].strip():
                raise NotMovedError
            yield Edit(start, pairs[rank + 1][0], "")
            continue
        after = end
        while after < len(text) and text[after] in " \t":
            after += 1
        if text[after : after + 1] == "#":
            # What was said of it stays, on a line of its own.
            yield Edit(start, after, "")
            continue
        if text[after : after + 2] == "\r\n":
            after += 2
        elif after < len(text):
            after += 1
        yield Edit(line, after, "")


def with_first(document: Document, path: KeyPath, item: str) -> Edit:
    """Return what puts an item before the others of the list that a path leads to; it has one at least."""
    text = document.text
    start = value_at(document, path)[0]
    if text[start] == "[":
        return Edit(start + 1, start + 1, f"{item}, ")
    first = value_at(document, (*path, 0))[0]
    dash = text.rfind("-", 0, first)
    line = max(text.rfind("\n", 0, dash), text.rfind("\r", 0, dash)) + 1
    if text[dash + 1 : first].strip() or text[line:dash].strip():
        raise NotMovedError
    end_of_line = "\r\n" if "\r\n" in text else "\n"
    return Edit(line, line, f"{text[line:dash]}- {item}{end_of_line}")


def _data_at(document: Document, path: KeyPath) -> dict[str, object]:
    held = document.data
    for step in path:
        held = held[step]  # type: ignore[index]  # the path was found in it
    assert isinstance(held, dict)
    return held


def _stretch(document: Document, path: KeyPath, at: str) -> tuple[int, int]:
    span = document.span_of(path, at)
    starts = document.starts
    return starts[span.line - 1] + span.column - 1, starts[span.end_line - 1] + span.end_column - 1
