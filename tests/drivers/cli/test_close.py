"""`perimetre close`: what is written, what is refused, what is left to decide."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from perimetre.drivers.cli import close
from perimetre.drivers.cli.main import main
from tests.conftest import ROOT

Ran = Callable[..., tuple[int, str, str]]


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(ROOT / "playbooks", tmp_path / "playbooks")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "playbooks"


@pytest.fixture
def ran(capsys: pytest.CaptureFixture[str]) -> Ran:
    """Run a command: the exit status, what it printed, what it noticed."""

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main([*arguments, "--today", "2026-11-22", "--language", "en"])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


def held(house: Path) -> dict[str, bytes]:
    return {str(file.relative_to(house)): file.read_bytes() for file in house.rglob("*.yml")}


@pytest.mark.slow
def test_a_closed_channel_is_closed_for_whoever_asks(house: Path, ran: Ran) -> None:
    before = held(house)
    asked = ("close", "channel", "tiktok")
    status, shown, _ = ran(*asked, "--dry-run")
    assert status == 0 and "36 files would change." in shown and held(house) == before
    status, told, _ = ran(*asked)
    assert status == 0 and "`tiktok`: 36 files changed." in told and "Left to decide (2):" in told
    assert "solene-triquet" in told and "`successor:`" in told
    assert sum(before[path] != now for path, now in held(house).items()) == 36
    question = ("decide", "--brand", "veillee", "--role", "community-manager", "--action", "reply-public")
    _, answer, _ = ran(*question, "--channel", "tiktok")
    assert answer == "⊘ TikTok is closed: nothing is done there any more.\n"
    answered = json.loads(ran(*question, "--channel", "tiktok", "--format", "json")[1])
    assert (answered["channel_state"], answered["possible"]) == ("retired", False)
    status, _, told = ran(*asked)
    assert status == 2 and "`tiktok` is closed already." in told


def test_who_leaves_is_noted_with_the_turns_to_hand_over(house: Path, ran: Ran) -> None:
    status, told, _ = ran("close", "person", "nora-feskal", "--on", "2026-12-04")
    assert status == 0 and "`nora-feskal`: 2 files changed." in told
    assert "from Monday 7 December 2026 at 9:00" in told
    assert "left_on: 2026-12-04" in (house / "brands/veillee/people.yml").read_text("utf-8")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["channel", "instagram"], "Several brands have `instagram`. Name one: `--brand`, `osier-lin` or `veillee`."),
        (["channel", "tiktik"], "No channel is called `tiktik`. Did you mean `tiktok`?"),
        (["channel", "tiktok", "--brand", "veille"], "Did you mean `veillee`?"),
        (["channel", "old-microblog"], "`old-microblog` is closed already."),
        (["person", "nora-fescal"], "Did you mean `nora-feskal`?"),
        (["person", "nora-feskal", "--on", "4 décembre"], "is not a date"),
    ],
)
def test_what_cannot_be_closed_is_said_and_nothing_is_written(
    house: Path, ran: Ran, asked: list[str], said: str
) -> None:
    before = held(house)
    status, _, told = ran("close", *asked)
    assert status == 2 and said in told
    assert held(house) == before


def test_of_files_changed_meanwhile_none_is_written(house: Path, ran: Ran, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = house / "brands/veillee/people.yml"
    write = close.check_and_write

    def meanwhile(*arguments: object) -> None:
        changed.write_text(changed.read_text("utf-8") + "# Somebody else.\n", "utf-8")
        write(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(close, "check_and_write", meanwhile)
    before = held(house)
    status, _, told = ran("close", "person", "nora-feskal")
    assert status == 2 and "was changed meanwhile" in told
    assert {path for path, now in held(house).items() if now != before[path]} == {"brands/veillee/people.yml"}
    assert "left_on" not in changed.read_text("utf-8")
