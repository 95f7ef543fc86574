"""Look for what is wrong with the cover of a year: gaps, slow decisions, short rests, people who are alone (cover).

Comes in: a `Cover`. Goes out: data, that rules turn into findings and pages into pictures. Every set is exact over the
horizon; `when` fields are intervals of UTC minutes, and `cover.clock.wall` gives a minute's wall time.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ..model import Hours, Line, LineStep, Schedule
from .intervals import DAY, Intervals, intersect, minus, subtract, total, union
from .lines import Call, delays, follow, ordered
from .reach import Cover, step_modes
from .schedules import Duty

DayClass = Literal["weekday", "weekend", "holiday"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Minutes at which a call on a line reaches nobody, while the severity promises that it does.

    Fields:
        number: the severity, or None for a line that is not of one.
        line: the line.
        when: the gaps, by time; the first instant is `when[0][0]`, the count `len(when)`.
        minutes: their total.
        on_purpose: minutes in which nobody is reached because every schedule of the line is closed on purpose.
    """

    number: int | None
    line: Line
    when: Intervals
    minutes: int
    on_purpose: Intervals


@dataclass(frozen=True, slots=True, kw_only=True)
class Slowest:
    """The longest time to somebody who can decide, over one class of days.

    Fields:
        days: weekdays, weekends or public holidays, by the house's days.
        expected: the longest if everyone answers, or None if no call of these days reaches somebody who can decide.
        worst: the longest if nobody answers before them; None as above.
        path: the line followed from the first minute at which the worst is reached; None as above.
        never: the minutes from which nobody who can decide is reached at all.
        within: what the severity promises, in minutes, or None.
        late: the minutes from which the worst is longer than that, those of `never` included.
    """

    number: int
    line: Line
    days: DayClass
    expected: int | None
    worst: int | None
    path: Call | None
    never: Intervals
    within: int | None
    late: Intervals


@dataclass(frozen=True, slots=True, kw_only=True)
class Short:
    """A rest that is shorter than it should be, or a duty so long that none fits in the day.

    Fields:
        person: who.
        kind: `rest`: too little between two stretches of duty; `stretch`: a stretch of duty at work (not on call from
            home) that leaves less than the rest in 24 hours.
        schedule: the schedule of the duty that begins too soon, or lasts too long.
        start: for `rest`, the end of the duty before; for `stretch`, its beginning.
        end: for `rest`, the beginning of the next; for `stretch`, its end.
        minutes: between the two.
        wanted: the rest that the schedule wants, in minutes.
        shift: the hours of the layer in which it shows, or None for an override or a deputy.
    """

    person: str
    kind: Literal["rest", "stretch"]
    schedule: Schedule
    start: int
    end: int
    minutes: int
    wanted: int
    shift: Hours | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turns:
    """What one person carries of a schedule over the horizon, in minutes.

    Fields:
        weekend: Saturdays, Sundays and public holidays.
        night: between 21:00 and 06:00.
        share: of all the duty of the schedule, from 0 to 1.
    """

    person: str
    minutes: int
    weekend: int
    night: int
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Essential:
    """A person without whom a line would reach nobody, or nobody who can decide.

    Fields:
        decides: only those who can decide were counted.
        when: the minutes at which they are alone, no deputy being on duty.
    """

    person: str
    number: int | None
    line: Line
    decides: bool
    when: Intervals


@dataclass(frozen=True, slots=True, kw_only=True)
class Empty:
    """A step that calls nobody for some of the time: the line skips it, or waits for nobody.

    Fields:
        rank: the place of the step in the line, from 0.
        when: the minutes at which it is empty, within the hours that are to be covered.
        waits: those at which an earlier step has somebody, so that the time of this one is spent for nobody.
        always: whether it never has anybody.
    """

    number: int | None
    line: Line
    step: LineStep
    rank: int
    when: Intervals
    waits: Intervals
    always: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """An hour or less between two shifts of a schedule that nobody covers: `22:00–08:59` before `09:00`.

    Fields:
        ends: the wall time at which the first shift ends, in minutes after midnight.
        begins: that at which the next begins.
        count: how often it happens over the horizon.
        first: its first minute.
        minutes: the total.
        shift: the hours of the first shift.
        following: those of the next.
    """

    schedule: Schedule
    ends: int
    begins: int
    count: int
    first: int
    minutes: int
    shift: Hours | None
    following: Hours | None


# --- what is promised ----------------------------------------------------------------------------------------------


def pairs(cover: Cover) -> tuple[tuple[int | None, Line], ...]:
    """Return every severity with each line that may be followed at it.

    A default line goes with the severities that it names (all, if none); another line with those that it names, or with
    None: it is judged by what the mildest severity that must always be covered asks (see `level`).
    """
    numbers = sorted(one.number for one in cover.brand.escalation.severities if one.number is not None)
    found: list[tuple[int | None, Line]] = []
    for line in cover.lines:
        named = cover.numbers_of(line)
        if line.default and not line.severities:
            found += [(number, line) for number in numbers if cover.default_line(number) is line]
        elif named:
            found += [(number, line) for number in sorted(named)]
        else:
            found.append((None, line))
    return tuple(found)


def level(cover: Cover, number: int | None) -> int:
    """Return the severity to judge by: the one given, else the mildest that must always be covered (0 if none)."""
    if number is not None:
        return number
    always = (one.number for one in cover.brand.escalation.severities if one.cover == "always")
    return min((one for one in always if one is not None), default=0)


def required(cover: Cover, number: int | None) -> Intervals:
    """Return the minutes at which somebody must be reached at a severity, over the horizon."""
    whole: Intervals = ((cover.start, cover.end),)
    severity = cover.severity(level(cover, number))
    promised = severity.cover if severity else None
    if promised == "always":
        return whole
    if promised == "service-hours":
        return intersect(cover.service_hours(), whole)
    return ()


def _reached(cover: Cover, line: Line) -> Intervals:
    steps = [cover.step_reached(step) for step in line.steps]
    last = [cover.reached(target) for target in (line.fallback.call if line.fallback else ())]
    return union(*steps, *last)


def closed_on_purpose(cover: Cover, line: Line) -> Intervals:
    """Return the minutes at which every schedule that a line calls is closed on purpose (never, if it calls none)."""
    call = [target for step in line.steps for target in step.call]
    schedules = [found for target in dict.fromkeys(call) if (found := cover.schedule(target)) is not None]
    closed: Intervals | None = None
    for one in schedules:
        own = cover.unrolled(one).closed
        closed = own if closed is None else intersect(closed, own)
    return closed or ()


def gaps(cover: Cover) -> tuple[Gap, ...]:
    """Return the gaps of each severity and line that has some, or that closes on purpose."""
    found: list[Gap] = []
    for number, line in pairs(cover):
        nobody = subtract(required(cover, number), _reached(cover, line))
        if nobody:
            closed = closed_on_purpose(cover, line)
            when = subtract(nobody, closed)
            found.append(
                Gap(number=number, line=line, when=when, minutes=total(when), on_purpose=intersect(nobody, closed))
            )
    return tuple(found)


# --- decisions -----------------------------------------------------------------------------------------------------


def day_classes(cover: Cover) -> dict[DayClass, Intervals]:
    """Return the days of the horizon by class: weekdays, weekends, public holidays."""
    days: dict[DayClass, list[tuple[int, int]]] = {"weekday": [], "weekend": [], "holiday": []}
    first = cover.first.toordinal()
    for day in range(first, first + cover.days):
        told = cover.class_of(day)
        name: DayClass = "holiday" if told == "holiday" else "weekend" if told in ("sat", "sun") else "weekday"
        days[name].append((cover.clock.minute(day), cover.clock.minute(day + 1)))
    return {name: union(some) for name, some in days.items()}


def slowest(cover: Cover) -> tuple[Slowest, ...]:
    """Return the longest times to somebody who can decide, for each severity and line, by class of days."""
    classes = day_classes(cover)
    found: list[Slowest] = []
    for number, line in pairs(cover):
        asked = level(cover, number)
        severity = cover.severity(asked)
        promised = severity.decision_within.minutes if severity and severity.decision_within else None
        needed = required(cover, number)
        worst = delays(cover, line, asked, needed)
        expected = delays(cover, line, asked, needed, everyone_answers=True)
        for name, days in classes.items():
            known = {one.minutes: some for one in worst if (some := intersect(one.when, days))}
            if not known:
                continue
            longest = max((minutes for minutes in known if minutes is not None), default=None)
            best = max(
                (one.minutes for one in expected if one.minutes is not None and intersect(one.when, days)),
                default=None,
            )
            never = known.get(None, ())
            late = never
            if promised is not None:
                late = union(never, *(some for minutes, some in known.items() if minutes and minutes > promised))
            found.append(
                Slowest(
                    number=asked,
                    line=line,
                    days=name,
                    expected=best,
                    worst=longest,
                    path=None if longest is None else follow(cover, line, asked, known[longest][0][0]),
                    never=never,
                    within=promised,
                    late=late,
                )
            )
    return tuple(found)


def empty_steps(cover: Cover) -> tuple[Empty, ...]:
    """Return the steps that have nobody for some of the hours to cover, for each severity and line."""
    found: list[Empty] = []
    for number, line in pairs(cover):
        needed = required(cover, number)
        before: Intervals = ()
        for rank, step in enumerate(ordered(line)):
            reached = cover.step_reached(step)
            when = subtract(needed, reached)
            if when:
                found.append(
                    Empty(
                        number=number,
                        line=line,
                        step=step,
                        rank=rank,
                        when=when,
                        waits=intersect(when, before),
                        always=not intersect(reached, ((cover.start, cover.end),)),
                    )
                )
            before = union(before, reached)
    return tuple(found)


# --- people --------------------------------------------------------------------------------------------------------


def essential_people(cover: Cover, *, decides: bool = False) -> tuple[Essential, ...]:
    """Return whose absence would open a gap, for each severity and line.

    Args:
        cover: who can be reached when.
        decides: look at those who can decide instead of all who can be reached.
    """
    alone: dict[tuple[int, bool], dict[str, Intervals]] = {}
    found: list[Essential] = []
    for number, line in pairs(cover):
        asked = level(cover, number) if decides else None
        key = (id(line), asked if asked is not None else -1)
        if key not in alone:
            alone[key] = _alone(cover, line, asked)
        needed = required(cover, number)
        for person, some in sorted(alone[key].items()):
            when = intersect(some, needed)
            if when:
                found.append(Essential(person=person, number=number, line=line, decides=decides, when=when))
    return tuple(found)


def _alone(cover: Cover, line: Line, asked: int | None) -> dict[str, Intervals]:
    """Return the minutes at which each person is the only one whom a line reaches, deputies counted."""
    reached: dict[str, Intervals] = {}
    helped: dict[str, list[tuple[Intervals, Mapping[str, Intervals]]]] = {}
    calls = [(target, step_modes(step)) for step in line.steps for target in step.call]
    calls += [(target, ()) for target in (line.fallback.call if line.fallback else ())]
    for target, modes in dict.fromkeys(calls):
        own = cover.by_person(target, modes, asked)
        role = cover.role_called(target)
        deputy = cover.deputy_of(role) if role else None
        standing = cover.by_person(deputy, modes, asked) if deputy else {}
        for person, some in own.items():
            reached[person] = union(reached.get(person, ()), some)
            if standing:
                helped.setdefault(person, []).append((some, standing))
    once: Intervals = ()
    twice: Intervals = ()
    for some in reached.values():
        twice = union(twice, intersect(once, some))
        once = union(once, some)
    single = subtract(once, twice)
    found: dict[str, Intervals] = {}
    for person, some in reached.items() if single else ():
        alone = intersect(some, single)
        for own, standing in helped.get(person, ()) if alone else ():
            others = union(*(ready for one, ready in standing.items() if one != person))
            alone = subtract(alone, intersect(own, others))
        if alone:
            found[person] = alone
    return found


def short_rests(cover: Cover) -> tuple[Short, ...]:
    """Return the rests that are too short within the horizon, whatever the schedules that the duties are of."""
    by_person: dict[str, list[tuple[Duty, Schedule]]] = {}
    for schedule in cover.schedules:
        for duty in cover.duties_of(schedule.id):
            if duty.end > cover.start and duty.start < cover.end:
                by_person.setdefault(duty.person, []).append((duty, schedule))
    found: list[Short] = []
    for person, duties in sorted(by_person.items()):
        duties.sort(key=lambda one: (one[0].start, one[0].end))
        stretches: list[list[tuple[Duty, Schedule]]] = []
        end = None
        for duty, schedule in duties:
            if end is None or duty.start > end:
                stretches.append([])
                if end is not None and duty.start - end < schedule.rest.minutes:
                    found.append(_short("rest", person, schedule, end, duty.start, duty.shift))
                end = duty.end
            stretches[-1].append((duty, schedule))
            end = max(end, duty.end)
        for stretch in stretches:
            begin, finish = stretch[0][0].start, max(duty.end for duty, _ in stretch)
            at_work = [one for one in stretch if one[1].regime == "duty"]
            if at_work and finish - begin > DAY - at_work[0][1].rest.minutes:
                found.append(_short("stretch", person, at_work[-1][1], begin, finish, at_work[-1][0].shift))
    return tuple(sorted(found, key=lambda one: (one.start, one.person)))


def _short(
    kind: Literal["rest", "stretch"], person: str, schedule: Schedule, start: int, end: int, shift: Hours | None
) -> Short:
    return Short(
        person=person,
        kind=kind,
        schedule=schedule,
        start=start,
        end=end,
        minutes=end - start,
        wanted=schedule.rest.minutes,
        shift=shift,
    )


def share(cover: Cover, schedule: Schedule) -> tuple[Turns, ...]:
    """Return what each person carries of a schedule over the horizon, the most burdened first; deputies apart."""
    whole = ((cover.start, cover.end),)
    classes = day_classes(cover)
    free = union(classes["weekend"], classes["holiday"])
    first = cover.first.toordinal()
    dark = union(
        (cover.clock.minute(day, 21 * 60), cover.clock.minute(day, 30 * 60))
        for day in range(first - 1, first + cover.days)
    )
    by_person: dict[str, list[tuple[int, int]]] = {}
    for duty in cover.unrolled(schedule).duties:
        by_person.setdefault(duty.person, []).append((duty.start, duty.end))
    own = {person: intersect(union(some), whole) for person, some in by_person.items()}
    everything = sum(total(some) for some in own.values()) or 1
    found = (
        Turns(
            person=person,
            minutes=total(some),
            weekend=total(intersect(some, free)),
            night=total(intersect(some, dark)),
            share=total(some) / everything,
        )
        for person, some in own.items()
        if some
    )
    return tuple(sorted(found, key=lambda one: (-one.minutes, one.person)))


# --- shifts --------------------------------------------------------------------------------------------------------


def lost_time(cover: Cover, schedule: Schedule, most: int = 60) -> tuple[Lost, ...]:
    """Return the short holes between two shifts of a schedule, those closed on purpose apart.

    Args:
        cover: who can be reached when.
        schedule: the schedule.
        most: the longest hole that counts as lost by mistake, in minutes.
    """
    unrolled = cover.unrolled(schedule)
    clock = cover.clock_of(schedule)
    shifts = unrolled.shifts
    starts = [start for start, _ in unrolled.closed]
    holes: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for (_, end), (begin, _) in itertools.pairwise(shifts):
        if begin - end <= most and cover.start <= end < cover.end and list(minus(end, begin, unrolled.closed, starts)):
            walls = (_time_of_day(clock.wall(end)), _time_of_day(clock.wall(begin)))
            holes.setdefault(walls, []).append((end, begin))
    ending = {duty.end: duty.shift for duty in unrolled.duties}
    beginning = {duty.start: duty.shift for duty in unrolled.duties}
    return tuple(
        Lost(
            schedule=schedule,
            ends=walls[0],
            begins=walls[1],
            count=len(some),
            first=some[0][0],
            minutes=total(some),
            shift=ending.get(some[0][0]),
            following=beginning.get(some[0][1]),
        )
        for walls, some in sorted(holes.items(), key=lambda one: one[1][0])
    )


def _time_of_day(wall: object) -> int:
    return wall.hour * 60 + wall.minute  # type: ignore[attr-defined]
