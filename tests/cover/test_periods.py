"""Hours that change in a period: one meaning for service hours, places, people, shifts and what is read."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from perimetre.cover import Cover
from perimetre.cover.places import opening_days
from perimetre.language import describe
from perimetre.model import Handbook, Schedule
from perimetre.model.building.build import build
from perimetre.perimeter.bands import Bands
from perimetre.perimeter.decisions import Perimeter
from perimetre.reading.parse import parse
from perimetre.reading.sources import Source

WEEKDAYS = ["mon", "tue", "wed", "thu", "fri"]
# In summer one works in the morning, and not at all in the week of the fair, which begins in it; by night on Fridays.
WEEK = [
    {"days": WEEKDAYS, "from": "09:00", "to": "18:00"},
    {"days": WEEKDAYS, "from": "08:00", "to": "13:00", "in": "summer"},
    {"days": ["fri"], "from": "22:00", "to": "02:00", "in": "summer"},
    {"in": "fair", "closed": True},
]
PERIODS = [
    {"id": "summer", "title": "Été", "kind": "seasonal", "recurring": "yearly",
     "from": "2026-07-13", "until": "2026-08-21"},
    {"id": "fair", "title": "Foire", "kind": "other", "from": "2026-09-14", "until": "2026-09-18"},
]  # fmt: skip
FIRST, DAYS = dt.date(2026, 7, 6), 90


def handbook_of(week: list[dict[str, Any]]) -> Handbook:
    layer = {"id": "day", "people": ["ada"], "shifts": week}
    schedule = {"id": "duty", "title": "P", "regime": "duty", "role": "lead", "layers": [layer]}
    contact = [{"mode": "phone", "value": "01 99 00 12 44"}]
    files = {
        "handbook.yml": {"format": 1, "title": "M", "languages": ["fr"], "timezone": "Europe/Paris"},
        "brands/lumen/brand.yml": {"id": "lumen", "name": "Lumen", "service_hours": week},
        "brands/lumen/periods.yml": {"periods": PERIODS},
        "brands/lumen/channels.yml": {"channels": [{"id": "page", "title": "Page", "kind": "social"}]},
        "brands/lumen/places.yml": {"places": [{"id": "quay", "title": "Quai", "opening_hours": week}]},
        "brands/lumen/people.yml": {
            "roles": [{"id": "lead", "title": "Responsable", "side": "brand"}],
            "people": [{"id": "ada", "name": "Ada", "employment": "employee", "hours": week, "contact": contact}],
            "assignments": [{"person": "ada", "role": "lead"}],
            "schedules": [schedule],
        },
        "brands/lumen/scope.yml": {
            "rules": [
                {"id": "late", "actions": ["hide"], "times": [{"hours": "outside-service"}], "authority": "escalate"},
            ],
            "red_lines": [],
        },
    }  # fmt: skip
    sources = (Source(path, path, json.dumps(data).encode()) for path, data in files.items())
    return build([parse(source).document for source in sources]).handbook


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    return handbook_of(WEEK)


def written(day: dt.date) -> list[tuple[int, int]]:
    """Return the hours of a day as somebody reads them, in hours from its midnight."""
    if dt.date(2026, 9, 14) <= day <= dt.date(2026, 9, 18):
        return []
    if (7, 13) <= (day.month, day.day) <= (8, 21):
        return [*([(8, 13)] if day.weekday() < 5 else []), *([(22, 26)] if day.weekday() == 4 else [])]
    return [(9, 18)] if day.weekday() < 5 else []


def expected(at: dt.datetime) -> bool:
    before = at.date() - dt.timedelta(days=1)
    return any(start <= at.hour < end for start, end in written(at.date())) or any(
        start <= at.hour + 24 < end for start, end in written(before)
    )


def test_every_reading_of_hours_says_the_same_at_every_hour(handbook: Handbook) -> None:
    brand = handbook.brands[0]
    cover = Cover(handbook, brand, FIRST, DAYS)
    ground = Perimeter(handbook, brand).ground
    duty = cover.unrolled(cover.brand.find(Schedule, "duty")).shifts
    readings = {"service": cover.service_hours(), "person": cover.hours("ada"), "duty": duty}
    midnight = dt.datetime.combine(FIRST, dt.time())
    for hour in range(24 * DAYS):
        at = midnight + dt.timedelta(hours=hour)
        minute = cover.clock.of(at)
        for name, intervals in readings.items():
            assert any(start <= minute < end for start, end in intervals) is expected(at), (name, at)
        assert ground.in_service("page", at) is expected(at), at
    opened = opening_days(brand.places.places[0], handbook.settings, FIRST, DAYS, brand.periods.periods)
    for day in opened:
        assert [(start // 60, end // 60) for start, end in day.stretches] == written(day.day), day.day


def test_a_period_of_every_year_comes_back(handbook: Handbook) -> None:
    cover = Cover(handbook, handbook.brands[0], dt.date(2027, 7, 19), 1)
    assert [cover.clock.wall(end).hour for start, end in cover.service_hours() if start >= cover.start][:1] == [13]


def test_what_is_proved_of_a_day_is_proved_of_those_that_have_its_hours(handbook: Handbook) -> None:
    bands = Bands(Perimeter(handbook, handbook.brands[0]), FIRST, DAYS)
    days = set(bands.days)
    assert any(dt.date(2026, 7, 13) <= day <= dt.date(2026, 8, 21) for day in days), "the mornings of the summer"
    ground = Perimeter(handbook, handbook.brands[0]).ground
    assert [ground.is_served("page", dt.date(2026, month, 14)) for month in (9, 10)] == [False, True]
    assert {0, 120, 480, 540, 780, 1080, 1320} <= set(bands.minutes)


def test_hours_of_a_period_are_said_with_its_name(handbook: Handbook) -> None:
    lines = describe.hours(handbook.brands[0].brand.service_hours, "fr", {"summer": "Été", "fair": "Foire"}.__getitem__)
    assert [line.replace("\N{NO-BREAK SPACE}", " ") for line in lines] == [
        "du lundi au vendredi, de 9 h à 18 h",
        "pendant « Été » : du lundi au vendredi, de 8 h à 13 h",
        "pendant « Été » : vendredi, de 22 h à 2 h",
        "pendant « Foire » : fermé",
    ]
