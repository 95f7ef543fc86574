"""How an incident stands: a scenario, what was written down and the hour give the same, whoever wrote it where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import perimetre.render
from tests.conftest import ROOT, examples

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from playwright.sync_api import Page as Tab

LIVE = Path(perimetre.render.__path__[0]) / "assets" / "live"
SCRIPTS = (LIVE / "cockpit-ways.js", LIVE / "cockpit-state.js")
ZONE = "Europe/Paris"
FILE = yaml.load((ROOT / "tests" / "cases" / "cockpit.yml").read_text("utf-8"), yaml.CSafeLoader)
SCENARIO = FILE["scenario"]
BEGUN = "2026-11-22T22:40"
STATE = """([scenario, cases, zone]) => cases.map(({events, now}) => {
  const it = PerimetreCockpit.state(scenario, events, now, zone);
  return JSON.parse(JSON.stringify(it, (key, value) => value instanceof Map ? [...value] : value));
})"""
# Whatever is written down, in whichever order lists are put together.
MERGED = """([scenario, lists, now, zone]) => {
  const plain = it => JSON.stringify(it, (key, value) => value instanceof Map ? [...value] : value);
  return lists.map(several => plain(PerimetreCockpit.state(scenario, PerimetreCockpit.merge(...several), now, zone)));
}"""


def instant(wall: object) -> int:
    """Return a wall time of the house in milliseconds."""
    at = dt.datetime.fromisoformat(str(wall)).replace(tzinfo=ZoneInfo(ZONE))
    return round(at.timestamp() * 1000)


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Tab]:
    """Return a page of nothing, on a device of another zone, which the program of the state is brought to."""
    context = browser.new_context(timezone_id="Pacific/Auckland")
    tab = context.new_page()
    for script in SCRIPTS:
        tab.add_script_tag(path=script)
    yield tab
    context.close()


def written(case: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the events of a case as a page writes them down."""
    begun = case.get("from", BEGUN)
    events: list[dict[str, Any]] = [{"type": "begun", "from": begun, "at": begun}, *case["events"]]
    times = ("at", "from", "until", "next", "instant")
    latest, lines = 0, []
    for rank, event in enumerate(events):
        line = {"id": f"{rank:03}", "seq": rank, **event, **{n: instant(event[n]) for n in times if n in event}}
        # A clock that is behind what the device knows of.
        latest = max(latest, line["at"])
        lines.append({**line, "t": latest} if latest > line["at"] else line)
    return lines


def found(state: Any, path: str) -> Any:
    for part in path.split("."):
        if state is None:
            return None
        if part == "length":
            return len(state)
        state = state[int(part)] if part.isdigit() else state.get(part)
    return state


def meant(value: Any) -> Any:
    """Return what a case expects: a wall time stands for its instant."""
    is_wall = isinstance(value, str) and len(value) == len(BEGUN) and value[10] == "T"
    return instant(value) if is_wall or isinstance(value, dt.datetime) else value


def test_each_case_stands_as_it_was_worked_out_by_hand(tab: Tab) -> None:
    cases = FILE["cases"]
    assert len(cases) > 20
    asked = [{"events": written(case), "now": instant(case["now"])} for case in cases]
    states = tab.evaluate(STATE, [SCENARIO, asked, ZONE])
    wrong = {
        f"{case['name']}: {path}": found(state, path)
        for case, state in zip(cases, states, strict=True)
        for path, value in case["is"].items()
        if found(state, path) != meant(value)
    }
    assert wrong == {}


def test_an_hour_of_the_house_is_an_instant_and_back_over_both_changes_of_hour(tab: Tab) -> None:
    paris = ZoneInfo(ZONE)
    hours = [
        dt.datetime(2026, month, day, hour, 30) for month, day in ((10, 24), (10, 25), (11, 22)) for hour in range(24)
    ]
    hours += [dt.datetime(2027, 3, day, hour, 30) for day in (27, 28, 29) for hour in range(24)]
    walls = [hour.isoformat(timespec="minutes") for hour in hours]
    told = tab.evaluate("([walls, zone]) => walls.map(wall => PerimetreCockpit.instantOf(wall, zone))", [walls, ZONE])
    # The first of two that bear the same hour; what does not come moves forward, as everywhere in the product.
    expected = [round(hour.replace(tzinfo=paris, fold=0).timestamp() * 1000) for hour in hours]
    assert [walls[n] for n, (one, other) in enumerate(zip(told, expected, strict=True)) if one != other] == []
    back = tab.evaluate("([instants, zone]) => instants.map(at => PerimetreCockpit.wallOf(at, zone))", [told, ZONE])
    assert [wall for wall, again in zip(walls, back, strict=True) if wall != again] == ["2027-03-28T02:30"]


STEPS = [step["id"] for step in SCENARIO["steps"]]
MOMENTS = st.integers(instant("2026-11-22T22:00"), instant("2026-11-23T06:00"))
EVENT = st.one_of(
    st.builds(lambda step: {"type": "done", "step": step}, st.sampled_from(STEPS)),
    st.builds(lambda step: {"type": "undone", "step": step}, st.sampled_from(STEPS)),
    st.builds(lambda choice: {"type": "done", "step": "judge", "choice": choice}, st.sampled_from([0, 1])),
    st.builds(lambda step, until: {"type": "postponed", "step": step, "until": until}, st.sampled_from(STEPS), MOMENTS),
    st.builds(lambda rank: {"type": "ticked", "statement": "long", "rank": rank}, st.sampled_from([0, 1])),
    st.builds(lambda rank: {"type": "unticked", "statement": "long", "rank": rank}, st.sampled_from([0, 1])),
    st.builds(lambda text: {"type": "filled", "variable": "product", "value": text}, st.text(max_size=8)),
    st.builds(lambda channel: {"type": "sent", "statement": "short", "channel": channel}, st.sampled_from("IF")),
    st.builds(lambda at: {"type": "promised", "next": at}, MOMENTS),
    st.sampled_from([{"type": "stopped", "rank": 0}, {"type": "resumed", "rank": 0}, {"type": "unstopped", "rank": 0}]),
    st.sampled_from([{"type": "updated"}, {"type": "ended"}, {"type": "reopened"}, {"type": "noted", "text": "x"}]),
)
# What was written down, and in which of two tabs; a tab that has not heard of the other gives the same places again.
LOGS = st.lists(st.tuples(EVENT, MOMENTS, st.sampled_from("ab"), st.integers(1, 6)), max_size=14)


@given(LOGS, st.randoms(use_true_random=False))
@settings(max_examples=examples(60, 600), deadline=None)
def test_two_tabs_come_to_the_same_whichever_way_their_lines_are_put_together(tab: Tab, log: Any, random: Any) -> None:
    begun = {"id": "begun", "seq": 0, "type": "begun", "from": instant(BEGUN), "at": instant(BEGUN)}
    events = [
        {**event, "id": f"{tab_}{n}", "seq": place, "at": at, "of": "-"}
        for n, (event, at, tab_, place) in enumerate(log)
    ]
    several = [begun, *events]
    shuffled = random.sample(several, len(several))
    mine = [begun, *(event for event in events if event["id"][0] == "a")]
    theirs = [begun, *(event for event in events if event["id"][0] == "b")]
    lists = [[several], [shuffled], [mine, theirs], [theirs, mine], [several, shuffled], [mine, several]]
    told = tab.evaluate(MERGED, [SCENARIO, lists, instant("2026-11-23T01:00"), ZONE])
    assert len(set(told)) == 1
