"""What the readers of the example see: the answer of the hour, what is done instead, words that are theirs, doors."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest

from perimetre.language.labels import AUTHORITIES
from perimetre.model import Circuit
from perimetre.model.building.convert import Conversion, convert
from perimetre.perimeter.decisions import Perimeter
from perimetre.perimeter.questions import Question
from perimetre.pipeline.loading import load
from perimetre.render.pages import Page, Website
from perimetre.render.readers import Readers, Site
from perimetre.render.situations import Situations
from perimetre.render.tools import Tools
from tests.conftest import ROOT
from tests.render.test_governance import site_of
from tests.render.test_website import html_of
from tests.rules.test_rules import BASE
from tests.support.shared import open_website_of_the_example, website_of_every_key

# What takes seconds: `make test-fast` leaves it out.
pytestmark = pytest.mark.slow

# A Sunday: its night is nobody's in the team.
TODAY = dt.date(2026, 11, 22)


@pytest.fixture(scope="module")
def site() -> Website:
    return open_website_of_the_example()


def page_of(site: Website, path: str) -> Page:
    return next(page for page in site.pages if page.path == path)


def words(body: str) -> str:
    said = html.unescape(re.sub(r'<span class="pm-tip"[^>]*>.*?</span>|<[^>]*>', " ", body))
    return re.sub(r" ([,.)…])", r"\1", " ".join(said.replace("\N{NO-BREAK SPACE}", " ").split()))


def part(site: Website, path: str, section: str) -> str:
    return words(next(part.html for part in page_of(site, path).sections if part.id == section))


def test_answers_say_each_level_of_alert_that_is_declared(site: Website) -> None:
    for path in ("veillee/questions", "veillee/roles/duty-moderator", "veillee/channels/tiktok", "veillee/perimeter"):
        assert "niveau d’alerte : normal ; vigilance : commande et livraison" in words(page_of(site, path).lead), path
    assert "vigilance" not in words(page_of(site, "osier-lin/questions").lead)


def test_each_choice_of_what_is_happening_says_when_it_is_the_one(site: Website) -> None:
    choices = part(site, "veillee/situations", "product")
    assert "Un produit ne fait pas ce qu’il doit Un produit ne fait pas ce qu’il doit, sans blesser." in choices
    assert "Un produit doit être rappelé Un produit vendu peut blesser ou rendre malade." in choices


def test_word_that_admits_a_fault_is_said_with_care(site: Website) -> None:
    lexicon = " ".join(words(each.html) for each in page_of(site, "veillee/voice/lexicon").sections)
    assert "défectueux" in lexicon
    assert "Le mot reconnaît une faute avant que la qualité n’ait vu l’objet." in lexicon


def test_what_the_night_changes_is_said_and_what_it_does_not_as_well(site: Website) -> None:
    home = part(site, "veillee", "may-i")
    assert "Soir, nuit, week-end : ✕ interdit Passer en direct (hors des heures de service)" in home
    assert "Aux autres heures : la même chose." in words(page_of(site, "veillee/roles/duty-moderator").lead)


def test_what_the_night_is_said_to_change_is_what_the_perimeter_answers_on_a_sunday_night(site: Website) -> None:
    handbook = load(ROOT / "playbooks").handbook
    assert handbook is not None
    brand = next(brand for brand in handbook.brands if brand.id == "veillee")
    perimeter = Perimeter(handbook, brand)
    role = next(role for role in brand.people.roles if role.community_manager)
    lead = page_of(site, "veillee/channels/instagram").lead
    told = next(words(part) for part in re.findall(r"<p[^>]*>.*?</p>", lead, re.DOTALL) if "Soir, nuit" in part).lower()
    noon, night = dt.datetime(2026, 11, 23, 12), dt.datetime(2026, 11, 22, 22, 40)
    for action in brand.values.actions.values():
        by_day, by_night = (
            perimeter.decide(Question(role=role.id, action=action.id, channel="instagram", at=at)).shown
            for at in (noon, night)
        )
        assert (action.label.in_("fr").lower() in told) == (by_day != by_night), action.id


LEAD, REFUSED_BY_SILENCE = ("lead", "service", "next"), ("lead", "service", "reject")
DIRECTOR, COUNSEL = ("director", "always", "reject"), ("counsel", "theirs", "reject")


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([LEAD, DIRECTOR], "demander à"),
        ([REFUSED_BY_SILENCE, DIRECTOR], "personne ne"),
        ([LEAD], "personne ne"),
        ([DIRECTOR], ""),
        ([COUNSEL], ""),
        ([], ""),
    ],
)
def test_an_agreement_says_who_gives_it_out_of_office_hours(steps: list[tuple[str, str, str]], said: str) -> None:
    handbook = load(ROOT / "playbooks").handbook
    assert handbook is not None
    written = [{"need": "any", "of": [who], "hours": hours, "on_timeout": then} for who, hours, then in steps]
    circuit = convert(Circuit, {"id": "yes", "steps": written}, Conversion("validation.yml", "house"))
    readers = Readers(language="fr", today=TODAY)
    site = Site(paths=frozenset())
    tools = Tools(handbook, brand=handbook.brand("veillee"), path="veillee", site=site, readers=readers)
    told = Situations(tools).off_hours_of(circuit)
    assert told.startswith(said) and bool(told) == bool(said)


@pytest.mark.parametrize(
    ("section", "never"),
    [
        # A child is neither blocked nor reported; a review of a journalist, of who is refunded, is not reported.
        ("a-child-writes", ("bloquer", "signaler")),
        ("journalist-in-private", ("signaler un avis", "bloquer")),
        ("refund-how-much", ("signaler un avis",)),
    ],
)
def test_what_is_done_instead_suits_the_question(site: Website, section: str, never: tuple[str, ...]) -> None:
    for page in ("veillee/questions", "veillee/questions/duty-moderator", "osier-lin/questions"):
        told = part(site, page, section)
        assert not [act for act in never if act in told], (page, section)


def test_what_is_done_instead_for_a_child_is_the_ready_answer(site: Website) -> None:
    told = part(site, "veillee/questions/duty-moderator", "a-child-writes")
    assert re.search(
        r"Messagerie et La Lettre du soir : ▤ réponse type.*? répondre en privé \( ?Un enfant nous écrit", told
    )


def of_people(site: Website) -> list[Page]:
    """Return the pages of those who do not write the handbook."""
    pages = [page for page in site.pages if not page.path.startswith("reference")]
    assert len(pages) > 400
    return pages


def test_pages_for_people_hold_no_code_nor_file(site: Website) -> None:
    coded = {}
    # The page from which an alert is declared writes a file, which is copied where nobody's form is filled in.
    for page in (page for page in of_people(site) if page.kind != "escalation/declare"):
        found = re.findall(r"\{\{[\w.-]+\}\}|`|\b[\w-]+\.yml\b|\(livré", words(html_of(page)))
        if found:
            coded[page.path] = found[:3]
    assert coded == {}


def test_that_what_networks_permit_ships_is_said_once_a_page(site: Website) -> None:
    told = {page.path: words(html_of(page)).count("fourni avec le manuel") for page in of_people(site)}
    assert max(told.values()) == 1
    assert told["veillee/channels/tiktok"] == told["veillee/moderation"] == 1


def test_a_word_of_the_glossary_has_one_meaning(site: Website) -> None:
    page = page_of(site, "glossary")
    named = [words(term).lower() for term in re.findall(r"<dt[^>]*>(.*?)</dt>", html_of(page), re.DOTALL)]
    assert len(named) > 40
    assert sorted(named) == sorted(set(named))


def test_the_tooltip_of_a_duty_director_is_theirs(site: Website) -> None:
    tips = [
        (words(term), words(tip))
        for page in of_people(site)
        for term, tip in re.findall(
            r'aria-describedby="tip-\d+">([^<]*)</a><span class="pm-tip"[^>]*>(.*?)</span>', html_of(page)
        )
    ]
    of_directors = {tip for term, tip in tips if term.lower().startswith("cadre")}
    assert len(of_directors) == 1 and "décide la nuit" in of_directors.pop()


def test_a_crisis_opens_on_its_first_three_steps_and_its_first_text(site: Website) -> None:
    crises = [page for page in site.pages if page.kind == "crises/crisis"]
    assert len(crises) > 40
    for page in crises:
        steps, statements = page.sections[:2]
        assert (steps.id, steps.folded, statements.id, statements.folded) == ("steps", False, "statements", False), (
            page.path
        )
        in_sight = steps.html.partition('<details class="pm-fold">')[0]
        assert in_sight.count('<li id="step-') >= 3, page.path
        assert 'class="pm-say"' in statements.html.partition("<details")[0], page.path


def test_triage_opens_on_its_first_questions(site: Website) -> None:
    for path in ("veillee/triage", "osier-lin/triage"):
        first = page_of(site, path).sections[1]
        assert not first.folded
        assert first.html.partition("<details")[0].count('class="pm-question"') == 3


def test_a_door_that_may_lead_to_several_places_offers_them(site: Website) -> None:
    home = next(part.html for part in page_of(site, "veillee").sections if part.id == "happening")
    assert re.search(r'href="situations/#mistake">On s’est trompés', home)
    chosen = part(site, "veillee/situations", "mistake")
    assert "Publication du mauvais compte" in chosen and "Nous avons mal répondu" in chosen
    assert "Une fausse information circule" in part(site, "veillee/situations", "product")
    assert "Haine ou discrimination" in part(site, "veillee/situations", "insults")


def test_an_account_of_which_roles_alone_have_the_keys_names_nobody() -> None:
    page = next(page for page in site_of(BASE).pages if page.path == "lumen/accounts")
    glance = words(next(part.html for part in page.sections if part.id == "glance"))
    assert "personne n’est nommé" in glance


def test_a_degree_of_tone_is_said_in_the_words_of_the_house(site: Website) -> None:
    told = words(html_of(page_of(site, "veillee/channels/tiktok")))
    assert "formalité : courant" in told and "humour : de plutôt sérieux à mi-chemin" in told
    assert not [page.path for page in of_people(site) if re.search(r"\b\d sur 5\b", words(html_of(page)))]


def test_status_and_trainings_of_people_are_for_the_restricted_edition_alone() -> None:
    for audience, is_told in (("internal", False), ("restricted", True)):
        site = website_of_every_key(audience=audience)
        words = html_of(page_of(site, "lumen/roles"))
        for label in ("Formation suivie", "Immersion dans la marque", "Statut"):
            assert (label in words) is is_told, (audience, label)


def test_a_summary_says_the_cases_that_are_stricter_before_the_acts(site: Website) -> None:
    page = html_of(page_of(site, "veillee/perimeter"))
    groups = re.findall(r'(?s)<details class="pm-kept.*?</details>', page)
    assert len(groups) > 8
    excepted = [group for group in groups if "sauf…" in group.split("</summary>")[0]]
    assert excepted
    for group in groups:
        assert ("pm-besides" in group) is (group in excepted)
    for group in excepted:
        cases, acts = group.split("</ul>")
        assert len(re.findall("<li>", cases)) > 0
        assert "actions/" in acts


def test_rules_are_read_under_their_level_the_strictest_first(site: Website) -> None:
    sections = page_of(site, "veillee/perimeter/rules").sections
    levels = [section.id for section in sections if section.id.startswith("level-")]
    assert levels == [f"level-{level}" for level in (*reversed(AUTHORITIES), "none") if f"level-{level}" in levels]
    assert len(levels) > 4
    level = ""
    for section in sections:
        if section.id == "groups":
            break
        if section.level == 2:
            level = section.id.removeprefix("level-")
        elif level != "none":
            assert f"pm-level--{level}" in section.html.split("</p>")[0], section.id


def test_what_must_be_so_before_a_text_leaves_stands_before_its_words(site: Website) -> None:
    answers = [page for page in site.pages if page.kind == "answers/template"]
    assert len(answers) > 50
    caveats = ("en message privé seulement", "À vérifier avant", "L’accord de qui", "Valable jusqu’au")
    told = 0
    for page in answers:
        whole = html.unescape(html_of(page))
        words = whole.index('<blockquote class="pm-say"')
        for caveat in caveats:
            if caveat in whole:
                told += 1
                assert whole.index(caveat) < words, (page.path, caveat)
    assert told > 30
    cards = [page for page in site.pages if page.kind == "crises/card"]
    said = [section.html for page in cards for section in page.sections if section.id == "say"]
    assert len(said) > 20
    for section in said:
        # Its name, where it goes, whether it may leave: before each of them.
        assert all('<p class="pm-note"><strong>' in before for before in section.split("<blockquote")[:-1])


def test_hours_of_a_place_stand_before_its_number(site: Website) -> None:
    place = html_of(page_of(site, "veillee/places/lille"))
    assert place.index("Aujourd’hui") < place.index("tel:")
