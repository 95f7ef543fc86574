"""Read a match as it is said: its demands, joined by *and*, *or* and *except* as they are when it decides.

Comes in: a match, as a playbook writes it. Goes out: a tree, of which a sentence is made by saying each demand and each
joint. `Matcher` decides from the same match; a test compares the two on all that a match names.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from perimetre.model import Fact, Facts, FactTest, Match, Situation, Times
from perimetre.model.matches import AllBut, MatchCase

DIMENSIONS = (
    "roles",
    "actions",
    "says",
    "channels",
    "channel_kinds",
    "ownership",
    "stages",
    "topics",
    "authors",
    "places",
    "posture",
    "phase",
    "during",
    "times",
    "when",
)


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing that a match asks for.

    Fields:
        dimension: one of `DIMENSIONS`.
        value: an id, a word of a closed list (a posture: that one or worse), hours, or what a fact must be.
    """

    dimension: str
    value: str | FactTest | Times


@dataclass(frozen=True, slots=True)
class MatchReading:
    """Demands, or readings, joined.

    Fields:
        joint: `and`: all hold; `or`: one of them at least; `except`: the first holds, and the second does not; `but`:
            what is asked about is one of those that the brand has in their dimension, and none of them.
        parts: what is joined; nothing, for `and`, holds always, and for `or` never.
    """

    joint: Literal["and", "or", "except", "but"]
    parts: tuple[MatchReading | Demand, ...]


def reading(match: Situation, facts: Mapping[str, Fact], without: Container[str] = ()) -> MatchReading:
    """Return how a match reads.

    Args:
        match: as a playbook writes it.
        facts: those that the brand knows, by their ids.
        without: dimensions that go without saying where it is read.
    """
    whole = MatchReading("and", parts(match, facts, without))
    taken_out = exceptions(match, facts)
    return MatchReading("except", (whole, MatchReading("or", taken_out))) if taken_out else whole


def exceptions(match: Situation, facts: Mapping[str, Fact]) -> tuple[MatchReading, ...]:
    """Return how what is taken out of a match reads; what the house has yet to complete takes nothing out."""
    taken_out = match.except_ if isinstance(match, MatchCase) else ()
    return tuple(reading(exception, facts) for exception in taken_out if not exception.incomplete)


def parts(match: Situation, facts: Mapping[str, Fact], without: Container[str] = ()) -> tuple[MatchReading, ...]:
    """Return how each dimension that a match names reads, then its cases: of what each names, one must hold."""
    cases = match.any_ if isinstance(match, Match) else ()
    one_of = (MatchReading("or", tuple(reading(case, facts, without) for case in cases)),) if cases else ()
    return (*_dimensions(match, facts, without), *one_of)


def _dimensions(match: Situation, facts: Mapping[str, Fact], without: Container[str]) -> tuple[MatchReading, ...]:
    """Return how each dimension reads: all facts that are named must hold, and one of what another names."""
    named = ((dimension, getattr(match, dimension)) for dimension in DIMENSIONS if dimension not in without)
    return tuple(
        condition(values, facts)
        if dimension == "when"
        else MatchReading("but", tuple(Demand(dimension, value) for value in values.not_))
        if isinstance(values, AllBut)
        else MatchReading(
            "or", tuple(Demand(dimension, value) for value in ((values,) if isinstance(values, str) else values))
        )
        for dimension, values in named
        if (values.not_ if isinstance(values, AllBut) else values)
    )


# --- facts ---------------------------------------------------------------------------------------------------------


def condition(tests: Facts, facts: Mapping[str, Fact], *, negated: bool = False) -> MatchReading:
    """Return how tests of facts read: each `not` is carried to the facts that it is about.

    Args:
        tests: those that hold together.
        facts: those that the brand knows, by their ids.
        negated: whether it is read that they do not.
    """
    joint: Literal["and", "or"] = "or" if negated else "and"
    read = (_test(test, facts, negated=negated) for test in tests)
    # What is joined alike is one list: «a and b and c».
    flat = (part.parts if isinstance(part, MatchReading) and part.joint == joint else (part,) for part in read)
    return MatchReading(joint, tuple(part for several in flat for part in several))


def _test(test: FactTest, facts: Mapping[str, Fact], *, negated: bool) -> MatchReading | Demand:
    if test.any_ or test.all_:
        groups = test.any_ or test.all_
        return _joined(
            "or" if bool(test.any_) is not negated else "and",
            (condition(group, facts, negated=negated) for group in groups),
        )
    if test.not_:
        return condition(test.not_, facts, negated=not negated)
    if test.fact is None:
        # The house has yet to say it.
        return MatchReading("or" if negated else "and", ())
    return _opposite(test, facts) if negated else Demand("when", test)


def _joined(joint: Literal["and", "or"], groups: Iterable[MatchReading]) -> MatchReading | Demand:
    """Return readings joined, without the joints that join one thing alone."""
    read = [group.parts[0] if len(group.parts) == 1 else group for group in groups]
    flat = (part.parts if isinstance(part, MatchReading) and part.joint == joint else (part,) for part in read)
    together = tuple(part for several in flat for part in several)
    return together[0] if len(together) == 1 else MatchReading(joint, together)


def _opposite(test: FactTest, facts: Mapping[str, Fact]) -> MatchReading | Demand:
    """Return what a fact must be for a test of it not to hold; a fact that nobody knows is never that."""
    if test.is_ is not None:
        return Demand("when", replace(test, is_=not test.is_))
    if test.choices:
        known = facts.get(test.fact or "")
        others = tuple(choice.id for choice in (known.choices if known else ()) if choice.id not in test.choices)
        return Demand("when", replace(test, choices=others)) if others else MatchReading("or", ())
    beyond = []
    if test.above is not None:
        beyond.append(Demand("when", replace(test, above=None, up_to=test.above)))
    if test.up_to is not None:
        beyond.append(Demand("when", replace(test, above=test.up_to, up_to=None)))
    return beyond[0] if len(beyond) == 1 else MatchReading("or", tuple(beyond))
