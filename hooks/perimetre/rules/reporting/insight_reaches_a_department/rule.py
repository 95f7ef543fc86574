"""What the community says reaches a department."""

from __future__ import annotations

from perimetre.base.words import message
from perimetre.rules.kit.presence import brand_has

RULE = brand_has(
    "reporting",
    "insights",
    id="insight-reaches-a-department",
    level="warning",
    needs=(17,),
    lacks=lambda view: not view.live(view.brand.reporting.insights),
    what=message("Nothing says which department receives what the community teaches."),
    hint=message("Under `insights:`, write who receives what, how, and how often."),
)
