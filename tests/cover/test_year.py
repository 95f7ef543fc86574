"""The year as the pages tell it: each day's state is that of its worst minute, as a scan minute by minute finds it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings

from perimetre.cover.year import year
from tests.conftest import examples
from tests.cover.test_cover import cover_of
from tests.support.minutes import LIVE, ZONES, House, Scan, houses

DAYS, EXAMPLES = 3, examples(3, 20)
HIGH = {"id": "high", "number": 3, "title": "Élevée", "cover": "always"}


def people_of(scan: Scan, line: dict[str, Any], minute: int, decides: int | None) -> set[str]:
    """Return those whom a line would reach at a minute, whatever the step."""
    calls = [(step["call"], step.get("contact", [])) for step in line["steps"]]
    calls.append((line.get("fallback", {}).get("call", []), []))
    return {
        person
        for call, contact in calls
        for target in call
        for person, role in scan.target(target, minute)
        if _is_reached(scan, person, role, contact, decides)
    }


def _is_reached(scan: Scan, person: str, role: str | None, contact: list[dict[str, Any]], decides: int | None) -> bool:
    asked = [means["mode"] for means in contact] or LIVE
    modes = {means["mode"] for means in scan.people[person].get("contact", [])}
    return bool(modes & set(asked)) and (decides is None or scan.weight(role) >= decides)


def state_of(scan: Scan, line: dict[str, Any], minutes: range) -> str:
    """Return the state of a day, the worst first."""
    anybody = min(len(people_of(scan, line, minute, None)) for minute in minutes)
    deciding = min(len(people_of(scan, line, minute, 3)) for minute in minutes)
    if not anybody:
        return "nobody"
    if not deciding:
        return "undecided"
    return "one" if min(anybody, deciding) == 1 else "several"


@pytest.mark.deep
@pytest.mark.slow
@pytest.mark.parametrize("zone", sorted(ZONES))
def test_each_day_is_that_of_its_worst_minute(zone: str) -> None:
    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True)
    @given(houses(zone))
    def of_a_house(drawn: tuple[House, dt.date]) -> None:
        house, first = drawn
        # A gap that is meant has its own cases.
        planned = [
            {key: value for key, value in schedule.items() if key != "closed_on_purpose"}
            for schedule in house["schedules"]
        ]
        house = {**house, "severities": [HIGH], "schedules": planned}
        scan, cover = Scan(house, first, DAYS), cover_of(house, first, DAYS)
        (line,) = house["lines"]
        (days,) = year(cover).lines
        starts = [cover.clock.minute(first.toordinal() + day) for day in range(DAYS + 1)]
        for day, state in enumerate(days.states):
            assert state == state_of(scan, line, range(starts[day], starts[day + 1])), (first, day)
            seen.add(state)

    seen: set[str] = set()
    of_a_house()
    assert len(seen) > 1
