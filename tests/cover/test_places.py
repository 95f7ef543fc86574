"""When a place is open, and who is called there, worked out by hand in `tests/cases/cover/places.yml`."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
import yaml

from perimetre.cover import Cover
from perimetre.cover.places import opening_at
from perimetre.model import Handbook
from perimetre.model.building.build import build
from perimetre.reading.parse import parse
from perimetre.reading.sources import Source
from tests.conftest import ROOT

CASES = yaml.load((ROOT / "tests" / "cases" / "cover" / "places.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)
WEEK = [{"days": ["mon", "tue", "wed", "thu", "fri", "sat"], "from": "10:00", "to": "19:00"}]


def handbook_of(places: list[dict[str, Any]], people: dict[str, Any] | None = None) -> Handbook:
    files = {
        "handbook.yml": {"format": 1, "title": "M", "languages": ["fr"], "holidays": {"country": "FR"}},
        "brands/lumen/brand.yml": {
            "id": "lumen",
            "name": "Lumen",
            "service_hours": [{"days": ["mon", "tue", "wed", "thu", "fri"], "from": "09:00", "to": "18:00"}],
        },
        "brands/lumen/people.yml": people or {"roles": [{"id": "manager", "title": "M", "side": "brand"}]},
        "brands/lumen/places.yml": {"places": places},
    }
    parsed = [parse(Source(path, path, json.dumps(data).encode())) for path, data in files.items()]
    built = build([read.document for read in parsed])
    assert [one for one in built.diagnostics if one.rule == "reference-resolves"] == []
    return built.handbook


def place_of(written: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": "lille", "title": "Lille", "manager": "manager", **written, **more}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"][:60])
def test_a_place_is_open_when_it_says_so(case: dict[str, Any]) -> None:
    handbook = handbook_of([place_of(case["place"])])
    (place,) = handbook.brand("lumen").own_places
    assert case["asked"]
    for asked in case["asked"]:
        found = opening_at(place, handbook.settings, dt.datetime.fromisoformat(asked["at"]))
        assert (found and found.is_open) == asked["is"], asked
        if found is not None:
            assert found.until == dt.datetime.fromisoformat(asked["until"]), asked


PEOPLE = {
    "roles": [{"id": "manager", "title": "M", "side": "brand"}, {"id": "head", "title": "H", "side": "brand"}],
    "people": [
        {"id": "ada", "name": "Ada", "employment": "employee"},
        {"id": "ben", "name": "Ben", "employment": "employee"},
        {
            "id": "cleo",
            "name": "Cleo",
            "employment": "employee",
            "contact": [{"mode": "phone", "value": "01 99 00 12 34"}],
        },
    ],
    "assignments": [
        {"person": "ada", "role": "manager", "places": ["lille"]},
        {"person": "ben", "role": "manager", "places": ["nantes"]},
        {"person": "cleo", "role": "head"},
    ],
    "schedules": [
        {
            "id": "away",
            "title": "Absences",
            "regime": "duty",
            "role": "nobody",
            "layers": [],
            "absences": [{"person": "ada", "from": "2026-11-26", "to": "2026-11-27"}],
        }
    ],
}


@pytest.fixture(scope="module")
def two_shops() -> Handbook:
    people = {**PEOPLE, "roles": [*PEOPLE["roles"], {"id": "nobody", "title": "N", "side": "brand"}]}
    phone = {"mode": "phone", "value": "03 53 01 12 34", "shared": True}
    shops = [
        place_of({"opening_hours": WEEK}, deputy="head", phone=phone),
        place_of({"opening_hours": WEEK}, id="nantes", deputy="head", phone=phone),
    ]
    return handbook_of(shops, people)


@pytest.mark.parametrize(
    ("place", "at", "reached"),
    [
        ("lille", "2026-11-24T11:00", {"ada"}),
        ("nantes", "2026-11-24T11:00", {"ben"}),
        # On Saturdays the shop is open, though the brand has no service hours.
        ("lille", "2026-11-28T11:00", {"ada"}),
        ("lille", "2026-11-24T09:30", set()),
        ("lille", "2026-11-26T11:00", set()),
    ],
)
def test_the_manager_of_a_place_is_reached_there_while_it_is_open(
    two_shops: Handbook, place: str, at: str, reached: set[str]
) -> None:
    brand = two_shops.brand("lumen")
    moment = dt.datetime.fromisoformat(at)
    named = next(one for one in brand.own_places if one.id == place)
    cover = Cover(two_shops, brand, moment.date(), 1, place=named)
    targets = cover.targets(("manager",), cover.clock.of(moment))
    assert {one.person for one in targets if one.reachable} == reached
