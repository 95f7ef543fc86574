"""`perimetre lint`: how a draft is named, where its lines end, and the levels that the house gives to what is told."""

from __future__ import annotations

import io
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from perimetre.drivers.cli.main import main
from perimetre.judge.codes import LINT
from perimetre.judge.registry import RULES
from perimetre.reports import FORMATS
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


def test_the_command_tells_the_place_and_the_way_out(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    draft = tmp_path / "draft.txt"
    draft.write_text("Bonjour,\nn'hésitez pas, c'est sans danger.\n", "utf-8")
    command = ["lint", "--brand", "veillee", "--channel", "instagram", "--case", "question", "--format", "json"]
    assert main([*command, str(draft)]) == 1
    diagnostics = json.loads(capsys.readouterr().out)["diagnostics"]
    (forbidden,) = [
        diagnostic
        for diagnostic in diagnostics
        if diagnostic["rule"] == "words-are-ours" and diagnostic["severity"] == "error"
    ]
    assert (forbidden["line"], forbidden["column"], forbidden["end_column"]) == (2, 22, 33)
    assert forbidden["related"][0]["file"].endswith("voice.yml")
    apostrophes = [diagnostic for diagnostic in diagnostics if diagnostic["rule"] == "typography-is-french"]
    assert len(apostrophes) == 1  # said once, with how many there are
    draft.write_text("Bonsoir Nadia, nous cherchons.\n", "utf-8")
    assert main([*command, str(draft)]) == 0
    capsys.readouterr()
    assert main([*command, "--topic", "heath", str(draft)]) == 2
    assert "health" in capsys.readouterr().err
    draft.write_bytes(b"\xff\xfe")
    assert main([*command, str(draft)]) == 2


@pytest.mark.parametrize("form", FORMATS)
def test_every_report_serves_a_draft(
    form: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = tmp_path / "brouillon d’été.txt"
    draft.write_text("Bonjour,\nn'hésitez pas, c'est sans danger.\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    asked = ["lint", "--path", str(ROOT / "playbooks"), "--brand", "veillee", "--channel", "instagram"]
    asked += ["--language", "fr", "--format", form]
    assert main([*asked, draft.name]) == 1
    report = capsys.readouterr().out
    # What is wrong is told where it stands: on the second line of the draft.
    assert "sans danger" in report
    match form:
        case "json" | "gitlab":
            read = json.loads(report)
            entries = read["diagnostics"] if form == "json" else read
            lines = {entry["line"] if form == "json" else entry["location"]["lines"]["begin"] for entry in entries}
            assert 2 in lines
        case "sarif":
            (run,) = json.loads(report)["runs"]
            places = [result["locations"][0]["physicalLocation"] for result in run["results"]]
            assert {place["artifactLocation"]["uri"] for place in places} == {"brouillon%20d%E2%80%99%C3%A9t%C3%A9.txt"}
            assert 2 in {place["region"]["startLine"] for place in places}
        case "github":
            assert "file=brouillon d’été.txt,line=2" in report
        case "markdown":
            assert report.startswith("# Vérification d’un brouillon\n\n**Le brouillon n’est pas prêt")
        case _:
            assert "brouillon d’été.txt:2:22" in report


@pytest.mark.parametrize(("form", "status"), [("markdown", 1), ("sarif", 2), ("github", 2), ("gitlab", 2)])
def test_what_points_at_lines_of_a_file_asks_for_one(
    form: str, status: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("C’est sans danger.".encode())))
    command = ["lint", "--brand", "veillee", "--channel", "instagram", "--language", "en", "--format", form]
    assert main(command) == status
    printed = capsys.readouterr()
    if status == 2:
        assert f"`{form}`" in printed.err and printed.out == ""
    else:
        assert "The draft is not ready: 1 error must be fixed first." in printed.out.replace("\\", "")
