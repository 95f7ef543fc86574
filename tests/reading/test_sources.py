"""The collecting of files: what is read, what is passed over, what is refused."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import perimetre.reading.sources
from perimetre.base.words import say
from perimetre.reading.reader.refusals import MAX_BYTES
from perimetre.reading.sources import Collected, FolderNotFoundError, collect


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    playbooks = tmp_path / "playbooks"
    (playbooks / "brands" / "lumen").mkdir(parents=True)
    (playbooks / "handbook.yml").write_text("format: 1\n")
    (playbooks / "brands" / "lumen" / "scope.yml").write_text("rules: []\n")
    return playbooks


def refusals(collected: Collected) -> list[tuple[str, str]]:
    return [(diagnostic.rule, diagnostic.file) for diagnostic in collected.diagnostics]


def test_collect_reads_yml_files_in_the_order_of_their_paths(folder: Path) -> None:
    (folder / "README.md").write_text("x")
    (folder / "logo.png").write_bytes(b"\x89PNG")
    (folder / ".hidden.yml").write_text("x")
    (folder / ".git-like").mkdir()
    (folder / ".git-like" / "a.yml").write_text("x")
    collected = collect(folder)
    assert [(source.path, source.file) for source in collected.sources] == [
        ("brands/lumen/scope.yml", "playbooks/brands/lumen/scope.yml"),
        ("handbook.yml", "playbooks/handbook.yml"),
    ]
    assert collected.sources[1].content == b"format: 1\n"
    assert collected.diagnostics == ()


def test_file_is_shown_from_the_top_of_the_repository(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder.parent / ".git").mkdir()
    monkeypatch.chdir(folder / "brands")
    assert collect(Path("..")).sources[1].file == "playbooks/handbook.yml"


def test_file_is_shown_from_the_folder_s_parent_when_it_is_elsewhere(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert collect(folder).sources[1].file == "playbooks/handbook.yml"


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [
        ("scope.yaml", "scope.yml"),
        ("scope.YML", "scope.yml"),
        ("scope.yml.txt", "scope.yml"),
        ("scope.ylm", "scope.yml"),
        ("scope.yaml.yml.txt", None),
        ("scope.json", None),
        ("scope.yml~", None),
    ],
)
def test_misnamed_file_is_refused_with_its_right_name(folder: Path, name: str, suggestion: str | None) -> None:
    (folder / name).write_text("a: b")
    collected = collect(folder)
    assert len(collected.sources) == 2
    if suggestion is None and not name.endswith(".txt"):
        assert collected.diagnostics == ()
        return
    (diagnostic,) = collected.diagnostics
    assert (diagnostic.rule, diagnostic.file) == ("file-extension", f"playbooks/{name}")
    assert (suggestion or "scope") in say(diagnostic.hint, "en")


@pytest.mark.parametrize("where", ["missing", "handbook.yml", "handbook.yml/below", "nul\0"])
def test_what_is_no_folder_cannot_run(folder: Path, where: str) -> None:
    with pytest.raises(FolderNotFoundError) as raised:
        collect(folder / where)
    assert say(raised.value.message, "en")


def test_empty_folder_is_one_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "playbooks").mkdir()
    assert refusals(collect(Path("playbooks"))) == [("folder-empty", "playbooks")]


def test_links_stay_in_the_tree(folder: Path) -> None:
    (folder.parent / "secret.yml").write_text("a: b")
    (folder.parent / "other").mkdir()
    (folder / "out.yml").symlink_to(folder.parent / "secret.yml")
    (folder / "outside").symlink_to(folder.parent / "other")
    (folder / "again").symlink_to(folder)
    (folder / "dead.yml").symlink_to("nothing.yml")
    (folder / "loop.yml").symlink_to("loop.yml")
    (folder / "inside.yml").symlink_to("handbook.yml")
    (folder / "photo.png").symlink_to(folder.parent / "secret.yml")
    collected = collect(folder)
    assert refusals(collected) == [
        ("file-link", "playbooks/again"),
        ("file-link", "playbooks/dead.yml"),
        ("file-link", "playbooks/loop.yml"),
        ("file-link", "playbooks/out.yml"),
        ("file-link", "playbooks/outside"),
    ]
    assert [source.path for source in collected.sources] == ["brands/lumen/scope.yml", "handbook.yml", "inside.yml"]


def test_large_file_is_refused_and_not_read_whole(folder: Path) -> None:
    (folder / "big.yml").write_bytes(b"a" * (MAX_BYTES + 1))
    (folder / "full.yml").write_bytes(b"a" * MAX_BYTES)
    collected = collect(folder)
    assert refusals(collected) == [("file-too-large", "playbooks/big.yml")]
    assert len(collected.sources) == 3


def test_pipe_is_refused_without_waiting(folder: Path) -> None:
    os.mkfifo(folder / "pipe.yml")
    assert refusals(collect(folder)) == [("file-unreadable", "playbooks/pipe.yml")]


def test_unreadable_file_and_folder_are_findings(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Rights do not stop the superuser that tests may run as: the system's answer is played.
    true_open, true_scan = os.open, os.scandir

    def refuse_open(path: str, *rest: int) -> int:
        if str(path).endswith("handbook.yml"):
            raise PermissionError(13, "Permission denied")
        return true_open(path, *rest)

    def refuse_scan(path: Path) -> object:
        if str(path).endswith("lumen"):
            raise PermissionError(13, "Permission denied")
        return true_scan(path)

    monkeypatch.setattr(perimetre.reading.sources.os, "open", refuse_open)
    monkeypatch.setattr(perimetre.reading.sources.os, "scandir", refuse_scan)
    collected = collect(folder)
    assert refusals(collected) == [
        ("file-unreadable", "playbooks/brands/lumen"),
        ("file-unreadable", "playbooks/handbook.yml"),
    ]
    assert "access is refused" in say(collected.diagnostics[1].message, "en")


def test_a_directory_that_is_kept_elsewhere_is_the_one_of_the_house(folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "numbers.yml"
    kept.write_text("contacts: []")
    collected = collect(folder, environment={"PERIMETRE_CONTACTS": str(kept)})
    assert collected.diagnostics == ()
    (directory,) = (source for source in collected.sources if source.path == "house/contacts.yml")
    assert (directory.file, directory.content) == ("numbers.yml", b"contacts: []")
    assert collect(folder, environment={"PERIMETRE_CONTACTS": ""}) == collect(folder)


def test_two_directories_or_none_where_one_is_named_are_refused(folder: Path, tmp_path: Path) -> None:
    named = {"PERIMETRE_CONTACTS": str(tmp_path / "numbers.yml")}
    missing = collect(folder, environment=named)
    assert refusals(missing) == [("file-unreadable", "numbers.yml")]
    assert "`PERIMETRE_CONTACTS`" in say(missing.diagnostics[0].message, "en")
    (tmp_path / "numbers.yml").mkdir()
    assert refusals(collect(folder, environment=named)) == [("file-unreadable", "numbers.yml")]
    (tmp_path / "numbers.yml").rmdir()
    (tmp_path / "numbers.yml").write_text("contacts: []")
    (folder / "house").mkdir(exist_ok=True)
    (folder / "house" / "contacts.yml").write_text("contacts: []")
    assert refusals(collect(folder, environment=named)) == [("file-unreadable", "playbooks/house/contacts.yml")]


def test_too_many_files_stop_the_reading(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(perimetre.reading.sources, "MAX_FILES", 30)
    for number in range(40):
        (folder / f"{number}.yml").write_text("a: b")
    assert refusals(collect(folder)) == [("folder-too-many-files", "playbooks")]


def test_name_that_is_not_text_is_refused(folder: Path) -> None:
    (folder / os.fsdecode(b"caf\xe9.yml")).write_text("a: b")
    (diagnostic,) = collect(folder).diagnostics
    assert diagnostic.rule == "file-unreadable"
    diagnostic.file.encode("utf-8")
