"""An author learns why, and how to appeal: what is removed by law is removed with its reason and its remedy."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Place, Problem
from perimetre.base.words import message
from perimetre.model.moderation import Ground, Notice
from perimetre.rules.kit.check import Check, flaw, key, value
from perimetre.rules.kit.grounds import notices_for, reported_first
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View

# What to write in the place of each key.
_LINES = {
    "when": "when: after, reasons: always, with: [reason, rule, appeal]",
    "reasons": "reasons: always",
    "with": "with: [reason, rule, appeal]",
}


def find(view: View) -> Iterator[Problem]:
    """Yield the notices that leave an author without a reason or a remedy, where the law grounds the removal."""
    wanting: dict[Place, list[Ground]] = {}
    untold: list[Ground] = []
    for ground in view.live(view.brand.moderation.grounds):
        # Whoever is reported to the authorities is told what these allow, and no more.
        if not ground.legal_basis or reported_first(view, ground):
            continue
        notices = notices_for(view, ground)
        if not notices:
            untold.append(ground)
        place = next((place for notice in notices if (place := _wanting(notice)) is not None), None)
        if place is not None:
            wanting.setdefault(place, []).append(ground)
    for place, grounds in wanting.items():
        ids = [ground.id for ground in grounds]
        yield flaw(
            place,
            message(
                "Authors are not told why, or not how to appeal, and the law grounds this: {ids}.", ids=listed(ids)
            ),
            message(
                "Write `{line}`, or name these grounds in a notice of their own.", line=_LINES[str(place.path[-1])]
            ),
            *((value(ground, "legal_basis"), message("The law is named here.")) for ground in grounds[:3]),
            about=ids,
        )
    if untold:
        ids = [ground.id for ground in untold]
        yield flaw(
            key(untold[0], "legal_basis"),
            message("No notice tells the authors anything, and the law grounds this: {ids}.", ids=listed(ids)),
            message(
                "Add a line to `notice:`, for instance `{line}`.",
                line="- {when: after, reasons: always, with: [reason, rule, appeal]}",
            ),
            about=ids,
        )


def _wanting(notice: Notice) -> Place | None:
    """Return the place of what leaves the author without a reason or a remedy, or None."""
    if notice.when == "never" and not notice.grounds:
        # Robots and impersonators, told by what they are.
        return None
    if notice.when == "never":
        return value(notice, "when")
    if notice.reasons != "always" and "reason" not in notice.with_:
        return value(notice, "reasons")
    return None if "appeal" in notice.with_ else key(notice, "with")


RULE = Check(
    id="author-learns-why-and-how-to-appeal",
    level="warning",
    needs=(80, 84, 98),
    find=find,
)
