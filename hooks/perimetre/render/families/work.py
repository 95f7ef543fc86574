"""Draft the everyday work (operations, reports, consents) and its governance (decisions, reviews, acknowledgements)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from perimetre.base.words import message
from perimetre.model.basics import PageNote
from perimetre.model.reviews import reviews
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
    due = [
        review
        for review in reviews(desk.handbook, brand, desk.today)
        if isinstance(review.reviewed, PageNote) or desk.seen((review.reviewed,))
    ]
    if due:
        yield desk.draft(
            "governance/reviews",
            message("Reviews due"),
            "governance/reviews.html",
            kind="brand",
            group="governance",
            keywords=("revue", "à relire", "en retard", "échéance"),
            late=[review for review in due if review.is_late(desk.today)],
            coming=[review for review in due if not review.is_late(desk.today)],
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
