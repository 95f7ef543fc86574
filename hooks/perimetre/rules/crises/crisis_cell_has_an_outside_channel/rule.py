"""The crisis cell can talk outside the house’s systems."""

from __future__ import annotations

from perimetre.base.words import message
from perimetre.rules.kit.presence import each_has, grave_scenarios
from perimetre.rules.kit.texts import says_nothing

RULE = each_has(
    "cell",
    id="crisis-cell-has-an-outside-channel",
    level="error",
    needs=(82,),
    of=grave_scenarios,
    lacks=lambda crisis: crisis.cell is None or says_nothing(crisis.cell.outside_channel),
    what=message("The scenario `{id}` gives its cell no way to communicate outside the house's own systems."),
    hint=message("Add `cell:` with an `outside_channel` that still works if the house is hacked."),
)
