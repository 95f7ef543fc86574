"""What a command writes reaches its reader whole; where it cannot, that is one line and the status 2."""

from __future__ import annotations

import os
import resource
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

# What takes seconds: `make test-fast` leaves it out.
pytestmark = pytest.mark.slow

COMMAND = Path(sys.executable).with_name("perimetre")
BASE = ROOT / "tests" / "cases" / "rules" / "base"
CHECK = ["check", str(BASE), "--today", "2026-11-22", "--format", "json"]
DECIDE = f"decide --path {BASE} --brand lumen --role community-manager --action hide --channel page".split()
ONCALL = f"oncall --path {BASE} --brand lumen --at 2026-11-22T10:00".split()
LINT = f"lint --path {BASE} --brand lumen --channel page {BASE / 'handbook.yml'}".split()
LARGEST = 100


def run(shell: str, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command with what a shell does to its channels."""
    return subprocess.run(
        ["bash", "-c", f'"$0" "$@" {shell}', COMMAND, *arguments],
        cwd=cwd,
        env={**os.environ, "LANG": "fr_FR.UTF-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize(
    "arguments",
    [CHECK, DECIDE, ONCALL, LINT, ["check", "--help"], ["--version"], ["explain", "cover-has-no-gap"]],
)
@pytest.mark.parametrize("shell", [">&-", ">/dev/full"], ids=["closed", "full"])
def test_screen_that_takes_nothing_is_told_in_one_line(arguments: list[str], shell: str) -> None:
    done = run(shell, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("perimetre: Rien ne peut être affiché")


@pytest.mark.parametrize("shell", ["2>&-", "2>/dev/full"], ids=["closed", "full"])
def test_status_is_that_of_the_command_where_nobody_hears_its_notices(tmp_path: Path, shell: str) -> None:
    done = run(shell, "check", "nowhere", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "")
    assert run(shell, *CHECK).returncode == 0


def test_input_that_is_closed_is_told_in_one_line() -> None:
    done = run("<&-", "lint", "--path", str(BASE), "--brand", "lumen", "--channel", "page", "-")
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert "`-`" in line


def test_calendar_that_a_device_refuses_is_told_and_the_device_is_not_read() -> None:
    done = run("--output /dev/full", *ONCALL, "--format", "ics")
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert "/dev/full" in line


def test_reader_that_leaves_at_once_is_no_failure_to_tell() -> None:
    done = run("| true", *CHECK)
    assert done.stderr == ""


def test_report_that_the_disk_has_no_room_for_leaves_the_last_one(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    report.write_text("the last report", "utf-8")
    done = subprocess.run(
        [COMMAND, *CHECK, "--output", report],
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST, LARGEST)),
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1 and str(report) in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]
    assert report.read_text("utf-8") == "the last report"


def test_report_takes_the_place_of_the_last_one_with_its_permissions(tmp_path: Path) -> None:
    report, link = tmp_path / "report.json", tmp_path / "link.json"
    report.write_text("the last report", "utf-8")
    report.chmod(0o640)
    link.symlink_to(report)
    assert run("", *CHECK, "--output", str(link)).returncode == 0
    assert link.is_symlink()
    assert report.read_text("utf-8").startswith("{")
    assert stat.S_IMODE(report.stat().st_mode) == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.json", "report.json"]


def test_new_report_is_as_open_as_any_other_file(tmp_path: Path) -> None:
    assert run("", *CHECK, "--output", "report.json", cwd=tmp_path).returncode == 0
    (tmp_path / "other").touch()
    assert (tmp_path / "report.json").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_pipe_is_written_to_and_stays_one(tmp_path: Path) -> None:
    done = run("| cat", *CHECK, "--output", "/dev/stdout")
    assert done.stdout.startswith("{")
    os.mkfifo(tmp_path / "pipe")
    with subprocess.Popen(["cat", tmp_path / "pipe"], stdout=subprocess.PIPE, text=True) as reader:
        assert run("", *CHECK, "--output", str(tmp_path / "pipe")).returncode == 0
        assert reader.communicate()[0].startswith("{")
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)
