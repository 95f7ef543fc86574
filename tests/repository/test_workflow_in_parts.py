"""The workflows that share a large house among machines, run here job by job, each in a folder of its own."""

from __future__ import annotations

import fnmatch
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.repository.test_workflows import HOUSE, Runner, jobs, read
from tests.support.repositories import Repo
from tests.support.sites import build, copy_agency, files, make_small_house

WORKFLOW = HOUSE / "github-handbook-in-parts.yml"
GITLAB = HOUSE / "gitlab-ci-in-parts.yml"
DAY = "2026-11-22"


@dataclass
class Machine(Runner):
    """A machine of its own, which hands over to the others what it keeps.

    Fields:
        index: which part of the brands it works for, from 0.
    """

    index: int = 0

    def _step(self, step: Mapping[str, Any]) -> bool:
        used, given = step.get("uses", "").partition("@")[0], step.get("with", {})
        if used == "actions/download-artifact":
            patterns = (
                re.sub(r"\{(.*?),(.*?)\}", r"\1", given["pattern"]),
                re.sub(r"\{(.*?),(.*?)\}", r"\2", given["pattern"]),
            )
            for name, kept in self.kept.items():
                for path, content in kept.items():
                    if any(fnmatch.fnmatch(name, pattern) for pattern in patterns):
                        place = self.folder / given["path"] / path
                        place.parent.mkdir(parents=True, exist_ok=True)
                        place.write_bytes(content)
            return True
        if used == "actions/upload-artifact":
            name = given["name"].replace("${{ strategy.job-index }}", str(self.index))
            folder, _, pattern = given["path"].partition("/")
            self.kept[name] = {
                path: content
                for path, content in files(self.folder / folder).items()
                if fnmatch.fnmatch(path, pattern or "*")
            }
            return bool(self.kept[name])
        return super()._step(step)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Repo:
    """Make the repository of a house of three brands, which installs the package."""
    made = Repo.new(tmp_path_factory.mktemp("parts") / "origin")
    shutil.rmtree(make_small_house(made.top) / "playbooks")
    copy_agency(made.top / "playbooks")
    made.write("mkdocs.yml", "site_name: Maison\ntheme: {name: material, font: false}\nplugins: [search, perimetre]\n")
    made.write("docs/.gitkeep", "")
    made.write("requirements.txt", (HOUSE / "requirements.txt").read_text("utf-8"))
    made.commit("Begin")
    return made


@pytest.mark.slow
def test_the_jobs_make_the_site_that_one_machine_makes(house: Repo, tmp_path: Path) -> None:
    def checkout(given: Mapping[str, Any], folder: Path) -> None:
        assert given["persist-credentials"] is False
        house.git("clone", "--quiet", str(house.top), str(folder))

    work = jobs(WORKFLOW)
    kept: dict[str, dict[str, bytes]] = {}
    alone = Machine(folder=tmp_path, checkout=checkout, package=ROOT / "hooks", kept=kept)

    def run(job: str, number: int, **more: str) -> Machine:
        # The same folder on each machine, as the code host gives it: what is printed of it is the same.
        folder = tmp_path / "machine"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        machine = replace(alone, folder=folder, index=number, more=more, log="")
        assert machine.run(work[job]), machine.log
        return machine

    # The check takes its day from the clock, as there; the pages that of the tests: they are given the same here.
    for step in (*work["check"]["steps"],):
        if "--shard" in step.get("run", ""):
            step["run"] += f" --today={DAY}"
    for number in (0, 1):
        run("check", number, SHARD=f"{number + 1}/2")
    told = run("verdict", 0)
    assert {"check.sarif", "check.md", "due.md"} <= kept["told"].keys(), told.log
    for number in (0, 1):
        run("pages", number, PERIMETRE_SHARD=f"{number + 1}/2")
    run("build", 0)
    whole = build(house.top, "--strict", "--site-dir", str(tmp_path / "whole"))
    assert whole.returncode == 0, whole.stderr
    assert kept["site"] == files(tmp_path / "whole")


def test_as_many_machines_build_as_check_and_all_parts_are_there() -> None:
    github, gitlab = jobs(WORKFLOW), read(GITLAB)
    shards = {
        *(tuple(github[job]["strategy"]["matrix"]["shard"]) for job in ("check", "pages")),
        *(tuple(gitlab[job]["parallel"]["matrix"][0]["SHARD"]) for job in ("check", "pages-of-brands")),
    }
    assert shards == {("1/4", "2/4", "3/4", "4/4")}


def test_what_is_kept_is_that_of_one_version() -> None:
    (cache,) = (step for step in jobs(WORKFLOW)["check"]["steps"] if "actions/cache@" in step.get("uses", ""))
    assert cache["with"]["key"].startswith(cache["with"]["restore-keys"])
    assert "hashFiles('base/requirements.txt')" in cache["with"]["restore-keys"]
    assert cache["with"]["path"].startswith("~/")
    assert read(GITLAB)["check"]["cache"]["key"]["files"] == ["requirements.txt"]
