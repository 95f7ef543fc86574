"""A surge brings reinforcement."""

from __future__ import annotations

from perimetre.base.words import message
from perimetre.rules.kit.presence import each_has

RULE = each_has(
    "reinforcement",
    id="surge-has-reinforcement",
    level="warning",
    needs=(8,),
    of=lambda view: (
        crisis for crisis in view.live(view.brand.crises) if crisis.kind in ("bad-buzz", "boycott", "good-buzz")
    ),
    lacks=lambda crisis: (
        crisis.reinforcement is None or (crisis.reinforcement.above is None and not crisis.reinforcement.when)
    ),
    what=message("The scenario `{id}` does not say above what volume help arrives, or who comes."),
    hint=message("Write `reinforcement: {example}`.", example="{above: Plus de cent messages par heure, who: …}"),
)
