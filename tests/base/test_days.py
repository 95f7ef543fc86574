"""The days of a house: its country's public holidays, those that it adds and takes away; and days counted on."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass, field
from datetime import date

import holidays
import pytest

from perimetre.base.days import Calendar, after
from perimetre.base.durations import Duration


@dataclass(frozen=True)
class Day:
    """A day off, of which the house may have yet to say the date."""

    date: date | None


@dataclass(frozen=True)
class Block:
    """What a house says of its holidays."""

    country: str | None = None
    subdivision: str | None = None
    add: tuple[Day, ...] = ()
    remove: tuple[Day, ...] = ()


@dataclass(frozen=True)
class Settings:
    """The settings of a house, as far as days go."""

    holidays: Block | None = field(default=None)


def test_a_house_adds_days_off_and_works_on_others() -> None:
    block = Block("FR", None, (Day(date(2026, 12, 24)),), (Day(date(2026, 5, 25)),))
    calendar = Calendar.of(Settings(block))
    assert calendar.class_of(date(2026, 12, 24)) == "holiday"
    assert calendar.class_of(date(2026, 5, 25)) == "mon"
    assert calendar.class_of(date(2026, 7, 14)) == "holiday"
    assert not Calendar.of(Settings()).is_holiday(date(2026, 7, 14))


def test_a_day_that_the_house_has_yet_to_say_is_none() -> None:
    calendar = Calendar.of(Settings(Block("FR", None, (Day(None),), (Day(None),))))
    assert calendar.is_holiday(date(2026, 7, 14))
    assert not calendar.is_holiday(date(2026, 12, 24))


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        ("2026-01-31", "1mo", "2026-02-28"),
        ("2024-02-29", "1y", "2025-02-28"),
        ("2026-11-30", "3mo", "2027-02-28"),
        ("2028-01-31", "1mo", "2028-02-29"),
        ("2028-02-29", "1y", "2029-02-28"),
        ("2026-12-15", "2mo", "2027-02-15"),
        ("2026-11-20", "2wd", "2026-11-24"),
        ("2026-11-20", "36h", "2026-11-21"),
        ("2026-11-20", "1w", "2026-11-27"),
    ],
)
def test_days_are_counted_on_the_calendar(start: str, length: str, end: str) -> None:
    assert after(date.fromisoformat(start), Duration.parse(length)) == date.fromisoformat(end)


@pytest.mark.parametrize(
    ("country", "subdivision"), [("FR", None), ("FR", "57"), ("BE", None), ("GP", None), ("GB", "SCT"), ("US", "CA")]
)
def test_public_holidays_are_those_of_the_library(country: str, subdivision: str | None) -> None:
    calendar = Calendar(country, subdivision)
    days = map(date.fromordinal, range(date(2026, 1, 1).toordinal(), date(2028, 1, 1).toordinal()))
    assert {day for day in days if calendar.is_holiday(day)} == set(
        holidays.country_holidays(country, subdiv=subdivision, years=(2026, 2027))
    )


def test_one_country_is_loaded_without_the_others() -> None:
    asked = "import sys, datetime; from perimetre.base.days import Calendar; "
    asked += "assert Calendar('FR').is_holiday(datetime.date(2026, 7, 14)); print('holidays.countries' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"


def test_country_that_is_not_known_stops_nothing() -> None:
    calendar = Calendar("FR", "Marseille", added=frozenset({date(2026, 12, 24)}))
    assert not calendar.is_known(2026)
    assert [calendar.class_of(date(2026, 12, day)) for day in (24, 25)] == ["holiday", "fri"]
    assert Calendar("FR", "57").is_known(2026)
