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
from perimetre.model.building.build import build
from perimetre.reading.parse import parse
from perimetre.reading.sources import Source
from tests.conftest import ROOT, examples
from tests.support.minutes import ZONES, House, Scan, files_of, houses, named

# Enough to catch a slip; `make test-deep` compares far more of them.
DAYS, EXAMPLES = 2, examples(3, 20)


def cover_of(house: House, first: dt.date, days: int) -> Cover:
    """Build the house by the real parse and build, and return its brand's cover."""
    sources = [Source(path, path, json.dumps(data).encode()) for path, data in files_of(house).items()]
    parsed = [parse(source) for source in sources]
    assert [read.diagnostics for read in parsed] == [()] * len(parsed)
    built = build([read.document for read in parsed])
    errors = [diagnostic for diagnostic in built.diagnostics if diagnostic.severity == "error"]
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
    targets = [record["id"] for name in ("schedules", "roles", "people") for record in house[name]]
    for minute in range(scan.start, scan.end):
        for target in targets:
            holders = {(duty.person, duty.role) for duty in exact.at(target, minute)}
            assert holders == scan.target(target, minute), (target, scan.wall(house["timezone"], minute))
        delays = scan.delays(written, 3, minute)
        assert (expected[minute], worst[minute]) == delays, scan.wall(house["timezone"], minute)
    return scan.end - scan.start


def spread(delays: tuple[cover.DecisionDelay, ...]) -> dict[int, int | None]:
    """Return the delay of each minute; each has one."""
    minutes_to: dict[int, int | None] = {}
    for delay in delays:
        for start, end in delay.when:
            for minute in range(start, end):
                assert minute not in minutes_to
                minutes_to[minute] = delay.minutes
    return minutes_to


@pytest.mark.deep
@pytest.mark.slow
@pytest.mark.parametrize("zone", sorted(ZONES))
def test_cover_is_what_a_scan_minute_by_minute_finds(zone: str) -> None:
    @settings(max_examples=EXAMPLES, deadline=None)
    @given(houses(zone))
    def of_a_house(drawn: tuple[House, dt.date]) -> None:
        compare(*drawn)

    of_a_house()


# --- cases ---------------------------------------------------------------------------------------------------------

CASES = ROOT / "tests" / "cases" / "cover"
BASE = yaml.load((CASES / "house.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)
MONDAY = dt.date(2026, 11, 30)


def cases(name: str) -> list[Any]:
    loaded = yaml.load((CASES / f"{name}.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    return [pytest.param(case, id=case["why"]) for case in loaded]


def cover_of_case(case: dict[str, Any]) -> Cover:
    more = ("trainings", "agencies", "mandates")
    house = BASE | {name: given for name, given in case.items() if name in BASE or name in more}
    if "assignments" not in case:
        # Where a case does not say who holds what, whoever a schedule names holds its role.
        posts = [{"person": person, "role": plan["role"]} for plan in house["schedules"] for person in named(plan)]
        house["assignments"] = [*BASE["assignments"], *posts]
    # The days of YAML become text again, as they stand in a playbook.
    house = json.loads(json.dumps(house, default=str))
    return cover_of(house, case.get("first", MONDAY), case.get("days", cover.HORIZON))


@pytest.mark.parametrize("case", cases("duty"))
def test_who_is_on_duty(case: dict[str, Any]) -> None:
    exact = cover_of_case(case)
    for instant in case["duty"]:
        wall = dt.datetime.fromisoformat(instant["at"]).replace(fold=instant.get("second", False))
        holders = exact.at(instant["target"], exact.clock.of(wall))
        assert sorted(duty.person for duty in holders) == instant["is"], instant
        assert {duty.role for duty in holders} <= {instant["as"]} if "as" in instant else True


@pytest.mark.parametrize("case", cases("lines"))
def test_who_is_called(case: dict[str, Any]) -> None:
    exact = cover_of_case(case)
    number = case["call"]["severity"]
    line = exact.default_line(number)
    assert line.id == case.get("line", "line")
    call = cover.follow(exact, line, number, exact.clock.of(dt.datetime.fromisoformat(case["call"]["at"])))
    assert [[target.person for target in step.targets if target.reachable] for step in call.steps] == case["steps"]
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
        [gap.number, gap.line.id, wall(exact, gap.when[0][0]) if gap.when else None, len(gap.when), gap.minutes]
        for gap in cover.gaps(exact)
    ],
    "alone": lambda exact: [[essential.person, essential.number] for essential in cover.essential_people(exact)],
    "lost": lambda exact: [
        [hour(lost.ends), hour(lost.begins), lost.count]
        for schedule in exact.schedules
        for lost in cover.lost_time(exact, schedule)
    ],
    "rests": lambda exact: [
        [short.person, short.kind, wall(exact, short.start), short.minutes] for short in cover.short_rests(exact)
    ],
    "slowest": lambda exact: [
        [slow.number, slow.days, slow.worst, slow.within, bool(slow.late)] for slow in cover.slowest(exact)
    ],
    "unsettled": lambda exact: [line.id for line in exact.lines if cover.unsettled(exact, line)],
    "vacant": lambda exact: [
        [vacant.schedule.id, vacant.person, vacant.why, wall(exact, vacant.when[0][0]), len(vacant.when)]
        for vacant in cover.vacant_posts(exact)
    ],
    "near": lambda exact: [change.person for _, change in cover.near_changes(exact)],
    "empty": lambda exact: [[empty.number, empty.rank, empty.always] for empty in cover.empty_steps(exact)],
}


# --- pages ---------------------------------------------------------------------------------------------------------


def test_a_week_is_shown_without_a_hole() -> None:
    exact = cover_of_case(cases("duty")[6].values[0])
    shown = exact.week("desk", dt.date(2026, 11, 30))
    assert shown[0].start == dt.datetime(2026, 11, 30)
    assert shown[-1].end == dt.datetime(2026, 12, 7)
    assert [stretch.end for stretch in shown[:-1]] == [stretch.start for stretch in shown[1:]]
    friday = [stretch for stretch in shown if stretch.start.date() == dt.date(2026, 12, 4)]
    assert [(stretch.start.hour, stretch.people, stretch.closed) for stretch in friday] == [
        (0, (), True),
        (9, ("dov",), False),
        (12, (), True),
    ]


def test_deputies_are_marked_in_a_week() -> None:
    exact = cover_of_case(cases("duty")[5].values[0])
    shown = exact.week("nights", dt.date(2026, 12, 1), 1)
    assert [(stretch.start.hour, stretch.people, stretch.deputy) for stretch in shown] == [
        (0, ("ada",), False),
        (12, ("cleo",), True),
    ]


def test_what_people_carry_adds_up() -> None:
    exact = cover_of_case(cases("duty")[0].values[0])
    turns = cover.share(exact, exact.schedules[0])
    assert sum(turn.share for turn in turns) == pytest.approx(1)
    assert [turn.person for turn in turns] == ["ada", "ben"]
    nights = [night for night in exact.segments_of("nights") if night.start < exact.end and exact.start < night.end]
    held = sum(min(night.end, exact.end) - max(night.start, exact.start) for night in nights)
    assert sum(turn.minutes for turn in turns) == held
    # Two nights of the week and the holiday are Ben's; of his, all but the morning of a Monday is free time.
    assert turns[1].minutes < held * 3 / 10 < turns[1].minutes * 1.1
    assert turns[1].weekend < turns[1].minutes
