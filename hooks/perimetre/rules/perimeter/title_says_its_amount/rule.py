"""A title says its amount: a sum that stands in the title of a rule is one that the rule sets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields

from perimetre.base.diagnostics import Problem
from perimetre.base.words import Listing, message
from perimetre.model import FactTest, Limit, Part
from perimetre.rules.kit.check import Check, flaw, key, value
from perimetre.rules.kit.texts import writings
from perimetre.rules.kit.view import View

_SIGN = r"€|£|\$|(?:EUR|CHF|GBP|USD|CAD|euros?|francs?|dollars?)\b"
_NUMBER = r"\d{1,3}(?:[ \u00a0\u202f.,']\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_SUM = re.compile(rf"(?<![\w.,])(?:(?:{_SIGN})\s?({_NUMBER})|({_NUMBER})\s?(?:{_SIGN}))", re.IGNORECASE)
# What makes of a sum a bound, whatever the rule says beside.
_BOUND = re.compile(
    r"(?:jusqu[’']à|au-delà d[e’']|au-dessus d[e’']|au[- ]dessous d[e’']|(?:plus|moins) d[e’']|au plus|dès|"
    r"up to|above|over|under|below|at most|more than|less than|from)\s*$",
    re.IGNORECASE,
)

_MOST = re.compile(
    r"(?:jusqu[’']à|au plus|au[- ]dessous d[e’']|moins d[e’']|up to|under|below|at most|less than)\s*$", re.I
)
_LEAST = re.compile(r"(?:au-delà d[e’']|au-dessus d[e’']|plus d[e’']|dès|above|over|more than|from)\s*$", re.I)


def find(view: View) -> Iterator[Problem]:
    """Yield the rules whose title says a sum that is none of those which they set."""
    money = {id_ for id_, fact in view.brand.values.facts.items() if fact.type == "money"}
    for rule in view.live(view.brand.scope.rules):
        bounds = dict(_bounds(rule, money))
        for writing in writings(rule.title):
            for said in _SUM.finditer(writing):
                readings = _readings(said[1] or said[2])
                if readings & bounds.keys() or not (bounds or _BOUND.search(writing[: said.start()])):
                    continue
                first = next(iter(bounds.values()), None)
                meant = _meant(writing, said.start(), bounds)
                yield flaw(
                    key(rule, "title"),
                    message("The title says {sum}, and `{id}` sets no such sum.", sum=said[0].strip(), id=rule.id),
                    message(
                        "Write the same sum in the title as in the rule: {sums}.",
                        sums=Listing(tuple(map(_plain, meant))),
                    )
                    if bounds
                    else message(
                        "Set it, `when: {example}`; or take it out of the title.", example="{amount: {up_to: …}}"
                    ),
                    *(((value(first), message("The rule sets its sum here.")),) if first is not None else ()),
                    about=[rule.id],
                )


def _bounds(part: Part, money: set[str]) -> Iterator[tuple[float, Part]]:
    """Yield the sums that a part sets, each with what sets it."""
    if isinstance(part, FactTest) and part.fact in money:
        yield from ((float(held), part) for held in (part.above, part.up_to) if isinstance(held, int | float))
    if isinstance(part, Limit) and part.sum in money:
        yield from ((float(held), part) for held in (part.max, part.min) if isinstance(held, int | float))
    for field in fields(part):
        held = getattr(part, field.name)
        for inner in held if isinstance(held, tuple) else (held,):
            if isinstance(inner, Part):
                yield from _bounds(inner, money)


def _meant(writing: str, at: int, bounds: Mapping[float, Part]) -> tuple[float, ...]:
    """Return which of the sums that a rule sets takes the place of a stale one, as far as the title lets one tell.

    Args:
        writing: the title.
        at: where the stale sum begins in it.
        bounds: the sums that the rule sets, each with what sets it.
    """
    said = {sum_ for other in _SUM.finditer(writing) for sum_ in _readings(other[1] or other[2])}
    before = writing[:at]
    is_most, is_least = _MOST.search(before) is not None, _LEAST.search(before) is not None
    left = tuple(bounds)
    # What the title says already is not it; « jusqu’à » names a most; a title names a case before what is counted.
    for may_be in (
        lambda sum_: sum_ not in said,
        lambda sum_: sum_ == (_most(bounds[sum_]) if is_most else _least(bounds[sum_]) if is_least else sum_),
        lambda sum_: isinstance(bounds[sum_], FactTest),
    ):
        left = tuple(filter(may_be, left)) or left
    return left


def _most(part: Part) -> object:
    return getattr(part, "up_to" if isinstance(part, FactTest) else "max", None)


def _least(part: Part) -> object:
    return getattr(part, "above" if isinstance(part, FactTest) else "min", None)


def _readings(written: str) -> set[float]:
    """Return what a number may mean, as a French or an English hand writes it: 1.000 is a thousand, or one."""
    bare = re.sub(r"[ \u00a0\u202f']", "", written)
    read = {bare.replace(",", ".") if bare.count(",") + bare.count(".") <= 1 else ""}
    read |= {bare.replace(".", "").replace(",", "."), bare.replace(",", "")}
    return {float(each) for each in read if re.fullmatch(r"\d+(\.\d+)?", each)}


def _plain(sum_: float) -> str:
    return f"{sum_:g}"


RULE = Check(
    id="title-says-its-amount",
    level="error",
    needs=(1,),
    find=find,
)
