"""Unroll a schedule: who its layers, closures, absences and overrides put on duty, as exact stretches of UTC (cover).

Comes in: a `Schedule`, the clock of its zone, the class of each day. Goes out: `Stint` stretches. What each thing means
is written in `docs/decisions/0040-who-is-on-duty.md`; in short, in this order:

1. The highest layer (the last written) that has a shift at an instant holds it alone, even if nobody of it is there.
2. Hours closed on purpose take everybody off.
3. An override gives its person the shifts of somebody, or puts them on besides, even in those hours.
4. Whoever is absent, or cannot be on duty in the role then, is off, whatever puts them on; the deputies stand in (in
   `reach.py`, since it takes other schedules).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from perimetre.base.closed import WEEK
from perimetre.cover.intervals import DAY, Interval, Intervals, ZoneClock, minus, union
from perimetre.cover.shifts import DayRange, shifts_of
from perimetre.model import Hours, Schedule
from perimetre.model.people import Override


class Slot(NamedTuple):
    """A shift of a schedule, whoever holds it.

    Fields:
        start: its first minute as the layers have it, or as the override that adds it does.
        added: an override adds it to the layers.
    """

    start: int
    added: bool


class Stint(NamedTuple):
    """A stretch during which a person is on duty, or can be reached.

    Fields:
        start: the first minute, in UTC minutes since 1970.
        end: the minute after the last.
        person: the person's id.
        role: the role in which they are called: what they may decide is what it may.
        shift: the hours of the layer that it comes from; None for an override, a deputy or a person's own hours.
        stands_in_for: the absent person whose deputy this is, or None.
        change: the override that gives it to them, or None.
        slot: the shift that it is, or is a part of; None outside schedules.
    """

    start: int
    end: int
    person: str
    role: str | None
    shift: Hours | None = None
    stands_in_for: str | None = None
    change: Override | None = None
    slot: Slot | None = None

    def between(self, start: int, end: int) -> Stint:
        """Return the same duty with other bounds."""
        return Stint(start, end, *self[2:])


def plain_duties(schedule: Schedule, clock: ZoneClock, window: DayRange, off: Callable[[str], Intervals]) -> Unrolled:
    """Unroll a schedule without its deputies.

    Args:
        schedule: the schedule.
        clock: the clock of the schedule's zone.
        window: the days.
        off: when a person cannot be on duty in it.
    """
    shifts: list[tuple[Stint, bool]] = []
    covered: Intervals = ()
    for layer in reversed(schedule.layers):
        stretches = list(shifts_of(layer, schedule, clock, window))
        if layer.only_reason is None:
            taken = [start for start, _ in covered]
            shifts += [
                (Stint(begin, finish, person, schedule.role, hours, slot=Slot(begin, False)), False)
                for start, end, people, hours in stretches
                for begin, finish in minus(start, end, covered, taken)
                for person in people
            ]
            covered = union(covered, ((start, end) for start, end, _, _ in stretches))
        else:
            shifts += [
                (Stint(start, end, person, schedule.role, hours), True)
                for start, end, people, hours in stretches
                for person in people
            ]
    planned = _sorted(duty for duty, limited in shifts if not limited)
    closed = closures(schedule, clock, window)
    if closed:
        starts = [start for start, _ in closed]
        shifts = [
            (duty.between(*piece), limited)
            for duty, limited in shifts
            for piece in minus(duty.start, duty.end, closed, starts)
        ]
    idle: list[Override] = []
    lent: list[Stint] = []
    changed = _with_changes(schedule, clock, shifts, idle, lent)
    return _with_absences(
        changed, off, planned=planned, lent=tuple(lent), idle=tuple(idle), shifts=covered, closed=closed
    )


@dataclass(frozen=True, slots=True)
class Unrolled:
    """A schedule over the window, deputies apart.

    Fields:
        duties: who is on duty, by time.
        limited: who can be called for one reason only (`only_reason`): no cover.
        missing: the stretches of people who are off: deputies may stand in.
        planned: who would be on duty without a closure, an override or an absence.
        lent: what an override takes from somebody, even where a later one gives it back.
        idle: the overrides in the place of somebody who has no shift then.
        shifts: when the layers say that somebody is, whoever it may be.
        closed: when nobody is, on purpose.
    """

    duties: tuple[Stint, ...]
    limited: tuple[Stint, ...]
    missing: tuple[Stint, ...]
    planned: tuple[Stint, ...]
    lent: tuple[Stint, ...]
    idle: tuple[Override, ...]
    shifts: Intervals
    closed: Intervals


def _with_changes(
    schedule: Schedule,
    clock: ZoneClock,
    shifts: list[tuple[Stint, bool]],
    idle: list[Override],
    lent: list[Stint],
) -> list[tuple[Stint, bool]]:
    """Return duties with the overrides of a schedule, each after the one before; `idle`, `lent`: where to note them."""
    for change in schedule.overrides:
        if change.from_ is None or change.to is None or change.person is None:
            continue
        start, end = clock.of(change.from_), clock.of(change.to)
        if start >= end:
            continue
        given: list[tuple[Stint, bool]] = []
        if change.instead_of is not None:
            kept: list[tuple[Stint, bool]] = []
            for duty, limited in shifts:
                if duty.person != change.instead_of or duty.end <= start or end <= duty.start:
                    kept.append((duty, limited))
                    continue
                kept += [
                    (duty.between(*piece), limited) for piece in minus(duty.start, duty.end, [(start, end)], [start])
                ]
                taken = duty.between(max(duty.start, start), min(duty.end, end))
                if not limited:
                    lent.append(taken)
                given.append((taken._replace(person=change.person, shift=None, change=change), limited))
            shifts = kept
            if not given and not change.throughout:
                idle.append(change)
        if change.instead_of is None or change.throughout:
            added = Stint(start, end, change.person, schedule.role, change=change, slot=Slot(start, True))
            given = [(added, False)]
        shifts = [*shifts, *given]
    return shifts


def _with_absences(
    changed: Iterable[tuple[Stint, bool]],
    off: Callable[[str], Intervals],
    *,
    planned: tuple[Stint, ...],
    lent: tuple[Stint, ...],
    idle: tuple[Override, ...],
    shifts: Intervals,
    closed: Intervals,
) -> Unrolled:
    present: list[Stint] = []
    limited_ones: list[Stint] = []
    missing: list[Stint] = []
    for duty, limited in changed:
        away = off(duty.person)
        if not away:
            (limited_ones if limited else present).append(duty)
            continue
        starts = [start for start, _ in away]
        here = list(minus(duty.start, duty.end, away, starts))
        (limited_ones if limited else present).extend(duty.between(*piece) for piece in here)
        if not limited:
            gone = minus(duty.start, duty.end, here, [start for start, _ in here])
            missing += [duty.between(*piece) for piece in gone]
    return Unrolled(
        duties=_sorted(present),
        limited=_sorted(limited_ones),
        missing=_sorted(missing),
        planned=planned,
        lent=lent,
        idle=idle,
        shifts=shifts,
        closed=closed,
    )


def _sorted(duties: Iterable[Stint]) -> tuple[Stint, ...]:
    return tuple(sorted(duties, key=lambda duty: (duty.start, duty.end, duty.person)))


# --- closures and absences -----------------------------------------------------------------------------------------


def closures(schedule: Schedule, clock: ZoneClock, window: DayRange) -> Intervals:
    """Return when a schedule is closed on purpose: some days, some hours of them, or from an instant to another."""
    closed: list[Interval] = []
    for closure in schedule.closed_on_purpose:
        if isinstance(closure.from_, date) or isinstance(closure.to, date):
            start, end = stretch(
                closure.from_ if isinstance(closure.from_, date) else None,
                closure.to if isinstance(closure.to, date) else None,
                clock,
                window,
            )
            closed.append((start, end))
        elif closure.days or closure.from_ is not None or closure.to is not None:
            days = closure.days or WEEK
            from_ = 0 if closure.from_ is None else int(closure.from_)
            to = DAY if closure.to is None else int(closure.to)
            to += DAY if to <= from_ else 0
            for day in range(window.first - 1, window.last + 1):
                if window.class_of(day) in days:
                    closed.append((clock.minute(day, from_), clock.minute(day, to)))
    return union(closed)


def stretch(from_: date | datetime | None, to: date | datetime | None, clock: ZoneClock, window: DayRange) -> Interval:
    """Return the minutes from a day or an instant to another; a last day is included, a last instant is not."""
    if from_ is None:
        start = clock.minute(window.first - 2)
    else:
        start = clock.of(from_) if isinstance(from_, datetime) else clock.minute(from_.toordinal())
    if to is None:
        end = clock.minute(window.last + 2)
    else:
        end = clock.of(to) if isinstance(to, datetime) else clock.minute(to.toordinal() + 1)
    return start, end


def segments(duties: Sequence[Stint]) -> Iterator[tuple[int, int, tuple[Stint, ...]]]:
    """Cut duties where somebody comes or goes: yield each stretch and all who are on duty throughout it."""
    starting = sorted(duties, key=lambda duty: duty.start)
    edges = sorted({duty.start for duty in duties} | {duty.end for duty in duties})
    active: list[Stint] = []
    rank = 0
    for begin, finish in itertools.pairwise(edges):
        active = [duty for duty in active if duty.end > begin]
        while rank < len(starting) and starting[rank].start == begin:
            active.append(starting[rank])
            rank += 1
        if active:
            yield begin, finish, tuple(active)
