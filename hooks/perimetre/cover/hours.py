"""Work out the hours of people and schedules over some days: what the brands of a house share (cover).

Comes in: what a playbook writes, a clock, the days. Goes out: sets of minutes, and schedules unrolled. These are the
pure functions that `Roster` has made once for all the brands (`Memory`).
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal

from perimetre.base.days import Calendar, HasHolidays
from perimetre.cover.intervals import Interval, Intervals, ZoneClock, intersect, subtract, union
from perimetre.cover.schedules import Stint, Unrolled, plain_duties, stretch
from perimetre.cover.shifts import ClassOf, DayRange, unroll
from perimetre.model import Brand, Hours, Period, Schedule

DayClass = Literal["weekday", "weekend", "holiday"]


def class_of(settings: HasHolidays) -> ClassOf:
    """Return what tells the class of a day: a weekday, or `holiday`."""
    calendar = Calendar.of(settings)
    return functools.cache(lambda day: calendar.class_of(date.fromordinal(day)))


def days_between(class_of: ClassOf, *, first: int, last: int, periods: tuple[Period, ...] = ()) -> DayRange:
    """Return the days from one to another; `periods`: those that have hours of their own."""
    return DayRange(first, last, class_of, {period.id: period for period in periods})


def periods_with_hours(brand: Brand) -> tuple[Period, ...]:
    """Return the periods that some hours of a brand name."""
    people, places = brand.people, brand.places.places
    weeks: list[tuple[Hours, ...]] = [brand.brand.service_hours, *(place.opening_hours for place in places)]
    weeks += [person.hours for person in people.people] + [role.hours for role in people.roles]
    weeks += [layer.shifts for schedule in people.schedules for layer in schedule.layers]
    weeks += [channel.service_hours for channel in brand.channels.channels]
    weeks += [mode.read_during for mode in brand.moderation.modes]
    named = {some.in_ for week in weeks for some in week}
    return tuple(period for period in brand.periods.periods if period.id in named)


def from_to(*, start: int, end: int) -> Intervals:
    """Return the minutes from one to another."""
    return ((start, end),)


def by_class(by: ZoneClock, class_of: ClassOf, *, first: int, days: int) -> Mapping[DayClass, Intervals]:
    """Return the days by class: weekdays, weekends, public holidays."""
    classes: dict[DayClass, list[Interval]] = {"weekday": [], "weekend": [], "holiday": []}
    for day in range(first, first + days):
        class_ = class_of(day)
        name: DayClass = "holiday" if class_ == "holiday" else "weekend" if class_ in ("sat", "sun") else "weekday"
        classes[name].append((by.minute(day), by.minute(day + 1)))
    return {name: union(stretches) for name, stretches in classes.items()}


def present(hours: Intervals, *, away: Intervals) -> Intervals:
    """Return hours without those of an absence."""
    return subtract(hours, away)


def of_week(by: ZoneClock, window: DayRange, *, week: tuple[Hours, ...]) -> Intervals:
    """Return hours of the week over some days."""
    return union((start, end) for start, end, _, _ in unroll(week, by, window))


def by_person(unrolled: Unrolled) -> Mapping[str, Intervals]:
    """Return when each person is on duty in a schedule."""
    people: dict[str, list[Interval]] = {}
    for duty in unrolled.duties:
        people.setdefault(duty.person, []).append((duty.start, duty.end))
    return {person: union(stretches) for person, stretches in people.items()}


def unrolled(
    schedule: Schedule, by: ZoneClock, window: DayRange, *, off: tuple[tuple[str, Intervals], ...]
) -> Unrolled:
    """Return a schedule over some days, while it is valid; `off`: when people cannot be on duty in it."""
    away = dict(off)
    whole = plain_duties(schedule, by, window, lambda person: away.get(person, ()))
    if schedule.valid_from or schedule.valid_until:
        return _within(whole, stretch(schedule.valid_from, schedule.valid_until, by, window))
    return whole


def _within(unrolled: Unrolled, bounds: Interval) -> Unrolled:
    def cut(duties: Iterable[Stint]) -> tuple[Stint, ...]:
        return tuple(
            duty.between(max(duty.start, bounds[0]), min(duty.end, bounds[1]))
            for duty in duties
            if max(duty.start, bounds[0]) < min(duty.end, bounds[1])
        )

    return Unrolled(
        duties=cut(unrolled.duties),
        limited=cut(unrolled.limited),
        missing=cut(unrolled.missing),
        planned=cut(unrolled.planned),
        lent=cut(unrolled.lent),
        idle=unrolled.idle,
        shifts=intersect(unrolled.shifts, (bounds,)),
        closed=intersect(unrolled.closed, (bounds,)),
    )
