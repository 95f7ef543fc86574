"""The watch has every kind of source: trade, experts, bodies, unions, institutions, events, competitors, techniques."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View

EXPECTED = (
    "trade-media",
    "expert",
    "professional-body",
    "trade-union",
    "institution",
    "event",
    "competitor",
    "technical",
)


def find(view: View) -> Iterator[Problem]:
    """Yield the kinds of source that nobody follows."""
    kinds = {entry.kind for entry in view.live(view.brand.reporting.watch)}
    missing = [kind for kind in EXPECTED if kind not in kinds]
    if missing and None not in kinds:
        yield flaw(
            view.lacking("reporting", "watch"),
            message(
                "The watch follows none of these kinds of source: {kinds}.",
                kinds=listed(missing),
            ),
            message("For each of them, write who is followed and who is alerted."),
        )


RULE = Check(
    id="watch-has-every-kind-of-source",
    level="warning",
    needs=(
        26,
        46,
    ),
    find=find,
)
