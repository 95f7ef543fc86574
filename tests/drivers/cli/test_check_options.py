"""What a check shows when it is asked for less, and what it mends when it is asked to."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from perimetre.drivers.cli.main import main
from perimetre.pipeline import fixing
from tests.conftest import ROOT
from tests.support.sites import AGENCY

BASE = ROOT / "tests" / "cases" / "rules" / "base"
TODAY = ["--today", "2026-11-22", "--language", "en"]
VOICE = "brands/lumen/voice.yml"
# Two mistakes of a rule, one of a reference; the house has none besides its notes.
WRONG = """lexicon:
  - {id: free, term: gratuit, class: forbidden, replace_by: [offert], reason: Rien ne l’est.}
  - {id: free-too, term: gratuit, class: preferred, reason: Rien ne l’est.}
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BASE, tmp_path / "playbooks"))


def check(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    status = main(["check", *map(os.fspath, arguments), *TODAY])
    printed = capsys.readouterr()
    return status, printed.out, printed.err


def rules(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, set[str], int]:
    status, out, _ = check(capsys, *arguments, "--format", "json")
    report = json.loads(out)
    return status, {finding["rule"] for finding in report["diagnostics"]}, report["summary"]["left_out"]


def test_what_is_not_asked_for_is_counted_and_not_shown(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (house / VOICE).write_text(WRONG, "utf-8")
    status, found, left_out = rules(capsys, house)
    assert (status, left_out) == (1, 0)
    assert {"term-has-one-class", "form-is-that-of-today"} <= found
    # Less severe findings, those of a rule, and all but those of a rule.
    _, errors, fewer = rules(capsys, house, "--min-severity", "error")
    assert "form-is-that-of-today" not in errors and fewer > 0
    _, others, _ = rules(capsys, house, "--ignore", "form-is-that-of-today")
    assert others == found - {"form-is-that-of-today"}
    _, chosen, _ = rules(capsys, house, "--select", "form-is-that-of-today")
    # What is wrong with the files themselves is never left out: no rule is sure of them.
    assert "form-is-that-of-today" in chosen and "term-has-one-class" in chosen
    status, out, _ = check(capsys, house, "--min-severity", "error", "--exit-zero")
    assert status == 0 and f"{fewer} left out, as asked" in out
    status, _, told = check(capsys, house, "--ignore", "form-is-that-of-toda")
    assert status == 2 and "Did you mean `form-is-that-of-today`?" in told


def test_only_what_stands_in_the_files_that_are_named_is_shown(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (house / VOICE).write_text(WRONG, "utf-8")
    _, whole, _ = rules(capsys, house)
    for named in (house / VOICE, house / "brands"):
        status, found, left_out = rules(capsys, named)
        assert status == 1 and "term-has-one-class" in found and found < whole and left_out > 0
    status, found, left_out = rules(capsys, house / "house", house / "handbook.yml")
    assert status == 0 and "term-has-one-class" not in found and left_out > 0
    # The folder of the handbook is the whole of it, whatever is named beside.
    assert "term-has-one-class" in rules(capsys, house, house / "handbook.yml")[1]
    elsewhere = shutil.copytree(BASE, house.parent / "other")
    assert "two handbooks" in check(capsys, house, elsewhere)[2]


def test_a_check_finds_its_house_from_a_folder_of_it(
    house: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(house.parent)
    whole = check(capsys)[1]
    for below in ("playbooks/brands/lumen", "playbooks"):
        monkeypatch.chdir(house.parent / below)
        assert check(capsys)[1].splitlines()[-1] == whole.splitlines()[-1]


def test_quiet_is_silent_where_nothing_is_found(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(capsys, house, "--min-severity", "warning", "-q") == (0, "", "")
    (house / VOICE).write_text(WRONG, "utf-8")
    assert "term-has-one-class" in check(capsys, house, "-q")[1]


@pytest.mark.parametrize(
    ("variables", "arguments", "coloured"),
    [
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, [], False),
        ({"NO_COLOR": "", "FORCE_COLOR": "0"}, [], True),
        ({"NO_COLOR": "", "FORCE_COLOR": ""}, [], False),
        ({"NO_COLOR": "1", "TERM": "dumb"}, ["--color", "always"], True),
        ({"NO_COLOR": "", "FORCE_COLOR": "1"}, ["--color", "never"], False),
    ],
)
def test_colours_are_those_that_the_variables_and_the_option_say(
    house: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    variables: dict[str, str],
    arguments: list[str],
    coloured: bool,
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[" in check(capsys, house, *arguments)[1]) is coloured


def test_one_line_a_finding(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (house / VOICE).write_text(WRONG, "utf-8")
    _, out, _ = check(capsys, house, "--format", "concise", "--min-severity", "error")
    *lines, summary = out.splitlines()
    assert all(re.fullmatch(r"\S+:\d+:\d+: error\[[a-z-]+\]: .+", line) for line in lines)
    assert len(lines) >= 1 and "file" in summary


def test_junit_has_a_case_a_finding_and_a_failure_an_error(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (house / VOICE).write_text(WRONG, "utf-8")
    suites = ET.fromstring(check(capsys, house, "--format", "junit")[1])
    failures = suites.findall("testsuite/testcase/failure")
    assert {failure.get("type") for failure in failures} == {"term-has-one-class"}
    for suite in suites:
        assert int(suite.get("tests", "")) == len(suite.findall("testcase"))
        assert int(suite.get("failures", "")) == len(suite.findall("testcase/failure"))
    # A house without a finding has a test that passes: a report without any is an error where it is read.
    (house / VOICE).unlink()
    clean = ET.fromstring(check(capsys, house, "--format", "junit", "--min-severity", "error")[1])
    assert [case.get("classname") for case in clean.iter("testcase")] == ["perimetre"] and not clean.findall(
        ".//failure"
    )


# --- what one right answer mends ------------------------------------------------------------------------------------

SCOPE = "brands/mutuelle/scope.yml"
SLIPS = (("roles: [agency-team]", "rôles: [agency-tem]"), ("authority: approve", "authority: Approve"))


@pytest.fixture
def agency(tmp_path: Path) -> Path:
    return Path(shutil.copytree(AGENCY, tmp_path / "playbooks"))


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["unix", "windows"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "marked"])
def test_what_has_one_answer_is_mended_and_nothing_else_changes(
    agency: Path, capsys: pytest.CaptureFixture[str], ends: str, mark: str
) -> None:
    clean, file = check(capsys, agency, "--format", "json")[1], agency / SCOPE
    right = wrong = file.read_text("utf-8")
    for meant, written in SLIPS:
        assert meant in wrong
        wrong = wrong.replace(meant, written, 1)
    file.write_bytes((mark + wrong.replace("\n", ends)).encode())
    before = file.read_bytes()
    # First what would be written, which is not.
    status, shown, told = check(capsys, agency, "--fix", "--dry-run")
    assert (status, file.read_bytes()) == (1, before)
    assert "1 file would be mended." in told and "rôles" in shown
    # What stands is not said to be right: it would be.
    assert "corrections possible; " in shown.splitlines()[-1] and "nothing to fix" not in shown
    _, shown, told = check(capsys, agency, "--fix")
    assert "1 file mended." in told and "rôles" in shown
    assert file.read_bytes() == (mark + right.replace("\n", ends)).encode()
    assert check(capsys, agency, "--format", "json")[1] == clean
    # A second time there is nothing to mend.
    assert check(capsys, agency, "--fix")[2] == ""


def test_only_what_is_asked_for_is_mended(agency: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, other = agency / SCOPE, agency / "brands/musee/scope.yml"
    for each in (file, other):
        each.write_text(each.read_text("utf-8").replace("authority: approve", "authority: Approve", 1), "utf-8")
    wrong = file.read_text("utf-8"), other.read_text("utf-8")
    assert "Approve" in wrong[0] and "Approve" in wrong[1]
    status, _, told = check(capsys, agency / "brands/laiterie", "--fix", "--dry-run")
    assert (status, told) == (0, "")
    check(capsys, agency, "--fix", "--ignore", "value-is-known")
    assert (file.read_text("utf-8"), other.read_text("utf-8")) == wrong
    check(capsys, agency / "brands/musee", "--fix")
    assert file.read_text("utf-8") == wrong[0] and "Approve" not in other.read_text("utf-8")


def test_whoever_is_taken_out_is_replaced_by_nobody(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What signed, approved and was called is not put in another's name, however alike the two are."""
    house = Path(shutil.copytree(ROOT / "playbooks", tmp_path / "playbooks"))
    people = house / "house/people.yml"
    role = re.compile(r"  - id: communications-director\n(?:    .*\n|\n)*")
    text, count = role.subn("", people.read_text("utf-8"), count=1)
    assert count == 1
    people.write_text(text, "utf-8")
    before = {path: path.read_bytes() for path in house.rglob("*.yml")}
    status, _, told = check(capsys, house, "--fix")
    assert (status, told) == (1, "")
    assert {path: path.read_bytes() for path in house.rglob("*.yml")} == before


def test_a_directory_that_is_kept_elsewhere_is_left_to_its_keeper(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    house = Path(shutil.copytree(ROOT / "playbooks", tmp_path / "playbooks"))
    kept = (house / "house/contacts.yml").rename(tmp_path / "numbers.yml")
    kept.write_text(kept.read_text("utf-8").replace("contacts:", "contact:", 1), "utf-8")
    monkeypatch.setenv("PERIMETRE_CONTACTS", str(kept))
    wrong, scope = kept.read_bytes(), house / "brands/veillee/scope.yml"
    scope.write_text(scope.read_text("utf-8").replace("authority: approve", "authority: Approve", 1), "utf-8")
    status, shown, told = check(capsys, house, "--fix")
    assert status == 1 and "1 file mended." in told
    assert kept.read_bytes() == wrong and "+++ numbers.yml" not in shown


def test_what_was_not_judged_is_never_left_out(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (house / "house/people.yml").write_text("people: [", "utf-8")
    for asked in ([house / "brands/lumen"], [house, "--select", "acknowledgement-is-current"]):
        status, found, _ = rules(capsys, *asked)
        assert status == 1 and "yaml-unclosed-bracket" in found


@pytest.mark.parametrize("path", ["x" * 300, "not-there"])
def test_what_cannot_be_reached_is_said(path: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, told = check(capsys, tmp_path / path)
    assert (status, out) == (2, "") and path in told


def test_no_rule_at_all_is_not_selected(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, told = check(capsys, house, "--select", "")
    assert status == 2 and "names no rule" in told


def test_what_only_a_person_can_decide_is_left(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (house / VOICE).write_text(WRONG, "utf-8")
    status, _, told = check(capsys, house, "--fix")
    assert (status, told) == (1, "")
    assert (house / VOICE).read_text("utf-8") == WRONG


def test_a_file_that_somebody_saves_meanwhile_is_left(
    agency: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = agency / SCOPE
    file.write_text(file.read_text("utf-8").replace(*SLIPS[0]), "utf-8")
    mend = fixing.fixed

    def slow(*arguments):
        mended = mend(*arguments)
        file.write_text("rules: []\n", "utf-8")
        return mended

    monkeypatch.setattr(fixing, "fixed", slow)
    status, _, told = check(capsys, agency, "--fix")
    assert status == 2 and "changed meanwhile" in told
    assert file.read_text("utf-8") == "rules: []\n"


# --- at each save ---------------------------------------------------------------------------------------------------


# Whoever runs the tests in the background has Ctrl-C ignored by all that they start.
HEEDING = (
    "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler);"
    "from perimetre.drivers.cli.main import main; sys.exit(main())"
)


@pytest.mark.slow
def test_each_save_is_checked_at_once_until_one_leaves(house: Path) -> None:
    command = [sys.executable, "-c", HEEDING, "check", house, "--watch", "--format", "concise", *TODAY]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8")
    patience = threading.Timer(120, run.kill)
    patience.start()

    def told() -> str:
        lines: list[str] = []
        while "Ctrl-C ends" not in "".join(lines[-1:]):
            assert run.stdout is not None
            lines.append(run.stdout.readline())
            assert lines[-1], "it has ended"
        return "".join(lines)

    def comes(words: str, *, there: bool = True) -> bool:
        """Say whether the next check says it: the one after, where the first looked while a thing was being done."""
        return any((words in told()) is there for _ in range(2))

    try:
        assert comes("term-has-one-class", there=False)
        # Neither a report that is written there, nor a link to nothing that others have, is a save.
        (house / "report.json").write_text("{}", "utf-8")
        (house / "brands/lumen/gone.yml").symlink_to("nowhere.yml")
        assert comes("gone.yml")
        (house / "brands/lumen/gone.yml").unlink()
        assert comes("gone.yml", there=False)
        (house / VOICE).write_text(WRONG, "utf-8")
        assert comes("term-has-one-class")
        (house / VOICE).unlink()
        assert comes("term-has-one-class", there=False)
        # What cannot be read is told, and the next save is awaited.
        house.rename(house.with_name("elsewhere"))
        assert comes("There is no folder")
        house.with_name("elsewhere").rename(house)
        assert comes("files read")
        run.send_signal(signal.SIGINT)
        assert run.wait(timeout=60) == 0
    finally:
        patience.cancel()
        run.kill()
        run.wait()
        if run.stdout is not None:
            run.stdout.close()
