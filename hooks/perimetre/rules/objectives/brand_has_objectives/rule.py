"""The brand has objectives."""

from __future__ import annotations

from perimetre.base.words import message
from perimetre.rules.kit.presence import presence

RULE = presence(
    id="brand-has-objectives",
    level="error",
    needs=(42,),
    kind="objectives",
    at="objectives",
    # An aim of the house is every brand's: what this one is there for is what it says itself.
    lacks=lambda view, brand: all(one.origin != brand.id for one in view.live(brand.objectives.objectives)),
    said=message("The brand has no objective of its own: nothing justifies its presence."),
    hint=message("Under `objectives:`, write what a department expects from this presence, and how it is measured."),
)
