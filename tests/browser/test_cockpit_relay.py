"""A crisis that goes from one phone to another: by a link, by codes, by a file; put together again; exercised."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from perimetre.reading.logs import read_log
from tests.browser.test_cockpit import COCKPIT, COPIED, MINE, NIGHT, begin, device, key, opened, phone, said, unfold

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext
    from playwright.sync_api import Page as Tab

__all__ = ("device",)
ARRIVED = ".pm-cp-arrived"


@pytest.fixture
def other(browser: Browser) -> Iterator[BrowserContext]:
    """Return the phone of whoever takes over; its clock is four minutes behind."""
    context = phone(browser, accept_downloads=True)
    context.clock.set_system_time(NIGHT - dt.timedelta(minutes=4))
    yield context
    context.close()


def carried(tab: Tab) -> str:
    """Hand over, and return the link."""
    key(tab, "carry").click()
    key(tab, "carry-copy").wait_for()
    key(tab, "carry-copy").click()
    return str(tab.evaluate(COPIED))


def exported(tab: Tab) -> dict[str, Any]:
    with tab.expect_download() as download:
        key(tab, "export-json").click()
    return dict(json.loads(Path(download.value.path()).read_text("utf-8")))


def read_in(tab: Tab, text: str) -> None:
    """Give a text to the cockpit as somebody pastes it."""
    unfold(tab, "take")
    key(tab, "paste").fill(text)
    key(tab, "paste-do").click()
    tab.locator(ARRIVED).wait_for()


@pytest.mark.slow
def test_crisis_goes_on_on_a_second_phone_and_comes_back(
    device: BrowserContext, other: BrowserContext, address: str
) -> None:
    first = opened(device, address)
    key(first, "role").select_option(MINE)
    begin(first, "product-recall")
    assert "Personne n’est prévenu" in said(first, ".pm-cp-tile--told")
    key(first, "step-proof").click()
    # What is handed over in words, and by whom, is asked once.
    key(first, "chat-copy").click()
    short = str(first.evaluate(COPIED)).replace("\xa0", " ")
    assert "Étapes faites : 1" in short and "#" not in short and len(short.splitlines()) < 14
    assert "cette page n’envoie rien" in said(first, "#pm-cp-handover")
    key(first, "device-name").fill("équipe du soir")
    link = carried(first)
    assert first.locator(".pm-cp-code svg").count() == 1
    code = first.locator(".pm-cp-code svg").bounding_box()
    assert code is not None and code["width"] > 280

    # The link says all of it, and sends none of it: what stands after «#» stays in the browser.
    asked: list[str] = []
    second = other.new_page()
    second.on("request", lambda request: asked.append(request.url))
    second.goto(link)
    second.wait_for_selector(ARRIVED)
    assert not [url for url in asked if "take=" in url] and "take=" not in second.url
    told = said(second, ARRIVED)
    assert "équipe du soir" in told and "Rien ne prouve" in told
    assert second.evaluate("Object.keys(localStorage).filter(key => /-log/.test(key))") == []
    key(second, "take-do").click()
    assert "Lignes reprises" in said(second, ".pm-cp-told")
    assert "Faites (1)" in said(second, "#pm-cp-steps")
    assert "équipe du soir" in said(second, '[data-key="steps-done"]')
    # Both go on; each knows nothing of the other.
    key(second, "role").select_option(index=2)
    key(second, "device-name").fill("équipe de nuit")
    unfold(second, "later-others") if key(second, "later-others").count() else None
    key(second, "step-first-words").click()
    key(first, "note").fill("La qualité rappelle.")
    key(first, "note").press("Enter")
    # Whoever took over hands back: nothing is lost, nothing comes twice, whoever did what is said.
    back = carried(second)
    read_in(first, f"Voici la suite :\n{back}")
    assert "suit déjà cet incident" in said(first, ARRIVED)
    key(first, "take-do").click()
    assert "Faites (2)" in said(first, "#pm-cp-steps")
    log = exported(first)
    ids = [event["id"] for event in log["events"]]
    assert len(ids) == len(set(ids))
    types = [event["type"] for event in log["events"]]
    assert types.count("done") == 2 and types.count("taken") == 2 and "noted" in types
    # A clock that is behind puts nothing before what its reader had read.
    assert types.index("carried") < types.index("taken") < len(types) - 1
    assert sorted(log["devices"].values()) == ["équipe de nuit", "équipe du soir"]
    assert set(log["card"]["steps"][0]) >= {"id", "title", "kind"} and log["scenario"]["id"] == "product-recall"
    # The same again adds nothing.
    read_in(first, back)
    assert "nouvelles ici : 0" in said(first, ARRIVED)
    key(first, "take-do").click()
    assert [event["id"] for event in exported(first)["events"]] == ids
    # And the second phone ends it.
    read_in(second, carried(first))
    key(second, "take-do").click()
    key(second, "end").click()
    key(second, "end-do").click()
    log = exported(second)
    assert log["events"][-1]["type"] == "ended" and "La qualité rappelle." in json.dumps(log, ensure_ascii=False)
    assert set(ids) < {event["id"] for event in log["events"]}


def test_codes_are_taken_in_one_after_the_other_and_a_file_beside_what_is_open(
    device: BrowserContext, other: BrowserContext, address: str
) -> None:
    first = opened(device, address)
    begin(first, "cm-slip")
    first.evaluate(
        """() => { for (let n = 0; n < 25; n += 1) {
          const note = document.querySelector('[data-key="note"]');
          note.value = `Appel ${crypto.getRandomValues(new Uint32Array(3)).join(" ")}`;
          document.querySelector('[data-key="note-do"]').click();
        } }"""
    )
    key(first, "carry").click()
    first.locator(".pm-cp-code").wait_for()
    count = int(said(first, ".pm-cp-code figcaption strong").split()[-1])
    assert count > 1 and key(first, "code-before").get_attribute("aria-disabled") == "true"
    key(first, "code-next").click()
    assert f"Code 2 sur {count}" in said(first, ".pm-cp-code figcaption")
    assert f"Code 2 sur {count}" in said(first, ".pm-cp-told")
    # What the codes hold, as the camera of a phone gives it.
    codes = first.evaluate(
        """async brand => {
          const events = Object.keys(localStorage).filter(key => key.startsWith("perimetre-log"))
            .map(key => JSON.parse(localStorage.getItem(key)));
          const { scenario: { id, title, version } } = events.find(({ type }) => type === "begun");
          const bare = events.map(({ scenario, ...event }) => event);
          const incident = Object.keys(localStorage).find(key => key.startsWith("perimetre-log")).split("/")[2];
          const log = { id: incident, brand, scenario: { id, title, version }, events: bare };
          return (await PerimetreCarry.pack(log, location.href)).codes;
        }""",
        "veillee",
    )
    second = opened(other, address)
    begin(second, "product-recall")
    for code in codes[1:]:
        second.goto(f"{address}veillee/cockpit/{code}")
        second.locator(ARRIVED).wait_for()
    assert f"Codes lus : {len(codes) - 1} sur {len(codes)}" in said(second, ARRIVED)
    assert "Reste à scanner : 1" in said(second, ARRIVED)
    second.reload()
    second.locator(ARRIVED).wait_for()
    second.goto(f"{address}veillee/cockpit/{codes[0]}")
    second.locator(".pm-cp-came").wait_for()
    key(second, "take-do").click()
    # Two incidents stay two.
    assert second.locator(".pm-cp-choose").count() == 2
    assert second.evaluate("Object.keys(localStorage).filter(key => /-parts/.test(key))") == []
    log = exported(first)
    # Of a card that this build has not, the file brings it; of one that it has changed, it says so.
    second.evaluate("delete PerimetreScenarios['cm-slip']")
    card = {**log, "id": "from-a-file"}
    unfold(second, "take")
    key(second, "take-file").set_input_files(
        {"name": "log.json", "mimeType": "application/json", "buffer": json.dumps(card).encode()}
    )
    second.locator(".pm-cp-came").wait_for()
    assert "plus cette fiche" in said(second, ARRIVED)
    key(second, "take-do").click()
    assert "Capturer notre réponse" in said(second, "#pm-cp-steps")


def test_what_is_foreign_is_refused_and_what_is_hostile_is_read_as_words(device: BrowserContext, address: str) -> None:
    tab = opened(device, address)
    begin(tab, "cm-slip")
    before = tab.evaluate("JSON.stringify(localStorage)")
    log = exported(tab)
    evil = "<img src=x onerror='self.hacked = 1'><script>self.hacked = 1</script>{{x}}"
    for text, word in (
        ("Bonjour", "n’est pas la main courante"),
        (json.dumps(log)[:-40], "coupée ou abîmée"),
        ("#take=z.1.1.abc.AAAA", "coupée ou abîmée"),
        (json.dumps({**log, "brand": "osier-lin"}), "d’une autre marque"),
    ):
        read_in(tab, text)
        assert word in said(tab, ARRIVED), text[:40]
    unfold(tab, "take")
    large = {"name": "log.json", "mimeType": "application/json", "buffer": b"[" * 10_000_000}
    key(tab, "take-file").set_input_files(large)
    tab.get_by_text("trop lourd").wait_for()
    assert tab.evaluate("JSON.stringify(localStorage)") == before
    # Whatever somebody wrote into it is shown as they wrote it.
    card = json.loads(json.dumps(log["card"]).replace("Capturer notre réponse", evil.replace('"', "'")))
    noted = {"id": "evil", "seq": 9, "at": log["events"][0]["at"], "type": "noted", "text": evil, "by": evil}
    hostile = {**log, "id": "evil", "card": {**card, "title": evil}, "events": [*log["events"], noted, {"id": "x"}]}
    read_in(tab, json.dumps(hostile))
    assert "<img" in said(tab, ARRIVED) and "pas reprises : 1" in said(tab, ARRIVED)
    key(tab, "take-do").click()
    tab.reload()
    tab.wait_for_selector(".pm-cp-head")
    key(tab, "to-evil").click()
    assert "<script>" in said(tab, "#pm-cp-log")
    assert tab.evaluate("self.hacked") is None
    assert tab.locator(f"{COCKPIT} :is(img, script:not([type]))").count() == 0
    # A device that takes nothing more says so, and goes on with it.
    full = "throw new DOMException('full', 'QuotaExceededError');"
    tab.evaluate(f"() => {{ Storage.prototype.setItem = () => {{ {full} }}; }}")
    read_in(tab, json.dumps({**log, "id": "third"}))
    key(tab, "take-do").click()
    assert "ne garde plus la main courante" in said(tab, ".pm-cockpit")
    assert tab.locator(".pm-cp-choose").count() == 3


def test_exercise_stands_still_while_it_is_paused_and_texts_say_their_length(
    device: BrowserContext, address: str
) -> None:
    tab = opened(device, address)
    device.clock.pause_at(NIGHT + dt.timedelta(minutes=5))
    unfold(tab, "exercise")
    key(tab, "speed").select_option("10")
    begin(tab, "product-recall")
    device.clock.fast_forward(120_000)
    assert "T + 20 min" in said(tab, ".pm-cp-head")
    # What has become late at once is told in one sentence.
    assert said(tab, ".pm-cp-told").count("En retard") == 1 and " · " in said(tab, ".pm-cp-told")
    key(tab, "pause").click()
    device.clock.fast_forward(3_600_000)
    assert "T + 20 min" in said(tab, ".pm-cp-head") and "L’exercice est en pause" in said(tab, ".pm-cp-head")
    key(tab, "step-proof").click()
    key(tab, "pause").click()
    device.clock.fast_forward(60_000)
    assert "T + 30 min" in said(tab, ".pm-cp-head")
    # Closed and opened again, it has not run meanwhile.
    key(tab, "end").click()
    key(tab, "end-do").click()
    # What came and found nobody is told, on the page and in what is exported of it.
    review = said(tab, "#pm-cp-debrief")
    assert "Événements restés sans réponse : 3." in review and "jamais traité" in review
    came = [each for each in read_log("log.json", json.dumps(exported(tab)).encode()).injects or () if each.came]
    assert len(came) == 3 and all(each.says and each.answered is None for each in came)
    device.clock.fast_forward(600_000)
    assert "T + 30 min" in said(tab, ".pm-cp-head")
    key(tab, "reopen").click()
    device.clock.fast_forward(6_000)
    assert "T + 31 min" in said(tab, ".pm-cp-head")
    # Under a text, what it weighs where it goes.
    unfold(tab, "text-to-whoever-was-burnt")
    lengths = said(tab, '[data-key="text-to-whoever-was-burnt"]')
    assert "caractères" in lengths
