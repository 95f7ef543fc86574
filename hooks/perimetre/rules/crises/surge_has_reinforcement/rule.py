"""A surge brings reinforcement."""

from __future__ import annotations

from perimetre.base.words import message
from perimetre.rules.kit.presence import presence

RULE = presence(
    id="surge-has-reinforcement",
    level="warning",
    needs=(8,),
    kind="crisis",
    at="reinforcement",
    of=lambda view: (one for one in view.live(view.brand.crises) if one.kind in ("bad-buzz", "boycott", "good-buzz")),
    lacks=lambda _view, one: (
        one.reinforcement is None or (one.reinforcement.above is None and not one.reinforcement.when)
    ),
    said=message("The scenario `{id}` does not say above what volume help arrives, or who comes."),
    hint=message("Write `reinforcement: {example}`.", example="{above: Plus de cent messages par heure, who: …}"),
)
