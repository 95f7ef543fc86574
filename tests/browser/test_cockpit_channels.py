"""A hijacked account on a phone: where its texts leave, steps that are done together; an exercise, and its end."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from perimetre.reading.logs import read_log
from tests.browser.test_cockpit import COCKPIT, COPIED, NIGHT, begin, device, key, opened, said, unfold
from tests.conftest import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

__all__ = ("device",)
CARD = yaml.load((ROOT / "playbooks/house/crises/account-hijack.yml").read_text("utf-8"), yaml.CSafeLoader)
TASKS = [step["id"] for step in CARD["steps"] if step["kind"] not in ("parallel", "end")]
TOGETHER = ("pause", "ads", "call")
LOST = '[data-key="sent-we-lost-it-0-{}"]'
BACK = '[data-key="sent-we-are-back-0-{}"]'


def test_text_stays_off_the_channel_that_is_lost_and_steps_done_together_have_a_heading(
    device: BrowserContext, address: str
) -> None:
    tab = opened(device, address)
    begin(tab, "account-hijack")
    text = '[data-key="text-we-lost-it"]'
    unfold(tab, "text-we-lost-it")
    # It is said before the channel is known, and asked.
    assert "sauf le canal touché : dites plus haut lequel" in said(tab, text)
    assert "Lequel de nos canaux est touché" in said(tab, "#pm-cp-texts")
    unfold(tab, "fill")
    key(tab, "fill-account").fill("Instagram")
    key(tab, "fill-account").blur()
    key(tab, "fill-next-word").fill("2026-11-22T23:30")
    key(tab, "fill-next-word-do").click()
    assert key(tab, "lost-Instagram").get_attribute("aria-pressed") == "true"
    assert "sauf le canal touché : Instagram." in said(tab, text)
    there, elsewhere = (tab.locator(LOST.format(name)) for name in ("Instagram", "Facebook"))
    assert there.get_attribute("aria-disabled") == "true"
    assert str(there.get_attribute("aria-describedby")) == "pm-cp-spares-we-lost-it"
    there.click(force=True)
    assert "Instagram est le canal touché" in said(tab, ".pm-cp-told")
    elsewhere.click()
    assert "Envoyé : Ne vous fiez pas à ce compte → Facebook" in said(tab, ".pm-cp-log > li:nth-child(1)")
    assert "→ Instagram" not in said(tab, ".pm-cp-log")
    # The text that announces the return leaves there too.
    unfold(tab, "text-we-are-back")
    assert "sauf le canal" not in said(tab, '[data-key="text-we-are-back"]')
    assert tab.locator(BACK.format("Instagram")).get_attribute("aria-describedby") != "pm-cp-spares-we-are-back"
    # What is said of a channel holds.
    key(tab, "lost-Facebook").click()
    key(tab, "lost-Instagram").click()
    assert there.get_attribute("aria-disabled") is None
    key(tab, "lost-Instagram").click()
    key(tab, "lost-Facebook").click()
    # Steps that are done together: nobody ticks their heading.
    group = ".pm-cp-group"
    assert "en même temps ; il en reste 3 sur 3" in said(tab, group)
    assert key(tab, "step-stop-all").count() == 0
    for step in TOGETHER:
        assert key(tab, f"step-{step}").evaluate("each => Boolean(each.closest('.pm-cp-group'))")
        key(tab, f"step-{step}").click()
    assert tab.locator(group).count() == 0
    assert "Faites (3)" in said(tab, "#pm-cp-steps")
    key(tab, "device-name").fill("téléphone du CM")
    tab.get_by_label("À qui").fill("Inès, modération")
    key(tab, "handover-do").click()
    paper = tab.locator(".pm-cp-paper").input_value().replace("\xa0", " ")
    assert "Arrêter et appeler" not in paper and "Canal touché : Instagram" in paper
    assert said(tab, ".pm-cp-log > li:nth-child(1)").count("téléphone du CM") == 1
    key(tab, "handover-copy").click()
    tab.locator("#pm-cp-log").get_by_text("Main passée. Pour\xa0: Inès, modération").wait_for()
    # The same figures in the chat of the team, in the export and in what is imported of it.
    key(tab, "chat-copy").click()
    left = len(TASKS) - len(TOGETHER)
    assert f"faites : 3 ; restantes : {left}" in tab.evaluate(COPIED).replace("\xa0", " ")
    with tab.expect_download() as download:
        key(tab, "export-json").click()
    content = Path(download.value.path()).read_bytes()
    log = read_log("log.json", content)
    assert sorted(step.id for step in log.steps) == sorted(TASKS)
    assert len([step for step in log.steps if step.done]) == 3
    # The channel that was said to be lost is, and the one that was said to be so by mistake is not.
    assert log.lost == ("Instagram",)
    assert [(each.type, each.channel) for each in log.events if each.type in ("lost", "found")] == [
        ("lost", "Facebook"),
        ("found", "Instagram"),
        ("lost", "Instagram"),
        ("found", "Facebook"),
    ]
    assert json.loads(content)["events"][1]["type"] == "filled"


def test_exercise_ends_as_one_and_its_review_comes_into_view(device: BrowserContext, address: str) -> None:
    tab = device.new_page()
    tab.goto(f"{address}veillee/crises/account-hijack/")
    tab.locator(".pm-start-cockpit").click()
    tab.wait_for_selector(COCKPIT)
    # Whom to call stays on the screen, below the header.
    tab.wait_for_function("() => scrollY > 0")
    tab.wait_for_timeout(500)
    call = tab.locator(".pm-call-now").bounding_box()
    assert call is not None and 40 <= call["y"] < 200
    device.clock.pause_at(NIGHT + dt.timedelta(minutes=5, seconds=50))
    unfold(tab, "exercise")
    key(tab, "speed").select_option("1")
    assert "à la vitesse réelle" in said(tab, '[data-key="speed"]')
    key(tab, "begin").click()
    assert "Exercice commencé" in said(tab, ".pm-cp-told")
    # Minutes are counted as the clocks show them: from 22:45 to 22:54.
    device.clock.fast_forward(8 * 60_000 + 20_000)
    assert "T + 9 min" in said(tab, ".pm-cp-head")
    key(tab, "step-proof").click()
    key(tab, "handover-do").click()
    assert "Passage de relais\xa0: Exercice" in tab.locator(".pm-cp-paper").input_value()
    assert "Terminer l’exercice" in said(tab, "#pm-cp-end")
    key(tab, "end").click()
    key(tab, "end-do").click()
    assert "Exercice terminé" in said(tab, ".pm-cp-told")
    assert tab.evaluate("document.activeElement.id") == "pm-cp-debrief-title"
    device.clock.fast_forward(10_000)
    assert tab.evaluate("document.activeElement.id") == "pm-cp-debrief-title"
    place = tab.locator("#pm-cp-debrief").bounding_box()
    assert place is not None and 40 <= place["y"] < 200
    review = said(tab, "#pm-cp-debrief")
    assert f"Exercice terminé. Étapes faites : 1 sur {len(TASKS)} ; en retard : 1." in review
    assert "pas encore due" in review and "ni" not in review.split("Étapes")[0]
    # Of what is over, no clock runs on.
    clocks = tab.locator(".pm-cp-clock:not(.pm-cp-clock--none)").all_inner_texts()
    assert clocks and [each for each in clocks if "dans" in each or "retard" in each] == []
    log = said(tab, "#pm-cp-log")
    assert "Exercice terminé" in log and "Incident" not in log
