"""The editorial line is drawn up with a community manager."""

from __future__ import annotations

from perimetre.base.words import message
from perimetre.rules.kit.presence import brand_has

RULE = brand_has(
    "editorial",
    "drawn_up",
    id="editorial-line-is-drawn-up-with-the-cm",
    level="warning",
    needs=(3, 93),
    lacks=lambda view: (
        bool(view.live(view.brand.editorial.pillars))
        and not any(part.role in view.community_managers for part in view.brand.editorial.drawn_up)
    ),
    what=message("No community manager took part in drawing up the editorial line."),
    hint=message("Read it with one, then write under `drawn_up:` their role and the day."),
)
