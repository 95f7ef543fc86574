"""From a brand's home, what somebody asks in their own words is answered in two touches at most, typing aside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.test_live_page import MORNING, PARIS, phone, plain

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from playwright.sync_api import Page as Tab

SATURDAY = dt.datetime(2026, 11, 28, 21, 10)
CHRISTMAS = dt.datetime(2026, 12, 25, 23, 0)


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Tab]:
    """Return a page of a phone."""
    context = phone(browser, MORNING)
    yield context.new_page()
    context.close()


def ask(tab: Tab, address: str, at: dt.datetime, typed: str) -> int:
    """Ask in one's own words from the home, take what is found first, and return how many touches it took."""
    tab.context.clock.set_fixed_time(at.replace(tzinfo=PARIS))
    tab.goto(f"{address}veillee/")
    tab.fill("#home-ask", typed)
    tab.get_by_role("button", name="Demander").click()
    # Where what was typed names one thing, it is answered at once.
    answered = ".pm-live-answer:visible, .pm-alert-end:visible, .pm-now-line:visible"
    tab.wait_for_selector(f"{answered}, .pm-live-results li:visible")
    if tab.locator(answered).count():
        return 1
    tab.locator(".pm-live-results li:visible :is(button, a)").first.click()
    tab.wait_for_selector(answered)
    return 2


def test_refund_on_a_saturday_evening(tab: Tab, address: str) -> None:
    assert ask(tab, address, SATURDAY, "je peux rembourser 60 € à ce client, là, un samedi soir ?") <= 2
    asked = plain(tab.inner_text(".pm-live-asked"))
    assert "Répondre en privé : Dédommager" in asked
    assert "Montant : 60 €" in asked
    # It is now: no other moment is asked about.
    assert tab.input_value("#live-at") == ""
    assert "à partir de lundi 09:00" in plain(tab.inner_text(".pm-live-level"))
    # What nobody told is in sight, in words that one understands, and can be told by one touch.
    assert "Un ou une journaliste intervient-il dans ce fil" in tab.inner_text(".pm-live-facts")
    tab.locator("[data-fact=press-present]").get_by_text("oui", exact=True).click()
    assert tab.get_attribute(".pm-live-answer", "data-level") == "escalate"
    # The message says by when an answer is due, and what silence means.
    tab.locator("[data-fact=press-present]").get_by_text("Je ne sais pas", exact=True).click()
    message = plain(tab.input_value("#live-message"))
    assert "Réponse attendue : sous 4 heures" in message
    assert "Sans réponse à temps : passer à l’étape suivante." in message


@pytest.mark.parametrize(
    ("at", "typed"),
    [(CHRISTMAS, "qui appeler, gravité 3"), (MORNING, "qui appeler, gravité 3, 25 décembre 23:00")],
)
def test_who_is_called_on_christmas_night(tab: Tab, address: str, at: dt.datetime, typed: str) -> None:
    assert ask(tab, address, at, typed) <= 2
    line = plain(tab.locator(".pm-now-line:focus").inner_text())
    assert line.startswith("Appelez maintenant : Sabine Lettry")
    assert "01 99 00 12 44" in line
    # Another moment than this one is said to be so, and no call is begun in it.
    assert tab.locator(".pm-now-asked").is_visible() == (at == MORNING)
    assert ("Pas de réponse" in line) == (at == CHRISTMAS)


def test_holding_statement_of_an_account_that_was_taken(tab: Tab, address: str) -> None:
    typed = "message d’attente pour un piratage de compte sur Instagram"
    assert ask(tab, address, SATURDAY, typed) <= 2
    assert tab.input_value("#alert-channel") == "instagram"
    said = tab.locator(".pm-alert-statement blockquote:visible")
    assert said.inner_text().startswith("Ne vous fiez pas")
    # Going back leads to the home, not to the question that leads here again.
    tab.go_back()
    assert tab.url == f"{address}veillee/"


def test_what_is_typed_tells_the_moment_and_the_channel(tab: Tab, address: str) -> None:
    tab.context.clock.set_fixed_time(MORNING.replace(tzinfo=PARIS))
    tab.goto(f"{address}veillee/may-i/")
    tab.wait_for_function("self.PerimetreTold")
    parts = '[["soir", 18, 23, "21:00"], ["nuit", 23, 6, "23:30"]]'
    told = f"text => self.PerimetreTold.momentIn(text, 'fr', '2026-11-24T10:00', {parts})[0]"
    for text, moment in {
        "rembourser, là": None,
        "publier samedi soir": "2026-11-28T21:00",
        "publier demain à 18h30": "2026-11-25T18:30",
        "le 25 décembre à 23h": "2026-12-25T23:00",
        "le 3 janvier": "2027-01-03T10:00",
        # A delay is no hour, a post of Saturday no moment, a day that is not no day.
        "répondre sous 2 h": None,
        "supprimer le post de samedi": None,
        "le 31 février à 10:00": "2026-11-24T10:00",
    }.items():
        assert tab.evaluate(told, text) == moment, text
    tab.fill("#live-find", "programmer sur tiktok samedi soir")
    tab.locator(".pm-live-results li:visible button").first.click()
    assert tab.locator("[name=channel]:checked").input_value() == "tiktok"
    assert tab.input_value("#live-at") == "2026-11-28T21:00"
    assert "samedi 28 novembre" in tab.inner_text(".pm-live-asked")


def test_line_under_the_title_says_what_is_in_force_at_the_present_instant(tab: Tab, address: str) -> None:
    told = tab.locator(".pm-today-told")
    for at, has, lacks in [
        (dt.datetime(2026, 12, 22, 10), "Absence : Inès Caradec", "Jour férié"),
        (dt.datetime(2026, 12, 25, 10), "Jour férié", "Inès Caradec"),
        (dt.datetime(2027, 1, 20, 10), "salaires", "embargo"),
        (dt.datetime(2027, 9, 1, 10), "inconnu de cette copie, faite le 22 novembre 2026.", "salaires"),
    ]:
        tab.context.clock.set_fixed_time(at.replace(tzinfo=PARIS))
        tab.goto(f"{address}veillee/voice/")
        tab.wait_for_selector("[data-when=built]", state="hidden") if at.month != 9 else tab.wait_for_timeout(300)
        words = plain(told.inner_text())
        assert has in words
        assert lacks not in words
    # It is read whole, on a phone too, and is one sentence.
    line = tab.locator(".pm-today-line")
    assert plain(line.inner_text()).startswith("Ce qui est en vigueur aujourd’hui : inconnu de cette copie")
    assert line.evaluate("line => line.scrollWidth <= line.clientWidth")


def test_role_is_asked_once_on_the_home_and_the_summary_is_mine(tab: Tab, address: str) -> None:
    tab.context.clock.set_fixed_time(MORNING.replace(tzinfo=PARIS))
    tab.goto(f"{address}veillee/")
    tab.evaluate("localStorage.clear()")
    tab.reload()
    tab.select_option("#home-role", "duty-moderator")
    assert not tab.locator("#home-role").is_visible()
    assert "Modération de permanence" in plain(tab.inner_text(".pm-mine"))
    shown = "parts => parts.filter(part => !part.hidden).map(part => part.dataset.role)"
    assert {*tab.eval_on_selector_all(".pm-of-role", shown)} == {"duty-moderator"}
    # What is theirs stays within reach; the page of a channel begins with theirs too.
    tab.goto(f"{address}veillee/channels/instagram/")
    assert tab.eval_on_selector_all(".pm-of-role", shown) == ["duty-moderator"]
    tab.locator(".pm-other-roles button").click()
    assert {"duty-moderator", "community-manager"} <= {*tab.eval_on_selector_all(".pm-of-role", shown)}
    # The page that answers knows it too.
    tab.goto(f"{address}veillee/may-i/")
    tab.wait_for_selector(".pm-live:not([hidden])")
    assert tab.input_value("#live-role") == "duty-moderator"
    tab.evaluate("localStorage.clear()")


def test_alert_ends_on_the_level_to_declare_with_what_happened(tab: Tab, address: str) -> None:
    tab.goto("about:blank")
    tab.goto(f"{address}veillee/alert/")
    tab.wait_for_selector(".pm-alert:not([hidden])")
    for _ in range(12):
        if tab.locator(".pm-alert-end").is_visible():
            break
        tab.locator("[data-answer=doubt]").click()
    link = tab.locator(".pm-alert-declare")
    link.click()
    tab.wait_for_selector(".pm-declare:not([hidden])")
    because = tab.input_value("#declare-because")
    assert because
    # Whoever may not declare has the message to send, and whom to call.
    assert f"Le fait : {because}" in plain(tab.input_value("#declare-message"))
    assert tab.locator(".pm-declare-ask .pm-call").count() > 0
