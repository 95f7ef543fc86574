"""Reinforcement is there: whenever a crisis may begin, whoever comes to help can be reached."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import counted, message
from perimetre.cover import Intervals, required
from perimetre.cover.intervals import subtract, union
from perimetre.model import Crisis
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.stretches import held_by, values_of
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield whoever should come to help and cannot be reached at some hours, once, with the cards that name them."""
    lacking: dict[str, list[tuple[Crisis, Intervals]]] = {}
    for crisis in view.live(view.brand.crises):
        number = view.severity_number(crisis.severity)
        who = crisis.reinforcement.who if crisis.reinforcement is not None else None
        if who is None or number is None:
            continue
        targets = held_by(view, who)
        # That nobody holds a role is told elsewhere.
        if not any(view.cover.people_of(target) for target in targets):
            continue
        alone = subtract(required(view.cover, number), union(*(view.cover.reached(target) for target in targets)))
        if alone:
            lacking.setdefault(who, []).append((crisis, alone))
    for who, ((crisis, alone), *others) in lacking.items():
        yield _problem(view, who, crisis, alone, [other for other, _ in others])


def _problem(view: View, who: str, crisis: Crisis, alone: Intervals, same: list[Crisis]) -> Problem:
    values = {"crisis": crisis.id, "who": who, **values_of(view, alone)}
    more = len(alone) - 1
    what = message(
        "In `{crisis}`, `{who}` comes to help: if it begins between {start} and {end}, they cannot be reached.",
        **values,
    )
    if more:
        what = counted(
            "In `{crisis}`, `{who}` comes to help: if it begins between {start} and {end}, they cannot be reached; "
            "{count} other time until {until}, {total} in all.",
            "In `{crisis}`, `{who}` comes to help: if it begins between {start} and {end}, they cannot be reached; "
            "{count} other times until {until}, {total} in all.",
            more,
            **values,
        )
    hint = message("Name a role that is on duty at that hour, or put somebody on duty.")
    related = [
        (key(other.reinforcement, "who"), message("The same is missing in `{crisis}`.", crisis=other.id))
        for other in same
        if other.reinforcement is not None
    ]
    assert crisis.reinforcement is not None
    return flaw(key(crisis.reinforcement, "who"), what, hint, *related, about=[who])


RULE = Check(id="reinforcement-is-there", level="warning", needs=(8,), find=find)
