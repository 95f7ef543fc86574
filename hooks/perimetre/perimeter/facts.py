"""Say what facts are and what a match asks of them: bounds, choices, and the ways in which a condition holds.

Comes in: what is told of a fact, as text or as a value; a condition, as it reads. Goes out: values, bounds, and whether
these admit those.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping

from perimetre.base.durations import Duration
from perimetre.base.frozen import dataclass
from perimetre.model import Fact, FactTest
from perimetre.perimeter.readings import Demand, MatchReading

# What nobody has to say, since it follows from the channel, from the periods at the hour asked.
ON_OUR_PAGE = "on-our-page"
ELECTION_PERIOD = "election-period"
DERIVED = frozenset({ON_OUR_PAGE, ELECTION_PERIOD})


@dataclasses.dataclass(frozen=True, slots=True)
class TimesUsual:
    """A fact said as a multiple of what is usual: «three times the usual volume»."""

    factor: float


FactValue = bool | int | float | str | TimesUsual


@dataclass(frozen=True, slots=True, kw_only=True)
class FactBounds:
    """What a match asks of one fact.

    Fields:
        above: exclusive lower bound, or None; durations in minutes.
        up_to: inclusive upper bound, or None.
        times_usual: the least multiple of what is usual, or None.
        among: the values that will do, for a yes-or-no fact or a choice; None where bounds speak.
    """

    above: float | None = None
    up_to: float | None = None
    times_usual: float | None = None
    among: frozenset[bool | str] | None = None

    def admits(self, value: FactValue | None) -> bool | None:
        """Say whether `value` is within the bounds; None when nobody knows."""
        if value is None:
            return None
        if self.among is not None:
            return value in self.among
        if self.times_usual is not None:
            return value.factor >= self.times_usual if isinstance(value, TimesUsual) else None
        if isinstance(value, str | TimesUsual):
            return None
        return (self.above is None or value > self.above) and (self.up_to is None or value <= self.up_to)

    def met(self, other: FactBounds) -> FactBounds | None:
        """Return what a fact must be for both to hold; None where it cannot."""
        if self.among is not None and other.among is not None:
            among = self.among & other.among
            return FactBounds(among=among) if among else None
        if self.times_usual is not None and other.times_usual is not None:
            return FactBounds(times_usual=max(self.times_usual, other.times_usual))
        if (
            self.among is not None
            or other.among is not None
            or (self.times_usual is None) != (other.times_usual is None)
        ):
            # Asked as things of two types: no value is both.
            return None
        above = max((edge for edge in (self.above, other.above) if edge is not None), default=None)
        up_to = min((edge for edge in (self.up_to, other.up_to) if edge is not None), default=None)
        if above is not None and up_to is not None and above >= up_to:
            return None
        return FactBounds(above=above, up_to=up_to)

    def as_test(self, fact: str, type_: str | None) -> FactTest:
        """Return the bounds as a playbook writes them of a fact of a type, to be said in words."""
        if self.among is not None:
            if len(self.among) == 1 and self.among <= {True, False}:
                return FactTest(fact=fact, is_=True in self.among)
            return FactTest(fact=fact, choices=tuple(sorted(map(str, self.among))))
        above, up_to = (
            Duration.of_minutes(int(edge)) if edge is not None and type_ == "duration" else edge
            for edge in (self.above, self.up_to)
        )
        return FactTest(fact=fact, above=above, up_to=up_to, times_usual=self.times_usual)

    def choices(self) -> tuple[bool | str, ...]:
        """Return the values that tell this test from another: yes and no, or the choices that it names."""
        named = self.among or frozenset()
        either = frozenset((True, False)) if named & {True, False} else frozenset[bool]()
        return tuple(sorted(named | either, key=str))


_NUMBER = re.compile(r"[0-9]{1,15}(?:[.,][0-9]{1,6})?", re.ASCII)
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}", re.ASCII)


class AmbiguousNumberError(ValueError):
    """A number that may be read in two ways: `1.000` is one, or a thousand."""


def read_fact(fact: Fact, text: str) -> FactValue:
    """Read what is told of a fact as its type says: `150`, `yes`, `48h` (in minutes), `3x` (times the usual), a choice.

    Raises:
        AmbiguousNumberError: the number may be read in two ways.
        ValueError: the text is not a value of that type.
    """
    if fact.type == "boolean":
        if text in ("yes", "true", "oui", "no", "false", "non"):
            return text in ("yes", "true", "oui")
        raise ValueError(text)
    if fact.type == "choice":
        if text in (choice.id for choice in fact.choices):
            return text
        raise ValueError(text)
    if text.endswith("x") and fact.type == "count":
        return TimesUsual(_read_number(text[:-1]))
    if fact.type == "duration":
        return Duration.parse(text).minutes
    return _read_number(text)


def _read_number(text: str) -> float:
    if _NUMBER.fullmatch(text) is None:
        raise ValueError(text)
    if _THOUSANDS.fullmatch(text) is not None:
        raise AmbiguousNumberError(text)
    number = float(text.replace(",", "."))
    return int(number) if number.is_integer() else number


def ways(read: MatchReading | Demand) -> list[dict[str, FactBounds]]:
    """Return the ways in which facts may be as a reading wants them; it holds where one of them does."""
    if isinstance(read, Demand):
        assert isinstance(read.value, FactTest)
        return [{str(read.value.fact): _bounds(read.value)}]
    if read.joint == "or":
        return [way for part in read.parts for way in ways(part)]
    together: list[dict[str, FactBounds]] = [{}]
    for part in read.parts:
        met = (_met(one, other) for one in together for other in ways(part))
        together = [way for way in met if way is not None]
    return together


def _met(one: Mapping[str, FactBounds], other: Mapping[str, FactBounds]) -> dict[str, FactBounds] | None:
    """Return what facts must be for two ways to hold at once; None where they cannot."""
    met = dict(one)
    for fact, bounds in other.items():
        both = met[fact].met(bounds) if fact in met else bounds
        if both is None:
            return None
        met[fact] = both
    return met


def _bounds(asked: FactTest) -> FactBounds:
    if asked.is_ is not None:
        return FactBounds(among=frozenset({asked.is_}))
    if asked.choices:
        return FactBounds(among=frozenset(asked.choices))
    return FactBounds(above=_number(asked.above), up_to=_number(asked.up_to), times_usual=asked.times_usual)


def _number(value: float | Duration | None) -> float | None:
    return value.minutes if isinstance(value, Duration) else value
