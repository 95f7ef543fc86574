"""Look at what the cover of a year asks of people: who is alone, who rests too little, who carries most (cover).

Comes in: a `Cover`. Goes out: data, as in `gaps.py`.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from perimetre.cover.gaps import level, pairs, required
from perimetre.cover.intervals import DAY, Intervals, ZoneClock, intersect, minus, subtract, total, union
from perimetre.cover.reach import Cover, step_modes
from perimetre.cover.roster import DayClass
from perimetre.cover.schedules import Stint, Unrolled
from perimetre.model import Hours, Line, Schedule
from perimetre.model.people import Override


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
class Lost:
    """An hour or less between two shifts of a schedule that nobody covers: `22:00–08:59` before `09:00`.

    Fields:
        ends: the wall time at which the first shift ends, in minutes after midnight.
        begins: that at which the next begins.
        count: how often it happens over the horizon.
        first: its first minute.
        minutes: the total.
        when: the minutes.
        shift: the hours of the first shift.
        following: those of the next.
    """

    schedule: Schedule
    ends: int
    begins: int
    count: int
    first: int
    minutes: int
    when: Intervals
    shift: Hours | None
    following: Hours | None


# One object, so that it is known again.
_NOBODY: Mapping[str, Intervals] = {}


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
            when = cover.once(intersect, some, needed)
            if when:
                found.append(Essential(person=person, number=number, line=line, decides=decides, when=when))
    return tuple(found)


def _alone(cover: Cover, line: Line, asked: int | None) -> dict[str, Intervals]:
    """Return the minutes at which each person is the only one whom a line reaches, deputies counted."""
    things: list[Mapping[str, Intervals]] = []
    calls = [(target, step_modes(step)) for step in line.steps for target in step.call]
    calls += [(target, ()) for target in (line.fallback.call if line.fallback else ())]
    for target, modes in dict.fromkeys(calls):
        role = cover.role_called(target)
        deputy = cover.deputy_of(role) if role else None
        things.append(cover.by_person(target, modes, asked))
        things.append(cover.by_person(deputy, modes, asked) if deputy else _NOBODY)
    return cover.once(_only, *things)


def _only(*things: Mapping[str, Intervals]) -> dict[str, Intervals]:
    """Return the minutes at which each person is alone, of those reached behind each target, and of their deputies."""
    reached: dict[str, Intervals] = {}
    helped: dict[str, list[tuple[Intervals, Mapping[str, Intervals]]]] = {}
    for own, standing in zip(things[::2], things[1::2], strict=True):
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
    by_person: dict[str, list[tuple[Stint, Schedule]]] = {}
    for schedule in cover.schedules:
        for duty in cover.duties_of(schedule.id):
            if duty.end > cover.start and duty.start < cover.end:
                by_person.setdefault(duty.person, []).append((duty, schedule))
    found: list[Short] = []
    for person, duties in sorted(by_person.items()):
        duties.sort(key=lambda one: (one[0].start, one[0].end))
        stretches: list[list[tuple[Stint, Schedule]]] = []
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


def near_changes(cover: Cover) -> tuple[tuple[Schedule, Override], ...]:
    """Return the overrides of which the notice that their schedule promises has begun to run, and that are not over.

    The handbook does not know when an override was written: these are those of which somebody may have been told late.
    """
    found: list[tuple[Schedule, Override]] = []
    for schedule in cover.schedules:
        clock = cover.clock_of(schedule)
        for one in schedule.overrides if schedule.notice is not None else ():
            if one.from_ is not None and one.to is not None:
                begin, end = clock.of(one.from_), clock.of(one.to)
                if end > cover.start and begin < cover.start + schedule.notice.minutes:
                    found.append((schedule, one))
    return tuple(found)


def share(cover: Cover, schedule: Schedule) -> tuple[Turns, ...]:
    """Return what each person carries of a schedule over the horizon, the most burdened first; deputies apart."""
    dark = cover.once(_nights, cover.clock, by=(cover.first.toordinal(), cover.days))
    return cover.once(_share, cover.unrolled(schedule), cover.day_classes, dark, cover.whole)


def _nights(clock: ZoneClock, first: int, days: int) -> Intervals:
    return union((clock.minute(day, 21 * 60), clock.minute(day, 30 * 60)) for day in range(first - 1, first + days))


def _share(
    unrolled: Unrolled, classes: Mapping[DayClass, Intervals], dark: Intervals, whole: Intervals
) -> tuple[Turns, ...]:
    free = union(classes["weekend"], classes["holiday"])
    by_person: dict[str, list[tuple[int, int]]] = {}
    for duty in unrolled.duties:
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


def lost_time(cover: Cover, schedule: Schedule, most: int = 60) -> tuple[Lost, ...]:
    """Return the short holes between two shifts of a schedule, those closed on purpose apart.

    Args:
        cover: who can be reached when.
        schedule: the schedule.
        most: the longest hole that counts as lost by mistake, in minutes.
    """
    unrolled, clock = cover.unrolled(schedule), cover.clock_of(schedule)
    return cover.once(_lost, schedule, unrolled, clock, by=(cover.start, cover.end, most))


def _lost(
    schedule: Schedule, unrolled: Unrolled, clock: ZoneClock, first: int, last: int, most: int
) -> tuple[Lost, ...]:
    shifts = unrolled.shifts
    starts = [start for start, _ in unrolled.closed]
    holes: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for (_, end), (begin, _) in itertools.pairwise(shifts):
        if begin - end <= most and first <= end < last and list(minus(end, begin, unrolled.closed, starts)):
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
            when=union(some),
            shift=ending.get(some[0][0]),
            following=beginning.get(some[0][1]),
        )
        for walls, some in sorted(holes.items(), key=lambda one: one[1][0])
    )


def _time_of_day(wall: datetime) -> int:
    return wall.hour * 60 + wall.minute
