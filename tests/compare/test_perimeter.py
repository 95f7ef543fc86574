"""What a comparison of two perimeters must find, whatever the policies: properties, and the slow reading of cells."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from perimetre.compare.perimeter.blocks import ProductBlock, Rolled, rolled
from perimetre.compare.perimeter.facing import Facing
from perimetre.compare.perimeter.union import Union
from perimetre.model import Handbook
from perimetre.perimeter.decisions import Perimeter
from tests.conftest import examples
from tests.perimeter.test_decisions import handbook_of, question_of
from tests.support.policies import (
    ACTIONS,
    AUTHORITIES,
    AUTHORS,
    CHANNELS,
    DAY,
    PLACES,
    POSTURES,
    ROLES,
    SAYS,
    TOPICS,
    policies,
    rules,
    slow_answer,
)

Policy = dict[str, Any]
many = settings(max_examples=examples(12, 150), deadline=None)
MIRROR = {"widened": "narrowed", "narrowed": "widened", "mixed": "mixed", "rerouted": "rerouted", "review": "review"}


def facing_of(old: Handbook, new: Handbook) -> Facing:
    return Facing(*(Perimeter(handbook, handbook.brands[0]) for handbook in (old, new)))


def union_of(old: Handbook, new: Handbook) -> Union:
    return Union(facing_of(old, new), DAY)


def changes_of(old: Policy, new: Policy) -> tuple[Union, tuple[Rolled, ...]]:
    facing = facing_of(handbook_of(old), handbook_of(new))
    union = Union(facing, DAY)
    return union, () if facing.is_same else rolled(union)


@st.composite
def edits(draw: st.DrawFn) -> tuple[Policy, Policy]:
    """Draw a policy and what an edit makes of it: rules dropped, put elsewhere in the file, written anew, added."""
    old = draw(policies(most=3))
    new = {owner: {key: list(written) for key, written in said.items()} for owner, said in old.items()}
    for owner, said in new.items():
        derogation = [rule for rule in said["rules"] if "derogates" in rule]
        plain = [rule for rule in said["rules"] if "derogates" not in rule]
        changed = [
            {**draw(rules(rule["id"])), "derogable": True} if draw(st.integers(0, 3)) == 0 else rule for rule in plain
        ]
        if draw(st.booleans()):
            changed.append(draw(rules(f"{owner}-new")))
        said["rules"] = [*draw(st.permutations(changed)), *(derogation if draw(st.booleans()) else [])]
        if draw(st.integers(0, 3)) == 0:
            said["red_lines"] = []
    return old, new


def cells(union: Union, blind: random.Random, count: int) -> list[dict[str, Any]]:
    """Return elementary questions drawn from the whole of the small house, at instants of the days to come."""
    instants = [
        dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=m) for day in union.days for m in union.minutes
    ]
    pick = blind.choice
    return [
        {
            "role": pick(ROLES),
            "action": pick(ACTIONS),
            "channel": pick(list(CHANNELS)),
            "says": [pick([*SAYS, "answer"])],
            "topics": [pick([*TOPICS, "other"])],
            "authors": [pick([*AUTHORS, "other"])],
            "posture": pick(POSTURES),
            # A phase that no rule names is as none.
            "phase": pick(union.universe["phase"]),
            "place": pick([None, *PLACES]),
            "at": pick(instants),
            "facts": pick([{}, {}, {"amount": 75}, {"amount": 150}, {"minor": True}, {"minor": False}]),
        }
        for _ in range(count)
    ]


def holds(block: ProductBlock, cell: dict[str, Any]) -> bool:
    place = {
        "role": cell["role"],
        "action": cell["action"],
        "channel": cell["channel"],
        "posture": cell["posture"],
        "phase": cell["phase"],
        "place": cell["place"],
        "says": cell["says"][0],
        "topic": cell["topics"][0],
        "author": cell["authors"][0],
    }
    facts = block.signature.facts
    return (
        all(value in block.of(dimension) for dimension, value in place.items())
        and cell["at"] in block.moments
        and (not facts or any(all(bounds.admits(cell["facts"].get(fact)) for fact, bounds in way) for way in facts))
    )


@many
@given(policies(most=4))
def test_nothing_changes_between_a_policy_and_itself(policy: Policy) -> None:
    reordered = {
        owner: {
            key: [dict(reversed(list(rule.items()))) for rule in reversed(written)] for key, written in said.items()
        }
        for owner, said in policy.items()
    }
    assert facing_of(handbook_of(policy), handbook_of(reordered)).is_same


@many
@given(edits(), st.randoms(use_true_random=False))
def test_blocks_hold_the_cells_that_change_and_no_other(edit: tuple[Policy, Policy], blind: random.Random) -> None:
    old, new = edit
    union, changes = changes_of(old, new)
    blocks = [block for change in changes for block in change.blocks]
    perimeters = [Perimeter(handbook, handbook.brands[0]) for handbook in (handbook_of(old), handbook_of(new))]
    for cell in cells(union, blind, 150):
        answers = [perimeter.decide(question_of(cell), alternatives=False).authority for perimeter in perimeters]
        # The slow reading knows the periods of that month only.
        if cell["at"].date() < dt.date(2026, 12, 1):
            assert answers == [slow_answer(policy, cell)[0] for policy in (old, new)]
        levels = [AUTHORITIES.index(answer) for answer in answers]
        holding = [block for block in blocks if holds(block, cell)]
        kinds = {block.signature.transition.kind for block in holding}
        if levels[1] < levels[0]:
            assert "widened" in kinds, (cell, levels)
        elif levels[1] > levels[0]:
            assert "narrowed" in kinds, (cell, levels)
        elif not cell["facts"]:
            assert all(block.signature.transition.old == AUTHORITIES[levels[0]] for block in holding), (cell, levels)
        # Where nobody tells any fact, what is told of a cell is what becomes of it.
        for block in holding:
            then = block.signature.transition
            if not block.signature.facts and not cell["facts"]:
                assert (then.old, then.new) == (AUTHORITIES[levels[0]], AUTHORITIES[levels[1]]), cell


@many
@given(edits())
def test_what_widens_one_way_narrows_the_other(edit: tuple[Policy, Policy]) -> None:
    there, back = changes_of(*edit)[1], changes_of(edit[1], edit[0])[1]

    def told(changes: tuple[Rolled, ...], *, mirrored: bool) -> list[tuple[object, ...]]:
        return sorted(
            (
                MIRROR[change.signature.transition.kind] if mirrored else change.signature.transition.kind,
                sorted((change.signature.transition.old, change.signature.transition.new)),
                sorted(map(repr, change.signature.facts)),
                change.cells,
            )
            for change in changes
        )

    assert told(there, mirrored=True) == told(back, mirrored=False)


@many
@given(policies(most=3), st.data())
def test_one_more_rule_widens_only_where_no_rule_spoke(policy: Policy, data: st.DataObject) -> None:
    rule = data.draw(rules("brand-one-more"))
    more = {**policy, "brand": {**policy["brand"], "rules": [*policy["brand"]["rules"], rule]}}
    for change in changes_of(policy, more)[1]:
        then = change.signature.transition
        assert then.kind != "widened" or then.old == "escalate"


# Each fact that is told, and what tells its ranges apart: a rule asks for one of them, an exception for another.
TOLD: dict[str, list[Any]] = {"amount": [None, 50, 75, 150], "minor": [None, True, False]}
one_fact = st.sampled_from([{"minor": True}, {"minor": False}, {"amount": {"above": 50}}, {"amount": {"up_to": 100}}])
excepted = st.lists(st.builds(lambda fact: {"when": fact}, one_fact), min_size=1, max_size=2)
of_one = st.fixed_dictionaries({"except": excepted}, optional={"when": one_fact})
of_another = st.fixed_dictionaries({"when": one_fact}, optional={"except": excepted})


@settings(max_examples=examples(40, 300), deadline=None)
@given(st.lists(rules("other", of_another), max_size=1), rules("one", of_one), rules("new", of_another))
def test_what_facts_change_together_is_told_whatever_the_rules_that_ask_for_each(
    others: list[dict[str, Any]], rule: dict[str, Any], new: dict[str, Any]
) -> None:
    old, more = (
        {"house": {"rules": several, "red_lines": []}, "brand": {"rules": [], "red_lines": []}}
        for several in ([*others, rule], [*others, rule, new])
    )
    union, changes = changes_of(old, more)
    blocks = [block for change in changes for block in change.blocks]
    cell = cells(union, random.Random(0), 1)[0] | {"at": dt.datetime.combine(DAY, dt.time(12))}
    for values in itertools.product(*TOLD.values()):
        known = cell | {"facts": {fact: told for fact, told in zip(TOLD, values, strict=True) if told is not None}}
        levels = [AUTHORITIES.index(slow_answer(policy, known)[0]) for policy in (old, more)]
        kinds = {
            block.signature.transition.kind for block in blocks if holds(block, known | {"at": min(block.moments)})
        }
        if levels[0] != levels[1]:
            assert ("widened" if levels[1] < levels[0] else "narrowed") in kinds, (known["facts"], levels)


EXTRA = {**CHANNELS, "extra": {"kind": "forum", "ownership": "owned", "stage": "growth"}}


@many
@given(policies(most=3), st.randoms(use_true_random=False))
def test_a_channel_that_opens_widens_what_may_be_done_there(policy: Policy, blind: random.Random) -> None:
    written = {"channels": [{"id": id_, **fields} for id_, fields in EXTRA.items()]}
    before, after = handbook_of(policy), handbook_of(policy, {"brands/lumen/channels.yml": written})
    union = union_of(before, after)
    there, back = rolled(union), rolled(union_of(after, before))
    kinds = [[change.signature.transition.kind for change in changes] for changes in (there, back)]
    assert set(kinds[0]) <= {"widened"}
    assert set(kinds[1]) <= {"narrowed"}
    assert sorted(change.cells for change in there) == sorted(change.cells for change in back)
    perimeter = Perimeter(after, after.brands[0])
    for cell in cells(union, blind, 60):
        opened = cell | {"channel": "extra", "facts": {}}
        level = perimeter.decide(question_of(opened), alternatives=False).authority
        holding = [block for change in there for block in change.blocks if holds(block, opened)]
        plain = [block.signature.transition.new for block in holding if not block.signature.facts]
        assert plain == ([level] if level not in ("escalate", "forbidden") else []) or set(plain) == {level}


def test_each_of_two_rules_that_let_go_together_is_a_cause() -> None:
    forbidding = [
        {"id": id_, "authority": "forbidden", "actions": [ACTIONS[0]], "instead": ["Wait."]} for id_ in ("one", "other")
    ]
    free = {"id": "free", "authority": "free", "actions": [ACTIONS[0]]}
    old, new = (
        {"house": {"rules": [], "red_lines": []}, "brand": {"rules": rules_, "red_lines": []}}
        for rules_ in ([*forbidding, free], [free])
    )
    blocks = [block for change in changes_of(old, new)[1] for block in change.blocks]
    assert blocks
    assert {block.rules for block in blocks} == {frozenset({"one", "other"})}
