"""Spending has a limit: what the team spends or gives without asking is bounded."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model import Rule
from perimetre.perimeter.decisions import RANK, Clause
from perimetre.rules.kit.cells import leaves
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View

SPENDS = frozenset({"boost", "spend", "gift"})
MONEY = frozenset({"amount", "amount-per-payee", "amount-per-year"})


def _bounds(clause: Clause) -> bool:
    bounded = any(fact in MONEY and asked.up_to is not None for fact, asked in clause.matcher.when.items())
    return bounded or getattr(clause.said, "limit", None) is not None


def find(view: View) -> Iterator[Problem]:
    """Yield the rules and operations that let money go without a limit."""
    space, managers = view.space, view.community_managers
    free: dict[str, Rule] = {}
    for tests in (
        {"action": lambda one: one in SPENDS},
        {"action": lambda one: one == "reply-private", "says": lambda one: one == "compensate"},
    ):
        for mask in leaves(space, {**tests, "role": lambda one: one in managers}):
            verdict = space.verdict(mask)
            plain = (verdict.authority, verdict.speaking)
            for authority, speaking in (plain, *((one.authority, one.speaking) for one in verdict.conditional)):
                clauses = space.clauses_of(speaking) if RANK[authority] < RANK["approve"] else ()
                if clauses and not any(_bounds(clause) for clause in clauses):
                    # What frees it is what names the act, not what is said besides.
                    said = min(clauses, key=lambda one: one.matcher.actions is None).said
                    free[said.id] = said
    for rule in free.values():
        yield flaw(
            key(rule, "authority"),
            message("`{id}` allows spending without asking and without a limit.", id=rule.id),
            message(
                "Add `limit: {limit}`, or cap it with `when: {when}`.",
                limit="{sum: amount, max: 600, per: month}",
                when="{amount: {up_to: 150}}",
            ),
        )
    for operation in view.live(view.brand.operations):
        spending = [one for one in operation.timeline if one.act in SPENDS]
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
