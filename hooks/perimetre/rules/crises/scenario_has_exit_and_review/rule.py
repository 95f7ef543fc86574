"""The scenario has an exit and a review."""

from __future__ import annotations

from perimetre.base.words import message
from perimetre.rules.kit.presence import presence

RULE = presence(
    id="scenario-has-exit-and-review",
    level="error",
    needs=(66,),
    kind="crisis",
    at="exit",
    of=lambda view: view.live(view.brand.crises),
    lacks=lambda _view, one: one.exit is None or one.review is None,
    said=message("The scenario `{id}` does not say when it is over, or when its lessons are drawn."),
    hint=message("Write `exit:` with its `criteria` and `decided_by`, and `review:` with `within` and `by`."),
)
