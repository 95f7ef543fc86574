"""Count what limits leave: of the rules that speak, which are used up, and which may be for all that anybody has told.

Comes in: rules, a question. Goes out: `Bound`s. The perimeter keeps no log: it counts with what the question tells.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from perimetre.base.frozen import dataclass
from perimetre.model import Limit, Rule
from perimetre.perimeter.questions import ESCALATE, Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A limit, and the rule that sets it."""

    rule: Rule
    limit: Limit

    @property
    def counts(self) -> str | None:
        """What it counts: a fact, an action, or the rule itself; None: something said in words only."""
        if self.limit.sum is not None:
            return self.limit.sum
        return self.limit.count if isinstance(self.limit.count, str) else self.rule.id if self.limit.count else None

    @property
    def beyond(self) -> str:
        """How far one may go alone once it is reached: somebody lets one go beyond, or nobody does."""
        return "approve" if self.limit.lift is not None else ESCALATE

    @property
    def thing(self) -> tuple[object, ...]:
        """What it is a limit on: two of one thing are one, the lower."""
        limit = self.limit
        own = None if self.counts else (self.rule.id, str(limit.of))
        return self.counts, own, limit.sum is not None, str(limit.per), limit.by, frozenset(limit.includes)


def bounds_of(rules: Iterable[Rule]) -> tuple[Bound, ...]:
    """Return all the limits of rules, in their order, whether each writes one (`limit`) or several (`limits`)."""
    return tuple(
        Bound(rule=rule, limit=limit) for rule in rules for limit in (rule.limit, *rule.limits) if limit is not None
    )


def lowest(bounds: Iterable[Bound]) -> tuple[Bound, ...]:
    """Return the limits that decide: of those on one thing, the lowest, or all that are as low; each once.

    What one must do at least adds up too: the most that is asked.
    """
    things: dict[tuple[object, ...], list[Bound]] = {}
    for bound in bounds:
        things.setdefault(bound.thing, []).append(bound)
    deciding: dict[Limit, Bound] = {}
    for several in things.values():
        most = min((bound.limit.max for bound in several if bound.limit.max is not None), default=None)
        least = max((bound.limit.min for bound in several if bound.limit.min is not None), default=None)
        low = [bound for bound in several if bound.limit.max == most]
        # Where nobody lets one go beyond, somebody else's yes does not.
        for bound in [bound for bound in low if bound.limit.lift is None] or low:
            limit = bound.limit if bound.limit.min == least else replace(bound.limit, min=least)
            deciding.setdefault(limit, replace(bound, limit=limit))
    return tuple(deciding.values())


def reached(bounds: Iterable[Bound], asked: Question) -> tuple[Bound, ...]:
    """Return the limits that leave no room for what is asked."""
    bounds = tuple(bounds)
    return tuple(bound for bound in bounds if _leaves(bound, asked, bounds) < 0)


def untold(bounds: Iterable[Bound], asked: Question) -> tuple[Bound, ...]:
    """Return the limits that may leave no room, for all that anybody has told: of one thing, those that decide.

    Beyond a limit that somebody lifts may stand one that nobody does: then both are told.
    """
    bounds = tuple(bounds)
    unsure = [
        bound
        for bound in bounds
        if bound.limit.max is not None
        and _leaves(bound, asked, bounds) >= 0
        and (_so_far(bound, asked, bounds) is None or _more(bound, asked) is None)
    ]
    deciding = lowest(unsure)
    final = lowest(bound for bound in unsure if bound.limit.lift is None)
    return (*deciding, *(bound for bound in final if bound.limit not in {decides.limit for decides in deciding}))


def _leaves(bound: Bound, asked: Question, bounds: tuple[Bound, ...]) -> float:
    """Return what a limit leaves after what is asked; less than nothing where there is no room for it."""
    if bound.limit.max is None:
        return 0
    left = bound.limit.max - (_so_far(bound, asked, bounds) or 0)
    more = _more(bound, asked)
    # How much it is may be unknown: it is something.
    return left - more if more is not None else left if left > 0 else -1


def _more(bound: Bound, asked: Question) -> float | None:
    """Return how much what is asked adds; None where nobody has told."""
    if bound.limit.sum is None:
        return 1
    more = asked.facts.get(bound.limit.sum)
    return more if isinstance(more, int | float) and not isinstance(more, bool) else None


def _so_far(bound: Bound, asked: Question, bounds: tuple[Bound, ...]) -> float | None:
    """Return what has been done already in the window of a limit; None where nobody has told.

    A bare number is of times; of a sum where no limit counts times.
    """
    named = (f"{bound.counts}/{bound.limit.per}", bound.counts or "")
    told = next((asked.done[name] for name in named if name in asked.done), None)
    if told is None and (bound.limit.sum is None or all(other.limit.sum is not None for other in bounds)):
        return asked.done.get("")
    return told
