"""A derogation that has ended is taken out: what was temporary does not stay as if it held."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the derogations that are over."""
    for rule in view.brand.scope.rules:
        if rule.is_derogation and rule.status == "approved" and rule.until is not None and rule.until < view.today:
            yield flaw(
                value(rule, "until"),
                message("The derogation `{id}` ended on {day}.", id=rule.id, day=rule.until.isoformat()),
                message("Delete it; or, if it is meant to last, have the rule itself changed."),
            )


RULE = Check(
    id="derogation-has-ended",
    level="warning",
    needs=(),
    find=find,
)
