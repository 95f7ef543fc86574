"""Draft what anybody may read of a brand: its charter (how we moderate, what we promise, how to appeal), and its home.

Only what says `confidentiality: public` is in it, for every reader: who works in the house sees the charter as the
public does.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from typing import TypeVar

from perimetre.base.words import message
from perimetre.model import Channel, Record
from perimetre.render.desk import Desk
from perimetre.render.drafts import PageDraft
from perimetre.render.moderation import modes_by_channels

R = TypeVar("R", bound=Record)


def drafts(desk: Desk) -> Iterator[PageDraft]:
    """Return the draft of a brand's charter, where the house has written one."""
    brand = desk.the_brand
    file = brand.moderation
    if not brand.brand.charter:
        return
    opened = file.page is not None and file.page.confidentiality == "public"
    ladder = _public(desk, file.ladder)
    yield desk.draft(
        "charter",
        message("Our charter"),
        "brand/charter.html",
        kind="brand",
        audience="public",
        group="now" if desk.is_public else "every-day",
        description=message("What we promise, how we moderate, how to appeal"),
        charter=brand.brand.charter,
        moderation=file if opened else None,
        grounds=_public(desk, file.grounds),
        ladder=ladder,
        stages=_public(desk, file.membership),
        levels={step.id: step for step in ladder},
        by_channels=modes_by_channels(desk, _in_use(_public(desk, brand.channels.channels))) if opened else (),
    )


def public_home(desk: Desk) -> Iterator[PageDraft]:
    """Return the draft of a brand's home for the public: its name, its promise, the way to its charter."""
    brand = desk.the_brand
    file = brand.brand
    yield desk.draft(
        "",
        file.name or brand.id,
        "brand/public-home.html",
        kind="brand",
        audience="public",
        group="home",
        description=file.tagline,
        file=file,
    )


def _in_use(channels: Iterable[Channel]) -> tuple[Channel, ...]:
    return tuple(channel for channel in channels if channel.state == "active")


def _public(desk: Desk, records: Iterable[R]) -> tuple[R, ...]:
    return dataclasses.replace(desk.readers, audience="public").seen(records)
