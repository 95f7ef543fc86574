"""What the community says reaches a department."""

from __future__ import annotations

from perimetre.base.words import message
from perimetre.rules.kit.presence import presence

RULE = presence(
    id="insight-reaches-a-department",
    level="warning",
    needs=(17,),
    kind="reporting",
    at="insights",
    lacks=lambda view, brand: not view.live(brand.reporting.insights),
    said=message("Nothing says which department receives what the community teaches."),
    hint=message("Under `insights:`, write who receives what, how, and how often."),
)
