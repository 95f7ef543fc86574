"""`perimetre import schedule`: the draft that it prints, and what it says of a handbook and a pager that disagree."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
import yaml

from perimetre.drivers.cli.main import main
from tests.conftest import ROOT
from tests.support.rule_cases import BASE

DAY = ("--today", "2026-08-01", "--language", "en")
SCHEMA = json.loads((ROOT / "schemas" / "output" / "schedule.schema.json").read_text("utf-8"))
PEOPLE = """\
people:
  - {id: ana-ruiz, name: Ana Ruiz, employment: employee, contact: [{mode: phone, value: "01 99 00 12 34"}]}
  - {id: ben-olan, name: Ben Olan, employment: employee, contact: [{mode: phone, value: "01 99 00 12 35"}]}
assignments:
  - {person: ana-ruiz, role: watcher}
  - {person: ben-olan, role: watcher}
roles: [{id: watcher, title: Veille, side: brand}]
schedules:
"""
WEEKS = """\
  - id: weeks
    title: Semaines
    regime: on-call
    role: watcher
    layers:
      - id: weeks
        shifts: [{days: [mon, tue, wed, thu, fri, sat, sun, holiday], from: "09:00", to: "09:00"}]
        rotation: {every: week, starts_on: 2026-07-06, at: "09:00", people: [ana-ruiz, ben-olan]}
"""
# The same weeks, but for the second one and a day of the third; the last is nobody's.
SHEET = """\
Nom;Début;Fin
Ana Ruiz;03/08/2026 09:00;10/08/2026 09:00
Zoé Lang;10/08/2026 09:00;17/08/2026 09:00
Ana Ruiz;17/08/2026 09:00;20/08/2026 09:00
Ben Olan;20/08/2026 09:00;21/08/2026 09:00
Ana Ruiz;21/08/2026 09:00;24/08/2026 09:00
"""
CALENDAR = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Team//EN
X-WR-CALNAME:Astreinte sociale
BEGIN:VEVENT
UID:a
DTSTART;TZID=Europe/Paris:20260706T090000
DTEND;TZID=Europe/Paris:20260713T090000
RRULE:FREQ=WEEKLY;INTERVAL=2
ATTENDEE;CN=Zoé Lang:mailto:zoe@example.org
SUMMARY:Zoé Lang
END:VEVENT
BEGIN:VEVENT
UID:b
DTSTART;TZID=Europe/Paris:20260713T090000
DTEND;TZID=Europe/Paris:20260720T090000
RRULE:FREQ=WEEKLY;INTERVAL=2
EXDATE;TZID=Europe/Paris:20260810T090000
SUMMARY:Ben Olan
END:VEVENT
BEGIN:VEVENT
UID:c
DTSTART;TZID=Europe/Paris:20260810T090000
RRULE:FREQ=MINUTELY
DURATION:PT1H
SUMMARY:Ben Olan
END:VEVENT
END:VCALENDAR
"""
Ran = Callable[..., tuple[int, str, str]]


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make the small house, with two people who take turns."""
    for path, text in {**BASE, "brands/lumen/people.yml": PEOPLE + WEEKS}.items():
        file = tmp_path / "playbooks" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    (tmp_path / "aout.csv").write_text(SHEET, "utf-8")
    (tmp_path / "team.ics").write_text(CALENDAR, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def ran(capsys: pytest.CaptureFixture[str]) -> Ran:
    """Run `import schedule`: the exit status, what it printed, what it noticed."""

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(["import", "schedule", *arguments, *DAY])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


def test_handbook_and_pager_that_disagree_are_a_finding(house: Path, ran: Ran) -> None:
    before = {file: file.read_bytes() for file in house.rglob("*.yml")}
    status, printed, _ = ran("aout.csv", "--check", "--schedule", "weeks")
    assert status == 1
    assert printed.splitlines() == [
        "Semaines (`weeks`), from 3\u00a0August 2026 at 09:00 to 24\u00a0August 2026 at 09:00, Europe/Paris time",
        "  – 10\u00a0August 2026 at 09:00 → 17\u00a0August 2026 at 09:00: the handbook says Ben Olan, the file says "
        "“Zoé Lang” (unknown here) (aout.csv:3)",
        "  – 20\u00a0August 2026 at 09:00 → 21\u00a0August 2026 at 09:00: the handbook says Ana Ruiz, the file says "
        "Ben Olan (aout.csv:5)",
        "",
        "2 differences between the handbook and the file.",
    ]
    assert before == {file: file.read_bytes() for file in house.rglob("*.yml")}


@pytest.mark.usefixtures("house")
def test_who_is_meant_can_be_said_and_days_that_are_asked_are_compared(ran: Ran) -> None:
    status, printed, _ = ran(
        "aout.csv", "--check", "--schedule", "weeks", "--person", "zoe lang=ben-olan", "--to", "2026-08-16"
    )
    assert (status, "agree." in printed) == (0, True)
    status, printed, _ = ran("aout.csv", "--check", "--schedule", "weeks", "--from", "2026-08-25", "--to", "2026-08-26")
    assert status == 1 and "the file says nobody" in printed


@pytest.mark.usefixtures("house")
def test_differences_are_published_as_json(ran: Ran) -> None:
    status, printed, _ = ran("team.ics", "--check", "--schedule", "weeks", "--to", "2026-08-16", "--format", "json")
    found = json.loads(printed)
    jsonschema.Draft202012Validator(SCHEMA).validate(found)
    assert status == 1 and found["differences"] == 2
    (schedule,) = found["schedules"]
    first, last = schedule["differences"]
    assert (first["from"], first["to"]) == ("2026-08-03T09:00+02:00", "2026-08-10T09:00+02:00")
    assert (first["handbook"], first["file"], first["unknown"]) == (["ana-ruiz"], [], ["Zoé Lang"])
    assert (last["handbook"], last["file"], last["where"]) == (["ben-olan"], [], "")
    assert [each["where"] for each in found["left_out"]] == ["team.ics:21"]


@pytest.mark.usefixtures("house")
def test_draft_says_what_the_file_says_and_copies_no_address(ran: Ran) -> None:
    status, draft, told = ran("team.ics", "--schedule", "social")
    assert status == 0 and "@" not in draft
    written = yaml.safe_load(draft)
    assert written["people"] == [{"id": "zoe-lang", "name": "Zoé Lang", "employment": "to-complete"}]
    (schedule,) = written["schedules"]
    assert (schedule["id"], schedule["title"], schedule["role"]) == ("social", "Astreinte sociale", "to-complete")
    (layer,) = schedule["layers"]
    assert layer["rotation"]["every"] == "week" and set(layer["rotation"]["people"]) == {"zoe-lang", "ben-olan"}
    assert schedule["closed_on_purpose"] == [
        {"from": "2026-08-10T09:00", "to": "2026-08-17T09:00", "reason": "to-complete"}
    ]
    assert "1 person of the file is unknown here" in told and "team.ics:21" in told and "every minute" in told
    assert "zoe@example.org" in ran("team.ics", "--contacts")[1]


@pytest.mark.parametrize("file", ["aout.csv", "team.ics"])
def test_draft_in_the_handbook_agrees_with_the_file(house: Path, ran: Ran, file: str) -> None:
    _, draft, _ = ran(file, "--schedule", "draft", "--person", "Zoé Lang=ana-ruiz")
    written = draft.replace("role: to-complete", "role: watcher").replace("regime: to-complete", "regime: on-call")
    written = written.replace("title: to-complete", "title: Astreinte").replace("reason: to-complete", "reason: Voulu.")
    schedules = written.partition("schedules:\n")[2]
    (house / "playbooks" / "brands" / "lumen" / "people.yml").write_text(PEOPLE + WEEKS + indented(schedules), "utf-8")
    status, printed, told = ran(file, "--check", "--schedule", "draft", "--person", "Zoé Lang=ana-ruiz")
    assert status == 0 and "agree." in printed, (printed, told, written)


def test_what_a_schedule_of_the_handbook_lacks_is_drafted_and_then_they_agree(house: Path, ran: Ran) -> None:
    _, draft, told = ran("aout.csv", "--schedule", "weeks", "--person", "Zoé Lang=ana-ruiz")
    (schedule,) = yaml.safe_load(draft)["schedules"]
    assert schedule == {
        "id": "weeks",
        "overrides": [
            {"from": "2026-08-10T09:00", "to": "2026-08-17T09:00", "person": "ana-ruiz", "instead_of": "ben-olan"},
            {"from": "2026-08-20T09:00", "to": "2026-08-21T09:00", "person": "ben-olan", "instead_of": "ana-ruiz"},
        ],
    }
    assert "to be added" in told
    lines = draft.partition("- id: weeks\n")[2]
    file = house / "playbooks" / "brands" / "lumen" / "people.yml"
    file.write_text(PEOPLE + WEEKS + indented(lines), "utf-8")
    assert ran("aout.csv", "--check", "--schedule", "weeks", "--person", "Zoé Lang=ana-ruiz")[0] == 0
    assert "nothing to add" in ran("aout.csv", "--schedule", "weeks", "--person", "Zoé Lang=ana-ruiz")[2]


def indented(text: str) -> str:
    return "".join(f"  {line}\n" for line in text.splitlines())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["aout.csv", "--check", "--schedule", "none"], "none"),
        (["aout.csv", "--check", "--person", "Zoé"], "NAME=ID"),
        (["aout.csv", "--check", "--person", "Zoé=nobody"], "nobody"),
        (["aout.csv", "--check", "--contacts"], "--contacts"),
        (["aout.csv", "--check", "--from", "2026-08-02", "--to", "2026-08-01"], "--to"),
        (["aout.csv", "--check", "--from", "2026-08-02", "--to", "2036-08-01"], "too many"),
        (["aout.csv", "--named", "Other"], "Other"),
        (["absent.csv"], "absent.csv"),
        (["aout.csv", "--brand", "other"], "other"),
    ],
)
@pytest.mark.usefixtures("house")
def test_what_cannot_be_done_is_one_line(ran: Ran, arguments: list[str], said: str) -> None:
    status, printed, told = ran(*arguments)
    assert (status, printed) == (2, "") and said in told and told.count("\n") == 1
