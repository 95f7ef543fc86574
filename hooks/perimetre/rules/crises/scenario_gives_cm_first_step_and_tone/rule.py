"""The scenario gives the first step and the tone."""

from __future__ import annotations

from perimetre.base.words import message
from perimetre.rules.kit.presence import each_has
from perimetre.rules.kit.texts import says_nothing

RULE = each_has(
    "first_step",
    id="scenario-gives-cm-first-step-and-tone",
    level="error",
    needs=(9,),
    of=lambda view: view.live(view.brand.crises),
    lacks=lambda crisis: says_nothing(crisis.first_step) or says_nothing(crisis.tone),
    what=message("The scenario `{id}` does not say what the community manager does first, or in what tone."),
    hint=message("Write one action under `first_step:`, and the attitude to take under `tone:`."),
)
