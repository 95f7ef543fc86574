"""Count what the duties of a year are worth to whoever holds them, and who is at work too soon after a call (cover).

Comes in: a `Cover`. Goes out: data, as in `gaps.py`. Who is called out is known afterwards only: nothing counts it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from perimetre.base.frozen import dataclass
from perimetre.cover.intervals import DAY, Intervals, total
from perimetre.cover.limits import counted_days, duties_by_person
from perimetre.cover.reach import Cover
from perimetre.cover.schedules import Stint
from perimetre.model import Schedule
from perimetre.model.people import Earning

# What is known afterwards only.
CALLED = ("calls", "call-hours")


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What the duties of somebody earn over the horizon, in one unit.

    Fields:
        unit: `money`, `hours` or `days`.
        amount: how much in all.
        first: the first day that earns something.
    """

    person: str
    unit: str
    amount: float
    first: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Tired:
    """Somebody at work too soon after a turn at the end of which they may have been called.

    Fields:
        schedule: that of the turn on call.
        end: its last minute.
        back: the minute at which they are at work again.
        times: how often.
    """

    schedule: Schedule
    person: str
    end: int
    back: int
    times: int


def worth(cover: Cover, schedule: Schedule) -> tuple[Worth, ...]:
    """Return what each person earns by a schedule, by unit, those who earn most first."""
    sums: dict[tuple[str, str], tuple[float, int]] = {}
    for person, stretches in duties_by_person(cover, schedule).items() if schedule.earns else ():
        for earning in schedule.earns:
            if earning.unit is None or earning.amount is None or earning.of is None or earning.of in CALLED:
                continue
            times, first = _times(cover, schedule, earning, stretches)
            if times:
                before, since = sums.get((person, earning.unit), (0.0, first))
                sums[person, earning.unit] = (before + times * earning.amount, min(since, first))
    earned = (
        Worth(person=person, unit=unit, amount=amount, first=date.fromordinal(first))
        for (person, unit), (amount, first) in sums.items()
    )
    return tuple(sorted(earned, key=lambda one: (one.unit, -one.amount, one.person)))


def tired(cover: Cover) -> tuple[Tired, ...]:
    """Return who is at work before they have rested from a call at the end of their turn, each once for a schedule."""
    at_work: dict[str, list[Stint]] = {}
    for schedule in cover.schedules:
        for duty in cover.duties_of(schedule.id) if schedule.regime == "duty" else ():
            at_work.setdefault(duty.person, []).append(duty)
    found: dict[tuple[str, str], Tired] = {}
    for schedule in cover.schedules:
        rest = schedule.rest_after_call
        if rest is None or schedule.regime != "on-call":
            continue
        for person, stretches in duties_by_person(cover, schedule).items():
            for end, back in _too_soon(stretches, at_work.get(person, ()), rest.minutes):
                before = found.get((schedule.id, person))
                found[schedule.id, person] = Tired(
                    schedule=schedule,
                    person=person,
                    end=before.end if before else end,
                    back=before.back if before else back,
                    times=(before.times if before else 0) + 1,
                )
    return tuple(found.values())


def _too_soon(stretches: Intervals, at_work: Iterable[Stint], rest: int) -> Iterator[tuple[int, int]]:
    starts = sorted({duty.start for duty in at_work})
    for _, end in stretches:
        back = next((start for start in starts if start >= end), None)
        if back is not None and back - end < rest:
            yield end, back


def _times(cover: Cover, schedule: Schedule, earning: Earning, stretches: Intervals) -> tuple[float, int]:
    """Return how many times something earns, and the first day on which it does."""
    by = cover.clock_of(schedule)
    if earning.of == "hours":
        return total(stretches) / 60, by.wall(stretches[0][0]).toordinal() if stretches else 0
    days = counted_days(earning.of or "", by, cover.window_of(schedule).class_of, stretches)
    apart = max(1, earning.counted_once_within.minutes // DAY) if earning.counted_once_within else 1
    counted: list[int] = []
    for day in days:
        if not counted or day >= counted[-1] + apart:
            counted.append(day)
    return len(counted), counted[0] if counted else 0
