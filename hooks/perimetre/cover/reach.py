"""Say who can be reached when: schedules with their deputies, people in their hours, by a usable contact (cover).

Comes in: a handbook, one of its brands, a first day and how many days. Goes out: `Cover`, asked target by target.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from perimetre.cover.intervals import CoverCache, Interval, Intervals, ZoneClock, intersect, subtract, union
from perimetre.cover.roster import HORIZON, Roster
from perimetre.cover.schedules import DayRange, Stint, segments, stretch
from perimetre.model import Brand, Handbook, LineStep, Person, Role, Schedule


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
    people: tuple[Stint, ...]


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


class Cover(Roster):
    """Who can be reached when, in a brand.

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
        super().__init__(handbook, brand, first, days, trusting=trusting, kept=kept)
        self._targets: dict[str, tuple[Stint, ...]] = {}
        self._segments: dict[str, tuple[Segment, ...]] = {}
        self._reached: dict[tuple[str, tuple[str, ...], int | None], Intervals] = {}
        self._people: dict[tuple[str, tuple[str, ...], int | None], Mapping[str, Intervals]] = {}
        self._steps: dict[tuple[tuple[str, ...], tuple[str, ...], int | None], Intervals] = {}

    def on_duty(self, schedule_id: str) -> tuple[Segment, ...]:
        """Return who is on duty in a schedule, deputies included, by time; empty stretches are left out."""
        return self.segments_of(schedule_id)

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

    def duties_of(self, target: str) -> tuple[Stint, ...]:
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

    def at(self, target: str, minute: int) -> tuple[Stint, ...]:
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
            found = self._reached[key] = self.once(union, *self.by_person(target, key[1], decides).values())
        return found

    def step_reached(self, step: LineStep, decides: int | None = None) -> Intervals:
        """Return when a step of a line reaches somebody (who decides up to that severity, if it is said)."""
        key = (step.call, step_modes(step), decides)
        found = self._steps.get(key)
        if found is None:
            reached = (self.reached(target, key[1], decides) for target in step.call)
            found = self._steps[key] = self.once(union, *reached)
        return found

    def by_person(
        self, target: str, modes: tuple[str, ...] = (), decides: int | None = None
    ) -> Mapping[str, Intervals]:
        """Return when each person behind a target can be reached, as `reached` does for all of them together."""
        key = (target, modes, decides)
        found = self._people.get(key)
        if found is None:
            told: dict[str, list[Intervals]] = {}
            for (person, role), some in self.once(_people, self.duties_of(target)).items():
                if self.modes(person, modes) and (decides is None or self.decides(role, decides)):
                    told.setdefault(person, []).append(some)
            united = (self.once(union, *several) for several in told.values())
            found = self._people[key] = self.once(_mapping, *united, by=tuple(told))
        return found

    def people_of(self, target: str) -> tuple[str, ...]:
        """Return whoever may be called behind a target over these days, each once, reachable or not."""
        return tuple(dict.fromkeys(person for person, _ in self.once(_people, self.duties_of(target))))

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

    def _asleep(self, target: str, minute: int) -> list[Target]:
        """Return those behind a target whom nobody can reach now: known by name outside schedules only."""
        role, people = self._named(target, self.clock.wall(minute).date())
        return [
            Target(target=target, role=role, person=one, modes=(), reachable=False) for one in dict.fromkeys(people)
        ] or [Target(target=target, role=role, person=None, modes=(), reachable=False)]

    def _named(self, target: str, day: date) -> tuple[str | None, list[str]]:
        kind, record = self._resolve(target)
        if kind == "person":
            return self._role_of(record.id, day), [record.id]
        if kind == "schedule":
            return record.role, []
        if kind == "role":
            held = [given.person for given in self.brand.assignments_on(day) if given.role == record.id]
            return record.id, [] if record.id in self._by_role else [person for person in held if person]
        return None, []

    def _resolve(self, target: str) -> tuple[str, Role | Schedule | Person] | tuple[None, None]:
        for kind in ("role", "schedule", "person"):
            record = self.brand.find(kind, target)
            if record is not None:
                return kind, record  # type: ignore[return-value]
        return None, None

    def _work_out(self, target: str) -> tuple[Stint, ...]:
        kind, record = self._resolve(target)
        if kind == "role":
            return self._role(record.id, frozenset())
        if kind == "schedule":
            return self._full(record, frozenset()) if record in self.schedules else ()
        if kind == "person":
            return self.once(_by_name, self._availability(record.id), by=(record.id, self._posts_of(record.id)))
        return ()

    def _full(self, schedule: Schedule, asked: frozenset[str]) -> tuple[Stint, ...]:
        """Return a schedule with its deputies; `asked` holds the roles whose deputies are being looked for."""
        plain = self.unrolled(schedule)
        if not plain.missing or schedule.role is None:
            return plain.duties
        return self._with_deputies(schedule.role, plain.duties, plain.missing, asked)

    def _with_deputies(
        self, role_id: str, duties: tuple[Stint, ...], missing: tuple[Stint, ...], asked: frozenset[str]
    ) -> tuple[Stint, ...]:
        """Return duties, and those who stand in where somebody is missing: whoever is on duty in the deputy role."""
        deputy = self.deputy_of(role_id)
        if deputy is None or deputy in asked or role_id in asked:
            return duties
        return self.once(_stand_in, duties, missing, self._role(deputy, asked | {role_id}))

    def _role(self, role_id: str, asked: frozenset[str]) -> tuple[Stint, ...]:
        """Return when a role can be called: by its schedules if it has one, else its holders in their hours."""
        if role_id in self._by_role:
            return self.once(_merged, *(self._full(one, asked) for one in self._by_role[role_id]))
        holders = self.holders(role_id)
        people = [given.person for given in holders if given.person]
        hours = [some for person in people for some in (self._availability(person), self._own_hours(person))]
        away = tuple(self.absent(person) for person in people)
        found, missing = self.once(_hold, self.clock, self.window, *hours, by=(role_id, holders, away))
        return self._with_deputies(role_id, found, missing, asked) if missing else found


def _by_name(when: Intervals, person: str, posts: tuple[tuple[str, Intervals], ...]) -> tuple[Stint, ...]:
    """Return when somebody called by name answers, in the first of their roles that they hold then.

    Whoever is given roles answers while they hold one; whoever never was answers in none.
    """
    if not posts:
        return tuple(Stint(start, end, person, None) for start, end in when)
    found: list[Stint] = []
    for role, held in posts:
        found += [Stint(start, end, person, role) for start, end in intersect(when, held)]
        when = subtract(when, held)
    return tuple(sorted(found, key=_by_time))


def _people(duties: Iterable[Stint]) -> Mapping[tuple[str, str | None], Intervals]:
    """Return when each person can be called, in each role."""
    found: dict[tuple[str, str | None], list[Interval]] = {}
    for duty in duties:
        found.setdefault((duty.person, duty.role), []).append((duty.start, duty.end))
    return {key: union(some) for key, some in found.items()}


def _mapping(*several: object) -> Mapping[str, Intervals]:
    """Return sets of minutes by person: first all the sets, then all the people."""
    half = len(several) // 2
    return dict(zip(several[half:], several[:half], strict=True))  # type: ignore[arg-type]


def _merged(*several: Iterable[Stint]) -> tuple[Stint, ...]:
    return tuple(sorted((duty for duties in several for duty in duties), key=_by_time))


def _stand_in(duties: Iterable[Stint], missing: Iterable[Stint], ready: Iterable[Stint]) -> tuple[Stint, ...]:
    """Return duties, with those of the deputies, who are on duty, while somebody is missing."""
    found: list[Stint] = []
    for gone in missing:
        for one in ready:
            start, end = max(gone.start, one.start), min(gone.end, one.end)
            if start < end and one.person != gone.person:
                found.append(Stint(start, end, one.person, one.role, None, gone.person))
    return _merged(duties, found)


def _hold(clock: ZoneClock, window: DayRange, *more: object) -> tuple[tuple[Stint, ...], tuple[Stint, ...]]:
    """Return when those who hold a role can be called, deputies of the same role included; and when one is missing.

    Args:
        clock, window: of the house.
        more: for each holder, when they are available, and their hours; then the role, the holders, their absences.
    """
    *hours, role_id, holders, away = more
    found: list[Stint] = []
    missing: list[Stint] = []
    standing: list[tuple[str, Intervals]] = []
    for rank, given in enumerate(holders):
        person = given.person
        held = (stretch(given.from_, given.to, clock, window),)
        ready = intersect(hours[2 * rank], held)
        if given.rank == "deputy":
            standing.append((person, ready))
            continue
        found += [Stint(start, end, person, role_id) for start, end in ready]
        gone = intersect(intersect(hours[2 * rank + 1], away[rank]), held)
        missing += [Stint(start, end, person, role_id) for start, end in subtract(gone, ready)]
    for one in missing:
        for person, ready in standing:
            found += [
                Stint(start, end, person, role_id, None, one.person)
                for start, end in intersect(ready, ((one.start, one.end),))
            ]
    return tuple(sorted(found, key=_by_time)), tuple(missing)


def step_modes(step: LineStep) -> tuple[str, ...]:
    """Return the modes that a step asks for."""
    return tuple(one.mode for one in step.contact if one.mode is not None)


def _by_time(duty: Stint) -> tuple[int, int, str]:
    return duty.start, duty.end, duty.person
