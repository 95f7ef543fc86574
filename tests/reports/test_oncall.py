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

from perimetre.cover import Cover
from perimetre.drivers.cli import shared
from perimetre.drivers.cli.main import main
from perimetre.model import Person
from perimetre.pipeline.loading import load
from perimetre.reports.calendars import Calendars
from tests.conftest import ROOT

pytestmark = pytest.mark.usefixtures("remembering")

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
    (number,) = first["shared"]
    assert number["mode"] == "phone" and told["steps"][1]["targets"][0]["shared"] == []
    text = ask("--brand", "veillee", "--at", CHRISTMAS, "--language", "en")
    assert f"{number['value']} (the number of whoever is on duty)" in text
    # That of the duty directors, then those of general management: the first on call, and the second, who is left.
    assert text.count("the number of whoever is on duty") == 3
    assert told["minutes_to_decision_maker"] == {"expected": 0, "worst": 0}


def called_first(ask: Ask, at: str, *more: str) -> tuple[set[str], dict]:
    """Return who is reached by the first step of the shops' line, and what is printed."""
    told = json.loads(ask("--brand", "veillee", "--line", "shops-line", "--at", at, "--format", "json", *more))
    jsonschema.validate(told, SCHEMA, cls=jsonschema.Draft202012Validator)
    return {one["person"] for one in told["steps"][0]["targets"] if one["reachable"]}, told


@pytest.mark.parametrize(("place", "manager"), [("lille", "celestin-varlet"), ("nantes", "soizic-lemarec")])
def test_a_line_calls_whoever_manages_the_place_that_is_named_and_nobody_elses(
    ask: Ask, place: str, manager: str
) -> None:
    called, told = called_first(ask, "2026-11-24T11:00", "--place", place)
    assert called == {manager, "sabine-lettry"}
    assert (told["place"]["id"], told["place"]["is_open"], told["place"]["until"]) == (place, True, "2026-11-24T19:00")
    assert [one["people"] for one in told["place"]["answers"]] == [[manager], ["sabine-lettry"]]


def test_a_shop_that_is_shut_is_not_called(ask: Ask) -> None:
    called, told = called_first(ask, "2026-11-23T11:00", "--place", "lille")
    assert called == {"sabine-lettry"}, "on Mondays it is shut"
    assert (told["place"]["is_open"], told["place"]["until"]) == (False, "2026-11-24T10:00")


def test_the_line_of_the_brand_says_that_it_calls_nobody_of_the_place_and_which_one_does(ask: Ask) -> None:
    words = ("--brand", "veillee", "--at", "2026-11-24T11:00", "--place", "lille", "--language", "en")
    said = ask(*words)
    assert "This line is the brand’s: it calls nobody who answers for the place.\nThis one does: Incident en" in said
    assert "(`--line shops-line`)" in said
    assert "This line is the brand’s" not in ask(*words, "--line", "shops-line")
    assert "This line is the brand’s" not in ask(*words[:4], "--language", "en")


def test_without_a_place_the_line_goes_on_and_says_what_is_missing(ask: Ask) -> None:
    called, told = called_first(ask, "2026-11-24T11:00")
    assert (called, told["place"]) == ({"sabine-lettry"}, None)
    said = ask("--brand", "veillee", "--line", "shops-line", "--at", "2026-11-24T11:00", "--language", "en")
    assert "say which, with `--place`" in said
    assert "`lille`" in ask("--brand", "veillee", "--place", "lile", status=2)


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
    # The executives on duty, of the first row and of the second, stand in for her.
    assert {one["role"] for one in first} == {"duty-director" if called else "executive-on-duty"}


def test_calendar_ends_with_the_assignment(tmp_path: Path) -> None:
    handbook = load(house_where_an_assignment_ends(tmp_path)).handbook
    veillee = handbook.brand("veillee")
    made = Calendars(cover=Cover(handbook, veillee, FIRST, 400), language="fr", stamp=dt.datetime(2026, 11, 23, 8))
    own = Calendar.from_ical(made.of_a_person(veillee.find(Person, "solene-triquet")))
    kept = [event for event in own.events if event.get("status") != "CANCELLED"]
    ends = [event["dtend"].dt for event in kept if isinstance(event["dtend"].dt, dt.datetime)]
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


def test_who_holds_a_schedule_is_told_and_until_when(ask: Ask) -> None:
    told = " ".join(
        ask("--brand", "veillee", "--schedule", "veillee-desk", "--at", "2026-12-28T15:00", "--language", "en").split()
    )
    assert "Mathis Olvard" in told
    assert "Until 28 December 2026 at 19:00" in told


def test_who_holds_a_closed_schedule_next_is_told(ask: Ask) -> None:
    told = " ".join(
        ask("--brand", "veillee", "--schedule", "veillee-desk", "--at", "2026-12-25T15:00", "--language", "en").split()
    )
    assert "nobody at this hour" in told
    assert "Next: Nora Feskal, from 28 December 2026 at 09:00" in told


def test_when_somebody_is_on_duty_is_told(ask: Ask) -> None:
    asked = ("--brand", "veillee", "--person", "mathis-olvard", "--at", "2026-12-28T15:00")
    told = " ".join(ask(*asked, "--language", "en").split())
    assert "now, until 28 December 2026 at 19:00" in told
    duties = json.loads(ask(*asked, "--format", "json"))["duties"]
    assert duties[0]["schedule"] == "veillee-desk" and duties[0]["to"] == "2026-12-28T19:00"
    # The duties that the calendar has, each once.
    calendar = Calendar.from_ical(ask(*asked, "--format", "ics")).events
    starts = {f"{event.start:%Y-%m-%dT%H:%M}" for event in calendar}
    assert {duty["from"] for duty in duties[1:]} <= starts
    assert len({(duty["schedule"], duty["from"]) for duty in duties}) == len(duties)


@pytest.mark.parametrize(
    "asked",
    [
        ("--person", "nora-feskal", "--line", "alert-line"),
        ("--schedule", "veillee-desk", "--person", "nora-feskal"),
        ("--schedule", "veillee-desk", "--format", "json"),
        ("--schedule", "veillee-desk", "--line", "alert-line"),
    ],
)
def test_what_cannot_be_told_together_is_refused(ask: Ask, asked: tuple[str, ...]) -> None:
    assert asked[0] in ask("--brand", "veillee", *asked, "--at", CHRISTMAS, status=2)


# --- calendars -----------------------------------------------------------------------------------------------------

FIRST = dt.date(2026, 11, 23)


def test_a_calendar_sent_elsewhere_takes_out_what_an_earlier_one_held(ask: Ask, tmp_path: Path) -> None:
    earlier, asked = tmp_path / "earlier.ics", ("--brand", "osier-lin", "--format", "ics", "--person", "agathe-lormand")
    first = ask(*asked, "--at", "2026-11-30T08:00")
    uid = next(str(event["uid"]) for event in Calendar.from_ical(first).events)
    earlier.write_text(first.replace(uid, "given-to-somebody-since@perimetre"), encoding="utf-8", newline="")
    later = Calendar.from_ical(ask(*asked, "--at", "2026-11-30T09:00", "--earlier", str(earlier)))
    (gone,) = (event for event in later.events if event["uid"] == "given-to-somebody-since@perimetre")
    assert (gone["status"], gone["sequence"] > 0) == ("CANCELLED", True)
    missing = str(tmp_path / "missing.ics")
    assert missing in ask(*asked, "--earlier", missing, status=2)
    assert "--earlier" in ask("--brand", "osier-lin", "--earlier", str(earlier), status=2)


def test_the_command_writes_a_calendar(ask: Ask) -> None:
    text = ask("--brand", "osier-lin", "--format", "ics", "--at", CHRISTMAS, "--person", "agathe-lormand")
    assert Calendar.from_ical(text).events
