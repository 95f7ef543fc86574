"""Say who can be reached when: schedules with their deputies, people in their hours, by a usable contact (cover).

Comes in: a handbook, one of its brands, a first day and how many days. Goes out: `Cover`, asked target by target.
"""

from __future__ import annotations

import dataclasses
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from perimetre.base.frozen import dataclass
from perimetre.base.memory import Memory
from perimetre.cover import calls
from perimetre.cover.calls import Called, Post
from perimetre.cover.intervals import Intervals, intersect, subtract, union
from perimetre.cover.roster import HORIZON, Roster
from perimetre.cover.schedules import Stint, segments
from perimetre.model import Brand, Contact, Handbook, LineStep, Person, PlaceOfBrand, Role, Schedule


@dataclasses.dataclass(frozen=True, slots=True)
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
    """A stretch of a week as a page shows it: wall times of the brand, and the ids of the people, perhaps nobody's.

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
        shared: the numbers of the turn that they hold, which ring at them then.
        stands_in_for: the absent person whose deputy this is, or None.
    """

    target: str
    role: str | None
    person: str | None
    modes: tuple[str, ...]
    reachable: bool
    present: bool = False
    stands_in_for: str | None = None
    shared: tuple[Contact, ...] = ()


class Cover(Roster):
    """Who can be reached when, in a brand.

    Args:
        handbook: the handbook.
        brand: the brand.
        first: the first day, in the zone of the brand.
        days: how many days.
        trusting: take whoever has no usable contact for reached all the same, where that is told elsewhere.
        memory: what has been worked out for the handbook's other brands; none: nothing yet.
        place: the place of which one speaks, or None.
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
        super().__init__(handbook, brand, first, days, trusting=trusting, memory=memory, place=place)
        self._known_called: dict[str, Called] = {}
        self._targets: dict[str, tuple[Stint, ...]] = {}
        self._segments: dict[str, tuple[Segment, ...]] = {}
        self._reached: dict[tuple[str, tuple[str, ...], int | None], Intervals] = {}
        self._people: dict[tuple[str, tuple[str, ...], int | None], Mapping[str, Intervals]] = {}
        self._steps: dict[tuple[tuple[str, ...], tuple[str, ...], int | None], Intervals] = {}
        self._known_asleep: dict[tuple[str, date], tuple[Target, ...]] = {}

    def week(self, schedule_id: str, day: date, days: int = 7) -> tuple[Shown, ...]:
        """Return who is on duty in a schedule from a day's 00:00 for some days, without a hole, for a page.

        Args:
            schedule_id: the schedule.
            day: the first day, in the zone of the brand; within the days of this cover.
            days: how many days.
        """
        begin, finish = (self.clock.minute(day.toordinal() + more) for more in (0, days))
        schedule = self.schedule(schedule_id)
        closed = self.unrolled(schedule).closed if schedule else ()
        shown: list[tuple[int, int, tuple[str, ...], bool, bool]] = []
        for segment in self.segments_of(schedule_id):
            if segment.start < finish and begin < segment.end:
                people = tuple(dict.fromkeys(duty.person for duty in segment.people))
                deputy = any(duty.stands_in_for for duty in segment.people)
                start, end = max(segment.start, begin), min(segment.end, finish)
                if shown and shown[-1][1] == start and shown[-1][2:] == (people, False, deputy):
                    start = shown.pop()[0]
                shown.append((start, end, people, False, deputy))
        empty = subtract(((begin, finish),), union((start, end) for start, end, *_ in shown))
        for start, end in empty:
            on_purpose = intersect(((start, end),), closed)
            shown += [(*piece, (), True, False) for piece in on_purpose]
            shown += [(*piece, (), False, False) for piece in subtract(((start, end),), on_purpose)]
        wall = self.clock.wall
        return tuple(
            Shown(start=wall(start), end=wall(end), people=people, closed=closed, deputy=deputy)
            for start, end, people, closed, deputy in sorted(shown)
        )

    def duties_of(self, target: str) -> tuple[Stint, ...]:
        """Return when each person behind a target of a line can be called, deputies included.

        Args:
            target: the id of a role, a schedule or a person.
        """
        duties = self._targets.get(target)
        if duties is None:
            record = self._resolve(target)
            if isinstance(record, Role):
                duties = self._role(record.id, frozenset())
            elif isinstance(record, Schedule):
                duties = self._full(record, frozenset()) if record in self.schedules else ()
            elif isinstance(record, Person):
                duties = self.once(calls.stints, self._called_by_name(record.id))
            else:
                duties = ()
            self._targets[target] = duties
        return duties

    def segments_of(self, target: str) -> tuple[Segment, ...]:
        """Return the same, cut where somebody comes or goes; empty stretches are left out."""
        cut = self._segments.get(target)
        if cut is None:
            cut = self._segments[target] = tuple(Segment(*segment) for segment in segments(self.duties_of(target)))
        return cut

    def at(self, target: str, minute: int) -> tuple[Stint, ...]:
        """Return who can be called behind a target at a minute, each once."""
        cut = self.segments_of(target)
        rank = bisect_right(cut, minute, key=lambda segment: segment.start) - 1
        if rank < 0 or cut[rank].end <= minute:
            return ()
        return tuple({(duty.person, duty.role): duty for duty in cut[rank].people}.values())

    def reached(self, target: str, modes: Sequence[str] = (), decides: int | None = None) -> Intervals:
        """Return when somebody behind a target can be reached.

        Args:
            target: the id of a role, a schedule or a person.
            modes: the modes that the step asks for; none: any that reaches somebody at once.
            decides: only by somebody who decides up to that severity, on the brand's side.
        """
        key = (target, tuple(modes), decides)
        reached = self._reached.get(key)
        if reached is None:
            reached = self._reached[key] = self.once(union, *self.by_person(target, key[1], decides).values())
        return reached

    def step_reached(self, step: LineStep, decides: int | None = None) -> Intervals:
        """Return when a step of a line reaches somebody (who decides up to that severity, if it is said)."""
        key = (step.call, step_modes(step), decides)
        reached = self._steps.get(key)
        if reached is None:
            reached = self.once(union, *(self.reached(target, key[1], decides) for target in step.call))
            self._steps[key] = reached
        return reached

    def by_person(
        self, target: str, modes: tuple[str, ...] = (), decides: int | None = None
    ) -> Mapping[str, Intervals]:
        """Return when each person behind a target can be reached, as `reached` does for all of them together."""
        key = (target, modes, decides)
        people = self._people.get(key)
        if people is None:
            called = self._called(target)
            turns = self._turns(target)
            # Whoever holds the turn, whichever it is: a number of their own is not needed.
            rings = bool(turns) and all(self.usable(turn.contact, modes) for turn in turns)
            reached = tuple(
                (person, role)
                for person, role in called
                if (rings or self.modes(person, modes)) and (decides is None or self.decides(role, decides))
            )
            people = self._people[key] = self.once(calls.by_person, called, reached=reached)
        return people

    def people_of(self, target: str) -> tuple[str, ...]:
        """Return whoever may be called behind a target over these days, each once, reachable or not."""
        return tuple(dict.fromkeys(person for person, _ in self._called(target)))

    def targets(self, call: Iterable[str], minute: int, modes: Sequence[str] = ()) -> tuple[Target, ...]:
        """Return whom the targets of a step are at a minute; a target that is nobody then is there, unreachable."""
        targets: list[Target] = []
        for target in call:
            duties = self.at(target, minute)
            shared = self._numbers(target, minute, modes) if duties else ()
            ringing = [contact.mode for contact in shared if contact.mode is not None]
            for duty in duties:
                usable = tuple(dict.fromkeys((*ringing, *self.modes(duty.person, modes))))
                targets.append(
                    Target(
                        target=target,
                        role=duty.role,
                        person=duty.person,
                        modes=usable,
                        reachable=bool(usable),
                        present=True,
                        stands_in_for=duty.stands_in_for,
                        shared=shared,
                    )
                )
            if not duties:
                targets += self._asleep(target, minute)
        return tuple(targets)

    def _turns(self, target: str) -> Sequence[Schedule]:
        """Return the schedules behind a target: itself, or those of the role."""
        record = self._resolve(target)
        if isinstance(record, Schedule):
            return (record,) if record in self.schedules else ()
        return self._by_role.get(record.id, ()) if isinstance(record, Role) else ()

    def _numbers(self, target: str, minute: int, modes: Sequence[str]) -> tuple[Contact, ...]:
        """Return the numbers of the turns that are held behind a target at a minute."""
        held = (turn for turn in self._turns(target) if turn.contact and self.at(turn.id, minute))
        return tuple(contact for turn in held for contact in self.usable(turn.contact, modes))

    def role_called(self, target: str) -> str | None:
        """Return the role that a target stands for: a schedule's, or the role itself; None for a person."""
        record = self._resolve(target)
        if isinstance(record, Schedule):
            return record.role
        return record.id if isinstance(record, Role) else None

    def _asleep(self, target: str, minute: int) -> tuple[Target, ...]:
        """Return those behind a target whom nobody can reach now: known by name outside schedules only."""
        day = self.clock.wall(minute).date()
        asleep = self._known_asleep.get((target, day))
        if asleep is None:
            role, people = self._named(target, day)
            asleep = self._known_asleep[target, day] = tuple(
                Target(target=target, role=role, person=person, modes=(), reachable=False)
                for person in dict.fromkeys(people) or (None,)
            )
        return asleep

    def _named(self, target: str, day: date) -> tuple[str | None, list[str]]:
        record = self._resolve(target)
        if isinstance(record, Person):
            return self._role_of(record.id, day), [record.id]
        if isinstance(record, Schedule):
            return record.role, []
        if isinstance(record, Role):
            held = [given.person for given in self.brand.assignments_on(day) if given.role == record.id]
            return record.id, [] if record.id in self._by_role else [person for person in held if person]
        return None, []

    def _resolve(self, target: str) -> Role | Schedule | Person | None:
        return self.brand.find(Role, target) or self.brand.find(Schedule, target) or self.brand.find(Person, target)

    def _called(self, target: str) -> Called:
        """Return when each person behind a target can be called, in each role."""
        called = self._known_called.get(target)
        if called is None:
            record = self._resolve(target)
            if isinstance(record, Person):
                called = self._called_by_name(record.id)
            elif isinstance(record, Role) and record.id not in self._by_role:
                posts = self._posts_in(record.id)
                # Where somebody is missing, who stands in is a matter of duties.
                if any(post.missing for post in posts):
                    called = self.once(calls.called_in, self.duties_of(target))
                else:
                    called = self.once(calls.ready, *posts)
            else:
                called = self.once(calls.called_in, self.duties_of(target))
            self._known_called[target] = called
        return called

    def _called_by_name(self, person: str) -> Called:
        return self.once(calls.by_name, self._availability(person), person=person, posts=self._posts_of(person))

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
        return self.once(calls.standing_in, duties, missing, self._role(deputy, asked | {role_id}))

    def _role(self, role_id: str, asked: frozenset[str]) -> tuple[Stint, ...]:
        """Return when a role can be called: by its schedules if it has one, else its holders in their hours."""
        if role_id in self._by_role:
            return self.once(calls.merged, *(self._full(schedule, asked) for schedule in self._by_role[role_id]))
        posts = self._posts_in(role_id)
        if not any(post.missing for post in posts):
            return self.once(calls.stints, self.once(calls.ready, *posts))
        return self._with_deputies(role_id, self.once(calls.held, *posts), self.once(calls.missing, *posts), asked)

    def _posts_in(self, role_id: str) -> tuple[Post, ...]:
        """Return those who hold a role that no schedule is of."""
        return tuple(
            self.once(
                calls.post_of,
                given,
                self._availability(given.person),
                self._own_hours(given.person),
                self.clock,
                self.window,
                away=self.absent(given.person),
                unfit=self.unfit(given.person, role_id),
            )
            for given in self.holders(role_id)
            if given.person is not None
        )


def step_modes(step: LineStep) -> tuple[str, ...]:
    """Return the modes that a step asks for."""
    return tuple(contact.mode for contact in step.contact if contact.mode is not None)
