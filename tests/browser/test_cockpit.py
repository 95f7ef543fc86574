"""A crisis followed on a phone: begun, ticked, said on several channels, cut off, past midnight, handed over, ended."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from perimetre.reading.logs import read_log
from tests.browser.test_accessibility import axe, page, violations

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext
    from playwright.sync_api import Page as Tab

__all__ = ("axe", "page")
PARIS = ZoneInfo("Europe/Paris")
NIGHT = dt.datetime(2026, 11, 22, 22, 40, tzinfo=PARIS)
COPIED = "navigator.clipboard.readText()"
MINE = "community-manager"
STEPS = ("proof", "first-words", "first-words-in-public", "call", "stop-posts")
COCKPIT = ".pm-cockpit:not([hidden])"


def phone(browser: Browser, **more: Any) -> BrowserContext:
    """Return a phone on that night; it is of another zone than the house."""
    context = browser.new_context(
        viewport={"width": 360, "height": 780},
        locale="fr-FR",
        timezone_id="Pacific/Auckland",
        permissions=["clipboard-read", "clipboard-write"],
        **more,
    )
    context.clock.install(time=NIGHT)
    return context


@pytest.fixture
def device(browser: Browser) -> Iterator[BrowserContext]:
    context = phone(browser)
    yield context
    context.close()


def key(tab: Tab, name: str) -> Any:
    return tab.locator(f'[data-key="{name}"]')


def opened(device: BrowserContext, address: str, path: str = "veillee/cockpit/") -> Tab:
    tab = device.new_page()
    tab.goto(f"{address}{path}")
    tab.wait_for_selector(COCKPIT)
    return tab


def begin(tab: Tab, scenario: str) -> None:
    if key(tab, "start-another").count():
        key(tab, "start-another").click()
    key(tab, "scenario").select_option(scenario)
    key(tab, "begin").click()


def unfold(tab: Tab, name: str) -> None:
    fold = key(tab, name)
    if fold.get_attribute("open") is None:
        fold.locator("summary").first.click()


def said(tab: Tab, part: str) -> str:
    return str(tab.locator(part).inner_text()).replace("\xa0", " ").replace("\u202f", " ")


@pytest.mark.slow
def test_crisis_is_followed_from_its_card_to_its_export(browser: Browser, address: str) -> None:
    device = phone(browser, copies=True, accept_downloads=True)
    tab = device.new_page()
    tab.goto(f"{address}veillee/crises/product-recall/")
    tab.locator(".pm-start-cockpit").click()
    tab.wait_for_selector(COCKPIT)
    tab.wait_for_load_state("load")
    # The card is chosen, and what begins it is on the screen.
    tab.wait_for_function("() => scrollY > 0 && document.querySelector('[data-key=begin]')")
    tab.wait_for_timeout(500)
    top = key(tab, "start-title").bounding_box()
    assert top is not None and 40 <= top["y"] < 200
    assert key(tab, "scenario").input_value() == "product-recall"
    key(tab, "role").select_option(MINE)
    key(tab, "begin").click()
    assert "T + 0 min" in said(tab, ".pm-cp-head")
    assert "Danger immédiat" in said(tab, ".pm-first")
    assert "Les miennes" in said(tab, "#pm-cp-steps")
    # Five steps.
    for step in STEPS:
        device.clock.fast_forward(60_000)
        unfold(tab, "later-mine") if not key(tab, f"step-{step}").is_visible() else None
        key(tab, f"step-{step}").click()
    assert "Faites (5)" in said(tab, "#pm-cp-steps")
    # A text that may leave, on two channels.
    unfold(tab, "text-to-whoever-was-burnt")
    key(tab, "copy-to-whoever-was-burnt-0").click()
    assert "Comment allez-vous" in tab.evaluate(COPIED)
    ready = tab.locator('[data-key^="sent-to-whoever-was-burnt-0-"]')
    ready.nth(0).click()
    ready.nth(1).click()
    # One that waits: it says for what, and neither leaves nor is copied until it may.
    unfold(tab, "text-stop-using-it")
    waiting = tab.locator('[data-key^="sent-stop-using-it-0-"]')
    assert waiting.first.get_attribute("aria-disabled") == "true"
    assert "Retirer l’objet de la vente" in said(tab, '[data-key="text-stop-using-it"] .pm-banner')
    waiting.first.click(force=True)
    assert waiting.first.get_attribute("aria-pressed") == "false"
    for box in (0, 1):
        key(tab, f"box-stop-using-it-{box}").click()
    unfold(tab, "fill")
    for name, value in (("product", "la veilleuse Luciole"), ("risk", "une brûlure")):
        key(tab, f"fill-{name}").fill(value)
        key(tab, f"fill-{name}").blur()
    # It is no more ready than its blanks: they are counted, and lead to their field.
    summary = '[data-key="text-stop-using-it"] > summary'
    assert "reste 1 blanc" in said(tab, summary)
    key(tab, "copy-stop-using-it-0").click()
    assert tab.evaluate("document.activeElement.dataset.key") == "fill-next-word"
    assert "Heure du prochain point" in said(tab, ".pm-cp-told")
    tab.evaluate("document.activeElement.blur()")
    tab.locator('[data-key="text-stop-using-it"] .pm-var[data-pm-var="next-word"]').first.click()
    assert tab.evaluate("document.activeElement.dataset.key") == "fill-next-word"
    key(tab, "fill-next-word").fill("2026-11-22T23:30")
    key(tab, "fill-next-word-do").click()
    assert "prêt à partir" in said(tab, summary)
    # The hour that the text gives is promised once it has left.
    assert "23:30" not in said(tab, ".pm-cp-tile--word")
    waiting.first.click()
    assert waiting.first.get_attribute("aria-pressed") == "true"
    assert "23:30 dans 45 min" in said(tab, ".pm-cp-tile--word")
    assert "promis : 23:30" in said(tab, ".pm-cp-log > li:nth-child(1)")
    key(tab, "copy-stop-using-it-0").click()
    assert "Si vous avez la veilleuse Luciole" in tab.evaluate(COPIED)
    assert "Prochain point ici aujourd’hui à 23 h 30." in tab.evaluate(COPIED).replace("\xa0", " ")
    # What was promised is counted down, what stops is held until it goes on.
    unfold(tab, "promise-fold")
    key(tab, "promise").fill("2026-11-22T23:45")
    key(tab, "promise-do").click()
    assert "23:45 dans 1 h" in said(tab, ".pm-cp-tile--word")
    key(tab, "stop-0").click()
    assert key(tab, "resume-0").get_attribute("aria-disabled") == "true"
    # The network goes, the tab too; the copy on the device has the page, and the log is there.
    tab.locator(".pm-edition [data-when=whole]").wait_for(timeout=60_000)
    device.set_offline(True)
    tab.close()
    device.clock.set_system_time(dt.datetime(2026, 11, 23, 0, 10, tzinfo=PARIS))
    tab = opened(device, address)
    assert "depuis dim. 22 nov. à 22:40" in said(tab, ".pm-cp-since").replace("nov.,", "nov. à")
    assert "23:45 25 min de retard" in said(tab, ".pm-cp-tile--word").replace("dim. 22 nov., ", "")
    assert "Faites (5)" in said(tab, "#pm-cp-steps")
    key(tab, "note").fill("La qualité rappelle à 8 h.")
    key(tab, "note").press("Enter")
    # Whoever takes over is told all of it.
    tab.get_by_label("À qui").fill("Samira")
    key(tab, "handover-do").click()
    paper = tab.locator(".pm-cp-paper").input_value()
    # Nothing is handed over before it has left the page.
    assert "Main passée" not in said(tab, "#pm-cp-log")
    key(tab, "handover-copy").click()
    tab.locator("#pm-cp-log").get_by_text("Main passée").wait_for()
    assert tab.evaluate(COPIED) == paper
    ids = tab.evaluate("[...document.querySelectorAll('.pm-cockpit [id]')].map(each => each.id)")
    assert len(ids) == len(set(ids))
    for told in (
        "23:45",
        "Pour\xa0: Samira",
        "Reste à faire",
        "EN RETARD",
        "Ne vous en servez plus →",
        "Arrêté, pas encore",
    ):
        assert told in paper, told
    # What is left to do is said before it is closed, and who decides.
    key(tab, "end").click()
    left = said(tab, "#pm-cp-end .pm-banner")
    assert "ni faites ni écartées" in left and "se décide par" in left
    key(tab, "end-no").click()
    assert not key(tab, "reopen").count()
    key(tab, "end").click()
    key(tab, "end-do").click()
    # So is what was promised, and not kept; an hour that was only moved is told as such.
    review = said(tab, "#pm-cp-debrief")
    assert "Points promis non tenus : 1 sur 2." in review
    assert "Pour 23:45" in review.replace("dim. 22 nov., ", "") and "pas fait, 25 min de retard" in review
    assert "une autre heure a été notée avant" in review
    with tab.expect_download() as download:
        key(tab, "export-json").click()
    log = json.loads(Path(download.value.path()).read_text("utf-8"))
    (moved, missed) = read_log("log.json", json.dumps(log).encode()).promises
    assert moved.moved_to == missed.due and (missed.made, missed.moved) == (None, None)
    types = [event["type"] for event in log["events"]]
    assert types[0] == "begun" and types[-1] == "ended"
    assert types.count("done") == 5 and types.count("sent") == 3 and "handed" in types and "noted" in types
    assert [event["wall"] for event in log["events"]][-1] == "2026-11-23T00:10"
    assert next(step for step in log["steps"] if step["id"] == "proof")["done_at"][:16] == "2026-11-22T21:41"
    with tab.expect_download() as download:
        key(tab, "export-md").click()
    written = Path(download.value.path()).read_text("utf-8")
    assert "La qualité rappelle à 8 h." in written and "Envoyé\xa0: Ne vous en servez plus" in written
    # One button, pressed twice, and the device holds nothing of it.
    key(tab, "erase-all").click()
    key(tab, "erase-all").click()
    assert tab.evaluate("Object.keys(localStorage).filter(key => /log|open/.test(key))") == []
    device.close()


def test_what_is_typed_stays_with_its_incident_and_one_press_is_enough(device: BrowserContext, address: str) -> None:
    tab = opened(device, address)
    begin(tab, "product-recall")
    # The press that leaves a blank counts: nothing is drawn anew under it.
    unfold(tab, "fill")
    key(tab, "fill-product").click()
    tab.keyboard.type("la veilleuse Luciole")
    key(tab, "step-proof").click()
    assert "Faites (1)" in said(tab, "#pm-cp-steps")
    # A note that is half typed waits where it was begun, and is none of another incident's.
    key(tab, "note").fill("On vérifie le lot")
    recall = tab.evaluate("location.hash").removeprefix("#incident=")
    begin(tab, "boycott")
    boycott = tab.evaluate("location.hash").removeprefix("#incident=")
    assert key(tab, "note").input_value() == ""
    key(tab, f"to-{recall}").click()
    assert key(tab, "note").input_value() == "On vérifie le lot"
    # What a log cannot hold is said at its field, and stays there.
    key(tab, "note").fill("x" * 20_001)
    key(tab, "note-do").click()
    assert "20 000 signes" in said(tab, "#pm-cp-log [role=alert]")
    assert len(key(tab, "note").input_value()) == 20_001
    # The link that was asked for here is not shown under another incident, however late it comes.
    tab.evaluate(
        "() => { const add = document.head.append.bind(document.head);"
        " document.head.append = (part) => setTimeout(() => add(part), 500); }"
    )
    tab.evaluate("document.querySelector('[data-key=carry]').click()")
    key(tab, f"to-{boycott}").click()
    tab.clock.run_for(2_000)
    tab.wait_for_timeout(500)
    assert tab.locator(".pm-cp-carried").count() == 0


def test_two_incidents_at_once_and_a_night_on_which_the_hour_changes(device: BrowserContext, address: str) -> None:
    device.clock.set_system_time(dt.datetime(2027, 3, 27, 23, 0, tzinfo=PARIS))
    tab = opened(device, address, "veillee/cockpit/#scenario=product-recall")
    begin(tab, "product-recall")
    # Fourteen hours pass between these two hours of the clocks, not fifteen.
    assert "dim. 28 mars, 14:00 dans 14 h" in said(tab, "#pm-cp-delays")
    # «J’ai fait une bêtise» begins the card by itself.
    key(tab, "start-another").click()
    unfold(tab, "slip")
    assert "Aucun nom" in said(tab, '[data-key="slip"]')
    key(tab, "slip-cm-slip").click()
    assert tab.locator(".pm-cp-head h2").inner_text() == "Nous avons mal répondu"
    assert tab.locator(".pm-cp-choose").count() == 2
    # The home reminds of both.
    tab.goto(f"{address}veillee/")
    strip = tab.locator(".pm-open-incidents")
    strip.wait_for()
    assert "Nous avons mal répondu" in strip.inner_text() and "rappelé" in strip.inner_text()


def test_step_is_late_a_minute_after_its_hour_and_not_before(device: BrowserContext, address: str) -> None:
    tab = opened(device, address, "veillee/cockpit/#scenario=product-recall")
    key(tab, "role").select_option(MINE)
    begin(tab, "product-recall")
    for minutes, told, late in ((5, "22:45 maintenant", False), (2, "22:45 2 min de retard", True)):
        device.clock.fast_forward(minutes * 60_000)
        assert told in said(tab, ".pm-cp-tile--next")
        assert ("En retard" in said(tab, COCKPIT)) == late


def test_two_tabs_share_one_log_and_hear_that_it_is_erased(device: BrowserContext, address: str) -> None:
    tab = opened(device, address)
    # However long the first gesture of a card is, what begins it is on the first screen.
    key(tab, "scenario").select_option("cm-slip")
    place = key(tab, "begin").bounding_box()
    assert place is not None and tab.evaluate("scrollY") == 0 and place["y"] + place["height"] <= 780
    begin(tab, "cm-slip")
    other = opened(device, address)
    key(other, "step-proof").click()
    key(tab, "step-stop").click()
    for each in (tab, other):
        each.locator("#pm-cp-steps").get_by_text("Faites (2)").wait_for()
    key(tab, "erase").click()
    key(tab, "erase-do").click()
    other.get_by_text("a été effacé dans un autre onglet").wait_for()


def test_device_that_keeps_nothing_or_keeps_rubbish_says_so_and_goes_on(device: BrowserContext, address: str) -> None:
    device.add_init_script(
        "localStorage.setItem('perimetre-log/veillee/x/y', '{cut');"
        "const set = Storage.prototype.setItem;"
        "Storage.prototype.setItem = function (key, value) {"
        "  if (key.startsWith('perimetre-log')) throw new DOMException('full', 'QuotaExceededError');"
        "  return set.call(this, key, value); };"
    )
    tab = opened(device, address)
    begin(tab, "cm-slip")
    key(tab, "step-proof").click()
    assert "ne garde plus la main courante" in said(tab, ".pm-cockpit")
    assert "illisibles" in said(tab, ".pm-cockpit")
    key(tab, "export-copy").click()
    assert "Capturer notre réponse" in tab.evaluate(COPIED)


def test_card_that_was_changed_or_removed_since_is_followed_as_it_was(device: BrowserContext, address: str) -> None:
    tab = opened(device, address)
    begin(tab, "cm-slip")
    tab.evaluate(
        """() => {
          for (const name of Object.keys(localStorage).filter(each => each.startsWith("perimetre-log"))) {
            const event = JSON.parse(localStorage.getItem(name));
            event.scenario.version = "former";
            event.scenario.steps[0].title = "Une étape d’hier";
            localStorage.setItem(name, JSON.stringify(event));
          }
        }"""
    )
    tab.reload()
    tab.wait_for_selector(".pm-cp-head")
    assert "La fiche a changé" in said(tab, ".pm-cp-head")
    assert "Une étape d’hier" in said(tab, "#pm-cp-steps")


def test_clock_set_back_is_told_and_a_log_of_a_thousand_lines_is_drawn(device: BrowserContext, address: str) -> None:
    tab = opened(device, address)
    begin(tab, "cm-slip")
    tab.evaluate(
        """() => {
          const [name] = Object.keys(localStorage).filter(each => each.startsWith("perimetre-log"));
          const folder = name.slice(0, name.lastIndexOf("/"));
          const { at } = JSON.parse(localStorage.getItem(name));
          for (let n = 2; n <= 1000; n += 1) {
            const event = { id: `n${n}`, seq: n, at: at + n, type: "noted", text: `Note ${n}` };
            localStorage.setItem(`${folder}/n${n}`, JSON.stringify(event));
          }
        }"""
    )
    device.clock.set_system_time(NIGHT - dt.timedelta(minutes=30))
    tab.reload()
    tab.wait_for_selector(".pm-cp-head")
    assert "a reculé de 30 min" in said(tab, ".pm-cp-head")
    took = tab.evaluate(
        """() => { const from = performance.now(); document.querySelector('[data-key="step-proof"]').click();
        return performance.now() - from; }"""
    )
    key(tab, "log-whole").click()
    assert tab.locator(".pm-cp-log > li").count() == 1001
    assert "Note 1000" in said(tab, ".pm-cp-log > li:nth-child(2)")
    assert took < 2000


def test_by_keyboard_alone_a_crisis_is_begun_and_a_step_ticked(device: BrowserContext, address: str) -> None:
    tab = opened(device, address, "veillee/cockpit/#scenario=cm-slip")
    # Of all the hours that the texts give, that of the next word alone is a promise.
    hours = "each => (each.variables ?? []).filter(({promises}) => promises).map(({id}) => id)"
    promised = tab.evaluate(f"Object.values(PerimetreScenarios).flatMap({hours})")
    assert len(promised) > 10
    assert set(promised) == {"next-word"}
    # What is read of a card that comes from elsewhere is all that a card of ours says.
    read = "Object.values(PerimetreScenarios).map(each => [each, PerimetreLogShape.scenarioOf(each)])"
    assert [card["id"] for card, kept in tab.evaluate(read) if kept != card] == []
    key(tab, "begin").focus()
    tab.keyboard.press("Enter")
    tab.wait_for_selector(".pm-cp-head")
    assert tab.evaluate("document.activeElement.dataset.key") == "title"
    for _ in range(40):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement.dataset.key") == "step-proof":
            break
    tab.keyboard.press("Space")
    assert "Faites (1)" in said(tab, "#pm-cp-steps")
    assert "Fait\xa0: Capturer notre réponse" in tab.locator(".pm-cp-told").inner_text()
    # Whoever ticked is still there, and may take it back.
    assert tab.evaluate("document.activeElement.dataset.key") == "step-proof"
    small = tab.evaluate(
        """() => [...document.querySelectorAll('.pm-cockpit :is(button:not(.pm-cp-link), summary, select, input)')]
        .filter(each => each.offsetParent && each.getBoundingClientRect().height < 43.5)
        .map(each => each.outerHTML.slice(0, 90))"""
    )
    assert small == []


def test_checker_finds_nothing_in_an_open_incident(page: Tab, address: str, axe: str) -> None:
    page.goto(f"{address}veillee/cockpit/#scenario=product-recall")
    page.wait_for_selector(COCKPIT)
    key(page, "begin").click()
    key(page, "step-proof").click()
    # Handed over, and given what is no log.
    key(page, "carry").click()
    page.wait_for_selector(".pm-cp-code svg")
    unfold(page, "take")
    key(page, "paste").fill("Bonjour")
    key(page, "paste-do").click()
    page.wait_for_selector(".pm-cp-arrived [role=alert]")
    page.evaluate("document.querySelectorAll('article details').forEach(one => { one.open = true; })")
    assert violations(page, axe) == []
