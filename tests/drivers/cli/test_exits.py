"""What leaves the product, in every format: nothing that nobody sees, no order to a terminal or to the log of a CI."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from perimetre.base.diagnostics import Diagnostic, Related, Span
from perimetre.base.words import Message
from perimetre.drivers.cli.main import main
from perimetre.pipeline.loading import Loaded, load
from perimetre.reading.reader.characters import visible
from perimetre.reports import FORMATS, Findings
from tests.conftest import ROOT
from tests.support.changed import changed
from tests.support.sites import build, make_small_repository

# Colours and titles of a terminal, its line begun again, its own one-byte codes, reading turned round, hidden ends of
# lines, and what GitHub and Azure read as an order.
SIGNS = ("\x1b]0;t\x07", "\x1b[31m", "\r", "\x9b2J", "\x7f", "\u202e", "\u2066", "\u2028", "\x85", "\x00", "\ufeff")
ORDERS = ("\n::stop-commands::x", "\n  ::add-mask::y", "\n\u00a0::error::z", "##vso[task.complete]", "##[group]g")
HOSTILE = "é" + "".join(SIGNS) + "".join(ORDERS)
RAW = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
OURS = re.compile(r"\x1b\[(?:0|1|2|31|33|34)m")
TODAY = "2026-11-22"
INSTANT = "2026-11-24T22:00"


def dangers(shown: str, form: str) -> list[str]:
    """Return what a terminal or a log would obey in a text that the product has written."""
    orders = []
    for line in shown.split("\n"):
        started = line.strip()
        is_ours = form == "github" and re.match(r"::(?:error|warning|notice) file=", line)
        if started.startswith("::") and not is_ours:
            orders.append(line)
        # A line that is an order already is read as that one alone.
        if re.search(r"##\w*\[", line) and not is_ours:
            orders.append(line)
    return orders + RAW.findall(shown)


def test_what_is_feared_would_be_seen() -> None:
    assert len(dangers(HOSTILE, "text")) >= len(SIGNS) + len(ORDERS)


# --- reports -------------------------------------------------------------------------------------------------------

texts = st.lists(st.sampled_from((*SIGNS, *ORDERS, "a", " ", "::", "#", "👩\u200d💻")), min_size=1).map("".join)


def findings(hostile: str, *, colour: bool = False) -> Findings:
    span = Span(line=1, column=2, end_line=1, end_column=4)
    said = Message("{text}", {"text": hostile})
    one = Diagnostic(
        rule="some-rule",
        severity="error",
        message=said,
        hint=said,
        file=hostile,
        span=span,
        related=(Related(file=hostile, span=span, message=said),),
    )
    aside = dataclasses.replace(one, suppressed=hostile)
    lines = {hostile: [hostile.replace("\n", " ")]}
    return Findings(diagnostics=(one, aside), files=1, language="en", lines=lines, colour=colour)


@pytest.mark.parametrize("form", FORMATS)
@given(hostile=texts)
def test_no_report_sends_on_what_a_terminal_or_a_log_obeys(form: str, hostile: str) -> None:
    assert dangers(FORMATS[form](findings(hostile)), form) == []


@given(texts)
def test_a_report_in_colour_holds_no_sign_but_its_own_colours(hostile: str) -> None:
    shown = FORMATS["text"](findings(hostile, colour=True))
    assert OURS.search(shown)
    assert dangers(OURS.sub("", shown), "text") == []


@given(texts)
def test_json_says_what_was_written_all_the_same(hostile: str) -> None:
    first, _ = json.loads(FORMATS["json"](findings(hostile)))["diagnostics"]
    assert (first["message"], first["file"]) == (hostile, hostile)


def test_what_is_sent_on_can_still_be_told_apart() -> None:
    assert visible("a\x1b[1m\tb\r\n\u202ec") == "a<U+001B>[1m    b<U+000D><U+000A><U+202E>c"
    assert visible("Élise 👩\u200d💻 à 22:00") == "Élise 👩\u200d💻 à 22:00"


# --- commands ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hostile_house() -> Loaded:
    """The example, whose every text and name holds what is feared: the reader refuses most of it, another may not."""
    loaded = load(ROOT / "playbooks")
    assert loaded.handbook is not None

    def change(value: object, _: object) -> object:
        if isinstance(value, str):
            return value + HOSTILE
        told = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        return dataclasses.replace(value, **{name: text and text + HOSTILE for name, text in told.items()})

    return dataclasses.replace(loaded, handbook=changed(loaded.handbook, change))


DECIDE = ("decide", "--brand", "veillee", "--role", "community-manager", "--channel", "instagram", "--at", INSTANT)
ONCALL = ("oncall", "--brand", "veillee", "--at", INSTANT)


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [
        (*DECIDE, "--action", "reply-public"),
        (*DECIDE, "--action", "reply-public", "--topic", "health", "--topic", "heath\x1b[2J\n::error::a"),
        (*DECIDE, "--action", "pin", "--format", "json"),
        ONCALL,
        (*ONCALL, "--severity", "4"),
        (*ONCALL, "--format", "json"),
        (*ONCALL, "--format", "ics"),
    ],
    ids=["decide", "unknown-topic", "decide-json", "oncall", "oncall-at-worst", "oncall-json", "calendar"],
)
def test_no_answer_sends_on_what_a_terminal_or_a_log_obeys(
    command: tuple[str, ...], hostile_house: Loaded, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("perimetre.pipeline.loading.load", lambda _: hostile_house)
    # A topic that nobody knows is refused, and named in the refusal.
    refused = any("heath" in word for word in command)
    assert main([*command, "--today", TODAY]) == (2 if refused else 0)
    out, err = capsys.readouterr()
    assert ("heath" in err) == refused
    assert dangers(err, "text") == []
    if "ics" in command:
        assert all(event["summary"] for event in Calendar.from_ical(out).events)
        # RFC 5545 folds a line anywhere: what stands after a fold begins none.
        out = out.replace("\r\n ", "").replace("\r\n", "\n").replace("##", "")
    assert dangers(out, "text") == []


@pytest.fixture
def odd_house(tmp_path: Path) -> Path:
    """A house below a folder with an odd name, which is sound otherwise."""
    folder = tmp_path / "a\x1b[31m\n::stop-commands::a" / "playbooks"
    shutil.copytree(ROOT / "tests" / "cases" / "rules" / "base", folder)
    (tmp_path / ".git").mkdir()
    return folder


def spoil(folder: Path, brand: str = "lumen") -> None:
    for name in ("b\n::add-mask::b.yml", "c\x1b[2J\u202e.yaml", "d\r##vso[task.complete].yml"):
        (folder / "brands" / brand / "crises").mkdir(exist_ok=True)
        (folder / "brands" / brand / "crises" / name).write_text("id: x\n", "utf-8")


def misname(folder: Path) -> None:
    scope = folder / "brands" / "lumen" / "scope.yml"
    rule = '  - {id: odd, actions: [hide], roles: ["day\\n::stop-commands::x"], authority: escalate}\n'
    text = scope.read_text("utf-8")
    assert "rules: []\n" in text
    scope.write_text(text.replace("rules: []\n", f"rules:\n{rule}"), "utf-8")


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("colour", [False, True], ids=["plain", "colour"])
def test_no_name_of_a_file_reaches_a_terminal_or_a_log_raw(
    form: str, colour: bool, odd_house: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(odd_house)
    misname(odd_house)
    monkeypatch.chdir(odd_house.parent)
    monkeypatch.setattr("perimetre.drivers.cli.check.in_colour", lambda _: colour)
    assert main(["check", "--today", TODAY, "--format", form]) == 1
    out, err = capsys.readouterr()
    assert "add-mask" in out and "stop-commands" in out
    assert dangers(OURS.sub("", out) if colour else out, form) == []
    assert dangers(err, "text") == []


def test_no_name_of_a_file_reaches_the_log_of_a_build_raw(tmp_path: Path) -> None:
    folder = make_small_repository(tmp_path)
    spoil(folder / "playbooks", "lumen")
    done = build(folder)
    assert done.returncode == 1 and "add-mask" in done.stderr
    assert dangers(done.stdout + done.stderr, "text") == []


@pytest.mark.parametrize("form", ["text", "json", "markdown", "github"])
def test_no_draft_reaches_a_terminal_or_a_log_raw(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = tmp_path / "e\x1b[1m\n::error::e.txt"
    draft.write_text(f"Le {HOSTILE} 06 39 98 00 00 !!!! \U0001f9e8\U0001f9e8\U0001f9e8\n", "utf-8")
    asked = ["lint", str(draft), "--path", str(ROOT / "playbooks"), "--brand", "veillee", "--channel", "instagram"]
    assert main([*asked, "--today", TODAY, "--format", form]) == 1
    out, err = capsys.readouterr()
    assert "e<U+001B>[1m" in out or "e\\u001b[1m" in out
    assert dangers(out + err, form) == []


@pytest.mark.parametrize(
    "words",
    [
        ["check", "no\x1b[2J\n::error::where"],
        ["check", "--today", "\x1b[2Jhier\n::error::x"],
        ["check", "--nothing\x1b[2J\n::error::x"],
        ["check", "--output", "no\x1b[2J\n::error::x/where"],
        ["oncall", "--brand", "\x9b2J\u202e\r\n::error::x"],
        ["ack", "--brand", "lumen", "--person", "\x1b[2J\n::error::x"],
        ["ack", "--brand", "lumen", "--person", "camille"],
        ["explain", "\x1b[2J\n::error::x"],
    ],
    ids=["folder", "day", "option", "output", "brand", "person", "written", "rule"],
)
def test_nothing_typed_is_sent_back_raw(
    words: list[str], odd_house: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(odd_house.parent)
    try:
        main([*words] if words[0] in ("check", "explain") else [*words, "--today", TODAY])
    except SystemExit as ended:
        assert ended.code == 2
    out, err = capsys.readouterr()
    assert out + err
    assert dangers(out + err, "text") == []
