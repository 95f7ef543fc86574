"""Read a match as it is said: its demands, joined by *and*, *or* and *except* as they are when it decides.

Comes in: a match, as a playbook writes it. Goes out: a tree, of which a sentence is made by saying each demand and each
joint. `Matcher` decides from the same match; a test compares the two on all that a match names.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import Literal

from perimetre.model import FactTest, Match, Situation, Times

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
class Reading:
    """Demands, or readings, joined.

    Fields:
        joint: `and`: all hold; `or`: one of them at least; `except`: the first holds, and the second does not.
        parts: what is joined; nothing, for `and`, holds always.
    """

    joint: Literal["and", "or", "except"]
    parts: tuple[Reading | Demand, ...]


def reading(match: Situation, without: Container[str] = ()) -> Reading:
    """Return how a match reads; `without`: dimensions that go without saying where it is read."""
    whole = Reading("and", parts(match, without))
    taken_out = exceptions(match)
    return Reading("except", (whole, Reading("or", taken_out))) if taken_out else whole


def exceptions(match: Situation) -> tuple[Reading, ...]:
    """Return how what is taken out of a match reads; what the house has yet to complete takes nothing out."""
    taken_out = match.except_ if isinstance(match, Match) else ()
    return tuple(reading(exception) for exception in taken_out if not exception.incomplete)


def parts(match: Situation, without: Container[str] = ()) -> tuple[Reading, ...]:
    """Return how each dimension that a match names reads: of facts, all must hold; of what another names, one."""
    named = ((dimension, getattr(match, dimension)) for dimension in DIMENSIONS if dimension not in without)
    return tuple(
        Reading(
            "and" if dimension == "when" else "or",
            tuple(Demand(dimension, value) for value in ((values,) if isinstance(values, str) else values)),
        )
        for dimension, values in named
        if values
    )
