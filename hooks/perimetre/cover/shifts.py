"""Unroll the shifts of a layer, and say whose turn each is (cover).

Comes in: hours of the week, a `Layer`, the clock of its zone, the class of each day. Goes out: stretches of minutes.
"""

from __future__ import annotations

import calendar as _calendar
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol, TypeVar

from perimetre.cover.intervals import DAY, ZoneClock
from perimetre.model import Hours, Period, Schedule
from perimetre.model.people import Layer, Rotation
from perimetre.model.periods import hours_on
from perimetre.model.recurs import Recurs

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

    @property
    def in_(self) -> str | None:
        """The period in which they hold, in the place of those beside them that name none; None: any other day."""

    @property
    def closed(self) -> bool:
        """No hours at all in that period."""

    @property
    def recurs(self) -> Recurs | None:
        """Their days, where a list of weekdays does not say them."""


Shift = TypeVar("Shift", bound=WeekHours)


@dataclass(frozen=True, slots=True)
class DayRange:
    """The days over which schedules are unrolled.

    Fields:
        first: the first day, as `date.toordinal()` counts.
        last: the last day, included.
        class_of: the class of a day: a weekday, or `holiday`.
        periods: those that have hours of their own, by id.
    """

    first: int
    last: int
    class_of: ClassOf
    periods: Mapping[str, Period] = field(default_factory=dict)

    def class_on(self, day: date) -> str:
        """Return the class of a day."""
        return self.class_of(day.toordinal())


def unroll(hours: Iterable[Shift], clock: ZoneClock, window: DayRange) -> Iterator[tuple[int, int, Shift, int]]:
    """Yield each shift that hours of the week make: first minute, minute after the last, the hours, the day.

    A shift belongs to the day on which it starts; one that ends at or before its start ends on the next day.
    """
    by_class: dict[str, list[tuple[int, int, Shift]]] = {}
    hours = tuple(hours)
    changes = any(some.in_ is not None for some in hours)
    odd: list[tuple[int, int, Shift]] = []
    for some in hours:
        if some.from_ is None or some.to is None:
            continue
        to = int(some.to) if some.to > some.from_ else some.to + DAY
        if some.recurs is not None:
            odd.append((int(some.from_), to, some))
        for name in some.days:
            by_class.setdefault(name, []).append((int(some.from_), to, some))
    minute = clock.minute
    # A shift of the day before may still last.
    for day in range(window.first - 1, window.last + 1):
        held = hours_on(hours, date.fromordinal(day), window.periods) if changes else hours
        usual = by_class.get(window.class_of(day), ())
        for from_, to, some in (*usual, *_coming_back(odd, day, window)) if odd else usual:
            if changes and some not in held:
                continue
            start, end = minute(day, from_), minute(day, to)
            if start < end:
                yield start, end, some, day


def _coming_back(odd: Iterable[tuple[int, int, Shift]], day: int, window: DayRange) -> Iterator[tuple[int, int, Shift]]:
    """Yield those of the shifts that come back on odd days which do on one."""
    for shift in odd:
        recurs = shift[2].recurs
        if recurs is not None and recurs.holds_on(
            date.fromordinal(day), lambda other: window.class_of(other.toordinal())
        ):
            yield shift


# --- layers and turns ----------------------------------------------------------------------------------------------


def shifts_of(
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
    turns: _Turns | _ShiftTurns
    if rotation.every == "shift":
        begins = max(rotation.starts_on.toordinal(), layer.from_.toordinal() if layer.from_ else 0)
        counted = unroll(layer.shifts, clock, replace(window, first=begins + 1))
        turns = _ShiftTurns(rotation.people, late, begins, sorted({start for start, *_ in counted}))
    else:
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


@dataclass(frozen=True, slots=True)
class _ShiftTurns:
    """Whose turn it is where each shift is one: a day without a shift takes nobody's turn.

    Fields:
        late: how many turns late.
        begins: the day of the first turn.
        starts: the first minutes of the shifts from that day on.
    """

    people: Sequence[str]
    late: int
    begins: int
    starts: Sequence[int]

    def of(self, start: int, end: int, day: int) -> Iterator[tuple[int, int, str]]:
        """Yield a shift that starts on `day`, with its person; nothing before the first turn."""
        if day >= self.begins:
            turn = bisect_left(self.starts, start) - self.late
            yield start, end, self.people[turn % len(self.people)]
