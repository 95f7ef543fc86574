"""The effect on the community is anticipated."""

from __future__ import annotations

from perimetre.base.words import message
from perimetre.rules.kit.presence import operations, presence
from perimetre.rules.kit.texts import says_nothing

RULE = presence(
    id="operation-has-community-impact-note",
    level="warning",
    needs=(4,),
    kind="operation",
    at="community_impact",
    of=operations,
    lacks=lambda _view, one: says_nothing(one.community_impact),
    said=message("Nothing says how the community is expected to react to the operation `{id}`."),
    hint=message("Ask the community manager, and write what they expect under `community_impact:`."),
)
