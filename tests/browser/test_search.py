"""The search, in a real browser: what people type in the box, and the page that must be among the first three."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from tests.support.queries import FIRST, QUERIES, Query

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

SITE = [query for query in QUERIES if query.language == "fr"]
INDEX = re.compile(r"/search/((?:brands/)?[\w-]+)\.json")


class Box:
    """The box of the search of a page."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.box = page.locator("input.md-search__input")
        self.results = page.locator("ol.md-search-result__list > li > a.md-search-result__link:first-child")
        self.box.click()

    def type(self, words: str) -> None:
        self.box.fill(words)

    def ask(self, words: str) -> list[str]:
        """Return the pages that are shown at first, as paths."""
        # Something between two questions that finds nothing: the list is empty before the answer comes.
        self.type("zzzzzz")
        self.page.wait_for_function("() => document.querySelectorAll('.md-search-result__item').length === 0")
        self.type(words)
        self.results.first.wait_for()
        return self.shown()

    def shown(self) -> list[str]:
        hrefs = self.results.evaluate_all("links => links.map(link => link.href)")
        return [href.removeprefix(self.address).partition("?")[0].partition("#")[0].strip("/") for href in hrefs]


@pytest.fixture(scope="module")
def box(browser: Browser, address: str) -> Iterator[Callable[[str], Box]]:
    """Return a function that gives the box on the home page of a brand: one page each, for all the questions."""
    context = browser.new_context(locale="fr-FR")
    boxes: dict[str, Box] = {}

    def of(brand: str) -> Box:
        if brand not in boxes:
            page = context.new_page()
            page.goto(f"{address}{brand}/")
            boxes[brand] = Box(page, address)
        return boxes[brand]

    yield of
    context.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Return a browser that has read nothing yet."""
    made = browser.new_context(locale="fr-FR")
    yield made
    made.close()


def test_there_are_enough_queries_of_each_kind() -> None:
    kinds = Counter(query.why for query in QUERIES)
    assert sum(kinds.values()) >= 144
    few = {kind for kind, count in kinds.items() if count < 5}
    assert few <= {"elision", "ligature", "prefix"}
    assert {query.brand for query in QUERIES} == {"veillee", "osier-lin"}


@pytest.mark.parametrize("query", SITE, ids=[query.words for query in SITE])
def test_the_page_is_among_the_first_three(box: Callable[[str], Box], query: Query) -> None:
    found = box(query.brand).ask(query.words)
    assert query.pages & set(found[: 1 if query.first else FIRST]), found
    if all("/crises/" in page for page in query.pages):
        # What is listened for holds the words of every emergency, and what to do in none.
        listened = found.index(f"{query.brand}/reporting") if f"{query.brand}/reporting" in found else len(found)
        assert listened > min(found.index(page) for page in query.pages & set(found)), found


def test_only_the_brand_of_the_page_is_searched_and_pages_for_authors_come_last(box: Callable[[str], Box]) -> None:
    found = box("veillee").ask("périmètre")
    assert not [path for path in found if path.startswith("osier-lin")]
    for_authors = [path.startswith("reference") for path in found]
    assert for_authors == sorted(for_authors)


def test_index_is_fetched_when_the_box_is_opened_and_only_that_of_the_brand(
    context: BrowserContext, address: str
) -> None:
    page = context.new_page()
    fetched: list[str] = []
    context.on("request", lambda request: fetched.extend(INDEX.findall(request.url)))
    page.goto(f"{address}veillee/")
    page.wait_for_load_state("networkidle")
    assert fetched == []
    Box(page, address).ask("astreinte")
    page.wait_for_load_state("networkidle")
    assert set(fetched) == {"search_index", "house", "brands/veillee", "authors"}


def test_page_of_no_brand_searches_titles_and_asks_the_same_words_in_a_brand(
    context: BrowserContext, address: str
) -> None:
    page = context.new_page()
    fetched: list[str] = []
    context.on("request", lambda request: fetched.extend(INDEX.findall(request.url)))
    page.goto(f"{address}glossary/")
    box = Box(page, address)
    box.type("suicide & détresse")
    page.locator("a.md-search-result__link[href*='person-in-distress']").first.wait_for()
    found = box.shown()
    assert {"veillee/crises/person-in-distress", "osier-lin/crises/person-in-distress"} <= set(found[:FIRST])
    assert sorted(found[FIRST : FIRST + 2]) == ["osier-lin", "veillee"]
    page.wait_for_load_state("networkidle")
    assert set(fetched) == {"search_index", "house", "titles", "authors"}
    page.locator("a.md-search-result__link", has_text="Chercher dans Veillée").click()
    page.wait_for_url("**/veillee/?q=**")
    answer = page.locator("ol.md-search-result__list > li > a.md-search-result__link:first-child").first
    answer.wait_for()
    assert page.locator("input.md-search__input").input_value() == "suicide & détresse"
    assert "/veillee/" in (answer.get_attribute("href") or "")


def test_page_of_no_brand_searches_the_brand_last_read(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(f"{address}osier-lin/questions/")
    page.goto(f"{address}glossary/")
    found = {path.partition("/")[0] for path in Box(page, address).ask("astreinte")}
    assert "osier-lin" in found and "veillee" not in found


def test_result_shows_its_words_leads_to_them_and_is_reached_by_keyboard(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(f"{address}veillee/")
    box = Box(page, address)
    box.ask("detresse")
    first = page.locator(".md-search-result__item").first
    assert "détresse" in [word.lower() for word in first.locator("mark").all_inner_texts()]
    box.box.press("ArrowDown")
    assert page.evaluate("document.activeElement.classList.contains('md-search-result__link')")
    page.keyboard.press("Enter")
    page.wait_for_url("**/veillee/crises/person-in-distress/**")
    page.locator("article mark").first.wait_for()


def test_box_is_opened_and_left_by_keys_and_takes_none_from_what_is_written(
    context: BrowserContext, address: str
) -> None:
    page = context.new_page()
    page.goto(f"{address}veillee/")
    box = page.locator("input.md-search__input")
    for key in ("f", "s", "/"):
        page.keyboard.press(key)
        page.wait_for_function("() => document.querySelector('#__search').checked")
        assert box.input_value() == ""
        page.keyboard.press("Escape")
        page.wait_for_function("() => !document.querySelector('#__search').checked")
        assert box.evaluate("box => box !== document.activeElement")
    page.locator("#home-ask").press_sequentially("fs/")
    assert page.locator("#home-ask").input_value() == "fs/"
    assert not page.evaluate("document.querySelector('#__search').checked")
    # From an answer, letters go on in the box; what is asked by an address is forgotten once the box is left.
    page.goto(f"{address}veillee/?q=gardes")
    page.locator(".md-search-result__item").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.type("x")
    assert box.input_value() == "gardesx"
    page.locator(".md-search button[type=reset]").click()
    assert box.input_value() == "" and box.evaluate("box => box === document.activeElement")
    page.keyboard.press("Escape")
    page.wait_for_url(f"{address}veillee/")


def test_index_that_does_not_come_is_asked_for_again(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(f"{address}veillee/")
    context.route("**/brands/veillee.json", lambda route: route.abort())
    box = Box(page, address)
    box.type("astreinte")
    starting = "document.querySelector('.md-search-result__meta').textContent.includes('Initialisation')"
    page.wait_for_function(f"() => !{starting}")
    context.unroute("**/brands/veillee.json")
    assert "veillee/escalation/cover" in box.ask("astreintes")[:FIRST]


def test_search_begins_with_what_is_written_for_the_role_of_the_reader(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(f"{address}veillee/")
    page.select_option("#home-role", "duty-moderator")
    page.reload()
    assert Box(page, address).ask("les questions qui reviennent")[0] == "veillee/questions/duty-moderator"
    assert "Pour votre rôle" in page.locator("ol.md-search-result__list > li").first.inner_text()
