"""The crisis cell can talk outside the house’s systems."""

from __future__ import annotations

from perimetre.base.words import message
from perimetre.rules.kit.presence import grave_scenarios, presence
from perimetre.rules.kit.texts import says_nothing

RULE = presence(
    id="crisis-cell-has-an-outside-channel",
    level="error",
    needs=(82,),
    kind="crisis",
    at="cell",
    of=grave_scenarios,
    lacks=lambda _view, one: one.cell is None or says_nothing(one.cell.outside_channel),
    said=message("The scenario `{id}` gives its cell no way to communicate outside the house's own systems."),
    hint=message("Add `cell:` with an `outside_channel` that still works if the house is hacked."),
)
