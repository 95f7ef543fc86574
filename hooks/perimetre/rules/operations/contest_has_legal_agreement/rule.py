"""A contest has a legal agreement, given before it begins."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model import Text
from perimetre.rules.kit.check import Check, flaw, key, value
from perimetre.rules.kit.texts import says_nothing
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the contests without a lawyer's yes."""
    for operation in view.live(view.brand.operations):
        if operation.to is not None and operation.to < view.today:
            continue
        agreement = operation.contest.legal_agreement if operation.contest else None
        if operation.kind == "contest" and operation.contest is None:
            yield flaw(
                key(operation, "contest"),
                message("The contest `{id}` has neither rules nor legal sign-off.", id=operation.id),
                message("Add `contest:` with `rules_url` and `legal_agreement`."),
            )
        elif operation.contest is not None and isinstance(agreement, Text) and says_nothing(agreement):
            yield flaw(
                value(operation.contest, "legal_agreement"),
                message("The legal sign-off for `{id}` says nothing.", id=operation.id),
                message(
                    "Write who approved and when: `legal_agreement: {example}`.",
                    example="{by: legal-counsel, on: 2026-11-02}",
                ),
            )
        elif (
            agreement is not None
            and not isinstance(agreement, Text)
            and agreement.on
            and operation.from_
            and agreement.on > operation.from_
        ):
            yield flaw(
                value(agreement, "on"),
                message("The legal sign-off for `{id}` comes after its launch.", id=operation.id),
                message("Postpone the contest, or check the dates."),
            )


RULE = Check(
    id="contest-has-legal-agreement",
    level="error",
    needs=(25,),
    find=find,
)
