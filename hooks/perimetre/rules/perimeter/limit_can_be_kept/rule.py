"""A limit can be kept: no lower one makes it idle, nothing asks for more than it allows, and what it counts can be."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model import Limit, Rule
from perimetre.perimeter.limits import Bound, bounds_of
from perimetre.rules.kit.check import Check, flaw, key, value
from perimetre.rules.kit.containment import covers
from perimetre.rules.kit.view import View

# What is told, and does not add up.
_TOLD = ("boolean", "choice", "rating")


def find(view: View) -> Iterator[Problem]:
    """Yield the limits that count nothing, those that another makes idle, and those that contradict each other."""
    rules = [rule for rule in view.live(view.brand.scope.rules) if not rule.is_advice]
    for bound in bounds_of(rules):
        yield from _uncountable(view, bound)
    things: dict[tuple[object, ...], list[Bound]] = {}
    for bound in bounds_of(rules):
        if bound.counts is not None:
            things.setdefault(bound.thing, []).append(bound)
    for several in things.values():
        idle: set[int] = set()
        for narrow, wide in itertools.permutations(several, 2):
            if narrow.rule is not wide.rule and _speaks_wherever(view, wide.rule, narrow.rule):
                if _is_above(narrow.limit, wide.limit) and id(narrow.limit) not in idle:
                    idle.add(id(narrow.limit))
                    yield _idle(narrow, wide)
                elif _asks_too_much(narrow.limit, wide.limit):
                    yield _contradicts(narrow, wide, "min")
                elif _asks_too_much(wide.limit, narrow.limit):
                    yield _contradicts(narrow, wide, "max")


def _uncountable(view: View, bound: Bound) -> Iterator[Problem]:
    limit = bound.limit
    fact = view.brand.values.facts.get(limit.sum) if limit.sum is not None else None
    if fact is not None and fact.type in _TOLD:
        yield flaw(
            value(limit, "sum"),
            message("`{fact}` is no number: nothing can be added up.", fact=limit.sum),
            message("Name a fact that is an amount, a number or a length; to count times, write `count: true`."),
        )
    if limit.by == "place" and not view.brand.own_places:
        yield flaw(
            value(limit, "by"),
            message(
                "`{id}` counts apart for each place, and `{brand}` has none.", id=bound.rule.id, brand=view.brand.id
            ),
            message("Remove `by: place`; or write the places in `places.yml`."),
        )


def _is_above(wide: Limit, low: Limit) -> bool:
    return wide.max is not None and low.max is not None and wide.max > low.max


def _asks_too_much(asking: Limit, allowing: Limit) -> bool:
    return asking.min is not None and allowing.max is not None and asking.min > allowing.max


def _speaks_wherever(view: View, rule: Rule, other: Rule) -> bool:
    """Say whether a rule speaks in all the cases in which another does."""
    if rule.id in other.derogates:
        return False
    own = [clause.matcher for clause in view.perimeter.clauses if clause.rule is rule]
    theirs = [clause.matcher for clause in view.perimeter.clauses if clause.rule is other]
    return bool(theirs) and all(any(covers(wide, narrow) for wide in own) for narrow in theirs)


def _idle(bound: Bound, lower: Bound) -> Problem:
    values = {
        "id": bound.rule.id,
        "max": f"{bound.limit.max:g}",
        "other": lower.rule.id,
        "low": f"{lower.limit.max:g}",
    }
    if lower.rule.origin != bound.rule.origin:
        what = message(
            "`{id}` allows up to {max}, and the level above, by `{other}`, {low}: the lower limit wins, so that this "
            "one allows nothing more.",
            **values,
        )
    else:
        what = message(
            "`{id}` allows up to {max}, and `{other}`, which applies wherever it does, {low}: the lower limit wins, so "
            "that this one decides nothing.",
            **values,
        )
    return flaw(
        value(bound.limit, "max"),
        what,
        message("Write {low} at most; or remove this limit.", low=values["low"]),
        (key(lower.limit, "max"), message("The lower limit is here.")),
        about=[lower.rule.id],
    )


def _contradicts(one: Bound, other: Bound, bound: str) -> Problem:
    asking, allowing = (one, other) if bound == "min" else (other, one)
    return flaw(
        value(one.limit, bound),
        message(
            "`{asking}` asks for {min} at least, and `{allowing}`, which applies there too, allows {max}: both cannot "
            "be kept.",
            asking=asking.rule.id,
            min=f"{asking.limit.min:g}",
            allowing=allowing.rule.id,
            max=f"{allowing.limit.max:g}",
        ),
        message("Ask for less, or allow more."),
        (key(other.limit, "max" if bound == "min" else "min"), message("The other limit is here.")),
        about=[other.rule.id],
    )


RULE = Check(id="limit-can-be-kept", level="error", needs=(60,), find=find)
