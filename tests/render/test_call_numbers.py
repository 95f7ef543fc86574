"""Whoever has to be called is called from the page: by a number, or by whoever puts one through."""

from __future__ import annotations

import datetime as dt
import functools
import html
import re

import pytest

from perimetre.pipeline.loading import load_sources
from perimetre.reading.sources import Collected, Source
from perimetre.render.pages import Audience, Page, everything
from perimetre.render.readers import Readers
from perimetre.render.website import render
from tests.support.keys import house, sources
from tests.support.rule_cases import BASE
from tests.support.shared import website_of_the_example

# What takes seconds: `make test-fast` leaves it out.
pytestmark = pytest.mark.slow

NBSP = "\u00a0"
DIRECTOR = "Direction de la communication"
# What a level says where it shows no number.
INSTEAD = ("vous ne pouvez pas appeler d’ici", "le numéro est sur")


def words(text: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)).replace("\u00a0", " "))


def whole(page: Page) -> str:
    return " ".join(words(text) for text in everything(page))


def levels(page: Page) -> list[str]:
    """Return the levels that a page shows, and the last resorts, as HTML."""
    parts = [section.html for section in page.sections]
    lists = [found for part in parts for found in re.findall(r'(?s)<ol class="pm-line">(.*?)</ol>', part)]
    lists += [found for part in parts for found in re.findall(r'(?s)pm-no-answer">(.*?)</div>', part)]
    return [level for found in lists for level in re.findall(r"(?s)<li.*?</li>", found)]


@functools.cache
def example(audience: Audience = "internal") -> dict[str, Page]:
    return {page.path: page for page in website_of_the_example(audience=audience).pages}


@functools.cache
def of_the_small_house(number: str = "", last: str = "legal-counsel", director: str = DIRECTOR) -> dict[str, Page]:
    """Return the pages of a house that keeps the numbers of its people apart; its directors on call may have one."""
    files = dict(BASE)
    if number:
        turn = "    regime: on-call\n"
        contact = f'    contact: [{{mode: phone, value: "{number}"}}]\n'
        files["house/people.yml"] = files["house/people.yml"].replace(turn, turn + contact)
    titled = f"title: {DIRECTOR},"
    assert titled in files["house/people.yml"]
    files["house/people.yml"] = files["house/people.yml"].replace(titled, f"title: '{director}',")
    files["house/escalation.yml"] = files["house/escalation.yml"].replace("{then:", f"{{call: [{last}], then:")
    read = tuple(Source(path, path, text.encode()) for path, text in files.items())
    handbook = load_sources(Collected(read), folder="playbooks").handbook
    assert handbook is not None
    website = render(handbook, Readers(language="fr", today=dt.date(2026, 11, 22)))
    return {page.path: page for page in website.pages}


@pytest.mark.parametrize("path", ["veillee/escalation", "osier-lin/escalation"])
def test_each_level_shows_a_number_or_says_who_calls(path: str) -> None:
    shown = levels(example()[path])
    assert len(shown) > 10
    for level in shown:
        assert 'href="tel:' in level or any(phrase in words(level) for phrase in INSTEAD), words(level)


@pytest.mark.parametrize("line", ["danger-line", "alert-line", "crisis-line", "keys-line"])
def test_no_level_of_a_line_of_emergency_is_without_a_number(line: str) -> None:
    section = next(section for section in example()["veillee/escalation"].sections if section.id == line)
    assert not any(phrase in words(section.html) for phrase in INSTEAD)


def test_each_card_shows_whom_to_call_and_by_which_number() -> None:
    cards = [page for path, page in example().items() if path.startswith("veillee/crises/") and "/card" in path]
    assert len(cards) > 15
    for card in cards:
        call = next(section.html for section in card.sections if section.id == "call")
        for level in re.findall(r"(?s)<li>.*?</li>", call):
            assert 'href="tel:' in level or any(phrase in words(level) for phrase in INSTEAD), (card.path, words(level))
    crises = [page for path, page in example().items() if re.fullmatch(r"veillee/crises/[\w-]+", path)]
    assert [page.path for page in crises if 'href="tel:' not in page.lead and "/crises/" in page.path] == []


THROUGH = "Responsable social média : vous ne pouvez pas appeler d’ici. Appelez le 01 99 00 12 44"


@pytest.mark.parametrize(
    "path",
    ["lumen/escalation", "lumen/crises/bad-buzz", "lumen/crises/bad-buzz/card", "lumen/roles/social-lead"],
)
def test_whoever_has_no_number_here_is_called_through_the_turn(path: str) -> None:
    assert THROUGH in whole(of_the_small_house("01 99 00 12 44")[path])


def test_name_of_whoever_puts_one_through_is_only_text() -> None:
    name = "Direction {x} {0} <b>et</b>"
    shown = of_the_small_house("01 99 00 12 44", director=name)["lumen/escalation"]
    assert any(INSTEAD[0] in words(level) and f"({name})" in html.unescape(level) for level in levels(shown))
    assert "<b>" not in "".join(levels(shown))


def test_whoever_has_not_answered_puts_nobody_through() -> None:
    _, last = whole(of_the_small_house("01 99 00 12 44")["lumen/escalation"]).split("Si personne ne répond")
    assert "Conseil juridique : le numéro est dans l’annuaire, pas sur cette page." in last
    assert "01 99 00 12 44" not in last


def test_where_no_number_is_here_nobody_is_said_to_put_one_through() -> None:
    page = of_the_small_house()["lumen/escalation"]
    assert "Responsable social média : le numéro est dans l’annuaire" in whole(page)
    assert "vous ne pouvez pas appeler d’ici" not in whole(page) and 'href="tel:' not in page.lead


def test_where_everybody_has_been_called_the_page_says_what_to_do() -> None:
    """The last resort is the turn that the line has just called: the page names nobody."""
    page = of_the_small_house("01 99 00 12 44", last="directors")["lumen/escalation"]
    _, last = whole(page).split("Si personne ne répond")
    assert "Tout le monde a été appelé : rappelez les secours" in last and "Cadres de permanence" not in last


def test_the_first_number_is_called_in_one_touch() -> None:
    for path in ("veillee/escalation", "veillee"):
        page = example()[path]
        text = page.lead + "".join(section.html for section in page.sections[:1])
        link = re.search(r'<a href="tel:0199001244">(Appeler[^<]*)</a>', text)
        # The number is in one piece, whatever the width of the screen.
        assert link is not None and link[1] == "Appeler_: Cadre de permanence, 01_99_00_12_44".replace("_", NBSP), path


def test_the_public_calls_nobody() -> None:
    assert [path for path, page in example("public").items() if 'href="tel:0' in "".join(everything(page))] == []


def test_a_line_that_the_hour_changes_shows_both() -> None:
    section = next(section for section in example()["veillee/escalation"].sections if section.id == "everyday-line")
    evening, office = words(section.html).split("Aux heures de bureau")
    assert "Soir, nuit, week-end : tout de suite : Cadres de permanence : 01 99 00 12 44" in evening
    assert "Coordination social média" not in evening
    assert "Coordination social média" in office and "après 30 minutes" in office
    danger = next(section for section in example()["veillee/escalation"].sections if section.id == "danger-line")
    assert "Aux heures de bureau" not in words(danger.html)


def test_a_line_that_calls_nobody_in_the_evening_says_so() -> None:
    section = next(section for section in example()["veillee/escalation"].sections if section.id == "whistle-line")
    assert "Soir, nuit, week-end : personne de cette chaîne n’est joignable." in words(section.html)


def test_the_means_are_said_as_one_does_them() -> None:
    handbook = load_sources(Collected(sources(house())), folder="playbooks").handbook
    assert handbook is not None
    website = render(handbook, Readers(language="fr", today=dt.date(2026, 11, 22)))
    page = next(page for page in website.pages if page.path == "lumen/escalation")
    text = " ".join(words(section.html) for section in page.sections)
    assert "Envoyez un SMS ; 5 minutes après, appelez, puis rappelez toutes les 10 minutes." in text


@functools.cache
def of_a_house_that_calls_twice() -> dict[str, Page]:
    """Return the pages of a house whose second level calls again whom the first one did, and two of one number."""
    files = dict(BASE)
    people, lines = files["house/people.yml"], files["house/escalation.yml"]
    for name in ("solene", "agathe", "judith"):
        number = "01 99 00 20 20" if name != "solene" else "01 99 00 20 21"
        people = people.replace(f"contact_ref: {name}-mobile", f'value: "{number}"')
    level = "      - {after_minutes: 20, call: [directors], contact: [{mode: phone}]}\n"
    assert level in lines
    again = "      - {after_minutes: 20, call: [social-lead, communications-director], contact: [{mode: phone}]}\n"
    files["house/people.yml"] = people
    files["house/escalation.yml"] = lines.replace(level, again)
    read = tuple(Source(path, path, text.encode()) for path, text in files.items())
    handbook = load_sources(Collected(read), folder="playbooks").handbook
    assert handbook is not None
    website = render(handbook, Readers(language="fr", today=dt.date(2026, 11, 22)))
    return {page.path: page for page in website.pages}


def test_whoever_was_called_is_called_again_and_not_anew() -> None:
    first, second = levels(of_a_house_that_calls_twice()["lumen/escalation"])[1:3]
    assert "<strong>Responsable social média" in words_of_names(first)
    assert "À rappeler" not in words(first)
    assert "<strong>Direction de la communication" in words_of_names(second)
    assert f"À rappeler{NBSP}: Responsable social média" in html.unescape(re.sub(r"<[^>]+>", "", second))
    # Its number stands at the level before.
    assert "20 21" in words(first)
    assert "20 21" not in words(second)


def words_of_names(level: str) -> str:
    return re.sub(r"<(?!/?strong)[^>]+>", "", level)


def test_a_number_that_reaches_two_people_is_said_once() -> None:
    second = levels(of_a_house_that_calls_twice()["lumen/escalation"])[2]
    assert words(second).count("01 99 00 20 20") == 1
    assert "Agathe ou Judith" in words(second)


@functools.cache
def of_a_house_without_a_number_of_its_turn(contact: str) -> dict[str, Page]:
    """Return the pages of a house whose directors take turns: Judith's own number is shared, Agathe's is `contact`."""
    files = dict(BASE)
    people = files["house/people.yml"].replace("contact_ref: judith-mobile", 'value: "01 99 00 20 22", shared: true')
    files["house/people.yml"] = people.replace("contact: [{mode: phone, contact_ref: agathe-mobile}]", contact)
    assert files["house/people.yml"].count("agathe-mobile") == contact.count("agathe-mobile")
    read = tuple(Source(path, path, text.encode()) for path, text in files.items())
    handbook = load_sources(Collected(read), folder="playbooks").handbook
    assert handbook is not None
    website = render(handbook, Readers(language="fr", today=dt.date(2026, 11, 22)))
    return {page.path: page for page in website.pages}


AGATHES = 'contact: [{mode: phone, value: "01 99 00 20 23", shared: true}]'


@pytest.mark.parametrize("path", ["lumen/now", "lumen/escalation", "lumen/kit", "lumen/crises/bad-buzz/card"])
def test_a_turn_without_a_number_shows_those_of_the_people_who_take_it(path: str) -> None:
    text = whole(of_a_house_without_a_number_of_its_turn(AGATHES)[path])
    assert "01 99 00 20 22" in text and "01 99 00 20 23" in text
    assert "Cadres de permanence : le numéro" not in text and "dans l’annuaire" not in text.split("Responsable")[0]
    assert re.search(r"Judith (: téléphone )?01 99 00 20 22", text), text


@pytest.mark.parametrize(
    ("contact", "said"),
    [
        ("contact: [{mode: phone, contact_ref: agathe-mobile}]", "Agathe : le numéro est dans l’annuaire"),
        ('contact: [{mode: phone, value: "01 99 00 20 23"}]', "Agathe : le numéro n’est pas sur cette page"),
        ("contact: []", "Agathe : aucun numéro n’est noté"),
    ],
)
def test_whoever_takes_a_turn_without_a_number_here_is_said_and_why(contact: str, said: str) -> None:
    text = whole(of_a_house_without_a_number_of_its_turn(contact)["lumen/escalation"])
    assert said in text and "01 99 00 20 22" in text and "01 99 00 20 23" not in text
