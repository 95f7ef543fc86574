"""`perimetre init --update`: what this version changes comes in, what the house changed stays."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from perimetre.drivers.cli import init_update
from perimetre.drivers.cli.main import main
from perimetre.pipeline.beginning.beginning import Answers
from perimetre.pipeline.beginning.updating import MANIFEST

Ran = Callable[..., tuple[int, str, str]]
SCOPE = "playbooks/house/scope.yml"
PEOPLE = "playbooks/house/people.yml"
INIT = ("init", "house", "--name", "Maison Exemple", "--country", "FR", "--language", "en")


@pytest.fixture
def ran(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ran:
    """Run a command in an empty folder: the exit status, what it printed, what it noticed."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main([*arguments, "--today", "2026-11-22"])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


def later(monkeypatch: pytest.MonkeyPatch, change: Callable[[dict[str, str]], None]) -> None:
    """Have the templates be those of a later version."""
    begun = init_update.files_of

    def files_of(answers: Answers) -> Mapping[str, str]:
        files = dict(begun(answers))
        change(files)
        return files

    monkeypatch.setattr(init_update, "files_of", files_of)


def commit(house: Path) -> None:
    for arguments in (("add", "-A"), ("-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", "Begin")):
        subprocess.run(("git", *arguments), cwd=house, check=True, capture_output=True)


def held(house: Path) -> dict[str, bytes]:
    return {
        path.relative_to(house).as_posix(): path.read_bytes()
        for path in house.rglob("*")
        if path.is_file() and ".git" not in path.relative_to(house).parts
    }


def test_a_house_is_up_to_date_on_its_first_day(ran: Ran, tmp_path: Path) -> None:
    assert ran(*INIT)[0] == 0
    before = held(tmp_path / "house")
    assert ran("init", "house", "--update")[:2] == (0, "This house is up to date.\n")
    # What the house changed, and took out, is its own.
    (tmp_path / "house" / "README.md").unlink()
    (tmp_path / "house" / SCOPE).write_text("rules: []\n", "utf-8")
    assert "This house is up to date." in ran("init", "house", "--update")[1]
    now = held(tmp_path / "house")
    assert {path for path in before if now.get(path) != before[path]} == {"README.md", SCOPE}


def test_what_both_changed_apart_is_brought_together_and_what_meets_is_shown(
    ran: Ran, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = tmp_path / "house"
    assert ran(*INIT)[0] == 0
    commit(house)
    begun = {path: text.decode("utf-8") for path, text in held(house).items()}
    first, *rest = begun[SCOPE].splitlines(keepends=True)
    (house / SCOPE).write_text("".join([first, *rest, "# Ours, at the end.\n"]), "utf-8")
    (house / "requirements.txt").write_text("perimetre[site]==0.1.0  # ours\n", "utf-8")

    def change(files: dict[str, str]) -> None:
        files[SCOPE] = "".join([first, "# Theirs, at the top.\n", *rest])
        files["requirements.txt"] = "# Pinned.\nperimetre[site]==9.9.9\n"
        files["docs/new.md"] = "# New\n"
        files["mkdocs.yml"] += "# Theirs.\n"

    later(monkeypatch, change)
    before = held(house)
    status, shown, _ = ran("init", "house", "--update", "--dry-run")
    assert status == 0 and held(house) == before
    assert "3 files would be brought up to date." in shown and "+# Theirs, at the top." in shown
    status, told, _ = ran("init", "house", "--update")
    assert status == 0 and "3 files brought up to date." in told
    now = {path: text.decode("utf-8") for path, text in held(house).items()}
    assert now[SCOPE] == "".join([first, "# Theirs, at the top.\n", *rest, "# Ours, at the end.\n"])
    assert now["docs/new.md"] == "# New\n" and now["mkdocs.yml"].endswith("# Theirs.\n")
    # The same line: it stays, and what the templates changed is shown.
    assert now["requirements.txt"] == "perimetre[site]==0.1.0  # ours\n"
    assert "`requirements.txt`: this house changed it" in told and "+perimetre[site]==9.9.9" in told
    assert "ours" not in told.partition("`requirements.txt`: this house")[2]
    assert {path for path in now if path not in before or now[path].encode() != before[path]} == {
        *(SCOPE, "docs/new.md", "mkdocs.yml", MANIFEST)
    }
    # Once more: what was brought in is known, what meets is shown again.
    again = ran("init", "house", "--update")[1]
    assert "0 files brought up to date." in again and "requirements.txt" in again


def test_what_would_break_the_house_is_not_written(ran: Ran, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ran(*INIT)[0] == 0
    later(monkeypatch, lambda files: files.update({PEOPLE: files[PEOPLE] + "assignements: []\n"}))
    before = held(tmp_path / "house")
    status, _, told = ran("init", "house", "--update", "--language", "en")
    assert status == 2 and "Nothing is written." in told and "assignements" in told
    assert held(tmp_path / "house") == before


@pytest.mark.parametrize("text", [None, "{}", "not JSON", '{"form": 2, "answers": {}, "files": {}}'])
def test_a_house_that_says_not_from_what_it_was_begun_stays(ran: Ran, tmp_path: Path, text: str | None) -> None:
    house = tmp_path / "house"
    house.mkdir()
    if text is not None:
        (house / MANIFEST).write_text(text, "utf-8")
    before = held(house)
    status, _, told = ran("init", "house", "--update", "--language", "en")
    assert status == 2 and MANIFEST in told
    assert held(house) == before
