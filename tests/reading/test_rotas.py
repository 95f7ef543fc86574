"""What the files of teams say of who is on call: worked out by hand, and hostile ones, which end soon and say where."""

from __future__ import annotations

import datetime as dt
import json
import time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from perimetre.base.words import say
from perimetre.reading.rotas import RotaRefusedError, RotaSpan, read_rotas, unsaid_of
from perimetre.reading.rotas.said import LARGEST_ROTA
from tests.conftest import ROOT, examples

CASES = yaml.safe_load((ROOT / "tests" / "cases" / "rotas" / "read.yml").read_text("utf-8"))
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
PARIS = ZoneInfo("Europe/Paris")


def span(first: dt.date, last: dt.date, zone: str = "Europe/Paris") -> RotaSpan:
    ends = [
        int((dt.datetime.combine(day, dt.time(), ZoneInfo(zone)) - EPOCH).total_seconds()) // 60
        for day in (first, last + dt.timedelta(days=1))
    ]
    return RotaSpan(start=ends[0], end=ends[1], zone=zone)


AUGUST = span(dt.date(2026, 8, 1), dt.date(2026, 8, 31))


def wall(minute: int, zone: str) -> str:
    moment = (EPOCH + dt.timedelta(minutes=minute)).astimezone(ZoneInfo(zone))
    return moment.strftime("%Y-%m-%dT%H:%M")


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_file_says_who_is_on_call_when(case: dict[str, Any]) -> None:
    zone = case.get("zone", "Europe/Paris")
    files = [(name, text.encode()) for name, text in case["files"].items()]
    days = span(case["from"], case["to"], zone)
    if "refused" in case:
        with pytest.raises(RotaRefusedError) as refused:
            read_rotas(files, days)
        assert say(refused.value.message, "en").startswith(case["refused"])
        return
    rotas = read_rotas(files, days)
    turns = sorted(
        (wall(turn.start, zone), wall(turn.end, zone), turn.holder.label) for rota in rotas for turn in rota.turns
    )
    assert turns == sorted((str(start), str(end), who) for start, end, who in map(tuple, case["expect"]))
    left = [(each.where, say(each.why, "en")) for each in unsaid_of(rotas)]
    wanted = [tuple(each) for each in case.get("left_out", [])]
    assert [where for where, _ in left] == [where for where, _ in wanted]
    assert all(part in why for (_, why), (_, part) in zip(left, wanted, strict=True)), left


HOSTILE = {
    "never.ics": "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31;COUNT=3",
    "hours.ics": "FREQ=HOURLY",
    "minutes.ics": "FREQ=DAILY;BYMINUTE=" + ",".join(map(str, range(60))),
    "long.ics": "FREQ=DAILY;BYDAY=" + ",".join(["MO"] * 5000),
    "count.ics": "FREQ=DAILY;COUNT=" + "9" * 20,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_recurrence_without_end_is_bounded_by_the_days_that_are_looked_at(name: str) -> None:
    event = (
        f"BEGIN:VEVENT\nUID:1\nDTSTART:19000101T000000Z\nDURATION:PT1H\nRRULE:{HOSTILE[name]}\nSUMMARY:A\nEND:VEVENT"
    )
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{event}\nEND:VCALENDAR\n"
    begun = time.process_time()
    (rota,) = read_rotas([(name, text.encode())], AUGUST)
    assert time.process_time() - begun < 5
    assert rota.unsaid or len(rota.turns) <= 31 * 24


def test_many_rules_that_count_from_long_ago_are_refused_soon() -> None:
    event = (
        "BEGIN:VEVENT\nUID:{}\nDTSTART:19000101T000000Z\nDURATION:PT1H\n"
        "RRULE:FREQ=DAILY;COUNT=99999\nSUMMARY:A\nEND:VEVENT\n"
    )
    text = "BEGIN:VCALENDAR\n" + "".join(event.format(rank) for rank in range(100)) + "END:VCALENDAR\n"
    begun = time.process_time()
    with pytest.raises(RotaRefusedError):
        read_rotas([("many.ics", text.encode())], AUGUST)
    assert time.process_time() - begun < 15


@pytest.mark.parametrize(
    "content",
    [
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b"\0" * 50,
        b"x" * (LARGEST_ROTA + 1),
        b"nom;debut;fin\n" + b"a;b;c\n" * 30_000,
    ],
    ids=["deep list", "deep object", "binary", "large", "rows"],
)
def test_hostile_file_is_one_clear_error(content: bytes) -> None:
    with pytest.raises(RotaRefusedError) as refused:
        read_rotas([("file", content)], AUGUST)
    assert "`file`" in say(refused.value.message, "en") or "file:" in say(refused.value.message, "en")


WHOLE = [(name, text) for case in CASES if "refused" not in case for name, text in case["files"].items()]


@settings(max_examples=examples(30, 300), deadline=None)
@given(st.sampled_from(WHOLE), st.data())
def test_file_that_is_cut_or_changed_never_crashes(file: tuple[str, str], data: st.DataObject) -> None:
    name, text = file
    at = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(at, min(len(text), at + 40)))
    changed = (
        text[:at]
        + data.draw(st.sampled_from(["", "\n", ":", '"', ";", "99999999", "0", "null", "[]", "é"]))
        + text[end:]
    )
    try:
        read_rotas([(name, changed.encode())], AUGUST)
    except RotaRefusedError as error:
        assert name in say(error.message, "fr")


def test_grafana_shift_of_which_a_field_is_of_another_type_is_left_out() -> None:
    shift = {"id": "A", "type": "rolling_users", "start": "2026-08-03T08:00:00", "duration": 3600, "frequency": "daily"}
    for odd in (None, 3, "x", [], [[]], {}):
        (rota,) = read_rotas([("a.json", json.dumps([{**shift, "rolling_users": odd}]).encode())], AUGUST)
        assert not rota.turns and len(rota.unsaid) == 1, odd
