"""A log that travels: two put together give the same in any order; what is cut or hostile is told, not taken."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from perimetre.base.words import say
from perimetre.pipeline.loading import load
from perimetre.reading.logs import read_log
from perimetre.render.desk import Desk
from perimetre.render.families.cockpit import drafts
from perimetre.render.live.cockpit_words import cockpit_words
from perimetre.render.readers import Readers
from tests.browser.test_cockpit_state import BEGUN, LIVE, LOGS, SCENARIO, ZONE, instant
from tests.conftest import ROOT, examples
from tests.support.shared import DAY, website_of_every_key, website_of_the_example
from tests.support.sites import BASE

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from playwright.sync_api import Page as Tab

SCRIPTS = ("cockpit-ways.js", "cockpit-state.js", "cockpit-shape.js", "cockpit-carry.js", "cockpit-text.js")
FOREIGN = yaml.safe_load((ROOT / "tests" / "cases" / "cockpit_logs.yml").read_text("utf-8"))
ADDRESS = "https://referentiel.example.org/veillee/cockpit/"
START: dict[str, Any] = {"id": "begun", "seq": 1, "type": "begun", "from": instant(BEGUN), "at": instant(BEGUN)}
# The card of the incident as three devices may have it: as it began, another version of it, its name alone.
FORMS: list[dict[str, Any]] = [
    {**SCENARIO, "version": "one"},
    {**SCENARIO, "version": "two", "asked": "one"},
    {"id": "fire", "title": "Un feu", "version": "one", "asked": "one", "steps": [], "statements": []},
]
LAWS = """([a, b, c]) => {
  const { merge } = PerimetreCockpit;
  const text = several => JSON.stringify(several);
  const whole = merge(a, b, c);
  return {
    either: text(merge(a, b)) === text(merge(b, a)),
    grouped: text(merge(merge(a, b), c)) === text(merge(a, merge(b, c))),
    again: text(merge(a, a)) === text(merge(a)) && text(merge(whole, b)) === text(whole),
    ids: whole.map(({id}) => id), times: whole.map(({at, t = at}) => t),
    steps: whole.find(({type}) => type === "begun").scenario.steps.length,
  };
}"""
ROUND = """async ([log, address]) => {
  const { pack, partsIn, joined } = PerimetreCarry;
  const { whole, codes } = await pack(log, address);
  const scanned = [...codes].reverse().flatMap(code => partsIn(address + code));
  const linked = await joined(partsIn(`Voici : ${address}${whole} merci`));
  return [whole, codes, linked, codes.length ? await joined(scanned) : null];
}"""


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Tab]:
    """Return a page of nothing, with what carries a log."""
    context = browser.new_context()
    tab = context.new_page()
    for name in SCRIPTS:
        tab.add_script_tag(path=LIVE / name)
    yield tab
    context.close()


def device(name: str, form: int, log: Any) -> list[dict[str, Any]]:
    """Return the log of a device: what two devices share comes from the first of them."""
    lines = [
        {**event, "id": f"{tab_}{n}", "seq": place, "at": at, "dev": name if tab_ == "b" else "shared", "of": "-"}
        for n, (event, at, tab_, place) in enumerate(log)
    ]
    return [{**START, "scenario": FORMS[form]}, *({**line, "id": f"{line['dev']}-{line['id']}"} for line in lines)]


@given(LOGS, LOGS, LOGS, st.permutations([0, 1, 2]))
@settings(max_examples=examples(60, 600), deadline=None)
def test_logs_put_together_in_any_order_give_the_same_and_lose_nothing(
    tab: Tab, one: Any, two: Any, three: Any, forms: list[int]
) -> None:
    lists = [device(name, form, log) for name, form, log in zip("xyz", forms, (one, two, three), strict=True)]
    found = tab.evaluate(LAWS, lists)
    assert found["either"] and found["grouped"] and found["again"]
    said = {json.dumps({**event, "scenario": 0}, sort_keys=True) for several in lists for event in several}
    # Two lines of one id that say different things, which no device writes, both stay.
    assert len(found["ids"]) == len(said)
    assert found["times"] == sorted(found["times"])
    assert found["steps"] == len(SCENARIO["steps"])


def test_log_comes_out_of_its_link_and_of_its_codes_as_it_went_in(tab: Tab) -> None:
    def lines(count: int) -> list[dict[str, Any]]:
        # Ids are drawn at random, and do not pack.
        ids = [hashlib.sha256(str(n).encode()).hexdigest()[:12] for n in range(count)]
        return [
            {
                "id": id_,
                "seq": n + 2,
                "at": START["at"] + n * 7919,
                "type": "noted",
                "text": f"Où en est-on\u202f? {id_}",
            }
            for n, id_ in enumerate(ids)
        ]

    log = {"id": "202611222240-fire-ab12", "brand": "veillee", "scenario": FORMS[0], "events": [START, *lines(90)]}
    whole, codes, from_link, from_codes = tab.evaluate(ROUND, [log, ADDRESS])
    assert from_link == from_codes and from_link["log"]["events"] == log["events"]
    assert from_link["log"]["scenario"]["steps"][3]["every"] == 60 and from_link["log"]["unread"] == 0
    assert 1 < len(codes) <= 12 and max(len(ADDRESS + code) for code in codes) <= 1100
    # One of a thousand lines goes by its link alone.
    log["events"] = [START, *lines(1000)]
    whole, codes, from_link, _ = tab.evaluate(ROUND, [log, ADDRESS])
    assert codes == [] and len(from_link["log"]["events"]) == 1001 and len(whole) < 40_000
    # Cut anywhere, it says so.
    cut = "async text => (await PerimetreCarry.joined(PerimetreCarry.partsIn(text))).wrong"
    assert [tab.evaluate(cut, whole[:-n]) for n in (1, 20, 5000)] == ["cut"] * 3


def test_what_is_no_log_is_told_by_a_word_and_a_line_that_is_none_stays_out(tab: Tab) -> None:
    read = (
        "text => { const {wrong, log} = PerimetreCarry.logOf(text); return wrong ?? [log.events.length, log.unread]; }"
    )
    deep = "[" * 100_000 + "]" * 100_000
    made = {
        "deep": '{"kind": "perimetre-log", "id": "x", "brand": "y", "events": ' + deep + "}",
        "large": "x" * 10_000_000,
    }
    wrong = {}
    for case in FOREIGN["files"]:
        text = made[case["made"]] if "made" in case else case.get("text") or json.dumps(case["data"])
        if (found := tab.evaluate(read, text)) != case["is"]:
            wrong[case["name"]] = found
    assert wrong == {}


def test_card_that_is_no_card_is_not_drawn_and_its_lines_are_kept(tab: Tab) -> None:
    read = """([text, cards]) => {
      const {log} = PerimetreCarry.logOf(text);
      const events = PerimetreCarry.withCard(log, cards);
      const {scenario} = events[0];
      PerimetreCockpit.state(scenario, events, events[0].at, "Europe/Paris");
      return [scenario.steps.length, scenario.asked ?? null];
    }"""
    log = {"kind": "perimetre-log", "id": "a", "brand": "veillee", "events": [START]}
    named = {"id": "fire", "title": "Un feu", "version": "one"}
    today = {"fire": {**SCENARIO, "version": "one"}}
    later = {"fire": {**SCENARIO, "version": "later"}}
    bad = [
        {**FORMS[0], "steps": "all"},
        {**FORMS[0], "statements": [{"id": "x"}]},
        {**FORMS[0], "clocks": [[[[]]]]},
        "no",
        7,
    ]
    whole = len(SCENARIO["steps"])
    assert tab.evaluate(read, [json.dumps({**log, "scenario": named, "card": FORMS[0]}), {}]) == [whole, None]
    for card in bad:
        text = json.dumps({**log, "scenario": named, "card": card})
        assert tab.evaluate(read, [text, today]) == [whole, None]
        assert tab.evaluate(read, [text, later]) == [whole, "one"]
        assert tab.evaluate(read, [text, {}]) == [0, "one"]


# Every kind of line, but for the first.
TYPES = re.findall(
    r"[a-z]+",
    "moved done skipped undone again postponed noted filled ticked unticked agreed sent withdrawn told untold known "
    "unknown stopped unstopped resumed met unmet moment promised updated answered signed lost found paused continued "
    "ended reopened handed carried taken",
)
EXPORTED = """([card, words, zone, types]) => {
  const { eventOf, LONGEST } = PerimetreLogShape;
  document.documentElement.lang = "fr";
  const text = PerimetreCockpitText(words, zone);
  const ends = [Date.UTC(2000, 0, 2), Date.UTC(2088, 11, 30)];
  const long = "é".repeat(LONGEST);
  const line = (type, at, end) => ({
    id: `${type}-${end}`, seq: end + 2, at, type, dev: "d", by: "x", step: end ? "keep" : "call", statement: "waiting",
    channel: long, variable: long, value: long, who: long, text: long, because: long,
    of: `sent-${end}`, rank: 999 * end, clock: end ? "detection" : "Le jugement",
    until: at, next: at, instant: at, from: at,
  });
  return ends.map(at => {
    const begun = { id: "begun", seq: 1, at, type: "begun", from: at, dev: "d", scenario: card };
    const events = [begun, ...types.flatMap(type => ends.map((each, end) => line(type, each, end)))];
    const unread = events.filter(each => eventOf(JSON.parse(JSON.stringify(each))) === null).map(({id}) => id);
    // A review holds a tenth of so long a log.
    const short = JSON.parse(JSON.stringify(events).replaceAll(long, "é"));
    const exported = text.data("202611222240-bad-buzz-ab12", "lumen", PerimetreCockpit.state(card, short, at, zone));
    const { wrong = null, log } = PerimetreCarry.logOf(exported);
    return { unread, exported, wrong, count: log?.events.length, lost: log?.unread, sent: events.length };
  });
}"""
# Delays before what they count from, the longest that is counted, one that is told in words alone.
EDGES = {
    "clock: detection, within: 5min": "within: {from: {event: La conférence de presse}, offset: -2h}",
    "clock: detection, within: 10min": "within: {from: {event: Le jugement}, offset: -10y}",
    "within: 30min": "within: 100y",
}


def cards_of(files: Mapping[str, str]) -> dict[str, Any]:
    return {
        f"{path.split('/')[0]}/{id_}": card
        for path, text in files.items()
        if "/scenarios." in path
        for id_, card in json.loads(text.partition(" = ")[2].removesuffix(";\n")).items()
    }


def card_of_edges(folder: Path) -> dict[str, Any]:
    """Return the card of a small house with delays at the edge of what may be written."""
    shutil.copytree(BASE, folder)
    file = folder / "house" / "crises" / "bad-buzz.yml"
    text = file.read_text("utf-8")
    for each, edge in EDGES.items():
        assert text.count(each) == 1
        text = text.replace(each, edge)
    file.write_text(text, "utf-8")
    handbook = load(folder).handbook
    assert handbook is not None
    desk = Desk(handbook=handbook, readers=Readers(language="fr", today=DAY), brand=handbook.brands[0])
    (draft,) = drafts(desk)
    return cards_of(dict(draft.files))["lumen/bad-buzz"]


def test_each_card_that_a_house_may_write_is_read_back_as_it_was_written(tab: Tab, tmp_path: Path) -> None:
    card = card_of_edges(tmp_path / "playbooks")
    of_example = cards_of(dict(website_of_the_example().files))
    of_every_key = cards_of(dict(website_of_every_key().files))
    assert len(of_example) > 10 and of_every_key
    cards = of_example | of_every_key | {"edges": card}
    read = tab.evaluate("cards => cards.map(PerimetreLogShape.scenarioOf)", list(cards.values()))
    assert [name for name, back in zip(cards, read, strict=True) if back != cards[name]] == []
    due = {step["id"]: step.get("due", {}) for step in card["steps"]}
    assert due["keep"]["minutes"] == -120 and due["call"]["minutes"] == -10 * 365 * 24 * 60
    # What no browser counts is told.
    assert "minutes" not in due["hold"] and due["hold"]["words"]


def test_log_of_whatever_may_be_written_down_is_read_on_another_device_and_for_the_review(
    tab: Tab, tmp_path: Path
) -> None:
    """Every kind of line, at the edges of what a line holds: what the page keeps, the link and the review read too."""
    card = card_of_edges(tmp_path / "playbooks")
    words = cockpit_words(lambda text: say(text, "fr"))
    found = tab.evaluate(EXPORTED, [card, words, ZONE, TYPES])
    for each in found:
        assert each["unread"] == [] and each["wrong"] is None
        assert (each["count"], each["lost"]) == (each["sent"], 0)
        assert len(read_log("log.json", each["exported"].encode()).events) == each["sent"]
