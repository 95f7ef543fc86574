"""Count what the duties of a year make of the limits that a house sets on them: nights a month, Sundays (cover).

Comes in: a `Cover`. Goes out: data, as in `gaps.py`. Everything is counted from the exact stretches of duty, by the
clock of their schedule.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from perimetre.base.closed import WEEK
from perimetre.base.durations import Duration
from perimetre.base.frozen import dataclass
from perimetre.cover import hours
from perimetre.cover.intervals import DAY, Interval, Intervals, ZoneClock, intersect, total, union
from perimetre.cover.reach import Cover
from perimetre.cover.shifts import ClassOf
from perimetre.model import Hours, Schedule, Time
from perimetre.model.people import DutyLimit, Layer, NeverOnDuty, Override

# What French law calls night holds midnight to five (Code du travail, L3122-2): a night of duty has a part of it.
_NIGHT_ENDS = 5 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What somebody carries in one window of a limit.

    Fields:
        amount: how many; minutes, for a limit on a length.
        first, last: the first and the last day that count, as `date.toordinal()` counts.
    """

    amount: int
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Exceeded:
    """A limit that somebody's duties go beyond.

    Fields:
        load: the first window that holds too much.
        times: how many windows do.
    """

    schedule: Schedule
    limit: DutyLimit
    person: str
    load: Load
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Barred:
    """Somebody on duty who should never be.

    Fields:
        bar: what bars them; None: they are not among the volunteers.
        cause: the layer or the override that puts them there; the schedule, where it is a deputy.
        start: the first minute.
        times: how often.
    """

    schedule: Schedule
    bar: NeverOnDuty | None
    person: str
    cause: Layer | Override | Schedule
    start: int
    times: int


def exceeded(cover: Cover) -> tuple[Exceeded, ...]:
    """Return the limits that are not kept over the horizon, each once for each person who has not agreed to more."""
    found: list[Exceeded] = []
    for schedule in cover.schedules:
        people = duties_by_person(cover, schedule) if schedule.limits else {}
        for limit in schedule.limits:
            most = _number(limit.max)
            for person, stretches in sorted(people.items()):
                over = [
                    load
                    for load in _loads(cover, schedule, limit, stretches)
                    if most < load.amount and not _is_agreed(limit, person, load)
                ]
                if over:
                    found.append(Exceeded(schedule=schedule, limit=limit, person=person, load=over[0], times=len(over)))
    return tuple(found)


def barred(cover: Cover) -> tuple[Barred, ...]:
    """Return those on duty who should never be, each once for each reason and cause."""
    found: dict[tuple[int, str, int], Barred] = {}
    for schedule in cover.schedules:
        layers = {id(shift): layer for layer in schedule.layers for shift in layer.shifts}
        for bar in (*schedule.never, *((None,) if schedule.volunteers else ())):
            closed = cover.whole if bar is None else _hours_of(cover, schedule, bar)
            for duty in cover.duties_of(schedule.id) if closed else ():
                if not (duty.person not in schedule.volunteers if bar is None else _bars(cover, bar, duty.person)):
                    continue
                within = intersect(intersect(((duty.start, duty.end),), closed), cover.whole)
                if within:
                    cause = duty.change or layers.get(id(duty.shift)) or schedule
                    key = (id(bar), duty.person, id(cause))
                    before = found.get(key)
                    found[key] = Barred(
                        schedule=schedule,
                        bar=bar,
                        person=duty.person,
                        cause=cause,
                        start=before.start if before else within[0][0],
                        times=(before.times if before else 0) + 1,
                    )
    return tuple(found.values())


def _is_agreed(limit: DutyLimit, person: str, load: Load) -> bool:
    """Say whether somebody has said yes to all that they carry in a window."""
    first, last = date.fromordinal(load.first), date.fromordinal(load.last)
    return limit.unless is not None and any(consent.covers(person, first, last) for consent in limit.consents)


def _hours_of(cover: Cover, schedule: Schedule, bar: NeverOnDuty) -> Intervals:
    week = (Hours(days=bar.days or WEEK, from_=bar.from_ or Time(0), to=bar.to or Time(DAY)),)
    return hours.of_week(cover.clock_of(schedule), cover.window_of(schedule), week=week)


def _bars(cover: Cover, bar: NeverOnDuty, person_id: str) -> bool:
    person = cover.person(person_id)
    return person_id in bar.people or (person is not None and person.employment in bar.employment)


# --- how it is counted -----------------------------------------------------------------------------------------------


def duties_by_person(cover: Cover, schedule: Schedule) -> Mapping[str, Intervals]:
    """Return when each person is on duty in a schedule within the horizon, those who stand in for others included."""
    held: dict[str, list[Interval]] = {}
    for duty in cover.duties_of(schedule.id):
        held.setdefault(duty.person, []).append((duty.start, duty.end))
    return {person: intersect(union(stretches), cover.whole) for person, stretches in held.items()}


def _loads(cover: Cover, schedule: Schedule, limit: DutyLimit, stretches: Intervals) -> Iterator[Load]:
    """Yield what somebody carries in each window of a limit that begins with something to carry, by time."""
    by = cover.clock_of(schedule)
    if limit.of == "stretch":
        for start, end in stretches:
            # By the wall: a week in which the clocks change is a week.
            amount = (by.wall(end) - by.wall(start)) // timedelta(minutes=1)
            yield Load(amount=amount, first=_day(by, start), last=_day(by, end - 1))
    elif limit.of == "hours":
        yield from _lengths(limit, by, stretches)
    elif limit.of is not None:
        days = counted_days(limit.of, by, cover.window_of(schedule).class_of, stretches)
        if isinstance(limit.per, Duration):
            span = max(1, limit.per.minutes // DAY)
            for rank, first in enumerate(days):
                beyond = bisect_left(days, first + span)
                yield Load(amount=beyond - rank, first=first, last=days[beyond - 1])
        else:
            yield from _by_calendar(limit.per, [(day, 1) for day in days])


def _lengths(limit: DutyLimit, by: ZoneClock, stretches: Intervals) -> Iterator[Load]:
    """Yield the length of duty in each window: those that begin with a stretch, and those that end with one."""
    if not isinstance(limit.per, Duration):
        days: dict[int, int] = {}
        for start, end in stretches:
            for day in range(_day(by, start), _day(by, end - 1) + 1):
                within = intersect(((start, end),), ((by.minute(day), by.minute(day + 1)),))
                days[day] = days.get(day, 0) + total(within)
        yield from _by_calendar(limit.per, sorted(days.items()))
        return
    span = limit.per.minutes
    windows = sorted({*((start, start + span) for start, _ in stretches), *((end - span, end) for _, end in stretches)})
    for window in windows:
        within = intersect(stretches, (window,))
        if within:
            yield Load(amount=total(within), first=_day(by, within[0][0]), last=_day(by, within[-1][1] - 1))


def _by_calendar(per: str | None, days: list[tuple[int, int]]) -> Iterator[Load]:
    """Yield the sums of the weeks, the months, the quarters or the years of the calendar; of all days, without one."""
    sums: dict[object, Load] = {}
    for day, amount in days:
        key = _calendar_key(per, date.fromordinal(day))
        before = sums.get(key)
        sums[key] = Load(
            amount=amount + (before.amount if before else 0), first=before.first if before else day, last=day
        )
    yield from sums.values()


def _calendar_key(per: str | None, day: date) -> object:
    match per:
        case "week":
            return day.isocalendar()[:2]
        case "month":
            return day.year, day.month
        case "quarter":
            return day.year, (day.month - 1) // 3
        case "year":
            return day.year
        case _:
            return None


def counted_days(of: str, by: ZoneClock, class_of: ClassOf, stretches: Intervals) -> list[int]:
    """Return what of somebody's duty counts, each by its day: a week by its Monday, a weekend by its Saturday."""
    found: set[int] = set()
    for start, end in stretches:
        for day in range(_day(by, start), _day(by, end - 1) + 1):
            weekday = date.fromordinal(day).weekday()
            if of == "nights":
                # The night of an evening is in the day after, until five.
                if intersect(((start, end),), ((by.minute(day), by.minute(day, _NIGHT_ENDS)),)):
                    found.add(day - 1)
            elif of == "weeks":
                found.add(day - weekday)
            elif of == "weekends" and weekday >= 5:
                found.add(day - weekday + 5)
            elif of == "days" or (of, weekday) == ("sundays", 6) or (of, class_of(day)) == ("holidays", "holiday"):
                found.add(day)
    return sorted(found)


def _day(by: ZoneClock, minute: int) -> int:
    return by.wall(minute).toordinal()


def _number(most: int | Duration | None) -> float:
    if most is None:
        return float("inf")
    return most.minutes if isinstance(most, Duration) else most
