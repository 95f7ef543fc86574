"""Limits on acts: one more never frees, their order tells nothing, and they are counted as one counts on paper."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from perimetre.model import Handbook, Limit, Rule
from perimetre.model.scope import Match, ScopeFile
from perimetre.perimeter.decisions import Perimeter
from perimetre.perimeter.questions import RANK, Answer, Question
from perimetre.pipeline.loading import load_sources
from perimetre.reading.sources import Collected, Source
from tests.conftest import examples
from tests.support.rule_cases import BASE

LIFTS = (None, "lead-agreement")
WINDOWS = ("month", "year")
limits = st.one_of(
    st.builds(
        Limit, count=st.just("gift"), max=st.integers(0, 4), per=st.sampled_from(WINDOWS), lift=st.sampled_from(LIFTS)
    ),
    st.builds(
        Limit,
        sum=st.just("amount"),
        max=st.sampled_from([50, 100, 200]),
        per=st.sampled_from(WINDOWS),
        lift=st.sampled_from(LIFTS),
    ),
)
sets_of_limits = st.lists(st.lists(limits, max_size=2).map(tuple), min_size=1, max_size=3)
counts = st.dictionaries(
    st.sampled_from(["gift/month", "gift/year", "amount/month", "amount/year"]), st.integers(0, 210), max_size=4
)
amounts = st.one_of(st.just({}), st.fixed_dictionaries({"amount": st.sampled_from([0, 10, 60])}))


def small_house() -> Handbook:
    collected = Collected(tuple(Source(path, path, text.encode()) for path, text in BASE.items()))
    handbook = load_sources(collected, folder="playbooks").handbook
    assert handbook is not None
    return handbook


HANDBOOK = small_house()


def asked(several: list[tuple[Limit, ...]], done: dict[str, int], facts: dict[str, int]) -> Answer:
    """Return what is answered where free rules, each with its limits, all speak of a gift."""
    rules = tuple(
        Rule(id=f"rule-{rank}", match=Match(actions=("gift",)), authority="free", limits=own)
        for rank, own in enumerate(several)
    )
    lumen = HANDBOOK.brands[0]
    brand = replace(lumen, single={**lumen.single, ScopeFile: ScopeFile(rules=rules)})
    question = Question(
        role="community-manager",
        action="gift",
        channel="page",
        at=dt.datetime(2026, 11, 23, 10),
        facts=facts,
        done=done,
    )
    return Perimeter(HANDBOOK, brand).decide(question)


def on_paper(several: list[tuple[Limit, ...]], done: dict[str, int], facts: dict[str, int]) -> str:
    """Return the level, each limit of each rule taken by hand."""
    level = "free"
    for limit in (limit for own in several for limit in own):
        before = done.get(f"{limit.sum or limit.count}/{limit.per}", 0)
        if limit.sum is None:
            full = before >= limit.max
        elif "amount" in facts:
            full = before + facts["amount"] > limit.max
        else:
            full = before >= limit.max
        if full:
            level = max(level, "escalate" if limit.lift is None else "approve", key=RANK.__getitem__)
    return level


@settings(max_examples=examples(60, 300), deadline=None)
@given(several=sets_of_limits, done=counts, facts=amounts)
def test_limits_are_counted_as_on_paper(
    several: list[tuple[Limit, ...]], done: dict[str, int], facts: dict[str, int]
) -> None:
    assert asked(several, done, facts).authority == on_paper(several, done, facts)


@settings(max_examples=examples(60, 300), deadline=None)
@given(several=sets_of_limits, more=limits, done=counts, facts=amounts)
def test_one_more_limit_never_frees(
    several: list[tuple[Limit, ...]], more: Limit, done: dict[str, int], facts: dict[str, int]
) -> None:
    before, after = asked(several, done, facts), asked([*several, (more,)], done, facts)
    assert RANK[after.authority] >= RANK[before.authority]
    # What it depended on, it still does, unless it is that strict already.
    worst = max((RANK[told.authority] for told in before.depends_on), default=0)
    assert max((RANK[told.authority] for told in after.depends_on), default=RANK[after.authority]) >= worst


@settings(max_examples=examples(60, 300), deadline=None)
@given(several=sets_of_limits, done=counts, facts=amounts)
def test_their_order_tells_nothing(
    several: list[tuple[Limit, ...]], done: dict[str, int], facts: dict[str, int]
) -> None:
    one, other = asked(several, done, facts), asked([own[::-1] for own in several[::-1]], done, facts)
    assert one.authority == other.authority
    assert set(one.limits) == set(other.limits)
    assert {told.limit for told in one.depends_on} == {told.limit for told in other.depends_on}


@settings(max_examples=examples(40, 200), deadline=None)
@given(several=sets_of_limits, done=counts, facts=amounts)
def test_what_is_done_already_never_frees(
    several: list[tuple[Limit, ...]], done: dict[str, int], facts: dict[str, int]
) -> None:
    further = {name: count + 5 for name, count in done.items()}
    assert RANK[asked(several, further, facts).authority] >= RANK[asked(several, done, facts).authority]
