"""Notice suits its ground: whoever is reported to the authorities is not warned before, nor asked to rephrase."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Place, Problem
from perimetre.base.folding import fold
from perimetre.base.words import LANGUAGES, Listing, Message, message
from perimetre.model import Template
from perimetre.model.moderation import Ground, Notice
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.grounds import notices_for, reported_first
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View

# How a text asks its reader to write the same again, folded.
_INVITATIONS = (
    "reformul",
    "republi",
    "modifier votre message",
    "corriger votre message",
    "rephras",
    "edit your message",
    "post it again",
)


def find(view: View) -> Iterator[Problem]:
    """Yield the notices that do not suit grounds that are reported first."""
    unsuited: dict[Place, list[Ground]] = {}
    for ground in view.live(view.brand.moderation.grounds):
        if reported_first(view, ground):
            wrong = (_wrong(view, notice) for notice in notices_for(view, ground))
            place = next((place for place in wrong if place is not None), None)
            if place is not None:
                unsuited.setdefault(place, []).append(ground)
    for place, grounds in unsuited.items():
        ids = [ground.id for ground in grounds]
        what, hint = _said(str(place.path[-1]), listed(ids), ", ".join(ids))
        related = [(value(ground, "id"), message("The ground is here.")) for ground in grounds[:3]]
        yield flaw(place, what, hint, *related, about=ids)


def _wrong(view: View, notice: Notice) -> Place | None:
    """Return the place of what does not suit a ground that is reported first, or None."""
    if notice.when in ("before", "after"):
        return value(notice, "when")
    if notice.when == "never":
        return None
    if notice.chance_to_edit:
        return value(notice, "chance_to_edit")
    template = view.brand.find(Template, notice.template) if notice.template else None
    return value(notice, "template") if template is not None and _invites(template) else None


def _said(key: str, grounds: Listing, ids: str) -> tuple[Message, Message]:
    """Return what is wrong with a key of a notice, and what to write."""
    if key == "when":
        return (
            message("Authors are told before the authorities are: {grounds}.", grounds=grounds),
            message("Write `when: never`, or `when: after-report`, on a line of its own: `grounds: [{ids}]`.", ids=ids),
        )
    if key == "chance_to_edit":
        return (
            message("Authors who are reported to the authorities are asked to rephrase: {grounds}.", grounds=grounds),
            message("Take `chance_to_edit` out for `grounds: [{ids}]`.", ids=ids),
        )
    return (
        message("This ready answer asks to rephrase, and here authors are reported: {grounds}.", grounds=grounds),
        message("Name another one: the ground, the rule, how to appeal, and nothing more."),
    )


def _invites(template: Template) -> bool:
    said = (variant.text.in_(language) for variant in template.variants if variant.text for language in LANGUAGES)
    return any(invitation in fold(text) for text in said for invitation in _INVITATIONS)


RULE = Check(
    id="notice-suits-its-ground",
    level="error",
    needs=(80, 84),
    find=find,
)
