"""Expected crises are covered: for each kind that every house may meet, a scenario, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Place, Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the kinds of crisis for which nothing is prepared."""
    aside = {expected.kind for expected in view.handbook.settings.expected_crises_set_aside}
    covered = {crisis.kind for crisis in view.live(view.brand.crises)} | aside
    missing = [kind.id for kind in view.brand.values.crisis_kinds.values() if kind.tier == 1 and kind.id not in covered]
    if missing:
        yield flaw(
            Place(view.handbook.settings.place.file, ("expected_crises_set_aside",), "key"),
            message("Nothing is prepared for {kinds}.", kinds=listed(missing)),
            message(
                "Write a scenario for each in `crises/`; or set one aside here, with its reason: `{example}`.",
                example="{kind: boycott, reason: …}",
            ),
            about=missing,
        )


RULE = Check(
    id="expected-crises-are-covered",
    level="warning",
    needs=(
        7,
        61,
    ),
    find=find,
)
