"""Denial is not mixed with apology: advice of Coombs' theory (SCCT), since contested."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View

DENY = frozenset({"attack-the-accuser", "denial", "scapegoat"})
REBUILD = frozenset({"compensation", "apology"})


def find(view: View) -> Iterator[Problem]:
    """Yield the scenarios that do both."""
    for crisis in view.live(view.brand.crises):
        if DENY & {*crisis.strategies} and REBUILD & {*crisis.strategies}:
            yield flaw(
                key(crisis, "strategies"),
                message("`{id}` denies and apologises: research advises against doing both.", id=crisis.id),
                message("Choose one; this is advice from Coombs' theory, which later studies debate."),
            )


RULE = Check(
    id="deny-is-not-mixed-with-apology",
    level="info",
    needs=(),
    find=find,
)
