"""Duty is shared fairly: nobody carries much more of a schedule than the others, weekends and nights included."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.cover import Turns, share
from perimetre.model import Schedule
from perimetre.rules.kit.check import Check, flaw
from perimetre.rules.kit.view import View

# How much more than an even share is not held against the house: turns seldom fall out evenly.
TOO_MUCH = 1.5
# Below this, in minutes a head over the horizon, a share says nothing.
TOO_LITTLE = 48 * 60

_WHAT = (
    ("minutes", message("of the duty")),
    ("weekend", message("of the weekends and public holidays")),
    ("night", message("of the nights")),
)


def find(view: View) -> Iterator[Problem]:
    """Yield the schedules of which somebody carries more than their share; only what is worst of each."""
    for schedule in view.cover.schedules:
        named = _named(schedule)
        turns = [turn for turn in share(view.cover, schedule) if turn.person in named]
        if len(turns) < 2:
            continue
        for field, what in _WHAT:
            most = max(turns, key=lambda turn: getattr(turn, field))
            total = sum(getattr(turn, field) for turn in turns)
            carried = getattr(most, field)
            if total >= TOO_LITTLE * len(turns) and carried * len(turns) > TOO_MUCH * total:
                yield _problem(view, schedule, most, what, carried / total, len(turns))
                break


def _problem(view: View, schedule: Schedule, most: Turns, what: object, part: float, count: int) -> Problem:
    person = view.people.get(most.person)
    return flaw(
        schedule.place,
        message(
            "{person} carries {part}% {what} of `{id}` over {days} days: an equal share would be {even}%.",
            person=(person.name if person else None) or most.person,
            days=view.cover.days,
            part=round(100 * part),
            what=what,
            id=schedule.id,
            even=round(100 / count),
        ),
        message("Add other people to the rotation, or give weekends and nights a rotation of their own."),
    )


def _named(schedule: Schedule) -> frozenset[str]:
    """Return those whom the layers name: who took an hour once has no share."""
    people: set[str] = set()
    for layer in schedule.layers:
        if layer.only_reason is None:
            people.update(layer.named)
    return frozenset(people)


RULE = Check(id="duty-is-shared-fairly", level="warning", needs=(58,), find=find)
