"""What one more thing said or known makes of an answer: what the whole perimeter answers once it is said or known."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, settings

from perimetre.perimeter.changes import levels
from perimetre.perimeter.facts import FactValue
from perimetre.perimeter.questions import Question
from tests.conftest import examples
from tests.perimeter.test_decisions import perimeter_of, question_of
from tests.support.policies import policies, questions

SETS = ("says", "topics", "authors")


def told(question: Question, dimension: str, value: str) -> Question:
    """Return a question of which one thing more is said or known."""
    if dimension in SETS:
        return replace(question, **{dimension: getattr(question, dimension) | {value}})
    if dimension in ("posture", "phase", "place"):
        return replace(question, **{dimension: value})
    known: FactValue = value == "true" if value in ("true", "false") else float(value)
    return replace(question, facts={**question.facts, dimension: known})


@settings(max_examples=examples(15, 200), deadline=None)
@given(policies(), questions())
def test_level_of_what_is_said_besides_is_that_of_the_whole_question(policy: dict[str, Any], asked: dict) -> None:
    perimeter, question = perimeter_of(policy), question_of(asked)
    for dimension, value, _, level, clauses in levels(perimeter, question):
        then = perimeter.normalise(told(question, dimension, value))
        expected, speaking = perimeter.level(then, perimeter.bearing_on(then))
        assert (level, {clause.rule.id for clause in clauses}) == (expected, {clause.rule.id for clause in speaking})
