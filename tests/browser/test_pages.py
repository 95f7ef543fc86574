"""Each kind of page, in a real browser, on a phone and on a desk."""

from __future__ import annotations

import functools
import re

import pytest

from tests.support.shared import website_of_the_example

WIDTHS = {360: 780, 1280: 900}
# The files that a page is shown with: what its head and its body name, not where its links lead.
NAMED = """[...new Set([
  ...[...document.querySelectorAll("link:is([rel~=stylesheet], [rel~=icon], [rel~=preload], [rel~=manifest])")]
    .map(one => one.href),
  ...[...document.querySelectorAll("script[src], img[src]")].map(one => one.src),
])].map(url => url.split("#")[0])"""


@functools.cache
def kinds() -> list[str]:
    """Return the path of one page of each kind: the one with most to show."""
    chosen: dict[str, tuple[int, str]] = {}
    for page in website_of_the_example().pages:
        size = sum(len(section.html) for section in page.sections)
        chosen[page.kind] = max(chosen.get(page.kind, (-1, "")), (size, page.path))
    return sorted(path for _, path in chosen.values())


@functools.cache
def kinds_in_both_brands() -> list[str]:
    """Return as many paths, one of each kind: in turn that with most to show, and its like of another brand, if any."""
    of_kind: dict[str, dict[str | None, tuple[int, str]]] = {}
    for page in website_of_the_example().pages:
        size = sum(len(section.html) for section in page.sections)
        of_brand = of_kind.setdefault(page.kind, {})
        of_brand[page.brand] = max(of_brand.get(page.brand, (-1, "")), (size, page.path))
    return [sorted(of_kind[kind].values())[0 if rank % 2 else -1][1] for rank, kind in enumerate(sorted(of_kind))]


@pytest.mark.parametrize("width", WIDTHS)
def test_each_kind_of_page_shows_itself_has_what_it_names_and_asks_nothing_of_others(
    browser, address: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": WIDTHS[width]}, locale="fr-FR")
    page = context.new_page()
    spoken: list[str] = []
    asked: list[str] = []
    page.on("console", lambda line: spoken.append(line.text) if line.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: spoken.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    # What the search was still loading when we left for the next page is no failure.
    page.on("requestfailed", lambda one: "ABORTED" in str(one.failure) or spoken.append(f"{one.failure}: {one.url}"))
    paths = kinds()
    assert len(paths) > 10
    wide: dict[str, int] = {}
    named: dict[str, str] = {}
    for path in paths:
        answer = page.goto(f"{address}{path}/" if path else address)
        page.wait_for_load_state("load")
        assert answer is not None
        assert answer.ok, path
        assert page.locator("h1").count() == 1, path
        over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if over > 0:
            wide[path] = over
        for url in page.evaluate(NAMED):
            named.setdefault(url, path)
    found = {url: page.request.get(url).status for url in named}
    context.close()
    assert spoken == []
    assert [url for url in asked if not re.match(rf"{re.escape(address)}|data:|blob:{re.escape(address)}", url)] == []
    assert wide == {}
    assert any(url.endswith(".css") for url in named)
    assert any(url.endswith(".js") for url in named)
    assert {url: (status, named[url]) for url, status in found.items() if status != 200} == {}


def test_a_page_that_does_not_exist_says_so_in_french(browser, address: str) -> None:
    page = browser.new_page(locale="fr-FR")
    page.goto(f"{address}404.html")
    assert "n’existe pas" in page.locator("h1").inner_text()
    page.close()


def test_without_scripts_the_words_are_there(browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert page.locator("article h2").count() > 0
    assert page.locator("article h2").first.is_visible()
    context.close()
