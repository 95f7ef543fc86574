"""Say of which hours the answers given to a role are: those of the office, or those of its own turns of duty.

A part of the stage render. Comes in: a brand, a role's schedules, noons of the office. Goes out: an instant at which
that role is really on duty.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from perimetre.base.frozen import dataclass
from perimetre.cover.hours import class_of, days_between, periods_with_hours
from perimetre.cover.intervals import Interval, clock, subtract
from perimetre.cover.schedules import closures
from perimetre.cover.shifts import shifts_of
from perimetre.model import Brand, Circuit, Handbook, Hours, Schedule

Band = Literal["evening", "night", "weekend", "holiday"]

# How far ahead a turn of duty is looked for: a rota of which each turn is a month comes back within it.
_DAYS = 40
_WORKING_DAYS = frozenset(("mon", "tue", "wed", "thu", "fri"))
# From what minute of a day to what other, the hours after midnight counted on.
_EVENING: Interval = (18 * 60, 23 * 60)
_NIGHT: Interval = (23 * 60, 29 * 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerHours:
    """The hours of which the answers given to a role are.

    Fields:
        at: the instant that is asked about, wall time of the house.
        posture: the worst posture that is declared for the whole brand then.
        is_own: whether these are the hours of its turns of duty, since it is not on duty in those of the office.
        bands: the parts of the week on which its turns fall, where they are its own.
    """

    at: dt.datetime
    posture: str
    is_own: bool = False
    bands: tuple[Band, ...] = ()


def on_duty_at(
    handbook: Handbook, brand: Brand, schedules: Iterable[Schedule], noons: Sequence[dt.datetime]
) -> tuple[dt.datetime, bool]:
    """Return an instant at which a role is on duty, and whether it is one of its own hours rather than the office's.

    That is the first of the noons at which one of its turns runs; else the middle of the first turn that begins after
    them; the first of them for a role without turns.

    Args:
        schedules: those of the role.
        noons: of days on which the office works, wall time of the house; at least one.
    """
    house = clock(handbook.settings_of(brand).timezone or "UTC")
    turns = [turn for schedule in schedules for turn in _turns(handbook, brand, schedule, noons[0].date())]
    for noon in noons:
        if not turns or any(start <= house.of(noon) < end for start, end in turns):
            return noon, False
    coming = [turn for turn in turns if turn[0] > house.of(noons[0])]
    return (house.wall(sum(min(coming)) // 2), True) if coming else (noons[0], False)


def _turns(handbook: Handbook, brand: Brand, schedule: Schedule, day: dt.date) -> Iterator[Interval]:
    """Yield when somebody's turn runs, from a day on, while the schedule is valid and is not closed on purpose."""
    settings = handbook.settings_of(brand)
    by = clock(schedule.timezone or settings.timezone or "UTC")
    days = days_between(
        class_of(schedule if schedule.holidays is not None else settings),
        first=day.toordinal(),
        last=day.toordinal() + _DAYS,
        periods=periods_with_hours(brand),
    )
    closed = closures(schedule, by, days)
    for layer in schedule.layers:
        if layer.only_reason is None:
            for start, end, people, _ in shifts_of(layer, schedule, by, days):
                if people and schedule.is_live(by.wall(start).date()):
                    yield from subtract(((start, end),), closed)


def is_waited_for(circuit: Circuit) -> bool:
    """Say whether a circuit gives no answer at other hours than the office's."""
    steps = [step for step in circuit.steps if step.of]
    awake = [step for step in steps if step.hours == "always"]
    if len(awake) == len(steps) or any(step.hours == "theirs" for step in steps):
        return False
    return not awake or any(step.on_timeout != "next" for step in steps if step not in awake)


def bands_of(schedules: Iterable[Schedule]) -> tuple[Band, ...]:
    """Return the parts of the week on which turns fall, those of the office apart."""
    shifts = tuple(hours for schedule in schedules for layer in schedule.layers for hours in layer.shifts)
    found = {band for hours in shifts for band in _bands(hours)}
    order: tuple[Band, ...] = ("evening", "night", "weekend", "holiday")
    return tuple(band for band in order if band in found)


def _bands(hours: Hours) -> Iterator[Band]:
    if {"sat", "sun"} & set(hours.days):
        yield "weekend"
    if "holiday" in hours.days:
        yield "holiday"
    if hours.from_ is None or hours.to is None or not _WORKING_DAYS & set(hours.days):
        return
    start, end = int(hours.from_), int(hours.to) + (24 * 60 if hours.to <= hours.from_ else 0)
    if start < _EVENING[1] and end > _EVENING[0]:
        yield "evening"
    if start < _NIGHT[1] - 24 * 60 or (start < _NIGHT[1] and end > _NIGHT[0]):
        yield "night"
