"""Look for what is wrong with the lines over a year: gaps, slow decisions, steps that have nobody (cover).

Comes in: a `Cover`. Goes out: data, that rules turn into findings and pages into pictures. Every set is exact over the
horizon; `when` fields are intervals of UTC minutes, and `cover.clock.wall` gives a minute's wall time.
"""

from __future__ import annotations

from perimetre.base.frozen import dataclass
from perimetre.cover import hours
from perimetre.cover.hours import DayClass
from perimetre.cover.intervals import Intervals, intersect, subtract, total, union
from perimetre.cover.lines import Call, delays, follow, ordered
from perimetre.cover.reach import Cover
from perimetre.cover.schedules import stretch
from perimetre.model import Line, LineStep, Part, Schedule


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


def pairs(cover: Cover) -> tuple[tuple[int | None, Line], ...]:
    """Return every severity with each line that may be followed at it.

    A default line goes with the severities that it names (all, if none); another line with those that it names, or with
    None: it is judged by what the mildest severity that must always be covered asks (see `level`).
    """
    severities = cover.brand.escalation.severities
    numbers = sorted(severity.number for severity in severities if severity.number is not None)
    followed: list[tuple[int | None, Line]] = []
    for line in cover.lines:
        named = cover.numbers_of(line)
        if line.default and not line.severities:
            followed += [(number, line) for number in numbers if cover.default_line(number) is line]
        elif named:
            followed += [(number, line) for number in sorted(named)]
        else:
            followed.append((None, line))
    return tuple(followed)


def level(cover: Cover, number: int | None) -> int:
    """Return the severity to judge by: the one given, else the mildest that must always be covered (0 if none)."""
    if number is not None:
        return number
    always = (severity.number for severity in cover.brand.escalation.severities if severity.cover == "always")
    return min((mildest for mildest in always if mildest is not None), default=0)


def required(cover: Cover, number: int | None) -> Intervals:
    """Return the minutes at which somebody must be reached at a severity, over the horizon."""
    severity = cover.severity(level(cover, number))
    promised = severity.cover if severity else None
    if promised == "always":
        return cover.whole
    if promised == "service-hours":
        return cover.once(intersect, cover.service_hours(), cover.whole)
    return ()


def _reached(cover: Cover, line: Line) -> Intervals:
    steps = [cover.step_reached(step) for step in line.steps]
    last = [cover.reached(target) for target in (line.fallback.call if line.fallback else ())]
    return cover.once(union, *steps, *last)


def closed_on_purpose(cover: Cover, line: Line) -> Intervals:
    """Return the minutes at which every schedule that a line calls is closed on purpose (never, if it calls none)."""
    call = [target for step in line.steps for target in step.call]
    schedules = [schedule for target in dict.fromkeys(call) if (schedule := cover.schedule(target)) is not None]
    closed: Intervals | None = None
    for schedule in schedules:
        own = cover.unrolled(schedule).closed
        closed = own if closed is None else intersect(closed, own)
    return closed or ()


def unsettled(cover: Cover, line: Line) -> bool:
    """Say whether the house has yet to say something that a line stands on.

    What is found of such a line (a gap, a delay) may only follow from what is to be completed, which is said already.
    """
    if not cover.handbook.to_complete:
        return False
    call = [target for step in line.steps for target in step.call] + list(line.fallback.call if line.fallback else ())
    records: list[Part] = [line]
    people: set[str] = set(call)
    for target in call:
        schedule = cover.schedule(target)
        role = cover.role_called(target)
        for planned in (schedule, *(other for other in cover.schedules if other.role == role)):
            if planned is not None:
                records.append(planned)
                people |= {person for layer in planned.layers for person in layer.named}
        for given in cover.brand.people.assignments if role else ():
            if given.role in (role, None):
                records.append(given)
                people |= {given.person} if given.person is not None else set()
    records += [known for person in people if (known := cover.person(person)) is not None]
    return any(
        place.path == ("assignments",)
        or any(
            place.file == record.place.file and place.path[: len(record.place.path)] == record.place.path
            for record in records
        )
        for place in cover.handbook.to_complete
    )


def open_hours(cover: Cover, schedule: Schedule) -> Intervals:
    """Return when a schedule says that it is open, over the horizon: while it is valid, but when it is closed."""
    own, window = cover.clock_of(schedule), cover.window_of(schedule)
    week = cover.once(hours.of_week, own, window, week=schedule.open)
    valid = stretch(schedule.valid_from, schedule.valid_until, own, window)
    return subtract(intersect(intersect(week, cover.whole), (valid,)), cover.unrolled(schedule).closed)


def gaps(cover: Cover) -> tuple[Gap, ...]:
    """Return the gaps of each severity and line that has some, or that closes on purpose."""
    several: list[Gap] = []
    for number, line in pairs(cover):
        nobody = cover.once(subtract, required(cover, number), _reached(cover, line))
        if nobody:
            closed = closed_on_purpose(cover, line)
            when = subtract(nobody, closed)
            several.append(
                Gap(number=number, line=line, when=when, minutes=total(when), on_purpose=intersect(nobody, closed))
            )
    return tuple(several)


def slowest(cover: Cover) -> tuple[Slowest, ...]:
    """Return the longest times to somebody who can decide, for each severity and line, by class of days."""
    classes = cover.day_classes
    longest_of: list[Slowest] = []
    for number, line in pairs(cover):
        asked = level(cover, number)
        severity = cover.severity(asked)
        promised = severity.decision_within.minutes if severity and severity.decision_within else None
        needed = required(cover, number)
        worst = delays(cover, line, asked, needed)
        expected = delays(cover, line, asked, needed, everyone_answers=True)
        for name, days in classes.items():
            known = {delay.minutes: when for delay in worst if (when := intersect(delay.when, days))}
            if not known:
                continue
            longest = max((minutes for minutes in known if minutes is not None), default=None)
            best = max(
                (delay.minutes for delay in expected if delay.minutes is not None and intersect(delay.when, days)),
                default=None,
            )
            never = known.get(None, ())
            late = never
            if promised is not None:
                late = union(never, *(when for minutes, when in known.items() if minutes and minutes > promised))
            longest_of.append(
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
    return tuple(longest_of)


def empty_steps(cover: Cover) -> tuple[Empty, ...]:
    """Return the steps that have nobody for some of the hours to cover, for each severity and line."""
    empty: list[Empty] = []
    for number, line in pairs(cover):
        needed = required(cover, number)
        before: Intervals = ()
        for rank, step in enumerate(ordered(line)):
            reached = cover.step_reached(step)
            when = cover.once(subtract, needed, reached)
            if when:
                empty.append(
                    Empty(
                        number=number,
                        line=line,
                        step=step,
                        rank=rank,
                        when=when,
                        waits=intersect(when, before),
                        always=not intersect(reached, cover.whole),
                    )
                )
            before = cover.once(union, before, reached)
    return tuple(empty)
