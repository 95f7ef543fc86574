"""On a phone, what is asked under pressure is turned to, not loaded: it is there at once, and going back leads back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.test_live_page import MORNING, phone, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser
    from playwright.sync_api import Page as Tab

LIVE = ("may-i/", "now/", "alert/")


@pytest.fixture
def tab(browser: Browser, address: str) -> Iterator[Tab]:
    """Return a phone on the home of a brand, whose page is marked: it is gone once another one is loaded."""
    context = phone(browser, MORNING, service_workers="block")
    page = context.new_page()
    page.goto(f"{address}veillee/")
    page.evaluate("() => { self.isFirst = true; }")
    yield page
    context.close()


def typing(tab: Tab, address: str, words: str) -> None:
    """Type in the field of the home, until what will answer has been brought."""
    brought: set[str] = set()
    tab.on("requestfinished", lambda request: brought.add(request.url.removeprefix(f"{address}veillee/")))
    tab.locator("#home-ask").press_sequentially(words)
    while not brought.issuperset(LIVE):
        tab.wait_for_timeout(50)


def ready(tab: Tab) -> None:
    """Wait until what will answer can."""
    tab.wait_for_function("() => self.PerimetreEntries")


def is_first(tab: Tab) -> bool:
    """Say whether the page that was loaded first is still there."""
    return bool(tab.evaluate("() => self.isFirst === true"))


def test_pages_are_turned_to_and_back(tab: Tab, address: str) -> None:
    home = tab.title()
    typing(tab, address, "rembourser")
    ready(tab)
    tab.get_by_role("button", name="Demander").click()
    tab.locator(".pm-live-results button:visible").first.click()
    asked = plain(tab.inner_text(".pm-live-asked"))
    assert "Dédommager" in asked
    assert tab.url.startswith(f"{address}veillee/may-i/#")
    assert tab.title().startswith("Puis-je")
    # What stands around the page leads where it did, and one goes from there to the next.
    tab.locator("#home-ask").wait_for(state="detached")
    alert = tab.locator(".pm-head-link--alert")
    assert alert.evaluate("link => link.href") == f"{address}veillee/alert/"
    alert.click()
    tab.locator(".pm-alert-question").wait_for()
    assert tab.evaluate("() => document.activeElement.tagName") == "H1"
    tab.go_back()
    tab.locator(".pm-live-asked").wait_for()
    assert plain(tab.inner_text(".pm-live-asked")) == asked
    tab.go_back()
    tab.locator("#home-ask").wait_for()
    assert (tab.url, tab.title()) == (f"{address}veillee/", home)
    tab.go_forward()
    tab.locator(".pm-live-asked").wait_for()
    assert plain(tab.inner_text(".pm-live-asked")) == asked
    assert is_first(tab)


def test_line_of_a_page_that_was_turned_to_is_that_of_the_page_loaded(tab: Tab, address: str) -> None:
    """The home knows one line alone: what goes on there must not write on a page that knows them all."""
    typing(tab, address, "qui appeler, gravité 3")
    ready(tab)
    tab.get_by_role("button", name="Demander").click()
    tab.locator(".pm-live-results a:visible").first.click()
    tab.wait_for_selector(".pm-now-line:focus")
    # More than a second, in which a clock goes on.
    tab.wait_for_timeout(1_500)
    lines = [plain(line) for line in tab.locator(".pm-now-line").all_inner_texts()]
    assert is_first(tab)
    tab.goto("about:blank")
    tab.goto(f"{address}veillee/now/#severity=3")
    tab.wait_for_selector(".pm-now-line:focus")
    assert [plain(line) for line in tab.locator(".pm-now-line").all_inner_texts()] == lines


def test_page_of_another_build_is_loaded_whole(tab: Tab, address: str) -> None:
    def later(route) -> None:  # type: ignore[no-untyped-def]  # Playwright's own
        response = route.fetch()
        route.fulfill(response=response, body=response.text().replace("Version du ", "Version plus récente du "))

    tab.route("**/veillee/may-i/", later)
    typing(tab, address, "rembourser")
    tab.get_by_role("button", name="Demander").click()
    tab.wait_for_selector(".pm-live-results button:visible")
    assert not is_first(tab)


def test_page_that_does_not_come_is_asked_for_as_any_other(tab: Tab) -> None:
    tab.route("**/veillee/may-i/", lambda route: route.abort(), times=1)
    tab.locator("#home-ask").press_sequentially("rembourser")
    tab.get_by_role("button", name="Demander").click()
    tab.wait_for_selector(".pm-live-results button:visible")
    assert not is_first(tab)
