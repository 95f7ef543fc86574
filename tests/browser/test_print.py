"""What is printed: the card of each scenario, on one sheet of A4."""

from __future__ import annotations

import re

from tests.support.shared import website_of_the_example


def test_the_card_of_each_scenario_is_one_sheet(browser, address: str) -> None:
    website = website_of_the_example()
    cards = [page.path for page in website.pages if page.path.endswith("/card")]
    scenarios = [page.path for page in website.pages if re.fullmatch(r"[^/]+/crises/[^/]+", page.path)]
    assert len(cards) == len(scenarios) > 0
    page = browser.new_page(locale="fr-FR")
    sheets = {}
    for path in cards:
        page.goto(f"{address}{path}/")
        sheets[path] = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))
    page.close()
    assert {path: count for path, count in sheets.items() if count != 1} == {}


def test_a_word_of_the_glossary_is_explained_to_the_keyboard_and_the_mouse(browser, address: str) -> None:
    website = website_of_the_example()
    path = next(page.path for page in website.pages if 'class="pm-term"' in page.lead)
    for width in (360, 1280):
        page = browser.new_page(viewport={"width": width, "height": 780}, locale="fr-FR")
        page.goto(f"{address}{path}/")
        term = page.locator(".pm-term").first
        tip = term.locator("[role=tooltip]")
        assert not tip.is_visible()
        term.locator("a").focus()
        assert tip.is_visible()
        box = tip.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        term.locator("a").blur()
        assert not tip.is_visible()
        term.hover()
        assert tip.is_visible()
        assert tip.inner_text().strip()
        page.close()
