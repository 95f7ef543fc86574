"""Work out when people can be called, by their role, by name or on duty: what the brands of a house share (cover).

Comes in: assignments, hours, duties. Goes out: who can be called when, and in which role. These are the pure functions
that `Cover` has made once for all the brands (`Memory`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import TypeAlias

from perimetre.base.frozen import dataclass
from perimetre.cover.intervals import Interval, Intervals, ZoneClock, intersect, subtract, union
from perimetre.cover.schedules import Stint, stretch
from perimetre.cover.shifts import DayRange
from perimetre.model import Assignment

# When each person can be called, in each role.
Called: TypeAlias = Mapping[tuple[str, str | None], Intervals]

_by_time = itemgetter(0, 1, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """An assignment to a role that no schedule is of.

    Fields:
        deputy: they only stand in for the others.
        ready: when they can be called.
        missing: when they are away though it is their hour.
    """

    person: str
    role: str | None
    deputy: bool
    ready: Intervals
    missing: Intervals


def post_of(
    given: Assignment,
    available: Intervals,
    own: Intervals,
    clock: ZoneClock,
    window: DayRange,
    *,
    away: Intervals,
    unfit: Intervals,
) -> Post:
    """Return when somebody can be called in a role.

    Args:
        given: the assignment.
        available: when they can be reached.
        own: their hours.
        clock, window: of the house.
        away: when they are absent.
        unfit: when they may not be on duty in the role (`fitness.py`).
    """
    assert given.person is not None
    held = (stretch(*given.bounds, clock, window),)
    ready = subtract(intersect(available, held), unfit)
    deputy = given.rank == "deputy"
    off = union(away, unfit)
    gone = () if deputy or not off else intersect(intersect(own, off), held)
    return Post(person=given.person, role=given.role, deputy=deputy, ready=ready, missing=subtract(gone, ready))


def ready(*posts: Post) -> Called:
    """Return when those who hold a role can be called, nobody being missing."""
    called: dict[tuple[str, str | None], Intervals] = {}
    for post in posts:
        if post.ready and not post.deputy:
            key = (post.person, post.role)
            called[key] = union(called[key], post.ready) if key in called else post.ready
    return called


def held(*posts: Post) -> tuple[Stint, ...]:
    """Return the duties of those who hold a role, deputies of the same role included."""
    duties = [
        Stint(start, end, post.person, post.role) for post in posts if not post.deputy for start, end in post.ready
    ]
    duties += [
        Stint(start, end, deputy.person, deputy.role, None, post.person)
        for post in posts
        for deputy in posts
        if deputy.deputy
        for start, end in intersect(deputy.ready, post.missing)
    ]
    return tuple(sorted(duties, key=_by_time))


def missing(*posts: Post) -> tuple[Stint, ...]:
    """Return when those who hold a role are away."""
    return tuple(Stint(start, end, post.person, post.role) for post in posts for start, end in post.missing)


def by_name(when: Intervals, *, person: str, posts: tuple[tuple[str, Intervals], ...]) -> Called:
    """Return when somebody called by name answers, in the first of their roles that they hold then.

    Whoever is given roles answers while they hold one; whoever never was answers in none.
    """
    if not posts:
        return {(person, None): when} if when else {}
    called: dict[tuple[str, str | None], Intervals] = {}
    for role, held in posts:
        if stretches := intersect(when, held):
            called[person, role] = union(called.get((person, role), ()), stretches)
            when = subtract(when, held)
    return called


def stints(called: Called) -> tuple[Stint, ...]:
    """Return the same, by time."""
    duties = [
        Stint(start, end, person, role) for (person, role), stretches in called.items() for start, end in stretches
    ]
    return tuple(sorted(duties, key=_by_time))


def called_in(duties: Iterable[Stint]) -> Called:
    """Return when each person can be called, in each role."""
    called: dict[tuple[str, str | None], list[Interval]] = {}
    for duty in duties:
        called.setdefault((duty.person, duty.role), []).append((duty.start, duty.end))
    return {key: union(stretches) for key, stretches in called.items()}


def by_person(called: Called, *, reached: tuple[tuple[str, str | None], ...]) -> Mapping[str, Intervals]:
    """Return when each person is reached, in one or other of the roles in which they can be."""
    people: dict[str, Intervals] = {}
    for key in reached:
        person = key[0]
        people[person] = union(people[person], called[key]) if person in people else called[key]
    return people


def merged(*several: Iterable[Stint]) -> tuple[Stint, ...]:
    """Return duties together, by time."""
    return tuple(sorted((duty for duties in several for duty in duties), key=_by_time))


def standing_in(duties: Iterable[Stint], missing: Iterable[Stint], ready: Iterable[Stint]) -> tuple[Stint, ...]:
    """Return duties, with those of the deputies, who are on duty, while somebody is missing."""
    standing: list[Stint] = []
    for gone in missing:
        for duty in ready:
            start, end = max(gone.start, duty.start), min(gone.end, duty.end)
            if start < end and duty.person != gone.person:
                standing.append(Stint(start, end, duty.person, duty.role, None, gone.person, slot=gone.slot))
    return merged(duties, standing)
