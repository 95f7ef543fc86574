"""Load: the one pipeline, from a folder to a handbook and what is to be mended; whatever it holds, no traceback."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from perimetre.base.diagnostics import Place, Span
from perimetre.pipeline.loading import Loaded, load, load_sources
from perimetre.reading.sources import Collected, FolderNotFoundError, Source, collect
from tests.conftest import ROOT

BASE = ROOT / "tests" / "cases" / "build" / "base"


@pytest.fixture
def playbooks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(BASE, tmp_path / "playbooks")
    return tmp_path / "playbooks"


def errors(loaded: Loaded) -> list[tuple[str, str]]:
    return [(one.rule, one.file) for one in loaded.diagnostics if one.severity == "error"]


def test_load_gives_the_handbook_the_files_and_no_finding(playbooks: Path) -> None:
    loaded = load(playbooks)
    assert loaded.diagnostics == () and not loaded.has_errors
    assert loaded.handbook is not None and [brand.id for brand in loaded.handbook.brands] == ["lumen", "sirocco"]
    assert loaded.files == len(list(playbooks.rglob("*.yml")))
    assert loaded.handbook.brands[0].scope.rules[-1].place == Place("playbooks/brands/lumen/scope.yml", ("rules", 0))


def test_load_knows_where_a_place_stands(playbooks: Path) -> None:
    loaded = load(playbooks)
    assert loaded.span_of(Place("playbooks/handbook.yml", ("title",))).line == 2
    assert loaded.span_of(Place("nowhere.yml", ("title",))) == Span(line=1, column=1, end_line=1, end_column=1)


def test_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FolderNotFoundError):
        load(tmp_path / "playbooks")


def empty(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


def binary(folder: Path) -> None:
    (folder / "brands/lumen/scope.yml").write_bytes(b"\x00\xff\xfe\x80" * 50)


def not_yaml(folder: Path) -> None:
    (folder / "brands/lumen/scope.yml").write_text("rules: [", "utf-8")


def another_form(folder: Path) -> None:
    (folder / "brands/lumen/people.yml").write_text("- a\n- b\n", "utf-8")


def link_out(folder: Path) -> None:
    outside = folder.parent / "outside.yml"
    outside.write_text("rules: []\nred_lines: []\n", "utf-8")
    (folder / "brands/lumen/scope.yml").unlink()
    (folder / "brands/lumen/scope.yml").symlink_to(outside)


def no_scope(folder: Path) -> None:
    (folder / "brands/lumen/scope.yml").unlink()


def no_handbook(folder: Path) -> None:
    (folder / "handbook.yml").unlink()


def unknown_format(folder: Path) -> None:
    (folder / "handbook.yml").write_text("format: 99\ntitle: Essai\nlanguages: [fr]\ntimezone: UTC\n", "utf-8")


def misplaced(folder: Path) -> None:
    (folder / "brands/lumen/scop.yml").write_text("rules: []\n", "utf-8")


@pytest.mark.parametrize(
    ("spoil", "rule", "file"),
    [
        (empty, None, "playbooks"),
        (binary, None, "playbooks/brands/lumen/scope.yml"),
        (not_yaml, None, "playbooks/brands/lumen/scope.yml"),
        (another_form, "value-has-its-form", "playbooks/brands/lumen/people.yml"),
        (link_out, "file-link", "playbooks/brands/lumen/scope.yml"),
        (no_scope, "handbook-has-its-files", "playbooks/brands/lumen/scope.yml"),
        (no_handbook, "handbook-has-its-files", "playbooks/handbook.yml"),
        (unknown_format, None, "playbooks/handbook.yml"),
        (misplaced, "file-has-a-place", "playbooks/brands/lumen/scop.yml"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_bad_input_is_one_error_where_it_is(
    playbooks: Path, spoil: Callable[[Path], None], rule: str | None, file: str
) -> None:
    spoil(playbooks)
    loaded = load(playbooks)
    (found,) = errors(loaded)
    assert found == (rule or found[0], file)
    assert loaded.has_errors
    assert file in loaded.lines or rule in ("handbook-has-its-files", "file-link") or file == "playbooks"


def test_what_a_misnamed_folder_holds_is_unread_and_not_missing() -> None:
    files = {
        source.path.replace("brands/veillee/crises/", "brands/veillee/crise/"): source
        for source in collect(ROOT / "playbooks").sources
    }
    sources = tuple(Source(path, f"playbooks/{path}", source.content) for path, source in sorted(files.items()))
    found = load_sources(Collected(sources), folder="playbooks").diagnostics
    assert [(finding.rule, finding.file) for finding in found if finding.severity == "error"] == [
        ("file-has-a-place", "playbooks/brands/veillee/crise")
    ]


def test_file_that_is_not_judged_is_said_in_one_info(playbooks: Path) -> None:
    not_yaml(playbooks)
    infos = [one for one in load(playbooks).diagnostics if one.severity == "info"]
    assert [(one.rule, one.file) for one in infos] == [
        ("unread-file-is-not-judged", "playbooks/brands/lumen/scope.yml")
    ]


def test_example_has_nothing_to_mend() -> None:
    loaded = load(ROOT / "playbooks")
    assert loaded.diagnostics == ()
