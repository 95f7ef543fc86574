"""Unroll a schedule: who its layers, closures, absences and overrides put on duty, as exact stretches of UTC (cover).

Comes in: a `Schedule`, the clock of its zone, the class of each day. Goes out: `Stint` stretches. What each thing means
is written in `docs/decisions/0040-who-is-on-duty.md`; in short, in this order:

1. The highest layer (the last written) that has a shift at an instant holds it alone, even if nobody of it is there.
2. Hours closed on purpose take everybody off.
3. An override puts its person on, in the place of somebody or besides, even in those hours.
4. Whoever is absent, has left or does not hold the role then is off, whatever puts them on; the deputies stand in (in
   `reach.py`, since it takes other schedules).
"""

from __future__ import annotations

import calendar as _calendar
import itertools
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol, TypeVar

from perimetre.base.closed import WEEK
from perimetre.cover.intervals import DAY, Interval, Intervals, ZoneClock, minus, union
from perimetre.model import Hours, Schedule
from perimetre.model.people import Layer, Rotation

ClassOf = Callable[[int], str]


class WeekHours(Protocol):
    """Hours of the week."""

    @property
    def days(self) -> Sequence[str]:
        """Weekdays, or `holiday`."""

    @property
    def from_(self) -> int | None:
        """The minute of the day at which they begin."""

    @property
    def to(self) -> int | None:
        """The minute at which they end; on the next day where that is not after their beginning."""


Shift = TypeVar("Shift", bound=WeekHours)


class Stint(NamedTuple):
    """A stretch during which a person is on duty, or can be reached.

    Fields:
        start: the first minute, in UTC minutes since 1970.
        end: the minute after the last.
        person: the person's id.
        role: the role in which they are called: what they may decide is what it may.
        shift: the hours of the layer that it comes from; None for an override, a deputy or a person's own hours.
        stands_in_for: the absent person whose deputy this is, or None.
    """

    start: int
    end: int
    person: str
    role: str | None
    shift: Hours | None = None
    stands_in_for: str | None = None

    def between(self, start: int, end: int) -> Stint:
        """Return the same duty with other bounds."""
        return Stint(start, end, self.person, self.role, self.shift, self.stands_in_for)


@dataclass(frozen=True, slots=True)
class DayRange:
    """The days over which schedules are unrolled.

    Fields:
        first: the first day, as `date.toordinal()` counts.
        last: the last day, included.
        class_of: the class of a day: a weekday, or `holiday`.
    """

    first: int
    last: int
    class_of: ClassOf


def unroll(hours: Iterable[Shift], clock: ZoneClock, window: DayRange) -> Iterator[tuple[int, int, Shift, int]]:
    """Yield each shift that hours of the week make: first minute, minute after the last, the hours, the day.

    A shift belongs to the day on which it starts; one that ends at or before its start ends on the next day.
    """
    by_class: dict[str, list[tuple[int, int, Shift]]] = {}
    for some in hours:
        if some.from_ is None or some.to is None:
            continue
        to = int(some.to) if some.to > some.from_ else some.to + DAY
        for name in some.days:
            by_class.setdefault(name, []).append((int(some.from_), to, some))
    minute = clock.minute
    # A shift of the day before may still last.
    for day in range(window.first - 1, window.last + 1):
        for from_, to, some in by_class.get(window.class_of(day), ()):
            start, end = minute(day, from_), minute(day, to)
            if start < end:
                yield start, end, some, day


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
        stretches = list(_stretches(layer, schedule, clock, window))
        if layer.only_reason is None:
            taken = [start for start, _ in covered]
            shifts += [
                (Stint(begin, finish, person, schedule.role, hours), False)
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
    closed = closures(schedule, clock, window)
    if closed:
        starts = [start for start, _ in closed]
        shifts = [
            (duty.between(*piece), limited)
            for duty, limited in shifts
            for piece in minus(duty.start, duty.end, closed, starts)
        ]
    return _with_changes(schedule, clock, shifts, covered, closed, off)


@dataclass(frozen=True, slots=True)
class Unrolled:
    """A schedule over the window, deputies apart.

    Fields:
        duties: who is on duty, by time.
        limited: who can be called for one reason only (`only_reason`): no cover.
        missing: the stretches of people who are off: deputies may stand in.
        shifts: when the layers say that somebody is, whoever it may be.
        closed: when nobody is, on purpose.
    """

    duties: tuple[Stint, ...]
    limited: tuple[Stint, ...]
    missing: tuple[Stint, ...]
    shifts: Intervals
    closed: Intervals


def _with_changes(
    schedule: Schedule,
    clock: ZoneClock,
    shifts: list[tuple[Stint, bool]],
    covered: Intervals,
    closed: Intervals,
    off: Callable[[str], Intervals],
) -> Unrolled:
    for override in schedule.overrides:
        if override.from_ is None or override.to is None or override.person is None:
            continue
        start, end = clock.of(override.from_), clock.of(override.to)
        if start >= end:
            continue
        if override.instead_of is not None:
            hole = [(start, end)]
            shifts = [
                (duty.between(*piece), limited)
                for duty, limited in shifts
                for piece in (
                    minus(duty.start, duty.end, hole, [start])
                    if duty.person == override.instead_of
                    else [(duty.start, duty.end)]
                )
            ]
        shifts = [*shifts, (Stint(start, end, override.person, schedule.role), False)]
    present: list[Stint] = []
    limited_ones: list[Stint] = []
    missing: list[Stint] = []
    for duty, limited in shifts:
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
    return Unrolled(_sorted(present), _sorted(limited_ones), _sorted(missing), covered, closed)


def _sorted(duties: Iterable[Stint]) -> tuple[Stint, ...]:
    return tuple(sorted(duties, key=lambda duty: (duty.start, duty.end, duty.person)))


# --- layers and turns ----------------------------------------------------------------------------------------------


def _stretches(
    layer: Layer, schedule: Schedule, clock: ZoneClock, window: DayRange
) -> Iterator[tuple[int, int, tuple[str, ...], Hours]]:
    """Yield the shifts of a layer and who holds each, cut where a turn ends."""
    first = layer.from_.toordinal() if layer.from_ else window.first - 1
    last = layer.to.toordinal() if layer.to else window.last
    rotation, late = _rotation(layer, schedule)
    if rotation is None or rotation.starts_on is None or not rotation.people:
        people = layer.people or _followed(layer, schedule)
        for start, end, hours, day in unroll(layer.shifts, clock, window):
            if first <= day <= last:
                yield start, end, people, hours
        return
    turns = _Turns(rotation, late, clock, window)
    for start, end, hours, day in unroll(layer.shifts, clock, window):
        if first <= day <= last:
            for begin, finish, person in turns.of(start, end, day):
                yield begin, finish, (person, *(other for other in layer.people if other != person)), hours


def _rotation(layer: Layer, schedule: Schedule) -> tuple[Rotation | None, int]:
    """Return the rotation of a layer, its own or that of the one it follows, and how many turns late it is."""
    layers = {each.id: each for each in schedule.layers}
    late = 0
    seen = {layer.id}
    while layer.rotation is None and layer.follows in layers and layer.follows not in seen:
        layer = layers[layer.follows]
        seen.add(layer.id)
        late += 1
    return layer.rotation, late


def _followed(layer: Layer, schedule: Schedule) -> tuple[str, ...]:
    layers = {each.id: each for each in schedule.layers}
    seen = {layer.id}
    while not layer.people and layer.follows in layers and layer.follows not in seen:
        layer = layers[layer.follows]
        seen.add(layer.id)
    return layer.people


class _Turns:
    """Whose turn it is.

    With `at`, a turn changes at that wall time, in the middle of a shift if need be. Without, it changes between
    shifts: a shift is wholly of whoever has the day on which it starts. Before `starts_on` it is nobody's.
    """

    def __init__(self, rotation: Rotation, late: int, clock: ZoneClock, window: DayRange) -> None:
        assert rotation.starts_on is not None
        self._people = rotation.people
        self._late = late
        self._begin = rotation.starts_on
        self._every = rotation.every or "week"
        self._first = max(0, self._turn_of(window.first - 2))
        self._changes: list[int] = []
        if rotation.at is not None:
            turn = self._first
            while (day := self._day_of(turn)) <= window.last + 1:
                self._changes.append(clock.minute(day, int(rotation.at)))
                turn += 1
        self._at = rotation.at is not None

    def of(self, start: int, end: int, day: int) -> Iterator[tuple[int, int, str]]:
        """Yield the parts of a shift that starts on `day`, each with its person."""
        if not self._at:
            turn = self._turn_of(day)
            if turn >= 0:
                yield start, end, self._person(turn)
            return
        rank = bisect_right(self._changes, start)
        while start < end:
            until = min(end, self._changes[rank]) if rank < len(self._changes) else end
            if rank > 0 and start < until:
                yield start, until, self._person(self._first + rank - 1)
            start, rank = until, rank + 1

    def _person(self, turn: int) -> str:
        return self._people[(turn - self._late) % len(self._people)]

    def _turn_of(self, day: int) -> int:
        if self._every == "month":
            wall = date.fromordinal(day)
            turn = (wall.year - self._begin.year) * 12 + wall.month - self._begin.month
            return turn if self._day_of(turn) <= day else turn - 1
        return (day - self._begin.toordinal()) // (1 if self._every == "day" else 7)

    def _day_of(self, turn: int) -> int:
        """Return the day on which a turn begins; on the last of a month that is too short for it."""
        if self._every == "month":
            year, month = divmod(self._begin.year * 12 + self._begin.month - 1 + turn, 12)
            return date(year, month + 1, min(self._begin.day, _calendar.monthrange(year, month + 1)[1])).toordinal()
        return self._begin.toordinal() + turn * (1 if self._every == "day" else 7)


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
