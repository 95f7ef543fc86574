"""A form is that of today: what is written as it used to be is read all the same, and `perimetre migrate` moves it."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Place, Problem
from perimetre.base.words import counted, message
from perimetre.migrations.steps import STEPS, former_forms
from perimetre.rules.kit.check import Check, flaw
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield each former form once, with every place where it stands."""
    places: dict[str, list[Place]] = {}
    for file, document in view.documents.items():
        for step, path in former_forms(document.data):
            places.setdefault(step.id, []).append(Place(file, path, "key"))
    for step in STEPS:
        first, *others = places.get(step.id, [None])
        if first is not None:
            yield flaw(
                first,
                counted(
                    "In {count} place, the handbook writes {former}: the form of today is {today}.",
                    "In {count} places, the handbook writes {former}: the form of today is {today}.",
                    1 + len(others),
                    former=step.former,
                    today=step.today,
                ),
                message("`perimetre migrate` shows what it would write; `perimetre migrate --write` writes it."),
                *((place, message("Here too.")) for place in others if place is not None),
            )


RULE = Check(id="form-is-that-of-today", level="info", needs=(), find=find, whole=True)
