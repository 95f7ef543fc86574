"""What the triage of the example leads to: every crisis card of every brand, danger first, and a brand's own trees."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from perimetre.model.escalation import Outcome, Triage
from perimetre.pipeline.loading import Loaded, load
from tests.conftest import ROOT

BRANDS = ("veillee", "osier-lin")


@pytest.fixture(scope="module")
def example() -> Loaded:
    return load(ROOT / "playbooks")


def triage_of(example: Loaded, brand: str) -> Triage:
    triage = example.handbook.brand(brand).escalation.triage
    assert triage is not None
    return triage


def outcomes(triage: Triage) -> Iterator[Outcome]:
    """Yield what the triage leads to, in the order in which the questions are asked."""
    trees = {tree.id: tree for tree in triage.trees}
    waiting = [triage.entry]
    for id_ in waiting:
        tree = trees[str(id_)]
        for one in (*(branch.outcome for branch in tree.branches), tree.otherwise):
            assert one is not None
            yield one
            if one.tree is not None and one.tree not in waiting:
                waiting.append(one.tree)


@pytest.mark.parametrize("brand", BRANDS)
def test_every_crisis_card_is_at_the_end_of_a_path(brand: str, example: Loaded) -> None:
    cards = {crisis.id for crisis in example.handbook.brand(brand).crises}
    led_to = {one.scenario for one in outcomes(triage_of(example, brand)) if one.scenario}
    assert cards - led_to == set()
    assert len(cards) >= 14


@pytest.mark.parametrize("brand", BRANDS)
def test_danger_is_asked_before_everything_else(brand: str, example: Loaded) -> None:
    first, *rest = outcomes(triage_of(example, brand))
    assert first.act == "emergency"
    order = [one.scenario for one in rest if one.scenario]
    assert order[:2] == ["person-in-distress", "threat-or-attack"]
    assert order.index("accident-with-victims") < order.index("account-hijack") < order.index("bad-buzz")


def test_a_brand_replaces_one_tree_and_keeps_the_others(example: Loaded) -> None:
    house, veillee = (triage_of(example, brand) for brand in ("osier-lin", "veillee"))
    kept = [tree.id for tree in house.trees]
    assert "people-of-ours" in kept
    assert [tree.id for tree in veillee.trees] == [
        "people-of-veillee" if one == "people-of-ours" else one for one in kept
    ]
    assert veillee.entry == house.entry
    assert len(veillee.danger_signs) > len(house.danger_signs)
