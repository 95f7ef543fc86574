"""The brand has red lines."""

from __future__ import annotations

from perimetre.base.words import message
from perimetre.rules.kit.presence import presence

RULE = presence(
    id="brand-has-red-lines",
    level="error",
    needs=(35,),
    kind="scope",
    at="red_lines",
    lacks=lambda view, brand: not view.live(brand.scope.red_lines),
    said=message("There is no red line: nothing says what is forbidden whatever happens."),
    hint=message("Under `red_lines:`, write each line not to cross, with what to do `instead`."),
)
