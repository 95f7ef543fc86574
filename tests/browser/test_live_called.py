"""« Puis-je… ? » at night: who is named and written to is whom `perimetre oncall` calls at the instant asked about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from perimetre.cover import Cover, follow
from perimetre.pipeline.loading import load
from tests.browser.test_live_page import PARIS, ask_there, phone, plain, visit
from tests.conftest import ROOT
from tests.support.sites import TODAY

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from playwright.sync_api import Page as Tab

SUNDAY_NIGHT = dt.datetime(2026, 11, 22, 22, 40)
MORNING = dt.datetime(2026, 11, 24, 10, 0)
PRESS = {"role": "community-manager", "action": "talk-to-press", "channel": "instagram", "authors": "journalist"}


@pytest.fixture(scope="module")
def cover() -> Cover:
    handbook = load(ROOT / "playbooks").handbook
    assert handbook is not None
    brand = next(brand for brand in handbook.brands if brand.id == "veillee")
    return Cover(handbook, brand, TODAY.date(), 60)


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Tab]:
    """Return a page of a phone, on a Sunday night; it is on the other side of the world."""
    context = phone(browser, SUNDAY_NIGHT, timezone_id="Pacific/Auckland")
    yield context.new_page()
    context.close()


def steps(cover: Cover, name: str, when: dt.datetime) -> list[list[str]]:
    """Return whom each step of a line that reaches somebody calls, as `perimetre oncall` does."""
    line = next(line for line in cover.lines if line.id == name)
    call = follow(cover, line, 3, cover.clock.of(when))
    people = [
        [cover.person(each.person) for each in step.targets if each.reachable and each.person] for step in call.steps
    ]
    return [[person.name or "" for person in step if person] for step in people if step]


def shown(tab: Tab) -> list[list[str]]:
    """Return whom the answer calls, step by step."""
    rows = tab.locator("[data-part=lines] .pm-live-duty li").all()
    return [row.locator("strong").all_inner_texts() for row in rows]


@pytest.mark.parametrize("when", [SUNDAY_NIGHT, MORNING], ids=["now", "later"])
def test_those_who_are_named_are_whom_the_line_calls_then(
    tab: Tab, address: str, cover: Cover, when: dt.datetime
) -> None:
    asked = PRESS if when == SUNDAY_NIGHT else {**PRESS, "at": f"{when:%Y-%m-%dT%H:%M}"}
    visit(tab, address, **asked)
    expected = steps(cover, "press-line", when)
    assert shown(tab)[: len(expected)] == expected
    assert tab.locator(".pm-live-verdict .pm-now-person strong").all_inner_texts() == expected[0]
    # The line as it is printed, for any hour, stands aside.
    assert not tab.locator("[data-part=lines] .pm-live-duty + ol").is_visible()


def test_at_night_the_duty_director_is_offered_and_the_press_officer_is_not(tab: Tab, address: str) -> None:
    visit(tab, address, **PRESS)
    sentence = plain(tab.locator(".pm-live-level").inner_text())
    assert "01 99 00 12 44" in sentence
    assert "jusqu’" in sentence
    answer = plain(tab.locator(".pm-live-answer").inner_text())
    assert "01 99 00 12 10" not in answer
    assert "injoignable à cette heure" in answer
    # By day it is the other way round; another instant that is asked about counts as now does.
    visit(tab, address, **PRESS, at=f"{MORNING:%Y-%m-%dT%H:%M}")
    assert "01 99 00 12 10" in plain(tab.locator(".pm-live-level").inner_text())


def test_hour_that_comes_twice_or_never_is_a_minute(tab: Tab, address: str) -> None:
    visit(tab, address, **PRESS)
    # Autumn, spring, and an ordinary day.
    for wall in ("2026-10-25T02:30", "2027-03-28T02:30", "2027-03-28T03:30", "2026-12-01T09:00"):
        minute = tab.evaluate("text => self.PerimetreCalled(document.querySelector('.pm-live')).minuteOf(text)", wall)
        instant = dt.datetime.fromisoformat(wall).replace(tzinfo=PARIS)
        assert minute == instant.timestamp() // 60, wall


def test_text_message_is_offered_only_to_a_mobile(tab: Tab, address: str) -> None:
    visit(tab, address, **PRESS)
    assert not tab.locator("[data-by=sms]").is_visible()
    assert tab.locator("[data-by=mail]").is_visible()
    # The number of a mobile is told apart when the site is built.
    tab.evaluate(
        """() => {
          for (const {content} of document.querySelectorAll("template[data-sort=card]")) {
            for (const link of content.querySelectorAll("a[href^='tel:']")) link.className = "pm-mobile";
          }
        }"""
    )
    ask_there(tab, **{**PRESS, "authors": "blogger"})
    assert (tab.locator("[data-by=sms]").get_attribute("href") or "").startswith("sms:0199001244?&body=")


COMPENSATING = {"role": "community-manager", "action": "reply-private/compensate", "channel": "messages"}


def test_agreement_that_is_not_given_at_this_hour_is_said_so_before_whom_to_ask(tab: Tab, address: str) -> None:
    visit(tab, address, **COMPENSATING)
    sentence = plain(tab.locator(".pm-live-verdict").inner_text())
    assert sentence.startswith("Non, pas maintenant : à valider d’abord par Responsable du service clients")
    assert sentence.endswith("aux heures de bureau, à partir de lundi 09:00.")
    # What is true tonight is the first thing that is read, and nobody is called where one waits.
    assert plain(tab.locator(".pm-live-level").inner_text()).startswith("Non, pas maintenant")
    assert "Sinon" not in tab.inner_text(".pm-live-answer")
    assert "Appelez maintenant" not in tab.inner_text(".pm-live-answer")
    # In office hours there is nothing to say of the night.
    visit(tab, address, **COMPENSATING, at=f"{MORNING:%Y-%m-%dT%H:%M}")
    sentence = plain(tab.locator(".pm-live-verdict").inner_text())
    assert sentence.startswith("Demandez d’abord à")
    assert "soir, nuit, week-end" not in sentence


BLOCKING = {"role": "community-manager", "action": "block"}


def test_at_night_the_sentence_names_whoever_gives_the_agreement_then(tab: Tab, address: str) -> None:
    visit(tab, address, **BLOCKING)
    sentence = plain(tab.locator(".pm-live-verdict").inner_text())
    assert sentence == "Demandez d’abord à : Cadre de permanence, 01 99 00 12 44"
    visit(tab, address, **BLOCKING, at=f"{MORNING:%Y-%m-%dT%H:%M}")
    sentence = plain(tab.locator(".pm-live-verdict").inner_text())
    assert sentence == "Demandez d’abord à : Coordination social média ou Responsable social média, 01 99 00 12 52"


@pytest.mark.parametrize("when", [SUNDAY_NIGHT, MORNING], ids=["night", "day"])
def test_number_is_told_once_in_the_sentence(tab: Tab, address: str, when: dt.datetime) -> None:
    visit(tab, address, **COMPENSATING, at=f"{when:%Y-%m-%dT%H:%M}")
    numbers = tab.locator(".pm-live-verdict a[href^='tel:']").evaluate_all("links => links.map(link => link.href)")
    assert len(numbers) == len(set(numbers))


CORRECTING = {"role": "community-manager", "action": "correct", "channel": "instagram"}


def test_what_is_reported_within_the_hour_at_night_is_reported_to_whoever_is_there(
    tab: Tab, address: str, cover: Cover
) -> None:
    visit(tab, address, **CORRECTING)
    sentence = tab.locator(".pm-live-verdict")
    assert plain(sentence.inner_text()).startswith("Oui, puis signalez-le")
    there = sentence.locator(".pm-live-there")
    assert there.locator("strong").all_inner_texts() == steps(cover, "everyday-line", SUNDAY_NIGHT)[0]
    assert there.locator("a[href^='tel:']").count() == 1
    # Those who are named are at work by day; nobody is woken for what may wait for the morning.
    visit(tab, address, **CORRECTING, at=f"{MORNING:%Y-%m-%dT%H:%M}")
    assert plain(sentence.inner_text()).startswith("Oui, puis signalez-le")
    assert not there.count()
    visit(tab, address, **{**CORRECTING, "action": "hide"})
    assert plain(sentence.inner_text()).startswith("Oui, puis signalez-le")
    assert not there.count()
