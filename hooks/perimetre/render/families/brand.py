"""Draft a brand's first pages: home, « Qu’est-ce qui se passe ? », who we are, the organisation."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.frozen import dataclass
from perimetre.base.words import message
from perimetre.model import Text
from perimetre.model.posture import PostureDeclared
from perimetre.render import views
from perimetre.render.desk import Desk
from perimetre.render.drafts import PageDraft
from perimetre.render.families.alert import asked_trees
from perimetre.render.shelves import kinds_read_on
from perimetre.render.usual_questions import SeeAlso, usual_questions


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeEntry:
    """An entry of « Qu’est-ce qui se passe ? ».

    Fields:
        words: what somebody under pressure says to themselves.
        path: the page that answers, or that offers the choice, below the brand.
        anchor: the place in it, or "".
        choices: the places among which the answer is; none where there is one.
    """

    words: Text
    path: str
    anchor: str = ""
    choices: tuple[tuple[str, str], ...] = ()


def drafts(desk: Desk) -> Iterator[PageDraft]:
    """Return the drafts of the pages that open a brand."""
    brand = desk.the_brand
    file = brand.brand
    situations = tuple(_situations(desk))
    yield desk.draft(
        "",
        file.name or brand.id,
        "brand/home.html",
        kind="brand",
        group="home",
        description=file.tagline,
        boost=1.3,
        file=file,
        situations=situations,
        crises=desk.seen(brand.crises),
        roles=desk.cm_roles,
        channels=desk.channels,
        postures=_postures(desk),
        unfinished=[place for place in desk.handbook.to_complete if f"/{brand.id}/" in f"/{place.file}"],
        brief=lambda role: views.by_level(desk, role, desk.own_channels),
        at_other_hours=lambda role: views.at_other_hours(desk, role, desk.own_channels),
        own_channels=desk.own_channels,
        hours_of=desk.hours_of,
        duty=desk.live_duty.first,
        zone=desk.handbook.settings_of(brand).timezone or "UTC",
    )
    if situations:
        yield desk.draft(
            "situations",
            message("What is happening?"),
            "brand/situations.html",
            kind="escalation",
            group="now",
            boost=1.5,
            situations=situations,
            templates=desk.seen(brand.templates.templates),
            crises=desk.seen(brand.crises),
            numbers=tuple(desk.values.emergency_numbers.values()),
        )
    yield desk.draft(
        "identity",
        message("Who we are"),
        "brand/identity.html",
        kind="brand",
        file=file,
    )
    lists: dict[str, object] = {
        name: desk.seen(getattr(file, name)) for name in ("departments", "agencies", "mandates", "tools")
    }
    if any(lists.values()):
        yield desk.draft(
            "organisation",
            message("The organisation: departments, agencies, tools"),
            "brand/organisation.html",
            kind="brand",
        ).showing(**lists)


def _postures(desk: Desk) -> tuple[PostureDeclared, ...]:
    return tuple(
        posture
        for posture in desk.seen(desk.the_brand.brand.postures)
        if posture.is_live(desk.today) and posture.level not in (None, "normal") and not posture.is_over(desk.today)
    )


def _situations(desk: Desk) -> Iterator[HomeEntry]:
    for situation in usual_questions().situations:
        places = tuple(dict.fromkeys(filter(None, (find_place(desk, see) for see in situation.see))))
        if situation.choose and len(places) > 1:
            yield HomeEntry(words=situation.words, path="situations", anchor=situation.id, choices=places)
        elif places:
            yield HomeEntry(words=situation.words, path=places[0][0], anchor=places[0][1])


def find_place(desk: Desk, see: SeeAlso) -> tuple[str, str] | None:
    """Return the page (below the brand) and the anchor of the first record that is what is wanted, or None."""
    brand = desk.the_brand
    if see.page is not None:
        return (see.page, "") if _has(desk, see.page) else None
    if see.crisis_kind is not None:
        for crisis in desk.seen(brand.crises):
            if see.crisis_kind in (crisis.kind or ""):
                return f"crises/{crisis.id}", ""
    for template in desk.seen(brand.templates.templates):
        if template.id == see.template:
            return f"templates/{template.id}", ""
        if see.case is not None and template.case == see.case:
            return "templates", f"case-{see.case}"
    if see.ground_case is not None:
        for ground in desk.seen(brand.moderation.grounds):
            if see.ground_case in ground.id:
                return "moderation", ground.id
    if see.line_author is not None:
        for line in desk.seen(brand.escalation.lines):
            if see.line_author in (desk.taken("authors", line.match) or ()):
                return "escalation", line.id
    return None


def _has(desk: Desk, page: str) -> bool:
    """Say whether the brand has a page: it shows records that its readers may see, or blocks of a file."""
    brand, voice = desk.the_brand, desk.the_brand.voice
    blocks: dict[str, object] = {
        "voice": voice.traits or voice.tone or voice.lexicon or voice.guidelines or voice.address,
        "voice/tone": voice.tone,
        # Those that ship are no records of the brand.
        "escalation/severities": desk.seen(brand.escalation.severities),
        "alert": asked_trees(desk),
        "triage": brand.escalation.triage and brand.escalation.triage.trees,
    }
    if page in blocks:
        return bool(blocks[page])
    kinds = kinds_read_on(page)
    assert kinds, page
    return any(desk.may_see(record) for kind in kinds for record in brand.all(kind))
