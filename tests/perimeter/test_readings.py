"""A match is said as it decides: the truth table of its sentence is that of its matcher, on all that it names."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any

import pytest
from hypothesis import given, settings

from perimetre.base.closed import POSTURES
from perimetre.model import Brand, FactTest, Situation, Times
from perimetre.perimeter.decisions import Perimeter
from perimetre.perimeter.matching import ElementaryQuestion, in_force
from perimetre.perimeter.questions import ranges
from perimetre.perimeter.readings import Demand, MatchReading, reading
from perimetre.pipeline.loading import load
from tests.conftest import ROOT, examples
from tests.perimeter.test_decisions import perimeter_of
from tests.support.policies import policies

UNNAMED = "never-named"
MOST = 4000


Says = Callable[[ElementaryQuestion], bool]

# All that a term looks at in a question, by its dimension. One on the hours looks at the channel and the hour, one on a
# fact at these and at what is known of it.
LOOKED_AT = {
    "channel_kinds": "channel", "ownership": "channel", "stages": "channel", "posture": "posture", "during": "at",
    "roles": "role", "actions": "action", "says": "says", "channels": "channel", "topics": "topic",
    "authors": "author", "phase": "phase", "places": "place",
}  # fmt: skip


def sentence(said: MatchReading | Demand, perimeter: Perimeter) -> Says:
    """Read a sentence: what is joined by *and*, by *or*, by *except*."""
    if isinstance(said, Demand):
        return term(said, perimeter)
    parts = [sentence(part, perimeter) for part in said.parts]
    if said.joint == "but":
        return but(said.parts[0], parts, perimeter.brand)
    if said.joint == "except":
        whole, taken_out = parts
        return lambda case: whole(case) and not taken_out(case)
    if said.joint == "and":
        return lambda case: all(part(case) for part in parts)
    return lambda case: any(part(case) for part in parts)


def but(first: MatchReading | Demand, parts: list[Says], brand: Brand) -> Says:
    """Read «all but…»: all that the brand has there, without these."""
    assert isinstance(first, Demand)
    looked_at, known = attrgetter(LOOKED_AT[first.dimension]), {}

    def holds(case: ElementaryQuestion) -> bool:
        if (value := looked_at(case)) not in known:
            asked, every = asked_of(first, case, brand)
            known[value] = asked in every
        return known[value] and not any(part(case) for part in parts)

    return holds


def term(asked: Demand, perimeter: Perimeter) -> Says:
    """Read a term, once for all the questions in which all that it looks at is the same."""
    value, known = asked.value, {}
    if isinstance(value, FactTest):
        looked_at = lambda case: (case.facts.get(value.fact), case.channel, case.at)  # noqa: E731
    else:
        looked_at = attrgetter(*("channel", "at") if isinstance(value, Times) else (LOOKED_AT[asked.dimension],))

    def holds(case: ElementaryQuestion) -> bool:
        key = looked_at(case)
        if key not in known:
            known[key] = term_holds(asked, case, perimeter)
        return known[key]

    return holds


def term_holds(term: Demand, case: ElementaryQuestion, perimeter: Perimeter) -> bool:
    brand, value = perimeter.brand, term.value
    if isinstance(value, FactTest):
        return fact_holds(value, (case.facts | followed(case, perimeter)).get(value.fact))
    if isinstance(value, Times):
        return time_holds(value, case, perimeter)
    channel = next((channel for channel in brand.channels.channels if channel.id == case.channel), None)
    match term.dimension:
        case "channel_kinds":
            return channel is not None and channel.kind == value
        case "ownership":
            return channel is not None and channel.ownership == value
        case "stages":
            return channel is not None and (channel.stage or brand.brand.stage) == value
        case "posture":
            return case.posture >= POSTURES.index(value)
        case "during":
            return any(period.id == value and in_force(period, case.at) for period in brand.periods.periods)
    asked = {
        "roles": case.role, "actions": case.action, "says": case.says, "channels": case.channel, "topics": case.topic,
        "authors": case.author, "phase": case.phase, "places": case.place,
    }[term.dimension]  # fmt: skip
    return asked in members(value, brand)


FOLLOWING = {"on-our-page": "channel", "election-period": "at"}


def follows(term: Demand) -> str | None:
    """Return what a fact that nobody has to say follows from; None for any other term."""
    return FOLLOWING.get(term.value.fact or "") if isinstance(term.value, FactTest) else None


def followed(case: ElementaryQuestion, perimeter: Perimeter) -> dict[str, bool]:
    """Return what follows from the channel and the hour; nothing of a channel that nobody knows."""
    brand = perimeter.brand
    elections = [period for period in brand.periods.periods if period.kind == "electoral"]
    whose = {channel.id: channel.ownership != "third-party" for channel in brand.channels.channels}
    known = {"on-our-page": whose[case.channel]} if case.channel in whose else {}
    return known | {"election-period": any(in_force(period, case.at) for period in elections)}


def asked_of(term: Demand, case: ElementaryQuestion, brand: Brand) -> tuple[str | None, set[str]]:
    """Return what a question says in the dimension of a term, and all that the brand has there."""
    kinds = {channel.id: channel.kind for channel in brand.channels.channels}
    return {
        "roles": (case.role, {role.id for role in brand.people.roles}),
        "actions": (case.action, set(brand.values.actions)),
        "says": (case.says, {*brand.values.says, "answer"}),
        "channels": (case.channel, set(kinds)),
        "channel_kinds": (kinds.get(case.channel), set(brand.values.channel_kinds)),
        "topics": (case.topic, {*brand.values.topics, "other"}),
        "authors": (case.author, {*brand.values.authors, "other"}),
        "places": (case.place, {place.id for place in brand.own_places}),
    }[term.dimension]


def members(id: str, brand: Brand) -> set[str]:
    group = next((group for group in brand.scope.groups if group.id == id), None)
    return {id} if group is None else set().union(*(members(member, brand) for member in group.members))


def fact_holds(test: FactTest, known: Any) -> bool:
    if known is None:
        return False
    if test.is_ is not None or test.choices:
        return known in (test.choices or (test.is_,))
    low, high = (getattr(edge, "minutes", edge) for edge in (test.above, test.up_to))
    return (low is None or known > low) and (high is None or known <= high)


def time_holds(times: Times, case: ElementaryQuestion, perimeter: Perimeter) -> bool:
    if times.hours and perimeter.ground.in_service(case.channel, case.at) != (times.hours == "service"):
        return False
    start, end = times.from_ or 0, 1440 if times.to is None else times.to
    end += 1440 if end <= start else 0
    for ago in (0, 1):
        day = case.at.date() - dt.timedelta(days=ago)
        minute = (case.at - dt.datetime.combine(day, dt.time())).total_seconds() / 60
        if start <= minute < end and (not times.days or perimeter.ground.calendar.class_of(day) in times.days):
            return True
    return False


def table(match: Situation, perimeter: Perimeter) -> Iterator[ElementaryQuestion]:
    """Yield the questions that the terms of a match tell apart, one of each sort: its truth table."""
    brand = perimeter.brand
    terms = list(terms_of(reading(match, brand.values.facts)))
    asked: dict[str, list[Any]] = {
        "role": ["roles"], "action": ["actions"], "says": ["says"], "topic": ["topics"], "author": ["authors"],
        "phase": ["phase"], "channel": ["channels", "channel_kinds", "ownership", "stages"], "posture": ["posture"],
        "place": ["places"], "at": ["during", "times"],
    }  # fmt: skip
    known: dict[str, list[Any]] = {
        "role": [], "action": [], "says": [], "topic": [], "author": [], "phase": [None], "place": [None],
        "channel": [channel.id for channel in brand.channels.channels], "posture": list(range(len(POSTURES))),
        "at": list(instants(terms)),
    }  # fmt: skip
    plain = {name: (values or [UNNAMED])[0] for name, values in known.items()}
    facts = dict.fromkeys(
        one.value.fact for one in terms if isinstance(one.value, FactTest) and one.value.fact not in FOLLOWING
    )
    left_out = {one.dimension: one for one in left_out_by(reading(match, brand.values.facts))}
    choices = []
    for name, dimensions in asked.items():
        own = [one for one in terms if one.dimension in dimensions or follows(one) == name]
        every = [asked_of(left_out[name], question(plain, {}), brand)[1] for name in dimensions if name in left_out]
        named = (value for one in own if isinstance(one.value, str) for value in members(one.value, brand))
        fixed = name in ("posture", "at")
        values = known[name] if fixed else [*known[name], *named, *sorted(set().union(*every)), UNNAMED]
        sorts = {}
        told_apart = [term(one, perimeter) for one in own]
        for value in values:
            case = question({**plain, name: value}, {})
            sort = (*(says(case) for says in told_apart), *(value in those for those in every))
            sorts.setdefault(sort, value)
        choices.append([(name, value) for value in sorts.values()])
    told = []
    for fact in facts:
        compiled = (way for whole in perimeter.ground.compile(match) for way in (whole, *whole.exceptions))
        bounds = [way.when[fact] for way in compiled if fact in way.when]
        told.append([(fact, None), *((fact, value) for value, _ in ranges(bounds))])
    rows = itertools.product(itertools.product(*choices), itertools.product(*told))
    for row, known_facts in itertools.islice(rows, MOST):
        yield question(plain | dict(row), {fact: value for fact, value in known_facts if value is not None})


def terms_of(said: MatchReading | Demand) -> Iterator[Demand]:
    if isinstance(said, Demand):
        yield said
    else:
        for part in said.parts:
            yield from terms_of(part)


def left_out_by(said: MatchReading | Demand) -> Iterator[Demand]:
    """Yield the terms that a sentence leaves out: «all but…»."""
    if isinstance(said, MatchReading):
        for part in said.parts:
            yield from terms_of(part) if said.joint == "but" else left_out_by(part)


def instants(terms: list[Demand]) -> Iterator[dt.datetime]:
    first = dt.datetime(2026, 11, 20, 12)
    if not any(term.dimension in ("during", "times") or follows(term) == "at" for term in terms):
        yield first
        return
    dated = any(term.dimension == "during" or follows(term) == "at" for term in terms)
    for day in range(0, 400, 3 if dated else 60):
        for hour in (0, 5, 8, 12, 21, 23):
            yield first.replace(hour=hour) + dt.timedelta(days=day)


def question(fields: dict[str, Any], facts: dict[str, Any]) -> ElementaryQuestion:
    return ElementaryQuestion(**fields, facts=facts)


def compare(match: Situation, perimeter: Perimeter) -> int:
    """Compare the sentence with the matcher on the whole table; return how many rows it has."""
    ways, says = perimeter.ground.compile(match), sentence(reading(match, perimeter.brand.values.facts), perimeter)
    rows = list(table(match, perimeter))
    for case in rows:
        assert says(case) == any(way.admits(case, perimeter.ground) for way in ways), case
    return len(rows)


@pytest.mark.slow
@pytest.mark.parametrize("brand", ["veillee", "osier-lin"])
def test_every_rule_of_the_example_is_said_as_it_decides(brand: str) -> None:
    handbook = load(ROOT / "playbooks").handbook
    perimeter = Perimeter(handbook, handbook.brand(brand))
    scope = perimeter.brand.scope
    matches = [rule.match for rule in (*scope.rules, *scope.red_lines)]
    matches += [line.match for line in perimeter.brand.escalation.lines if line.match]
    rows = [compare(match, perimeter) for match in matches]
    assert min(rows) > 1, "a sentence that holds everywhere is no sentence"


@settings(max_examples=examples(12, 100), deadline=None)
@given(policies(most=3))
def test_any_match_is_said_as_it_decides(policy: dict[str, Any]) -> None:
    perimeter = perimeter_of(policy)
    for clause in perimeter.clauses:
        compare(clause.rule.match, perimeter)
