"""The browser's answer is the engine's: the same rules, asked the same questions, in a real browser and in Python."""

from __future__ import annotations

import dataclasses
import datetime as dt
import gzip
import json
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings

import perimetre.render
from perimetre.perimeter.bands import Bands
from perimetre.perimeter.decisions import Perimeter
from perimetre.perimeter.questions import Question, ranges
from perimetre.perimeter.whole_space import Space
from perimetre.pipeline.loading import load
from perimetre.render.live.instants import Horizon
from tests.conftest import DEEP, ROOT, examples
from tests.perimeter.test_decisions import perimeter_of, question_of
from tests.support.live import Live
from tests.support.policies import policies, questions
from tests.support.sites import TODAY

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from playwright.sync_api import Page as Tab

SCRIPTS = Path(perimetre.render.__path__[0]) / "assets" / "live"
BRANDS = ("veillee", "osier-lin")
# Questions are carried to the browser by so many.
AT_ONCE = 2000
ASK = """questions => questions.map(question => {
  const answer = live.decide(question);
  for (const told of answer.dependsOn) delete told.spelt;
  return answer;
})"""

Ask = Callable[[Live, Sequence[Question]], list[tuple[Question, Any, Any]]]


@pytest.fixture(scope="module")
def differences(browser: Browser) -> Iterator[Ask]:
    """Return a function that asks both: each question that they answer otherwise, the browser first."""
    tab: Tab = browser.new_page()
    for name in ("facts.js", "dependences.js", "perimeter.js"):
        tab.add_script_tag(path=SCRIPTS / name)

    def compare(live: Live, asked: Sequence[Question]) -> list[tuple[Question, Any, Any]]:
        tab.evaluate("data => { self.live = new PerimetrePerimeter.Perimeter(data) }", json.loads(live.written.data))
        found = []
        for start in range(0, len(asked), AT_ONCE):
            several = asked[start : start + AT_ONCE]
            answers = tab.evaluate(ASK, [live.asked(question) for question in several])
            for question, answer in zip(several, answers, strict=True):
                expected = live.expected(question)
                if answer != expected:
                    found.append((question, answer, expected))
        return found

    yield compare
    tab.close()


@pytest.fixture(scope="module", params=BRANDS)
def live(request: pytest.FixtureRequest) -> Live:
    """Return a brand of the example as the browser holds it, over the days to come."""
    handbook = load(ROOT / "playbooks").handbook
    assert handbook is not None
    brand = next(brand for brand in handbook.brands if brand.id == request.param)
    return Live(Perimeter(handbook, brand), Horizon(first=TODAY.date(), days=400))


def space_of(live: Live) -> Space:
    """Return the whole perimeter over the days to come."""
    return Space(
        live.perimeter, TODAY.replace(tzinfo=None), Bands(live.perimeter, live.horizon.first, live.horizon.days)
    )


def cells_of_each_class(space: Space) -> Iterator[tuple[int, ...]]:
    """Yield a cell for each set of matches that hold together, so that each answer of the perimeter is asked."""
    waiting: list[tuple[Any, tuple[int, ...]]] = [(space.root, ())]
    seen: set[tuple[int, int]] = set()
    while waiting:
        node, cell = waiting.pop()
        if not node.children:
            yield cell
        for position, child in enumerate(node.children):
            if (len(cell), child.mask) not in seen:
                seen.add((len(cell), child.mask))
                waiting.append((child, (*cell, position)))


@pytest.mark.deep
def test_each_class_of_the_whole_space_has_the_same_answer(live: Live, differences: Ask) -> None:
    space = space_of(live)
    asked = [space.question(cell) for cell in cells_of_each_class(space)]
    assert len(asked) > 20_000
    # Each is a class of its own; `make test-deep` asks them all.
    assert differences(live, asked if DEEP else asked[:: len(asked) // 2000]) == []


@pytest.mark.deep
def test_each_value_of_each_dimension_is_known_to_the_browser(live: Live, differences: Ask) -> None:
    """Two values of one class have one answer in Python; the browser cuts its own classes, so each value is asked."""
    space = space_of(live)
    plain = (0,) * len(space.dimensions)
    asked = []
    for number, dimension in enumerate(space.dimensions):
        for position, values in enumerate(dimension.classes):
            cell = (*plain[:number], position, *plain[number + 1 :])
            question = space.question(cell)
            for value in values:
                if dimension.name == "channel":
                    assert isinstance(value, tuple)
                    asked.append(dataclasses.replace(question, channel=value[0], at=value[1]))
                elif dimension.name in ("says", "topic", "author"):
                    name = {"topic": "topics", "author": "authors"}.get(dimension.name, dimension.name)
                    asked.append(dataclasses.replace(question, **{name: frozenset((value,))}))
    assert differences(live, asked if DEEP else asked[:: max(1, len(asked) // 1500)]) == []


@pytest.mark.deep
def test_facts_several_values_and_what_was_done_have_the_same_answer(live: Live, differences: Ask) -> None:
    chance, space, values = random.Random(7), space_of(live), live.perimeter.brand.values
    tests: dict[str, list[Any]] = {}
    for clause in live.perimeter.clauses:
        for matcher in (clause.matcher, *clause.matcher.exceptions):
            for fact, bounds in matcher.when.items():
                tests.setdefault(fact, []).append(bounds)
    told = {fact: [value for value, _ in ranges(several)] for fact, several in tests.items()}
    cells = list(cells_of_each_class(space))
    asked = []
    for _ in range(examples(1500, 30_000)):
        question = space.question(chance.choice(cells))
        facts = {fact: chance.choice(told[fact]) for fact in chance.sample(sorted(told), chance.randrange(5))}
        asked.append(
            dataclasses.replace(
                question,
                posture=chance.choice((question.posture, None)),
                says=frozenset(chance.sample(sorted(values.says), chance.randrange(3))),
                topics=chance.choice((question.topics, frozenset(chance.sample(sorted(values.topics), 2)))),
                facts=facts,
                done={"": chance.randrange(70)} if chance.randrange(5) == 0 else {},
            )
        )
    assert differences(live, asked) == []


@settings(max_examples=examples(25, 100), deadline=None)
@given(policies(), questions())
def test_any_policy_has_the_same_answers(differences: Ask, policy: dict[str, Any], asked: dict[str, Any]) -> None:
    perimeter, question = perimeter_of(policy), question_of(asked)
    live = Live(perimeter, Horizon(first=question.at.date() - dt.timedelta(days=1), days=3))
    assert differences(live, [question]) == []


def test_rules_of_a_brand_weigh_little_once_compressed(live: Live) -> None:
    assert len(gzip.compress(live.written.data.encode())) < 100_000
