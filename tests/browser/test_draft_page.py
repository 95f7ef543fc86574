"""The page « Relire mon message »: somebody types a message on their phone, and is told what the voice would mend."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.test_accessibility import axe, page, violations
from tests.browser.test_live_page import phone

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from playwright.sync_api import Page as Tab

__all__ = ("axe", "page")
MORNING = dt.datetime(2026, 11, 24, 10, 0)
AREA = "#draft-text"
ITEM = ".pm-draft-item"
READY = ".pm-draft:not([hidden])"
THROTTLE = 4
# What somebody who types does not notice: a tenth of a second, on a machine that other tests share.
MOST_MS = 250
COST = """text => {
  const linter = new PerimetreLint.Linter(PerimetreVoices.veillee);
  const draft = { channel: "instagram", case: null, language: "fr", private: false, at: 1000 };
  const costs = [];
  for (let turn = 0; turn < 9; turn += 1) {
    const typed = text.slice(0, text.length - turn);
    const before = performance.now();
    linter.length(typed, draft);
    linter.findings(typed, draft);
    costs.push(performance.now() - before);
  }
  return costs.sort((one, other) => one - other)[4];
}"""


@pytest.fixture(scope="module")
def tab(browser: Browser, address: str) -> Iterator[Tab]:
    """Return the page of a phone, on a Tuesday morning, with what it has asked for since it was opened."""
    context = phone(browser, MORNING)
    tab = context.new_page()
    tab.goto(f"{address}veillee/voice/draft/")
    tab.wait_for_selector(READY)
    yield tab
    context.close()


def type_in(tab: Tab, text: str, channel: str = "instagram") -> None:
    """Write a draft, and wait until it has been read."""
    tab.select_option("#draft-channel", channel)
    tab.fill(AREA, "")
    tab.fill(AREA, text)
    # The pause after which it is read.
    tab.wait_for_timeout(300)


def told(tab: Tab) -> list[str]:
    """Return the words of the findings that are shown."""
    return tab.locator(f".pm-draft-findings {ITEM} .pm-draft-words").all_inner_texts()


@pytest.mark.browser
def test_a_forbidden_word_is_found_replaced_and_taken_back(tab: Tab) -> None:
    type_in(tab, "Une bougie apaisante.")
    item = tab.locator(ITEM).first
    assert "ne se dit jamais ici" in item.inner_text()
    item.get_by_role("button", name="dire ce que cela sent").click()
    assert tab.input_value(AREA) == "Une bougie dire ce que cela sent."
    tab.keyboard.press("Control+z")
    assert tab.input_value(AREA) == "Une bougie apaisante."


@pytest.mark.browser
def test_typography_is_set_right_at_once(tab: Tab) -> None:
    type_in(tab, "C'est l'heure... Venez ! Oui : 10 % \"offerts\".")
    tab.locator(".pm-draft-set").click()
    tab.wait_for_timeout(300)
    while tab.locator(".pm-draft-set").is_visible():
        tab.locator(".pm-draft-set").click()
        tab.wait_for_timeout(300)
    nbsp = "\u00a0"
    assert tab.input_value(AREA) == f"C’est l’heure… Venez{nbsp}! Oui{nbsp}: 10{nbsp}% «{nbsp}offerts{nbsp}»."


@pytest.mark.browser
def test_the_caret_goes_where_a_finding_points_by_the_keyboard_alone(tab: Tab) -> None:
    type_in(tab, "👋 Notre bougie magique.")
    place = tab.locator(f"{ITEM} .pm-draft-place").filter(has_text="magique")
    place.focus()
    tab.keyboard.press("Enter")
    start, end = tab.evaluate("() => [document.activeElement.selectionStart, document.activeElement.selectionEnd]")
    assert "👋 Notre bougie magique.".encode("utf-16-le")[start * 2 : end * 2].decode("utf-16-le") == "magique"


@pytest.mark.browser
def test_length_is_that_of_the_channel_and_is_announced(tab: Tab) -> None:
    type_in(tab, "Bonsoir 👩‍👩‍👧")
    assert tab.inner_text(".pm-draft-count") == "16"
    type_in(tab, "Bonsoir 👩‍👩‍👧", channel="forum")
    assert tab.inner_text(".pm-draft-count") == "9"
    assert tab.locator(".pm-draft-told").get_attribute("role") == "status"


@pytest.mark.browser
def test_a_draft_and_its_channel_outlive_a_reload_and_one_button_erases_it(tab: Tab) -> None:
    type_in(tab, "À finir ce soir", channel="forum")
    tab.reload()
    tab.wait_for_selector(READY)
    assert (tab.input_value(AREA), tab.input_value("#draft-channel")) == ("À finir ce soir", "forum")
    tab.locator(".pm-draft-erase").click()
    assert tab.input_value(AREA) == ""
    kept = tab.evaluate("() => Object.keys(localStorage).filter(key => key === 'perimetre-draft-veillee')")
    assert kept == []
    tab.reload()
    tab.wait_for_selector(READY)
    assert tab.input_value(AREA) == ""


@pytest.mark.browser
def test_nothing_that_is_typed_leaves_the_device(tab: Tab) -> None:
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    type_in(tab, "Un secret : 06 39 98 12 34 <img src=x onerror=alert(1)> https://exemple.fr/image.png")
    assert any("téléphone" in words for words in told(tab))
    assert asked == []
    assert "secret" not in tab.url
    assert tab.locator(".pm-draft img").count() == 0


@pytest.mark.browser
def test_a_draft_of_a_million_signs_is_read_from_its_beginning_and_says_so(tab: Tab) -> None:
    tab.evaluate("""() => {
      const area = document.querySelector("#draft-text");
      area.value = "Une bougie magique, tu vois ? ".repeat(35000);
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }""")
    tab.wait_for_selector(".pm-draft-long:not([hidden])", timeout=20_000)
    assert tab.inner_text(".pm-draft-long span") == "20000"
    assert tab.locator(f".pm-draft-findings {ITEM}").count() <= 250
    tab.locator(".pm-draft-erase").click()


@pytest.mark.browser
def test_a_full_device_is_said(tab: Tab) -> None:
    tab.evaluate("() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') } }")
    type_in(tab, "Rien n’est gardé")
    tab.wait_for_selector(".pm-draft-unkept:not([hidden])")
    tab.reload()
    tab.wait_for_selector(READY)


@pytest.mark.browser
def test_a_key_costs_little_on_a_slow_phone(tab: Tab) -> None:
    text = (
        "Bonjour Nadia, votre colis est à Lyon. Calmez-vous, tu vas voir : 98 % des clients l'adorent... 👋🏽 #Veillée "
        "06 39 98 12 34, paul.durand@mail.example.com https://veillee.example.org/lampe "
    ) * 15
    session = tab.context.new_cdp_session(tab)
    session.send("Emulation.setCPUThrottlingRate", {"rate": THROTTLE})
    cost = tab.evaluate(COST, text[:2200])
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    assert cost < MOST_MS, cost


@pytest.mark.browser
def test_without_javascript_the_page_says_by_what_one_reads(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    bare = context.new_page()
    bare.goto(f"{address}veillee/voice/draft/")
    assert bare.locator(".pm-draft-without a").count() == 4
    assert bare.locator(".pm-draft").is_hidden()
    context.close()


@pytest.mark.browser
def test_what_is_found_is_accessible_and_can_be_touched(page: Tab, axe: str, address: str) -> None:
    page.clock.set_fixed_time(MORNING)
    page.set_viewport_size({"width": 360, "height": 780})
    page.goto(f"{address}veillee/voice/draft/")
    page.wait_for_selector(READY)
    type_in(page, "Tu vas adorer : une bougie apaisante, MAGIQUE, 98 % l'aiment... 06 39 98 12 34 !!! 👋🏽🕯️🎉")
    page.locator(".pm-draft-signs summary").click()
    assert page.evaluate("() => document.documentElement.scrollWidth") == 360
    heights = page.locator(".pm-draft :is(button, select, textarea, summary, .pm-draft-private label)").evaluate_all(
        "several => several.map(one => one.getBoundingClientRect().height)"
    )
    assert min(heights) >= 44
    assert violations(page, axe) == []
