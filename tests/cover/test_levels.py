"""The holidays and the clock of a level: those of the nearest that says them; what is taken over keeps its own."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from perimetre.cover import Cover
from perimetre.drivers.cli.shared import wall_time
from perimetre.model import Handbook, Schedule
from perimetre.model.building.build import build
from perimetre.perimeter.decisions import Perimeter
from perimetre.reading.parse import parse
from perimetre.reading.sources import Source

WEEK = [{"days": ["mon", "tue", "wed", "thu", "fri"], "from": "09:00", "to": "18:00"}]
FRENCH, BELGIAN = dt.date(2027, 7, 14), dt.date(2027, 7, 21)  # both on a Wednesday


def people_of(schedule: str) -> dict[str, Any]:
    layer = {"id": "day", "people": ["ada"], "shifts": WEEK}
    return {
        "roles": [{"id": f"{schedule}-lead", "title": "Responsable", "side": "brand"}],
        "schedules": [
            {"id": schedule, "title": "Astreinte", "regime": "on-call", "role": f"{schedule}-lead", "layers": [layer]}
        ],
    }


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    ada = {"id": "ada", "name": "Ada", "employment": "employee"}
    files = {
        "handbook.yml": {"format": 1, "title": "M", "languages": ["fr"], "holidays": {"country": "FR"}},
        "house/people.yml": people_of("house-duty") | {"people": [ada]},
        "brands/flandre/brand.yml": {
            "id": "flandre", "name": "Flandre", "service_hours": WEEK, "holidays": {"country": "BE"},
        },
        "brands/flandre/people.yml": people_of("flemish-duty"),
        "brands/flandre/channels.yml": {"channels": [{"id": "page", "title": "Page", "kind": "social"}]},
        "brands/gand/brand.yml": {"id": "gand", "name": "Gand", "within": "flandre", "timezone": "America/Montreal"},
        "brands/lyon/brand.yml": {"id": "lyon", "name": "Lyon", "service_hours": WEEK},
        "brands/lyon/channels.yml": {"channels": [{"id": "page-lyon", "title": "Page", "kind": "social"}]},
    }  # fmt: skip
    sources = (Source(path, path, json.dumps(data).encode()) for path, data in files.items())
    return build([parse(source).document for source in sources]).handbook


@pytest.mark.parametrize(
    ("brand", "channel", "served"),
    [("lyon", "page-lyon", [False, True]), ("flandre", "page", [True, False]), ("gand", "page", [True, False])],
)
def test_service_hours_keep_the_holidays_of_the_nearest_level_that_says_them(
    handbook: Handbook, brand: str, channel: str, served: list[bool]
) -> None:
    ground = Perimeter(handbook, handbook.brand(brand)).ground
    days = (dt.datetime.combine(day, dt.time(11)) for day in (FRENCH, BELGIAN))
    assert [ground.in_service(channel, day) for day in days] == served


@pytest.mark.parametrize(
    ("schedule", "expected"), [("house-duty", ["holiday", "wed"]), ("flemish-duty", ["wed", "holiday"])]
)
def test_a_schedule_that_is_taken_over_keeps_the_holidays_of_the_level_that_wrote_it(
    handbook: Handbook, schedule: str, expected: list[str]
) -> None:
    gand = handbook.brand("gand")
    cover = Cover(handbook, gand, FRENCH, 14)
    class_of = cover.window_of(gand.find(Schedule, schedule)).class_of
    assert [class_of(day.toordinal()) for day in (FRENCH, BELGIAN)] == expected


def test_hours_are_by_the_clock_of_the_nearest_level_and_what_is_taken_over_keeps_its_own(handbook: Handbook) -> None:
    gand = handbook.brand("gand")
    cover = Cover(handbook, gand, dt.date(2027, 7, 15), 1)
    served = next(some for some in cover.service_hours() if some[0] >= cover.start)
    assert [cover.clock.wall(minute).hour for minute in served] == [9, 18], "the brand answers by its own clock"
    duty = cover.unrolled(gand.find(Schedule, "house-duty"))
    turn = next(stint for stint in duty.shifts if stint[0] >= cover.start)
    assert cover.clock.wall(turn[0]) == dt.datetime(2027, 7, 15, 3), "who is on call is so at nine in Paris"
    assert handbook.settings_of(handbook.brand("lyon")).timezone == "Europe/Paris"


def test_a_question_is_asked_by_the_clock_of_the_brand(handbook: Handbook) -> None:
    asked = dt.datetime(2027, 7, 15, 12, tzinfo=dt.UTC)
    walls = {brand.id: wall_time(asked, handbook.settings_of(brand)).hour for brand in handbook.brands}
    assert walls == {"flandre": 14, "gand": 8, "lyon": 14}
