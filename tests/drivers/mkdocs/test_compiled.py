"""Compiled templates are kept for the next build in the user's own cache folder, and read back from nowhere else."""

from __future__ import annotations

import marshal
import os
from pathlib import Path

import jinja2
import pytest

from perimetre.drivers.mkdocs.compiled import CompiledTemplates
from perimetre.render.environment import InMemory

EVIL = "import pathlib; pathlib.Path('{}').write_text('run')"


@pytest.fixture
def playbooks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "own").mkdir()
    (tmp_path / "project" / ".git").mkdir(parents=True)
    (tmp_path / "project" / "playbooks").mkdir()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "own"))
    monkeypatch.setenv("HOME", str(tmp_path / "own"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "own"))
    return tmp_path / "project" / "playbooks"


def written(text: str, compiled: InMemory) -> str:
    loader = jinja2.DictLoader({"page.html": text})
    return jinja2.Environment(loader=loader, bytecode_cache=compiled).get_template("page.html").render(name="Lumen")


def kept(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.suffix == ".compiled"]


def test_the_next_build_compiles_nothing_again(playbooks: Path) -> None:
    first, second = InMemory(), InMemory()
    remembered = CompiledTemplates(playbooks, "fr", {"theme": first})
    assert written("{{ name }}.", first) == "Lumen."
    remembered.keep()
    CompiledTemplates(playbooks, "fr", {"theme": second})
    assert written("{{ name }}.", second) == "Lumen."
    assert not second.has_new


def test_a_template_that_changed_is_compiled_again(playbooks: Path) -> None:
    first, second = InMemory(), InMemory()
    remembered = CompiledTemplates(playbooks, "fr", {"theme": first})
    written("{{ name }}.", first)
    remembered.keep()
    CompiledTemplates(playbooks, "fr", {"theme": second})
    assert written("{{ name }}!", second) == "Lumen!"


@pytest.mark.parametrize("content", [b"", b"not compiled", marshal.dumps(3), marshal.dumps({"theme": 3})])
def test_a_damaged_file_says_nothing(playbooks: Path, tmp_path: Path, content: bytes) -> None:
    compiled = InMemory()
    remembered = CompiledTemplates(playbooks, "fr", {"theme": compiled})
    written("{{ name }}.", compiled)
    remembered.keep()
    (file,) = kept(tmp_path)
    file.write_bytes(content)
    again = InMemory()
    CompiledTemplates(playbooks, "fr", {"theme": again})
    assert written("{{ name }}.", again) == "Lumen."


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="whose a folder is cannot be asked there")
@pytest.mark.parametrize("place", ["in the project", "open to others"])
def test_what_somebody_else_could_have_compiled_is_neither_run_nor_written(
    playbooks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    compiled = InMemory()
    remembered = CompiledTemplates(playbooks, "fr", {"theme": compiled})
    written("{{ name }}.", compiled)
    remembered.keep()
    (file,) = kept(tmp_path)
    proof = tmp_path / "proof"
    evil = compile(EVIL.format(proof), "page.html", "exec")
    theirs = {key: (checksum, evil) for key, (checksum, _) in compiled.all().items()}
    file.write_bytes(marshal.dumps({"theme": theirs}))
    if place == "in the project":
        (tmp_path / "own").rename(tmp_path / "project" / "cache")
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "project" / "cache"))
        monkeypatch.setenv("HOME", str(tmp_path / "project" / "cache"))
    else:
        file.parent.chmod(0o777)
    again = InMemory()
    remembered = CompiledTemplates(playbooks, "fr", {"theme": again})
    assert written("{{ name }}.", again) == "Lumen."
    assert not proof.exists()
    before = [path.read_bytes() for path in kept(tmp_path)]
    remembered.keep()
    assert [path.read_bytes() for path in kept(tmp_path)] == before
