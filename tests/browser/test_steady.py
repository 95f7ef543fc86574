"""A live page holds still while its scripts come, and says so in words where one of them does not come."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser
    from playwright.sync_api import Page as Tab

# How much of the screen moved, and how far, before the reader touched anything: above 0.1, pages are said to jump.
MOST = 0.1
MOVED = """self.moved = 0;
new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) self.moved += shift.value;
}).observe({ type: "layout-shift", buffered: true });"""


@pytest.fixture
def tab(browser: Browser) -> Iterator[Tab]:
    context = browser.new_context(viewport={"width": 412, "height": 823}, locale="fr-FR", service_workers="block")
    yield context.new_page()
    context.close()


def test_nothing_moves_while_a_page_comes(tab: Tab, address: str) -> None:
    tab.add_init_script(MOVED)
    moved = {}
    for path in ("", "crises/accident-with-victims/", "may-i/", "alert/", "now/", "cockpit/"):
        tab.goto(f"{address}veillee/{path}", wait_until="load")
        tab.wait_for_function(
            """() => document.querySelector('article.pm-settled')
              || !document.querySelector('.pm-now-needs, .pm-live, .pm-cockpit')"""
        )
        # Two frames later everything has been painted.
        tab.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        moved[path] = tab.evaluate("() => self.moved")
    assert {path: far for path, far in moved.items() if far > MOST} == {}


@pytest.mark.parametrize(
    ("path", "lost", "stands"),
    [
        ("may-i/", "**/rules.*.js", ".pm-live-without"),
        ("may-i/", "**/live/answer.js", ".pm-live-without"),
        ("alert/", "**/live/alert.js", "[data-ask]"),
        ("now/", "**/live/duty.js", ".pm-now-without"),
    ],
)
def test_file_that_does_not_come_is_told_with_the_way_out(
    tab: Tab, address: str, path: str, lost: str, stands: str
) -> None:
    tab.route(lost, lambda route: route.fulfill(status=404))
    tab.goto(f"{address}veillee/{path}")
    told = tab.locator(".pm-broken")
    told.wait_for()
    assert told.locator("a[href^='tel:']").is_visible()
    assert tab.locator(stands).first.is_visible()
    assert not tab.locator(".pm-live:visible, .pm-alert:visible").count()


def test_file_of_another_build_is_told_with_the_way_out(tab: Tab, address: str) -> None:
    tab.route("**/live/perimeter.js", lambda route: route.fulfill(body="self.PerimetrePerimeter = {};"))
    tab.goto(f"{address}veillee/may-i/")
    tab.locator(".pm-broken").wait_for()
    assert tab.locator(".pm-live-without").is_visible()


def test_page_answers_where_the_device_keeps_nothing(tab: Tab, address: str) -> None:
    refused = "() => { throw new DOMException('refused', 'QuotaExceededError'); }"
    tab.add_init_script(f"for (const act of ['getItem', 'setItem', 'removeItem']) Storage.prototype[act] = {refused};")
    for path, ready in (("may-i/", ".pm-live"), ("alert/", ".pm-alert"), ("now/", ".pm-now-line button")):
        tab.goto(f"{address}veillee/{path}")
        tab.locator(ready).first.wait_for()
        assert not tab.locator(".pm-broken").is_visible()
