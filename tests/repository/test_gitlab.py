"""The pipelines of GitLab, run here job by job: each `script` in one shell, on a clone of a real repository."""

from __future__ import annotations

import dataclasses
import pickle
import shutil
from pathlib import Path

import pytest

from tests.conftest import deep_alone
from tests.repository.test_workflows import HOUSE, try_things_out
from tests.support.gitlab import Pipeline
from tests.support.repositories import SCOPE, WIDER, Repo
from tests.support.sites import build, copy_agency, files, make_small_house

DAY = "2026-11-22"
PARTS = ("1/2", "2/2")
MUSEUM = "playbooks/brands/musee/scope.yml"
LIKED = (
    "{id: likes-are-free, title: On aime sans demander, roles: [community-manager], actions: [like], authority: free}"
)
CHANGED = "site/lumen/governance/changes/index.html"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Repo:
    """Make the repository of a house of three brands, which installs the package."""
    made = Repo.new(tmp_path_factory.mktemp("gitlab") / "origin")
    shutil.rmtree(make_small_house(made.top) / "playbooks")
    copy_agency(made.top / "playbooks")
    configured(made)
    made.replace(MUSEUM, "rules: [", f"rules: [{LIKED}, ")
    made.commit("Widen")
    return made


def configured(house: Repo) -> None:
    """Make a house one of its own, with its settings and its pinned version, and commit it."""
    try_things_out(house)
    house.write("mkdocs.yml", "site_name: Maison\ntheme: {name: material, font: false}\nplugins: [search, perimetre]\n")
    house.write("docs/.gitkeep", "")
    house.write("requirements.txt", (HOUSE / "requirements.txt").read_text("utf-8"))
    house.commit("Begin")


def pipeline(house: Repo, file: str, folder: Path) -> Pipeline:
    return Pipeline(
        file=HOUSE / file,
        folder=folder / "machine",
        clone=lambda place, depth: cloned(house, place, depth),
    )


def cloned(house: Repo, place: Path, depth: str) -> Repo:
    """Clone a house as far back as is asked; 0: whole."""
    shallow = () if depth == "0" else (f"--depth={depth}",)
    house.git("clone", "--quiet", *shallow, house.top.as_uri(), str(place))
    return Repo(place)


def dated(line: str) -> str:
    """Give the check the day of the tests, which the pages have: here it takes it from the clock."""
    return f"{line} --today={DAY}" if "--shard" in line else line


@deep_alone
@pytest.mark.slow
def test_the_jobs_in_parts_make_the_site_that_one_machine_makes(house: Repo, tmp_path: Path) -> None:
    work = pipeline(house, "gitlab-ci-in-parts.yml", tmp_path)
    for part in PARTS:
        assert work.run("check", dated, SHARD=part), work.log
    assert len(work.caches) == len(PARTS) and all(work.caches.values())
    assert work.run("verdict"), work.log
    for part in PARTS:
        assert work.run("pages-of-brands", SHARD=part), work.log
    assert work.run("site"), work.log
    assert work.run("pages"), work.log
    whole = build(house.top, "--strict", "--site-dir", str(tmp_path / "whole"))
    assert whole.returncode == 0, whole.stderr
    public = {path.removeprefix("public/"): content for path, content in work.kept["pages {}"].items()}
    assert public == files(tmp_path / "whole")
    # What has changed is told, from the whole history, by each machine.
    assert "On aime sans demander" in public["musee/governance/changes/index.html"].decode()
    told = work.kept["verdict {}"]
    assert {"told/check.sarif", "told/check.json", "told/due.md"} <= told.keys()


@pytest.mark.slow
def test_a_part_that_was_committed_is_not_believed(house: Repo, tmp_path: Path) -> None:
    work = pipeline(house, "gitlab-ci-in-parts.yml", tmp_path)

    def planted(place: Path, depth: str) -> None:
        fork = cloned(house, place, depth)
        fork.write(".kept/perimetre/theirs", "x")
        fork.commit("Plant")

    work.clone = planted
    assert not work.run("check", dated, SHARD="1/2")
    assert not work.kept.get("check {'SHARD': '1/2'}") and not work.caches
    work = pipeline(house, "gitlab-ci.yml", tmp_path)
    work.clone = planted
    assert not work.run("build")
    assert not work.caches


@deep_alone
@pytest.mark.slow
def test_what_one_machine_has_told_of_the_past_another_tells_from_what_is_kept(tmp_path: Path) -> None:
    house = Repo.new(tmp_path / "origin")
    make_small_house(house.top)
    configured(house)
    house.write(SCOPE, WIDER.format(title="On aime sans demander"))
    house.commit("Widen")
    work = pipeline(house, "gitlab-ci.yml", tmp_path)
    assert work.run("build"), work.log
    assert "On aime sans demander" in work.kept["build {}"][CHANGED].decode()
    (kept,) = work.caches.values()
    (past,) = (name for name in kept if name.endswith(".past"))
    told = pickle.loads(kept[past])
    for state, changes in told.items():
        sentences = (dataclasses.replace(change, sentence="Une phrase gardée.") for change in changes.changes)
        told[state] = dataclasses.replace(changes, changes=tuple(sentences))
    kept[past] = pickle.dumps(told)
    assert work.run("build"), work.log
    assert "Une phrase gardée." in work.kept["build {}"][CHANGED].decode()
