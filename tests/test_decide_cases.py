"""The example's perimeter says what its playbooks say: questions answered by hand before the tool was asked.

Each case of `cases/decide.yml` holds the question and the answer; sets of rules and agreements are whole, the others
are contained.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from perimetre.durations import Duration
from perimetre.handbooks import load
from perimetre.scope import Answer, Perimeter, Question

ROOT = Path(__file__).parent.parent
CASES: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests/cases/decide.yml").read_text(encoding="utf-8"))["cases"]
WHOLE = ("rules", "agreements")
CONTAINED = ("inform", "templates", "required_mentions", "would_change_if")


@pytest.fixture(scope="module")
def perimeters() -> dict[str, Perimeter]:
    loaded = load(ROOT / "playbooks")
    assert loaded.handbook is not None
    return {brand.id: Perimeter(loaded.handbook, brand) for brand in loaded.handbook.brands}


def as_asked(said: dict[str, Any]) -> Question:
    """Return the question of a case; a duration is written as in the playbooks («8min»)."""
    facts = {
        fact: Duration.parse(value).minutes if isinstance(value, str) else value
        for fact, value in said.get("facts", {}).items()
    }
    return Question(
        role=said["role"],
        action=said["action"],
        channel=said["channel"],
        at=datetime.fromisoformat(said["at"]),
        says=frozenset(said.get("says", ())),
        topics=frozenset(said.get("topics", ())),
        authors=frozenset(said.get("authors", ())),
        posture=said.get("posture"),
        facts=facts,
    )


def told(answer: Answer) -> dict[str, Any]:
    """Return what an answer says, in the words of the cases."""
    return {
        "authority": answer.authority,
        "rules": {rule.id for rule in answer.rules},
        "agreements": {agreement.circuit.id for agreement in answer.agreements},
        "inform": {one.who for one in answer.inform},
        "templates": set(answer.templates),
        "required_mentions": set(answer.required_mentions),
        "would_change_if": {change.dimension for change in answer.would_change_if},
        "instead": bool(answer.instead),
        "meanwhile": bool(answer.meanwhile),
        "escalation_line": answer.escalation_line,
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"][:60])
def test_answer_is_the_one_given_by_hand(case: dict[str, Any], perimeters: dict[str, Perimeter]) -> None:
    found = told(perimeters[case["question"]["brand"]].decide(as_asked(case["question"])))
    for name, expected in case["expect"].items():
        if name in WHOLE:
            assert found[name] == set(expected), name
        elif name in CONTAINED:
            assert found[name] >= set(expected), name
        else:
            assert found[name] == expected, name


def test_cases_cover_every_authority() -> None:
    authorities = {case["expect"]["authority"] for case in CASES}
    assert authorities == {"free", "template", "notify", "approve", "escalate", "forbidden"}
