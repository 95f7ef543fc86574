"""Who is reachable when: against a scan minute by minute, on cases worked out by hand, and what the command prints."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import given, settings

from perimetre import cover
from perimetre.cover import Cover
from perimetre.model import build
from perimetre.parse import parse
from perimetre.sources import Source

from .minutes import ZONES, House, Scan, files_of, houses

ROOT = Path(__file__).parents[1]
# Enough to catch a slip; `make bench` compares far more of them.
DAYS, EXAMPLES = 2, 5


def cover_of(house: House, first: dt.date, days: int) -> Cover:
    """Build the house by the real parse and build, and return its brand's cover."""
    sources = [Source(path, path, json.dumps(data).encode()) for path, data in files_of(house).items()]
    parsed = [parse(one) for one in sources]
    assert [one.diagnostics for one in parsed] == [()] * len(parsed)
    built = build([one.document for one in parsed])
    errors = [one for one in built.diagnostics if one.severity == "error"]
    assert not errors, errors[0]
    return Cover(built.handbook, built.handbook.brand("lumen"), first, days)


def compare(house: House, first: dt.date, days: int = DAYS) -> int:
    """Compare the two readings at every minute; return how many minutes were compared."""
    scan = Scan(house, first, days)
    exact = cover_of(house, first, days)
    assert (exact.start, exact.end) == (scan.start, scan.end)
    (line,) = exact.lines
    (written,) = house["lines"]
    whole = ((exact.start, exact.end),)
    worst = spread(cover.delays(exact, line, 3, whole))
    expected = spread(cover.delays(exact, line, 3, whole, everyone_answers=True))
    targets = [one["id"] for name in ("schedules", "roles", "people") for one in house[name]]
    for minute in range(scan.start, scan.end):
        for target in targets:
            holders = {(duty.person, duty.role) for duty in exact.at(target, minute)}
            assert holders == scan.target(target, minute), (target, scan.wall(house["timezone"], minute))
        told = scan.delays(written, 3, minute)
        assert (expected[minute], worst[minute]) == told, scan.wall(house["timezone"], minute)
    return scan.end - scan.start


def spread(delays: tuple[cover.Delay, ...]) -> dict[int, int | None]:
    """Return the delay of each minute; each has one."""
    found: dict[int, int | None] = {}
    for one in delays:
        for start, end in one.when:
            for minute in range(start, end):
                assert minute not in found
                found[minute] = one.minutes
    return found


@pytest.mark.parametrize("zone", sorted(ZONES))
def test_cover_is_what_a_scan_minute_by_minute_finds(zone: str) -> None:
    @settings(max_examples=EXAMPLES, deadline=None)
    @given(houses(zone))
    def one(drawn: tuple[House, dt.date]) -> None:
        compare(*drawn)

    one()
