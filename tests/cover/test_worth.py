"""What duty is worth is counted as one counts on a wall calendar, and each time that pays once."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from perimetre.cover import worth
from tests.conftest import examples
from tests.cover.test_limits import ALL, cover_of, on_duty


def days_of(of: str, hours: set[dt.datetime]) -> list[dt.date]:
    """Return the days on which something earns, each hour of duty looked at."""
    days = {hour.date() for hour in hours}
    match of:
        case "nights":
            return sorted({hour.date() - dt.timedelta(days=1) for hour in hours if hour.hour < 5})
        case "sundays":
            return sorted(day for day in days if day.weekday() == 6)
        case "weekends":
            return sorted({day - dt.timedelta(days=day.weekday() - 5) for day in days if day.weekday() >= 5})
        case _:
            return sorted(days)


@settings(max_examples=examples(25, 100), deadline=None)
@given(
    shift=st.sampled_from([(20, 8), (0, 24), (8, 20), (22, 6)]),
    turn=st.integers(1, 4),
    of=st.sampled_from(["nights", "days", "sundays", "weekends", "hours"]),
    once=st.sampled_from([None, 1, 3, 7, 10]),
)
def test_what_a_year_earns_is_what_each_day_of_it_earns(
    shift: tuple[int, int], turn: int, of: str, once: int | None
) -> None:
    people = ["agathe", "judith", "solene", "nadir"][:turn]
    earning = {"of": of, "amount": 3, "unit": "money"} | ({"counted_once_within": f"{once}d"} if once else {})
    schedule = {
        "id": "directors", "title": "Cadres", "regime": "on-call", "role": "communications-director",
        "notice": "15d", "rest": "0h",
        "layers": [{
            "id": "weeks",
            "shifts": [{"days": ALL, "from": f"{shift[0]:02}:00", "to": f"{shift[1]:02}:00"}],
            "rotation": {"every": "week", "starts_on": "2026-11-02", "people": people},
        }],
        "earns": [earning],
    }  # fmt: skip
    cover = cover_of(schedule)
    earned = {one.person: one for one in worth(cover, cover.schedules[0])}
    hours = on_duty(shift, turn)
    if of == "hours":
        # By the clock, not by the wall: an hour is lost in the night of March.
        assert abs(earned["agathe"].amount - 3 * len(hours)) <= 3
        return
    counted: list[dt.date] = []
    for day in days_of(of, hours):
        if not counted or (day - counted[-1]).days >= (once or 1):
            counted.append(day)
    if not counted:
        assert "agathe" not in earned
        return
    assert (earned["agathe"].amount, earned["agathe"].first) == (3 * len(counted), counted[0])
    assert earned["agathe"].unit == "money"


def test_what_is_called_out_is_not_counted_beforehand() -> None:
    schedule = {
        "id": "directors", "title": "Cadres", "regime": "on-call", "role": "communications-director", "notice": "15d",
        "layers": [{"id": "days", "shifts": [{"days": ALL, "from": "08:00", "to": "20:00"}], "people": ["agathe"]}],
        "earns": [{"of": "call-hours", "amount": 2, "unit": "hours"}, {"of": "calls", "amount": 10, "unit": "money"}],
    }  # fmt: skip
    cover = cover_of(schedule)
    assert worth(cover, cover.schedules[0]) == ()
