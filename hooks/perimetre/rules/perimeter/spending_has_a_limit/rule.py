"""Spending has a limit: what the team spends or gives without asking is bounded."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model import RedLine, Rule
from perimetre.perimeter.clauses import Clause
from perimetre.perimeter.questions import RANK
from perimetre.rules.kit.cells import among, leaves
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View

SPENDS = frozenset({"boost", "spend", "gift"})
MONEY = frozenset({"amount", "amount-per-payee", "amount-per-year"})


def _bounds(clause: Clause) -> bool:
    bounded = any(fact in MONEY and asked.up_to is not None for fact, asked in clause.matcher.when.items())
    return bounded or getattr(clause.rule, "limit", None) is not None


def find(view: View) -> Iterator[Problem]:
    """Yield the rules and operations that let money go without a limit."""
    space, managers = view.space, view.community_managers
    free: dict[str, Rule | RedLine] = {}
    for tests in (
        {"action": among(SPENDS)},
        {"action": among(("reply-private",)), "says": among(("compensate",))},
    ):
        for mask in leaves(space, {**tests, "role": among(managers)}):
            verdict = space.verdict(mask)
            plain = (verdict.authority, verdict.speaking)
            for authority, speaking in (
                plain,
                *((condition.authority, condition.speaking) for condition in verdict.conditional),
            ):
                clauses = space.clauses_of(speaking) if RANK[authority] < RANK["approve"] else ()
                if clauses and not any(_bounds(clause) for clause in clauses):
                    # What frees it is what names the act, not what is said besides.
                    freeing = min(clauses, key=lambda clause: clause.matcher.actions is None).rule
                    free[freeing.id] = freeing
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
