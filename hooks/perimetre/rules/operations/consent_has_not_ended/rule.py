"""A consent that the brand relies on has not ended, and was not withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the consents that no longer hold."""
    for consent in view.live(view.brand.consents.consents):
        # Once taken down it stays in the register as `deprecated`: a proof of what was agreed, and obeyed.
        withdrawn = consent.withdrawn_on is not None and consent.withdrawn_on <= view.today
        ended = consent.withdrawn_on is None and isinstance(consent.until, date) and consent.until < view.today
        if withdrawn or ended:
            yield flaw(
                value(consent, "withdrawn_on" if withdrawn else "until"),
                message("The consent `{id}` is no longer valid.", id=consent.id),
                message(
                    "Take the picture or the quote down, then set `status: deprecated`; or have the consent renewed."
                ),
            )


RULE = Check(
    id="consent-has-not-ended",
    level="warning",
    needs=(50,),
    find=find,
)
