"""`perimetre lint`: how a draft is named, where its lines end, and the levels that the house gives to what is told."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from perimetre.drivers.cli.main import main
from perimetre.judge.codes import LINT
from perimetre.judge.registry import RULES
from tests.conftest import ROOT

BASE = ROOT / "tests" / "cases" / "rules" / "base"
VOICE = """
lexicon:
  - {id: free, term: gratuit, class: forbidden, reason: Rien ne l’est.}
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    folder = tmp_path / "manuel" / "playbooks"
    shutil.copytree(BASE, folder)
    (folder / "house" / "voice.yml").write_text(VOICE, "utf-8")
    return folder


def lint(house: Path, draft: str | Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[dict[str, Any]]]:
    asked = ["lint", "--path", str(house), "--brand", "lumen", "--channel", "page", "--at", "2026-11-22T10:00"]
    status = main([*asked, "--format", "json", str(draft)])
    return status, json.loads(capsys.readouterr().out)["diagnostics"]


def test_a_draft_is_named_from_the_repository_as_the_check_names_files(
    house: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    drafts = tmp_path / "manuel" / "brouillons"
    drafts.mkdir()
    (drafts / "été.txt").write_text("Un atelier gratuit.\n", "utf-8")

    def names(cwd: Path, draft: str | Path) -> list[str]:
        monkeypatch.chdir(cwd)
        _, (diagnostic,) = lint(house, draft, capsys)
        return [diagnostic["file"], *(related["file"] for related in diagnostic["related"])]

    # Outside a repository: from the current folder; elsewhere, whole.
    assert names(house.parent, "brouillons/été.txt")[0] == "brouillons/été.txt"
    assert names(house, drafts / "été.txt")[0] == (drafts / "été.txt").as_posix()
    # In one: from its top, wherever the command is run and however the draft is named.
    (tmp_path / ".git").mkdir()
    expected = ["manuel/brouillons/été.txt", "manuel/playbooks/house/voice.yml"]
    assert names(house.parent, "brouillons/été.txt") == expected
    assert names(drafts, "../brouillons/été.txt") == expected
    assert names(house, drafts / "été.txt") == expected


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_place_is_told_where_an_editor_shows_it(
    end: str, house: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_bytes(f"\ufeffBonsoir.{end}{end}Cet e\u0301te\u0301, c’est gra\u200btuit.{end}".encode())
    _, (diagnostic,) = lint(house, draft, capsys)
    assert (diagnostic["line"], diagnostic["column"], diagnostic["end_column"]) == (3, 18, 26)


@pytest.mark.parametrize(
    ("rule", "level", "status", "severities"),
    [
        ("words-are-ours", "info", 0, ["info", "info"]),
        ("words-are-ours", "off", 0, ["info"]),
        ("typography-is-french", "error", 1, ["error", "error"]),
        ("typography-is-french", "off", 1, ["error"]),
    ],
)
def test_the_house_sets_the_level_of_what_a_draft_is_told(
    rule: str,
    level: str,
    status: int,
    severities: list[str],
    house: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings = house / "handbook.yml"
    row = f"rule_levels: [{{rule: {rule}, level: {level}, reason: Essai.}}]\n"
    settings.write_text(settings.read_text("utf-8") + row, "utf-8")
    draft = tmp_path / "draft.txt"
    draft.write_text("C'est gratuit.\n", "utf-8")
    returned, diagnostics = lint(house, draft, capsys)
    assert (returned, sorted(one["severity"] for one in diagnostics)) == (status, severities)
    assert main(["check", str(house), "--today", "2026-11-22"]) == 0
    capsys.readouterr()


def test_what_a_draft_may_be_told_has_a_sentence_and_a_level_to_set(capsys: pytest.CaptureFixture[str]) -> None:
    written = "".join(path.read_text("utf-8") for path in (ROOT / "hooks" / "perimetre" / "voice").glob("*.py"))
    rules = set(re.findall(r'rule="([a-z-]+)"', written))
    assert set(LINT) <= rules <= {*LINT, *RULES} and not LINT.keys() & RULES.keys()
    for rule in LINT:
        assert main(["explain", rule]) == 0
        assert len(capsys.readouterr().out) > len(rule) + 20
