"""To raise an alert asks for no decision; to lower it, or to end it sooner, asks for one of those who may lift it."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from datetime import date

import pytest

from perimetre.base.words import say
from perimetre.compare import compare
from perimetre.compare.decided import Decisions, undecided
from perimetre.model import Handbook
from perimetre.reports.decision_record import written
from tests.support.rule_cases import BASE, load_files

TODAY = date(2026, 11, 22)
FILE = "brands/lumen/postures/2026-11-20-hot.yml"
HOT = """\
id: 2026-11-20-hot
title: Un reproche monte
level: alert
topics: [health, labour]
declared_by: social-lead
declared_at: 2026-11-20T10:00
until: 2026-12-01T10:00
lifted_by: [communications-director]
because: Un reproche monte.
"""
OVER = HOT.replace("2026-12-01", "2026-11-21")
DECIDED = """\
id: 2026-11-22-calm
title: Le calme est revenu
decided_on: 2026-11-22
decided_by: [{by}]
kind: posture
what: L’alerte est levée.
why: Plus un message depuis la veille.
records: [2026-11-20-hot]
"""


@functools.cache
def _house(files: tuple[tuple[str, str], ...]) -> Handbook:
    loaded = load_files({**BASE, **dict(files)})
    assert [finding for finding in loaded.diagnostics if finding.severity == "error"] == []
    assert loaded.handbook is not None
    return loaded.handbook


def house(files: Mapping[str, str]) -> Handbook:
    return _house(tuple(files.items()))


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[tuple[str, str]]:
    found = compare(house(before), house(after), today=TODAY).changes
    return [(change.kind, say(change.summary, "en")) for change in found]


def test_declaring_is_told_as_what_protects_and_asks_for_no_decision() -> None:
    assert changes({}, {FILE: HOT}) == [("strengthened", "Added: Declared alert level “Un reproche monte”.")]
    before, after = house({}), house({FILE: HOT})
    assert list(undecided(compare(before, after, today=TODAY), before, after, TODAY)) == []


@pytest.mark.parametrize(
    ("old", "new", "kind", "sentence"),
    [
        ("level: alert", "level: vigilance", "weakened", "it is now “vigilance” (before: “alert”)"),
        ("level: vigilance", "level: alert", "strengthened", "it is now “alert” (before: “vigilance”)"),
        ("2026-12-01T10:00", "2026-11-22T18:00", "weakened", "it ends sooner"),
        ("2026-12-01T10:00", "2026-12-03T10:00", "strengthened", "it ends later"),
        ("[health, labour]", "[health]", "weakened", "it holds less widely, `health` (before: `health` and `labour`)"),
        ("topics: [health, labour]\n", "", "strengthened", "it holds more widely, everywhere (before:"),
        ("because:", "status: deprecated\nbecause:", "weakened", "it holds no more"),
    ],
)
def test_change_of_a_declaration_is_told_for_what_it_does(old: str, new: str, kind: str, sentence: str) -> None:
    text = HOT.replace("level: alert", "level: vigilance").replace("[communications-director]", "[social-lead]")
    before = HOT if old in HOT else text
    ((found, said),) = changes({FILE: before}, {FILE: before.replace(old, new)})
    assert found == kind
    assert said.startswith("Declared alert level “Un reproche monte”: ") and sentence in said


def test_what_is_over_protects_nothing_any_more() -> None:
    assert [kind for kind, _ in changes({FILE: OVER}, {})] == ["removed"]
    assert [kind for kind, _ in changes({}, {FILE: OVER})] == ["added"]
    # The last day that it holds, it is not over.
    assert [kind for kind, _ in changes({FILE: OVER.replace("11-21", "11-22")}, {})] == ["weakened"]


@pytest.mark.parametrize("after", [{}, {FILE: OVER}], ids=["file taken out", "until moved back"])
@pytest.mark.parametrize(
    ("by", "refusal"),
    [
        ("communications-director", None),
        ("social-lead", "who may not lift this alert level"),
        ("night-moderator", "not on the brand’s side"),
        (None, "no decision that comes with it names it"),
    ],
)
def test_ending_it_sooner_is_decided_by_those_who_may_lift_it(
    after: Mapping[str, str], by: str | None, refusal: str | None
) -> None:
    decision = {"brands/lumen/decisions/2026-11-22-calm.yml": DECIDED.format(by=by)} if by else {}
    old, new = house({FILE: HOT}), house({**after, **decision})
    problems = list(undecided(compare(old, new, today=TODAY), old, new, TODAY))
    assert [refusal in say(problem.message, "en") for problem in problems] == ([True] if refusal else [])  # type: ignore[operator]


def test_record_of_its_end_is_begun_as_that_of_an_alert() -> None:
    old, new = house({FILE: HOT}), house({FILE: OVER})
    decisions = Decisions(old, new, TODAY)
    ((brand, told),) = decisions.not_begun(compare(old, new, today=TODAY)).items()
    level = new.brand(brand)
    assert level is not None
    record = written("2026-11-22-hot", told, level, decisions, "en")
    assert "kind: posture\n" in record and "records: [2026-11-20-hot]\n" in record and "review_on" not in record
    assert "# May decide it: communications-director.\n" in record
