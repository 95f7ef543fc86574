"""Say what makes a rule the same on both sides: what it asks, where it speaks, when.

Comes in: a compiled perimeter, the values of both sides. Goes out: `Side`, asked for the key of a clause.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

from perimetre.base.closed import POSTURES
from perimetre.base.memory import Memory
from perimetre.compare.neutral import neutral
from perimetre.model import Period, Rule
from perimetre.model.basics import HOUSE
from perimetre.perimeter.clauses import Clause
from perimetre.perimeter.decisions import Perimeter
from perimetre.perimeter.matching import ANSWER, OTHER, Matcher

# What says nothing of how far one may go, or is compiled with the brand.
_LEFT_OUT = frozenset(
    {"match", "id", "title", "description", "owner", "status", "valid_from", "valid_until", "until", "because"}
    | {"reason", "derogable", "derogates", "supersedes", "edition", "confidentiality", "compartment", "strength"}
    | {"regrant_by", "legal_basis"}
)
# The dimensions of a question, but the hour, with the attribute of a match that names their values.
NAMED: Mapping[str, str] = {
    "role": "roles",
    "action": "actions",
    "channel": "channels",
    "phase": "phases",
    "place": "places",
    "says": "says",
    "topic": "topics",
    "author": "authors",
}
Value = str | None


def values_of(perimeter: Perimeter) -> dict[str, frozenset[Value]]:
    """Return the values that a brand has in each dimension; None: nothing said."""
    brand, values = perimeter.brand, perimeter.brand.values
    phases = (
        matcher.phases or () for clause in perimeter.clauses for matcher in (clause.matcher, *clause.matcher.exceptions)
    )
    return {
        "role": frozenset(role.id for role in brand.people.roles),
        "action": frozenset(values.actions),
        "channel": frozenset(channel.id for channel in brand.channels.channels),
        "phase": frozenset[Value]({None}).union(*phases),
        "place": frozenset({None, *perimeter.places}),
        "says": frozenset({ANSWER, *values.says}),
        "topic": frozenset({OTHER, *values.topics}),
        "author": frozenset({OTHER, *values.authors}),
    }


class Side:
    """One of the two perimeters, with what makes its clauses what they are.

    Args:
        perimeter: the compiled perimeter.
        universe: the values of both sides, by dimension, in order.
        memory: what has been put into plain form for the other brands of this side.

    Attributes:
        present: the roles and the channels that it has, a bit each, by dimension.
    """

    def __init__(self, perimeter: Perimeter, universe: Mapping[str, Sequence[Value]], memory: Memory) -> None:
        self.perimeter = perimeter
        self._once = memory.once
        self._universe = universe
        self._known = values_of(perimeter)
        self.present = {
            name: sum(1 << rank for rank, value in enumerate(universe[name]) if value in self._known[name])
            for name in ("role", "channel")
        }
        ground, brand = perimeter.ground, perimeter.brand
        settings = perimeter.handbook.settings_of(brand)
        self._days_off: Hashable = (neutral(settings.holidays) if settings.holidays else None, settings.timezone)
        self._service: dict[Value, Hashable] = {
            channel.id: neutral(channel.service_hours or brand.brand.service_hours)
            for channel in brand.channels.channels
        }
        self._elections = frozenset(map(_when, ground.elections))
        self._circuits = {circuit.id: memory.once(neutral, circuit) for circuit in brand.validation.circuits}
        self._terms: dict[str, Hashable] = {}
        self._masks: dict[tuple[str, frozenset[str] | None], int] = {}

    def mask(self, dimension: str, matcher: Matcher) -> int:
        """Return the values that a match takes in a dimension, a bit each; of absent roles and channels, none."""
        named: frozenset[str] | None = getattr(matcher, NAMED[dimension])
        mask = self._masks.get((dimension, named))
        if mask is None:
            known = self._known[dimension]
            counted = ((value if value in known else self._otherwise(dimension)) for value in self._universe[dimension])
            mask = sum(1 << rank for rank, value in enumerate(counted) if named is None or value in named)
            mask = self._masks[dimension, named] = mask & self.present.get(dimension, mask)
        return mask

    def _otherwise(self, dimension: str) -> Value:
        """Return what a value that nobody knows counts as."""
        return OTHER if dimension in ("says", "topic", "author") else None

    def box(self, matcher: Matcher) -> tuple[int, ...]:
        """Return what a match takes in each dimension, whatever the hour."""
        postures = (1 << len(POSTURES)) - (1 << matcher.posture)
        return (*(self.mask(dimension, matcher) for dimension in NAMED), postures)

    def key(self, clause: Clause, shared: Mapping[str, int]) -> Hashable:
        """Return what makes a clause the same on both sides; `shared`: the roles and the channels of both."""
        exceptions = frozenset(self.key_of(exception, shared) for exception in clause.matcher.exceptions)
        return (
            clause.rule.id,
            clause.is_red_line,
            clause.authority,
            clause.sets_aside,
            self.asked_by(clause),
            self.key_of(clause.matcher, shared),
            exceptions,
        )

    @property
    def whole(self) -> Hashable:
        """What it says, in its order: two brands of which all this is the same answer alike."""
        return tuple((self.key(clause, self.present), clause.rule.origin == HOUSE) for clause in self.perimeter.clauses)

    @property
    def ground(self) -> Hashable:
        """On what its hours stand."""
        return self._hours(self.present)

    def asked_by(self, clause: Clause) -> Hashable:
        """Return what a clause asks and while it is in force, wherever it speaks."""
        rule = clause.rule
        terms = self._terms.get(rule.id)
        if terms is None:
            named: tuple[str | None, ...] = ()
            if isinstance(rule, Rule):
                lifts = (limit.lift for limit in (rule.limit, *rule.limits) if limit is not None)
                named = (*sorted(rule.validation), *lifts, rule.lift)
            ends = (rule.valid_until, getattr(rule, "until", None), getattr(rule, "regrant_by", None))
            terms = self._terms[rule.id] = (
                self._once(neutral, rule, leave=_LEFT_OUT),
                tuple(self._circuits.get(id_) for id_ in named if id_),
                (rule.status, rule.valid_from, min((end for end in ends if end is not None), default=None)),
            )
        return terms

    def key_of(self, matcher: Matcher, shared: Mapping[str, int]) -> Hashable:
        """Return what makes a match the same on both sides."""
        return (
            tuple(self.mask(dimension, matcher) & shared.get(dimension, -1) for dimension in NAMED),
            matcher.posture,
            frozenset(map(_when, matcher.during)) if matcher.during is not None else None,
            (frozenset(matcher.windows), self._hours(shared)) if matcher.windows is not None else None,
            (matcher.elections, self._elections) if matcher.elections is not None else None,
            frozenset(matcher.when.items()),
        )

    def _hours(self, shared: Mapping[str, int]) -> Hashable:
        """Return the days off, and the service hours of the channels of both sides."""
        channels = enumerate(self._universe["channel"])
        served = frozenset((id_, self._service.get(id_)) for rank, id_ in channels if shared["channel"] >> rank & 1)
        return self._days_off, served


def _when(period: Period) -> Hashable:
    """Return when a period is in force, and nothing else of it."""
    windows = frozenset((window.from_, window.to) for window in period.windows)
    return period.from_, period.from_time, period.until, period.until_time, period.recurring, windows
