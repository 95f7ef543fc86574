"""List item is whole: no sentence is cut in two by a comma that nobody quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perimetre.base.diagnostics import KeyPath, Place, Problem
from perimetre.base.words import message
from perimetre.reading.document import Document
from perimetre.rules.kit.check import Check
from perimetre.rules.kit.texts import held_in
from perimetre.rules.kit.view import View

# What stands between two items of a list on one line, where neither is quoted.
_COMMA = re.compile(r", +\Z")
# What adds to the words before, or takes from them, whatever its capitals: «Suisse comprise», «sauf la Corse».
_REST = re.compile(
    r"(?:sauf|excepté|hormis|dont|y compris|notamment|except|including|excluding)\b.+"
    r"|.+\b(?:(?:compris|inclus|exclu|excepté)e?s?|included|excluded|excepted)",
    re.IGNORECASE,
)


def find(view: View) -> Iterator[Problem]:
    """Yield the items that go on with the sentence of the one before."""
    for file, document in view.documents.items():
        for path, items in _lists(document.data):
            cut = [rank for rank in range(1, len(items)) if _goes_on(document, path, items, rank)]
            if cut:
                first = cut[0] - 1
                last = next((rank for rank in range(cut[0], len(items)) if rank + 1 not in cut), cut[0])
                whole = ", ".join(map(str, items[first : last + 1]))
                yield Problem(
                    place=Place(file, (*path, cut[0])),
                    message=message(
                        "“{words}” goes on with the sentence before: a comma cut it in two.", words=items[cut[0]]
                    ),
                    hint=message("Put the sentence between quotation marks: `{written}`.", written=f'"{whole}"'),
                )


def _goes_on(document: Document, path: KeyPath, items: list[object], rank: int) -> bool:
    """Say whether an item looks like the rest of the one before, and stands on its line, unquoted."""
    before, this = items[rank - 1], items[rank]
    if not isinstance(before, str) or not isinstance(this, str) or " " not in f"{before}{this}":
        return False
    if not _REST.fullmatch(this) and (not this[:1].islower() or _sentence_start(items, rank) is None):
        return False
    one, two = document.span_of((*path, rank - 1)), document.span_of((*path, rank))
    if one.end_line != two.line:
        return False
    line = document.lines[two.line - 1]
    return _COMMA.fullmatch(line[one.end_column - 1 : two.column - 1]) is not None and line[two.column - 1] not in "\"'"


def _sentence_start(items: list[object], rank: int) -> int | None:
    """Return the position of the item with which the sentence begins: the nearest before that has a capital."""
    starts = (position for position in range(rank - 1, -1, -1) if str(items[position])[:1].isupper())
    start = next(starts, None)
    return start if start is not None and " " in str(items[start]) else None


def _lists(data: object) -> Iterator[tuple[KeyPath, list[object]]]:
    """Yield each list that holds texts, with its path."""
    for path, held in held_in(data):
        if isinstance(held, list) and any(isinstance(item, str) for item in held):
            yield path, held


RULE = Check(id="list-item-is-whole", level="warning", needs=(), find=find, whole=True)
