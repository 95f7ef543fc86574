"""What the habits of the repository rest on: a dated changelog, hooks that exist, developers' pages that stay short."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT

PAGES = sorted((ROOT / "docs" / "dev").glob("*.md"))
HOOKS = [
    hook
    for repository in yaml.load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"), yaml.CSafeLoader)["repos"]
    for hook in repository["hooks"]
]
RELEASE = re.compile(r"^## \[(\d+\.\d+\.\d+)\] - (\d{4}-\d{2}-\d{2})$", re.MULTILINE)


def test_version_of_the_package_is_the_newest_of_the_changelog() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    releases = [
        (tuple(map(int, number.split("."))), date.fromisoformat(day)) for number, day in RELEASE.findall(changelog)
    ]
    assert releases and releases == sorted(releases, reverse=True)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == RELEASE.findall(changelog)[0][0]
    assert changelog.count("\n## [") == len(releases) + 1 and "\n## [Unreleased]\n" in changelog


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_a_hook_runs_a_tool_of_ours_and_fetches_nothing(hook: dict[str, object]) -> None:
    assert hook["language"] == "system"
    program, *arguments = str(hook["entry"]).split()
    assert program.startswith(".venv/bin/")
    if arguments[:1] == ["-m"]:
        assert (ROOT / f"{arguments[1].replace('.', '/')}.py").is_file()
        targets = (ROOT / "Makefile").read_text("utf-8")
        assert f"python -m {arguments[1]}\n" in targets


def test_the_hooks_look_at_files_that_there_are() -> None:
    names = [
        path.relative_to(ROOT).as_posix() for top in ("hooks", "schemas", "docs") for path in (ROOT / top).rglob("*.*")
    ]
    unmoved = [
        hook["id"] for hook in HOOKS if "files" in hook and not any(re.search(hook["files"], name) for name in names)
    ]
    assert unmoved == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_for_developers_is_read_in_one_go(page: Path) -> None:
    assert 40 <= len(page.read_text("utf-8").splitlines()) <= 150
