"""What the perimeter must answer, whatever the policy: properties on random policies, and a slow reading."""

from __future__ import annotations

import copy
import datetime as dt
import functools
import itertools
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from perimetre.base.closed import POSTURES
from perimetre.model import Handbook
from perimetre.model.building.build import build
from perimetre.perimeter.bands import Bands
from perimetre.perimeter.decisions import Perimeter
from perimetre.perimeter.facts import FactBounds
from perimetre.perimeter.questions import RANK, Answer, Question
from perimetre.perimeter.whole_space import Space
from perimetre.pipeline.loading import load
from perimetre.reading.parse import Parsed, parse
from perimetre.reading.sources import Source
from tests.conftest import ROOT, examples
from tests.support.cuts import cuts
from tests.support.policies import (
    CHANNELS,
    DAY,
    DECLARED,
    GROUPS,
    NOON,
    PERIODS,
    PLACES,
    policies,
    questions,
    rules,
    slow_answer,
)

HOUSE = yaml.load((ROOT / "tests" / "cases" / "scope" / "house.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)

UNSAID = {"says": "answer", "topics": "other", "authors": "other"}
MORE = [("topics", "price"), ("topics", "health"), ("topics", "other"), ("authors", "journalist"), ("authors", "other"),
        ("says", "promise"), ("says", "answer")]  # fmt: skip

# Each drawn policy goes through the real parse and build.
many = settings(max_examples=examples(15, 100), deadline=None)


@functools.lru_cache(maxsize=256)
def read(path: str, text: str) -> Parsed:
    """Read a file; what no drawn policy changes is read once."""
    return parse(Source(path, path, text.encode()))


def handbook_of(policy: dict[str, Any], more: Mapping[str, Any] | None = None) -> Handbook:
    declared = {
        "declared_by": "lead", "declared_at": "2025-01-01T09:00", "lifted_by": ["lead"], "because": "Un essai.",
    }  # fmt: skip
    postures = {id: posture | declared for id, posture in DECLARED.items()}
    written = {
        "house/scope.yml": {"groups": records(GROUPS), **policy["house"]},
        "house/periods.yml": {"periods": records(PERIODS)},
        "brands/lumen/brand.yml": HOUSE["brands/lumen/brand.yml"] | {"postures": records(postures)},
        "brands/lumen/channels.yml": {"channels": records(CHANNELS)},
        "brands/lumen/places.yml": {"places": [{"id": id, "title": id, "manager": "lead"} for id in PLACES]},
        "brands/lumen/scope.yml": policy["brand"],
    }
    files = HOUSE | written | dict(more or {})
    parsed = [read(path, json.dumps(data)) for path, data in files.items()]
    assert [read.diagnostics for read in parsed] == [()] * len(parsed)
    built = build([read.document for read in parsed])
    # A drawn derogation may name a rule that is over: it then sets nothing aside, which is what is tried here.
    errors = [
        diagnostic
        for diagnostic in built.diagnostics
        if diagnostic.severity == "error" and diagnostic.rule != "derogation-names-a-live-rule"
    ]
    assert not errors, errors[0]
    return built.handbook


def records(by_id: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"id": id, **fields} for id, fields in by_id.items()]


def perimeter_of(policy: dict[str, Any]) -> Perimeter:
    handbook = handbook_of(policy)
    return Perimeter(handbook, handbook.brand("lumen"))


def question_of(asked: dict[str, Any]) -> Question:
    sets = {name: frozenset(asked[name]) for name in ("says", "topics", "authors")}
    return Question(**(asked | sets))


def authority(perimeter: Perimeter, asked: dict[str, Any]) -> str:
    return perimeter.decide(question_of(asked), alternatives=False).authority


def verdict_of(answer: Answer) -> tuple[str, frozenset[str]]:
    return answer.authority, frozenset(rule.id for rule in answer.rules)


several = st.lists(questions(), min_size=4, max_size=8)


@many
@given(policies(), several)
def test_the_answer_is_the_design_read_slowly(policy: dict[str, Any], asked: list[dict[str, Any]]) -> None:
    perimeter = perimeter_of(policy)
    for case in asked:
        assert verdict_of(perimeter.decide(question_of(case), alternatives=False)) == slow_answer(policy, case)


@many
@given(policies(), several, st.randoms(use_true_random=False))
def test_the_order_of_rules_and_keys_does_not_matter(policy: dict, asked: list[dict], random: Any) -> None:
    shuffled = copy.deepcopy(policy)
    for owner in shuffled.values():
        for written in owner.values():
            random.shuffle(written)
            for n, rule in enumerate(written):
                keys = list(rule)
                random.shuffle(keys)
                written[n] = {key: rule[key] for key in keys}
    first, second = perimeter_of(policy), perimeter_of(shuffled)
    for case in asked:
        question = question_of(case)
        assert first.decide(question) == second.decide(question)


@many
@given(policies(), rules("added"), several, st.sampled_from(["house", "brand"]))
def test_adding_a_rule_never_frees_an_answered_question(policy: dict, rule: dict, asked: list, owner: str) -> None:
    wider = copy.deepcopy(policy)
    wider[owner]["rules"].append(rule)
    before, after = perimeter_of(policy), perimeter_of(wider)
    for case in asked:
        old = before.decide(question_of(case), alternatives=False)
        if not old.unanswered:
            assert RANK[authority(after, case)] >= RANK[old.authority]


@many
@given(policies(), several)
def test_a_brand_never_frees_what_the_house_restrains(policy: dict[str, Any], asked: list[dict[str, Any]]) -> None:
    # What the house lets a brand derogate from is what it does not restrain.
    for rule in policy["house"]["rules"]:
        rule.pop("derogable", None)
    for rule in policy["brand"]["rules"]:
        named = [id for id in rule.get("derogates", ()) if id.startswith("brand")]
        rule.pop("derogates", None)
        if named:
            rule["derogates"] = named
        else:
            rule.pop("reason", None)
            rule.pop("until", None)
    alone = perimeter_of({"house": policy["house"], "brand": {"rules": [], "red_lines": []}})
    both = perimeter_of(policy)
    for case in asked:
        house = alone.decide(question_of(case), alternatives=False)
        if not house.unanswered:
            assert RANK[authority(both, case)] >= RANK[house.authority]


BELOW = {"channels": "channels", "objectives": "objectives", "people": "roles", "escalation": "lines"}


@many
@given(policies(), policies(most=3), several)
def test_a_level_never_frees_what_the_one_above_it_restrains(policy: dict, below: dict, asked: list[dict]) -> None:
    for written in below["brand"].values():
        for rule in written:
            rule["id"] = f"below-{rule['id']}"
            for key in ("derogates", "reason", "until") if "derogates" in rule else ():
                rule.pop(key, None)
    more = {f"brands/below/{kind}.yml": {name: []} for kind, name in BELOW.items()}
    more["brands/below/brand.yml"] = {"id": "below", "name": "Sous", "stage": "growth", "within": "lumen"}
    more["brands/below/scope.yml"] = below["brand"]
    handbook = handbook_of(policy, more)
    above, under = (Perimeter(handbook, handbook.brand(id)) for id in ("lumen", "below"))
    for case in asked:
        said = above.decide(question_of(case), alternatives=False)
        if not said.unanswered:
            assert RANK[authority(under, case)] >= RANK[said.authority]


@many
@given(policies(), several)
def test_a_worse_posture_activates_every_rule_of_a_milder_one(policy: dict[str, Any], asked: list[dict]) -> None:
    perimeter = perimeter_of(without_exceptions_on_posture(policy))
    for fields in asked:
        speaking: set[str] = set()
        for posture in POSTURES:
            case = perimeter.normalise(question_of(fields | {"posture": posture}))
            matching = {
                clause.rule.id
                for clause in perimeter.live(case.at.date())
                for elementary in perimeter.elementary(case)
                if clause.matcher.admits(elementary, perimeter.ground)
            }
            assert speaking <= matching
            speaking = matching


def without_exceptions_on_posture(policy: dict[str, Any]) -> dict[str, Any]:
    for owner in policy.values():
        for rule in (*owner["rules"], *owner["red_lines"]):
            for case in (rule, *rule.get("any", ())):
                outs = [
                    {name: said for name, said in out.items() if name != "posture"} for out in case.pop("except", ())
                ]
                outs = [out for out in outs if out]
                case.update({"except": outs} if outs else {})
            if "any" in rule:
                rule["any"] = [case or ALWAYS for case in rule["any"]]
    return policy


@many
@given(policies(), several, st.sampled_from(["topics", "authors"]))
def test_an_unknown_value_counts_as_other(policy: dict[str, Any], asked: list[dict], dimension: str) -> None:
    perimeter = perimeter_of(policy)
    for case in asked:
        unknown = perimeter.decide(question_of(case | {dimension: ["never-heard-of"]}))
        assert unknown == perimeter.decide(question_of(case | {dimension: ["other"]}))
        assert verdict_of(unknown) == verdict_of(perimeter.decide(question_of(case | {dimension: []})))


@many
@given(policies(), several)
def test_a_question_about_no_place_hears_no_rule_of_a_place(policy: dict[str, Any], asked: list[dict]) -> None:
    """Rules that name places free nobody, and restrain nobody, where no place is named, or one that nobody knows."""
    elsewhere = without_places(policy)
    with_places, without = perimeter_of(policy), perimeter_of(elsewhere)
    for case in asked:
        nowhere, unknown = case | {"place": None}, case | {"place": "never-heard-of"}
        assert with_places.decide(question_of(unknown)) == with_places.decide(question_of(nowhere))
        plain = with_places.decide(question_of(nowhere), alternatives=False)
        assert verdict_of(plain) == verdict_of(without.decide(question_of(nowhere), alternatives=False))


def without_places(policy: dict[str, Any]) -> dict[str, Any]:
    policy = copy.deepcopy(policy)
    left: set[str] = set()
    for owner in policy.values():
        for kind, written in owner.items():
            owner[kind] = [rule for rule in written if "places" not in rule]
            for rule in owner[kind]:
                for case in (rule, *rule.get("any", ())):
                    outs = [out for out in case.pop("except", ()) if "places" not in out]
                    case.update({"except": outs} if outs else {})
                if "any" in rule:
                    rule["any"] = [NEVER if "places" in case else case or ALWAYS for case in rule["any"]]
        left |= {rule["id"] for rule in owner["rules"]}
        for rule in owner["rules"]:
            named = [id for id in rule.pop("derogates", ()) if id in left]
            if named:
                rule["derogates"] = named
            else:
                rule.pop("reason", None)
    return policy


# Cases that hold of no question, and of all.
NEVER = {"when": {"minor": True, "not": {"minor": True}}}
ALWAYS = {"except": [NEVER]}


@many
@given(policies(), several, st.sampled_from(MORE))
def test_one_more_value_never_frees(policy: dict[str, Any], asked: list[dict], more: tuple[str, str]) -> None:
    perimeter = perimeter_of(policy)
    dimension, value = more
    for case in asked:
        # Where nothing is said, what stands for it gives way to what is said.
        before = case | {dimension: case[dimension] or [UNSAID[dimension]]}
        after = case | {dimension: [*before[dimension], value]}
        assert RANK[authority(perimeter, after)] >= RANK[authority(perimeter, before)]


@pytest.mark.slow
def test_one_more_value_never_frees_in_the_example() -> None:
    """Ask of every two topics, authors and acts of speech that the example's rules tell apart, wherever they do."""
    handbook = load(ROOT / "playbooks").handbook
    for brand in handbook.brands:
        perimeter = Perimeter(handbook, brand)
        space = Space(perimeter, dt.datetime(2026, 11, 24, 10))
        pairs = dict(two_values(space))
        assert pairs
        for masks, (dimension, cell, value) in pairs.items():
            first = space.question(cell)
            both = replace(first, **{dimension: getattr(first, dimension) | {value}})
            answer = perimeter.decide(both, alternatives=False)
            apart = [space.plain(mask) for mask in masks]
            assert answer.authority == max((level for level, _ in apart), key=RANK.__getitem__), both
            if answer.authority != "forbidden":
                rules = {clause.rule.id for _, speaking in apart for clause in space.clauses_of(speaking)}
                assert verdict_of(answer)[1] == rules, both


def two_values(space: Space) -> Iterator[tuple[tuple[int, int], tuple[str, tuple[int, ...], object]]]:
    """Yield every two values that the rules tell apart somewhere.

    Comes out: what matches with the one and with the other, then the dimension, a cell of the one, and the other.
    """
    *before, says, topic, author = space.dimensions
    for start in itertools.product(*(range(len(dimension.classes)) for dimension in before)):
        node = functools.reduce(lambda node, position: node.children[position], start, space.root)
        for rank, (name, dimension) in enumerate({"says": says, "topics": topic, "authors": author}.items()):
            cells = {}
            for position, values in enumerate(dimension.classes):
                rest = tuple(position if rank == other else 0 for other in range(3))
                leaf = functools.reduce(lambda node, position: node.children[position], rest, node)
                cells.setdefault(leaf.mask, ((*start, *rest), values[0]))
            for (mask, (cell, _)), (other, (_, value)) in itertools.combinations(cells.items(), 2):
                yield (min(mask, other), max(mask, other)), (name, cell, value)


@many
@given(policies(), questions())
def test_what_would_change_the_answer_does(policy: dict[str, Any], asked: dict[str, Any]) -> None:
    perimeter = perimeter_of(policy)
    question = question_of(asked)
    answer = perimeter.decide(question)
    for change in answer.would_change_if:
        if change.dimension in ("posture", "phase", "place"):
            other = asked | {change.dimension: change.values[0]}
        elif change.dimension in ("says", "topics", "authors"):
            before = asked[change.dimension]
            other = asked | {change.dimension: [*before, change.values[0]]}
        else:
            known = change.bounds.up_to or (change.bounds.above or 0) + 1
            value = change.values[0] == "true" if change.values else known
            other = asked | {"facts": asked["facts"] | {change.dimension: value}}
        assert authority(perimeter, other) == change.authority
        assert change.dimension not in asked["facts"]


KNOWN = {"amount": (None, 50, 51, 100, 150), "minor": (None, True, False)}


@many
@given(policies(), questions())
def test_what_an_answer_depends_on_is_all_that_facts_can_make_stricter(policy: dict, asked: dict[str, Any]) -> None:
    perimeter = perimeter_of(policy)
    answer = perimeter.decide(question_of(asked))
    unknown = {fact: values for fact, values in KNOWN.items() if fact not in asked["facts"]}
    strictest = answer.authority
    for values in itertools.product(*unknown.values()):
        facts = {fact: value for fact, value in zip(unknown, values, strict=True) if value is not None}
        strictest = max(
            strictest, authority(perimeter, asked | {"facts": asked["facts"] | facts}), key=RANK.__getitem__
        )
    levels = [dependence.authority for dependence in answer.depends_on]
    assert max(levels, key=RANK.__getitem__, default=answer.authority) == strictest
    assert levels == sorted(levels, key=RANK.__getitem__, reverse=True)
    for dependence in answer.depends_on:
        # Nothing that is told in vain: each is stricter, and is so where its facts are.
        facts = {fact: within(bounds) for fact, bounds in dependence.facts}
        assert RANK[dependence.authority] > RANK[answer.authority]
        assert authority(perimeter, asked | {"facts": asked["facts"] | facts}) == dependence.authority


def within(bounds: FactBounds) -> object:
    if bounds.among is not None:
        return next(iter(bounds.among))
    return bounds.up_to if bounds.up_to is not None else (bounds.above or 0) + 1


# --- the whole space -----------------------------------------------------------------------------------------------


@settings(max_examples=examples(15, 60), deadline=None)
@given(policies(most=4), st.data())
def test_the_whole_space_agrees_with_each_question(policy: dict[str, Any], data: st.DataObject) -> None:
    perimeter = perimeter_of(policy)
    space = Space(perimeter, NOON)
    assert sum(space.count().values()) == space.cells
    for _ in range(12):
        cell = tuple(data.draw(st.integers(0, len(dimension.classes) - 1)) for dimension in space.dimensions)
        verdict = space.verdict_at(cell)
        question = space.question(cell)
        asked = perimeter.decide(question, alternatives=False)
        assert space.answer(cell) == asked
        assert verdict.authority == asked.authority or asked.exhausted
        # Values of one class give one answer.
        values = [
            data.draw(st.sampled_from(dimension.classes[n]))
            for dimension, n in zip(space.dimensions, cell, strict=True)
        ]
        role, action, (channel, at), posture, phase, place, says, topic, author = values
        other = Question(
            role=role, action=action, channel=channel, at=at, posture=POSTURES[posture], phase=phase, place=place,
            says=frozenset({says}), topics=frozenset({topic}), authors=frozenset({author}),
        )  # fmt: skip
        assert verdict_of(perimeter.decide(other, alternatives=False)) == verdict_of(asked)
        # What facts would change, they change.
        for conditional in verdict.conditional:
            known = as_fields(question) | {"facts": dict(conditional.facts)}
            changed = perimeter.decide(Question(**known), alternatives=False)
            assert changed == perimeter.conclude(Question(**known), space.clauses_of(conditional.speaking))
            assert changed.authority == conditional.authority
        # And what they would not, they do not.
        facts = data.draw(
            st.sampled_from([{"amount": 50}, {"amount": 100}, {"amount": 150}, {"minor": True}, {"minor": False}])
        )
        if not verdict.conditional:
            assert verdict_of(
                perimeter.decide(Question(**(as_fields(question) | {"facts": facts})), alternatives=False)
            ) == verdict_of(asked)


def as_fields(question: Question) -> dict[str, Any]:
    return {name: getattr(question, name) for name in Question.__dataclass_fields__}


@settings(max_examples=examples(15, 60), deadline=None)
@given(policies(), several)
def test_nothing_changes_between_two_cuts(policy: dict[str, Any], asked: list[dict[str, Any]]) -> None:
    assume(not any("times" in rule for owner in policy.values() for rule in owner["rules"]))
    perimeter = perimeter_of(policy)
    first, last = DAY - dt.timedelta(days=400), DAY + dt.timedelta(days=30)
    days = cuts(perimeter, first, last)
    assert days[0] == first
    for day, following in zip(days, (*days[1:], last + dt.timedelta(days=1)), strict=True):
        for case in asked[:2]:
            at = dt.datetime.combine(day, dt.time(12))
            end = dt.datetime.combine(following - dt.timedelta(days=1), dt.time(12))
            start = verdict_of(perimeter.decide(question_of(case | {"at": at}), alternatives=False))
            if at.weekday() == end.weekday():
                assert verdict_of(perimeter.decide(question_of(case | {"at": end}), alternatives=False)) == start


# --- what is still to be completed ---------------------------------------------------------------------------------


def one_rule(**fields: Any) -> dict[str, Any]:
    return {"house": {"rules": [{"id": "only", **fields}], "red_lines": []}, "brand": {"rules": [], "red_lines": []}}


ASKED = {
    "role": "cm",
    "action": "hide",
    "channel": "forum",
    "says": [],
    "topics": [],
    "authors": [],
    "posture": "normal",
    "phase": None,
    "place": None,
    "at": NOON,
    "facts": {},
}


def test_a_rule_still_to_be_completed_frees_nothing() -> None:
    assert authority(perimeter_of(one_rule(authority="free", channels=["forum"])), ASKED) == "free"
    assert authority(perimeter_of(one_rule(authority="free", channels="to-complete")), ASKED) == "escalate"
    assert authority(perimeter_of(one_rule(authority="free", topics={"not": "to-complete"})), ASKED) == "escalate"
    for left_open in ({"channels": "to-complete"}, {"topics": {"not": "to-complete"}}):
        forbids = one_rule(authority="forbidden", instead=["Non."], **left_open)
        assert authority(perimeter_of(forbids), ASKED) == "forbidden"


def test_an_exception_still_to_be_completed_takes_nothing_out() -> None:
    forbids = one_rule(authority="forbidden", instead=["Non."], **{"except": [{"channels": "to-complete"}]})
    assert authority(perimeter_of(forbids), ASKED) == "forbidden"


@pytest.mark.parametrize(
    ("authority_given", "more", "expected"),
    [
        # What is said of nothing in particular is not the price.
        ("free", {}, "free"),
        ("free", {"topics": ["product"]}, "free"),
        ("free", {"topics": ["price"]}, "escalate"),
        # Two topics are two questions: the rule speaks on one of them, nothing on the other.
        ("free", {"topics": ["price", "product"]}, "escalate"),
        ("forbidden", {"topics": ["price", "product"]}, "forbidden"),
        ("forbidden", {"topics": ["price"]}, "escalate"),
    ],
)
def test_all_topics_but_one_are_each_of_the_others(authority_given: str, more: dict, expected: str) -> None:
    more_said = {"instead": ["Non."]} if authority_given == "forbidden" else {}
    policy = one_rule(authority=authority_given, topics={"not": ["price"]}, **more_said)
    assert authority(perimeter_of(policy), ASKED | more) == expected


def test_all_places_but_one_are_places_and_no_place_is_none_of_them() -> None:
    perimeter = perimeter_of(one_rule(authority="free", places={"not": ["shops"]}))
    assert [authority(perimeter, ASKED | {"place": place}) for place in (None, "lille", "nantes", "lyon")] == [
        *["escalate"] * 3,
        "free",
    ]


def test_what_a_rule_leaves_out_is_what_would_change_its_answer() -> None:
    perimeter = perimeter_of(one_rule(authority="free", topics={"not": ["price", "health"]}))
    changes = perimeter.decide(question_of(ASKED)).would_change_if
    assert [(change.dimension, change.values, change.authority) for change in changes] == [
        ("topics", ("health", "price"), "escalate")
    ]


# --- the bands of the days to come ---------------------------------------------------------------------------------


@settings(max_examples=examples(15, 60), deadline=None)
@given(policies(), several)
def test_every_day_to_come_answers_as_the_first_of_its_class(policy: dict[str, Any], asked: list[dict]) -> None:
    perimeter = perimeter_of(policy)
    first = DAY - dt.timedelta(days=30)
    bands = Bands(perimeter, first, 400)
    times = [dt.time(minute // 60, minute % 60) for minute in bands.minutes]

    def answers(day: dt.date) -> tuple[object, ...]:
        return tuple(
            verdict_of(perimeter.decide(question_of(case | {"at": dt.datetime.combine(day, time)}), alternatives=False))
            for case in asked[:3]
            for time in times
        )

    classes = {answers(day) for day in bands.days}
    assert bands.days[0] == first
    assert all(answers(first + dt.timedelta(days=ahead)) in classes for ahead in range(0, 400, 7))
    assert all(answers(first + dt.timedelta(days=ahead)) in classes for ahead in range(25, 65))


@settings(max_examples=examples(10, 40), deadline=None)
@given(policies(most=3), st.data())
def test_the_space_of_the_days_to_come_agrees_with_each_question(policy: dict[str, Any], data: st.DataObject) -> None:
    perimeter = perimeter_of(policy)
    space = Space(perimeter, NOON, Bands(perimeter, DAY))
    for _ in range(12):
        cell = tuple(data.draw(st.integers(0, len(dimension.classes) - 1)) for dimension in space.dimensions)
        channel, at = data.draw(st.sampled_from(space.dimensions[2].classes[cell[2]]))
        question = replace(space.question(cell), channel=channel, at=at)
        asked = perimeter.decide(question, alternatives=False)
        assert space.verdict_at(cell).authority == asked.authority, "an instant of one class answers as another"
    assert {at for at, _ in space.chronology} <= {at for channels in space.dimensions[2].classes for _, at in channels}
