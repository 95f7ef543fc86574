"""A log that travels: two put together give the same in any order; what is cut or hostile is told, not taken."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.browser.test_cockpit_state import BEGUN, LOGS, SCENARIO, SCRIPT, instant
from tests.conftest import ROOT, examples

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from playwright.sync_api import Page as Tab

SCRIPTS = ("cockpit-state.js", "cockpit-shape.js", "cockpit-carry.js")
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
        tab.add_script_tag(path=SCRIPT.with_name(name))
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
