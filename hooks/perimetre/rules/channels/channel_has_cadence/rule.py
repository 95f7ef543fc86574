"""A channel has a publishing cadence."""

from __future__ import annotations

from perimetre.base.words import message
from perimetre.rules.kit.presence import ours, presence

# Kinds of channel on which a brand publishes at a rhythm.
PUBLISHES = frozenset({"social", "blog", "broadcast", "newsletter", "live"})

RULE = presence(
    id="channel-has-cadence",
    level="warning",
    needs=(53,),
    kind="channels",
    at="cadence",
    of=lambda view: (one for one in ours(view) if one.kind in PUBLISHES),
    lacks=lambda _view, one: one.cadence is None,
    said=message("Nothing says how often `{id}` publishes."),
    hint=message("Write `cadence: {example}`.", example="{min: 2, max: 3, per: week}"),
)
