"""What is only advised is said of a question, and has no part in what may be done."""

from __future__ import annotations

import datetime as dt

import pytest

from perimetre.perimeter.decisions import Perimeter
from perimetre.perimeter.questions import Answer, Question
from perimetre.pipeline.loading import load_sources
from perimetre.reading.sources import Collected, Source
from perimetre.versions.versions import Versions
from tests.support.rule_cases import BASE

NOON = dt.datetime(2026, 11, 23, 12)
ADVICE = """
rules:
  - {id: short, title: Répondre court, strength: should, actions: [reply-public], because: On lit vite.}
  - {id: later, title: Plus tard, strength: should, actions: [publish]}
red_lines:
  - {id: smile, title: Ne pas sourire, strength: may, actions: [reply-public], instead: [Rester droit.]}
"""


def perimeter(scope: str) -> Perimeter:
    files = {**BASE, "brands/lumen/scope.yml": scope}
    sources = tuple(Source(path, path, files[path].encode()) for path in sorted(files))
    handbook = load_sources(Collected(sources), folder="playbooks").handbook
    assert handbook is not None
    return Perimeter(handbook, handbook.brands[0])


def asked(scope: str, action: str = "reply-public") -> Answer:
    question = Question(role="community-manager", action=action, channel="page", at=NOON)
    return perimeter(scope).decide(question)


def test_advice_is_said_of_the_questions_that_it_matches() -> None:
    assert [advice.id for advice in asked(ADVICE).advice] == ["smile", "short"]
    assert [advice.id for advice in asked(ADVICE, "publish").advice] == ["later"]
    assert asked("rules: []").advice == ()


@pytest.mark.parametrize("action", ["reply-public", "publish", "like"])
def test_advice_changes_no_answer(action: str) -> None:
    without = asked("rules: []", action)
    given = asked(ADVICE, action)
    assert given.asks == without.asks
    assert [rule.id for rule in given.rules] == [rule.id for rule in without.rules]


def test_the_same_words_as_a_rule_do_change_it() -> None:
    strict = asked(ADVICE.replace("strength: may", "strength: must"))
    assert (strict.authority, [rule.id for rule in strict.rules]) == ("forbidden", ["smile"])


def test_what_is_compiled_and_what_is_read_know_nothing_of_advice() -> None:
    with_, without = perimeter(ADVICE), perimeter("rules: []")
    assert [clause.rule.id for clause in with_.clauses] == [clause.rule.id for clause in without.clauses]
    cm = ["community-manager"]
    assert Versions(with_.brand).of_roles(cm) == Versions(without.brand).of_roles(cm)
