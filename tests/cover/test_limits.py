"""Limits on duty are counted as one counts on a wall calendar, day after day, hour after hour."""

from __future__ import annotations

import datetime as dt
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from perimetre.base.durations import Duration
from perimetre.cover import Cover, exceeded
from perimetre.pipeline.loading import load_sources
from perimetre.reading.sources import Collected, Source
from tests.conftest import examples
from tests.support.rule_cases import files_of

# A Monday; the clocks change on 28 March 2027, within the twenty weeks that are counted.
FIRST = dt.date(2026, 11, 23)
DAYS = 140
ALL = ["mon", "tue", "wed", "thu", "fri", "sat", "sun", "holiday"]


def cover_of(schedule: dict[str, Any]) -> Cover:
    """Return the cover of the base house of the rules, with one schedule."""
    files = files_of(f"# file: house/people.yml\n{yaml.safe_dump({'schedules': [schedule]}, sort_keys=False)}")[0]
    collected = Collected(tuple(Source(path, path, text.encode()) for path, text in files.items()))
    handbook = load_sources(collected, folder="playbooks").handbook
    assert handbook is not None
    return Cover(handbook, handbook.brands[0], FIRST, DAYS, trusting=True)


def on_duty(shift: tuple[int, int], turn: int) -> set[dt.datetime]:
    """Return the hours, by the wall, at which the first of a rotation of weeks is on duty."""
    start, end = shift
    hours = set()
    for ahead in range(-7, DAYS + 7):
        day = FIRST + dt.timedelta(days=ahead)
        if (day - dt.date(2026, 11, 2)).days // 7 % turn == 0:
            begin = dt.datetime.combine(day, dt.time()) + dt.timedelta(hours=start)
            length = end - start if end > start else end - start + 24
            hours |= {begin + dt.timedelta(hours=hour) for hour in range(length)}
    last = FIRST + dt.timedelta(days=DAYS)
    return {hour for hour in hours if FIRST <= hour.date() < last}


def slowly(of: str, per: Any, hours: set[dt.datetime]) -> int:
    """Return the most of any window, each day asked."""
    days = {hour.date() for hour in hours}
    counted = {
        "nights": {day for day in days if any(hour.date() == day and hour.hour < 5 for hour in hours)},
        "days": days,
        "sundays": {day for day in days if day.weekday() == 6},
        "weekends": {day - dt.timedelta(days=day.weekday() - 5) for day in days if day.weekday() >= 5},
        "weeks": {day - dt.timedelta(days=day.weekday()) for day in days},
    }[of]
    if of == "nights":
        counted = {day - dt.timedelta(days=1) for day in counted}
    if isinstance(per, Duration):
        span = per.minutes // 1440
        return max((sum(0 <= (day - first).days < span for day in counted) for first in counted), default=0)
    keys = [(day.isocalendar()[:2] if per == "week" else (day.year, day.month)) for day in counted]
    return max((keys.count(key) for key in keys), default=0)


@settings(max_examples=examples(25, 100), deadline=None)
@given(
    st.sampled_from([(20, 8), (0, 24), (8, 20), (22, 6), (18, 23)]),
    st.integers(1, 4),
    st.sampled_from(["nights", "days", "sundays", "weekends", "weeks"]),
    st.sampled_from([Duration(28, "d"), Duration(4, "w"), Duration(10, "d"), "week", "month"]),
)
def test_the_most_of_any_window_is_that_of_the_wall_calendar(
    shift: tuple[int, int], turn: int, of: str, per: Any
) -> None:
    people = ["agathe", "judith", "solene", "nadir"][:turn]
    expected = slowly(of, per, on_duty(shift, turn))
    for most, kept in ((expected, True), (expected - 1, False)):
        if most < 0:
            continue
        schedule = {
            "id": "directors", "title": "Cadres", "regime": "on-call", "role": "communications-director",
            "notice": "15d", "rest": "0h",
            "layers": [{
                "id": "weeks",
                "shifts": [{"days": ALL, "from": f"{shift[0]:02}:00", "to": f"{shift[1]:02}:00"}],
                "rotation": {"every": "week", "starts_on": "2026-11-02", "people": people},
            }],
            "limits": [{"of": of, "max": most, "per": str(per)}],
        }  # fmt: skip
        over = exceeded(cover_of(schedule))
        assert (not any(case.person == "agathe" for case in over)) is kept, (expected, over)
