"""Say when a place of a brand is open, and see the brand from there: who answers, by what number (cover).

Comes in: a place, the settings of its level, days or an instant; or a brand and a place. Goes out: hours; the brand as
that place has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from perimetre.base.days import Calendar
from perimetre.base.frozen import dataclass
from perimetre.cover.intervals import Intervals, ZoneClock, clock, union
from perimetre.model import Brand, Fallback, Line, Named, OtherOpening, Period, Person, PlaceOfBrand, Settings
from perimetre.model.escalation import EscalationFile, LineStep
from perimetre.model.people import PeopleFile
from perimetre.model.periods import hours_on
from perimetre.model.refs import PLACE_MANAGER

# How many days ahead it is looked for the next time that a place opens or shuts.
_AHEAD = 60
_DAY = 1440


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDay:
    """The hours of a place on a day.

    Fields:
        stretches: half-open, in minutes from 00:00 of that day; what goes past 1440 is on the next day.
        other: what is said of that day apart, or None where it is a day like the others.
    """

    day: date
    stretches: tuple[tuple[int, int], ...]
    other: OtherOpening | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenState:
    """Whether a place is open at an instant.

    Fields:
        at: the instant, by the wall clock of the place.
        until: when that changes, by the same clock; None: not in the days to come.
    """

    is_open: bool
    at: datetime
    until: datetime | None


def clock_of(place: PlaceOfBrand, settings: Settings) -> ZoneClock:
    """Return the clock by which the hours of a place are written: its own, else that of its level."""
    return clock(place.timezone or settings.timezone or "UTC")


def opening_days(
    place: PlaceOfBrand, settings: Settings, first: date, days: int, periods: Iterable[Period] = ()
) -> tuple[OpenDay, ...]:
    """Return the hours of a place on some days from a first one; `periods`: those that its hours may name."""
    calendar = Calendar.of(place if place.holidays is not None else settings)
    known = {period.id: period for period in periods}
    return tuple(_day(place, first + timedelta(days=ahead), calendar, known) for ahead in range(days))


def _day(place: PlaceOfBrand, day: date, calendar: Calendar, periods: Mapping[str, Period]) -> OpenDay:
    apart = [other for other in place.exceptions if _is_said_of(other, day)]
    if apart:
        hours = [
            (int(other.opens), int(other.closes))
            for other in apart
            if other.opens is not None and other.closes is not None
        ]
    else:
        hours = [
            (int(stretch.from_ or 0), _DAY if stretch.to is None else int(stretch.to))
            for stretch in hours_on(place.opening_hours, day, periods)
            if stretch.keeps(day, calendar.class_of)
        ]
    stretches = sorted((start, end if end > start else end + _DAY) for start, end in hours)
    return OpenDay(day=day, stretches=tuple(stretches), other=apart[0] if apart else None)


def _is_said_of(other: OtherOpening, day: date) -> bool:
    return other.from_ is not None and other.from_ <= day <= (other.to or other.from_)


def opening_at(
    place: PlaceOfBrand, settings: Settings, at: datetime, periods: Iterable[Period] = ()
) -> OpenState | None:
    """Return whether a place is open at an instant, or None where nobody has said its hours.

    Args:
        place: the place.
        settings: those of its level.
        at: wall time by the clock of the level.
        periods: those that its hours may name.
    """
    if not place.opening_hours:
        return None
    own = clock_of(place, settings)
    minute = clock(settings.timezone or "UTC").of(at)
    here = own.wall(minute)
    open_ = union(_stretches(place, settings, own, here.date() - timedelta(days=1), _AHEAD, periods))
    edges = [edge for stretch in open_ for edge in stretch if edge > minute]
    return OpenState(
        is_open=any(start <= minute < end for start, end in open_),
        at=here,
        until=own.wall(edges[0]) if edges else None,
    )


def opening_minutes(
    place: PlaceOfBrand, settings: Settings, first: int, last: int, periods: Iterable[Period] = ()
) -> Intervals:
    """Return when a place is open from a day to another, both included (as `date.toordinal()` counts)."""
    own = clock_of(place, settings)
    return union(_stretches(place, settings, own, date.fromordinal(first), last - first + 1, periods))


def _stretches(
    place: PlaceOfBrand, settings: Settings, own: ZoneClock, first: date, days: int, periods: Iterable[Period]
) -> Iterator[tuple[int, int]]:
    for open_ in opening_days(place, settings, first, days, periods):
        ordinal = open_.day.toordinal()
        yield from ((own.minute(ordinal, start), own.minute(ordinal, end)) for start, end in open_.stretches)


def staff(brand: Brand, place: PlaceOfBrand) -> frozenset[str]:
    """Return the people of a place: those to whom a role is given there by name, and its manager if it is a person."""
    given = {given.person for given in brand.people.assignments if given.person and place.id in given.places}
    if place.manager is not None and brand.find(Person, place.manager) is not None:
        given.add(place.manager)
    return frozenset(given)


def at_place(brand: Brand, place: PlaceOfBrand) -> Brand:
    """Return a brand as one of its places has it.

    Who holds a role somewhere else only does not hold it there; the people of the place are reached by its number too;
    where a line calls whoever manages the place, it calls its manager, then the deputy.
    """
    here = staff(brand, place)
    people = tuple(
        replace(person, contact=(*person.contact, place.phone)) if place.phone and person.id in here else person
        for person in brand.people.people
    )
    assignments = tuple(given for given in brand.people.assignments if given.holds_at(place.id))
    lines = tuple(_calling(line, place) for line in brand.escalation.lines)
    changed: dict[tuple[str, str], Named] = {("person", person.id): person for person in people}
    changed |= {("line", line.id): line for line in lines}
    return replace(
        brand,
        single={
            **brand.single,
            PeopleFile: replace(brand.people, people=people, assignments=assignments),
            EscalationFile: replace(brand.escalation, lines=lines),
        },
        own=_with(brand.own, changed),
        inherited=_with(brand.inherited, changed),
    )


def _with(
    records: Mapping[tuple[str, str], Named], changed: Mapping[tuple[str, str], Named]
) -> dict[tuple[str, str], Named]:
    return {key: changed.get(key, record) for key, record in records.items()}


def _calling(line: Line, place: PlaceOfBrand) -> Line:
    steps: tuple[LineStep, ...] = tuple(replace(step, call=_called(step.call, place)) for step in line.steps)
    fallback: Fallback | None = line.fallback
    if fallback is not None:
        fallback = replace(fallback, call=_called(fallback.call, place))
    return replace(line, steps=steps, fallback=fallback)


def _called(call: tuple[str, ...], place: PlaceOfBrand) -> tuple[str, ...]:
    there = tuple(target for target in (place.manager, place.deputy) if target is not None)
    return tuple(dict.fromkeys(one for target in call for one in (there if target == PLACE_MANAGER else (target,))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """Somebody who answers for a place.

    Fields:
        role: the role in which they do, or None for a person named as such who holds none there.
        people: those who hold it there on the day; none: nobody does.
        is_deputy: they answer in the place of whoever manages it.
    """

    role: str | None
    people: tuple[str, ...]
    is_deputy: bool


def answering(brand: Brand, place: PlaceOfBrand, day: date) -> tuple[Answering, ...]:
    """Return who answers for a place on a day: its manager, then the deputy; what is to be completed is left out."""
    named = ((place.manager, False), (place.deputy, True))
    return tuple(_answering(brand, place, word, day, is_deputy) for word, is_deputy in named if word is not None)


def _answering(brand: Brand, place: PlaceOfBrand, word: str, day: date, is_deputy: bool) -> Answering:
    held = [given for given in brand.assignments_on(day) if given.holds_at(place.id)]
    person = brand.find(Person, word)
    if person is not None:
        roles = [given.role for given in held if given.person == word]
        here = () if person.has_left(day) else (word,)
        return Answering(role=roles[0] if roles else None, people=here, is_deputy=is_deputy)
    # Whoever is given the role there by name comes before those who hold it anywhere.
    holders = sorted((given for given in held if given.role == word), key=lambda given: not given.places)
    people = tuple(dict.fromkeys(given.person for given in holders if given.person is not None))
    return Answering(role=word, people=people, is_deputy=is_deputy)
