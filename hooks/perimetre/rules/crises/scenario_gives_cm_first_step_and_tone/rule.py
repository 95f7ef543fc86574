"""The scenario gives the first step and the tone."""

from __future__ import annotations

from perimetre.base.words import message
from perimetre.rules.kit.presence import presence
from perimetre.rules.kit.texts import says_nothing

RULE = presence(
    id="scenario-gives-cm-first-step-and-tone",
    level="error",
    needs=(9,),
    kind="crisis",
    at="first_step",
    of=lambda view: view.live(view.brand.crises),
    lacks=lambda _view, one: says_nothing(one.first_step) or says_nothing(one.tone),
    said=message("The scenario `{id}` does not say what the community manager does first, or in what tone."),
    hint=message("Write one action under `first_step:`, and the attitude to take under `tone:`."),
)
