"""Draft the everyday work (operations, reports, consents) and its governance (decisions, reviews, acknowledgements)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from perimetre.base.days import after
from perimetre.base.words import message
from perimetre.model.basics import PageNote, Record
from perimetre.render.desk import Desk
from perimetre.render.drafts import PageDraft
from perimetre.versions.acknowledgements import acknowledgement_states


def drafts(desk: Desk) -> Iterator[PageDraft]:
    """Return the drafts of a brand's everyday work and of its governance."""
    yield from _operations(desk)
    brand = desk.the_brand
    file = brand.reporting
    parts = {name: desk.seen(getattr(file, name)) for name in ("reports", "watch", "insights", "lessons")}
    if any(parts.values()):
        yield desk.draft(
            "reporting",
            message("Reports, watch, lessons"),
            "operations/reporting.html",
            kind="reporting",
            group="every-day",
            keywords=("bilan", "rapport", "reporting", "veille", "alerte", "retex", "remontée"),
            **parts,
        )
    consents = desk.seen(brand.consents.consents)
    if consents or (brand.consents.opt_outs and not desk.is_public):
        yield desk.draft(
            "consents",
            message("Rights of images and people quoted"),
            "operations/consents.html",
            kind="consents",
            group="every-day",
            keywords=(
                "droit à l’image",
                "autorisation",
                "photo cliente",
                "repartager",
                "crédit",
                "ugc",
                "consentement",
            ),
            consents=consents,
            opt_outs=() if desk.is_public else brand.consents.opt_outs,
        )
    if not desk.is_public:
        yield from _governance(desk)


def _operations(desk: Desk) -> Iterator[PageDraft]:
    brand = desk.the_brand
    operations = sorted(desk.seen(brand.operations), key=lambda one: (one.from_ or dt.date.max, one.id))
    if not operations:
        return
    yield desk.draft(
        "operations",
        message("Operations"),
        "operations/index.html",
        source=operations[0].place.file,
        group="every-day",
        keywords=("campagne", "concours", "partenariat", "lancement", "opération", "jeu"),
        operations=operations,
    )
    for one in operations:
        yield desk.draft(
            f"operations/{one.id}",
            one.title or one.id,
            "operations/operation.html",
            head=one,
            group="every-day",
            parent="operations",
            operation=one,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Something that must be read again, and when.

    Fields:
        kind: the namespace of the record, or None for the page of a file.
        due: the day on which the review is due; None where it was never reviewed.
    """

    kind: str | None
    record: Any
    file: str
    due: dt.date | None


def _governance(desk: Desk) -> Iterator[PageDraft]:
    brand = desk.the_brand
    decisions = sorted(
        desk.seen(brand.decisions), key=lambda one: (one.decided_on or dt.date.min, one.id), reverse=True
    )
    if decisions:
        yield desk.draft(
            "governance/decisions",
            message("Decisions: who decided what, when, why"),
            "governance/decisions.html",
            source=decisions[0].place.file,
            group="governance",
            keywords=("décision", "relevé", "qui a décidé", "pourquoi"),
            decisions=decisions,
        )
    reviews = tuple(_reviews(desk))
    if reviews:
        yield desk.draft(
            "governance/reviews",
            message("Reviews due"),
            "governance/reviews.html",
            kind="brand",
            group="governance",
            keywords=("revue", "à relire", "en retard", "échéance"),
            late=[one for one in reviews if one.due is None or one.due < desk.today],
            coming=[one for one in reviews if one.due is not None and one.due >= desk.today],
        )
    states = acknowledgement_states(brand, desk.today)
    if states:
        yield desk.draft(
            "governance/acknowledgements",
            message("Acknowledgements: who has read what"),
            "governance/acknowledgements.html",
            kind="acknowledgements",
            source=brand.files.get("acknowledgements") or brand.files.get("people"),
            group="governance",
            keywords=("prise de connaissance", "lu", "émargement", "signature"),
            every=brand.acknowledgements.every,
            waiting=[one for one in states if one.state != "current"],
            read=[one for one in states if one.record is not None],
        )


_REVIEWED = (
    "rule", "duty", "period", "door", "template", "circuit", "line", "severity", "crisis", "operation", "mission",
    "objective", "channel", "role", "term", "guideline", "ground", "consent", "decision",
)  # fmt: skip


def _reviews(desk: Desk) -> Iterator[Review]:
    """Return what has a date of review, the most urgent first."""
    brand = desk.the_brand
    defaults = desk.handbook.settings.defaults
    every = defaults.review_in if defaults else None
    found: list[Review] = []
    for kind in _REVIEWED:
        for record in desk.seen(tuple(brand.all(kind))):
            if record.status == "approved" and (record.last_reviewed_on or record.review_in):
                found.append(Review(kind=kind, record=record, file=record.place.file, due=_due(record, every)))
    for name, file in brand.files.items():
        page = getattr(getattr(brand, name, None), "page", None)
        if isinstance(page, PageNote) and (page.last_reviewed_on or page.review_in):
            found.append(Review(kind=None, record=page, file=file, due=_due(page, every)))
    yield from sorted(found, key=lambda one: (one.due or dt.date.min, one.file, str(getattr(one.record, "id", ""))))


def _due(record: Record | PageNote, every: Any) -> dt.date | None:
    span = record.review_in or every
    if record.last_reviewed_on is None:
        return None
    return after(record.last_reviewed_on, span) if span else dt.date.max
