"""Keep what a brand says of its people: schedules unrolled, absences, hours, contacts, roles, severities (cover).

Comes in: a handbook, one of its brands, a first day and how many days. Goes out: `Roster`, that `Cover` is built upon.
All is worked out the first time it is asked for, and kept.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

from perimetre.base.days import Calendar, HasHolidays
from perimetre.base.undecided import TO_COMPLETE
from perimetre.cover.intervals import DAY, CoverCache, Interval, Intervals, ZoneClock, clock, intersect, subtract, union
from perimetre.cover.schedules import ClassOf, DayRange, Stint, Unrolled, plain_duties, stretch, unroll
from perimetre.model import (
    Assignment,
    Brand,
    Contact,
    Handbook,
    Hours,
    Line,
    Person,
    Role,
    Schedule,
    Severity,
    concerns,
)

HORIZON = 400
# Ways to reach somebody at an instant; a step of a line may name others.
LIVE_MODES = ("phone", "sms", "chat", "mail")

DayClass = Literal["weekday", "weekend", "holiday"]


class Roster:
    """The people of a brand over some days.

    Args:
        handbook: the handbook.
        brand: the brand.
        first: the first day, in the house's zone.
        days: how many days.
        trusting: take whoever has no usable contact for reached all the same, where that is told elsewhere.
        kept: what the covers of the handbook's other brands have worked out; none: nothing yet.
    """

    def __init__(
        self,
        handbook: Handbook,
        brand: Brand,
        first: date,
        days: int = HORIZON,
        *,
        trusting: bool = False,
        kept: CoverCache | None = None,
    ) -> None:
        self.once = (kept or CoverCache()).once
        self.trusting = trusting
        self.handbook = handbook
        self.brand = brand
        self.first = first
        self.days = days
        self.clock = clock(handbook.settings.timezone or "UTC")
        day = first.toordinal()
        self.start = self.clock.minute(day)
        self.end = self.clock.minute(day + days)
        self.lines = tuple(
            one for one in brand.escalation.lines if concerns(one.brands, brand.id) and one.is_live(first)
        )
        self.class_of = self.once(_class_of, handbook.settings)
        # A call that begins on the last day may go on for some time; zones are at most a day apart.
        tail = max((_longest(line) for line in self.lines), default=0) // DAY
        self.window = self.once(_window, self.class_of, by=(day - 2, day + days + 1 + tail))
        self.schedules = tuple(
            one for one in brand.people.schedules if concerns(one.brands, brand.id) and one.status == "approved"
        )
        self._by_role: dict[str, list[Schedule]] = {}
        for one in self.schedules:
            if one.role is not None:
                self._by_role.setdefault(one.role, []).append(one)
        self._absent: dict[str, Intervals] | None = None
        self._weights: dict[str, int] = {}
        self._modes: dict[tuple[str, tuple[str, ...]], tuple[str, ...]] = {}

    # --- schedules ----------------------------------------------------------------------------------------------------

    @functools.cached_property
    def day_classes(self) -> Mapping[DayClass, Intervals]:
        """The days of the horizon by class: weekdays, weekends, public holidays."""
        return self.once(_day_classes, self.clock, self.class_of, by=(self.first.toordinal(), self.days))

    @functools.cached_property
    def whole(self) -> Intervals:
        """The horizon."""
        return self.once(_one, by=(self.start, self.end))

    def clock_of(self, schedule: Schedule) -> ZoneClock:
        """Return the clock that the hours of a schedule are written by."""
        return clock(schedule.timezone) if schedule.timezone else self.clock

    def unrolled(self, schedule: Schedule) -> Unrolled:
        """Return a schedule over the window, without its deputies."""
        named = {person for layer in schedule.layers for person in layer.named}
        named |= {change.person for change in schedule.overrides if change.person is not None}
        off = tuple((person, some) for person in sorted(named) if (some := self._off(person, schedule.role)))
        return self.once(_unroll, schedule, self.clock_of(schedule), self.window, by=(off,))

    def planned(self, schedule: Schedule) -> Unrolled:
        """Return the same as it is written: whoever it names is on duty, whether or not they can be."""
        return self.once(_unroll, schedule, self.clock_of(schedule), self.window, by=((),))

    def schedule(self, schedule_id: str) -> Schedule | None:
        """Return the schedule of the brand that an id names."""
        record = self.brand.find("schedule", schedule_id)
        return record if isinstance(record, Schedule) and record in self.schedules else None

    # --- people -------------------------------------------------------------------------------------------------------

    def absent(self, person: str) -> Intervals:
        """Return when somebody is away, by what any schedule of the brand says, or has left."""
        if self._absent is None:
            told: dict[str, list[Interval]] = {}
            for schedule in self.schedules:
                own = self.clock_of(schedule)
                for one in schedule.absences:
                    if one.person is not None and one.from_ is not None and one.to is not None:
                        told.setdefault(one.person, []).append(stretch(one.from_, one.to, own, self.window))
            for known in self.brand.people.people:
                told.setdefault(known.id, []).extend(self._gone(known.id))
            self._absent = {id_: union(pieces) for id_, pieces in told.items()}
        return self._absent.get(person, ())

    def in_post(self, person: str, role: str) -> Intervals:
        """Return when somebody holds a role in the brand: within an assignment to it, until they leave."""
        return self._posts.get((person, role), ())

    @functools.cached_property
    def _posts(self) -> Mapping[tuple[str, str], Intervals]:
        found: dict[tuple[str, str], list[Interval]] = {}
        for given in self._given:
            assert given.person is not None and given.role is not None
            found.setdefault((given.person, given.role), []).append(
                stretch(given.from_, given.to, self.clock, self.window)
            )
        return {post: subtract(union(some), self._gone(post[0])) for post, some in found.items()}

    @functools.cached_property
    def _given(self) -> tuple[Assignment, ...]:
        """The assignments of the brand, whenever they hold."""
        return tuple(
            given
            for given in self.brand.people.assignments
            if given.person and given.role and given.concerns(self.brand.id)
        )

    def _off(self, person: str, role: str | None) -> Intervals:
        """Return when somebody cannot be on duty in a role: away, or not holding it."""
        away = self.absent(person)
        if role is None:
            return away
        ever = (stretch(None, None, self.clock, self.window),)
        return union(away, subtract(ever, self.in_post(person, role)))

    def _gone(self, person: str) -> Intervals:
        """Return when somebody has left."""
        known = self.person(person)
        if known is None or known.left_on is None:
            return ()
        start = self.clock.minute(known.left_on.toordinal() + 1)
        return ((start, max(start, self.clock.minute(self.window.last + 2))),)

    def person(self, person_id: str) -> Person | None:
        """Return the person that an id names."""
        record = self.brand.find("person", person_id)
        return record if isinstance(record, Person) else None

    def modes(self, person_id: str, step: Sequence[str] = ()) -> tuple[str, ...]:
        """Return the ways in which somebody can be reached.

        Args:
            person_id: the person.
            step: the modes that a step asks for, in its order; else those that reach somebody at once.
        """
        found = self.contacts(person_id, step)
        if not found and self.trusting:
            known = self.person(person_id)
            return (*step, *LIVE_MODES)[:1] if known and known.status == "approved" else ()
        return found

    def contacts(self, person_id: str, step: Sequence[str] = ()) -> tuple[str, ...]:
        """Return the same, whatever is trusted: only what is written of them."""
        key = (person_id, tuple(step))
        found = self._modes.get(key)
        if found is None:
            known = self.person(person_id)
            have = (
                [one.mode for one in known.contact if _is_usable(one)] if known and known.status == "approved" else []
            )
            if step:
                found = tuple(mode for mode in dict.fromkeys(step) if mode in have)
            else:
                found = tuple(mode for mode in dict.fromkeys(have) if mode in LIVE_MODES)
            self._modes[key] = found
        return found

    def hours(self, person_id: str) -> Intervals:
        """Return when somebody is at work: their hours, else the brand's service hours; absences taken off."""
        own, away = self._own_hours(person_id), self.absent(person_id)
        return self.once(subtract, own, by=(away,)) if away else own

    def service_hours(self) -> Intervals:
        """Return the brand's service hours."""
        return self._unrolled_hours(self.brand.brand.service_hours, self.clock)

    def _own_hours(self, person_id: str) -> Intervals:
        known = self.person(person_id)
        if known is None or not known.hours:
            return self.service_hours()
        return self._unrolled_hours(known.hours, clock(known.timezone) if known.timezone else self.clock)

    def _unrolled_hours(self, hours: Sequence[Hours], by: ZoneClock) -> Intervals:
        # Brands keep the same hours in files of their own.
        said = tuple(_Said(one.days, one.from_, one.to) for one in hours)
        return self.once(_hours, by, self.window, by=(said,))

    def _availability(self, person_id: str) -> Intervals:
        """Return when somebody named outside a schedule can be reached: in their hours, or on duty anywhere."""
        on_duty = (self.once(_people, self.unrolled(schedule)).get(person_id) for schedule in self.schedules)
        return self.once(union, self.hours(person_id), *(some for some in on_duty if some))

    # --- roles --------------------------------------------------------------------------------------------------------

    def deputy_of(self, role_id: str) -> str | None:
        """Return the role that stands in for another, or None."""
        role = self.brand.find("role", role_id)
        return role.deputy if isinstance(role, Role) else None

    def roles_of(self, person_id: str) -> frozenset[str]:
        """Return the roles that somebody holds in the brand on the first day."""
        return frozenset(self._held(person_id, self.first))

    def holders(self, role_id: str) -> tuple[Assignment, ...]:
        """Return the assignments to a role in the brand, whenever they hold."""
        return tuple(given for given in self._given if given.role == role_id)

    def _role_of(self, person_id: str, day: date) -> str | None:
        """Return the role in which a person called by name answers: of those they hold, the one that decides most."""
        return max(self._held(person_id, day), key=self._weight, default=None)

    def _held(self, person_id: str, day: date) -> list[str]:
        return [given.role for given in self.brand.assignments_on(day) if given.person == person_id and given.role]

    def _posts_of(self, person_id: str) -> tuple[tuple[str, Intervals], ...]:
        """Return each role that somebody is ever given in the brand, and when: the one that decides most first."""
        posts = [
            (given.role, union((stretch(given.from_, given.to, self.clock, self.window),)))
            for given in self._given
            if given.person == person_id and given.role
        ]
        return tuple(sorted(posts, key=lambda post: -self._weight(post[0])))

    def decides(self, role_id: str | None, number: int) -> bool:
        """Say whether a role is a decision-maker for a severity: on the brand's side, and deciding up to it."""
        return role_id is not None and self._weight(role_id) >= number

    def _weight(self, role_id: str) -> int:
        found = self._weights.get(role_id)
        if found is None:
            found = self._weights[role_id] = self._weigh(role_id)
        return found

    def _weigh(self, role_id: str) -> int:
        role = self.brand.find("role", role_id)
        if not isinstance(role, Role) or role.side != "brand" or role.decides_up_to is None:
            return -1
        return role.decides_up_to

    # --- severities and lines -----------------------------------------------------------------------------------------

    @property
    def severities(self) -> Mapping[str, int]:
        """The severities of the brand: their numbers, by what one may call them: a number or an id."""
        found: dict[str, int] = {}
        for one in self.brand.escalation.severities:
            if one.number is not None:
                found[str(one.number)] = found[one.id] = one.number
        return found

    def severity(self, number: int) -> Severity | None:
        """Return the severity that has a number."""
        return next((one for one in self.brand.escalation.severities if one.number == number), None)

    def number_of(self, reference: str | int) -> int | None:
        """Return the number of a severity named by its number or its id."""
        if isinstance(reference, int):
            return reference
        if reference.isdigit():
            return int(reference)
        found = self.brand.find("severity", reference)
        return found.number if isinstance(found, Severity) else None

    def numbers_of(self, line: Line) -> frozenset[int]:
        """Return the severities that a line names; none: it names none, so that it is for all."""
        return frozenset(number for one in line.severities if (number := self.number_of(one)) is not None)

    def default_line(self, number: int) -> Line | None:
        """Return the line that is followed at a severity when nothing else is said."""
        defaults = [one for one in self.lines if one.default]
        for named in (True, False):
            fit = [one for one in defaults if (number in self.numbers_of(one) if named else not one.severities)]
            if fit:
                return next((one for one in fit if one.origin == self.brand.id), fit[0])
        return None


def _is_usable(contact: Contact) -> bool:
    told = contact.value or contact.contact_ref
    return contact.mode is not None and bool(told) and told != TO_COMPLETE


class _Said(NamedTuple):
    """Hours of the week, by what they say."""

    days: tuple[str, ...]
    from_: int | None
    to: int | None


def _class_of(settings: HasHolidays) -> ClassOf:
    calendar = Calendar.of(settings)
    return functools.cache(lambda day: calendar.class_of(date.fromordinal(day)))


def _window(class_of: ClassOf, first: int, last: int) -> DayRange:
    return DayRange(first, last, class_of)


def _one(start: int, end: int) -> Intervals:
    return ((start, end),)


def _day_classes(by: ZoneClock, class_of: ClassOf, first: int, days: int) -> Mapping[DayClass, Intervals]:
    found: dict[DayClass, list[Interval]] = {"weekday": [], "weekend": [], "holiday": []}
    for day in range(first, first + days):
        told = class_of(day)
        name: DayClass = "holiday" if told == "holiday" else "weekend" if told in ("sat", "sun") else "weekday"
        found[name].append((by.minute(day), by.minute(day + 1)))
    return {name: union(some) for name, some in found.items()}


def _hours(by: ZoneClock, window: DayRange, hours: Sequence[Hours]) -> Intervals:
    return union((one[0], one[1]) for one in unroll(hours, by, window))


def _people(unrolled: Unrolled) -> Mapping[str, Intervals]:
    """Return when each person is on duty in a schedule."""
    found: dict[str, list[Interval]] = {}
    for duty in unrolled.duties:
        found.setdefault(duty.person, []).append((duty.start, duty.end))
    return {person: union(some) for person, some in found.items()}


def _unroll(schedule: Schedule, by: ZoneClock, window: DayRange, off: tuple[tuple[str, Intervals], ...]) -> Unrolled:
    away = dict(off)
    found = plain_duties(schedule, by, window, lambda person: away.get(person, ()))
    if schedule.valid_from or schedule.valid_until:
        found = _within(found, stretch(schedule.valid_from, schedule.valid_until, by, window))
    return found


def _within(unrolled: Unrolled, bounds: Interval) -> Unrolled:
    def cut(duties: Iterable[Stint]) -> tuple[Stint, ...]:
        return tuple(
            duty.between(max(duty.start, bounds[0]), min(duty.end, bounds[1]))
            for duty in duties
            if max(duty.start, bounds[0]) < min(duty.end, bounds[1])
        )

    return Unrolled(
        cut(unrolled.duties),
        cut(unrolled.limited),
        cut(unrolled.missing),
        intersect(unrolled.shifts, (bounds,)),
        intersect(unrolled.closed, (bounds,)),
    )


def _longest(line: Line) -> int:
    last = max((step.after_minutes or 0 for step in line.steps), default=0)
    return (2 * last + 60) * (1 + (line.repeat or 0))
