"""Look at what the cover of a year asks of people: who is alone, who rests too little, who carries most (cover).

Comes in: a `Cover`. Goes out: data, as in `gaps.py`.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from datetime import datetime
from typing import Literal, NamedTuple

from perimetre.base.frozen import dataclass
from perimetre.cover.gaps import level, pairs, required
from perimetre.cover.hours import DayClass, from_to
from perimetre.cover.intervals import DAY, Intervals, ZoneClock, intersect, minus, overlaps, subtract, total, union
from perimetre.cover.reach import Cover, step_modes
from perimetre.cover.schedules import Stint, Unrolled
from perimetre.model import Hours, Line, Schedule
from perimetre.model.people import Override, Rotation


@dataclass(frozen=True, slots=True, kw_only=True)
class Short:
    """A rest that is shorter than it should be, or a duty so long that none fits in the day.

    Fields:
        person: who.
        kind: `rest`: too little between two stretches of duty; `stretch`: a stretch of duty at work that leaves less
            than the rest in 24 hours; `on-call`: one on call from home that an override makes longer than a week.
        schedule: the schedule of the duty that begins too soon, or lasts too long.
        start: for `rest`, the end of the duty before; for `stretch`, its beginning.
        end: for `rest`, the beginning of the next; for `stretch`, its end.
        minutes: between the two.
        wanted: the rest that the schedule wants, in minutes.
        shift: the hours of the layer in which it shows, or None for an override or a deputy.
        change: the override that causes it, or None.
    """

    person: str
    kind: Literal["rest", "stretch", "on-call"]
    schedule: Schedule
    start: int
    end: int
    minutes: int
    wanted: int
    shift: Hours | None
    change: Override | None


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


# How long somebody may be on call from home without a pause, in minutes, by an override: a turn of a week.
LONGEST_ON_CALL = 7 * DAY

# One object, so that it is known again.
_NOBODY: Mapping[str, Intervals] = {}


def essential_people(cover: Cover, *, decides: bool = False) -> tuple[Essential, ...]:
    """Return whose absence would open a gap, for each severity and line.

    Args:
        cover: who can be reached when.
        decides: look at those who can decide instead of all who can be reached.
    """
    alone: dict[tuple[int, int], dict[str, Intervals]] = {}
    essential: list[Essential] = []
    for number, line in pairs(cover):
        asked = level(cover, number) if decides else None
        key = (id(line), asked if asked is not None else -1)
        if key not in alone:
            alone[key] = _alone(cover, line, asked)
        needed = required(cover, number)
        for person, stretches in sorted(alone[key].items()):
            when = cover.once(intersect, stretches, needed)
            if when:
                essential.append(Essential(person=person, number=number, line=line, decides=decides, when=when))
    return tuple(essential)


def _alone(cover: Cover, line: Line, asked: int | None) -> dict[str, Intervals]:
    """Return the minutes at which each person is the only one whom a line reaches, deputies counted."""
    reached: list[Mapping[str, Intervals]] = []
    calls = [(target, step_modes(step)) for step in line.steps for target in step.call]
    calls += [(target, ()) for target in (line.fallback.call if line.fallback else ())]
    for target, modes in dict.fromkeys(calls):
        role = cover.role_called(target)
        deputy = cover.deputy_of(role) if role else None
        reached.append(cover.by_person(target, modes, asked))
        reached.append(cover.by_person(deputy, modes, asked) if deputy else _NOBODY)
    return cover.once(_only, *reached)


def _only(*people: Mapping[str, Intervals]) -> dict[str, Intervals]:
    """Return the minutes at which each person is alone, of those reached behind each target, and of their deputies."""
    reached: dict[str, Intervals] = {}
    helped: dict[str, list[tuple[Intervals, Mapping[str, Intervals]]]] = {}
    for mine, standing in zip(people[::2], people[1::2], strict=True):
        for person, stretches in mine.items():
            reached[person] = union(reached[person], stretches) if person in reached else stretches
            if standing:
                helped.setdefault(person, []).append((stretches, standing))
    single = subtract(*overlaps(reached.values()))
    only: dict[str, Intervals] = {}
    for person, stretches in reached.items() if single else ():
        alone = intersect(stretches, single)
        for own, standing in helped.get(person, ()) if alone else ():
            others = union(*(ready for deputy, ready in standing.items() if deputy != person))
            alone = subtract(alone, intersect(own, others))
        if alone:
            only[person] = alone
    return only


class _Duties(NamedTuple):
    """What a person carries of a schedule."""

    schedule: Schedule
    duties: tuple[Stint, ...]


def short_rests(cover: Cover) -> tuple[Short, ...]:
    """Return the rests that are too short within the horizon, whatever the schedules that the duties are of."""
    by_person: dict[str, list[_Duties]] = {}
    for schedule in cover.schedules:
        for person, duties in cover.once(_by_person, schedule, cover.duties_of(schedule.id)).items():
            by_person.setdefault(person, []).append(duties)
    shorts = (
        short
        for _, several in sorted(by_person.items())
        for short in cover.once(_short_rests, *several, start=cover.start, end=cover.end)
    )
    return tuple(sorted(shorts, key=lambda short: (short.start, short.person)))


def _by_person(schedule: Schedule, duties: tuple[Stint, ...]) -> Mapping[str, _Duties]:
    people: dict[str, list[Stint]] = {}
    for duty in duties:
        people.setdefault(duty.person, []).append(duty)
    return {person: _Duties(schedule, tuple(of_person)) for person, of_person in people.items()}


def _short_rests(*several: _Duties, start: int, end: int) -> tuple[Short, ...]:
    duties = [
        (duty, schedule)
        for schedule, of_schedule in several
        for duty in of_schedule
        if duty.end > start and duty.start < end
    ]
    duties.sort(key=lambda held: held[0][:2])
    shorts: list[Short] = []
    stretches: list[list[tuple[Stint, Schedule]]] = []
    last: Stint | None = None
    for duty, schedule in duties:
        if last is None or duty.start > last.end:
            stretches.append([])
            if last is not None and duty.start - last.end < schedule.rest.minutes:
                shorts.append(_short("rest", duty, schedule, last.end, duty.start, duty.change or last.change))
            last = duty
        stretches[-1].append((duty, schedule))
        last = max(last, duty, key=lambda held: held.end)
    for stretch in stretches:
        begin, finish = stretch[0][0].start, max(duty.end for duty, _ in stretch)
        at_work = [held for held in stretch if held[1].regime == "duty"]
        changed = next((duty.change for duty, _ in stretch if duty.change is not None), None)
        if at_work and finish - begin > DAY - at_work[0][1].rest.minutes:
            shorts.append(_short("stretch", *at_work[-1], begin, finish, changed))
        elif not at_work and changed is not None and finish - begin > LONGEST_ON_CALL:
            shorts.append(_short("on-call", *stretch[0], begin, finish, changed))
    return tuple(shorts)


def _short(
    kind: Literal["rest", "stretch", "on-call"],
    duty: Stint,
    schedule: Schedule,
    start: int,
    end: int,
    change: Override | None,
) -> Short:
    return Short(
        person=duty.person,
        kind=kind,
        schedule=schedule,
        start=start,
        end=end,
        minutes=end - start,
        wanted=schedule.rest.minutes,
        shift=duty.shift,
        change=change,
    )


def near_changes(cover: Cover) -> tuple[tuple[Schedule, Override], ...]:
    """Return the overrides of which the notice that their schedule promises has begun to run, and that are not over.

    The handbook does not know when an override was written: these are those of which somebody may have been told late.
    """
    near: list[tuple[Schedule, Override]] = []
    for schedule in cover.schedules:
        if schedule.notice is None:
            continue
        clock, notified = cover.clock_of(schedule), cover.start + schedule.notice.minutes
        for override in schedule.overrides:
            if override.from_ is not None and override.to is not None:
                begin, end = clock.of(override.from_), clock.of(override.to)
                if end > cover.start and begin < notified:
                    near.append((schedule, override))
    return tuple(near)


def share(cover: Cover, schedule: Schedule, first: int | None = None, end: int | None = None) -> tuple[Turns, ...]:
    """Return what each person carries of a schedule over the horizon, the most burdened first; deputies apart.

    Args:
        cover: who is on duty when.
        schedule: the schedule.
        first, end: only from a day until another, as `date.toordinal()` counts; None: from the first, until the last.
    """
    dark = cover.once(_nights, cover.clock, first=cover.first.toordinal(), days=cover.days)
    begin = cover.start if first is None else cover.clock.minute(first)
    finish = cover.end if end is None else cover.clock.minute(end)
    whole = cover.once(from_to, start=begin, end=finish)
    return cover.once(_share, cover.unrolled(schedule), cover.day_classes, dark, whole)


def nights_held(cover: Cover, schedule: Schedule) -> float:
    """Return the part of the nights of the horizon for most of which somebody of the schedule is on duty, 0 to 1."""
    dark = intersect(cover.once(_nights, cover.clock, first=cover.first.toordinal(), days=cover.days), cover.whole)
    held = union((duty.start, duty.end) for duty in cover.unrolled(schedule).duties)
    most = sum(2 * total(intersect(((start, end),), held)) > end - start for start, end in dark)
    return most / len(dark)


def turns_of_nobody(cover: Cover, schedule: Schedule) -> tuple[tuple[Rotation, int], ...]:
    """Return the people of a rotation, each by their rank, who never have a shift though all the others come back."""
    missed: list[tuple[Rotation, int]] = []
    unrolled = cover.unrolled(schedule)
    planned = [
        duty
        for duty in unrolled.planned
        if cover.start <= duty.start < cover.end and subtract(((duty.start, duty.end),), unrolled.closed)
    ]
    for layer in schedule.layers:
        if layer.rotation is None or layer.only_reason is not None:
            continue
        own = {id(hours) for hours in layer.shifts}
        held = [duty.person for duty in planned if id(duty.shift) in own and duty.person in layer.rotation.people]
        runs = [person for person, _ in itertools.groupby(held)]
        comes_back = len(runs) > len(set(runs)) + len(layer.rotation.people)
        for rank, person in enumerate(layer.rotation.people):
            if comes_back and person not in runs:
                missed.append((layer.rotation, rank))
    return tuple(missed)


def _nights(clock: ZoneClock, *, first: int, days: int) -> Intervals:
    return union((clock.minute(day, 21 * 60), clock.minute(day, 30 * 60)) for day in range(first - 1, first + days))


def _share(
    unrolled: Unrolled, classes: Mapping[DayClass, Intervals], dark: Intervals, whole: Intervals
) -> tuple[Turns, ...]:
    free = union(classes["weekend"], classes["holiday"])
    by_person: dict[str, list[tuple[int, int]]] = {}
    for duty in unrolled.duties:
        by_person.setdefault(duty.person, []).append((duty.start, duty.end))
    own = {person: intersect(union(stretches), whole) for person, stretches in by_person.items()}
    everything = sum(total(stretches) for stretches in own.values()) or 1
    turns = (
        Turns(
            person=person,
            minutes=total(stretches),
            weekend=total(intersect(stretches, free)),
            night=total(intersect(stretches, dark)),
            share=total(stretches) / everything,
        )
        for person, stretches in own.items()
        if stretches
    )
    return tuple(sorted(turns, key=lambda turn: (-turn.minutes, turn.person)))


def lost_time(cover: Cover, schedule: Schedule, most: int = 60) -> tuple[Lost, ...]:
    """Return the short holes between two shifts of a schedule, those closed on purpose apart.

    Args:
        cover: who can be reached when.
        schedule: the schedule.
        most: the longest hole that counts as lost by mistake, in minutes.
    """
    unrolled, clock = cover.unrolled(schedule), cover.clock_of(schedule)
    return cover.once(_lost, schedule, unrolled, clock, first=cover.start, last=cover.end, most=most)


def _lost(
    schedule: Schedule, unrolled: Unrolled, clock: ZoneClock, *, first: int, last: int, most: int
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
            count=len(stretches),
            first=stretches[0][0],
            minutes=total(stretches),
            when=union(stretches),
            shift=ending.get(stretches[0][0]),
            following=beginning.get(stretches[0][1]),
        )
        for walls, stretches in sorted(holes.items(), key=lambda hole: hole[1][0])
    )


def _time_of_day(wall: datetime) -> int:
    return wall.hour * 60 + wall.minute
