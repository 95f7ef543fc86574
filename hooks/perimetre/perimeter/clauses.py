"""Compile the rules and the red lines of a brand, once, for whoever asks its perimeter.

Comes in: what `scope.yml` says, house and brand together, and what its matches stand on. Goes out: for each rule that
may speak, a `Clause` for each of the ways in which its match holds: it speaks where one of them does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from perimetre.model import Brand, RedLine, Rule
from perimetre.perimeter.copies import red_lines_of
from perimetre.perimeter.history import rules_of
from perimetre.perimeter.matching import BrandGround, Matcher
from perimetre.perimeter.questions import AUTHORITIES, ESCALATE, FORBIDDEN, RANK


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A rule or a red line, with one of the ways in which its match holds, compiled for the brand.

    Fields:
        sets_aside: for a derogation, the ids of the rules that it does not let speak.
        is_red_line: whether nothing sets it aside.
        authority: how far it lets one go.
        order: the order in which those that speak together are told, the most restrictive first.
    """

    rule: Rule | RedLine
    matcher: Matcher
    sets_aside: frozenset[str] = frozenset()
    is_red_line: bool = field(init=False)
    authority: str = field(init=False)
    order: tuple[int, str] = field(init=False)

    def __post_init__(self) -> None:
        rule = self.rule
        red_line = isinstance(rule, RedLine)
        authority = FORBIDDEN if isinstance(rule, RedLine) else authority_of(rule)
        object.__setattr__(self, "is_red_line", red_line)
        object.__setattr__(self, "authority", authority)
        object.__setattr__(self, "order", (-len(AUTHORITIES) if red_line else -RANK[authority], rule.id))

    @property
    def is_always_live(self) -> bool:
        """Whether it is approved, with no date that begins or ends it: live on any day, or on none."""
        rule = self.rule
        ends = (rule.valid_until, getattr(rule, "until", None), getattr(rule, "regrant_by", None))
        return rule.valid_from is None and all(day is None for day in ends)


def clauses_of(brand: Brand, ground: BrandGround) -> Iterator[Clause]:
    """Yield the red lines and the rules of a brand, compiled; a rule that would free more than it says is left out."""
    rules = {rule.id: rule for rule in rules_of(brand) if not rule.is_advice}
    for red_line in red_lines_of(brand):
        if not red_line.is_advice:
            for matcher in ground.compile(red_line.match):
                yield Clause(rule=red_line, matcher=matcher)
    for rule in rules.values():
        # A match that the house has yet to complete may restrain more than it means to, never free.
        if rule.match.incomplete and (rule.is_derogation or RANK[authority_of(rule)] < RANK["approve"]):
            continue
        sets_aside = frozenset(
            id
            for id in rule.derogates
            if id in rules and not rules[id].is_derogation and _may_set_aside(rule, rules[id])
        )
        for matcher in ground.compile(rule.match):
            yield Clause(rule=rule, matcher=matcher, sets_aside=sets_aside)


def advice_of(brand: Brand, ground: BrandGround) -> Iterator[tuple[Rule | RedLine, Matcher]]:
    """Yield what a brand advises, with its match: it is said of a question, and has no part in the answer."""
    said: tuple[Rule | RedLine, ...] = (*brand.scope.red_lines, *brand.scope.rules)
    for advice in said:
        if advice.is_advice:
            for matcher in ground.compile(advice.match):
                yield advice, matcher


def authority_of(rule: Rule) -> str:
    """Return how far a rule lets one go; one that the house has yet to complete frees nothing."""
    return rule.authority or ESCALATE


def _may_set_aside(derogation: Rule, rule: Rule) -> bool:
    return rule.derogable is True or derogation.origin == rule.origin
