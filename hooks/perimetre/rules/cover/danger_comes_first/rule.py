"""Danger comes first: the triage begins by asking whether anybody is in danger, with the numbers to call."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model import facts_named
from perimetre.model.matches import these
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield a problem where the triage begins with something else."""
    triage = view.brand.escalation.triage
    if not view.brand.values.emergency_numbers:
        yield flaw(
            view.lacking("values", "emergency_numbers"),
            message("No emergency number is written down."),
            message("Write the country's numbers under `emergency_numbers:`."),
        )
    if triage is None:
        yield flaw(
            view.lacking("escalation", "triage"),
            message("Nothing says what to ask first: there is no triage."),
            message("Write `triage:` with an `entry` tree whose first branch is about danger to people."),
        )
        return
    entry = next((tree for tree in triage.trees if tree.id == triage.entry), None)
    if entry is None or not entry.branches:
        return
    first = entry.branches[0]
    match = first.if_.match if first.if_ else None
    about = first.outcome is not None and first.outcome.act == "emergency"
    if match is not None:
        about = about or any(
            "person-in-distress" in these(case.authors)
            or any(condition.fact == "danger" and condition.is_ for condition in facts_named(case.when))
            for case in match.cases
        )
    if not about:
        yield flaw(
            key(first, "id"),
            message("The triage does not begin with danger to people."),
            message(
                "Put a branch that asks whether anybody is in danger first, with `outcome: {outcome}`.",
                outcome="{act: emergency}",
            ),
        )


RULE = Check(
    id="danger-comes-first",
    level="error",
    needs=(80,),
    find=find,
)
