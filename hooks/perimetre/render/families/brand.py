"""Draft a brand's first pages: home, « Qu’est-ce qui se passe ? », who we are, the organisation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from perimetre.base.words import Message, message
from perimetre.render import views
from perimetre.render.desk import Desk
from perimetre.render.drafts import PageDraft
from perimetre.render.shelves import kinds_read_on


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeEntry:
    """An entry of « Qu’est-ce qui se passe ? ».

    Fields:
        said: what somebody under pressure says to themselves.
        path: the page that answers, below the brand.
        anchor: the place in it, or "".
    """

    said: Message
    path: str
    anchor: str = ""


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
        keywords=("accueil", "home"),
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
    )
    if situations:
        yield desk.draft(
            "situations",
            message("What is happening?"),
            "brand/situations.html",
            kind="escalation",
            group="now",
            keywords=("que se passe-t-il", "urgence", "au secours", "aide", "que faire", "help"),
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
        keywords=("identité", "marque", "valeurs", "communauté", "promesse"),
        file=file,
    )
    lists = {name: desk.seen(getattr(file, name)) for name in ("departments", "agencies", "mandates", "tools")}
    if any(lists.values()):
        yield desk.draft(
            "organisation",
            message("The organisation: departments, agencies, tools"),
            "brand/organisation.html",
            kind="brand",
            keywords=("direction", "service", "agence", "mandat", "outil", "accès"),
            **lists,
        )


def _postures(desk: Desk) -> tuple[object, ...]:
    return tuple(
        one
        for one in desk.seen(desk.the_brand.brand.postures)
        if one.is_live(desk.today)
        and one.level not in (None, "normal")
        and (one.until is None or one.until.date() >= desk.today)
    )


# What somebody says to themselves, and the pages that may answer, the best first: a kind of record and what it must be.
_ASKED: tuple[tuple[Message, tuple[tuple[str, str], ...]], ...] = (
    (message("Somebody is in danger"), (("page", "triage"), ("crisis_kind", "person-in-distress"))),
    (message("A negative review"), (("case", "complaint"), ("crisis_kind", "review-bombing"))),
    (message("Insults, hate, a raid"), (("ground_case", "insult"), ("case", "insult"), ("page", "moderation"))),
    (message("A journalist writes to us"), (("line_author", "journalist"), ("case", "press-request"))),
    (message("We made a mistake"), (("crisis_kind", "cm-slip"), ("case", "error"), ("crisis_kind", "wrong-account"))),
    (message("Our account is hacked"), (("crisis_kind", "account-hijack"),)),
    (message("It is growing, it is turning bad"), (("crisis_kind", "bad-buzz"), ("page", "triage"))),
    (message("I am asked to…"), (("page", "perimeter/requests"),)),
    (message("A product may be dangerous"), (("crisis_kind", "recall"), ("crisis_kind", "product-fault"))),
    (message("Somebody pretends to be us"), (("crisis_kind", "impersonation"), ("crisis_kind", "fake-contest"))),
    (message("Personal data"), (("crisis_kind", "data-leak"), ("case", "data-request"))),
    (message("Who do I call now?"), (("page", "escalation"),)),
)


def _situations(desk: Desk) -> Iterator[HomeEntry]:
    for said, targets in _ASKED:
        for kind, wanted in targets:
            found = find_place(desk, kind, wanted)
            if found is not None:
                yield HomeEntry(said=said, path=found[0], anchor=found[1])
                break


def find_place(desk: Desk, kind: str, wanted: str) -> tuple[str, str] | None:
    """Return the page (below the brand) and the anchor of the first record that is what is wanted, or None.

    Args:
        desk: the brand and its readers.
        kind: "page", "template" (its id), or what a record must have: "case", "crisis_kind", "ground_case",
            "line_author".
        wanted: the page, the id or the value.
    """
    brand = desk.the_brand
    match kind:
        case "page" if _has(desk, wanted):
            return wanted, ""
        case "crisis_kind":
            for crisis in desk.seen(brand.crises):
                if crisis.kind is not None and wanted in crisis.kind:
                    return f"crises/{crisis.id}", ""
        case "template":
            if any(one.id == wanted for one in desk.seen(brand.templates.templates)):
                return f"templates/{wanted}", ""
        case "case":
            for template in desk.seen(brand.templates.templates):
                if template.case == wanted:
                    return "templates", f"case-{wanted}"
        case "ground_case":
            for ground in desk.seen(brand.moderation.grounds):
                if wanted in ground.id:
                    return "moderation", ground.id
        case "line_author":
            for line in desk.seen(brand.escalation.lines):
                if line.match is not None and wanted in line.match.authors:
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
        "triage": brand.escalation.triage and brand.escalation.triage.trees,
    }
    if page in blocks:
        return bool(blocks[page])
    kinds = kinds_read_on(page)
    assert kinds, page
    return any(desk.may_see(record) for kind in kinds for record in brand.all(kind))
