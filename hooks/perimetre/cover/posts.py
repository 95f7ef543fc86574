"""Look for those whom a schedule puts on duty and who cannot be: not in its role then, not fit for it, or away (cover).

Comes in: a `Cover`. Goes out: data, as in `gaps.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from perimetre.base.diagnostics import Place
from perimetre.base.frozen import dataclass
from perimetre.cover.fitness import Obstacle
from perimetre.cover.intervals import Intervals, holds, intersect, subtract, union
from perimetre.cover.reach import Cover
from perimetre.cover.schedules import Stint, stretch
from perimetre.model import Assignment, Schedule
from perimetre.model.people import Override


@dataclass(frozen=True, slots=True, kw_only=True)
class Vacant:
    """Hours that a schedule gives to somebody who is not on duty in them.

    Fields:
        named: where the schedule names them for these hours, the first first.
        when: the hours, within the horizon.
        why: they do not hold the role; an override gives them hours of an absence of theirs; or what `Obstacle` says.
        obstacle: what keeps them from it, where they hold the role.
        given: their assignments to the role, whenever they hold.
    """

    schedule: Schedule
    person: str
    named: tuple[Place, ...]
    when: Intervals
    why: Literal["role", "away", "contract", "trainee", "training"]
    obstacle: Obstacle | None
    given: tuple[Assignment, ...]


def vacant_posts(cover: Cover) -> tuple[Vacant, ...]:
    """Return the hours that schedules give to people who cannot take them; an absence from a shift is none of them."""
    return tuple(vacant for schedule in cover.schedules if schedule.role for vacant in _vacant(cover, schedule))


def idle_replacements(cover: Cover) -> tuple[tuple[Schedule, Override], ...]:
    """Return the replacements within the horizon of somebody who has no shift to give between their two instants."""
    return tuple(
        (schedule, change)
        for schedule in cover.schedules
        for clock in (cover.clock_of(schedule),)
        for change in cover.planned(schedule).idle
        if change.from_ is not None
        and change.to is not None
        and cover.start <= clock.of(change.from_)
        and clock.of(change.to) <= cover.end
    )


def _vacant(cover: Cover, schedule: Schedule) -> Iterator[Vacant]:
    assert schedule.role is not None
    written = cover.planned(schedule)
    by_person: dict[str, list[Stint]] = {}
    for duty in (*written.duties, *written.limited):
        by_person.setdefault(duty.person, []).append(duty)
    for person, duties in by_person.items():
        if _is_open(cover, person, schedule.role):
            continue
        given = tuple(given for given in cover.holders(schedule.role) if given.person == person)
        obstacles = cover.obstacles(person, schedule.role)
        held = union(stretch(*post.bounds, cover.clock, cover.window) for post in given)
        left = union(*(obstacle.when for obstacle in obstacles if obstacle.why == "left"))
        reasons: list[tuple[Literal["role", "away", "contract", "trainee", "training"], Obstacle | None, Intervals]] = [
            ("role", None, subtract(cover.whole, subtract(held, left)))
        ]
        for obstacle in obstacles:
            # A training that is lacking today, a mandate that is over, is told of whoever holds the role.
            known = obstacle.why in ("training", "contract") and all(
                holds(hours, cover.start) for hours in (obstacle.when, held)
            )
            if obstacle.why != "left" and not known:
                reasons.append((obstacle.why, obstacle, obstacle.when))
        told: Intervals = ()
        for why, keeping, hours in reasons:
            lost = _lost(duties, subtract(intersect(hours, cover.whole), told))
            told = union(told, hours)
            if lost:
                yield _vacancy(schedule, why, keeping, lost, given)
        taken = [duty for duty in duties if duty.change is not None]
        absent = intersect(intersect(cover.absent(person), cover.in_post(person, schedule.role)), cover.whole)
        if lost := _lost(taken, absent):
            yield _vacancy(schedule, "away", None, lost, given)


def _vacancy(
    schedule: Schedule,
    why: Literal["role", "away", "contract", "trainee", "training"],
    obstacle: Obstacle | None,
    lost: list[tuple[Stint, Intervals]],
    given: tuple[Assignment, ...],
) -> Vacant:
    return Vacant(
        schedule=schedule,
        person=lost[0][0].person,
        named=tuple(dict.fromkeys(_place(schedule, duty) for duty, _ in lost)),
        when=union(*(minutes for _, minutes in lost)),
        why=why,
        obstacle=obstacle,
        given=given,
    )


def _lost(duties: list[Stint], hours: Intervals) -> list[tuple[Stint, Intervals]]:
    """Return those of some duties that are among other hours, each with what is."""
    return [(duty, minutes) for duty in duties if (minutes := intersect(((duty.start, duty.end),), hours))]


def _is_open(cover: Cover, person: str, role: str) -> bool:
    """Say whether the house has yet to complete an assignment that may be the one looked for."""
    return any(place.path == ("assignments",) for place in cover.handbook.to_complete) or any(
        given.person in (person, None) and given.role in (role, None) and None in (given.person, given.role)
        for given in cover.brand.people.assignments
    )


def _place(schedule: Schedule, duty: Stint) -> Place:
    """Return where a schedule names the person of a duty: in an override, in the layer, or in the one it follows."""
    if duty.change is not None:
        return _within(duty.change.place, "person")
    layer = next(layer for layer in schedule.layers if any(hours is duty.shift for hours in layer.shifts))
    for named in (layer, *schedule.layers):
        if named.rotation is not None and duty.person in named.rotation.people:
            return _within(named.place, "rotation", "people", named.rotation.people.index(duty.person))
        if duty.person in named.people:
            return _within(named.place, "people", named.people.index(duty.person))
    return schedule.place


def _within(place: Place, *path: str | int) -> Place:
    return Place(place.file, (*place.path, *path))
