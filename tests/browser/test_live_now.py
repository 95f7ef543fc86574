"""« Qui est là, maintenant »: the page and the line on other pages, on a phone, at an hour, while the clock goes on."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from perimetre.cover import Cover, follow
from perimetre.pipeline.loading import load
from tests.browser.test_accessibility import axe, page, violations
from tests.conftest import DEEP_ALONE, ROOT
from tests.support.sites import TODAY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser
    from playwright.sync_api import Page as Tab

__all__ = ("axe", "page")
PARIS = ZoneInfo("Europe/Paris")
NIGHT = dt.datetime(2026, 11, 24, 22, 40, tzinfo=PARIS)
# What a line of the page is, by the heading above it.
LINE = "#{line} ~ .pm-now-line"


def at(browser: Browser, when: dt.datetime, address: str, path: str = "veillee/now/", **more: Any) -> Tab:
    """Return a page that is open on a phone, at an instant from which its clock goes on by hand."""
    context = browser.new_context(viewport={"width": 360, "height": 780}, locale="fr-FR", **more)
    context.clock.install(time=when)
    context.clock.pause_at(when)
    tab = context.new_page()
    tab.goto(f"{address}{path}")
    tab.wait_for_function("self.PerimetreNow")
    return tab


def line(tab: Tab, name: str) -> Any:
    """Return where a line is called from."""
    rank = tab.evaluate("id => [...document.querySelectorAll('h2[id]')].findIndex(head => head.id === id)", name)
    return tab.locator(".pm-now-line").nth(rank)


def plain(words: str) -> str:
    return " ".join(words.split())


@pytest.fixture(scope="module")
def cover() -> Iterator[Cover]:
    handbook = load(ROOT / "playbooks").handbook
    assert handbook is not None
    brand = next(brand for brand in handbook.brands if brand.id == "veillee")
    return Cover(handbook, brand, TODAY.date(), 60)


def names(cover: Cover, name: str, when: dt.datetime) -> list[list[str]]:
    """Return who is called by each step of a line that reaches somebody, in Python."""
    line = next(line for line in cover.lines if line.id == name)
    call = follow(cover, line, 3, cover.clock.of(when.astimezone(PARIS).replace(tzinfo=None)))
    people = [[cover.person(each.person) for each in step.targets if each.reachable] for step in call.steps]
    return [[person.name or "" for person in step if person] for step in people if step]


@pytest.mark.parametrize("zone", [pytest.param("Europe/Paris", marks=DEEP_ALONE), "Pacific/Auckland"])
def test_those_who_are_there_are_named_by_the_clock_of_the_house(
    browser: Browser, address: str, cover: Cover, zone: str
) -> None:
    for when in (NIGHT, dt.datetime(2026, 11, 24, 10, 0, tzinfo=PARIS)):
        tab = at(browser, when, address, timezone_id=zone)
        for name in ("crisis-line", "alert-line", "everyday-line"):
            first, *others = names(cover, name, when)
            box = line(tab, name)
            assert box.locator(".pm-now-call-now strong").all_inner_texts() == first
            if others:
                assert box.locator(".pm-now-next strong").all_inner_texts() == others[0]
        assert f"{when:%H:%M}" in tab.inner_text(".pm-now-clock")
        # The number of whoever is on duty is one touch away.
        link = line(tab, "alert-line").locator(".pm-now-call-now a[href^='tel:']").first
        box = link.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        tab.context.close()


def test_no_answer_starts_the_delay_of_the_line_and_offers_the_next(browser: Browser, address: str) -> None:
    tab = at(browser, NIGHT, address)
    box = line(tab, "alert-line")
    following = box.locator(".pm-now-next strong").all_inner_texts()
    box.get_by_role("button", name="Pas de réponse").click()
    assert box.locator(".pm-now-call-now strong").all_inner_texts() == following
    assert "À 22:50, dans 10 min, ou tout de suite" in plain(box.inner_text())
    assert "Pas de réponse à 22:40 (" in plain(box.inner_text())
    assert "Pas de réponse. Ensuite" in plain(tab.locator(".pm-now-told").inner_text())
    # Who goes by the keyboard goes on from there.
    assert tab.evaluate("document.activeElement.dataset.do") == "silent"
    tab.clock.run_for(65_000)
    assert "dans 9 min" in plain(box.inner_text())
    # The page is opened again: what was tried still stands.
    tab.reload()
    tab.wait_for_function("self.PerimetreNow")
    box = line(tab, "alert-line")
    assert "dans 9 min" in plain(box.inner_text())
    tab.clock.run_for(9 * 60_000)
    assert "C’est l’heure. Appelez" in plain(box.inner_text())
    assert "C’est l’heure" in plain(tab.locator(".pm-now-told").inner_text())
    # From rung to rung to the end: the line is begun again as often as it says, then its last resort.
    for _ in range(20):
        button = box.get_by_role("button", name="Pas de réponse")
        if not button.is_visible():
            break
        button.click()
    assert "En dernier recours" in plain(box.inner_text())
    assert box.locator("xpath=following-sibling::details").first.get_attribute("open") is not None
    box.get_by_role("button", name="Reprendre au premier appel").click()
    assert "Appelez maintenant" in plain(box.inner_text())
    tab.context.close()


def test_after_a_round_without_an_answer_nobody_waits_for_the_last_one(browser: Browser, address: str) -> None:
    tab = at(browser, NIGHT, address)
    danger, alert = line(tab, "danger-line"), line(tab, "alert-line")
    assert not danger.locator(".pm-now-beside").is_visible()
    rounds = 0
    while "tour 2 sur 4" not in plain(danger.inner_text()):
        danger.get_by_role("button", name="Pas de réponse").click()
        rounds += 1
    assert rounds < 4
    beside = danger.locator(".pm-now-beside")
    numbers = [link.get_attribute("href") for link in beside.locator("a[href^='tel:']:visible").all()]
    assert {"tel:15", "tel:18", "tel:112"} <= {*numbers}
    assert "Rappeler les secours" in plain(beside.inner_text())
    # Whoever is the last resort at this hour is one touch away: none of those who have not answered.
    last = beside.locator(".pm-now-person strong").all_inner_texts()
    assert last
    assert not {*last} & {*danger.locator(".pm-now-call-now strong, .pm-now-next strong").all_inner_texts()}
    # What no danger is about does not send to the emergency services.
    for _ in range(6):
        if not alert.locator(".pm-now-beside").is_visible():
            alert.get_by_role("button", name="Pas de réponse").click()
    assert alert.locator(".pm-now-beside").is_visible()
    assert not alert.locator(".pm-danger").count()
    tab.context.close()


@pytest.mark.parametrize("is_same", [True, False], ids=["one-number", "two-numbers"])
def test_person_who_has_not_answered_is_called_again_in_a_round_by_another_number_alone(
    browser: Browser, address: str, *, is_same: bool
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 780}, locale="fr-FR")
    context.clock.install(time=NIGHT)
    context.clock.pause_at(NIGHT)
    tab = context.new_page()

    def alone(route: Any) -> None:
        # One person has every role.
        html = route.fetch().text()
        html = re.sub(r'"cards":\[(.*?)\]\]', lambda cards: re.sub(r"\[-?\d+,", "[0,", cards.group()), html)
        if is_same:
            html = re.sub(r'(pm-now-call">\s*<a[^>]*href=")tel:\d+', r"\1tel:0100000000", html)
        route.fulfill(body=html, content_type="text/html; charset=utf-8")

    context.route("**/veillee/now/", alone)
    tab.goto(f"{address}veillee/now/")
    tab.wait_for_function("self.PerimetreNow")
    box = line(tab, "danger-line")
    box.get_by_role("button", name="Pas de réponse").click()
    assert ("tour 2 sur 4" in plain(box.inner_text())) == is_same
    assert ("même personne, autre numéro" in plain(box.locator(".pm-now-call-now").inner_text())) == (not is_same)
    context.close()


def test_who_answers_for_somebody_in_danger_is_first_and_a_number_is_said_once(browser: Browser, address: str) -> None:
    tab = at(browser, NIGHT, address)
    heads = [head.get_attribute("id") for head in tab.locator("article h2[id]").all()]
    assert heads[:2] == ["danger-line", "crisis-line"]
    assert line(tab, "danger-line").locator(".pm-now-call-now strong").first.is_visible()
    # Whoever they are, those who have one number stand before it together.
    tab.evaluate(
        """() => document.querySelectorAll("template[data-sort=card]").forEach(({ content }) => {
          content.querySelectorAll(".pm-now-call a").forEach(link => link.setAttribute("href", "tel:0100000000"));
        })"""
    )
    tab.clock.run_for(61_000)
    several = 0
    for box in tab.locator(".pm-now-call-now, .pm-now-next").all():
        numbers = [link.get_attribute("href") for link in box.locator("a[href^='tel:']").all()]
        assert len(numbers) == len(set(numbers))
        several += any(each.locator("strong").count() > 1 for each in box.locator(".pm-now-person").all())
    assert several
    tab.context.close()


def test_page_goes_on_with_the_clock(browser: Browser, address: str, cover: Cover) -> None:
    # At eight in the morning whoever was on duty leaves.
    before = dt.datetime(2026, 11, 25, 7, 59, 30, tzinfo=PARIS)
    after = before + dt.timedelta(minutes=1)
    assert names(cover, "alert-line", before)[0] != names(cover, "alert-line", after)[0]
    tab = at(browser, before, address)
    shown = line(tab, "alert-line").locator(".pm-now-call-now strong")
    assert shown.all_inner_texts() == names(cover, "alert-line", before)[0]
    tab.clock.run_for(31_000)
    assert shown.all_inner_texts() == names(cover, "alert-line", after)[0]
    # Nobody looked for days: it is told anew as soon as somebody does.
    later = dt.datetime(2026, 12, 1, 3, 0, tzinfo=PARIS)
    tab.clock.set_system_time(later)
    tab.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert shown.all_inner_texts() == names(cover, "alert-line", later)[0]
    tab.context.close()


@pytest.mark.parametrize(
    ("when", "said", "named"),
    [
        (dt.datetime(2026, 11, 21, 23, 59, tzinfo=PARIS), "early", False),
        pytest.param(dt.datetime(2026, 11, 22, 0, 0, tzinfo=PARIS), "", True, marks=DEEP_ALONE),
        pytest.param(dt.datetime(2026, 12, 5, 23, 59, tzinfo=PARIS), "", True, marks=DEEP_ALONE),
        (dt.datetime(2026, 12, 6, 0, 0, tzinfo=PARIS), "old", True),
        (dt.datetime(2028, 1, 1, 0, 0, tzinfo=PARIS), "late", False),
    ],
)
def test_copy_says_aloud_what_it_cannot_tell(
    browser: Browser, address: str, when: dt.datetime, said: str, *, named: bool
) -> None:
    tab = at(browser, when, address)
    shown = [banner.get_attribute("data-standing") for banner in tab.locator("[data-standing]:visible").all()]
    assert shown == ([said] if said else [])
    assert line(tab, "alert-line").is_visible() == named
    # The whole line stands open where it is what one goes by.
    chain = tab.locator("details.pm-now-chain").first
    assert (chain.get_attribute("open") is not None) == bool(said)
    tab.context.close()


@pytest.mark.parametrize("path", ["veillee/", "veillee/escalation/", pytest.param("osier-lin/", marks=DEEP_ALONE)])
def test_line_on_other_pages_names_who_is_called_first(browser: Browser, address: str, cover: Cover, path: str) -> None:
    tab = at(browser, NIGHT, address, path)
    strip = tab.locator(".pm-now-strip")
    first = names(cover, "crisis-line", NIGHT)[0][0]
    assert first in strip.inner_text()
    assert "jusqu’à" in strip.inner_text()
    assert strip.locator("a[href^='tel:']").count() == 1
    tab.clock.set_system_time(dt.datetime(2027, 1, 10, 12, 0, tzinfo=PARIS))
    tab.clock.run_for(2000)
    # Of an old copy nothing is told in one line.
    assert plain(strip.inner_text()) == "Qui est là, maintenant"
    tab.context.close()


def test_whom_to_call_at_christmas_is_one_touch_from_home(browser: Browser, address: str, cover: Cover) -> None:
    christmas = dt.datetime(2026, 12, 25, 23, 0, tzinfo=PARIS)
    tab = at(browser, christmas, address, "veillee/")
    tab.locator(".pm-now-strip > a").click()
    tab.wait_for_url("**/now/")
    tab.wait_for_function("self.PerimetreNow")
    severe = tab.locator(".pm-tag", has_text="gravité 3").first
    assert severe.is_visible()
    assert (
        line(tab, "alert-line").locator(".pm-now-call-now strong").all_inner_texts()
        == names(cover, "alert-line", christmas)[0]
    )
    tab.context.close()


def test_page_works_by_keyboard_and_can_be_read_by_everybody(page: Tab, address: str, axe: str) -> None:
    page.clock.set_fixed_time(NIGHT)
    page.goto(f"{address}veillee/now/")
    button = line(page, "crisis-line").get_by_role("button", name="Pas de réponse")
    button.focus()
    page.keyboard.press("Enter")
    page.evaluate("document.querySelectorAll('article details').forEach(part => { part.open = true; })")
    assert violations(page, axe) == []
    for each in page.locator(".pm-now-line button:visible, .pm-now-line a[href^='tel:']:visible").all():
        box = each.bounding_box()
        assert box is not None
        assert box["height"] >= 44


def test_without_javascript_each_line_stands_whole(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{address}veillee/now/")
    assert tab.locator(".pm-now-without").is_visible()
    chain = tab.locator("details.pm-now-chain").nth(1)
    chain.locator("summary").click()
    assert chain.locator("ol.pm-line").first.is_visible()
    context.close()
