"""What comes back on odd days falls where a calendar library says that it does."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import pytest
from dateutil import rrule
from hypothesis import given, settings
from hypothesis import strategies as st

from perimetre.base.closed import WEEKDAYS
from perimetre.base.days import Calendar
from perimetre.base.durations import Duration
from perimetre.model.recurs import Recurs
from tests.conftest import examples

FIRST, LAST = dt.date(2026, 1, 1), dt.date(2028, 12, 31)
EVERY = tuple(FIRST + dt.timedelta(days=ahead) for ahead in range((LAST - FIRST).days + 1))
# A house that keeps no public holiday.
PLAIN = Calendar()
FRENCH = Calendar("FR")


def of(recurs: Recurs, calendar: Calendar = PLAIN) -> list[dt.date]:
    return [day for day in EVERY if recurs.holds_on(day, calendar.class_of)]


def by_library(day: str, nth: int, unit: str) -> list[dt.date]:
    """Return the same days as the library of calendars finds them: `BYDAY` and `BYSETPOS` over each stretch."""
    days = {"working-day": WEEKDAYS[:5], "day": WEEKDAYS}.get(day, (day,))
    weekdays = [getattr(rrule, name[:2].upper()) for name in days]
    start, end = (dt.datetime.combine(edge, dt.time()) for edge in (FIRST, LAST))
    if unit == "month":
        found = rrule.rrule(rrule.MONTHLY, dtstart=start, until=end, byweekday=weekdays, bysetpos=nth)
    elif unit == "year":
        found = rrule.rrule(rrule.YEARLY, dtstart=start, until=end, byweekday=weekdays, bysetpos=nth)
    else:
        # The library knows no quarter: of the days of each, one takes that of the rank.
        days_of_all = [one.date() for one in rrule.rrule(rrule.DAILY, dtstart=start, until=end, byweekday=weekdays)]
        quarters = (
            list(days) for _, days in itertools.groupby(days_of_all, lambda day: (day.year, (day.month - 1) // 3))
        )
        return [days[nth - 1 if nth > 0 else nth] for days in quarters]
    return [one.date() for one in found]


@settings(max_examples=examples(25, 150), deadline=None)
@given(
    day=st.sampled_from([*WEEKDAYS, "working-day", "day"]),
    nth=st.sampled_from([1, 2, 3, 4, 5, "last"]),
    unit=st.sampled_from(["month", "quarter", "year"]),
)
def test_a_day_of_a_stretch_is_where_the_library_finds_it(day: Any, nth: Any, unit: Any) -> None:
    assert of(Recurs(day=day, nth=nth, of=unit)) == by_library(day, -1 if nth == "last" else nth, unit)


@settings(max_examples=examples(25, 150), deadline=None)
@given(day=st.sampled_from(WEEKDAYS), weeks=st.integers(1, 8), from_=st.dates(FIRST, dt.date(2026, 6, 30)))
def test_one_week_in_so_many_is_where_the_library_finds_it(day: Any, weeks: int, from_: dt.date) -> None:
    found = rrule.rrule(
        rrule.WEEKLY,
        interval=weeks,
        dtstart=dt.datetime.combine(from_, dt.time()),
        until=dt.datetime.combine(LAST, dt.time()),
        byweekday=getattr(rrule, day[:2].upper()),
    )
    recurs = Recurs(day=day, every=Duration(weeks, "w"), from_=from_)
    assert of(recurs) == [one.date() for one in found]


@pytest.mark.parametrize(
    ("calendar", "nth", "expected"),
    [
        # 31 May 2026 is a Sunday; 25 May is Whit Monday, the 14th is Ascension Day, the 1st and the 8th are holidays.
        (PLAIN, "last", dt.date(2026, 5, 29)),
        (FRENCH, "last", dt.date(2026, 5, 29)),
        (PLAIN, 1, dt.date(2026, 5, 1)),
        (FRENCH, 1, dt.date(2026, 5, 4)),
        (FRENCH, 5, dt.date(2026, 5, 11)),
    ],
)
def test_a_working_day_is_no_public_holiday(calendar: Calendar, nth: Any, expected: dt.date) -> None:
    assert [day for day in of(Recurs(day="working-day", nth=nth), calendar) if (day.year, day.month) == (2026, 5)] == [
        expected
    ]


def test_a_day_of_the_week_counts_even_where_it_is_a_public_holiday() -> None:
    assert dt.date(2026, 5, 25) in of(Recurs(day="mon", nth="last"), FRENCH)
