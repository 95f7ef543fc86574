"""The engine of the search, as a browser runs it, without the box: words, their forms, slips and signs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import perimetre.render
from perimetre.render.pages import Page, Section, Website
from perimetre.render.search import HOUSE, TITLES, brand_file, index_files
from tests.support.queries import FIRST, QUERIES, Query
from tests.support.shared import website_of_the_example

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from playwright.sync_api import Page as Tab

SCRIPTS = Path(perimetre.render.__path__[0]) / "assets" / "search"
ENGLISH = [query for query in QUERIES if query.language == "en"]

PAGES = (
    Page(path="a/cover", title="Astreintes et permanences", brand="a", keywords=("qui est de garde",)),
    Page(path="a/refund", title="Où en est mon remboursement", brand="a", description="Votre avoir est parti."),
    Page(
        path="a/crises",
        title="Ça monte",
        brand="a",
        keywords=("bad buzz", "cœur"),
        sections=(Section(level=2, id="who", title="Qui appeler", html="<p>La personne d’astreinte &lt;b&gt;.</p>"),),
    ),
    Page(path="a/press", title="Contact presse", brand="a", keywords=("journaliste",)),
    Page(path="a/day", title="Mes questions de jour", brand="a", role="day", boost=1.2),
    Page(path="a/night", title="Mes questions de nuit", brand="a", role="night"),
    Page(path="a/burn", title="Quelqu’un s’est blessé", brand="a", keywords=("brûlure",)),
    Page(path="a/candle", title="Ma bougie fume", brand="a", keywords=("bougie", "flamme", "mèche")),
    Page(path="a/said", title="Un client dit que quelqu’un veut une photo de nos clients", brand="a"),
    Page(path="a/data", title="« Effacez mes données » : je fais quoi ?", brand="a"),
    Page(path="a/removed", title="Données effacées du forum", brand="a", keywords=("effacer", "mes données")),
    Page(path="reference/cover", title="Astreintes", boost=0.4),
)


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Tab]:
    """Return a blank page that holds the engine."""
    page = browser.new_page()
    for name in ("minisearch.min.js", "words.js", "engine.js"):
        page.add_script_tag(path=SCRIPTS / name)
    yield page
    page.close()


@pytest.fixture(scope="module")
def find(tab: Tab) -> Callable[[str], list[list[dict[str, Any]]]]:
    """Return a function that searches the small site: each page that answers, as its parts."""
    files = dict(index_files(Website(pages=PAGES, navigation=(), synonyms=(("presse", "média"),))))
    del files[TITLES]
    tab.evaluate(
        "parts => { self.small = new PerimetreSearch.Engine(parts) }", json.loads(json.dumps([*files.values()]))
    )
    return lambda words: tab.evaluate("words => small.find(words)", words)


def first(found: list[list[dict[str, Any]]]) -> str:
    return found[0][0]["location"].partition("#")[0] if found else ""


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Élève CŒUR Lætitia Straße", "eleve coeur laetitia strasse"),
        ("e\u0301te\u0301 ﬁche", "ete fiche"),
        ("d'escalade l’équipe QU'IL aujourd’hui", "escalade equipe il aujourd hui"),
        ("bad_buzz, bad-buzz: #bad", "bad buzz bad buzz bad"),
        ("1★", "1 etoile"),
        ("\"'*-+~^:[](){}<>\\", ""),
    ],
)
def test_words_are_read_without_accents_elisions_and_signs(tab: Tab, typed: str, words: str) -> None:
    assert tab.evaluate("typed => PerimetreWords.wordsOf(typed)", typed) == words.split()


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("fr", "rembourser remboursé remboursée remboursement remboursements remboursez"),
        ("fr", "modérer modération modérateur modératrice modérés"),
        ("fr", "influenceur influenceuse influenceurs influenceuses"),
        ("fr", "journal journaux"),
        ("fr", "réseau réseaux"),
        ("fr", "appeler appelle appelez"),
        ("en", "approve approved approves approving"),
        ("en", "emergency emergencies"),
        ("en", "stop stopped stopping stops"),
    ],
)
def test_forms_of_a_word_share_a_stem(tab: Tab, language: str, forms: str) -> None:
    stems = tab.evaluate(
        "([language, forms]) => PerimetreWords.wordsOf(forms).map(PerimetreWords.stemmer(language))", [language, forms]
    )
    assert len(set(stems)) == 1, stems


@pytest.mark.parametrize(
    ("one", "other", "count"), [("presse", "prese", 1), ("presse", "persse", 1), ("a", "abcd", 3), ("x", "x", 0)]
)
def test_slips_are_counted(tab: Tab, one: str, other: str, count: int) -> None:
    assert tab.evaluate("([one, other]) => PerimetreWords.slips(one, other, 2)", [one, other]) == count


@pytest.mark.parametrize(
    ("typed", "page"),
    [
        ("astreinte", "a/cover/"),
        ("de garde", "a/cover/"),
        ("permanances", "a/cover/"),
        ("rembourse", "a/refund/"),
        ("rembou", "a/refund/"),
        ("badbuzz", "a/crises/"),
        ("bad-buzz:", "a/crises/"),
        ("bda buzz", "a/crises/"),
        ("coeurs", "a/crises/"),
        ("jounaliste", "a/press/"),
        ("medias", "a/press/"),
        ("title:journaliste", "a/press/"),
        ('+journaliste ~2 ^3 "', "a/press/"),
        ("brûlée par une bougie", "a/burn/"),
        # Who writes, and that they want or say something, is in every question.
        ("un client dit que quelqu’un veut un remboursement", "a/refund/"),
        ("client", "a/said/"),
        # The title that is the question comes before what speaks of it.
        ("un client veut effacer ses données", "a/data/"),
        ("pe", "a/cover/"),
    ],
)
def test_page_comes_first(find: Callable[[str], list[list[dict[str, Any]]]], typed: str, page: str) -> None:
    assert first(find(typed)) == page


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "?!",
        "zzzzzz",
        '"',
        "*",
        "-",
        ":",
        "\ud83d",
        "a" * 5_000,
        "é " * 500,
        "[",
        "\\",
        "__proto__",
        "constructor",
    ],
)
def test_nothing_typed_throws(find: Callable[[str], list[list[dict[str, Any]]]], typed: str) -> None:
    assert all(page for page in find(typed))


@pytest.mark.parametrize("sign", list("\"'*-+~^:#@_?!.,;/\\|&%$()[]{}<>«»…·"))
def test_sign_beside_a_word_changes_nothing(find: Callable[[str], list[list[dict[str, Any]]]], sign: str) -> None:
    clean = find("astreinte")
    for typed in (f"{sign}astreinte", f"astreinte{sign}", f"{sign} astreinte {sign}"):
        assert find(typed) == clean, typed


def test_page_for_authors_comes_after_any_other(find: Callable[[str], list[list[dict[str, Any]]]]) -> None:
    assert [page[0]["location"].partition("#")[0] for page in find("astreintes")] == [
        "a/cover/",
        "a/crises/",
        "reference/cover/",
    ]


@pytest.mark.parametrize(
    ("role", "page", "mark"),
    [
        ("", "a/day/", ""),
        ("night", "a/night/", "<strong>Pour votre rôle\N{NO-BREAK SPACE}:</strong> "),
        ("other", "a/day/", ""),
    ],
)
def test_what_is_written_for_the_reader_comes_first_and_says_so(
    tab: Tab, find: Callable[[str], list[list[dict[str, Any]]]], role: str, page: str, mark: str
) -> None:
    assert find("questions")
    found = tab.evaluate("role => small.find('questions', role)", role)
    assert [first(found), found[0][0]["text"].startswith(mark)] == [page, True]
    assert sum("<strong>" in part["text"] for parts in found for part in parts) == bool(mark)


def test_answer_is_what_the_box_shows(find: Callable[[str], list[list[dict[str, Any]]]]) -> None:
    part, page = next(page for page in find("astreinte inconnue") if page[0]["location"] == "a/crises/#who")
    assert part["text"] == "La personne d’<mark>astreinte</mark> &lt;b&gt;."
    assert part["terms"] == {"astreinte": True}
    # The page stands with its part, so that the box says where it is.
    assert (page["location"], page["score"]) == ("a/crises/", 0)


def test_what_is_not_there_is_told(find: Callable[[str], list[list[dict[str, Any]]]]) -> None:
    found = {page[0]["location"]: page[0]["terms"] for page in find("garde remboursement")}
    assert found["a/cover/"] == {"remboursement": False}
    assert found["a/refund/"] == {"remboursement": True, "garde": False}


@pytest.fixture(scope="module")
def english(tab: Tab) -> Callable[[str, str], list[list[dict[str, Any]]]]:
    """Return a function that searches the English site of the example, for a brand."""
    files = dict(index_files(website_of_the_example("en")))
    for brand in sorted({query.brand for query in ENGLISH}):
        parts = json.loads(json.dumps([files[HOUSE], files[brand_file(brand)]]))
        tab.evaluate("([brand, parts]) => { self[brand] = new PerimetreSearch.Engine(parts) }", [brand, parts])
    return lambda brand, words: tab.evaluate("([brand, words]) => self[brand].find(words)", [brand, words])


@pytest.mark.slow
@pytest.mark.parametrize("query", ENGLISH, ids=[query.words for query in ENGLISH])
def test_in_english_the_page_is_among_the_first_three(
    english: Callable[[str, str], list[list[dict[str, Any]]]], query: Query
) -> None:
    found = [page[0]["location"].partition("#")[0].strip("/") for page in english(query.brand, query.words)[:FIRST]]
    assert query.pages & set(found), found
