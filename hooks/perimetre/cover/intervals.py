"""Count with stretches of time: sorted, disjoint, half-open intervals of minutes since 1970 in UTC (cover).

Comes in: wall times and a zone. Goes out: minutes, and sets of minutes as intervals. Nothing is ever counted minute by
minute: every operation costs what the number of intervals costs.
"""

from __future__ import annotations

import functools
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeAlias, TypeVar
from zoneinfo import ZoneInfo

Interval: TypeAlias = tuple[int, int]
Intervals: TypeAlias = tuple[Interval, ...]
Made = TypeVar("Made")

EPOCH = date(1970, 1, 1).toordinal()
DAY = 1440
_START = datetime(1970, 1, 1)
_MINUTE = timedelta(minutes=1)


class ZoneClock:
    """The wall clock of an IANA zone, both ways.

    A wall time that a change of the clocks skips moves forward by what is skipped (02:30 becomes 03:30); one that comes
    twice is the first.

    Args:
        name: the zone's IANA name.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.zone = ZoneInfo(name)
        self._offsets: dict[int, int | None] = {}

    def minute(self, day: int, time: int = 0) -> int:
        """Return the UTC minute of a wall time.

        Args:
            day: the day, as `date.toordinal()` counts.
            time: minutes after that day's 00:00 by the wall; 1440 and more are on the days after.
        """
        if not 0 <= time < DAY:
            day, time = day + time // DAY, time % DAY
        try:
            offset = self._offsets[day]
        except KeyError:
            offset = self._offsets[day] = self._constant(day)
        if offset is None:
            offset = self._offset(datetime.fromordinal(day) + timedelta(minutes=time))
        return (day - EPOCH) * DAY + time - offset

    def of(self, wall: datetime) -> int:
        """Return the UTC minute of a naive wall time."""
        return self.minute(wall.toordinal(), wall.hour * 60 + wall.minute)

    def wall(self, minute: int) -> datetime:
        """Return the naive wall time at a UTC minute."""
        return (_START.replace(tzinfo=UTC) + minute * _MINUTE).astimezone(self.zone).replace(tzinfo=None)

    def aware(self, minute: int) -> datetime:
        """Return the wall time at a UTC minute, with its zone."""
        return (_START.replace(tzinfo=UTC) + minute * _MINUTE).astimezone(self.zone)

    def changes(self, start: int, end: int) -> Iterator[int]:
        """Yield the minutes between two at which the clocks change, in order."""
        for day in range(start, end, DAY):
            low, high = day, min(day + DAY, end)
            if self.aware(low).utcoffset() != self.aware(high).utcoffset():
                while high - low > 1:
                    middle = (low + high) // 2
                    if self.aware(middle).utcoffset() == self.aware(low).utcoffset():
                        low = middle
                    else:
                        high = middle
                yield high

    def _constant(self, day: int) -> int | None:
        """Return the offset of a day through which the clocks do not change, else None."""
        begin = datetime.fromordinal(day)
        offset = self._offset(begin)
        same = self._offset(begin.replace(fold=1)) == offset == self._offset(begin + timedelta(days=1))
        return offset if same else None

    def _offset(self, wall: datetime) -> int:
        offset = self.zone.utcoffset(wall)
        return 0 if offset is None else offset // _MINUTE


@functools.lru_cache(maxsize=64)
def clock(name: str) -> ZoneClock:
    """Return the clock of a zone: the same each time, so that it works out each day's offset once."""
    return ZoneClock(name)


class CoverCache:
    """What has been worked out of some things, kept for whoever asks for the same of the same things.

    The brands of a house share its schedules, its people, its lines: what these give is worked out for the first brand,
    and found by the others. Things are told apart by their identity, which costs nothing; so what goes in never
    changes, and is kept alive.
    """

    def __init__(self) -> None:
        self._made: dict[tuple[object, ...], tuple[Any, tuple[object, ...]]] = {}

    def once(self, make: Callable[..., Made], *things: object, by: tuple[object, ...] = ()) -> Made:
        """Return `make(*things, *by)`, made once.

        Args:
            make: a pure function of this package.
            things: what it is made of, told apart by identity.
            by: what else it is made of, told apart by value.
        """
        key = (make, by, *map(id, things))
        known = self._made.get(key)
        if known is None:
            known = self._made[key] = (make(*things, *by), things)
        return known[0]


def union(*sets: Iterable[Interval]) -> Intervals:
    """Return the minutes that are in one of the sets; the intervals may come in any order and overlap."""
    merged: list[Interval] = []
    for start, end in sorted(one for some in sets for one in some if one[0] < one[1]):
        if merged and start <= merged[-1][1]:
            if end > merged[-1][1]:
                merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return tuple(merged)


def intersect(one: Sequence[Interval], other: Sequence[Interval]) -> Intervals:
    """Return the minutes that are in both."""
    if not one or not other:
        return ()
    both: list[Interval] = []
    # A call begun at one instant meets a year of duties: what is before is skipped at once.
    i = max(0, bisect_left(one, (other[0][0],)) - 1)
    j = max(0, bisect_left(other, (one[0][0],)) - 1)
    while i < len(one) and j < len(other):
        start, end = max(one[i][0], other[j][0]), min(one[i][1], other[j][1])
        if start < end:
            both.append((start, end))
        if one[i][1] < other[j][1]:
            i += 1
        else:
            j += 1
    return tuple(both)


def subtract(one: Sequence[Interval], other: Sequence[Interval]) -> Intervals:
    """Return the minutes of the first that are not in the second."""
    starts = [start for start, _ in other]
    return tuple(piece for start, end in one for piece in minus(start, end, other, starts))


def minus(start: int, end: int, holes: Sequence[Interval], starts: Sequence[int]) -> Iterator[Interval]:
    """Yield what holes leave of one stretch.

    Args:
        start: the first minute.
        end: the minute after the last.
        holes: sorted and disjoint.
        starts: the first minutes of the holes.
    """
    rank = bisect_right(starts, start)
    if rank and holes[rank - 1][1] > start:
        start = holes[rank - 1][1]
    while start < end and rank < len(holes) and holes[rank][0] < end:
        if start < holes[rank][0]:
            yield start, holes[rank][0]
        start = holes[rank][1]
        rank += 1
    if start < end:
        yield start, end


def shift(one: Intervals, minutes: int) -> Intervals:
    """Return the same set, so many minutes later (earlier, if negative)."""
    if minutes == 0:
        return one
    return tuple((start + minutes, end + minutes) for start, end in one)


def total(one: Iterable[Interval]) -> int:
    """Return how many minutes the set holds."""
    return sum(end - start for start, end in one)


def holds(one: Sequence[Interval], minute: int) -> bool:
    """Say whether the set holds a minute."""
    rank = bisect_left(one, (minute + 1,))
    return rank > 0 and one[rank - 1][1] > minute
