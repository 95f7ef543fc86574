"""Who is reachable when: against a scan minute by minute, on cases worked out by hand, and what the command prints."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
import yaml
from hypothesis import given, settings

from perimetre import cover
from perimetre.cover import Cover
from perimetre.model import build
from perimetre.reading.parse import parse
from perimetre.reading.sources import Source
from tests.conftest import ROOT, examples
from tests.support.minutes import ZONES, House, Scan, files_of, houses, named

# Enough to catch a slip; `make test-deep` compares far more of them.
DAYS, EXAMPLES = 2, examples(3, 20)


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


def spread(delays: tuple[cover.DecisionDelay, ...]) -> dict[int, int | None]:
    """Return the delay of each minute; each has one."""
    found: dict[int, int | None] = {}
    for one in delays:
        for start, end in one.when:
            for minute in range(start, end):
                assert minute not in found
                found[minute] = one.minutes
    return found


@pytest.mark.deep
@pytest.mark.slow
@pytest.mark.parametrize("zone", sorted(ZONES))
def test_cover_is_what_a_scan_minute_by_minute_finds(zone: str) -> None:
    @settings(max_examples=EXAMPLES, deadline=None)
    @given(houses(zone))
    def one(drawn: tuple[House, dt.date]) -> None:
        compare(*drawn)

    one()


# --- cases ---------------------------------------------------------------------------------------------------------

CASES = ROOT / "tests" / "cases" / "cover"
BASE = yaml.safe_load((CASES / "house.yml").read_text(encoding="utf-8"))
MONDAY = dt.date(2026, 11, 30)


def cases(name: str) -> list[Any]:
    loaded = yaml.safe_load((CASES / f"{name}.yml").read_text(encoding="utf-8"))
    return [pytest.param(case, id=case["why"]) for case in loaded]


def cover_of_case(case: dict[str, Any]) -> Cover:
    house = BASE | {name: told for name, told in case.items() if name in BASE}
    if "assignments" not in case:
        # Where a case does not say who holds what, whoever a schedule names holds its role.
        posts = [{"person": one, "role": plan["role"]} for plan in house["schedules"] for one in named(plan)]
        house["assignments"] = [*BASE["assignments"], *posts]
    # The days of YAML become text again, as they stand in a playbook.
    house = json.loads(json.dumps(house, default=str))
    return cover_of(house, case.get("first", MONDAY), case.get("days", cover.HORIZON))


@pytest.mark.parametrize("case", cases("duty"))
def test_who_is_on_duty(case: dict[str, Any]) -> None:
    exact = cover_of_case(case)
    for one in case["duty"]:
        holders = exact.at(one["target"], exact.clock.of(dt.datetime.fromisoformat(one["at"])))
        assert sorted(duty.person for duty in holders) == one["is"], one
        assert {duty.role for duty in holders} <= {one["as"]} if "as" in one else True


@pytest.mark.parametrize("case", cases("lines"))
def test_who_is_called(case: dict[str, Any]) -> None:
    exact = cover_of_case(case)
    number = case["call"]["severity"]
    line = exact.default_line(number)
    assert line.id == case.get("line", "line")
    call = cover.follow(exact, line, number, exact.clock.of(dt.datetime.fromisoformat(case["call"]["at"])))
    assert [[one.person for one in step.targets if one.reachable] for step in call.steps] == case["steps"]
    assert [call.expected, call.worst] == (case["delay"] or [None, None])


@pytest.mark.parametrize("case", cases("analysis"))
def test_what_is_found_over_the_horizon(case: dict[str, Any]) -> None:
    exact = cover_of_case(case)
    for name, expected in case["expect"].items():
        assert FOUND[name](exact) == expected, name


def wall(exact: Cover, minute: int) -> str:
    return exact.clock.wall(minute).strftime("%Y-%m-%dT%H:%M")


def hour(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


FOUND = {
    "gaps": lambda exact: [
        [one.number, one.line.id, wall(exact, one.when[0][0]) if one.when else None, len(one.when), one.minutes]
        for one in cover.gaps(exact)
    ],
    "alone": lambda exact: [[one.person, one.number] for one in cover.essential_people(exact)],
    "lost": lambda exact: [
        [hour(one.ends), hour(one.begins), one.count]
        for schedule in exact.schedules
        for one in cover.lost_time(exact, schedule)
    ],
    "rests": lambda exact: [
        [one.person, one.kind, wall(exact, one.start), one.minutes] for one in cover.short_rests(exact)
    ],
    "slowest": lambda exact: [
        [one.number, one.days, one.worst, one.within, bool(one.late)] for one in cover.slowest(exact)
    ],
    "unsettled": lambda exact: [line.id for line in exact.lines if cover.unsettled(exact, line)],
    "vacant": lambda exact: [
        [one.schedule.id, one.person, one.away, wall(exact, one.when[0][0]), len(one.when)]
        for one in cover.vacant_posts(exact)
    ],
    "near": lambda exact: [change.person for _, change in cover.near_changes(exact)],
    "empty": lambda exact: [[one.number, one.rank, one.always] for one in cover.empty_steps(exact)],
}


# --- pages ---------------------------------------------------------------------------------------------------------


def test_a_week_is_shown_without_a_hole() -> None:
    exact = cover_of_case(cases("duty")[6].values[0])
    shown = exact.week("desk", dt.date(2026, 11, 30))
    assert shown[0].start == dt.datetime(2026, 11, 30)
    assert shown[-1].end == dt.datetime(2026, 12, 7)
    assert [one.end for one in shown[:-1]] == [one.start for one in shown[1:]]
    friday = [one for one in shown if one.start.date() == dt.date(2026, 12, 4)]
    assert [(one.start.hour, one.people, one.closed) for one in friday] == [
        (0, (), True),
        (9, ("dov",), False),
        (12, (), True),
    ]


def test_deputies_are_marked_in_a_week() -> None:
    exact = cover_of_case(cases("duty")[5].values[0])
    shown = exact.week("nights", dt.date(2026, 12, 1), 1)
    assert [(one.start.hour, one.people, one.deputy) for one in shown] == [(0, ("ada",), False), (12, ("cleo",), True)]


def test_what_people_carry_adds_up() -> None:
    exact = cover_of_case(cases("duty")[0].values[0])
    turns = cover.share(exact, exact.schedules[0])
    assert sum(one.share for one in turns) == pytest.approx(1)
    assert [one.person for one in turns] == ["ada", "ben"]
    nights = [one for one in exact.segments_of("nights") if one.start < exact.end and exact.start < one.end]
    held = sum(min(one.end, exact.end) - max(one.start, exact.start) for one in nights)
    assert sum(one.minutes for one in turns) == held
    # Two nights of the week and the holiday are Ben's; of his, all but the morning of a Monday is free time.
    assert turns[1].minutes < held * 3 / 10 < turns[1].minutes * 1.1
    assert turns[1].weekend < turns[1].minutes
