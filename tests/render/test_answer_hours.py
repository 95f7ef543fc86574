"""The hours of which the answers given to a role are: a noon of the office, or one of its own turns."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from perimetre.model import Handbook, Schedule
from perimetre.pipeline.loading import load
from perimetre.render.answer_hours import bands_of, on_duty_at
from tests.conftest import ROOT

MONDAY = dt.datetime(2026, 11, 23, 12)
CHRISTMAS = dt.datetime(2026, 12, 25, 12)


def week_from(noon: dt.datetime) -> list[dt.datetime]:
    return [noon + dt.timedelta(days=days) for days in range(5)]


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    handbook = load(ROOT / "playbooks").handbook
    assert handbook is not None
    return handbook


def turns(handbook: Handbook, role: str) -> list[Schedule]:
    brand = handbook.brand("veillee")
    assert brand is not None
    return [schedule for schedule in brand.people.schedules if schedule.role == role]


def asked(handbook: Handbook, schedules: list[Schedule], noons: list[dt.datetime]) -> tuple[dt.datetime, bool]:
    brand = handbook.brand("veillee")
    assert brand is not None
    return on_duty_at(handbook, brand, schedules, noons)


def test_who_is_on_duty_at_noon_is_asked_at_noon(handbook: Handbook) -> None:
    assert asked(handbook, turns(handbook, "community-manager"), week_from(MONDAY)) == (MONDAY, False)


def test_who_never_is_at_noon_is_asked_in_the_middle_of_the_next_turn(handbook: Handbook) -> None:
    assert asked(handbook, turns(handbook, "duty-moderator"), week_from(MONDAY)) == (MONDAY.replace(hour=21), True)


def test_a_holiday_makes_nobody_of_the_office_work_at_night(handbook: Handbook) -> None:
    monday = CHRISTMAS + dt.timedelta(days=3)
    assert asked(handbook, turns(handbook, "community-manager"), [CHRISTMAS, monday]) == (monday, False)


def test_role_without_turns_is_asked_at_the_first_noon(handbook: Handbook) -> None:
    assert asked(handbook, [], week_from(MONDAY)) == (MONDAY, False)


def test_turns_that_do_not_run_yet_are_not_asked_at(handbook: Handbook) -> None:
    later = [replace(schedule, valid_from=dt.date(2026, 11, 25)) for schedule in turns(handbook, "duty-moderator")]
    assert asked(handbook, later, week_from(MONDAY)) == (dt.datetime(2026, 11, 25, 21), True)


def test_parts_of_the_week_are_those_of_the_shifts(handbook: Handbook) -> None:
    evenings, nights = turns(handbook, "duty-moderator")
    assert bands_of([evenings, nights]) == ("evening", "night", "weekend", "holiday")
    only = replace(evenings, layers=evenings.layers[:1])
    assert bands_of([only]) == ("evening",)
