"""What stands around a page, without Material's script: the schemes, the head, the contents, the menu."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from playwright.sync_api import Page as Tab

SCENARIO = "veillee/crises/bad-buzz/"
SCHEME = "document.body.dataset.mdColorScheme"


@pytest.fixture
def desk(browser: Browser) -> Iterator[Tab]:
    """Return a page of a desk that prefers the dark."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, color_scheme="dark", locale="fr-FR", reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


def test_scheme_is_that_of_the_device_then_that_which_was_chosen(desk: Tab, address: str) -> None:
    desk.goto(f"{address}{SCENARIO}")
    assert desk.evaluate(SCHEME) == "slate"
    desk.wait_for_function("() => document.querySelector('meta[name=color-scheme]')?.content === 'dark'")
    # By the keyboard: the button that is seen is the one that has the focus drawn around it.
    desk.locator("#__palette_1").focus()
    desk.keyboard.press("Enter")
    assert desk.evaluate(SCHEME) == "default"
    assert desk.locator("label[for^=__palette]:visible").count() == 1
    desk.goto(f"{address}veillee/")
    assert desk.evaluate(SCHEME) == "default"
    desk.locator("label[for^=__palette]:visible").click()
    assert desk.evaluate(SCHEME) == "slate"
    desk.reload()
    assert desk.evaluate(SCHEME) == "slate"


def test_schemes_follow_each_other_where_nothing_is_remembered(desk: Tab, address: str) -> None:
    desk.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('refused'); }})")
    desk.goto(f"{address}{SCENARIO}")
    desk.locator("#__palette_1").focus()
    shown = [desk.evaluate(SCHEME)]
    for _ in range(3):
        desk.keyboard.press("Enter")
        shown.append(desk.evaluate(SCHEME))
    assert shown == ["slate", "default", "slate", "default"]


def test_head_and_contents_follow_what_is_read(desk: Tab, address: str) -> None:
    desk.goto(f"{address}{SCENARIO}")
    title = desk.locator(".md-header__title")
    here = desk.locator(".md-sidebar--secondary .md-nav__link--active")
    assert "md-header__title--active" not in (title.get_attribute("class") or "")
    place = desk.locator(".md-sidebar--secondary .md-nav__link").first
    place.click()
    desk.wait_for_function("() => document.querySelector('.md-header__title--active')")
    assert here.get_attribute("href") == place.get_attribute("href")
    desk.evaluate("scrollTo(0, 0)")
    desk.wait_for_function("() => !document.querySelector('.md-header__title--active, .md-nav__link--passed')")
    # The page that one reads is in sight in the menu, and nothing of the menu is out of reach.
    assert desk.locator(".md-sidebar--primary .md-nav__link--active[href]").last.evaluate(
        "link => link.getBoundingClientRect().bottom < innerHeight"
    )
    contents = desk.locator(".md-sidebar--secondary .md-sidebar__scrollwrap")
    assert contents.evaluate("frame => frame.scrollHeight === frame.clientHeight"), "contents that fit scroll"
    assert desk.locator(".md-sidebar--primary").evaluate("bar => bar.getBoundingClientRect().bottom <= innerHeight")


def test_what_the_keyboard_is_on_is_drawn(desk: Tab, address: str) -> None:
    desk.goto(f"{address}{SCENARIO}")
    for part in ("article summary:visible", ".md-header a.md-logo"):
        desk.keyboard.press("Tab")
        desk.locator(part).first.focus()
        assert desk.locator(part).first.evaluate("part => getComputedStyle(part).outlineStyle") == "solid", part


def test_a_place_chosen_in_the_menu_closes_it(browser: Browser, address: str) -> None:
    phone = browser.new_page(viewport={"width": 360, "height": 780}, locale="fr-FR")
    phone.goto(f"{address}{SCENARIO}")
    phone.locator("label.md-header__button[for=__drawer]").click()
    phone.locator(".md-sidebar--primary label[for=__toc]").first.click()
    phone.locator(".md-sidebar--primary .md-nav--secondary a").nth(2).click()
    phone.wait_for_function("() => !document.querySelector('#__drawer').checked")
    phone.close()


def test_all_that_is_folded_is_on_paper(desk: Tab, address: str) -> None:
    desk.goto(f"{address}{SCENARIO}")
    folded = "document.querySelectorAll('article details:not([open])').length"
    before = desk.evaluate(folded)
    desk.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert (before > 0, desk.evaluate(folded)) == (True, 0)
    desk.evaluate("dispatchEvent(new Event('afterprint'))")
    assert desk.evaluate(folded) == before
