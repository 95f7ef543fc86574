"""Keep what a brand says of its people: schedules unrolled, absences, hours, contacts, roles (cover).

Comes in: a handbook, one of its brands, a first day and how many days. Goes out: `Roster`, that `Cover` is built upon.
All is worked out the first time it is asked for, and kept.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from perimetre.base.memory import Memory
from perimetre.base.undecided import TO_COMPLETE
from perimetre.cover import fitness, hours, places
from perimetre.cover.fitness import Obstacle
from perimetre.cover.hours import DayClass
from perimetre.cover.intervals import DAY, Interval, Intervals, ZoneClock, clock, subtract, union
from perimetre.cover.ranks import Ranks
from perimetre.cover.schedules import Unrolled, stretch
from perimetre.cover.shifts import DayRange
from perimetre.model import (
    Assignment,
    Brand,
    Contact,
    Handbook,
    Hours,
    Line,
    Person,
    PlaceOfBrand,
    Record,
    Role,
    Schedule,
    Settings,
)

HORIZON = 400
# Ways to reach somebody at an instant; a step of a line may name others.
LIVE_MODES = ("phone", "sms", "chat", "mail")


class Roster(Ranks):
    """The people of a brand over some days.

    Args:
        handbook: the handbook.
        brand: the brand.
        first: the first day, in the zone of the brand.
        days: how many days.
        trusting: take whoever has no usable contact for reached all the same, where that is told elsewhere.
        memory: what has been worked out for the handbook's other brands; none: nothing yet.
        place: the place of which one speaks: its people are there while it is open, and nobody is there for another.
    """

    def __init__(
        self,
        handbook: Handbook,
        brand: Brand,
        first: date,
        days: int = HORIZON,
        *,
        trusting: bool = False,
        memory: Memory | None = None,
        place: PlaceOfBrand | None = None,
    ) -> None:
        self.place = place
        self._staff = places.staff(brand, place) if place is not None else frozenset[str]()
        brand = places.at_place(brand, place) if place is not None else brand
        self.once = (memory or Memory()).once
        # Who holds what role, by day and by person.
        self._roles: dict[date, dict[str, list[str]]] = {}
        self.trusting = trusting
        self.handbook = handbook
        self.first = first
        self.days = days
        self.settings = handbook.settings_of(brand)
        self.clock = clock(self.settings.timezone or "UTC")
        day = first.toordinal()
        self.start = self.clock.minute(day)
        self.end = self.clock.minute(day + days)
        super().__init__(brand, first)
        self.class_of = self.once(hours.class_of, self.settings)
        self._periods = hours.periods_with_hours(brand)
        # A call that begins on the last day may go on for some time; zones are at most a day apart.
        tail = max((_longest(line) for line in self.lines), default=0) // DAY
        self.window = self.once(
            hours.days_between, self.class_of, first=day - 2, last=day + days + 1 + tail, periods=self._periods
        )
        self.schedules = tuple(
            schedule
            for schedule in brand.people.schedules
            if brand.is_among(schedule.brands) and schedule.status == "approved"
        )
        self._by_role: dict[str, list[Schedule]] = {}
        for schedule in self.schedules:
            if schedule.role is not None:
                self._by_role.setdefault(schedule.role, []).append(schedule)
        self._unrolled: dict[str, Unrolled] = {}
        self._levels: dict[str, Settings] = {}
        self._absent: dict[str, Intervals] | None = None
        self._unfit: dict[tuple[str, str], Intervals] = {}
        self._modes: dict[tuple[str, tuple[str, ...]], tuple[str, ...]] = {}

    # --- schedules ----------------------------------------------------------------------------------------------------

    @functools.cached_property
    def day_classes(self) -> Mapping[DayClass, Intervals]:
        """The days of the horizon by class: weekdays, weekends, public holidays."""
        return self.once(hours.by_class, self.clock, self.class_of, first=self.first.toordinal(), days=self.days)

    @functools.cached_property
    def whole(self) -> Intervals:
        """The horizon."""
        return self.once(hours.from_to, start=self.start, end=self.end)

    def clock_of(self, schedule: Schedule) -> ZoneClock:
        """Return the clock by which a schedule is written: its own, else that of the level that wrote it."""
        return clock(schedule.timezone or self._level_of(schedule).timezone or "UTC")

    def _level_of(self, record: Record) -> Settings:
        """Return the settings of the level that wrote a record."""
        level = self._levels.get(record.origin)
        if level is None:
            level = self._levels[record.origin] = self.handbook.settings_of(self.handbook.brand(record.origin))
        return level

    def window_of(self, schedule: Schedule) -> DayRange:
        """Return the days, each of its class by the public holidays of a schedule: its own, else those of its level."""
        level = self._level_of(schedule)
        if schedule.holidays is None and level.holidays == self.settings.holidays:
            return self.window
        class_of = self.once(hours.class_of, schedule if schedule.holidays is not None else level)
        return self.once(
            hours.days_between, class_of, first=self.window.first, last=self.window.last, periods=self._periods
        )

    def unrolled(self, schedule: Schedule) -> Unrolled:
        """Return a schedule over the window, without its deputies."""
        unrolled = self._unrolled.get(schedule.id)
        if unrolled is None:
            named = {person for layer in schedule.layers for person in layer.named}
            named |= {change.person for change in schedule.overrides if change.person is not None}
            off = tuple((person, away) for person in sorted(named) if (away := self._off(person, schedule.role)))
            unrolled = self.once(hours.unrolled, schedule, self.clock_of(schedule), self.window_of(schedule), off=off)
            self._unrolled[schedule.id] = unrolled
        return unrolled

    def planned(self, schedule: Schedule) -> Unrolled:
        """Return the same as it is written: whoever it names is on duty, whether or not they can be."""
        return self.once(hours.unrolled, schedule, self.clock_of(schedule), self.window_of(schedule), off=())

    def schedule(self, schedule_id: str) -> Schedule | None:
        """Return the schedule of the brand that an id names."""
        schedule = self.brand.find(Schedule, schedule_id)
        return schedule if schedule in self.schedules else None

    # --- people -------------------------------------------------------------------------------------------------------

    def absent(self, person: str) -> Intervals:
        """Return when somebody is away, by what any schedule of the brand says, has left, or is under no contract."""
        if self._absent is None:
            away: dict[str, list[Interval]] = {}
            for schedule in self.schedules:
                own = self.clock_of(schedule)
                for absence in schedule.absences:
                    if absence.person is not None and absence.from_ is not None and absence.to is not None:
                        stretches = away.setdefault(absence.person, [])
                        stretches.append(stretch(absence.from_, absence.to, own, self.window))
            for known in self.brand.people.people:
                away.setdefault(known.id, []).extend(fitness.gone(self.brand, known, self.clock, self.window))
            self._absent = {id_: union(stretches) for id_, stretches in away.items()}
        return self._absent.get(person, ())

    def in_post(self, person: str, role: str) -> Intervals:
        """Return when somebody holds a role in the brand, and may be on duty in it (`fitness.py`)."""
        return self._posts.get((person, role), ())

    @functools.cached_property
    def _posts(self) -> Mapping[tuple[str, str], Intervals]:
        posts: dict[tuple[str, str], list[Interval]] = {}
        for given in self._given:
            assert given.person is not None and given.role is not None
            posts.setdefault((given.person, given.role), []).extend(self.held(given))
        return {post: union(stretches) for post, stretches in posts.items()}

    @functools.cached_property
    def _given(self) -> tuple[Assignment, ...]:
        """The assignments of the brand, whenever they hold."""
        return tuple(
            given
            for given in self.brand.people.assignments
            if given.person and given.role and self.brand.is_among(given.brands)
        )

    @functools.cached_property
    def assigned(self) -> tuple[Person, ...]:
        """The people who are ever given a role in the brand."""
        given = {given.person for given in self._given}
        return tuple(
            person for person in self.brand.people.people if person.id in given and person.status == "approved"
        )

    def held(self, given: Assignment) -> Intervals:
        """Return when somebody may be on duty by an assignment: while it holds, and while they are fit for its role."""
        assert given.person is not None and given.role is not None
        when = (stretch(*given.bounds, self.clock, self.window),)
        return subtract(when, self.unfit(given.person, given.role))

    def unfit(self, person: str, role: str) -> Intervals:
        """Return when somebody may not be on duty in a role that they hold.

        Where the roster is trusting, a training that they lack does not count: that is told elsewhere.
        """
        key = (person, role)
        unfit = self._unfit.get(key)
        if unfit is None:
            obstacles = self.obstacles(person, role)
            off = [obstacle.when for obstacle in obstacles if not (self.trusting and obstacle.why == "training")]
            unfit = self._unfit[key] = union(*off)
        return unfit

    def obstacles(self, person: str, role: str) -> tuple[Obstacle, ...]:
        """Return what keeps somebody from being on duty in a role that they hold, the first of all first."""
        known, of = self.person(person), self.brand.find(Role, role)
        if known is None or of is None:
            return ()
        given = tuple(given for given in self._given if given.person == person)
        return fitness.obstacles(self.brand, known, of, given, self.clock, self.window)

    def _off(self, person: str, role: str | None) -> Intervals:
        """Return when somebody cannot be on duty in a role: away, not holding it, or not fit for it."""
        away = self.absent(person)
        if role is None:
            return away
        return union(away, subtract((self.ever,), self.in_post(person, role)))

    @functools.cached_property
    def ever(self) -> Interval:
        """The whole of the window, beyond the horizon on both sides."""
        return stretch(None, None, self.clock, self.window)

    def person(self, person_id: str) -> Person | None:
        """Return the person that an id names."""
        return self.brand.find(Person, person_id)

    def modes(self, person_id: str, step: Sequence[str] = ()) -> tuple[str, ...]:
        """Return the ways in which somebody can be reached.

        Args:
            person_id: the person.
            step: the modes that a step asks for, in its order; else those that reach somebody at once.
        """
        modes = self.contacts(person_id, step)
        if not modes and self.trusting:
            known = self.person(person_id)
            return (*step, *LIVE_MODES)[:1] if known and known.status == "approved" else ()
        return modes

    def contacts(self, person_id: str, step: Sequence[str] = ()) -> tuple[str, ...]:
        """Return the same, whatever is trusted: only what is written of them."""
        key = (person_id, tuple(step))
        modes = self._modes.get(key)
        if modes is None:
            known = self.person(person_id)
            usable = self.usable(known.contact if known and known.status == "approved" else (), step)
            modes = self._modes[key] = tuple(dict.fromkeys(contact.mode for contact in usable if contact.mode))
        return modes

    @staticmethod
    def usable(contacts: Iterable[Contact], step: Sequence[str] = ()) -> tuple[Contact, ...]:
        """Return the contacts by which somebody is reached, in the order of the modes that a step asks for, if any."""
        written = [contact for contact in contacts if _is_usable(contact)]
        if step:
            return tuple(contact for mode in dict.fromkeys(step) for contact in written if contact.mode == mode)
        return tuple(contact for contact in written if contact.mode in LIVE_MODES)

    def hours(self, person_id: str) -> Intervals:
        """Return when somebody is at work: their hours, else the brand's service hours; absences taken off."""
        own, away = self._own_hours(person_id), self.absent(person_id)
        return self.once(hours.present, own, away=away) if away else own

    def service_hours(self) -> Intervals:
        """Return the brand's service hours."""
        return self._of_the_week(self.brand.brand.service_hours, self.clock)

    def weekly(self, week: Sequence[Hours]) -> Intervals:
        """Return hours of the week by the brand's clock, over the horizon."""
        return self._of_the_week(week, self.clock)

    def _own_hours(self, person_id: str) -> Intervals:
        known = self.person(person_id)
        if self.place is not None and self.place.opening_hours and person_id in self._staff:
            return self._opening
        if known is None or not known.hours:
            return self.service_hours()
        return self._of_the_week(known.hours, clock(known.timezone or self._level_of(known).timezone or "UTC"))

    @functools.cached_property
    def _opening(self) -> Intervals:
        """When the place of which one speaks is open."""
        assert self.place is not None
        return places.opening_minutes(
            self.place, self.settings, self.window.first, self.window.last, self.brand.periods.periods
        )

    def _of_the_week(self, week: Sequence[Hours], by: ZoneClock) -> Intervals:
        # Brands keep the same hours in files of their own.
        return self.once(hours.of_week, by, self.window, week=tuple(week))

    def _availability(self, person_id: str) -> Intervals:
        """Return when somebody named outside a schedule can be reached: in their hours, or on duty anywhere."""
        on_duty = (people.get(person_id) for people in self._on_duty)
        return self.once(union, self.hours(person_id), *(stretches for stretches in on_duty if stretches))

    @functools.cached_property
    def _on_duty(self) -> tuple[Mapping[str, Intervals], ...]:
        """When each person is on duty in each schedule."""
        return tuple(self.once(hours.by_person, self.unrolled(schedule)) for schedule in self.schedules)

    # --- roles --------------------------------------------------------------------------------------------------------

    def deputy_of(self, role_id: str) -> str | None:
        """Return the role that stands in for another, or None."""
        role = self.brand.find(Role, role_id)
        return role.deputy if role is not None else None

    def roles_of(self, person_id: str, day: date) -> frozenset[str]:
        """Return the roles that somebody holds in the brand on a day."""
        return frozenset(self._held(person_id, day))

    def holders(self, role_id: str) -> tuple[Assignment, ...]:
        """Return the assignments to a role in the brand, whenever they hold."""
        return tuple(given for given in self._given if given.role == role_id)

    def _role_of(self, person_id: str, day: date) -> str | None:
        """Return the role in which a person called by name answers: of those they hold, the one that decides most."""
        return max(self._held(person_id, day), key=self._weight, default=None)

    def _held(self, person_id: str, day: date) -> list[str]:
        held = self._roles.get(day)
        if held is None:
            held = self._roles[day] = {}
            for given in self.brand.assignments_on(day):
                if given.person and given.role:
                    held.setdefault(given.person, []).append(given.role)
        return held.get(person_id, [])

    def _posts_of(self, person_id: str) -> tuple[tuple[str, Intervals], ...]:
        """Return each role that somebody is ever given in the brand, and when: the one that decides most first."""
        posts = [(given.role, self.held(given)) for given in self._given if given.person == person_id and given.role]
        return tuple(sorted(posts, key=lambda post: -self._weight(post[0])))


def _is_usable(contact: Contact) -> bool:
    number = contact.value or contact.contact_ref
    return bool(number) and number != TO_COMPLETE


def _longest(line: Line) -> int:
    last = max((step.after_minutes or 0 for step in line.steps), default=0)
    return (2 * last + 60) * (1 + (line.repeat or 0))
