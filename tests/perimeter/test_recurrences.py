"""What comes back in the editorial line falls on its days, and says in which silences."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from perimetre.model import Recurrence, Settings
from perimetre.model.handbook import Holidays
from perimetre.perimeter.recurrences import occurrences
from tests.support.voices import brand_of

SUNDAY = dt.date(2026, 11, 22)
HUSH = {"id": "hush", "title": "Silence", "kind": "quiet-period", "from": "2026-12-10", "until": "2026-12-20"}
FAIR = {"id": "fair", "title": "Marché", "kind": "seasonal", "from": "2026-12-01", "until": "2026-12-31"}


def days(
    when: str | dict[str, Any], count: int, periods: tuple[Any, ...] = (), **said: Any
) -> list[tuple[str, tuple[str, ...], bool]]:
    """Return the days of a date: the day, the periods in which it falls, whether it is skipped."""
    written = {"id": "date", "title": "Une date", "when": when, "pillar": "hands", **said}
    pillar = {"id": "hands", "title": "Les mains", "what": "Un geste."}
    brand = brand_of(editorial={"pillars": [pillar], "recurring": [written]}, periods={"periods": [*periods]})
    (recurrence,) = brand.editorial.recurring
    assert isinstance(recurrence, Recurrence)
    return [
        (occurrence.day.isoformat(), tuple(period.id for period, _ in occurrence.silences), occurrence.is_skipped)
        for occurrence in occurrences(brand, recurrence, SUNDAY, count, Settings(holidays=Holidays(country="FR")))
    ]


def test_a_day_of_the_year_comes_back_each_year() -> None:
    assert days("12-13", 400) == [("2026-12-13", (), False), ("2027-12-13", (), False)]


def test_a_day_of_the_week_comes_back_each_week_today_included() -> None:
    assert days("sun", 15) == [("2026-11-22", (), False), ("2026-11-29", (), False), ("2026-12-06", (), False)]


def test_a_date_says_in_which_silence_it_falls() -> None:
    assert days("12-13", 40, (HUSH, FAIR)) == [("2026-12-13", ("hush",), False)]


@pytest.mark.parametrize(("do", "is_skipped"), [("keep", False), ("skip", True)])
def test_the_house_says_what_becomes_of_a_date_in_a_period_of_any_kind(do: str, is_skipped: bool) -> None:
    said = days("12-13", 40, (HUSH, FAIR), during=[{"period": "fair", "do": do}])
    assert said == [("2026-12-13", ("hush", "fair"), is_skipped)]


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ({"nth": 2, "day": "mon"}, ["2026-12-14"]),
        ({"nth": "last", "day": "working-day"}, ["2026-11-30", "2026-12-31"]),
        ({"nth": "last", "day": "working-day", "of": "quarter"}, ["2026-12-31"]),
        ({"nth": 1, "day": "working-day", "of": "year"}, ["2027-01-04"]),
        ({"every": "2w", "day": "wed", "from": "2026-11-25"}, ["2026-11-25", "2026-12-09", "2026-12-23", "2027-01-06"]),
    ],
)
def test_a_date_comes_back_on_odd_days(when: dict[str, Any], expected: list[str]) -> None:
    assert [day for day, _, _ in days(when, 46)] == expected
