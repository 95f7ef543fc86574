"""Put a record at the end of a list of a document; what stands there stays to the byte, comments and line ends too.

Comes in: a document, the path of a list, a record. Goes out: the text. A list that is empty, that says `to-complete`,
or that is not there yet is begun.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from perimetre.base.diagnostics import KeyPath
from perimetre.base.undecided import TO_COMPLETE
from perimetre.migrations.editing import Edit, edited, value_at
from perimetre.pipeline.adding.records import Written, in_braces, item
from perimetre.reading.document import Document
from perimetre.reading.reader.places import LINE_BREAK

# A list of which each item begins with a dash, under its key: how far it is set in.
_LIST = re.compile(r"^( *)(?:- )?[\w-]+:[ \t]*(?:#.*)?\r?\n(?:[ \t]*(?:#.*)?\r?\n)*( *)- ", re.MULTILINE)
_DASH = re.compile(r"( *)-(?= |$)")
_COMMENT = re.compile(r"( *)#")


class NotAddedError(Exception):
    """The file is written in a way to which nothing can be added."""


def with_record(document: Document, path: KeyPath, record: Written, *, on_one_line: bool = False) -> str:
    """Return the text of a document with a record at the end of a list.

    Args:
        document: the file.
        path: leads to the list, or to where it will be.
        record: what is added.
        on_one_line: whether the record stands between braces, wherever it is.

    Raises:
        NotAddedError: the path leads through something else than mappings and lists.
    """
    *above, key = path
    holder = _value(document, tuple(above))
    if not isinstance(holder, dict):
        raise NotAddedError
    held = holder.get(str(key))
    if isinstance(held, list) and held:
        edits = _after_the_last(document, path, len(held), record, on_one_line=on_one_line)
    elif str(key) not in holder:
        edits = _with_its_key(document, tuple(above), str(key), record, on_one_line=on_one_line)
    elif held in ([], TO_COMPLETE):
        edits = _begun(document, path, record, on_one_line=on_one_line)
    else:
        raise NotAddedError
    return edited(document.text, edits)


def with_record_there(document: Document, path: KeyPath, record: Written) -> str:
    """Return the text of a document with a record in the place of an item that stands between braces.

    Args:
        document: the file.
        path: leads to the item.
        record: what takes its place.
    """
    start, end = value_at(document, path)
    return edited(document.text, [Edit(start, end, in_braces(record))])


def is_in_braces(document: Document, path: KeyPath) -> bool:
    """Say whether a value stands between braces, without a comment among them."""
    start, end = value_at(document, path)
    return document.text[start] == "{" and "#" not in document.text[start:end]


def _value(document: Document, path: KeyPath) -> object:
    held = document.data
    for step in path:
        if isinstance(held, dict):
            held = held.get(str(step))
        elif isinstance(held, list) and isinstance(step, int) and step < len(held):
            held = held[step]
        else:
            raise NotAddedError
    return held


def _after_the_last(
    document: Document, path: KeyPath, count: int, record: Written, *, on_one_line: bool
) -> Sequence[Edit]:
    text = document.text
    start, end = value_at(document, (*path, count - 1))
    before = value_at(document, (*path, count - 2))[1] if count > 1 else value_at(document, path)[0]
    if text[value_at(document, path)[0]] == "[":
        return _after_the_last_in_brackets(text, start, end, record)
    row = document.span_of((*path, count - 1)).line - 1
    while (dash := _DASH.match(document.lines[row])) is None:
        row -= 1
    at = document.starts[row] + len(dash[1])
    inner = start - at if document.starts[row] <= start <= line_end(text, at) else 2
    apart = count > 1 and len(LINE_BREAK.split(text[before:at])) > 2 and _has_blank_line(text[before:at])
    key = document.span_of(path, "key").column - 1
    place = past_its_comments(text, line_end(text, end), min(key, len(dash[1])))
    rows = item(record, inner, on_one_line=on_one_line)
    return [Edit(place, place, _lines(text, dash[1], [""] * apart + rows))]


def _after_the_last_in_brackets(text: str, start: int, end: int, record: Written) -> Sequence[Edit]:
    line = text[max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1 : start]
    if line.strip(" "):
        return [Edit(end, end, f", {in_braces(record)}")]
    # An item that begins its own line is followed by another that does; what is said of it stays beside it.
    comma = re.compile(r"\s*,").match(text, end)
    comment = re.compile(r"[ \t]*,?[ \t]*#").match(text, end)
    new_line = f"{_end_of_line(text)}{line}{in_braces(record)}"
    if comment is None:
        return [Edit(end, end, f",{new_line}")]
    place = line_end(text, end)
    if comma:
        return [Edit(place, place, f"{new_line},")]
    return [Edit(end, end, ","), Edit(place, place, new_line)]


def _begun(document: Document, path: KeyPath, record: Written, *, on_one_line: bool) -> Sequence[Edit]:
    text = document.text
    start, end = value_at(document, path)
    if text[value_at(document, path[:-1])[0]] == "{" or "#" in text[start:end]:
        return (
            [Edit(start + 1, start + 1, in_braces(record))]
            if text[start] == "["
            else [Edit(start, end, f"[{in_braces(record)}]")]
        )
    key = document.span_of(path, "key")
    after_key = text.index(":", document.starts[key.end_line - 1] + key.end_column - 1) + 1
    place = line_end(text, end)
    indent = " " * (key.column - 1 + _set_in(text))
    return [
        Edit(after_key, end, ""),
        Edit(place, place, _lines(text, indent, item(record, 2, on_one_line=on_one_line))),
    ]


def _with_its_key(
    document: Document, above: KeyPath, key: str, record: Written, *, on_one_line: bool
) -> Sequence[Edit]:
    text = document.text
    start = value_at(document, above)[0]
    holder = _value(document, above)
    assert isinstance(holder, dict)
    if not holder:
        raise NotAddedError
    last = next(reversed(holder))
    over = value_at(document, (*above, last))[1]
    if text[start] == "{":
        return [Edit(over, over, f", {key}: [{in_braces(record)}]")]
    column = document.span_of((*above, next(iter(holder))), "key").column - 1
    place = past_its_comments(text, line_end(text, over), max(column - 1, 0))
    # A list at the top of a file stands apart from what is above it.
    rows = [""] * (not above) + [f"{' ' * column}{key}:"]
    rows += [f"{' ' * (column + _set_in(text))}{row}" for row in item(record, 2, on_one_line=on_one_line)]
    return [Edit(place, place, _lines(text, "", rows))]


def _lines(text: str, indent: str, rows: Sequence[str]) -> str:
    end_of_line = _end_of_line(text)
    return "".join(f"{end_of_line}{indent}{row}" if row else end_of_line for row in rows)


def _end_of_line(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def line_end(text: str, place: int) -> int:
    """Return where the line ends in which a place stands."""
    return min((end for mark in "\r\n" if (end := text.find(mark, place)) >= 0), default=len(text))


def past_its_comments(text: str, place: int, column: int) -> int:
    """Return where the lines of comment end that follow a value, set in further than `column`: they are its own."""
    while place < len(text):
        line = place + (2 if text.startswith("\r\n", place) else 1)
        comment = _COMMENT.match(text, line)
        if comment is None or len(comment[1]) <= column:
            break
        place = line_end(text, line)
    return place


def _has_blank_line(text: str) -> bool:
    return any(not line.strip() for line in LINE_BREAK.split(text)[1:-1])


def _set_in(text: str) -> int:
    """Return how far this file sets the dashes of a list in from its key."""
    found = _LIST.search(text)
    return len(found[2]) - len(found[1]) if found and len(found[2]) - len(found[1]) in (0, 2, 4) else 2
