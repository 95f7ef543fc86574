"""`perimetre migrate`: what would change is shown, `--write` writes it once, what cannot be read is left alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from perimetre.drivers.cli.main import main
from tests.conftest import ROOT

BASE = ROOT / "tests" / "cases" / "rules" / "base"
CARD = "house/crises/bad-buzz.yml"


@pytest.fixture
def house(tmp_path: Path) -> Path:
    shutil.copytree(BASE, tmp_path / "playbooks")
    return tmp_path / "playbooks"


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.yml")}


def run(*arguments: str | Path) -> int:
    return main([*map(str, arguments)])


def test_what_would_change_is_shown_and_nothing_is_written(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = contents(house)
    assert run("migrate", house) == 0
    shown = capsys.readouterr()
    assert contents(house) == before
    assert shown.out.startswith("--- ") and "bad-buzz.yml" in shown.out.splitlines()[0]
    changed = [line for line in shown.out.splitlines() if line[:1] in "+-" and line[:3] not in ("---", "+++")]
    assert len(changed) == 2
    assert 'approvals: [{by: communications-director, on: 2026-10-13, at: "09:10"}]' in changed[1]
    assert "--write" in shown.err


def test_what_is_written_is_written_once_and_in_one_file(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = contents(house)
    assert run("migrate", house, "--write") == 0
    after = contents(house)
    assert [path for path in before if before[path] != after[path]] == [CARD]
    assert before[CARD].count(b"\n") == after[CARD].count(b"\n")
    assert run("migrate", house, "--write") == 0
    assert contents(house) == after
    assert "Rien à reprendre" in capsys.readouterr().out


def test_a_byte_order_mark_and_the_ends_of_lines_stay(house: Path) -> None:
    card = house / CARD
    card.write_bytes(b"\xef\xbb\xbf" + card.read_bytes().replace(b"\n", b"\r\n"))
    assert run("migrate", house, "--write") == 0
    written = card.read_bytes()
    assert written.startswith(b"\xef\xbb\xbf") and b"approvals:" in written
    assert written.count(b"\n") == written.count(b"\r\n")


@pytest.mark.parametrize(
    ("file", "find", "put", "said"),
    [
        ("house/people.yml", "roles:", "roles: [", "people.yml:"),
        ("house/scope.yml", "rules:", "ruels:", "scope.yml:"),
        ("handbook.yml", "format: 1", "format: 2", "version plus récente de Périmètre"),
    ],
)
def test_a_house_that_cannot_be_read_is_left_as_it_is(
    house: Path, capsys: pytest.CaptureFixture[str], file: str, find: str, put: str, said: str
) -> None:
    path = house / file
    text = path.read_text("utf-8")
    assert find in text
    path.write_text(text.replace(find, put, 1), "utf-8")
    before = contents(house)
    assert run("migrate", house, "--write") == 2
    told = capsys.readouterr()
    assert told.out == "" and said in told.err
    assert contents(house) == before


def test_what_cannot_be_moved_is_said_and_nothing_is_written(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    card = house / CARD
    text = card.read_text("utf-8")
    written = text.replace(
        ", approved_by: communications-director,", ",\n     approved_by: communications-director, # Oui.\n    "
    )
    assert written != text
    card.write_text(written, "utf-8")
    before = contents(house)
    assert run("migrate", house, "--write") == 2
    assert "à la main" in capsys.readouterr().err
    assert contents(house) == before
