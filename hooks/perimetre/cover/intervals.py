"""Count with stretches of time: sorted, disjoint, half-open intervals of minutes since 1970 in UTC (cover).

Comes in: wall times and a zone. Goes out: minutes, and sets of minutes as intervals. Nothing is ever counted minute by
minute: every operation costs what the number of intervals costs.
"""

from __future__ import annotations

import functools
import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

Interval: TypeAlias = tuple[int, int]
Intervals: TypeAlias = tuple[Interval, ...]

EPOCH = date(1970, 1, 1).toordinal()
DAY = 1440
_START = datetime(1970, 1, 1)
_MINUTE = timedelta(minutes=1)


class ZoneClock:
    """The wall clock of an IANA zone, both ways.

    A wall time that a change of the clocks skips moves forward by what is skipped (02:30 becomes 03:30); one that comes
    twice is the first, unless it says that it is the second (`fold`).

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
        minute = self.minute(wall.toordinal(), wall.hour * 60 + wall.minute)
        if wall.fold:
            first, second = self._offset(wall.replace(fold=0)), self._offset(wall)
            # Where the clocks go back, the second is later by as much; a time that is skipped has no second.
            minute += max(0, first - second)
        return minute

    def wall(self, minute: int) -> datetime:
        """Return the naive wall time at a UTC minute; the second of an hour that comes twice says so (`fold`)."""
        return self.aware(minute).replace(tzinfo=None)

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


def union(*sets: Iterable[Interval]) -> Intervals:
    """Return the minutes that are in one of the sets; the intervals may come in any order and overlap.

    A tuple is a set already, sorted and disjoint: alone, it is its own union.
    """
    if len(sets) == 1 and isinstance(sets[0], tuple):
        return sets[0]
    merged: list[Interval] = []
    last: Interval | None = None
    # Sets that are in order already are merged in one pass, however many they are.
    for interval in sorted(itertools.chain.from_iterable(sets)):
        start, end = interval
        if start >= end:
            continue
        if last is None or start > last[1]:
            merged.append(interval)
            last = interval
        elif end > last[1]:
            last = merged[-1] = (last[0], end)
    return tuple(merged)


def intersect(first: Sequence[Interval], second: Sequence[Interval]) -> Intervals:
    """Return the minutes that are in both."""
    if not first or not second:
        return ()
    if len(first) == 1:
        return _within(second, *first[0])
    if len(second) == 1:
        return _within(first, *second[0])
    both: list[Interval] = []
    mine, theirs = iter(first), iter(second)
    try:
        start, end = next(mine)
        begin, finish = next(theirs)
        while True:
            if end <= begin:
                start, end = next(mine)
            elif finish <= start:
                begin, finish = next(theirs)
            elif end < finish:
                both.append((max(start, begin), end))
                start, end = next(mine)
            else:
                both.append((max(start, begin), finish))
                begin, finish = next(theirs)
    except StopIteration:
        return tuple(both)


def _within(intervals: Sequence[Interval], start: int, end: int) -> Intervals:
    """Return the minutes of a set from one to another: a call begun at one instant meets a year of duties."""
    low = bisect_right(intervals, (start, start))
    if low and intervals[low - 1][1] > start:
        low -= 1
    high = bisect_left(intervals, (end,), low)
    if low == high:
        return ()
    within = list(intervals[low:high])
    within[0] = (max(within[0][0], start), within[0][1])
    within[-1] = (within[-1][0], min(within[-1][1], end))
    return tuple(within)


def subtract(whole: Sequence[Interval], holes: Sequence[Interval]) -> Intervals:
    """Return the minutes of the first that are not in the second."""
    if not whole or not holes:
        return tuple(whole)
    starts = [start for start, _ in holes]
    return tuple(piece for start, end in whole for piece in minus(start, end, holes, starts))


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


def overlaps(sets: Iterable[Intervals]) -> tuple[Intervals, Intervals]:
    """Return the minutes that are in at least one of the sets, and those that are in at least two."""
    edges = sorted(
        edge for intervals in sets for start, end in intervals for edge in ((start, 1), (end, -1)) if start < end
    )
    once: list[Interval] = []
    twice: list[Interval] = []
    count = begun = doubled = 0
    # At one minute, who comes is counted after who goes: stretches that touch are joined by `union`.
    for minute, step in edges:
        count += step
        if step > 0:
            begun = minute if count == 1 else begun
            doubled = minute if count == 2 else doubled
        elif count == 0:
            once.append((begun, minute))
        elif count == 1:
            twice.append((doubled, minute))
    return union(once), union(twice)


def shift(intervals: Intervals, minutes: int) -> Intervals:
    """Return the same set, so many minutes later (earlier, if negative)."""
    if minutes == 0:
        return intervals
    return tuple([(start + minutes, end + minutes) for start, end in intervals])


def back(counted: Intervals, at: int, minutes: int) -> int:
    """Return the instant from which it takes so many minutes to come to another; only those of `counted` count.

    Args:
        counted: when time runs; at any hour, where it is empty or does not go so far back.
        at: the instant at which they are over.
        minutes: how many.
    """
    for rank in range(bisect_left(counted, (at, at)) - 1, -1, -1):
        start, end = counted[rank]
        there = min(end, at)
        if there - start >= minutes:
            return there - minutes
        minutes -= there - start
    return (counted[0][0] if counted and counted[0][0] < at else at) - minutes


def total(intervals: Iterable[Interval]) -> int:
    """Return how many minutes the set holds."""
    return sum(end - start for start, end in intervals)


def holds(intervals: Sequence[Interval], minute: int) -> bool:
    """Say whether the set holds a minute."""
    rank = bisect_left(intervals, (minute + 1,))
    return rank > 0 and intervals[rank - 1][1] > minute
