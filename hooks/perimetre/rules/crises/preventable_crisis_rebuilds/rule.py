"""A preventable crisis rebuilds: advice of Coombs' theory (SCCT), since contested."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the scenarios of a preventable crisis that neither apologise nor compensate."""
    kinds = view.brand.values.crisis_kinds
    for crisis in view.live(view.brand.crises):
        kind = kinds.get(crisis.kind or "")
        preventable = kind is not None and kind.cluster == "preventable"
        if preventable and crisis.strategies and not {"compensation", "apology"} & {*crisis.strategies}:
            yield flaw(
                key(crisis, "strategies"),
                message("`{id}` could have been prevented, and neither apologises nor compensates.", id=crisis.id),
                message("Research advises repair: `apology`, `compensation`; later studies debate it."),
            )


RULE = Check(
    id="preventable-crisis-rebuilds",
    level="info",
    needs=(),
    find=find,
)
