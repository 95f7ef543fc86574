"""Spending has a limit: what the team spends or gives without asking is bounded."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model import RedLine, Rule
from perimetre.perimeter.clauses import Clause
from perimetre.perimeter.limits import bounds_of
from perimetre.perimeter.questions import RANK
from perimetre.perimeter.whole_space import Space
from perimetre.rules.kit.cells import Test, among, beginning, first_instant, leaves
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View

SPENDS = frozenset({"boost", "spend", "gift"})
MONEY = frozenset({"amount", "amount-per-payee", "amount-per-year"})


def _bounds(clause: Clause) -> bool:
    bounded = any(fact in MONEY and asked.up_to is not None for fact, asked in clause.matcher.when.items())
    return bounded or (isinstance(clause.rule, Rule) and bool(bounds_of((clause.rule,))))


def _freeing(
    space: Space, tests: Mapping[str, Test], within: Mapping[str, Sequence[int]] | None = None
) -> Iterator[Rule | RedLine]:
    """Yield the rules that free an act in a part of the space, and bound nothing."""
    for mask in leaves(space, tests, within):
        verdict = space.verdict(mask)
        plain = (verdict.authority, verdict.speaking)
        for authority, speaking in (
            plain,
            *((condition.authority, condition.speaking) for condition in verdict.conditional),
        ):
            clauses = space.clauses_of(speaking) if RANK[authority] < RANK["approve"] else ()
            if clauses and not any(_bounds(clause) for clause in clauses):
                # What frees it is what names the act, not what is said besides.
                yield min(clauses, key=lambda clause: clause.matcher.actions is None).rule


def _frees(space: Space, parts: Iterable[Mapping[str, Test]], rule: Rule | RedLine, places: Sequence[int]) -> bool:
    return any(rule is freeing for tests in parts for freeing in _freeing(space, tests, {"channel": places}))


def find(view: View) -> Iterator[Problem]:
    """Yield the rules and operations that let money go without a limit."""
    space = view.space
    free: dict[str, Rule | RedLine] = {}
    parts = (
        {"action": among(SPENDS), "role": among(view.community_managers)},
        {"action": among(("reply-private",)), "says": among(("compensate",)), "role": among(view.community_managers)},
    )
    for tests in parts:
        free.update((rule.id, rule) for rule in _freeing(space, tests))
    for rule in free.values():
        frees = functools.partial(_frees, space, parts, rule)
        yield flaw(
            key(rule, "authority"),
            beginning(
                message("`{id}` allows spending without asking and without a limit.", id=rule.id),
                first_instant(space, frees),
                view.today,
            ),
            message(
                "Add `limit: {limit}`, or cap it with `when: {when}`.",
                limit="{sum: amount, max: 600, per: month}",
                when="{amount: {up_to: 150}}",
            ),
        )
    for operation in view.live(view.brand.operations):
        spending = [moment for moment in operation.timeline if moment.act in SPENDS]
        if spending and operation.budget is None and (operation.to is None or operation.to >= view.today):
            yield flaw(
                key(spending[0], "act"),
                message("`{id}` spends money and has no budget.", id=operation.id),
                message("Write `budget: {example}`.", example="{max: 1500}"),
            )


RULE = Check(
    id="spending-has-a-limit",
    level="error",
    needs=(60,),
    find=find,
)
