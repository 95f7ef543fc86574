"""Duty is shared fairly: nobody carries much more of a schedule than the others, weekends and nights included."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.cover import Turns, nights_held, share, turns_of_nobody
from perimetre.model import Schedule
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View

# How much more than an even share is not held against the house: turns seldom fall out evenly.
TOO_MUCH = 1.5
# Below this, in minutes a head over the horizon, a share says nothing.
TOO_LITTLE = 48 * 60
# What part of the nights is every night: a few of them are somebody else's all the same.
ALL_NIGHTS = 0.9
EXAMPLE = "rotation: {every: week, starts_on: …, people: […]}"

_WHAT = (
    ("minutes", message("of the duty")),
    ("weekend", message("of the weekends and public holidays")),
    ("night", message("of the nights")),
)


def find(view: View) -> Iterator[Problem]:
    """Yield the schedules of which somebody carries more than their share, only what is worst; and turns of nobody."""
    for schedule in view.cover.schedules:
        for rotation, rank in turns_of_nobody(view.cover, schedule):
            yield flaw(
                value(rotation, "people", rank),
                message(
                    "`{person}` never has a turn in `{id}`: theirs always fall on days without a shift, or on hours "
                    "that another layer takes.",
                    person=rotation.people[rank],
                    id=schedule.id,
                ),
                message("Count the turns by shift (`every: shift`), or put fewer people in the rotation."),
                about=[schedule.id],
            )
        named = _named(schedule)
        turns = [turn for turn in share(view.cover, schedule) if turn.person in named]
        if len(turns) == 1 and nights_held(view.cover, schedule) >= ALL_NIGHTS:
            yield flaw(
                schedule.place,
                message(
                    "{person} alone holds every night of `{id}`, over {days} days: nobody takes turns with them.",
                    person=_name(view, turns[0].person),
                    id=schedule.id,
                    days=view.cover.days,
                ),
                message("Have several people take turns: `{example}`.", example=EXAMPLE),
                about=[schedule.id],
            )
        for first, end, people in _periods(view, schedule):
            if problem := _unfair(view, schedule, first, end, people):
                yield problem
                break


def _periods(view: View, schedule: Schedule) -> Iterator[tuple[int, int, frozenset[str]]]:
    """Yield the stretches of days over which the same layers are in force, with those whom they name.

    Who took an hour once has no share; who comes when another team leaves shares with their own.
    """
    today = view.today.toordinal()
    layers = [
        (layer, layer.from_.toordinal() if layer.from_ else 0, layer.to.toordinal() + 1 if layer.to else None)
        for layer in schedule.layers
        if layer.only_reason is None
    ]
    edges = {today, today + view.cover.days}
    edges |= {day for _, *bounds in layers for day in bounds if day and today < day < today + view.cover.days}
    for first, end in itertools.pairwise(sorted(edges)):
        named = (layer.named for layer, from_, to in layers if from_ <= first and (to is None or end <= to))
        yield first, end, frozenset(itertools.chain.from_iterable(named))


def _unfair(view: View, schedule: Schedule, first: int, end: int, people: frozenset[str]) -> Problem | None:
    """Return what is worst of how some people share a schedule over some days, if it is not fair."""
    turns = [turn for turn in share(view.cover, schedule, first, end) if turn.person in people]
    for field, what in _WHAT if len(turns) > 1 else ():
        most = max(turns, key=lambda turn: getattr(turn, field))
        total = sum(getattr(turn, field) for turn in turns)
        carried = getattr(most, field)
        if total >= TOO_LITTLE * len(turns) and carried * len(turns) > TOO_MUCH * total:
            return _problem(view, schedule, most, what, end - first, carried / total, len(turns))
    return None


def _problem(view: View, schedule: Schedule, most: Turns, what: object, days: int, part: float, count: int) -> Problem:
    return flaw(
        schedule.place,
        message(
            "{person} carries {part}% {what} of `{id}` over {days} days: an equal share would be {even}%.",
            person=_name(view, most.person),
            days=days,
            part=round(100 * part),
            what=what,
            id=schedule.id,
            even=round(100 / count),
        ),
        message("Add other people to the rotation, or give weekends and nights a rotation of their own."),
    )


def _name(view: View, id: str) -> str:
    person = view.people.get(id)
    return (person.name if person else None) or id


def _named(schedule: Schedule) -> frozenset[str]:
    """Return those whom the layers name: who took an hour once has no share."""
    people: set[str] = set()
    for layer in schedule.layers:
        if layer.only_reason is None:
            people.update(layer.named)
    return frozenset(people)


RULE = Check(id="duty-is-shared-fairly", level="warning", needs=(58,), find=find)
