"""Hold the one form of match that rules, red lines, duties, grounds, doors and triage branches share (stage build).

All dimensions that a match names must hold; within a dimension any of its words. A dimension that it omits is empty
here and matches every value. What matches what is said by `scope.py`, in one function.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Annotated, ClassVar, Generic, Literal, TypeVar, Union

from perimetre.base.closed import Ownership, Posture, Stage, Weekday
from perimetre.base.durations import Duration
from perimetre.base.frozen import dataclass
from perimetre.model.basics import Amount, Part
from perimetre.model.refs import FactRef, PeriodRef, ref
from perimetre.model.shared import Time

# What joins tests, where the name of a fact stands otherwise.
JOINTS = ("all", "any", "not")


@dataclass(frozen=True, slots=True, kw_only=True)
class FactTest(Part):
    """What one fact must be; or, without a fact, other tests that are joined.

    Fields:
        is_: what a yes-or-no fact must be.
        above: more than that, the bound excluded: a number, or a duration for an age.
        up_to: that or less, the bound included.
        times_usual: how many times the usual volume.
        over: the stretch of time over which it is counted.
        choices: one of these, for a fact that is a choice.
        any_: groups of tests, one of which at least must hold; those of a group hold together.
        all_: groups of tests, which must all hold.
        not_: tests that must not hold together.
    """

    NOTED: ClassVar[bool] = True

    fact: FactRef | None = None
    is_: bool | None = None
    above: Amount | Duration | None = None
    up_to: Amount | Duration | None = None
    times_usual: float | None = None
    over: Duration | None = None
    choices: tuple[str, ...] = ()
    any_: tuple[tuple[FactTest, ...], ...] = ()
    all_: tuple[tuple[FactTest, ...], ...] = ()
    not_: tuple[FactTest, ...] = ()

    @staticmethod
    def spell_out(fact: str, test: object) -> dict[str, object]:
        """Return the mapping that a short form stands for: `minor: true`, `event: [launch, gala]`."""
        if fact in JOINTS:
            return {fact: test} if isinstance(test, list | dict) else {}
        if isinstance(test, bool):
            return {"fact": fact, "is": test}
        if isinstance(test, list):
            return {"fact": fact, "choices": test}
        return {"fact": fact, **test} if isinstance(test, dict) else {"fact": fact}


# A mapping of facts in YAML, each with what it must be; sorted by fact here, all must hold.
Facts = tuple[FactTest, ...]


# In how many ways the facts of one match may hold, at most: beyond, nobody can read it.
MOST_WAYS = 32


def too_many_ways(*conditions: Facts) -> bool:
    """Say whether some conditions may hold, one or another, in more ways than anybody can read."""
    return sum(_ways(tests, negated=False) for tests in conditions) > MOST_WAYS


def _ways(tests: Facts, *, negated: bool) -> int:
    counts = [_ways_of_one(test, negated=negated) for test in tests]
    return min(sum(counts) if negated else math.prod(counts), MOST_WAYS + 1)


def _ways_of_one(test: FactTest, *, negated: bool) -> int:
    if test.any_ or test.all_:
        counts = [_ways(group, negated=negated) for group in test.any_ or test.all_]
        return min(sum(counts) if bool(test.any_) is not negated else math.prod(counts), MOST_WAYS + 1)
    if test.not_:
        return _ways(test.not_, negated=not negated)
    # What is not between two bounds is below or above.
    return 2 if negated and test.above is not None and test.up_to is not None else 1


def facts_named(tests: Facts) -> Iterator[FactTest]:
    """Yield the tests that are each of one fact, however they are joined."""
    for test in tests:
        if test.fact is not None:
            yield test
        for group in (*test.any_, *test.all_, test.not_):
            yield from facts_named(group)


@dataclass(frozen=True, slots=True, kw_only=True)
class Times(Part):
    """When in the week: days, hours (half-open; an end at or before the start is on the next day), or service hours."""

    days: tuple[Weekday, ...] = ()
    from_: Time | None = None
    to: Time | None = None
    hours: Literal["service", "outside-service"] | None = None


T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class AllBut(Part, Generic[T]):
    """All that a brand has in one dimension, but these: `topics: {not: [price]}`.

    What is said of nothing in particular (`other`, `answer`) is among them, unless it is named; no place is not.
    """

    not_: tuple[T, ...]


# What a match names in one dimension: any of these, or all but these; nothing where it leaves the dimension out.
Chosen = Union[tuple[T, ...], AllBut[T]]  # noqa: UP007 - an alias of a generic is made when the module is read


def these(chosen: Chosen[str]) -> tuple[str, ...]:
    """Return the ids that a match names as those that it bears on; none where it says which it does not bear on."""
    return () if isinstance(chosen, AllBut) else chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation(Part):
    """The dimensions of a match, all of which must hold.

    Fields:
        channels: channels, or groups of them.
        places: places, or groups of them: the shops, sections, agencies of the brand.
        posture: that posture or worse.
        phase: phases of crisis scenarios.
        during: periods.
        when: what facts must be.
        incomplete: something in it is still to be completed, and is left open here: what frees somebody should not
            count on it, nor should an exception.
    """

    NOTED: ClassVar[bool] = True

    roles: Chosen[Annotated[str, ref("role", group="roles", selects=True)]] = ()
    actions: Chosen[Annotated[str, ref("action", group="actions", selects=True)]] = ()
    says: Chosen[Annotated[str, ref("says", group="says", selects=True)]] = ()
    channels: Chosen[Annotated[str, ref("channel", group="channels", selects=True)]] = ()
    channel_kinds: Chosen[Annotated[str, ref("channel_kind", selects=True)]] = ()
    ownership: tuple[Ownership, ...] = ()
    stages: tuple[Stage, ...] = ()
    topics: Chosen[Annotated[str, ref("topic", group="topics", selects=True)]] = ()
    authors: Chosen[Annotated[str, ref("author", group="authors", selects=True)]] = ()
    places: Chosen[Annotated[str, ref("place", group="places", selects=True)]] = ()
    posture: Posture | None = None
    phase: tuple[Annotated[str, ref("phase", selects=True)], ...] = ()
    during: tuple[PeriodRef, ...] = ()
    times: tuple[Times, ...] = ()
    when: Facts = ()
    incomplete: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchCase(Situation):
    """A situation, and those taken out of it for good."""

    except_: tuple[Situation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Match(MatchCase):
    """A case; or what several cases have in common, and these: one of them must hold too.

    Fields:
        any_: the cases, each with what it adds; none: what is said is the whole.
    """

    any_: tuple[MatchCase, ...] = ()

    @property
    def cases(self) -> tuple[Match, ...]:
        """The whole cases in one of which it holds, each with what is said of all of them."""
        return tuple(self._whole(case) for case in self.any_) or (self,)

    @property
    def said_twice(self) -> Iterator[tuple[int, str]]:
        """Yield the dimensions that a case says again, with its rank; conditions and exceptions add up."""
        for rank, case in enumerate(self.any_):
            for name in _ALONE:
                if getattr(self, name) and getattr(case, name):
                    yield rank, name

    def about(self, *actions: str) -> Match:
        """Return it for some actions, whichever it names; for any where none is given."""
        return replace(self, actions=actions, any_=tuple(replace(case, actions=()) for case in self.any_))

    def _whole(self, case: MatchCase) -> Match:
        own = {name: said for name in _ALONE if (said := getattr(case, name))}
        return replace(self, **own, any_=(), when=self.when + case.when, except_=self.except_ + case.except_)


# Those that a match says once: for all its cases, or in some of them.
_ALONE = tuple(inner.name for inner in fields(Situation) if inner.name not in ("place", "when", "incomplete"))
