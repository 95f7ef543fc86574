"""The days of a house: its country's public holidays, those that it adds and takes away; and days counted on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

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
