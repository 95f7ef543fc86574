"""A compartment is in use: it has not come to its end, and something is in it."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import counted, message
from perimetre.model import Record
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the compartments that are over, and those in which nothing is."""
    kept: dict[str, list[Record]] = {}
    for brand in (*([view.handbook.house] if view.handbook.house else []), *view.handbook.brands):
        for record in brand.own.values():
            if isinstance(record, Record) and record.compartment:
                kept.setdefault(record.compartment, []).append(record)
    for circle in view.handbook.settings.compartments:
        inside = kept.get(circle.id, [])
        if not circle.holds(view.today):
            related = tuple((key(record, "compartment"), message("It is no longer kept.")) for record in inside)
            yield flaw(
                key(circle, "until"),
                counted(
                    "The compartment `{id}` ended on {day}: the {count} record that it kept is read like any other.",
                    "The compartment `{id}` ended on {day}: the {count} records that it kept are read like any other.",
                    len(inside),
                    id=circle.id,
                    day=str(circle.until),
                ),
                message("Take it away, with the `compartment:` that name it; or write a later day in `until`."),
                *related,
            )
        elif not inside:
            yield flaw(
                key(circle, "id"),
                message("Nothing is in the compartment `{id}`.", id=circle.id),
                message("Write `compartment: {id}` on what it keeps, or take it away.", id=circle.id),
            )


RULE = Check(id="compartment-is-in-use", level="warning", needs=(), find=find, whole=True)
