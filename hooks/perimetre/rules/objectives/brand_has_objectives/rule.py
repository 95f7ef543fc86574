"""The brand has objectives."""

from __future__ import annotations

from perimetre.base.words import message
from perimetre.rules.kit.presence import brand_has

RULE = brand_has(
    "objectives",
    "objectives",
    id="brand-has-objectives",
    level="error",
    needs=(42,),
    # An aim of the house is every brand's: what this one is there for is what it says itself.
    lacks=lambda view: all(
        objective.origin != view.brand.id for objective in view.live(view.brand.objectives.objectives)
    ),
    what=message("The brand has no objective of its own: nothing justifies its presence."),
    hint=message("Under `objectives:`, write what a department expects from this presence, and how it is measured."),
)
