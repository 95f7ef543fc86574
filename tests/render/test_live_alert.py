"""What the pages of the alert give to a browser: nothing of what their readers may not see, whatever it decides."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from typing import Any

import pytest

from perimetre.cover import Cover
from perimetre.model import Brand, Handbook, Tree
from perimetre.model.building.convert import Conversion, convert
from perimetre.pipeline.loading import load
from perimetre.render.live.duty import live_duty
from perimetre.render.live.triage import live_triage
from tests.conftest import ROOT

FIRST = dt.date(2026, 11, 22)


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    handbook = load(ROOT / "playbooks").handbook
    assert handbook is not None
    return handbook


@pytest.fixture(scope="module")
def brand(handbook: Handbook) -> Brand:
    return next(brand for brand in handbook.brands if brand.id == "veillee")


def test_of_a_schedule_that_is_not_theirs_readers_are_told_whether_it_reaches_somebody(
    handbook: Handbook, brand: Brand
) -> None:
    cover = Cover(handbook, brand, FIRST, 10)
    hidden = live_duty(cover, lambda record: record.id != "duty-directors")
    cards = [card for card in hidden.cards if card.target == "duty-directors"]
    assert cards
    assert {(card.person, card.role, card.reachable) for card in cards} == {(None, None, True)}
    # The others are told as ever.
    assert any(card.person for card in hidden.cards if card.target == "executives-on-call")
    # The numbers of the data name nobody.
    people = {person.id for person in brand.people.people}
    assert not [id_ for id_ in people if id_ in hidden.data]


def test_line_that_is_not_for_the_readers_is_not_in_the_data(handbook: Handbook, brand: Brand) -> None:
    cover = Cover(handbook, brand, FIRST, 3)
    hidden = live_duty(cover, lambda record: record.id != "crisis-line")
    assert "crisis-line" not in hidden.lines
    assert hidden.defaults == ("alert-line", "everyday-line")
    assert hidden.first is not None
    assert hidden.first.lines == ("alert-line",)


def test_line_that_ends_is_followed_until_then(handbook: Handbook, brand: Brand) -> None:
    last = dt.date(2026, 11, 24)
    escalation = brand.escalation
    lines = tuple(
        dataclasses.replace(line, valid_until=last) if line.id == "press-line" else line for line in escalation.lines
    )
    ended = dataclasses.replace(
        brand, single={**brand.single, type(escalation): dataclasses.replace(escalation, lines=lines)}
    )
    cover = Cover(handbook, ended, FIRST, 10)
    written = live_duty(cover)
    data = json.loads(written.data)
    [line] = [line for line, id_ in zip(data["lines"], written.lines, strict=True) if id_ == "press-line"]
    assert data["times"][line["live"]] == [0, 3 * 1440]
    assert [line for line in data["lines"] if "live" in line] == [line]


def tree(id_: str, *branches: dict[str, Any], otherwise: dict[str, Any]) -> Tree:
    written = {"id": id_, "branches": branches, "otherwise": otherwise}
    return convert(Tree, written, Conversion("escalation.yml", "house"))


def asks(id_: str, outcome: dict[str, Any]) -> dict[str, Any]:
    return {"id": id_, "if": {"question": f"{id_} ?"}, "outcome": outcome}


def test_trees_that_lead_to_each_other_come_to_an_end(brand: Brand) -> None:
    trees = (
        tree("first", asks("a", {"act": "tree", "tree": "second"}), otherwise={"act": "watch"}),
        tree("second", asks("b", {"act": "escalate", "severity": 3}), otherwise={"act": "tree", "tree": "first"}),
    )
    data = json.loads(live_triage(brand, trees, {}, ("alert-line",), {3: "alert-line"}).data)
    # How grave, at worst, is what follows a no.
    assert [after for _, _, after in data["trees"]["first"]["asks"]] == [-1]
    [(_, end, _)] = data["trees"]["second"]["asks"]
    assert (data["ends"][end]["severity"], data["ends"][end]["line"]) == (3, "alert-line")


def test_where_rescue_is_called_the_scenarios_of_the_questions_after_it_are_offered(brand: Brand) -> None:
    crises = {crisis.id: crisis for crisis in brand.crises if crisis.id in ("harassment", "person-in-distress")}
    branches = (
        asks("before", {"act": "scenario", "scenario": "harassment"}),
        asks("now", {"act": "emergency", "severity": 3}),
        asks("distress", {"act": "scenario", "scenario": "person-in-distress"}),
        asks("hidden", {"act": "scenario", "scenario": "recall"}),
        asks("answer", {"act": "watch"}),
    )
    others = tree("second", asks("hunted", {"act": "scenario", "scenario": "harassment"}), otherwise={"act": "watch"})
    trees = (tree("first", *branches, otherwise={"act": "tree", "tree": "second"}), others)
    endings = live_triage(brand, trees, crises, (), {}).endings
    cases = {ending.outcome.act: [branch.id for branch, _ in ending.cases] for ending in endings if ending.outcome}
    assert cases == {"scenario": [], "emergency": ["distress"], "watch": [], "tree": []}
    # The numbers of the emergency services go with every answer about danger, and with no other.
    assert [ending.danger for ending in endings] == [True] * 5 + [False] * 3


def test_tree_and_line_that_are_not_for_the_readers_are_not_named(brand: Brand) -> None:
    trees = (
        tree("first", asks("a", {"act": "tree", "tree": "kept"}), otherwise={"act": "escalate", "line": "kept-line"}),
    )
    written = live_triage(brand, trees, {}, ("alert-line",), {})
    assert "kept" not in written.data
