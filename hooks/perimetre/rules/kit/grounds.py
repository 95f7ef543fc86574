"""Say what a ground of moderation asks of whoever is moderated (stage judge)."""

from __future__ import annotations

from perimetre.model.moderation import Ground, Notice
from perimetre.rules.kit.view import View


def reported_first(view: View, ground: Ground) -> bool:
    """Say whether the authorities hear of it before its author does."""
    values = view.brand.values
    cases = (values.cases.get(id_) for id_ in ground.cases)
    bases = (values.legal_bases.get(id_) for id_ in ground.legal_basis)
    return ground.forbidden_copy or any(known is not None and known.report_first for known in (*cases, *bases))


def notices_for(view: View, ground: Ground) -> tuple[Notice, ...]:
    """Return the notices that hold for a ground: what names the ground counts before what names people."""
    notices = view.brand.moderation.notice
    named = tuple(notice for notice in notices if ground.id in notice.grounds)
    return named or tuple(notice for notice in notices if not notice.grounds)
