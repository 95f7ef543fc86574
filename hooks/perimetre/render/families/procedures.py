"""Draft the procedures of a brand: the list of them, and one page each, to tick or to print."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.words import message
from perimetre.language.labels import WORDS
from perimetre.model import Procedure
from perimetre.render.desk import Desk
from perimetre.render.drafts import PageDraft
from perimetre.render.step_levels import step_levels
from perimetre.render.step_order import ordered_steps


def drafts(desk: Desk) -> Iterator[PageDraft]:
    """Return the drafts of the procedures; nothing for the public, nor where there are none."""
    procedures = desk.seen(desk.the_brand.procedures.procedures)
    if not procedures or desk.is_public:
        return
    yield desk.draft(
        "procedures",
        message("Procedures, step by step"),
        "procedures/index.html",
        kind="procedures",
        group="every-day",
        by_kind=[
            (kind, several)
            for kind in (*WORDS["procedure_kind"], None)
            if (several := [procedure for procedure in procedures if procedure.kind == kind])
        ],
    )
    for procedure in procedures:
        yield _page(desk, procedure)


def _page(desk: Desk, procedure: Procedure) -> PageDraft:
    return desk.draft(
        f"procedures/{procedure.id}",
        procedure.title or procedure.id,
        "procedures/procedure.html",
        kind="procedures",
        head=procedure,
        group="every-day",
        parent="procedures",
        description=procedure.triggers[0] if procedure.triggers else None,
        procedure=procedure,
        steps=ordered_steps(procedure),
        levels=step_levels(desk, procedure),
        hours_of=desk.hours_of,
    )
