"""The page « May I…? »: somebody says what they would do and where, and is answered at that hour, on their phone."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest

from perimetre.perimeter.decisions import Perimeter
from perimetre.perimeter.questions import Question
from perimetre.pipeline.loading import load
from tests.browser.test_accessibility import axe, page, violations
from tests.conftest import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext
    from playwright.sync_api import Page as Tab

__all__ = ("axe", "page")
PARIS = ZoneInfo("Europe/Paris")
MORNING = dt.datetime(2026, 11, 24, 10, 0)
NIGHT = dt.datetime(2026, 11, 24, 23, 30)
ANSWER = ".pm-live-answer"
TURN = """hash => new Promise(done => {
  addEventListener("hashchange", () => setTimeout(done));
  location.hash = hash;
})"""


def phone(browser: Browser, at: dt.datetime, **more: Any) -> BrowserContext:
    """Return a phone whose clock shows an instant, a wall time in Paris, wherever it is."""
    context = browser.new_context(viewport={"width": 360, "height": 780}, locale="fr-FR", **more)
    context.clock.set_fixed_time(at.replace(tzinfo=PARIS))
    return context


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Tab]:
    """Return a page of a phone, on a Tuesday morning."""
    context = phone(browser, MORNING)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def perimeter() -> Perimeter:
    """Return the perimeter of the brand of the example."""
    handbook = load(ROOT / "playbooks").handbook
    assert handbook is not None
    return Perimeter(handbook, next(brand for brand in handbook.brands if brand.id == "veillee"))


def plain(words: str) -> str:
    """Return words with ordinary spaces."""
    return " ".join(words.split())


def visit(tab: Tab, address: str, **asked: str | list[str]) -> None:
    """Open the page with a question in its address."""
    tab.goto("about:blank")
    tab.goto(f"{address}veillee/may-i/#{urlencode(asked, doseq=True)}")
    tab.wait_for_selector(".pm-live:not([hidden])")


def ask_there(tab: Tab, **asked: str) -> None:
    """Ask another question of the page that is open."""
    turn = (
        "hash => new Promise(done => { addEventListener('hashchange', () => setTimeout(done)); location.hash = hash })"
    )
    tab.evaluate(turn, urlencode(asked))


def level(tab: Tab) -> str | None:
    """Return the level of the answer that is shown, or None."""
    shown = tab.locator(ANSWER)
    return shown.get_attribute("data-level") if shown.is_visible() else None


def test_answer_is_two_touches_from_a_word(tab: Tab, address: str) -> None:
    visit(tab, address)
    assert level(tab) is None
    tab.fill("#live-find", "rembourser")
    tab.get_by_role("button", name=re.compile(r"Répondre en privé\s: Dédommager")).click()
    # Whoever has not said where is told the most careful answer of our channels, and the others.
    assert level(tab) == "approve"
    assert "canal non précisé" in tab.inner_text(".pm-live-asked")
    forbidden = tab.locator(".pm-live-channels li").first
    assert plain(forbidden.inner_text()) == "✕ interdit Compte d’Hélène Marchadour"
    tab.locator(".pm-live-channels").get_by_role("button", name="Messagerie").click()
    assert not tab.locator(".pm-live-channels").is_visible()
    assert level(tab) == "approve"
    assert "Accord du service clients" in tab.inner_text(ANSWER)
    # What was asked is in sight, and on the first screen of the phone.
    asked = plain(tab.locator(".pm-live-asked").inner_text())
    assert asked == "Community manager · Répondre en privé : Dédommager · Messagerie"
    head = tab.locator(".pm-live-level").bounding_box()
    assert head is not None
    assert 0 <= head["y"] < 780


def found(tab: Tab, typed: str) -> list[str]:
    """Return what is found by words, the nearest first."""
    tab.fill("#live-find", typed)
    return list(map(plain, tab.locator(".pm-live-results button:visible").all_inner_texts()))


# What is typed, and what is found first.
FIRST_FOUND = {
    "effacer un commentaire": "Supprimer",
    "effacer un message": "Supprimer",
    "retirer un message": "Supprimer",
    "cacher un message": "Masquer",
    "présenter des excuses": "Répondre en public : S’excuser",
    "repondre a un journaliste": "Un journaliste est en message privé ? Répondre à un ou une journaliste",
    "liker le post d’un concurrent": "Aimer",
    "envoyer un cadeau à une influenceuse": "Offrir un produit",
    "rembourser": "Répondre en privé : Dédommager",
    "remboursser": "Répondre en privé : Dédommager",
    "Je peux rembourser ce client, là ?": "Répondre en privé : Dédommager",
    "insulte": "Il insulte, je bloque ? Masquer le message",
    "dm": "Répondre en privé",
    "liker": "Aimer",
    "jeu concours": "Lancer un jeu-concours",
}


def test_act_is_found_first_by_everyday_words_accents_or_not_with_a_slip(tab: Tab, address: str) -> None:
    visit(tab, address)
    assert {typed: found(tab, typed)[0] for typed in FIRST_FOUND} == FIRST_FOUND


def test_sum_that_is_typed_is_the_amount(tab: Tab, address: str) -> None:
    visit(tab, address)
    for typed in ("rembourser 60 euros", "60 € à rembourser", "rembourser 60,00€"):
        assert found(tab, typed)[0] == "Répondre en privé : Dédommager"
        assert float(tab.input_value('[name="fact-amount"]')) == 60
        # It goes with the words that named it.
        found(tab, "rembourser")
        assert tab.input_value('[name="fact-amount"]') == ""


def test_danger_comes_before_whatever_was_found(tab: Tab, address: str) -> None:
    visit(tab, address, find="quelqu’un parle de se suicider")
    assert tab.evaluate("document.activeElement.getAttribute('href')") in ("../triage/", "../alert/")
    assert found(tab, "remercier") != []
    assert not tab.locator(".pm-live-urgent").is_visible()


# Everyday words of danger in any form, and the scenario that comes first.
DANGERS = {
    "bougie explosée": "Un produit doit être rappelé",
    "ma bougie a mis le feu": "Un produit doit être rappelé",
    "verre éclaté": "Un produit doit être rappelé",
    "elle s’est brûlée": "Un produit doit être rappelé",
    "il y a du sang": "Un produit doit être rappelé",
    "mon fils est à l’hôpital": "Un produit doit être rappelé",
    "une allergie à la bougie": "Un produit doit être rappelé",
    "menace de mort": "Menace ou attaque",
    "il veut mourir": "Une personne est en détresse",
    "elle s’est tuée": "Une personne est en détresse",
    "Il y a le feu !": "Un produit doit être rappelé",
}


def test_words_of_danger_lead_to_the_alert_then_to_the_scenario_above_any_ready_answer(tab: Tab, address: str) -> None:
    visit(tab, address)
    first = {}
    for typed in DANGERS:
        tab.fill("#live-find", typed)
        assert tab.locator(".pm-live-urgent").is_visible(), typed
        first[typed] = plain(tab.locator(".pm-live-results :is(a, button):visible").first.inner_text())
    assert first == DANGERS
    # What is no danger stays what it was; a trial that threatens is no threat to anybody's life.
    for typed, expected in {"ma bougie fume": "Réponse type : Ma bougie fume", "feu vert": None}.items():
        tab.fill("#live-find", typed)
        assert not tab.locator(".pm-live-urgent").is_visible(), typed
        links = tab.locator(".pm-live-results :is(a, button):visible")
        assert (plain(links.first.inner_text()) if links.count() else None) == expected
    tab.fill("#live-find", "un procès nous menace")
    assert "procès" in tab.locator(".pm-live-results :is(a, button):visible").first.inner_text()


def test_answer_for_a_role_that_nobody_told_says_so_until_it_is_told(browser: Browser, address: str) -> None:
    context = phone(browser, MORNING)
    tab = context.new_page()
    visit(tab, address, action="talk-to-press", channel="instagram")
    said = tab.locator(".pm-live-as")
    assert plain(said.inner_text()).startswith("Réponse pour : Community manager")
    said.get_by_role("button", name="Changer").click()
    assert tab.evaluate("document.activeElement.id") == "live-role"
    tab.select_option("#live-role", "duty-moderator")
    assert not said.is_visible()
    # An answer for another role that somebody sends is said to be so too, and may become one's own.
    visit(tab, address, role="community-manager", action="talk-to-press", channel="instagram")
    assert said.is_visible()
    said.get_by_role("button", name="C’est bien moi").click()
    assert not said.is_visible()
    context.close()


def test_what_names_only_part_of_what_was_typed_is_never_asked_by_itself(tab: Tab, address: str) -> None:
    visit(tab, address, find="liker trois publications d’une fleuriste")
    assert tab.locator("[name=action]:checked").count() == 0
    visit(tab, address, find="je peux liker")
    assert tab.locator("[name=action]:checked").input_value() == "like"


def test_sum_alone_finds_the_acts_to_which_it_makes_a_difference(tab: Tab, address: str) -> None:
    visit(tab, address)
    acts = found(tab, "60 €")
    assert "Répondre en privé : Dédommager" in acts
    assert "Masquer" not in acts


def test_enter_goes_to_what_was_found_and_chooses_the_only_one(tab: Tab, address: str) -> None:
    visit(tab, address)
    several = found(tab, "rembourser")
    tab.press("#live-find", "Enter")
    assert plain(tab.evaluate("document.activeElement.textContent")) == several[0]
    tab.keyboard.press("ArrowDown")
    assert plain(tab.evaluate("document.activeElement.textContent")) == several[1]
    tab.keyboard.press("ArrowUp")
    tab.keyboard.press("Enter")
    assert tab.locator("[name=action]:checked").input_value() == "reply-private/compensate"
    visit(tab, address)
    assert found(tab, "liker") == ["Aimer"]
    tab.press("#live-find", "Enter")
    assert tab.locator("[name=action]:checked").input_value() == "like"


def test_arrows_go_through_the_channels_and_choose_none_until_enter_or_space(tab: Tab, address: str) -> None:
    for key in ("Enter", "Space"):
        visit(tab, address, action="publish")
        tab.locator("[data-field=channel]").get_by_role("button", name="Changer").click()
        tab.locator("[name=channel]").first.focus()
        tab.keyboard.press("ArrowDown")
        tab.keyboard.press("ArrowDown")
        third = tab.locator("[name=channel]").nth(2).input_value()
        assert tab.evaluate("document.activeElement.value") == third
        assert tab.locator("[name=channel]:checked").count() == 0
        tab.keyboard.press(key)
        assert tab.locator("[name=channel]:checked").input_value() == third
        assert level(tab) is not None
        # The list is folded; who changes their mind and keeps what they had folds it again.
        tab.keyboard.press("Enter")
        assert tab.evaluate("document.activeElement.value") == third
        tab.keyboard.press("Enter")
        assert not tab.locator("[name=channel]").first.is_visible()


def test_question_that_is_usual_fills_in_what_it_is_about_and_another_takes_it_back(tab: Tab, address: str) -> None:
    visit(tab, address)
    found(tab, "insulte")
    tab.get_by_role("button", name=re.compile("Bloquer une personne")).click()
    assert tab.locator("[name=action]:checked").input_value() == "block"
    assert tab.locator("[name=authors]:checked").input_value() == "troll"
    tab.get_by_role("button", name="Changer").first.click()
    found(tab, "liker")
    tab.press("#live-find", "Enter")
    assert tab.locator("[name=authors]:checked").count() == 0


def test_words_of_an_address_are_looked_for(tab: Tab, address: str) -> None:
    visit(tab, address, find="rembourser 60 €")
    assert plain(tab.evaluate("document.activeElement.textContent")) == "Répondre en privé : Dédommager"
    assert tab.input_value('[name="fact-amount"]') == "60"


def test_acts_are_found_by_words_of_every_day(tab: Tab, address: str) -> None:
    visit(tab, address)
    wanted = {
        "60 euros": "Répondre en privé : Dédommager",
        "on nous menace": "Signaler aux autorités",
        "transférer un colis perdu": "Transmettre au service clients",
    }
    assert {typed: act for typed, act in wanted.items() if act not in found(tab, typed)} == {}


def test_to_refund_is_to_compensate_and_no_purchase(tab: Tab, address: str) -> None:
    visit(tab, address)
    assert "Engager une dépense" not in found(tab, "rembourser")


def test_word_that_names_no_act_says_so_and_leaves_the_lists(tab: Tab, address: str) -> None:
    visit(tab, address)
    assert found(tab, "xyzzy") == []
    assert tab.locator(".pm-live-none").is_visible()
    assert tab.locator(".pm-live-list summary:visible").count() > 5


def asked_of_the_example(perimeter: Perimeter) -> Iterator[dict[str, str]]:
    """Yield questions: each act of the house on one channel or another, for a role or another."""
    roles = ("community-manager", "duty-moderator")
    channels = [channel.id for channel in perimeter.brand.channels.channels if channel.state == "active"]
    for number, action in enumerate(sorted(perimeter.brand.values.actions)):
        yield {"role": roles[number % 2], "action": action, "channel": channels[number % len(channels)]}


def test_each_act_is_shown_at_the_level_of_the_engine(tab: Tab, address: str, perimeter: Perimeter) -> None:
    shown, expected = {}, {}
    visit(tab, address)
    for asked in asked_of_the_example(perimeter):
        ask_there(tab, **asked)
        answer = perimeter.decide(Question(**asked, at=MORNING))
        expected[asked["action"]] = (answer.shown, bool(answer.depends_on and answer.lack is None))
        shown[asked["action"]] = (level(tab), tab.locator(".pm-live-depends").is_visible())
    assert shown == expected
    assert len({level for level, _ in shown.values()}) >= 5


def test_what_is_told_of_a_fact_changes_the_answer_and_stays_in_sight(tab: Tab, address: str) -> None:
    visit(tab, address, role="community-manager", action="publish", channel="instagram")
    press = tab.locator('[data-fact="press-present"]')
    assert press.is_visible()
    press.get_by_text("oui", exact=True).click()
    assert level(tab) == "escalate"
    assert press.is_visible()
    press.get_by_text("Je ne sais pas", exact=True).click()
    assert level(tab) == "approve"


def test_graver_alert_may_be_assumed(tab: Tab, address: str, perimeter: Perimeter) -> None:
    asked = {"role": "community-manager", "action": "schedule", "channel": "instagram"}
    visit(tab, address, **asked, posture="3")
    assert level(tab) == perimeter.decide(Question(**asked, at=MORNING, posture="crisis")).shown
    assert level(tab) != perimeter.decide(Question(**asked, at=MORNING)).shown


def test_hour_is_that_of_the_house_wherever_the_phone_is(browser: Browser, address: str, perimeter: Perimeter) -> None:
    # A live is not begun out of service hours.
    asked = {"role": "community-manager", "action": "go-live", "channel": "instagram"}
    expected = {at: perimeter.decide(Question(**asked, at=at)).shown for at in (MORNING, NIGHT)}
    assert expected[MORNING] != expected[NIGHT]
    for zone, at in (("Asia/Tokyo", NIGHT), ("America/Los_Angeles", NIGHT), ("Asia/Tokyo", MORNING)):
        context = phone(browser, at, timezone_id=zone)
        tab = context.new_page()
        visit(tab, address, **asked)
        assert level(tab) == expected[at], zone
        context.close()


def test_moment_that_the_copy_does_not_answer_for_is_refused_aloud_with_whom_to_call(
    browser: Browser, tab: Tab, address: str
) -> None:
    asked = {"role": "community-manager", "action": "publish", "channel": "instagram"}
    for at, banner in (("2028-01-01T10:00", ".pm-live-late"), ("2026-01-01T10:00", ".pm-live-early")):
        visit(tab, address, **asked, at=at)
        assert level(tab) is None
        assert tab.locator(".pm-banner:visible").count() == 1
        assert tab.locator(f"{banner} a[href^='tel:']").is_visible()
    # A clock that is set early is said before anything is asked.
    context = phone(browser, dt.datetime(2020, 1, 1, 10, 0))
    early = context.new_page()
    visit(early, address)
    box = early.locator(".pm-live-early").bounding_box()
    assert box is not None
    assert box["y"] < 780
    # The reader may say the moment themselves.
    visit(early, address, **asked, at="2026-11-24T10:00")
    assert level(early) is not None
    context.close()


def test_role_is_remembered(tab: Tab, address: str) -> None:
    visit(tab, address)
    tab.select_option("#live-role", "duty-moderator")
    visit(tab, address)
    assert tab.locator("#live-role").input_value() == "duty-moderator"
    tab.select_option("#live-role", "community-manager")


def test_address_of_somebody_else_does_not_change_my_role(tab: Tab, address: str) -> None:
    visit(tab, address)
    tab.select_option("#live-role", "community-manager")
    visit(tab, address, role="duty-moderator")
    assert tab.input_value("#live-role") == "duty-moderator"
    visit(tab, address)
    assert tab.input_value("#live-role") == "community-manager"


def test_address_that_makes_no_sense_says_so_and_asks_again(tab: Tab, address: str) -> None:
    errors: list[str] = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    visit(tab, address, role="nobody", action="<script>", channel="x", posture="99", topics=["zzz"], at="yesterday")
    assert level(tab) is None
    asked = list(map(plain, tab.locator(".pm-live-unknown li").all_inner_texts()))
    assert {"Qui demande ?", "Que voulez-vous faire ?", "Où ?", "De quoi il est question"} <= set(asked)
    assert len(asked) == 6
    assert tab.input_value("#live-role") == ""
    # One of them alone is told too, and what else was said is answered once it is mended.
    visit(tab, address, role="nobody", action="publish", channel="instagram")
    assert tab.locator(".pm-live-unknown li").all_inner_texts() == [
        "Qui demande ?".replace(" ?", "\N{NO-BREAK SPACE}?")
    ]
    assert level(tab) is None
    tab.select_option("#live-role", "community-manager")
    assert level(tab) is not None
    visit(tab, address, role="community-manager")
    assert not tab.locator(".pm-live-unknown").is_visible()
    # What is no address at all.
    tab.goto("about:blank")
    tab.goto(f"{address}veillee/may-i/#%zz&%")
    tab.wait_for_selector(".pm-live:not([hidden])")
    assert errors == []


def test_whom_to_ask_at_night_stands_before_those_of_the_day(tab: Tab, address: str) -> None:
    visit(tab, address, role="community-manager", action="reply-private/compensate", channel="instagram")
    agreement = tab.locator("[data-part=agreements]").inner_text()
    assert agreement.index("Soir, nuit, week-end") < agreement.index("Responsable du service clients")


def test_answer_and_what_is_asked_for_it_can_be_read_by_everybody(
    page: Tab,
    address: str,
    axe: str,
) -> None:
    visit(page, address, role="community-manager", action="publish", channel="instagram", posture="2")
    page.evaluate("document.querySelectorAll('article details').forEach(part => { part.open = true; })")
    # What is half under the header is no target of its own size.
    page.evaluate("scrollTo(0, 0)")
    assert violations(page, axe) == []


def test_without_javascript_the_page_says_where_the_answers_are(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{address}veillee/may-i/")
    assert not tab.locator(".pm-live").is_visible()
    links = tab.locator(".pm-live-without a")
    assert [link.get_attribute("href") for link in links.all()] == ["../questions/", "../perimeter/"]
    context.close()


def test_page_begins_from_what_happens(tab: Tab, address: str) -> None:
    visit(tab, address)
    first = tab.locator(".pm-live-group a").first
    assert first.get_attribute("href") in ("../triage/", "../alert/")
    tab.get_by_text("Une journaliste nous écrit").click()
    tab.get_by_role("button", name="Répondre sur le fond").click()
    # What is known is not asked: it is the same on every channel, and who speaks was said.
    assert level(tab) == "escalate"
    asked = plain(tab.locator(".pm-live-asked").inner_text())
    assert asked == "Community manager · Parler à la presse · Partout où c’est possible · Journaliste"
    # It may begin so from a link too.
    visit(tab, address, happening="hacked")
    assert tab.locator("#happening-hacked").evaluate("details => details.open")
    assert tab.get_by_role("button", name="Sécuriser un compte").is_visible()


def test_channel_is_asked_only_where_it_makes_a_difference(tab: Tab, address: str, perimeter: Perimeter) -> None:
    visit(tab, address)
    assert not tab.locator("[data-field=channel]").is_visible()
    visit(tab, address, action="publish")
    assert level(tab) == "approve"
    assert tab.locator(".pm-live-channels").is_visible()
    visit(tab, address, action="secure-account")
    assert not tab.locator(".pm-live-channels").is_visible()
    assert (
        level(tab)
        == perimeter.decide(
            Question(role="community-manager", action="secure-account", channel="instagram", at=MORNING)
        ).shown
    )
    # The reader may still say where.
    tab.get_by_role("button", name="Changer").nth(1).click()
    tab.get_by_text("Facebook", exact=True).click()
    assert "channel=facebook" in tab.url


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"action": "set-watch"}, "Oui"),
        ({"role": "duty-moderator", "action": "reply-private/thank", "channel": "instagram"}, "Oui, avec ce modèle : "),
        ({"action": "pause-schedule"}, "Oui, puis signalez-le"),
        ({"action": "delete-own-post"}, "Demandez d’abord à : "),
        ({"action": "talk-to-press", "channel": "instagram"}, "Remontez à : Claire Voisenat Relations presse 01 99"),
        ({"action": "delete", "channel": "facebook", "fact-lawful-criticism": "true"}, "Non, faites plutôt : Répondre"),
        ({"action": "hide", "channel": "newsletter"}, "Impossible ici, faites plutôt"),
    ],
)
def test_answer_is_a_sentence_a_sign_and_a_colour(tab: Tab, address: str, asked: dict[str, str], expected: str) -> None:
    visit(tab, address, **{"role": "community-manager", **asked})
    assert plain(tab.locator(".pm-live-verdict").inner_text()).startswith(expected)
    assert tab.locator(".pm-live-level .pm-sign").last.inner_text() in "●▤↗◐▲✕⊘"


def test_yes_is_not_the_first_word_of_an_answer_that_depends(tab: Tab, address: str) -> None:
    visit(tab, address, role="community-manager", action="reply-public/thank", channel="instagram")
    assert plain(tab.locator(".pm-live-level").inner_text()).startswith("? cela dépend")


def test_whoever_is_asked_is_called_in_one_touch(tab: Tab, address: str) -> None:
    visit(tab, address, action="talk-to-press", channel="instagram")
    assert tab.locator(".pm-live-verdict a[href='tel:0199001210']").is_visible()
    # The line, level by level, each with its delay and its number.
    line = plain(tab.locator("[data-part=lines]").inner_text())
    assert "Appelez maintenant : Claire Voisenat" in line
    assert "01 99 00 12 10" in line.split("après 15 minutes")[0]
    assert "01 99 00 12 44" in line.split("après 15 minutes")[1]


def test_message_to_send_is_ready_and_keeps_what_is_written_in_it(tab: Tab, address: str) -> None:
    visit(tab, address, action="talk-to-press", channel="instagram", authors="journalist")
    text = plain(tab.input_value("#live-message"))
    assert text.startswith("Le fait : Parler à la presse, Instagram, Journaliste")
    for line in (
        "Lien :",
        "Volume, depuis quand :",
        "Ce que j’ai fait :",
        "Ce que j’attends : que vous preniez la suite",
    ):
        assert line in text
    tab.fill("#live-message", "Le fait : tout & rien\nLien : #1")
    mail = tab.locator("[data-by=mail]").get_attribute("href") or ""
    assert mail.startswith("mailto:")
    assert "tout%20%26%20rien" in mail
    # The one who is called has no mobile: no text message would reach them.
    assert not tab.locator("[data-by=sms]").is_visible()
    # Another answer does not take away what somebody has written.
    tab.get_by_text("Préciser").first.click()
    tab.select_option("#live-posture", "2")
    assert tab.input_value("#live-message").startswith("Le fait : tout & rien")
    tab.select_option("#live-posture", "")
    # Where nobody is told, there is nothing to send.
    visit(tab, address, role="community-manager", action="set-watch")
    assert not tab.locator(".pm-live-message").is_visible()


def test_ready_answer_is_there_to_copy_in_the_wording_of_the_channel(browser: Browser, address: str) -> None:
    context = phone(browser, MORNING, permissions=["clipboard-read", "clipboard-write"])
    tab = context.new_page()
    visit(tab, address, role="duty-moderator", action="reply-private/thank", channel="instagram")
    texts = tab.locator("[data-part=templates] blockquote")
    assert texts.count() == tab.locator("[data-part=templates] > ul > li").count()
    tab.get_by_role("button", name="Copier la réponse").first.click()
    tab.get_by_role("button", name="Copié").wait_for()
    assert plain(tab.evaluate("navigator.clipboard.readText()")) == plain(texts.first.inner_text())
    context.close()


def test_what_a_message_sets_off_is_told(tab: Tab, address: str) -> None:
    visit(tab, address, action="reply-public", channel="instagram", topics="health")
    assert "Une blessure racontée part à la qualité, sous 4 heures" in plain(
        tab.locator("[data-part=duties]").inner_text()
    )
    visit(tab, address, action="reply-public", channel="instagram")
    assert not tab.locator("[data-part=duties]").is_visible()


def test_graver_alert_is_kept_on_the_device_shown_and_ended_by_a_touch(tab: Tab, address: str) -> None:
    asked = {"role": "community-manager", "action": "schedule", "channel": "instagram"}
    visit(tab, address, **asked)
    usual = level(tab)
    assert not tab.locator(".pm-live-raised").first.is_visible()
    tab.get_by_text("Préciser").first.click()
    tab.select_option("#live-posture", "3")
    raised = level(tab)
    assert raised != usual
    visit(tab, address, **asked)
    assert level(tab) == raised
    # It is said above what is asked, and in the answer itself.
    said = list(map(plain, tab.locator(".pm-live-raised:visible").all_inner_texts()))
    assert len(said) == 2
    assert all("au moins égal à : crise" in words for words in said)
    tab.get_by_role("button", name="Revenir au niveau déclaré").last.click()
    assert level(tab) == usual
    visit(tab, address, **asked)
    assert level(tab) == usual


def test_alert_that_is_assumed_milder_changes_nothing(tab: Tab, address: str) -> None:
    # Vigilance is declared on this topic.
    asked = {"role": "community-manager", "action": "publish", "channel": "instagram", "topics": "order-and-delivery"}
    visit(tab, address, **asked)
    text = tab.inner_text(".pm-live-level"), tab.inner_text(".pm-live-parts")
    visit(tab, address, **asked, posture="1")
    assert (tab.inner_text(".pm-live-level"), tab.inner_text(".pm-live-parts")) == text


def test_place_is_asked_only_where_it_makes_a_difference_and_stays_in_sight(tab: Tab, address: str) -> None:
    visit(tab, address, action="publish", channel="instagram")
    assert not tab.locator("#live-place").is_visible()
    visit(tab, address, role="shop-manager", action="reply-public/thank", channel="store-listings")
    assert level(tab) == "escalate"
    tab.select_option("#live-place", "lille")
    assert level(tab) == "template"
    visit(tab, address, action="publish", channel="instagram", place="lille")
    assert tab.locator("#live-place").is_visible()
