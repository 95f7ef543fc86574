"""Long pages on a phone: the answer first, the rest behind its headings, all of it within reach."""

from __future__ import annotations

import functools
import re

import pytest

from perimetre.render.pages import Page
from tests.support.shared import website_of_the_example

SCREEN = 780
# What is opened in a bad moment.
URGENT = re.compile(
    r"[\w-]+(/(situations|questions(/[\w-]+)?|triage|escalation|moderation|crises(/[\w-]+(/card)?)?|channels/[\w-]+"
    r"|perimeter(/red-lines|/rules|/requests|/actions/[\w-]+)?|templates(/[\w-]+)?|places/[\w-]+|roles(/[\w-]+)?))?"
)
HEIGHT = "document.querySelector('article').getBoundingClientRect().height"
# In our own letters, which a page asks for when it is first laid out.
SETTLED = f"() => {{ {HEIGHT}; return document.fonts.ready.then(() => {HEIGHT}); }}"


@functools.cache
def urgent() -> list[Page]:
    return [page for page in website_of_the_example().pages if page.brand and URGENT.fullmatch(page.path)]


def test_no_page_of_a_bad_moment_is_longer_than_four_screens(browser, address: str) -> None:
    # No copy is made for later while one measures: it takes the place of what is asked.
    page = browser.new_page(viewport={"width": 360, "height": SCREEN}, locale="fr-FR", service_workers="block")
    pages = urgent()
    assert len(pages) > 100
    long = {}
    for path in (page.path for page in pages):
        page.goto(f"{address}{path}/", wait_until="domcontentloaded")
        screens = page.evaluate(SETTLED) / SCREEN
        if screens > 4:
            long[path] = round(screens, 1)
    page.close()
    # The home is no answer: it leads to them.
    assert {path: screens for path, screens in long.items() if "/" in path} == {}


@pytest.fixture
def longest() -> Page:
    """Return the longest scenario: its steps, what it says, and what is folded in it."""
    crises = [page for page in urgent() if page.kind == "crises/crisis"]
    return max(crises, key=lambda page: sum(len(section.html) for section in page.sections))


def test_a_link_to_a_folded_part_unfolds_it(browser, address: str, longest: Page) -> None:
    folded = next(section for section in longest.sections if section.folded)
    page = browser.new_page(viewport={"width": 360, "height": SCREEN}, locale="fr-FR")
    page.goto(f"{address}{longest.path}/")
    body = page.locator(f"details:has(> summary #{folded.id})")
    assert body.get_attribute("open") is None
    page.goto(f"{address}{longest.path}/#{folded.id}")
    assert body.get_attribute("open") is not None
    assert page.locator(f"#{folded.id}").bounding_box()["y"] < SCREEN / 2
    # The same link again, after the reader has closed it.
    body.locator("> summary").click(position={"x": 2, "y": 2})
    assert body.get_attribute("open") is None
    page.evaluate(f"document.querySelector('a[href=\"#{folded.id}\"]').click()")
    assert body.get_attribute("open") is not None
    page.close()


def test_a_link_to_a_step_unfolds_the_step(browser, address: str, longest: Page) -> None:
    step = re.findall(r'<li id="(step-[\w-]+)"', longest.sections[0].html)[-1]
    page = browser.new_page(viewport={"width": 360, "height": SCREEN}, locale="fr-FR")
    page.goto(f"{address}{longest.path}/#{step}")
    assert page.locator(f"#{step} > details").get_attribute("open") is not None
    assert page.locator(f"#{step}").is_visible()
    page.close()


def test_one_button_unfolds_the_whole_page(browser, address: str, longest: Page) -> None:
    page = browser.new_page(viewport={"width": 360, "height": SCREEN}, locale="fr-FR")
    page.goto(f"{address}{longest.path}/")
    before = page.evaluate(HEIGHT)
    page.locator(".pm-read-all").click()
    assert page.evaluate("document.querySelectorAll('.pm-fold:not([open]), .pm-step-more:not([open])').length") == 0
    assert page.evaluate(HEIGHT) > 2 * before
    page.close()


def test_without_scripts_each_part_opens_under_the_finger(browser, address: str, longest: Page) -> None:
    context = browser.new_context(viewport={"width": 360, "height": SCREEN}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}{longest.path}/")
    assert not page.locator(".pm-read-all").is_visible()
    fold = page.locator("details.pm-fold").first
    fold.locator("> summary").click()
    assert fold.get_attribute("open") is not None
    context.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_paper_has_every_part(browser, address: str, longest: Page, scripts: bool) -> None:
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"{address}{longest.path}/")
    page.emulate_media(media="print")
    sheets = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))
    context.close()
    # Folded, the page is two sheets.
    assert sheets > 4
