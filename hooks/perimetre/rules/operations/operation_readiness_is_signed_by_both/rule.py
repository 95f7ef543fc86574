"""An operation's readiness is signed by both: the community manager, and somebody who answers for the brand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the operations about to begin, or under way, that both have not signed."""
    for operation in view.live(view.brand.operations):
        begins = operation.from_ is not None and operation.from_ - timedelta(days=3) <= view.today
        if not begins or (operation.to is not None and operation.to < view.today):
            continue
        signed = {signature.role for signature in operation.signed}
        if not signed & view.community_managers or not signed - view.community_managers - {None}:
            yield flaw(
                key(operation, "signed"),
                message(
                    "`{id}` is about to start or has started, and the community manager and the brand have not "
                    "both signed that it is ready.",
                    id=operation.id,
                ),
                message("Go through the checklist together, then write `signed:` with the two roles and the day."),
            )


RULE = Check(
    id="operation-readiness-is-signed-by-both",
    level="warning",
    needs=(10,),
    find=find,
)
