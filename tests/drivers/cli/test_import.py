"""`perimetre import log`: what the cockpit exported begins a lesson, whatever is in it; what is no log is refused."""

from __future__ import annotations

import contextlib
import copy
import io
import json
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from perimetre.drivers.cli.main import main
from perimetre.reading.logs import LONGEST_LOG, LogRefusedError, read_log
from perimetre.render.readers import Readers
from perimetre.render.website import render
from perimetre.reports.lesson_record import lesson_draft
from tests.conftest import ROOT, examples
from tests.support.rule_cases import BASE, load_files

DAY = ("--today", "2026-11-30", "--language", "en")
LOGS = ROOT / "tests" / "cases" / "logs"
# Exported by the cockpit of the example's site, in Chromium: a crisis, and an exercise at ten times the speed.
CRISIS, EXERCISE = (json.loads((LOGS / f"{name}.json").read_text("utf-8")) for name in ("crisis", "exercise"))
SCHEMA = json.loads((ROOT / "schemas" / "output" / "log.schema.json").read_text("utf-8"))
Ran = Callable[..., tuple[int, str, str]]


def small(log: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a log as one of the small house."""
    return {**copy.deepcopy(log), "brand": "lumen", "scenario": {"id": "bad-buzz"}, **more}


def line(type_: str, at: str, **more: Any) -> dict[str, Any]:
    return {"id": f"{type_}-{at}", "seq": 2, "type": type_, "at": at, "wall": at[:16], "says": type_, **more}


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make the small house, where there is no git."""
    for path, text in BASE.items():
        file = tmp_path / "playbooks" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def ran(capsys: pytest.CaptureFixture[str]) -> Ran:
    """Run a command: the exit status, what it printed, what it noticed."""

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main([*arguments, *DAY])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


def kept(house: Path, log: Any) -> str:
    """Write a log beside the house, and return its name."""
    (house / "log.json").write_text(log if isinstance(log, str) else json.dumps(log), "utf-8")
    return "log.json"


def lessons(house: Path) -> list[Path]:
    return sorted(house.glob("playbooks/**/lessons/*.yml"))


def part(record: dict[str, Any], title: str) -> str:
    return "\n".join(next((each["lines"] for each in record["log"] if each["title"] == title), []))


@pytest.mark.parametrize("log", [CRISIS, EXERCISE], ids=["crisis", "exercise"])
def test_cockpit_exports_what_is_published(log: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(log)


def test_what_was_lived_is_told_and_the_check_asks_for_the_lesson_until_it_is_drawn(house: Path, ran: Ran) -> None:
    status, printed, told = ran("import", "log", kept(house, small(CRISIS)))
    (file,) = lessons(house)
    assert status == 0 and f"`{file.relative_to(house).as_posix()}`" in printed
    record = yaml.safe_load(file.read_text("utf-8"))
    assert (record["happened_on"], record["crisis"], record["lesson"]) == (
        date(2026, 11, 22),
        "bad-buzz",
        "to-complete",
    )
    assert "5 steps done" in record["what"] and "3 texts sent" in record["what"]
    assert part(record, "Steps done").splitlines()[0].startswith("22:41: ")
    assert "in time; Community manager" in part(record, "Steps done")
    assert part(record, "Texts that left").count("→") == 3
    assert "“La qualité rappelle à 8 h.”" in part(record, "Notes, as they were typed")
    # Nothing that was filled in, and nobody who was named.
    for private in ("Luciole", "Samira", "Comment allez-vous"):
        assert private not in file.read_text("utf-8")
    assert "It quotes 1 text typed by hand" in told
    findings = ran("check")[1]
    assert "incident-leaves-a-lesson" in findings and "lesson` is still to be completed" in findings
    written = file.read_text("utf-8").replace("lesson: to-complete", "lesson: Appeler d’abord.\nchanged: [Le numéro]")
    file.write_text(written, "utf-8")
    findings = ran("check")[1]
    assert "incident-leaves-a-lesson" not in findings and "lessons/" not in findings


def test_page_of_lessons_shows_what_was_lived(house: Path, ran: Ran) -> None:
    ran("import", "log", kept(house, small(CRISIS)))
    (file,) = lessons(house)
    name = f"brands/lumen/lessons/{file.name}"
    loaded = load_files({**BASE, name: file.read_text("utf-8")})
    assert loaded.handbook is not None
    site = render(loaded.handbook, Readers(language="fr", today=date(2026, 11, 30)))
    pages = {page.path: "".join(section.html for section in page.sections) for page in site.pages}
    assert "La qualité rappelle à 8 h." in pages["lumen/reporting"].replace("\xa0", " ")
    assert f"lesson-{file.stem}" in pages["lumen/crises/bad-buzz"]


def test_exercise_counts_for_its_scenario_and_asks_for_no_change(house: Path, ran: Ran) -> None:
    card = house / "playbooks/house/crises/bad-buzz.yml"
    card.write_text(card.read_text("utf-8").replace("exercised_on: [2026-05-01]\n", ""), "utf-8")
    assert "has never been exercised" in ran("check")[1]
    log = small(EXERCISE)
    log["events"].append(line("answered", "2026-11-22T23:00:00.000Z", says="Une cliente filme la vitrine"))
    ran("import", "log", kept(house, log))
    (file,) = lessons(house)
    record = yaml.safe_load(file.read_text("utf-8"))
    assert record["exercise"] is True and record["title"].startswith("Exercise: ")
    # What was due after the end is not called late, nor left undone without a word.
    assert "2 steps not done" in record["what"] and "1 step not due yet" in record["what"]
    assert part(record, "Steps not done").endswith("0:40, not due yet")
    assert part(record, "What came in, in the exercise").endswith("Une cliente filme la vitrine")
    # Numbers and addresses that somebody typed are taken out; the name of one whom nothing tells stays to be read over.
    text = file.read_text("utf-8")
    assert text.count("[removed]") == 3 and "client_42" not in text and "06 39" not in text and "Martin" in text
    # Also where the line is cut, in what came in, and in the title that a step had.
    for lesson in lessons(house):
        lesson.unlink()
    log["events"].append(line("noted", "2026-11-22T23:00:01.000Z", text="x" * 290 + " 06 39 98 12 34 " + "y" * 90))
    log["events"].append(line("answered", "2026-11-22T23:00:02.000Z", says="De jeanne@example.org"))
    log["steps"][0]["title"] = "Rappeler le 06 39 98 12 34"
    ran("import", "log", kept(house, log))
    (file,) = lessons(house)
    text = file.read_text("utf-8")
    assert text.count("[removed]") >= 5 and "06 39" not in text and "jeanne" not in text
    findings = ran("check")[1]
    assert "has never been exercised" not in findings and "incident-leaves-a-lesson" not in findings


def test_promises_lost_channels_and_what_found_nobody_are_told(house: Path, ran: Ran) -> None:
    def at(hour: str) -> str:
        return f"2026-11-22T{hour}:00.000Z"

    def promise(due: str, made: str | None = None, moved: tuple[str, str] | None = None) -> dict[str, Any]:
        moved_at, moved_to = map(at, moved) if moved else (None, None)
        given = {"promised_at": at("21:41"), "due_at": at(due), "made_at": made and at(made)}
        return {**given, "moved_at": moved_at, "moved_to": moved_to}

    log = small(EXERCISE, ended_at=at("23:30"), lost=["Instagram"])
    log["promises"] = [
        *(promise("22:00", "22:00"), promise("22:30", "22:42"), promise("22:45", moved=("22:40", "23:00"))),
        *(promise("23:00", moved=("23:05", "23:20")), promise("23:20"), promise("23:45")),
    ]
    brought = ("Une cliente filme", "22:10", "22:25"), ("La presse appelle", "22:20", None), ("Trop tard", None, None)
    log["injects"] = [
        {"says": says, "from": "La rue", "came_at": came and at(came), "answered_at": answered and at(answered)}
        for says, came, answered in brought
    ]
    log["events"] += [line("lost", at("22:01"), channel="Facebook"), line("found", at("22:02"), channel="Facebook")]
    record = yaml.safe_load(ran("import", "log", kept(house, log), "--dry-run")[1])
    assert "3 promised updates missed and 1 event never dealt with" in record["what"]
    assert part(record, "Updates that were promised").splitlines() == [
        "23:00: made, 23:00, in time",
        "23:30: made, 23:42, 12 minutes late",
        "23:45: another hour noted before, 23:40: 23 November 2026, 0:00",
        "23 November 2026, 0:00: missed; another hour noted 5 minutes later, 23 November 2026, 0:05: "
        "23 November 2026, 0:20",
        "23 November 2026, 0:20: not made, 10 minutes late",
        "23 November 2026, 0:45: not due yet",
    ]
    assert part(record, "Channels lost").splitlines() == [
        "23:01: lost: Facebook",
        "23:02: found again, or taken for lost by mistake: Facebook",
        "Instagram: lost when the log ends",
    ]
    assert part(record, "What came in, in the exercise").splitlines() == [
        "23:10: Une cliente filme: dealt with, 23:25",
        "23:20: La presse appelle: never dealt with",
        "Trop tard: the exercise ended before it came",
    ]


def test_an_incident_is_imported_once(house: Path, ran: Ran) -> None:
    name = kept(house, small(CRISIS))
    assert ran("import", "log", name)[0] == 0
    (file,) = lessons(house)
    before = file.read_bytes()
    # The same, exported again later.
    kept(house, small(CRISIS, exported_at="2026-11-23T09:00:00.000Z", ended_at=None))
    status, printed, told = ran("import", "log", name)
    assert (status, printed) == (2, "") and f"`{file.relative_to(house).as_posix()}`" in told
    assert lessons(house) == [file] and file.read_bytes() == before
    # Another of the same night is, though the first lesson is still to be written in a house that is in service.
    settings_ = house / "playbooks/handbook.yml"
    settings_.write_text(settings_.read_text("utf-8") + "in_service: true\n", "utf-8")
    kept(house, small(CRISIS, id="202611222240-bad-buzz-ffff"))
    assert ran("import", "log", name)[0] == 0
    assert len(lessons(house)) == 2


def test_dry_run_prints_what_would_be_written_and_so_does_the_pipe(
    house: Path, ran: Ran, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, printed, _ = ran("import", "log", kept(house, small(CRISIS)), "--dry-run")
    assert lessons(house) == []
    sent = io.BytesIO(json.dumps(small(CRISIS)).encode())
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=sent))
    ran("import", "log", "-")
    assert lessons(house)[0].read_text("utf-8") == printed


def deep(log: dict[str, Any]) -> str:
    return json.dumps(log)[:-1] + ', "more": ' + "[" * 100_000 + "]" * 100_000 + "}"


BAD = {
    "cut": (lambda log: json.dumps(log, indent=2)[:900], "log.json:"),
    "empty": (lambda _: "", "log.json:1:1"),
    "foreign": (lambda _: '{"kind": "something"}', "is not the log of a crisis"),
    "a list": (lambda _: "[]", "is not the log of a crisis"),
    "markup": (lambda _: "<html></html>", "log.json:1:1"),
    "YAML": (lambda _: "kind: perimetre-log\n", "log.json:1:1"),
    "later": (lambda log: json.dumps({**log, "format": 2}), "later form (2)"),
    "deep": (deep, "nested too deeply"),
    "large": (lambda log: json.dumps(log) + " " * LONGEST_LOG, "is larger than 5 MB"),
    "NaN": (lambda log: json.dumps({**log, "more": float("nan")}), "`NaN`, which is no number"),
    "huge": (lambda log: json.dumps(log)[:-1] + ', "more": 1e999}', "`1e999`, which is no number"),
    "long": (lambda log: json.dumps(log)[:-1] + f', "more": {"9" * 5000}}}', "which is no number"),
    "twice": (lambda log: json.dumps(log)[:-1] + ', "id": "other"}', "holds the key `id` twice"),
    "type": (lambda log: json.dumps({**log, "began_at": 12}), "at `began_at`"),
    "zone": (lambda log: json.dumps({**log, "began_at": "2026-11-22T22:40:00+01:00"}), "at `began_at`"),
    "day": (
        lambda log: json.dumps({**log, "began_at": "2026-02-30T22:40:00.000Z"}),
        "at `began_at`: there is no such day",
    ),
    "event": (lambda log: json.dumps({**log, "events": [{"type": "begun"}]}), "at `events[0]`"),
    "nothing": (lambda log: json.dumps({**log, "events": [line("noted", "2026-11-22T21:40:00.000Z")]}), "at `events`"),
    "brand": (lambda log: json.dumps({**log, "brand": "lumem"}), "Did you mean `lumen`?"),
    "card": (lambda log: json.dumps({**log, "scenario": {"id": "gone"}}), "write `formerly: [gone]`"),
    "path": (lambda log: json.dumps({**log, "brand": "../../etc"}), "No brand is called"),
    "lone half of a letter": (lambda log: json.dumps(log).replace('"lumen"', '"\\ud800"'), "No brand is called"),
}


@pytest.mark.parametrize("bad", BAD)
def test_what_is_no_log_is_refused_where_it_is_and_nothing_is_written(bad: str, house: Path, ran: Ran) -> None:
    made, words = BAD[bad]
    status, printed, told = ran("import", "log", kept(house, made(small(CRISIS))))
    assert (status, printed) == (2, "") and words in told
    assert lessons(house) == [] and len(told) < 600


def test_what_is_no_text_and_what_is_not_there_are_refused(house: Path, ran: Ran) -> None:
    (house / "log.json").write_bytes(b"\xff\xfe{")
    assert "is not a text in UTF-8" in ran("import", "log", "log.json")[2]
    status, _, told = ran("import", "log", "nowhere.json")
    assert status == 2 and "Cannot read `nowhere.json`" in told


def test_card_that_was_renamed_since_is_found_by_its_former_name(house: Path, ran: Ran) -> None:
    card = house / "playbooks/house/crises/bad-buzz.yml"
    card.write_text(card.read_text("utf-8") + "formerly: [it-rises]\n", "utf-8")
    assert ran("import", "log", kept(house, small(CRISIS, scenario={"id": "it-rises"})))[0] == 0
    assert yaml.safe_load(lessons(house)[0].read_text("utf-8"))["crisis"] == "bad-buzz"


def test_hours_are_those_of_the_house_and_one_that_comes_twice_says_which(house: Path, ran: Ran) -> None:
    night = [line("noted", f"2026-10-25T0{hour}:30:00.000Z", text=f"à {hour}") for hour in (0, 1)]
    log = small(CRISIS, began_at="2026-10-24T22:10:00.000Z", zone="Pacific/Auckland")
    log["events"] = [{**log["events"][0], "at": "2026-10-24T22:10:00.000Z"}, *night]
    printed = ran("import", "log", kept(house, log), "--dry-run")[1]
    notes = part(yaml.safe_load(printed), "Notes, as they were typed")
    assert notes == "2:30 (CEST): “à 0”\n2:30 (CET): “à 1”"


def test_clock_that_was_ahead_leaves_the_day_to_complete(house: Path, ran: Ran) -> None:
    log = small(CRISIS, began_at="2031-01-01T10:00:00.000Z")
    record = yaml.safe_load(ran("import", "log", kept(house, log), "--dry-run")[1])
    assert record["happened_on"] == "to-complete"


# Whatever somebody types: signs of YAML, of Markdown, of forges, of terminals, of no language.
TYPED = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        (
            *(
                "- [ ] {a: b} # c",
                "'",
                '"',
                "yes",
                "~",
                "to-complete",
                "|\n  x",
                "*a &b !c",
                "{{x}}",
                "\u202e",
                "😀" * 900,
            ),
            *("::error::x", "<b>", "a\n---\nb", "\x00\x1b[31m", "2026-11-22", "12:30", "0x1F", "e\u0301", "\ud800"),
        )
    ),
)
INSTANTS = st.datetimes(datetime(2026, 10, 24), datetime(2026, 11, 22)).map(lambda at: f"{at:%Y-%m-%dT%H:%M:%S}.000Z")
MAYBE = st.one_of(st.none(), INSTANTS)
TYPES = ("done", "undone", "skipped", "postponed", "noted", "agreed", "sent", "withdrawn", "handed", "answered", "lost")
TYPES += ("found", "new")
EVENTS = st.fixed_dictionaries(
    {
        "type": st.sampled_from(TYPES),
        "at": INSTANTS,
        "by": st.one_of(st.sampled_from(["Community manager"]), TYPED),
        "says": TYPED,
        "step": st.one_of(st.sampled_from(["keep", "call", "gone"]), TYPED),
        "text": TYPED,
        "because": TYPED,
        "channel": TYPED,
        "statement": st.sampled_from(["waiting", "gone"]),
        "until": st.one_of(st.integers(0, 2**53), st.floats(allow_nan=False, allow_infinity=False)),
        "id": st.sampled_from(["a", "b"]),
        "of": st.sampled_from(["a", "b"]),
    }
)
LOG = st.fixed_dictionaries(
    {
        "format": st.just(1),
        "kind": st.just("perimetre-log"),
        "id": st.from_regex(r"[0-9]{12}-[a-z-]{1,64}-[0-9a-f]{4}", fullmatch=True),
        "brand": st.just("lumen"),
        "zone": st.just("Europe/Paris"),
        "exercise": st.booleans(),
        "exported_at": INSTANTS,
        "began_at": INSTANTS,
        "ended_at": MAYBE,
        "scenario": st.just({"id": "bad-buzz", "title": "x", "version": "0"}),
        "steps": st.lists(
            st.fixed_dictionaries(
                {"id": TYPED, "title": TYPED, "due_at": MAYBE, "done_at": MAYBE, "set_aside": st.booleans()}
            ),
            max_size=3,
        ),
        "statements": st.lists(
            st.fixed_dictionaries({"id": TYPED, "title": TYPED, "channel": TYPED, "sent_at": INSTANTS}), max_size=2
        ),
        "delays": st.lists(
            st.fixed_dictionaries(
                {"basis": st.one_of(st.none(), TYPED), "to": TYPED, "due_at": MAYBE, "met_at": MAYBE}
            ),
            max_size=2,
        ),
        "events": st.builds(
            lambda at, more: [line("begun", at, **{"from": 1}), *more], INSTANTS, st.lists(EVENTS, max_size=6)
        ),
        "new-key": TYPED,
    },
    # A log of before they were exported has none.
    optional={
        "promises": st.lists(
            st.fixed_dictionaries(
                {"promised_at": INSTANTS, "due_at": INSTANTS, "made_at": MAYBE, "moved_at": MAYBE, "moved_to": MAYBE}
            ),
            max_size=2,
        ),
        "injects": st.lists(st.fixed_dictionaries({"says": TYPED, "came_at": MAYBE, "answered_at": MAYBE}), max_size=2),
        "lost": st.lists(TYPED, max_size=2),
    },
)
SMALL = load_files(dict(BASE))
assert SMALL.handbook is not None
LUMEN = SMALL.handbook.brands[0]
TODAY = date(2026, 11, 30)


def draft_of(log: dict[str, Any], language: str = "fr") -> Any:
    """Return the lesson that a log of the small house begins."""
    assert SMALL.handbook is not None
    read = read_log("log.json", json.dumps(log).encode())
    card = next(crisis for crisis in LUMEN.crises if crisis.id == read.scenario)
    return lesson_draft(read, card, LUMEN, SMALL.handbook.settings_of(LUMEN), today=TODAY, language=language)


@given(LOG, st.sampled_from(["fr", "en"]))
@settings(max_examples=examples(40, 400), deadline=None)
def test_any_log_of_the_cockpit_begins_a_lesson_that_the_check_reads(log: dict[str, Any], language: str) -> None:
    draft = draft_of(log, language)
    loaded = load_files({**BASE, f"brands/lumen/lessons/{draft.id}.yml": draft.text})
    assert [each for each in loaded.diagnostics if each.severity == "error"] == []
    assert loaded.handbook is not None
    (lesson,) = (each for each in loaded.handbook.brand("lumen").reporting.lessons if each.id == draft.id)
    assert lesson.exercise == (log["exercise"] or None)
    # The same incident, however often it is exported, has the same file.
    assert draft_of({**log, "exported_at": "2026-11-29T10:00:00.000Z", "ended_at": None}).id == draft.id


@given(st.binary(max_size=200), st.integers(0, 3000))
@settings(max_examples=examples(60, 600), deadline=None)
def test_any_other_file_is_read_or_refused(rubbish: bytes, at: int) -> None:
    whole = json.dumps(CRISIS).encode()
    for content in (rubbish, whole[:at] + rubbish + whole[at:]):
        with contextlib.suppress(LogRefusedError):
            read_log("log.json", content)


def test_log_of_ten_thousand_lines_is_cut_where_a_file_would_be_too_long_and_says_so() -> None:
    notes = [line("noted", "2026-11-22T22:00:00.000Z", text=f"{number} {'é' * 400}") for number in range(1000)]
    log = small(CRISIS)
    draft = draft_of({**log, "events": [log["events"][0], *notes]}, "en")
    record = yaml.safe_load(draft.text)
    assert record["log"][-1]["lines"][-1] == "and 850 more lines, in the log itself"
    assert len(draft.text.encode()) < 1_000_000
