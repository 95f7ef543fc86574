"""Search a part of the perimeter: the answers that are given somewhere in it (stage judge)."""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from datetime import date, datetime

from perimetre.base.words import Message, message
from perimetre.language import instants
from perimetre.perimeter.whole_space import Dimension, Space

Test = Callable[[object], bool]


def leaves(space: Space, tests: Mapping[str, Test], within: Mapping[str, Sequence[int]] | None = None) -> Iterator[int]:
    """Yield, as a mask, each way in which matches hold together in a part of the space.

    Args:
        space: the perimeter of a day; `plain` and `verdict` tell what it says there.
        tests: by dimension, whether a value is in the part; a class is in it when one of its values is.
        within: by dimension, the positions of the classes that are in it, for who asks of the same ones often.
    """
    positions: dict[str, Sequence[int]] = {
        dimension.name: range(len(dimension.classes)) for dimension in space.dimensions
    }
    positions.update(
        (dimension.name, ranks(dimension, tests[dimension.name]))
        for dimension in space.dimensions
        if dimension.name in tests
    )
    positions.update(within or {})
    return space.masks(list(positions.values()))


def among(values: Container[object]) -> Test:
    """Return the test that some values pass."""
    return lambda value: value in values


def on(channel: str) -> Test:
    """Return the test that the places of a channel pass."""
    return lambda place: isinstance(place, tuple) and place[0] == channel


def ranks(dimension: Dimension, test: Test) -> tuple[int, ...]:
    """Return the positions of the classes of which some value passes a test."""
    return tuple(rank for rank, values in enumerate(dimension.classes) if any(map(test, values)))


def days_on(
    space: Space, channel: str, counts: Callable[[date], bool] | None = None
) -> Mapping[tuple[int, ...], datetime]:
    """Return the positions of the places of a channel in each of the days to come, with the first day that has them.

    Args:
        counts: which days count; None: all.

    Returns:
        positions, the hours of the day together → the first instant of the first such day; in order.
    """
    place = next(dimension for dimension in space.dimensions if dimension.name == "channel")
    by_day: dict[date, tuple[datetime, set[int]]] = {}
    for position, places in enumerate(place.classes):
        for value in places:
            if isinstance(value, tuple) and value[0] == channel and (counts is None or counts(value[1].date())):
                first, positions = by_day.setdefault(value[1].date(), (value[1], set()))
                by_day[value[1].date()] = (min(first, value[1]), positions | {position})
    alike: dict[tuple[int, ...], datetime] = {}
    for _, (first, positions) in sorted(by_day.items()):
        alike.setdefault(tuple(sorted(positions)), first)
    return alike


def told_apart(
    space: Space, days: Mapping[tuple[int, ...], datetime], part: Mapping[str, Sequence[int]]
) -> Mapping[tuple[int, ...], datetime]:
    """Return the days that differ in a part of the space, each by one place of each sort.

    Args:
        days: the days of a channel, as `days_on` gives them.
        part: by dimension, the positions of the classes that are in the part; one that is left out is there whole.
    """
    matter = space.everything
    for dimension in space.dimensions:
        chosen = part.get(dimension.name) if dimension.name != "channel" else None
        masks = dimension.masks if chosen is None else [dimension.masks[position] for position in chosen]
        matter &= functools.reduce(operator.or_, masks, 0)
    places = next(dimension.masks for dimension in space.dimensions if dimension.name == "channel")
    apart: dict[frozenset[int], tuple[tuple[int, ...], datetime]] = {}
    for positions, first in days.items():
        sorts = {places[position] & matter: position for position in positions}
        apart.setdefault(frozenset(sorts), (tuple(sorted(sorts.values())), first))
    return dict(apart.values())


def first_instant(space: Space, holds: Callable[[Sequence[int]], bool]) -> datetime:
    """Return the first of the instants to come at which something holds.

    Args:
        holds: whether it holds in some places, given by their positions.
    """
    return next((at for at, places in space.chronology if holds(places)), space.at)


def beginning(what: Message, first: datetime, today: date) -> Message:
    """Return what is wrong, with the instant at which it begins where that is not today."""
    if first.date() <= today:
        return what
    return message("{what} It begins on {instant}.", what=what, instant=instants.instant(first))
