"""What is taken of a proposal: its playbooks as git holds them, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from perimetre.drivers.ci.proposal import main
from tests.support.repositories import Repo
from tests.support.sites import files


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    made = Repo.new(tmp_path / "base")
    made.write("playbooks/handbook.yml", "format: 1\n")
    made.write("playbooks/brands/lumen/scope.yml", "rules: []\n")
    for path in ("mkdocs.yml", "Makefile", "hooks/handbook_site.py", "schemas/scope.schema.json", "docs/index.md"):
        made.write(path, "the base's\n")
    made.commit("Begin")
    monkeypatch.chdir(made.top)
    return made


@pytest.fixture
def head(base: Repo, tmp_path: Path) -> Repo:
    base.git("clone", "--quiet", str(base.top), str(tmp_path / "head"))
    return Repo(tmp_path / "head")


def of_the_base(base: Repo) -> dict[str, bytes]:
    return {path: content for path, content in files(base.top).items() if not path.startswith((".git/", "playbooks/"))}


def test_only_the_playbooks_are_taken_and_those_that_went_are_gone(base: Repo, head: Repo) -> None:
    before = of_the_base(base)
    for path in ("mkdocs.yml", "Makefile", "hooks/handbook_site.py", "schemas/scope.schema.json", "docs/index.md"):
        head.write(path, "the proposal's\n")
    for path in ("yaml.py", "sitecustomize.py", ".venv/bin/perimetre", "conftest.py"):
        head.write(path, "raise SystemExit('run')\n")
    head.git("rm", "--quiet", "playbooks/brands/lumen/scope.yml")
    head.write("playbooks/brands/lumen/people.yml", "roles: []\n")
    head.write("playbooks/brands/lumen/voice.yaml", "traits: []\n")
    head.commit("Change everything")
    assert main([str(head.top)]) == 0
    assert of_the_base(base) == before
    taken = files(base.top / "playbooks")
    assert taken == files(head.top / "playbooks")
    assert set(taken) == {"handbook.yml", "brands/lumen/people.yml", "brands/lumen/voice.yaml"}


def test_nothing_that_is_not_committed_is_taken(base: Repo, head: Repo) -> None:
    head.write("playbooks/brands/lumen/scope.yml", "written, never proposed\n")
    assert main([str(head.top)]) == 0
    assert (base.top / "playbooks/brands/lumen/scope.yml").read_text() == "rules: []\n"


def test_attributes_of_the_proposal_leave_nothing_out_and_run_nothing(base: Repo, head: Repo, tmp_path: Path) -> None:
    witness = tmp_path / "ran"
    head.write(".gitattributes", "*.yml export-ignore filter=spy\n")
    head.write("playbooks/.gitattributes", "*.yml export-ignore export-subst filter=spy\n")
    head.write("playbooks/brands/lumen/scope.yml", "rules: []  # $Format:%H$\n")
    head.commit()
    hook = head.write(".git/hooks/post-checkout", f"#!/bin/sh\ntouch {witness}\n")
    hook.chmod(0o755)
    assert main([str(head.top)]) == 0
    assert (base.top / "playbooks/brands/lumen/scope.yml").read_text() == "rules: []  # $Format:%H$\n"
    assert not witness.exists()


def test_links_lead_nothing_of_the_base_to_be_written(
    base: Repo, head: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    before = of_the_base(base)
    head.git("rm", "-r", "--quiet", "playbooks")
    (head.top / "playbooks").symlink_to("hooks")
    head.write("hooks/handbook_site.py", "the proposal's\n")
    head.commit("Make the playbooks a link")
    assert main([str(head.top), "--language", "en"]) == 2
    assert "no folder `playbooks`" in capsys.readouterr().err
    assert of_the_base(base) == before


def test_names_full_of_orders_are_only_names(base: Repo, head: Repo) -> None:
    names = ["$(touch ran).yml", "`touch ran`.yml", "; touch ran #.yml", "-rf.yml", "${{ github.token }}.yml", "*.yml"]
    for name in names:
        head.write(f"playbooks/brands/lumen/operations/{name}", "id: x\n")
    head.commit()
    assert main([str(head.top)]) == 0
    assert {path.name for path in (base.top / "playbooks/brands/lumen/operations").iterdir()} == set(names)
    assert not list(base.top.rglob("ran")) and not list(head.top.rglob("ran"))


@pytest.mark.parametrize("path", ["/etc", "../head/hooks", "."])
def test_a_folder_elsewhere_is_never_replaced(base: Repo, head: Repo, path: str) -> None:
    before = base.state()
    assert main([str(head.top), "--path", path]) == 2
    assert base.state() == before


def test_a_proposal_without_playbooks_is_refused(base: Repo, head: Repo) -> None:
    head.git("mv", "playbooks", "elsewhere")
    head.commit()
    assert main([str(head.top)]) == 2
    assert (base.top / "mkdocs.yml").exists()
