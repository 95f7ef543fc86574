"""A channel has a publishing cadence."""

from __future__ import annotations

from perimetre.base.words import message
from perimetre.rules.kit.presence import each_has, ours

# Kinds of channel on which a brand publishes at a rhythm.
PUBLISHES = frozenset({"social", "blog", "broadcast", "newsletter", "live"})

RULE = each_has(
    "cadence",
    id="channel-has-cadence",
    level="warning",
    needs=(53,),
    of=lambda view: (channel for channel in ours(view) if channel.kind in PUBLISHES),
    lacks=lambda channel: channel.cadence is None,
    what=message("Nothing says how often `{id}` publishes."),
    hint=message("Write `cadence: {example}`.", example="{min: 2, max: 3, per: week}"),
)
