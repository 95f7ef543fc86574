"""What `perimetre oncall` prints on the example house, and that calendars are read back as they were meant."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import jsonschema
import pytest
from icalendar import Calendar

from perimetre.base.durations import Duration
from perimetre.cover import Cover
from perimetre.drivers.cli import shared
from perimetre.drivers.cli.main import main
from perimetre.pipeline.loading import load
from perimetre.reports.calendars import calendar, later
from tests.conftest import ROOT

PLAYBOOKS = ROOT / "playbooks"
SCHEMA = json.loads((ROOT / "schemas" / "output" / "oncall.schema.json").read_text(encoding="utf-8"))
CHRISTMAS = "2026-12-25T22:40"

Ask = Callable[..., str]


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Ask:
    def once(*arguments: str, status: int = 0) -> str:
        assert main(["oncall", "--path", str(PLAYBOOKS), *arguments]) == status
        out, err = capsys.readouterr()
        return err if status else out

    return once


@pytest.mark.parametrize(
    ("brand", "severity", "at"),
    [
        ("veillee", "3", CHRISTMAS),
        ("osier-lin", "critical", "2026-11-24T10:00"),
        ("osier-lin", "0", "2026-11-22T22:40"),
        ("veillee", "2", "2027-03-28T02:30"),
    ],
)
def test_json_is_what_its_schema_says(ask: Ask, brand: str, severity: str, at: str) -> None:
    told = json.loads(ask("--brand", brand, "--severity", severity, "--at", at, "--format", "json"))
    jsonschema.validate(told, SCHEMA, cls=jsonschema.Draft202012Validator)
    # 02:30 does not exist on that night: it is 03:30.
    assert told["at"] == at.replace("2027-03-28T02:30", "2027-03-28T03:30")


def test_on_christmas_night_somebody_decides(ask: Ask) -> None:
    told = json.loads(ask("--brand", "veillee", "--at", CHRISTMAS, "--format", "json"))
    assert (told["severity"], told["line"]) == (3, "alert-line")
    assert [step["after_minutes"] for step in told["steps"]] == [0, 10, 20]
    (first,) = told["steps"][0]["targets"]
    assert (first["role"], first["reachable"]) == ("duty-director", True)
    assert "phone" in first["modes"]
    assert told["minutes_to_decision_maker"] == {"expected": 0, "worst": 0}


@pytest.mark.parametrize(
    ("at", "called"),
    [
        ("2027-01-25T22:00", True),
        ("2027-01-25T23:59", True),
        ("2027-01-26T00:00", False),
        ("2027-01-28T22:00", False),
    ],
)
def test_nobody_is_called_beyond_the_last_day_of_their_assignment(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], at: str, called: bool
) -> None:
    house = house_where_an_assignment_ends(tmp_path)
    assert main(["oncall", "--path", str(house), "--brand", "veillee", "--at", at, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    first = [one for one in told["steps"][0]["targets"] if one["reachable"]]
    assert ("solene-triquet" in {one["person"] for one in first}) == called
    # The executive on duty stands in for her.
    assert [one["role"] for one in first] == ["duty-director" if called else "executive-on-duty"]


def test_calendar_ends_with_the_assignment(tmp_path: Path) -> None:
    handbook = load(house_where_an_assignment_ends(tmp_path)).handbook
    own = Calendar.from_ical(calendar(Cover(handbook, handbook.brand("veillee"), FIRST, 400), "fr", "solene-triquet"))
    ends = [event["dtend"].dt for event in own.events if isinstance(event["dtend"].dt, dt.datetime)]
    assert max(ends) == dt.datetime(2027, 1, 26, tzinfo=ZoneInfo("Europe/Paris"))


def house_where_an_assignment_ends(tmp_path: Path) -> Path:
    """Return a copy of the example in which Solène Triquet is a duty director until 25 January, in her week of duty."""
    house = tmp_path / "playbooks"
    shutil.copytree(PLAYBOOKS, house)
    people = house / "house" / "people.yml"
    text = people.read_text("utf-8")
    before, after = "{person: solene-triquet, role: duty-director", ", to: 2027-01-25"
    assert text.count(before) == 1
    people.write_text(text.replace(before, before + after), "utf-8")
    return house


def test_text_says_who_is_skipped_and_who_to_call(ask: Ask) -> None:
    said = ask("--brand", "veillee", "--severity", "1", "--at", CHRISTMAS, "--language", "en")
    assert "Skip: nobody can be reached at this step" in said
    assert "Now, 22:40" in said
    assert "telephone" in said
    assert "The first person called can decide." in said


def test_another_line_may_be_asked_for(ask: Ask) -> None:
    told = json.loads(ask("--brand", "veillee", "--line", "press-line", "--at", CHRISTMAS, "--format", "json"))
    assert told["line"] == "press-line"
    assert not told["steps"][0]["targets"][0]["reachable"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--brand", "veille"], "Did you mean `veillee`?"),
        (["--brand", "veillee", "--severity", "9"], "No severity is called `9`"),
        (["--brand", "veillee", "--line", "alert-lin"], "Did you mean `alert-line`?"),
        (["--brand", "veillee", "--format", "ics", "--person", "nobody"], "No person is called `nobody`"),
    ],
)
def test_what_is_not_there_is_said(ask: Ask, arguments: list[str], said: str) -> None:
    assert said in ask(*arguments, "--language", "en", status=2)


@pytest.fixture
def relay(tmp_path: Path) -> Path:
    """Return a copy of the example whose directors hand over at 02:30, as the clocks go back on 25 October 2026."""
    house = tmp_path / "playbooks"
    shutil.copytree(PLAYBOOKS, house)
    people = house / "house" / "people.yml"
    head, schedule = people.read_text("utf-8").split("  - id: duty-directors\n")
    schedule, tail = schedule.split("  - id: executives-on-call\n")
    every = "shifts: [{days: [mon, tue, wed, thu, fri, sat, sun, holiday], from: "
    layers = (
        f'      - {{id: first, {every}"14:30", to: "02:30"}}], people: [agathe-lormand]}}\n'
        f'      - {{id: second, {every}"02:30", to: "14:30"}}], people: [karim-besnault]}}\n\n'
    )
    schedule = schedule.split("    layers:\n")[0] + "    layers:\n" + layers
    people.write_text(f"{head}  - id: duty-directors\n{schedule}  - id: executives-on-call\n{tail}", "utf-8")
    return house


@pytest.mark.parametrize(
    ("at", "person"),
    [
        ("2026-10-25T02:10", "agathe-lormand"),
        ("2026-10-25T02:10+02:00", "agathe-lormand"),
        ("2026-10-25T02:40+02:00", "karim-besnault"),
        ("2026-10-25T02:10+01:00", "karim-besnault"),
        ("2026-10-25T01:10Z", "karim-besnault"),
        ("2026-10-25T02:40+01:00", "karim-besnault"),
        ("2026-10-24T20:10-04:00", "agathe-lormand"),
    ],
)
def test_the_hour_that_comes_twice_is_two_hours(
    relay: Path, capsys: pytest.CaptureFixture[str], at: str, person: str
) -> None:
    assert main(["oncall", "--path", str(relay), "--brand", "veillee", "--at", at, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [target["person"] for target in told["steps"][0]["targets"] if target["reachable"]] == [person]


def test_now_is_the_second_of_the_hour_that_comes_twice(
    relay: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Clock(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:
            return dt.datetime(2026, 10, 25, 1, 10, tzinfo=dt.UTC).astimezone(tz)

    monkeypatch.setattr(shared, "datetime", Clock)
    assert main(["oncall", "--path", str(relay), "--brand", "veillee", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["at"], told["steps"][0]["targets"][0]["person"]) == ("2026-10-25T02:10", "karim-besnault")


@pytest.mark.parametrize("at", ["0001-01-01T00:00", "9999-12-31T23:59", "9999-12-31T23:59-12:00", "2026-12-25T22:40+1"])
def test_an_instant_of_which_nothing_can_be_said_is_refused(ask: Ask, at: str) -> None:
    assert "Traceback" not in ask("--brand", "veillee", "--at", at, "--language", "en", status=2)


# --- calendars -----------------------------------------------------------------------------------------------------

FIRST = dt.date(2026, 11, 23)


@pytest.fixture(scope="module")
def exact() -> Cover:
    handbook = load(PLAYBOOKS).handbook
    return Cover(handbook, handbook.brand("veillee"), FIRST, 400)


@pytest.fixture(scope="module")
def read(exact: Cover) -> Calendar:
    return Calendar.from_ical(calendar(exact, "fr"))


def test_a_calendar_reads_back_without_a_fault(read: Calendar) -> None:
    assert read["version"] == "2.0"
    assert read["prodid"]
    assert [component.errors for component in read.walk() if component.errors] == []
    uids = [str(event["uid"]) for event in read.events]
    assert len(set(uids)) == len(uids)
    for event in read.events:
        assert event["dtstamp"].dt.tzinfo is not None
        assert event["dtstart"].dt < event["dtend"].dt


def test_each_duty_is_there_at_its_instant(exact: Cover, read: Calendar) -> None:
    timed = [event for event in read.events if isinstance(event["dtstart"].dt, dt.datetime)]
    found = {(event["dtstart"].dt.timestamp() // 60, event["dtend"].dt.timestamp() // 60) for event in timed}
    for schedule in exact.schedules:
        duties = [one for one in exact.duties_of(schedule.id) if exact.start < one.end and one.start < exact.end]
        assert duties
        assert {(one.start, one.end) for one in duties} <= found


def test_lines_are_folded_as_the_standard_wants(exact: Cover) -> None:
    text = calendar(exact, "fr").encode()
    assert text.endswith(b"END:VCALENDAR\r\n")
    assert max(map(len, text.split(b"\r\n"))) <= 75
    assert b"\n" not in text.replace(b"\r\n", b"")


def test_the_zone_says_the_clocks_as_they_are(read: Calendar) -> None:
    (zone,) = read.timezones
    own, real = zone.to_tz(lookup_tzid=False), ZoneInfo(str(zone["tzid"]))
    # Every half hour; of the hour that comes twice, a wall time means the first.
    for step in range(400 * 48):
        wall = (dt.datetime(2026, 11, 23, tzinfo=dt.UTC) + step * dt.timedelta(minutes=30)).astimezone(real)
        if wall.fold == 0:
            assert wall.replace(tzinfo=own).utcoffset() == wall.utcoffset(), wall


def test_an_event_keeps_its_uid_from_one_day_to_the_next(exact: Cover, read: Calendar) -> None:
    later_on = Cover(exact.handbook, exact.brand, FIRST + dt.timedelta(days=3), 100)
    before = {str(event["uid"]): event for event in read.events}
    for event in Calendar.from_ical(calendar(later_on, "fr")).events:
        assert str(event["uid"]) in before
        assert before[str(event["uid"])]["dtstart"].dt == event["dtstart"].dt or "rrule" in event


def test_reports_come_back_every_month(read: Calendar) -> None:
    rules = [(event["dtstart"].dt.day, dict(event["rrule"])) for event in read.events if "rrule" in event]
    assert (7, {"FREQ": ["MONTHLY"]}) in rules


def test_a_person_gets_their_own_duties_only(exact: Cover) -> None:
    person = exact.segments_of("duty-directors")[0].people[0].person
    own = Calendar.from_ical(calendar(exact, "fr", person))
    mine = [one for one in exact.duties_of("duty-directors") if one.person == person and one.end > exact.start]
    timed = [event for event in own.events if isinstance(event["dtstart"].dt, dt.datetime)]
    assert 0 < len(timed) < 400
    starts = {event["dtstart"].dt.timestamp() // 60 for event in timed}
    assert {one.start for one in mine if one.start < exact.end} <= starts


def test_the_command_writes_a_calendar(ask: Ask) -> None:
    text = ask("--brand", "osier-lin", "--format", "ics", "--at", CHRISTMAS, "--person", "agathe-lormand")
    assert Calendar.from_ical(text).events


@pytest.mark.parametrize(
    ("day", "delay", "due"),
    [
        ("2026-01-31", "1mo", "2026-02-28"),
        ("2024-02-29", "1y", "2025-02-28"),
        ("2026-11-30", "3mo", "2027-02-28"),
        ("2026-12-15", "6mo", "2027-06-15"),
        ("2026-12-15", "2w", "2026-12-29"),
        ("2026-12-15", "36h", "2026-12-17"),
    ],
)
def test_a_delay_from_a_day(day: str, delay: str, due: str) -> None:
    assert later(dt.date.fromisoformat(day), Duration.parse(delay)) == dt.date.fromisoformat(due)
