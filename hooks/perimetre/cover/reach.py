"""Say who can be reached when: schedules with their deputies, people in their hours, by a usable contact (cover).

Comes in: a handbook, one of its brands, a first day and how many days. Goes out: `Cover`, asked target by target. All
is worked out the first time it is asked for, and kept.
"""

from __future__ import annotations

import functools
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ..days import Calendar
from ..model import Brand, Contact, Handbook, Line, LineStep, Person, Role, Schedule, Severity
from .intervals import DAY, Clock, Interval, Intervals, clock, intersect, subtract, union
from .schedules import Duty, Unrolled, Window, plain_duties, segments, stretch, unroll

HORIZON = 400
# Ways to reach somebody at an instant; a step of a line may name others.
LIVE_MODES = ("phone", "sms", "chat", "mail")
TO_COMPLETE = "to-complete"


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch during which the same people are on duty.

    Fields:
        start: the first minute, in UTC minutes since 1970.
        end: the minute after the last.
        people: their duties throughout the stretch.
    """

    start: int
    end: int
    people: tuple[Duty, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A stretch of a week as a page shows it: wall times of the house, and the ids of the people, perhaps nobody's.

    Fields:
        closed: nobody, on purpose.
        deputy: those who are there stand in for somebody.
    """

    start: datetime
    end: datetime
    people: tuple[str, ...]
    closed: bool = False
    deputy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Somebody that a step calls, at an instant.

    Fields:
        target: the id that the line names: a schedule, a role or a person.
        role: the role in which they are called, or None.
        person: who it is then, or None if nobody is.
        modes: the ways in which they can be reached, in the order of the step's, else of their own.
        reachable: on duty or in their hours at that instant, and by one of these ways.
        present: on duty or in their hours at that instant, by whatever way.
        stands_in_for: the absent person whose deputy this is, or None.
    """

    target: str
    role: str | None
    person: str | None
    modes: tuple[str, ...]
    reachable: bool
    present: bool = False
    stands_in_for: str | None = None


class Cover:
    """Who can be reached when, in a brand.

    Args:
        handbook: the handbook.
        brand: the brand.
        first: the first day, in the house's zone.
        days: how many days.
    """

    def __init__(self, handbook: Handbook, brand: Brand, first: date, days: int = HORIZON) -> None:
        self.handbook = handbook
        self.brand = brand
        self.first = first
        self.days = days
        self.clock = clock(handbook.settings.timezone or "UTC")
        day = first.toordinal()
        self.start = self.clock.minute(day)
        self.end = self.clock.minute(day + days)
        self.lines = tuple(one for one in brand.escalation.lines if _is_of(one.brands, brand) and one.is_live(first))
        calendar = Calendar.of(handbook.settings)
        self.class_of = functools.cache(lambda one: calendar.class_of(date.fromordinal(one)))
        # A call that begins on the last day may go on for some time; zones are at most a day apart.
        tail = max((_longest(line) for line in self.lines), default=0) // DAY
        self.window = Window(day - 2, day + days + 1 + tail, self.class_of)
        self.schedules = tuple(
            one for one in brand.people.schedules if _is_of(one.brands, brand) and one.status == "approved"
        )
        self._by_role: dict[str, list[Schedule]] = {}
        for one in self.schedules:
            if one.role is not None:
                self._by_role.setdefault(one.role, []).append(one)
        self._unrolled: dict[str, Unrolled] = {}
        self._absent: dict[str, Intervals] | None = None
        self._weights: dict[str, int] = {}
        self._hours: dict[str, Intervals] = {}
        self._targets: dict[str, tuple[Duty, ...]] = {}
        self._segments: dict[str, tuple[Segment, ...]] = {}
        self._modes: dict[tuple[str, tuple[str, ...]], tuple[str, ...]] = {}
        self._reached: dict[tuple[str, tuple[str, ...], int | None], Intervals] = {}
        self._people: dict[tuple[str, tuple[str, ...], int | None], Mapping[str, Intervals]] = {}
        self._steps: dict[tuple[tuple[str, ...], tuple[str, ...], int | None], Intervals] = {}

    # --- schedules ---------------------------------------------------------------------------------------------

    def clock_of(self, schedule: Schedule) -> Clock:
        """Return the clock that the hours of a schedule are written by."""
        return clock(schedule.timezone) if schedule.timezone else self.clock

    def unrolled(self, schedule: Schedule) -> Unrolled:
        """Return a schedule over the window, without its deputies."""
        found = self._unrolled.get(schedule.id)
        if found is None:
            own = self.clock_of(schedule)
            found = plain_duties(schedule, own, self.window, self.absent)
            if schedule.valid_from or schedule.valid_until:
                found = _within(found, stretch(schedule.valid_from, schedule.valid_until, own, self.window))
            self._unrolled[schedule.id] = found
        return found

    def on_duty(self, schedule_id: str) -> tuple[Segment, ...]:
        """Return who is on duty in a schedule, deputies included, by time; empty stretches are left out."""
        return self.segments_of(schedule_id)

    def schedule(self, schedule_id: str) -> Schedule | None:
        """Return the schedule of the brand that an id names."""
        record = self.brand.find("schedule", schedule_id)
        return record if isinstance(record, Schedule) and record in self.schedules else None

    def week(self, schedule_id: str, day: date, days: int = 7) -> tuple[Shown, ...]:
        """Return who is on duty in a schedule from a day's 00:00 for some days, without a hole, for a page.

        Args:
            schedule_id: the schedule.
            day: the first day, in the house's zone; within the days of this cover.
            days: how many days.
        """
        begin, finish = (self.clock.minute(day.toordinal() + more) for more in (0, days))
        schedule = self.schedule(schedule_id)
        closed = self.unrolled(schedule).closed if schedule else ()
        found: list[tuple[int, int, tuple[str, ...], bool, bool]] = []
        for one in self.on_duty(schedule_id):
            if one.start < finish and begin < one.end:
                people = tuple(dict.fromkeys(duty.person for duty in one.people))
                deputy = any(duty.stands_in_for for duty in one.people)
                start, end = max(one.start, begin), min(one.end, finish)
                if found and found[-1][1] == start and found[-1][2:] == (people, False, deputy):
                    start = found.pop()[0]
                found.append((start, end, people, False, deputy))
        empty = subtract(((begin, finish),), union((start, end) for start, end, *_ in found))
        for start, end in empty:
            on_purpose = intersect(((start, end),), closed)
            found += [(*piece, (), True, False) for piece in on_purpose]
            found += [(*piece, (), False, False) for piece in subtract(((start, end),), on_purpose)]
        wall = self.clock.wall
        return tuple(
            Shown(start=wall(start), end=wall(end), people=people, closed=closed, deputy=deputy)
            for start, end, people, closed, deputy in sorted(found)
        )

    # --- people ------------------------------------------------------------------------------------------------

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
                if known.left_on is not None:
                    gone = self.clock.minute(known.left_on.toordinal() + 1)
                    told.setdefault(known.id, []).append((gone, max(gone, self.clock.minute(self.window.last + 2))))
            self._absent = {id_: union(pieces) for id_, pieces in told.items()}
        return self._absent.get(person, ())

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
        return subtract(self._own_hours(person_id), self.absent(person_id))

    def service_hours(self) -> Intervals:
        """Return the brand's service hours."""
        return self._unrolled_hours("", self.brand.brand.service_hours, self.clock)

    def _own_hours(self, person_id: str) -> Intervals:
        known = self.person(person_id)
        if known is None or not known.hours:
            return self.service_hours()
        return self._unrolled_hours(person_id, known.hours, clock(known.timezone) if known.timezone else self.clock)

    def _unrolled_hours(self, key: str, hours: Sequence[object], by: Clock) -> Intervals:
        found = self._hours.get(key)
        if found is None:
            found = self._hours[key] = union((one[0], one[1]) for one in unroll(hours, by, self.window))
        return found

    def _availability(self, person_id: str) -> Intervals:
        """Return when somebody named outside a schedule can be reached: in their hours, or on duty anywhere."""
        on_duty = (
            (duty.start, duty.end)
            for schedule in self.schedules
            for duty in self.unrolled(schedule).duties
            if duty.person == person_id
        )
        return union(self.hours(person_id), on_duty)

    # --- targets -----------------------------------------------------------------------------------------------

    def duties_of(self, target: str) -> tuple[Duty, ...]:
        """Return when each person behind a target of a line can be called, deputies included.

        Args:
            target: the id of a role, a schedule or a person.
        """
        found = self._targets.get(target)
        if found is None:
            found = self._targets[target] = self._work_out(target)
        return found

    def segments_of(self, target: str) -> tuple[Segment, ...]:
        """Return the same, cut where somebody comes or goes."""
        found = self._segments.get(target)
        if found is None:
            found = self._segments[target] = tuple(Segment(*one) for one in segments(self.duties_of(target)))
        return found

    def at(self, target: str, minute: int) -> tuple[Duty, ...]:
        """Return who can be called behind a target at a minute, each once."""
        told = self.segments_of(target)
        rank = bisect_right(told, minute, key=lambda one: one.start) - 1
        if rank < 0 or told[rank].end <= minute:
            return ()
        return tuple({(duty.person, duty.role): duty for duty in told[rank].people}.values())

    def reached(self, target: str, modes: Sequence[str] = (), decides: int | None = None) -> Intervals:
        """Return when somebody behind a target can be reached.

        Args:
            target: the id of a role, a schedule or a person.
            modes: the modes that the step asks for; none: any that reaches somebody at once.
            decides: only by somebody who decides up to that severity, on the brand's side.
        """
        key = (target, tuple(modes), decides)
        found = self._reached.get(key)
        if found is None:
            found = self._reached[key] = union(*self.by_person(target, key[1], decides).values())
        return found

    def step_reached(self, step: LineStep, decides: int | None = None) -> Intervals:
        """Return when a step of a line reaches somebody (who decides up to that severity, if it is said)."""
        key = (step.call, step_modes(step), decides)
        found = self._steps.get(key)
        if found is None:
            found = self._steps[key] = union(*(self.reached(target, key[1], decides) for target in step.call))
        return found

    def by_person(
        self, target: str, modes: tuple[str, ...] = (), decides: int | None = None
    ) -> Mapping[str, Intervals]:
        """Return when each person behind a target can be reached, as `reached` does for all of them together."""
        key = (target, modes, decides)
        found = self._people.get(key)
        if found is None:
            told: dict[str, list[Interval]] = {}
            for duty in self.duties_of(target):
                if self.modes(duty.person, modes) and (decides is None or self.decides(duty.role, decides)):
                    told.setdefault(duty.person, []).append((duty.start, duty.end))
            found = self._people[key] = {person: union(some) for person, some in told.items()}
        return found

    def targets(self, call: Iterable[str], minute: int, modes: Sequence[str] = ()) -> tuple[Target, ...]:
        """Return whom the targets of a step are at a minute; a target that is nobody then is there, unreachable."""
        found: list[Target] = []
        for target in call:
            duties = self.at(target, minute)
            for duty in duties:
                usable = self.modes(duty.person, modes)
                found.append(
                    Target(
                        target=target,
                        role=duty.role,
                        person=duty.person,
                        modes=usable,
                        reachable=bool(usable),
                        present=True,
                        stands_in_for=duty.stands_in_for,
                    )
                )
            if not duties:
                found += self._asleep(target, minute)
        return tuple(found)

    def role_called(self, target: str) -> str | None:
        """Return the role that a target stands for: a schedule's, or the role itself; None for a person."""
        kind, record = self._resolve(target)
        return record.role if isinstance(record, Schedule) else record.id if kind == "role" and record else None

    def deputy_of(self, role_id: str) -> str | None:
        """Return the role that stands in for another, or None."""
        role = self.brand.find("role", role_id)
        return role.deputy if isinstance(role, Role) else None

    def _asleep(self, target: str, minute: int) -> list[Target]:
        """Return those behind a target whom nobody can reach now: known by name outside schedules only."""
        role, people = self._named(target)
        day = self.clock.wall(minute).date()
        named = [one for one, from_, to, _ in people if (not from_ or from_ <= day) and (not to or day <= to)]
        return [
            Target(target=target, role=role, person=one, modes=(), reachable=False) for one in dict.fromkeys(named)
        ] or [Target(target=target, role=role, person=None, modes=(), reachable=False)]

    def _named(self, target: str) -> tuple[str | None, list[tuple[str, date | None, date | None, str]]]:
        kind, record = self._resolve(target)
        if kind == "person":
            return self._role_of(record.id), [(record.id, None, None, "holder")]
        if kind == "schedule":
            return record.role, []
        if kind == "role":
            return record.id, [] if record.id in self._by_role else self._holders(record.id)
        return None, []

    def _resolve(self, target: str) -> tuple[str, Role | Schedule | Person] | tuple[None, None]:
        for kind in ("role", "schedule", "person"):
            record = self.brand.find(kind, target)
            if record is not None:
                return kind, record  # type: ignore[return-value]
        return None, None

    def _work_out(self, target: str) -> tuple[Duty, ...]:
        kind, record = self._resolve(target)
        if kind == "role":
            return self._role(record.id, frozenset())
        if kind == "schedule":
            return self._full(record, frozenset()) if record in self.schedules else ()
        if kind == "person":
            role = self._role_of(record.id)
            return tuple(Duty(start, end, record.id, role) for start, end in self._availability(record.id))
        return ()

    def _full(self, schedule: Schedule, asked: frozenset[str]) -> tuple[Duty, ...]:
        """Return a schedule with its deputies; `asked` holds the roles whose deputies are being looked for."""
        plain = self.unrolled(schedule)
        if not plain.missing or schedule.role is None:
            return plain.duties
        return tuple(sorted((*plain.duties, *self._deputies(schedule.role, plain.missing, asked)), key=_by_time))

    def _deputies(self, role_id: str, missing: Iterable[Duty], asked: frozenset[str]) -> list[Duty]:
        """Return who stands in for those who are missing: whoever is on duty in the deputy role."""
        deputy = self.deputy_of(role_id)
        if deputy is None or deputy in asked or role_id in asked:
            return []
        found: list[Duty] = []
        ready = self._role(deputy, asked | {role_id})
        for gone in missing:
            for one in ready:
                start, end = max(gone.start, one.start), min(gone.end, one.end)
                if start < end and one.person != gone.person:
                    found.append(Duty(start, end, one.person, one.role, None, gone.person))
        return found

    def _role(self, role_id: str, asked: frozenset[str]) -> tuple[Duty, ...]:
        """Return when a role can be called: by its schedules if it has one, else its holders in their hours."""
        if role_id in self._by_role:
            duties = (duty for one in self._by_role[role_id] for duty in self._full(one, asked))
            return tuple(sorted(duties, key=_by_time))
        found: list[Duty] = []
        missing: list[Duty] = []
        standing: list[tuple[str, Intervals]] = []
        for person, from_, to, rank in self._holders(role_id):
            held = (stretch(from_, to, self.clock, self.window),)
            ready = intersect(self._availability(person), held)
            if rank == "deputy":
                standing.append((person, ready))
                continue
            found += [Duty(start, end, person, role_id) for start, end in ready]
            away = intersect(intersect(self._own_hours(person), self.absent(person)), held)
            missing += [Duty(start, end, person, role_id) for start, end in subtract(away, ready)]
        for gone in missing:
            for person, ready in standing:
                found += [
                    Duty(start, end, person, role_id, None, gone.person)
                    for start, end in intersect(ready, ((gone.start, gone.end),))
                ]
        if missing:
            found += self._deputies(role_id, missing, asked)
        return tuple(sorted(found, key=_by_time))

    def _holders(self, role_id: str) -> list[tuple[str, date | None, date | None, str]]:
        return [
            (one.person, one.from_, one.to, one.rank or "holder")
            for one in self.brand.people.assignments
            if one.role == role_id and one.person is not None and _is_of(one.brands, self.brand)
        ]

    def roles_of(self, person_id: str) -> frozenset[str]:
        """Return the roles that somebody holds in the brand on the first day."""
        return frozenset(self._held(person_id))

    def _role_of(self, person_id: str) -> str | None:
        """Return the role in which a person called by name answers: of those they hold, the one that decides most."""
        return max(self._held(person_id), key=self._weight, default=None)

    def _held(self, person_id: str) -> list[str]:
        return [
            one.role
            for one in self.brand.people.assignments
            if one.person == person_id
            and one.role is not None
            and _is_of(one.brands, self.brand)
            and (one.to is None or one.to >= self.first)
            and (one.from_ is None or one.from_ <= self.first)
        ]

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

    # --- severities and decisions ------------------------------------------------------------------------------

    def decides(self, role_id: str | None, number: int) -> bool:
        """Say whether a role is a decision-maker for a severity: on the brand's side, and deciding up to it."""
        return role_id is not None and self._weight(role_id) >= number

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


def step_modes(step: LineStep) -> tuple[str, ...]:
    """Return the modes that a step asks for."""
    return tuple(one.mode for one in step.contact if one.mode is not None)


def _is_usable(contact: Contact) -> bool:
    told = contact.value or contact.contact_ref
    return contact.mode is not None and bool(told) and told != TO_COMPLETE


def _is_of(brands: Sequence[str], brand: Brand) -> bool:
    return not brands or brand.id in brands


def _by_time(duty: Duty) -> tuple[int, int, str]:
    return duty.start, duty.end, duty.person


def _within(unrolled: Unrolled, bounds: Interval) -> Unrolled:
    def cut(duties: Iterable[Duty]) -> tuple[Duty, ...]:
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
