"""Move the agreement on a statement: from `approved_by` and `approved_at` to the list `approvals`.

A list says the same of one agreement and of several, and each may have its end and its trace.
"""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import KeyPath
from perimetre.base.undecided import TO_COMPLETE
from perimetre.migrations.editing import Edit, pair_at, value_at, with_first, without
from perimetre.reading.document import Document

FORMER = ("approved_by", "approved_at")
LIST = "approvals"


def found_in(data: object) -> Iterator[KeyPath]:
    """Yield the paths of the statements whose agreement is written in the former way, and is whole."""
    statements = data.get("statements") if isinstance(data, dict) else None
    for rank, statement in enumerate(statements if isinstance(statements, list) else ()):
        if isinstance(statement, dict):
            said = [statement.get(key) for key in FORMER]
            if all(isinstance(word, str) and word != TO_COMPLETE for word in said) and isinstance(
                statement.get(LIST, []), list
            ):
                yield "statements", rank


def moved(statement: dict[str, object]) -> dict[str, object]:
    """Return what a statement holds once it is moved."""
    others = statement.get(LIST, [])
    assert isinstance(others, list)
    day, _, hour = str(statement["approved_at"]).partition("T")
    given = {"by": statement["approved_by"], "on": day, "at": hour}
    kept = {key: held for key, held in statement.items() if key not in FORMER}
    return {**kept, LIST: [given, *others]}


def edits(document: Document, path: KeyPath) -> Iterator[Edit]:
    """Yield what is written otherwise of a statement.

    Raises:
        NotMovedError: it is written in a way that cannot be moved.
    """
    text = document.text
    start, end = value_at(document, (*path, "approved_by"))
    statement = document.data
    for step in path:
        statement = statement[step]  # type: ignore[index]  # the path was found in it
    assert isinstance(statement, dict)
    day, _, hour = str(statement["approved_at"]).partition("T")
    item = f'{{by: {text[start:end]}, on: {day}, at: "{hour}"}}'
    if LIST in statement:
        yield from without(document, path, FORMER)
        yield with_first(document, (*path, LIST), item)
    else:
        yield from without(document, path, ("approved_at",))
        yield Edit(*pair_at(document, (*path, "approved_by")), f"{LIST}: [{item}]")
