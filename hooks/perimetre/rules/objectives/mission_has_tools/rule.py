"""A mission has its tools."""

from __future__ import annotations

from perimetre.base.words import message
from perimetre.rules.kit.presence import each_has

RULE = each_has(
    "tools",
    id="mission-has-tools",
    level="warning",
    needs=(28,),
    of=lambda view: view.live(view.brand.missions.missions),
    lacks=lambda mission: not mission.tools,
    what=message("The mission `{id}` has no tool: a clear perimeter also needs the means to act."),
    hint=message("Name the tools of `brand.yml` that it works with: `tools: [conversation-desk]`."),
)
