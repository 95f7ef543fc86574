"""Say when a question has an answer in time: how many must be reached between two moments after it is asked (cover).

Comes in: when each person can be reached, the hours in which the delay counts. Goes out: the minutes at which a
question finds too few of them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from itertools import accumulate

from perimetre.cover.intervals import Interval, Intervals


def unanswered(
    reached: Mapping[str, Intervals],
    counting: Intervals,
    *,
    after: int,
    within: int,
    enough: Callable[[frozenset[str]], bool],
    place: Callable[[Intervals, Intervals], Intervals] | None = None,
) -> Intervals:
    """Return the minutes at which a question finds too few people in time.

    Args:
        reached: when each person can be reached.
        counting: the minutes in which the delay counts, and at which one asks.
        after: how many of these minutes after the question an answer counts at the earliest.
        within: how many of them after it, at the latest.
        enough: whether these people are enough.
        place: `placed`, or what remembers what it has given.
    """
    axis = _Axis(counting)
    edges: dict[int, tuple[set[str], set[str]]] = {}
    place = place or placed
    for person, stretches in reached.items():
        for start, end in _merged((start - within, end - after) for start, end in place(counting, stretches)):
            edges.setdefault(max(start, 0), (set(), set()))[0].add(person)
            edges.setdefault(end, (set(), set()))[1].add(person)
    # What is asked in the last hours may be answered past the horizon: nothing is said of it.
    last = axis.length - within
    there: set[str] = set()
    known: dict[frozenset[str], bool] = {}
    lacking: list[Interval] = []
    moments = sorted({0, *(edge for edge in edges if 0 < edge < last)})
    for moment, until in zip(moments, [*moments[1:], last], strict=True):
        comes, goes = edges.get(moment, ((), ()))
        there = (there - set(goes)) | set(comes)
        people = frozenset(there)
        if people not in known:
            known[people] = enough(people)
        if not known[people] and moment < until:
            lacking += axis.minutes(moment, until)
    return tuple(lacking)


def placed(counting: Intervals, stretches: Intervals) -> Intervals:
    """Return stretches by how many minutes that count are before each end; in order, they may meet or be empty."""
    axis = _Axis(counting)
    return tuple((axis.place(start), axis.place(end)) for start, end in stretches)


class _Axis:
    """The minutes that count, end to end."""

    def __init__(self, counting: Intervals) -> None:
        self._counting = counting
        self._starts = [start for start, _ in counting]
        self._before = [0, *accumulate(end - start for start, end in counting)]
        self.length = self._before[-1]

    def place(self, minute: int) -> int:
        """Return how many minutes that count are before a minute."""
        rank = bisect_right(self._starts, minute) - 1
        if rank < 0:
            return 0
        start, end = self._counting[rank]
        return self._before[rank] + min(minute, end) - start

    def minutes(self, first: int, last: int) -> list[Interval]:
        """Return the minutes from one place to another."""
        found: list[Interval] = []
        for rank, (start, end) in enumerate(self._counting):
            low, high = self._before[rank], self._before[rank] + end - start
            if low < last and first < high:
                found.append((start + max(first - low, 0), end - max(high - last, 0)))
        return found


def _merged(stretches: Iterable[Interval]) -> list[Interval]:
    """Return stretches in order, those that meet as one; an empty one is none."""
    merged: list[Interval] = []
    for start, end in sorted(stretches):
        if end <= max(start, 0):
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
