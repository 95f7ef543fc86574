"""Draft the everyday work of a brand: operations, reports, consents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from perimetre.base.words import message
from perimetre.render.desk import Desk
from perimetre.render.drafts import PageDraft


def drafts(desk: Desk) -> Iterator[PageDraft]:
    """Return the drafts of a brand's everyday work."""
    yield from _operations(desk)
    brand = desk.the_brand
    file = brand.reporting
    parts: dict[str, object] = {
        name: desk.seen(getattr(file, name)) for name in ("reports", "watch", "insights", "lessons")
    }
    if any(parts.values()):
        yield desk.draft(
            "reporting",
            message("Reports, watch, lessons"),
            "operations/reporting.html",
            kind="reporting",
            group="every-day",
            # It lists what is listened for and what went wrong: the words of every emergency, and what to do in none.
            boost=0.5,
        ).showing(**parts)
    consents = desk.seen(brand.consents.consents)
    if consents or (brand.consents.opt_outs and not desk.is_public):
        yield desk.draft(
            "consents",
            message("Rights of images and people quoted"),
            "operations/consents.html",
            kind="consents",
            group="every-day",
            consents=consents,
            opt_outs=() if desk.is_public else brand.consents.opt_outs,
        )


def _operations(desk: Desk) -> Iterator[PageDraft]:
    brand = desk.the_brand
    operations = sorted(
        desk.seen(brand.operations), key=lambda operation: (operation.from_ or dt.date.max, operation.id)
    )
    if not operations:
        return
    yield desk.draft(
        "operations",
        message("Operations"),
        "operations/index.html",
        source=operations[0].place.file,
        group="every-day",
        operations=operations,
    )
    for operation in operations:
        yield desk.draft(
            f"operations/{operation.id}",
            operation.title or operation.id,
            "operations/operation.html",
            head=operation,
            group="every-day",
            parent="operations",
            operation=operation,
        )
