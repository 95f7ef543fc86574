"""A paid partnership is disclosed and written: a contract, and the mention that the public sees."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, key, value
from perimetre.rules.kit.texts import says_nothing
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the partnerships that are paid and not written, or not said."""
    for operation in view.live(view.brand.operations):
        if operation.to is not None and operation.to < view.today:
            continue
        paid = operation.paid_partnership
        if paid is not None and says_nothing(paid.contract):
            yield flaw(
                value(paid, "contract"),
                message("The partnership of `{id}` has no contract.", id=operation.id),
                message("Write the reference of the signed contract."),
            )
        if paid is None and operation.kind == "partnership" and operation.budget and operation.budget.max:
            yield flaw(
                key(operation, "kind"),
                message("`{id}` is a partnership with a budget, and nothing says that it is paid.", id=operation.id),
                message("Add `paid_partnership:` with the partner, the contract and the disclosure."),
            )


RULE = Check(
    id="paid-partnership-is-disclosed-and-written",
    level="error",
    needs=(60,),
    find=find,
)
