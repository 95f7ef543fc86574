"""The effect on the community is anticipated."""

from __future__ import annotations

from perimetre.base.words import message
from perimetre.rules.kit.presence import each_has, operations
from perimetre.rules.kit.texts import says_nothing

RULE = each_has(
    "community_impact",
    id="operation-has-community-impact-note",
    level="warning",
    needs=(4,),
    of=operations,
    lacks=lambda operation: says_nothing(operation.community_impact),
    what=message("Nothing says how the community is expected to react to the operation `{id}`."),
    hint=message("Ask the community manager, and write what they expect under `community_impact:`."),
)
