"""What a page may run and fetch: its own files, the scripts that our templates write, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.test_live_page import MORNING, phone
from tests.browser.test_pages import kinds
from tests.conftest import deep_alone
from tests.support.shared import website_of_the_example
from tests.support.sites import Example, files

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

POLICY = re.compile(rb'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="([^"]*)">')
HEAR = """
  window.refused = [];
  addEventListener("securitypolicyviolation", event => window.refused.push(
    `${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return a page that writes down what its policy refuses."""
    context = phone(browser, MORNING)
    context.add_init_script(HEAR)
    yield context.new_page()
    context.close()


def refused(page: Page) -> list[str]:
    """Return what the policy of the page that is open has refused."""
    told: list[str] = page.evaluate("window.refused")
    return told


def one_of_each() -> set[str]:
    """Return the path of one page of each kind, of each brand."""
    return set({(page.kind, page.brand): page.path for page in website_of_the_example().pages}.values())


def test_every_page_has_a_policy_that_trusts_no_text_and_no_other_host(example: Example) -> None:
    pages = {path: text for path, text in files(example.folder / "site").items() if path.endswith(".html")}
    assert len(pages) > 300
    for path, text in pages.items():
        (policy,) = POLICY.findall(text)
        told = dict(part.strip().split(" ", 1) for part in policy.decode().split(";"))
        allowed = {word for words in told.values() for word in words.split() if not word.startswith("'sha256-")}
        assert allowed == {"'self'", "'none'", "data:"}, path
        assert "data:" not in told["script-src"], path
        # One for each inline script of the templates: Material's three, or the one of the page that stands alone.
        assert told["script-src"].count("sha256-") <= 3, path


def test_what_people_do_is_allowed(page: Page, address: str) -> None:
    spoken: list[str] = []
    page.on("console", lambda line: spoken.append(line.text) if line.type == "error" else None)
    page.goto(f"{address}veillee/may-i/#role=community-manager&action=publish&channel=instagram")
    page.locator(".pm-live-answer").wait_for()
    page.locator("label.md-header__button[for=__search]").click()
    page.keyboard.type("avis")
    page.locator(".md-search-result__item").first.wait_for()
    page.keyboard.press("Escape")
    page.locator("label[for=__palette_1]").click()
    page.goto(f"{address}veillee/crises/")
    page.evaluate("document.querySelectorAll('article details').forEach(part => { part.open = true; })")
    page.emulate_media(media="print")
    assert refused(page) == []
    assert spoken == []


def test_what_a_text_could_bring_in_does_not_run(page: Page, address: str) -> None:
    page.goto(f"{address}veillee/")
    page.evaluate("""() => {
      window.ran = [];
      const script = document.createElement("script");
      script.textContent = "ran.push('inline')";
      document.querySelector("article").append(script);
      document.querySelector("article").insertAdjacentHTML("beforeend", "<img src=x onerror=\\"ran.push('event')\\">");
      const link = Object.assign(document.createElement("a"), { href: "javascript:ran.push('link')" });
      document.querySelector("article").append(link);
      link.click();
      document.querySelector("article").append(
        Object.assign(document.createElement("script"), { src: "https://elsewhere.example/x.js" }));
      return fetch("https://elsewhere.example/").catch(() => {});
    }""")
    page.wait_for_function("() => window.refused.length >= 5")
    assert page.evaluate("window.ran") == []
    assert {told.partition(" ")[0] for told in refused(page)} >= {"script-src-elem", "script-src-attr", "connect-src"}


@deep_alone
def test_no_page_of_any_kind_of_either_brand_asks_for_what_is_refused(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    told: dict[str, list[str]] = {}
    # `test_pages.py` has those of the brand with most to show.
    paths = sorted(one_of_each() - set(kinds()))
    assert len(paths) > 40
    for path in paths:
        page.goto(f"{address}{path}/" if path else address)
        page.evaluate("document.querySelectorAll('article details').forEach(part => { part.open = true; })")
        if found := refused(page):
            told[path] = found
    assert told == {}
    assert [url for url in asked if not url.startswith((address, "data:"))] == []
