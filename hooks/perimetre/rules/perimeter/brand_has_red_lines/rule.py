"""The brand has red lines."""

from __future__ import annotations

from perimetre.base.words import message
from perimetre.rules.kit.presence import brand_has

RULE = brand_has(
    "scope",
    "red_lines",
    id="brand-has-red-lines",
    level="error",
    needs=(35,),
    lacks=lambda view: all(line.is_advice for line in view.live(view.brand.scope.red_lines)),
    what=message("There is no red line: nothing says what is forbidden whatever happens."),
    hint=message("Under `red_lines:`, write each line not to cross, with what to do `instead`."),
)
