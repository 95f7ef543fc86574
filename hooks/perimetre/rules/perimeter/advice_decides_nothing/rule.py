"""Advice says nothing that only a rule decides: a level, an agreement, a derogation."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, key, value
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View

DECIDING = ("authority", "validation", "limit", "required_mentions", "speaks_first", "derogates", "lift")


def find(view: View) -> Iterator[Problem]:
    """Yield the advice that has what decides, and decides nothing there."""
    for rule in view.live(view.brand.scope.rules):
        written = [name for name in DECIDING if getattr(rule, name)] if rule.is_advice else []
        if written:
            yield flaw(
                key(rule, written[0]),
                message("`{id}` is advice: {keys} decides nothing there.", id=rule.id, keys=listed(written)),
                message("Delete it, and say the advice in words; or write `strength: must`, and it is a rule."),
                (value(rule, "strength"), message("It is said to be advice here.")),
            )


RULE = Check(id="advice-decides-nothing", level="warning", needs=(96,), find=find)
