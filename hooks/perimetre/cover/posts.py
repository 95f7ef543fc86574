"""Look for those whom a schedule puts on duty and who cannot be: they do not hold its role then, or are away (cover).

Comes in: a `Cover`. Goes out: data, as in `gaps.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

from perimetre.base.diagnostics import Place
from perimetre.cover.intervals import Intervals, intersect, subtract, union
from perimetre.cover.reach import Cover
from perimetre.cover.schedules import Stint
from perimetre.model import Assignment, Schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class Vacant:
    """Hours that a schedule gives to somebody who is not on duty in them.

    Fields:
        named: where the schedule names them for these hours, the first first.
        when: the hours, within the horizon.
        away: they hold the role, and an override gives them hours of an absence of theirs.
        given: their assignments to the role, whenever they hold.
    """

    schedule: Schedule
    person: str
    named: tuple[Place, ...]
    when: Intervals
    away: bool
    given: tuple[Assignment, ...]


def vacant_posts(cover: Cover) -> tuple[Vacant, ...]:
    """Return the hours that schedules give to people who cannot take them; an absence from a shift is none of them."""
    return tuple(vacant for schedule in cover.schedules if schedule.role for vacant in _vacant(cover, schedule))


def _vacant(cover: Cover, schedule: Schedule) -> list[Vacant]:
    assert schedule.role is not None
    written = cover.planned(schedule)
    by_person: dict[str, list[Stint]] = {}
    for duty in (*written.duties, *written.limited):
        by_person.setdefault(duty.person, []).append(duty)
    posts: list[Vacant | None] = []
    for person, duties in by_person.items():
        if _is_open(cover, person, schedule.role):
            continue
        post = cover.in_post(person, schedule.role)
        posts.append(_lost(cover, schedule, duties, subtract(cover.whole, post), away=False))
        taken = [duty for duty in duties if duty.shift is None]
        absent = intersect(intersect(cover.absent(person), post), cover.whole)
        posts.append(_lost(cover, schedule, taken, absent, away=True))
    return [vacant for vacant in posts if vacant is not None]


def _lost(cover: Cover, schedule: Schedule, duties: list[Stint], hours: Intervals, *, away: bool) -> Vacant | None:
    """Return those hours of some duties of a person that are among others, or None where none is."""
    lost = [(duty, minutes) for duty in duties if (minutes := intersect(((duty.start, duty.end),), hours))]
    if not lost or schedule.role is None:
        return None
    person = lost[0][0].person
    return Vacant(
        schedule=schedule,
        person=person,
        named=tuple(dict.fromkeys(_place(cover, schedule, duty) for duty, _ in lost)),
        when=union(*(minutes for _, minutes in lost)),
        away=away,
        given=tuple(given for given in cover.holders(schedule.role) if given.person == person),
    )


def _is_open(cover: Cover, person: str, role: str) -> bool:
    """Say whether the house has yet to complete an assignment that may be the one looked for."""
    return any(place.path == ("assignments",) for place in cover.handbook.to_complete) or any(
        given.person in (person, None) and given.role in (role, None) and None in (given.person, given.role)
        for given in cover.brand.people.assignments
    )


def _place(cover: Cover, schedule: Schedule, duty: Stint) -> Place:
    """Return where a schedule names the person of a duty: in an override, in the layer, or in the one it follows."""
    if duty.shift is None:
        own = cover.clock_of(schedule)
        return next(
            _within(change.place, "person")
            for change in schedule.overrides
            if change.person == duty.person
            and change.from_ is not None
            and change.to is not None
            and own.of(change.from_) <= duty.start < own.of(change.to)
        )
    layer = next(layer for layer in schedule.layers if any(hours is duty.shift for hours in layer.shifts))
    for named in (layer, *schedule.layers):
        if named.rotation is not None and duty.person in named.rotation.people:
            return _within(named.place, "rotation", "people", named.rotation.people.index(duty.person))
        if duty.person in named.people:
            return _within(named.place, "people", named.people.index(duty.person))
    return schedule.place


def _within(place: Place, *path: str | int) -> Place:
    return Place(place.file, (*place.path, *path))
