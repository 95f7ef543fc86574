"""Compartments: a site that does not contain one says no word of it, one that does says which, and each has its end."""

from __future__ import annotations

import html
from datetime import datetime, tzinfo

import pytest

from perimetre.base.diagnostics import Diagnostic
from perimetre.base.words import say
from perimetre.model import Handbook
from perimetre.pipeline.loading import Loaded, load_sources
from perimetre.pipeline.publishing import SiteReading, UnknownCompartmentError, publish
from perimetre.reading.sources import Collected, Source
from perimetre.render.pages import everything
from perimetre.rules.kit.leaks import BuiltPage, Reader, leaks, words_of
from tests.rules.test_rules import BASE, TODAY

# What takes seconds: `make test-fast` leaves it out.
pytestmark = pytest.mark.slow

SETTINGS = """
compartments:
  - id: winter
    title: La lampe d’hiver
    readers: [social-lead, agathe]
    until: {until}
    reason: La presse la montre la première.
"""
LEXICON = """lexicon:
  - {id: winter-lamp, term: Nuit d’Islande, class: forbidden, compartment: winter, replace_by: [la nouvelle lampe]}
"""
ANSWER = """templates:
  - id: new-lamp
    title: La lampe dont on parle
    compartment: winter
    case: question
    variants: [{id: reply, text: Elle se montre le quatorze et pas un jour plus tôt.}]
  - id: thanks
    title: Merci
    case: praise
    variants: [{id: reply, text: "Merci, cela nous touche."}]
"""


def at_noon(zone: tzinfo) -> datetime:
    return datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=zone)


def house(until: str = "2027-01-14", **files: str) -> Loaded:
    more = {
        "handbook.yml": BASE["handbook.yml"] + SETTINGS.format(until=until),
        "house/voice.yml": LEXICON,
        "house/templates.yml": ANSWER,
    }
    whole = {**BASE, **more, **files}
    sources = tuple(Source(path, f"playbooks/{path}", whole[path].encode()) for path in sorted(whole))
    loaded = load_sources(Collected(sources), folder="playbooks")
    assert [one for one in loaded.diagnostics if one.severity == "error"] == []
    return loaded


def built(loaded: Loaded, *compartments: str, audience: str = "internal", language: str = "fr") -> SiteReading:
    return publish(loaded, language, audience, now=at_noon, compartments=compartments)  # type: ignore[arg-type]


def said(reading: SiteReading) -> dict[str, str]:
    assert reading.website is not None, [say(one.message, "en") for one in reading.findings.diagnostics]
    pages = {page.path: "\n".join(everything(page)).replace("\u00a0", " ") for page in reading.website.pages}
    # The pages of the files and of the rules show our own examples, which are nobody's.
    return {path: html.unescape(text) for path, text in pages.items() if not path.startswith("reference/")}


@pytest.mark.parametrize("audience", ["public", "internal", "restricted"])
def test_no_page_says_what_is_in_a_compartment_that_is_not_contained(audience: str) -> None:
    pages = said(built(house(), audience=audience))
    for words in ("Islande", "winter", "La lampe dont on parle", "Elle se montre le quatorze", "new-lamp", "d’hiver"):
        assert [path for path, text in pages.items() if words in text or words in path] == []
    assert "compartments" not in pages


GROUND = """grounds:
  - id: winter-scans
    title: Les plans de la lampe volés
    compartment: winter
    match: {topics: [product]}
    bound: must
    entry_level: hidden
    record: full
    action: hide
    forbidden_copy: true
    evidence: L’adresse où les plans de la lampe se trouvent
"""
LADDER = """ladder:
  - id: winter-ban
    title: Exclu pour les plans de la lampe
    compartment: winter
    act: ban
    earlier: {count: 2, per: 90d}
    lifted_by: [social-lead]
    needs: lead-agreement
"""
MODERATION = (
    BASE["house/moderation.yml"]
    .replace("act: ban,", "act: ban, earlier: {count: 3, per: 90d},")
    .replace("grounds:\n", GROUND)
    .replace("ladder:\n", LADDER)
    .replace("notice: [", "notice: [{when: never, reasons: never, grounds: [winter-scans]}, ")
)
PROCEDURES = """procedures:
  - id: winter-parcel
    title: Envoyer les plans de la lampe
    kind: other
    compartment: winter
    lead: social-lead
    start: send
    steps:
      - {id: send, kind: action, title: Mettre les plans de la lampe sous pli, actor: social-lead, next: over}
      - {id: over, kind: end, title: C’est fait}
"""


@pytest.mark.parametrize("audience", ["public", "internal", "restricted"])
def test_what_a_record_in_a_compartment_makes_is_in_it_too(audience: str) -> None:
    files = {"house/moderation.yml": MODERATION, "house/procedures.yml": PROCEDURES}
    pages = said(built(house(**files), audience=audience))
    for words in ("plans de la lampe", "winter-"):
        assert [path for path, text in pages.items() if words in text or words in path] == []
    contained = "".join(said(built(house(**files), "winter")).values())
    assert "Exclu pour les plans de la lampe" in contained and "sous pli" in contained


def test_a_site_says_which_compartments_it_contains_who_reads_them_and_until_when() -> None:
    pages = said(built(house(), "winter"))
    circle = pages["compartments"]
    for words in ("La lampe d’hiver", "Responsable social média", "Agathe", "14 janvier 2027", "Nuit d’Islande"):
        assert words in circle
    assert "La presse la montre la première" in circle
    assert "compartments/" in pages[""] and "avant son jour" in pages[""]
    assert "Elle se montre le quatorze" in pages["lumen/templates/new-lamp"]
    assert "cercle « La lampe d’hiver »" in pages["lumen/templates/new-lamp"]


def test_after_its_last_day_a_record_is_like_any_other() -> None:
    assert "Elle se montre le quatorze" not in "".join(said(built(house("2026-11-22"))).values())
    reading = built(house("2026-11-21"))
    assert "Elle se montre le quatorze" in said(reading)["lumen/templates/new-lamp"]
    told = [one for one in reading.findings.diagnostics if one.rule == "compartment-is-in-use"]
    assert [(one.severity, one.file) for one in told] == [("warning", "playbooks/handbook.yml")]
    assert len(told[0].related) == 2


def test_a_compartment_that_there_is_not_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(UnknownCompartmentError) as refused:
        built(house(), "wintr")
    assert "`winter`" in say(refused.value.message, "fr")


def test_a_record_in_no_known_compartment_is_an_error() -> None:
    whole = {**BASE, "house/voice.yml": LEXICON}
    sources = tuple(Source(path, f"playbooks/{path}", whole[path].encode()) for path in sorted(whole))
    (found,) = (
        one for one in load_sources(Collected(sources), folder="playbooks").diagnostics if one.severity == "error"
    )
    assert found.rule == "reference-resolves" and "winter" in say(found.message, "fr")


def leaked(handbook: Handbook, body: str, path: str = "a/b", closed: tuple[str, ...] = ("winter",)) -> list[str]:
    reader = Reader(audience="restricted", today=TODAY, closed=frozenset(closed))
    page = BuiltPage("Une page", path, words_of(body), lambda: body)
    return [say(problem.message, "fr") for problem in leaks(handbook, reader, [page])]


@pytest.mark.parametrize(
    "body",
    [
        "<p>La Nuit d’Islande arrive.</p>",
        "<p>LA NUIT D'ISLANDE</p>",
        "<p>#NuitdIslande</p>",
        '<img alt="Nuit d&#8217;Islande">',
        "<p>La nuit <em>d’Islande</em></p>",
    ],
)
def test_a_short_name_is_found_in_a_page_however_it_is_written(body: str) -> None:
    handbook = house().handbook
    assert handbook is not None
    (told,) = leaked(handbook, body)
    assert "winter-lamp" in told and "a/b/" in told
    assert leaked(handbook, body, closed=()) == []


def test_an_address_says_a_name_too_and_a_part_of_it_says_nothing() -> None:
    handbook = house().handbook
    assert handbook is not None
    assert leaked(handbook, "<p>Bonjour.</p>", path="lumen/operations/nuit-d-islande")
    assert leaked(handbook, "<p>La nuit, en Islande.</p>") == []


def test_a_name_that_another_record_says_ends_the_build_at_the_check_and_in_the_page() -> None:
    answer = ANSWER.replace("title: Merci", "title: Merci pour la Nuit d’Islande")
    reading = built(house(**{"house/templates.yml": answer}))
    errors: list[Diagnostic] = [one for one in reading.findings.diagnostics if one.severity == "error"]
    assert reading.website is None
    assert [(one.rule, one.file) for one in errors] == [("embargoed-name-is-kept", "playbooks/house/templates.yml")]


def test_a_page_written_by_hand_says_no_name_that_is_kept_either() -> None:
    by_hand = [("guide/nouveautes", "# Nouveautés\n\nLa **Nuit d’Islande** arrive.")]
    reading = publish(house(), "fr", "internal", now=at_noon, by_hand=lambda: by_hand)
    (error,) = (one for one in reading.findings.diagnostics if one.severity == "error")
    assert error.rule == "confidentiality-does-not-leak"
    assert "guide/nouveautes" in say(error.message, "fr")
