"""The search, in a real browser: what people type, and the page that must be among the first three."""

from __future__ import annotations

import fnmatch

import pytest
import yaml

from tests.conftest import ROOT

CASES = yaml.safe_load((ROOT / "tests" / "cases" / "search.yml").read_text("utf-8"))
FIRST = 3


@pytest.fixture(scope="module")
def search(browser, address: str):
    """Return a function that types words and returns the first results as paths."""
    page = browser.new_page(locale="fr-FR")
    page.goto(address)
    box = page.locator("input.md-search__input")
    box.click()
    results = page.locator("ol.md-search-result__list > li > a.md-search-result__link")

    def type_in(words: str) -> None:
        # Material looks at the box when a key is let go.
        box.fill(words)
        box.dispatch_event("keyup")

    def ask(words: str) -> list[str]:
        # Something between two questions that finds nothing: the list is empty before the answer comes.
        type_in("zzzzzz")
        page.wait_for_function("document.querySelectorAll('.md-search-result__item').length === 0")
        type_in(words)
        try:
            results.first.wait_for(timeout=10_000)
        except Exception:
            return []
        hrefs = results.evaluate_all("links => links.map(link => link.href)")
        return [href.removeprefix(address).partition("?")[0].partition("#")[0].strip("/") for href in hrefs[:FIRST]]

    yield ask
    page.close()


def test_there_are_enough_queries() -> None:
    assert len(CASES) >= 44
    assert {case["why"] for case in CASES} >= {"accents", "no accents", "elision", "ligature", "synonym"}


@pytest.mark.parametrize("case", CASES, ids=[case["query"] for case in CASES])
def test_the_page_is_among_the_first_three(search, case: dict[str, str]) -> None:
    found = search(case["query"])
    assert any(fnmatch.fnmatchcase(path, case["page"]) for path in found), found
