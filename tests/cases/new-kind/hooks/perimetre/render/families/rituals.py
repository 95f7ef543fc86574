"""Draft the page of the meetings of the team."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.words import message
from perimetre.model.rituals import RitualsFile
from perimetre.render.desk import Desk
from perimetre.render.drafts import PageDraft


def drafts(desk: Desk) -> Iterator[PageDraft]:
    """Return the draft of the page of the meetings."""
    yield from desk.page_of(
        "rituals",
        message("Rituals"),
        "rituals/index.html",
        records=desk.the_brand.of(RitualsFile).rituals,
        named="rituals",
        kind="rituals",
        group="every-day",
    )
