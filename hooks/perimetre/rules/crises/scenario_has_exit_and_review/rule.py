"""The scenario has an exit and a review."""

from __future__ import annotations

from perimetre.base.words import message
from perimetre.rules.kit.presence import each_has

RULE = each_has(
    "exit",
    id="scenario-has-exit-and-review",
    level="error",
    needs=(66,),
    of=lambda view: view.live(view.brand.crises),
    lacks=lambda crisis: crisis.exit is None or crisis.review is None,
    what=message("The scenario `{id}` does not say when it is over, or when its lessons are drawn."),
    hint=message("Write `exit:` with its `criteria` and `decided_by`, and `review:` with `within` and `by`."),
)
