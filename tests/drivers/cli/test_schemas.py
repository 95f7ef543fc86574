"""`perimetre schemas`: the schemas by which an editor completes the ids of a house, and how they are found stale."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from perimetre.drivers.cli.main import main
from perimetre.drivers.schemas_kept import stale
from perimetre.model.building.convert import Conversion, convert
from perimetre.model.files import FILES
from perimetre.pipeline.editor.schemas import IDS, schemas_of
from perimetre.pipeline.editor.settings import FOLDER, settings_of
from perimetre.pipeline.loading import load
from perimetre.reading.document import Document
from perimetre.reading.filing import Filed, kind_of
from tests.conftest import ROOT
from tests.support.repositories import Repo, small_repository


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    made = small_repository(tmp_path / "house")
    monkeypatch.chdir(made.top)
    return made


@pytest.fixture(scope="module")
def schemas() -> dict[str, Any]:
    return {name: json.loads(text) for name, text in schemas_of(load(ROOT / "playbooks")).items()}


def test_ours_are_those_of_the_example() -> None:
    # `perimetre schemas` writes them again.
    assert stale(ROOT / FOLDER, schemas_of(load(ROOT / "playbooks"))) == ()
    for path, text in settings_of().items():
        assert (ROOT / path).read_text("utf-8") == text


def test_what_the_handbook_says_of_an_id_makes_them_stale(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schemas", "--language", "en"]) == 0
    assert main(["schemas", "--check"]) == 0
    capsys.readouterr()
    repo.replace("playbooks/brands/lumen/channels.yml", "    title: Page\n", "    title: Our page\n")
    assert main(["schemas", "--check", "--language", "en"]) == 1
    assert "(`house.schema.json`)" in capsys.readouterr().err


def test_new_keeps_them_up_to_date(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schemas"]) == 0
    person = ["--name", "Zoé Marchal", "--role", "community-manager", "--employment", "employee"]
    assert main(["new", "person", *person, "--phone", "01 99 00 12 10", "--today", "2026-11-22"]) == 0, capsys
    assert "zoe-marchal" in (repo.top / FOLDER / IDS).read_text("utf-8")
    assert main(["schemas", "--check"]) == 0


def test_a_stale_file_is_named_and_the_next_run_mends_it(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schemas"]) == 0
    (repo.top / FOLDER / IDS).write_text("{}")
    (repo.top / FOLDER / "gone.schema.json").write_text("{}")
    capsys.readouterr()
    assert main(["schemas", "--check", "--language", "en"]) == 1
    assert capsys.readouterr().err == (
        "perimetre: `.perimetre/schemas` is not what the handbook makes it (`gone.schema.json` and "
        "`house.schema.json`): an editor would propose other ids. Run `perimetre schemas`, and commit what it writes.\n"
    )
    assert main(["schemas", "--language", "en"]) == 0
    assert capsys.readouterr().out == "`.perimetre/schemas`: 2 schemas written.\n"
    assert not (repo.top / FOLDER / "gone.schema.json").exists()


def test_a_handbook_in_error_gives_none(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    (repo.top / "playbooks/brands/lumen/people.yml").write_text("roles: x\n")
    assert main(["schemas"]) == 2
    assert not (repo.top / FOLDER).exists()
    assert capsys.readouterr().err


def test_every_name_of_the_example_is_among_those_that_are_offered_there(schemas: dict[str, Any]) -> None:
    known = {name: {**schema, "$id": f"https://perimetre.example/{name}"} for name, schema in schemas.items()}
    registry = jsonschema_rs.Registry([(schema["$id"], schema) for schema in known.values()])
    judges = {name: jsonschema_rs.Draft202012Validator(known[name], registry=registry) for name in known}
    asked = 0
    for document in load(ROOT / "playbooks").documents.values():
        filed = kind_of(document.path)
        assert isinstance(filed, Filed)
        assert judges[filed.kind.schema].is_valid(document.data), document.file
        for data in misnamed(document, filed):
            asked += 1
            assert not judges[filed.kind.schema].is_valid(data), document.file
    assert asked > 30


def misnamed(document: Document, filed: Filed) -> Iterator[Any]:
    """Yield a document with one of its names made another, which nothing bears: of each sort of name, one."""
    reading = Conversion(document.file, filed.origin)
    assert isinstance(document.data, dict)
    convert(FILES[filed.kind.id], document.data, reading)
    seen = set()
    for reference in reading.references:
        data = json.loads(json.dumps(document.data))
        holder, last = data, reference.path[-1]
        try:
            for step in reference.path[:-1]:
                holder = holder[step]
            is_named_here = holder[last] == reference.word
        except (KeyError, TypeError):
            # Where a mapping stands for a list (`when: {minor: true}`), a name is a key.
            continue
        if (
            is_named_here
            and not reference.ref.local
            and "phase" not in reference.ref.kinds
            and reference.ref not in seen
        ):
            seen.add(reference.ref)
            holder[last] = "nobody-bears-this"
            yield data
