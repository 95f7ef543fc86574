"""Texts made ready: filled in once, copied as they would have been typed, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.test_accessibility import axe, page, violations

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Locator
    from playwright.sync_api import Page as Tab

    from tests.support.sites import Example

__all__ = ("axe", "page")
TOOLS = ".pm-message-tools"
COPIED = "navigator.clipboard.readText()"


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Tab]:
    """Return a page of a phone that lets a page write to its clipboard."""
    context = browser.new_context(
        viewport={"width": 360, "height": 780}, locale="fr-FR", permissions=["clipboard-read", "clipboard-write"]
    )
    yield context.new_page()
    context.close()


def paths(site: Path, *wanted: str) -> list[str]:
    """Return the addresses of the pages that hold each of some texts, those of ready answers first."""
    pages = sorted(site.glob("*/templates/*/index.html")) + sorted(site.glob("*/crises/*/index.html"))
    found = [path for path in pages if all(text in path.read_text("utf-8") for text in wanted)]
    assert found, wanted
    return [f"{path.parent.relative_to(site).as_posix()}/" for path in found]


def visit(tab: Tab, address: str, path: str) -> Locator:
    """Open a page, and return what goes with its first text that has something to fill in."""
    tab.goto(f"{address}{path}")
    tab.wait_for_selector(TOOLS)
    tab.evaluate("document.querySelectorAll('article details').forEach(fold => { fold.open = true; })")
    return tab.locator(f"{TOOLS}:has(input)").first


def test_what_is_filled_in_stands_in_every_text_and_in_what_is_copied(tab: Tab, address: str, example: Example) -> None:
    tools = visit(tab, address, paths(example.folder / "site", "data-pm-var=")[0])
    quote = tools.locator("xpath=preceding-sibling::blockquote[1]")
    name = quote.locator(".pm-var").first.get_attribute("data-pm-var")
    before = quote.locator(".pm-var").first.inner_text()
    tools.locator(".pm-message-copy").click()
    assert tools.locator("[data-pm-word=lacks]").is_visible()
    assert before in tools.locator(".pm-message-lacks").inner_text()
    tools.locator("input").first.fill("Éloïse & <b>Cie</b>")
    everywhere = tab.locator(f".pm-say .pm-var[data-pm-var='{name}']")
    assert set(everywhere.all_inner_texts()) == {"Éloïse & <b>Cie</b>"}
    for field in tools.locator("input").all()[1:]:
        field.fill("x")
    tools.locator(".pm-message-copy").click()
    tab.wait_for_selector("[data-pm-word=copied]:visible")
    assert not tools.locator("[data-pm-word=lacks]").is_visible()
    copied = tab.evaluate(COPIED)
    assert "Éloïse & <b>Cie</b>" in copied
    assert "[" not in copied
    tools.locator("input").first.fill("")
    assert set(everywhere.all_inner_texts()) == {before}


def test_a_text_is_copied_as_it_would_have_been_typed(tab: Tab, address: str, example: Example) -> None:
    for path in paths(example.folder / "site")[:6] + paths(example.folder / "site", "pm-statement")[:4]:
        visit(tab, address, path)
        for tools in tab.locator(f"article {TOOLS}").all():
            quote = tools.locator("xpath=preceding-sibling::blockquote[1]")
            tools.locator(".pm-message-copy").click()
            copied = tab.evaluate(COPIED)
            words = quote.evaluate(
                "quote => { const copy = quote.cloneNode(true);"
                " copy.querySelectorAll('.pm-tip').forEach(tip => tip.remove()); return copy.textContent; }"
            )
            assert copied.split() == words.split(), path
            assert not re.search(r"[ \t]\n|\n[ \t]|\n{3}|^\s|\s$", copied), (path, copied)
            shown = int(re.sub(r"\D", "", tools.locator(".pm-message-length").inner_text()))
            assert shown == len(copied), (path, copied)


def test_a_browser_that_may_not_copy_selects_the_text(browser: Browser, address: str, example: Example) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 780}, locale="fr-FR")
    context.add_init_script("Object.defineProperty(navigator, 'clipboard', { get: () => undefined })")
    tab = context.new_page()
    tools = visit(tab, address, paths(example.folder / "site", "data-pm-var=")[0])
    tools.locator(".pm-message-copy").click()
    assert tools.locator("[data-pm-word=selected]").is_visible()
    selected = tab.evaluate("getSelection().toString()")
    assert selected.split() == tools.locator("xpath=preceding-sibling::blockquote[1]").inner_text().split()
    context.close()


def test_it_is_for_everybody(page: Tab, address: str, axe: str, example: Example) -> None:
    tools = visit(page, address, paths(example.folder / "site", "data-pm-var=")[0])
    tools.locator(".pm-message-copy").focus()
    page.keyboard.press("Enter")
    assert violations(page, axe) == []
    controls = page.locator(f"{TOOLS} :is(button, input):visible")
    assert min(controls.evaluate_all("parts => parts.map(part => part.getBoundingClientRect().height)")) >= 44


def test_length_is_told_as_each_network_counts_it_and_too_long_once_nothing_is_blank(tab: Tab, address: str) -> None:
    # Where its network is named, it is told at once.
    tools = visit(tab, address, "veillee/templates/shop-thanks/")
    assert "Fiches des boutiques : 90 caractères sur 700" in told(tools.locator(".pm-message-lengths"))
    # Where it may go to several, each waits behind their name, and counts in its own way.
    tools = visit(tab, address, "veillee/templates/dissatisfied-customer/")
    tools.locator("input").first.fill("👩‍👩‍👧")
    shown = {line.rpartition(" : ")[2] for line in map(told, tools.locator(".pm-message-networks li").all())}
    assert {line.rpartition(" sur ")[2] for line in shown} == {"900", "3 000", "700", "600"}
    assert len({line.partition(" ")[0] for line in shown}) == 2
    over = tools.locator("[data-pm-word=over]")
    # Nothing is too long while a blank stands for what will be there; then it is told, as the reading over counts it.
    tools.locator("input").first.fill("x" * 900)
    assert not over.is_visible()
    for field in tools.locator("input").all()[1:]:
        field.fill("x")
    assert over.is_visible() and "900 au plus : trop long" in told(over)
    other = tab.context.new_page()
    other.goto(f"{address}veillee/voice/draft/")
    other.wait_for_selector(".pm-draft:not([hidden])")
    other.select_option("#draft-channel", "instagram")
    other.fill("#draft-text", tools.locator("xpath=preceding-sibling::blockquote[1]").inner_text())
    other.wait_for_timeout(300)
    counted = told(other.locator(".pm-draft-count"))
    other.close()
    assert f"TikTok:{counted}caractères" in told(over).replace(" ", "")


def told(part: Locator) -> str:
    """Return the words of a part, with ordinary spaces."""
    return (part.text_content() or "").replace("\xa0", " ").replace("\u202f", " ").strip()
