"""Say what keeps somebody who holds a role from being on duty in it (cover).

Comes in: a brand, a person, a role, the assignments of the person. Goes out: `Obstacle`, with the minutes of each. An
absence is none: it comes and goes, and a deputy is there for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from perimetre.base.days import after
from perimetre.base.diagnostics import Place
from perimetre.base.frozen import dataclass
from perimetre.cover.intervals import Intervals, ZoneClock, subtract, union
from perimetre.cover.schedules import stretch
from perimetre.cover.shifts import DayRange
from perimetre.model import Assignment, Brand, Person, Role
from perimetre.model.people import Training


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """Why somebody cannot be on duty in a role that they hold.

    Fields:
        why: they have left; no mandate of their agency is in force; they are a trainee; a training that the role
            requires has not been followed, or is out of date.
        name: the agency, the trainee's role or the training; the person who has left.
        when: the minutes, in UTC since 1970.
        places: where that is written.
    """

    why: Literal["left", "contract", "trainee", "training"]
    name: str
    when: Intervals
    places: tuple[Place, ...]


def obstacles(
    brand: Brand, person: Person, role: Role, given: Sequence[Assignment], clock: ZoneClock, window: DayRange
) -> tuple[Obstacle, ...]:
    """Return what keeps somebody from being on duty in a role, what says most first.

    Args:
        brand: the brand.
        person: the person.
        role: the role.
        given: the assignments of the person in the brand.
        clock, window: of the house.
    """
    every = [
        _left(person, clock, window),
        _contract(brand, person, clock, window),
        *_trainee(brand, given, clock, window),
        *_trainings(brand, person, role, clock, window),
    ]
    return tuple(obstacle for obstacle in every if obstacle is not None and obstacle.when)


def gone(brand: Brand, person: Person, clock: ZoneClock, window: DayRange) -> Intervals:
    """Return when somebody is nobody's to call, whatever their role: they have left, or are under no contract."""
    both = (_left(person, clock, window), _contract(brand, person, clock, window))
    return union(*(obstacle.when for obstacle in both if obstacle is not None))


def _left(person: Person, clock: ZoneClock, window: DayRange) -> Obstacle | None:
    if person.left_on is None:
        return None
    start = clock.minute(person.left_on.toordinal() + 1)
    end = max(start, clock.minute(window.last + 2))
    place = Place(person.place.file, (*person.place.path, "left_on"))
    return Obstacle(why="left", name=person.id, when=union([(start, end)]), places=(place,))


def _contract(brand: Brand, person: Person, clock: ZoneClock, window: DayRange) -> Obstacle | None:
    """Return when no mandate of somebody's agency is in force."""
    if person.employment != "agency" or person.agency is None:
        return None
    theirs = [
        mandate for mandate in brand.brand.mandates if mandate.agency == person.agency and mandate.status == "approved"
    ]
    ever = stretch(None, None, clock, window)
    bound = union(stretch(mandate.from_, mandate.to, clock, window) for mandate in theirs)
    places = tuple(mandate.place for mandate in theirs)
    return Obstacle(why="contract", name=person.agency, when=subtract((ever,), bound), places=places)


def _trainee(brand: Brand, given: Sequence[Assignment], clock: ZoneClock, window: DayRange) -> list[Obstacle]:
    """Return when somebody is a trainee: nobody calls them, in whatever role."""
    learning = []
    for assignment in given:
        role = brand.find(Role, assignment.role) if assignment.role is not None else None
        if role is not None and role.trainee:
            when = union([stretch(*assignment.bounds, clock, window)])
            learning.append(Obstacle(why="trainee", name=role.id, when=when, places=(assignment.place,)))
    return learning


def _trainings(brand: Brand, person: Person, role: Role, clock: ZoneClock, window: DayRange) -> list[Obstacle]:
    """Return when somebody lacks each training that a role requires; one that is to be dated is taken for followed."""
    lacking = []
    ever = stretch(None, None, clock, window)
    for wanted in role.requires_training:
        followed = [trained for trained in person.trained if trained.training == wanted]
        if any(trained.on is None for trained in followed):
            continue
        training = brand.find(Training, wanted)
        length = training.valid_for if training is not None else None
        held = union(
            stretch(trained.on, after(trained.on, length) if length is not None else None, clock, window)
            for trained in followed
            if trained.on is not None
        )
        when = subtract((ever,), held)
        lacking.append(
            Obstacle(why="training", name=wanted, when=when, places=tuple(known.place for known in followed))
        )
    return lacking
