"""Which steps stand under a heading: those on the ways that it opens, before they come together."""

from __future__ import annotations

import pytest

from perimetre.render.step_order import parts_of
from tests.support.rule_cases import BASE, load_files

CARD = "house/crises/bad-buzz.yml"
STEPS = BASE[CARD][BASE[CARD].index("steps:\n") : BASE[CARD].index("start: keep")]
CASES = {
    "ways of one step each": (
        "{id: share, kind: parallel, branches: [one, two], joins: over}\n{id: one, next: over}\n{id: two, next: over}",
        ["one", "two"],
    ),
    "a way of two steps, of which one is written before": (
        "{id: later, next: over}\n{id: share, kind: parallel, branches: [one, two], joins: over}\n"
        "{id: one, next: later}\n{id: two, next: over}",
        ["later", "one", "two"],
    ),
    "a way that leads back to what came before": (
        "{id: share, kind: parallel, branches: [one, two], joins: over}\n"
        "{id: one, on_failure: keep, next: over}\n{id: two, next: over}",
        ["one", "two"],
    ),
    "a step that opens one way": ("{id: share, next: over}", []),
}


@pytest.mark.parametrize("case", CASES)
def test_parts_of_a_heading_are_those_on_its_ways(case: str) -> None:
    written, parts = CASES[case]
    steps = ("{id: keep, next: share}", *written.splitlines(), "{id: over, kind: end}")
    lines = "".join(
        f"  - {{title: Une étape, {'' if 'kind:' in step else 'kind: action, actor: cm-on-duty, '}{step[1:]}\n"
        for step in steps
    )
    loaded = load_files({**BASE, CARD: BASE[CARD].replace(STEPS, f"steps:\n{lines}")})
    assert loaded.handbook is not None
    (crisis,) = (each for brand in loaded.handbook.brands for each in brand.crises if each.id == "bad-buzz")
    assert parts_of(crisis, next(step for step in crisis.steps if step.id == "share")) == parts
