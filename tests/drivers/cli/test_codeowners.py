"""`perimetre codeowners`: who must look at a change of each file, and how one learns that the file is out of date."""

from __future__ import annotations

from pathlib import Path

import pytest

from perimetre.drivers.cli.main import main
from perimetre.model.owners import Owners
from perimetre.pipeline.loading import load
from tests.conftest import ROOT
from tests.support.repositories import Repo, small_repository

WRITE = ("codeowners", "--prefix", "@lumen/", "--language", "en")


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    made = small_repository(tmp_path / "house")
    handbook = made.top / "playbooks/handbook.yml"
    # Nobody answers for all that is written, until a test says who.
    handbook.write_text(handbook.read_text("utf-8").replace("owner: social-lead, ", ""), "utf-8")
    monkeypatch.chdir(made.top)
    return made


def own(repo: Repo, path: str, role: str = "brand-manager") -> None:
    """Give the whole file an owner."""
    place = repo.top / path
    place.write_text(f"{place.read_text('utf-8')}page:\n  owner: {role}\n", "utf-8")


def roles(repo: Repo) -> list[str]:
    handbook = load(repo.top / "playbooks", repo.top).handbook
    assert handbook is not None
    return [role.id for role in handbook.brands[0].people.roles]


def owners(text: str) -> dict[str, list[str]]:
    lines = [line.split() for line in text.splitlines() if not line.startswith("#")]
    return {line[0]: line[1:] for line in lines}


def test_a_file_is_its_owner_s_and_each_record_s_of_it(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = roles(repo)[:2]
    own(repo, "playbooks/brands/lumen/objectives.yml", first)
    repo.replace("playbooks/brands/lumen/channels.yml", "    title: Page\n", f"    title: Page\n    owner: {second}\n")
    assert main(list(WRITE)) == 0
    written = owners(capsys.readouterr().out)
    assert {file: roles for file, roles in written.items() if "/brands/" in file} == {
        "/playbooks/brands/lumen/channels.yml": [f"@lumen/{second}"],
        "/playbooks/brands/lumen/objectives.yml": [f"@lumen/{first}"],
    }


def test_the_handbook_s_usual_owner_answers_where_nobody_else_does_for_the_whole(
    repo: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = roles(repo)[:2]
    own(repo, "playbooks/brands/lumen/objectives.yml", first)
    repo.replace("playbooks/brands/lumen/channels.yml", "    title: Page\n", f"    title: Page\n    owner: {first}\n")
    repo.replace("playbooks/handbook.yml", "defaults: {", f"defaults: {{owner: {second}, ")
    assert main(list(WRITE)) == 0
    written = owners(capsys.readouterr().out)
    assert next(iter(written)) == "/playbooks/"
    assert {file: roles for file, roles in written.items() if "/house/" not in file} == {
        "/playbooks/": [f"@lumen/{second}"],
        "/playbooks/brands/lumen/channels.yml": sorted((f"@lumen/{first}", f"@lumen/{second}")),
        "/playbooks/brands/lumen/objectives.yml": [f"@lumen/{first}"],
    }


def test_the_owner_of_a_place_is_the_nearest_above_it(repo: Repo) -> None:
    first, second = roles(repo)[:2]
    own(repo, "playbooks/brands/lumen/channels.yml", first)
    repo.replace("playbooks/brands/lumen/channels.yml", "    title: Page\n", f"    title: Page\n    owner: {second}\n")
    handbook = load(repo.top / "playbooks", repo.top).handbook
    assert handbook is not None
    channels = handbook.brands[0].channels.channels
    of = Owners(handbook).of
    assert [of(channel.place) for channel in channels if channel.id == "page"] == [second]
    assert {of(channel.place) for channel in channels if channel.id != "page"} <= {first}
    assert of(handbook.settings.place) is None


def test_one_is_told_when_the_file_is_not_what_the_owners_make_it(
    repo: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    own(repo, "playbooks/brands/lumen/objectives.yml", roles(repo)[0])
    assert main([*WRITE, "--check", "CODEOWNERS"]) == 1
    told = capsys.readouterr()
    assert told.out == "" and "`perimetre codeowners --prefix @lumen/ --output CODEOWNERS`" in told.err
    assert main([*WRITE, "--output", "CODEOWNERS"]) == 0
    assert main([*WRITE, "--check", "CODEOWNERS"]) == 0
    # Whatever else changes, whoever looks at it is the same.
    repo.replace("playbooks/brands/lumen/channels.yml", "title: Page", "title: La page")
    assert main([*WRITE, "--check", "CODEOWNERS"]) == 0
    own(repo, "playbooks/brands/lumen/channels.yml", roles(repo)[1])
    assert main([*WRITE, "--check", "CODEOWNERS"]) == 1


@pytest.mark.parametrize("prefix", ["lumen", "@lumen $(x)", "@a\n* @b"])
@pytest.mark.usefixtures("repo")
def test_a_prefix_that_no_code_host_writes_is_refused(prefix: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["codeowners", "--prefix", prefix, "--language", "en"]) == 2
    assert "Write it with its `@`" in capsys.readouterr().err


def test_the_file_of_the_repository_is_up_to_date(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    assert main(["codeowners", "--prefix", "@ferrandel/", "--check", ".github/CODEOWNERS"]) == 0, (
        capsys.readouterr().err
    )
    assert "/playbooks/" in owners((ROOT / ".github/CODEOWNERS").read_text("utf-8"))
