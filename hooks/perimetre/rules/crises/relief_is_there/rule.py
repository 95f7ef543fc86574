"""Relief is there: whenever a crisis may begin, somebody else can take over after as long as its card says."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping

from perimetre.base.diagnostics import Problem
from perimetre.base.words import counted, message
from perimetre.cover import Intervals, required
from perimetre.cover.intervals import intersect, overlaps, shift, subtract, union
from perimetre.language.instants import length
from perimetre.model import Crisis
from perimetre.model.delays import Delay, minutes
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.stretches import held_by, values_of
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the cards whose relief cannot be reached, at some hours of the year, or is whoever has to be relieved.

    Those that name the same relief are told once, at the first of them: they lack it for the same reason.
    """
    # Many cards name the same relief, after the same time.
    alone_at_work = functools.cache(lambda: _alone(view))
    relieved = functools.cache(lambda targets, after: _relieved(view, targets, after, alone_at_work()))
    lacking: dict[str | None, list[tuple[Crisis, int, Intervals]]] = {}
    for crisis in view.live(view.brand.crises):
        after = _after(crisis)
        number = view.severity_number(crisis.severity)
        if after is not None and number is not None:
            # Where nobody is to be reached at that hour, nobody is still at work either.
            asked = required(view.cover, number)
            begins = intersect(asked, shift(asked, -after))
            alone = subtract(begins, relieved(_targets(view, crisis), after)) if _is_known(view, crisis) else ()
            if alone and crisis.relief is not None:
                lacking.setdefault(crisis.relief.who, []).append((crisis, after, alone))
    for (crisis, after, alone), *others in lacking.values():
        yield _problem(view, crisis, after, alone, [other for other, _, _ in others])


def _after(crisis: Crisis) -> int | None:
    """Return after how many minutes on it somebody is relieved; None where hours that somebody works are counted."""
    within = crisis.relief.after if crisis.relief is not None else None
    after = minutes(within)
    worked = isinstance(within, Delay) and (within.is_worked or within.hours is not None)
    return None if worked or after is None or after <= 0 else after


def _is_known(view: View, crisis: Crisis) -> bool:
    """Say whether whoever relieves is somebody whose hours are known: that nobody holds a role is told elsewhere."""
    return any(view.cover.people_of(target) for target in _targets(view, crisis))


def _targets(view: View, crisis: Crisis) -> frozenset[str]:
    return held_by(view, crisis.relief.who if crisis.relief is not None else None)


def _alone(view: View) -> Mapping[str, Intervals]:
    """Return when each community manager is the only one at work."""
    working = _by_person(view, view.community_managers)
    _, together = overlaps(working.values())
    return {person: subtract(when, together) for person, when in working.items()}


def _relieved(view: View, targets: frozenset[str], after: int, alone: Mapping[str, Intervals]) -> Intervals:
    """Return the minutes from which somebody is reached, that long after, who was not alone at work from the start."""
    return union(
        *(
            subtract(shift(reached, -after), alone.get(person, ()))
            for person, reached in _by_person(view, targets).items()
        )
    )


def _by_person(view: View, targets: Iterable[str]) -> Mapping[str, Intervals]:
    people: dict[str, list[Intervals]] = {}
    for target in sorted(targets):
        for person, when in view.cover.by_person(target).items():
            people.setdefault(person, []).append(when)
    return {person: union(*stretches) for person, stretches in people.items()}


def _problem(view: View, crisis: Crisis, after: int, alone: Intervals, same: Iterable[Crisis]) -> Problem:
    assert crisis.relief is not None
    values = {
        "crisis": crisis.id,
        "who": crisis.relief.who,
        "after": length(after),
        **values_of(view, alone),
    }
    others = len(alone) - 1
    if others:
        what = counted(
            "In `{crisis}`, whoever works is relieved after {after} by `{who}`: if it begins between {start} and "
            "{end}, they cannot be reached then, or are the one to be relieved; {count} other time until {until}, "
            "{total} in all.",
            "In `{crisis}`, whoever works is relieved after {after} by `{who}`: if it begins between {start} and "
            "{end}, they cannot be reached then, or are the one to be relieved; {count} other times until {until}, "
            "{total} in all.",
            others,
            **values,
        )
    else:
        what = message(
            "In `{crisis}`, whoever works is relieved after {after} by `{who}`: if it begins between {start} and "
            "{end}, they cannot be reached then, or are the one to be relieved.",
            **values,
        )
    hint = message("Name a role that is on duty at that hour, or somebody else, or put somebody on duty.")
    related = [
        (key(other.relief, "who"), message("The same is missing in `{crisis}`.", crisis=other.id))
        for other in same
        if other.relief is not None
    ]
    return flaw(key(crisis.relief, "who"), what, hint, *related, about=[crisis.relief.who])


RULE = Check(id="relief-is-there", level="warning", find=find)
