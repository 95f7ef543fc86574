"""Sum up the cover of a year: how each day stands, gaps, delays, who would be missed, shares (cover).

Comes in: a `Cover`. Goes out: a `Year`, all that the pages say of it, worked out once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from perimetre.base.frozen import dataclass
from perimetre.cover.burden import Essential, Turns, essential_people, share
from perimetre.cover.gaps import Gap, Slowest, closed_on_purpose, gaps, pairs, required, slowest
from perimetre.cover.intervals import Intervals, ZoneClock, intersect, overlaps, subtract, total, union
from perimetre.cover.reach import Cover, step_modes
from perimetre.cover.worth import Worth, worth
from perimetre.model import Line, Schedule

DayState = Literal["nobody", "undecided", "one", "several", "closed", "none"]
"""A day at its worst minute: nobody is reached; nobody who can decide; one person alone is, or can decide; several are
and can; closed on purpose throughout; no hour of it is promised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """How a line stands, day by day.

    Fields:
        numbers: the severities that call on the line, and stand alike.
        states: the state of each day.
    """

    numbers: tuple[int, ...]
    line: Line
    states: tuple[DayState, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """What the absence of a person would open.

    Fields:
        numbers: the severities of the line at which it is so; empty for a line that is of none.
        decides: somebody would be reached, but nobody who can decide.
        when: the minutes.
        minutes: their total.
    """

    person: str
    numbers: tuple[int, ...]
    line: Line
    decides: bool
    when: Intervals
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """The cover of a brand over the horizon.

    Fields:
        first, days: the first day, and how many.
        clock: of the house.
        off: for each day, whether it is of a weekend, or a public holiday.
        lines: the default lines, day by day.
        gaps, slowest: as in `gaps.py`.
        missed: who would be missed, the worst first.
        shares: who carries what of each schedule that several people take turns in.
        worth: what each schedule that says what it is worth earns whom.
    """

    first: date
    days: int
    clock: ZoneClock
    off: tuple[bool, ...]
    lines: tuple[Days, ...]
    gaps: tuple[Gap, ...]
    slowest: tuple[Slowest, ...]
    missed: tuple[Missed, ...]
    shares: tuple[tuple[Schedule, tuple[Turns, ...]], ...]
    worth: tuple[tuple[Schedule, tuple[Worth, ...]], ...]


def year(cover: Cover) -> Year:
    """Return what there is to say of the cover of a year."""
    first = cover.first.toordinal()
    return Year(
        first=cover.first,
        days=cover.days,
        clock=cover.clock,
        off=tuple(cover.class_of(first + day) in ("sat", "sun", "holiday") for day in range(cover.days)),
        lines=_lines(cover),
        gaps=gaps(cover),
        slowest=slowest(cover),
        missed=_missed([*essential_people(cover), *essential_people(cover, decides=True)]),
        shares=tuple((schedule, turns) for schedule in cover.schedules if len(turns := share(cover, schedule)) > 1),
        worth=tuple((schedule, earned) for schedule in cover.schedules if (earned := worth(cover, schedule))),
    )


def _lines(cover: Cover) -> tuple[Days, ...]:
    alike: dict[tuple[str, tuple[DayState, ...]], list[int]] = {}
    lines: dict[str, Line] = {}
    for number, line in pairs(cover):
        if line.default and number is not None and (needed := required(cover, number)):
            alike.setdefault((line.id, _states(cover, line, number, needed)), []).append(number)
            lines[line.id] = line
    return tuple(
        Days(numbers=tuple(numbers), line=lines[id_], states=states)
        for (id_, states), numbers in sorted(alike.items(), key=lambda lines_alike: lines_alike[1])
    )


def _states(cover: Cover, line: Line, number: int, needed: Intervals) -> tuple[DayState, ...]:
    asked = subtract(needed, closed_on_purpose(cover, line))
    starts = [cover.clock.minute(cover.first.toordinal() + more) for more in range(cover.days + 1)]
    states: list[DayState] = ["none"] * cover.days
    anybody, another = _once_and_twice(cover, line, None)
    decides, second = _once_and_twice(cover, line, number)
    _mark(states, starts, needed, "closed")
    _mark(states, starts, asked, "several")
    _mark(states, starts, subtract(asked, intersect(another, second)), "one")
    _mark(states, starts, subtract(asked, decides), "undecided")
    _mark(states, starts, subtract(asked, anybody), "nobody")
    return tuple(states)


def _once_and_twice(cover: Cover, line: Line, decides: int | None) -> tuple[Intervals, Intervals]:
    """Return the minutes at which a line reaches somebody, and those at which it reaches two people or more."""
    people: dict[str, list[Intervals]] = {}
    calls = [(target, step_modes(step)) for step in line.steps for target in step.call]
    calls += [(target, ()) for target in (line.fallback.call if line.fallback else ())]
    for target, modes in dict.fromkeys(calls):
        for person, reached in cover.by_person(target, modes, decides).items():
            people.setdefault(person, []).append(reached)
    return overlaps(union(*several) for several in people.values())


def _mark(states: list[DayState], starts: Sequence[int], minutes: Intervals, value: DayState) -> None:
    """Write a state for the days that a set of minutes touches."""
    rank = 0
    for start, end in minutes:
        while rank + 1 < len(states) and starts[rank + 1] <= start:
            rank += 1
        day = rank
        while day < len(states) and starts[day] < end:
            if starts[day + 1] > start:
                states[day] = value
            day += 1


def _missed(people: Iterable[Essential]) -> tuple[Missed, ...]:
    alike: dict[tuple[str, str, bool, Intervals], list[int | None]] = {}
    lines: dict[str, Line] = {}
    nobody: dict[tuple[str, str, int | None], Intervals] = {}
    for essential in people:
        lines[essential.line.id] = essential.line
        when = essential.when
        key = (essential.person, essential.line.id, essential.number)
        if essential.decides:
            # Where nobody at all would be reached, that is what is to be said.
            when = subtract(when, nobody.get(key, ()))
        else:
            nobody[key] = when
        if when:
            same = (essential.person, essential.line.id, essential.decides, when)
            alike.setdefault(same, []).append(essential.number)
    absences = [
        Missed(
            person=person,
            numbers=tuple(sorted(number for number in numbers if number is not None)),
            line=lines[line],
            decides=decides,
            when=when,
            minutes=total(when),
        )
        for (person, line, decides, when), numbers in alike.items()
    ]
    worst = {missed.person: 0 for missed in absences}
    for missed in absences:
        worst[missed.person] = max(worst[missed.person], missed.minutes * (1 if missed.decides else 1000))
    return tuple(
        sorted(
            absences,
            key=lambda missed: (
                -worst[missed.person],
                missed.person,
                missed.decides,
                -missed.minutes,
                missed.line.id,
            ),
        )
    )
