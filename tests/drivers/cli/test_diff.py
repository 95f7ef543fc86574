"""`perimetre diff` on real repositories: revisions, folders, the files as they are; nothing is written there."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from perimetre.drivers.cli.main import main
from tests.conftest import ROOT
from tests.support.repositories import Repo, small_repository

DAY = ("--today", "2026-11-22", "--language", "en")
CHANNELS = "playbooks/brands/lumen/channels.yml"


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    made = small_repository(tmp_path / "house")
    monkeypatch.chdir(made.top)
    return made


Ran = Callable[..., tuple[int, str, str]]


@pytest.fixture
def diff(capsys: pytest.CaptureFixture[str]) -> Ran:
    """Run the command: the exit status, what it printed, what it noticed."""

    def run(*arguments: str) -> tuple[int, str, str]:
        try:
            status = main(["diff", *arguments, *DAY])
        except SystemExit as left:
            status = int(left.code or 0)
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


def widen(repo: Repo) -> None:
    """Let the community manager do alone what they must pass on."""
    repo.write(
        "playbooks/brands/lumen/scope.yml",
        "rules:\n  - id: likes-are-free\n    title: On aime sans demander\n    roles: [community-manager]\n"
        "    actions: [like]\n    authority: free\n",
    )


@pytest.mark.usefixtures("repo")
def test_where_nothing_changes_one_is_told_and_leaves_with_zero(diff: Ran) -> None:
    assert diff("HEAD") == (0, "Nothing changes between `HEAD` and the files as they are now.\n", "")
    assert diff("HEAD", "main", "--format", "markdown") == (0, "", "")
    status, printed, _ = diff("HEAD", "--format", "json")
    assert (status, json.loads(printed)) == (0, {"changes": [], "summary": {}})


def test_a_change_is_told_by_its_kind_and_fails_where_asked(repo: Repo, diff: Ran) -> None:
    widen(repo)
    status, printed, told = diff("HEAD", "--format", "json")
    report = json.loads(printed)
    assert (status, told) == (0, "")
    assert report["summary"].get("widened", 0) >= 1
    widened = next(change for change in report["changes"] if change["kind"] == "widened")
    assert (widened["brand"], widened["file"]) == ("lumen", "playbooks/brands/lumen/scope.yml")
    assert diff("HEAD", "--fail-on", "widened,weakened")[0] == 1
    assert diff("HEAD", "--fail-on", "removed")[0] == 0
    # The other way round, it narrows.
    repo.commit()
    assert diff("HEAD", "HEAD~1", "--fail-on", "widened")[0] == 0
    assert diff("HEAD", "HEAD~1", "--fail-on", "narrowed")[0] == 1


def test_revisions_folders_and_ranges_are_all_taken(repo: Repo, diff: Ran, tmp_path: Path) -> None:
    shutil.copytree(repo.top / "playbooks", tmp_path / "before")
    repo.git("switch", "--quiet", "--create", "wider")
    widen(repo)
    repo.commit()
    repo.git("switch", "--quiet", "main")
    repo.replace(CHANNELS, "title: Page", "title: La page de Lumen")
    repo.commit("On the main branch")
    expected = json.loads(diff("main~1", "wider", "--format", "json")[1])
    assert expected["summary"]
    for arguments in (("main...wider",), ("main~1..wider",), (str(tmp_path / "before"), "wider"), ("wider^", "wider")):
        assert json.loads(diff(*arguments, "--format", "json")[1])["summary"] == expected["summary"], arguments
    repo.git("switch", "--quiet", "wider")
    assert json.loads(diff("HEAD^", "playbooks", "--format", "json")[1])["summary"] == expected["summary"]
    assert json.loads(diff("main...", "--format", "json")[1])["summary"] == expected["summary"]


def test_the_command_that_begins_the_record_is_one_that_works(
    repo: Repo, diff: Ran, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GITHUB_BASE_REF", raising=False)
    widen(repo)
    for form in ("text", "markdown"):
        assert "perimetre new decision --against HEAD`" in diff("HEAD", "--format", form)[1]
        told = diff("HEAD", "--path", "./playbooks/../playbooks", "--format", form)[1]
        assert "--against HEAD --path playbooks/../playbooks`" in told
    monkeypatch.setenv("GITHUB_BASE_REF", "trunk")
    assert "perimetre new decision --against trunk`" in diff("HEAD", "--format", "markdown")[1]


def test_a_repository_that_is_the_folder_of_the_playbooks_needs_no_path(
    repo: Repo, diff: Ran, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    top = tmp_path / "alone"
    shutil.copytree(repo.top / "playbooks", top)
    alone = Repo.new(top)
    alone.commit()
    monkeypatch.chdir(top)
    alone.replace("brands/lumen/channels.yml", "title: Page", "title: La page de Lumen")
    status, printed, told = diff("HEAD")
    assert (status, told) == (0, "") and "La page de Lumen" in printed


def test_nothing_is_written_in_the_repository(repo: Repo, diff: Ran) -> None:
    widen(repo)
    before = repo.state()
    for form in ("text", "markdown", "json"):
        diff("HEAD", "--format", form)
    diff("HEAD~5")
    assert repo.state() == before


@pytest.mark.parametrize("side", ["old", "new"])
def test_a_side_with_errors_is_not_compared(repo: Repo, diff: Ran, side: str) -> None:
    repo.write("playbooks/brands/lumen/scope.yml", "rules: [\n")
    arguments = ["HEAD"]
    if side == "old":
        repo.commit("Break")
        repo.git("checkout", "--quiet", "HEAD~1", "--", "playbooks")
    status, printed, told = diff(*arguments)
    assert (status, printed) == (2, "")
    named = "`HEAD`" if side == "old" else "the files as they are now"
    assert told.startswith(f"perimetre: Not comparable: 1 error is to be fixed first in {named}.")
    assert "scope.yml:" in told
    status, printed, told = diff(*arguments, "--format", "markdown")
    assert status == 2 and printed.startswith("**Not comparable: ") and "scope.yml" in printed


def test_conflicts_left_by_a_merge_are_named(repo: Repo, diff: Ran) -> None:
    repo.git("switch", "--quiet", "--create", "other")
    repo.write("playbooks/brands/lumen/scope.yml", "rules: []\nred_lines: []\n")
    repo.commit()
    repo.git("switch", "--quiet", "main")
    widen(repo)
    repo.commit()
    repo.git("merge", "other", fails=True)
    status, _, told = diff("HEAD")
    assert status == 2 and "Not comparable" in told and "Git left both versions" in told


def rename_without_a_word(repo: Repo) -> None:
    repo.git("mv", "playbooks/brands/lumen", "playbooks/brands/lanterne")
    repo.replace("playbooks/brands/lanterne/brand.yml", "id: lumen\n", "id: lanterne\n")
    repo.commit("Rename")


def test_a_brand_that_is_renamed_without_a_word_is_told_what_to_write(repo: Repo, diff: Ran) -> None:
    rename_without_a_word(repo)
    status, printed, _ = diff("HEAD~1")
    assert status == 0 and "write `formerly: [lumen]` in its `brand.yml`" in printed.replace("\n        ", " ")
    repo.replace("playbooks/brands/lanterne/brand.yml", "id: lanterne\n", "id: lanterne\nformerly: [lumen]\n")
    status, printed, _ = diff("HEAD~1")
    assert (
        status == 0 and "`lumen` is now called `lanterne`" in printed and "added" not in printed.partition("Lumen")[2]
    )


def commit_conflicts(repo: Repo) -> None:
    text = "<<<<<<< HEAD\nrules: []\n=======\nred_lines: []\n>>>>>>> other\n"
    repo.write("playbooks/brands/lumen/scope.yml", text)
    repo.commit("Merge, they said")


def commit_a_submodule(repo: Repo) -> None:
    inner = small_repository(repo.top.parent / "inner")
    repo.git("submodule", "--quiet", "add", inner.top.as_uri(), "playbooks/brands/other")
    repo.commit("Add a submodule")


def make_shallow(repo: Repo) -> None:
    repo.commit("One more")
    (repo.top / ".git" / "shallow").write_text(repo.git("rev-parse", "HEAD") + "\n", "ascii")


def commit_another_format(repo: Repo) -> None:
    repo.replace("playbooks/handbook.yml", "format: 1", "format: 7")
    repo.commit("From the future")


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (commit_conflicts, "Git left both versions"),
        (commit_a_submodule, "is a submodule"),
        (make_shallow, "git fetch --unshallow"),
        (commit_another_format, "The format `7`"),
    ],
)
def test_a_revision_that_cannot_be_read_is_said_and_nothing_is_written(
    repo: Repo, diff: Ran, make: Callable[[Repo], None], told: str
) -> None:
    make(repo)
    before = repo.state()
    status, printed, noticed = diff("HEAD~1", "HEAD")
    assert (status, printed) == (2, "")
    assert told in noticed
    assert repo.state() == before


@pytest.mark.usefixtures("repo")
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("mian",), "Did you mean `main`?"),
        (("HEAD~9",), "goes back further than the history"),
        (("",), "There is no revision ``"),
        (("HEAD", "nowhere"), "There is no revision `nowhere`"),
        (("HEAD", "--fail-on", "widenned"), "Did you mean `widened`?"),
        (("HEAD", "--path", "nothing"), "there is no folder `nothing`"),
        (("HEAD:nothing",), "there is no folder `nothing`"),
        ((), "required: OLD"),
    ],
)
def test_what_cannot_be_compared_is_said_and_leaves_with_two(diff: Ran, arguments: tuple[str, ...], told: str) -> None:
    status, printed, noticed = diff(*arguments)
    assert (status, printed) == (2, "")
    assert told in noticed


def test_a_folder_that_is_called_as_a_branch_is_not_guessed(repo: Repo, diff: Ran) -> None:
    shutil.copytree(repo.top / "playbooks", repo.top / "summer")
    assert diff("summer")[0] == 0
    repo.git("branch", "summer")
    status, _, told = diff("summer")
    assert status == 2 and "Write `./summer` for the folder" in told
    assert diff("./summer")[0] == diff("summer^0")[0] == 0


def test_two_folders_are_compared_where_there_is_no_repository(
    tmp_path: Path, diff: Ran, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("before", "playbooks"):
        shutil.copytree(ROOT / "tests" / "cases" / "rules" / "base", tmp_path / name)
    assert diff("before", "playbooks")[0] == diff("before")[0] == 0
    status, _, told = diff("main")
    assert status == 2 and "not in the working tree of a git repository" in told


def test_a_playbook_of_another_format_is_refused_clearly(repo: Repo, diff: Ran) -> None:
    repo.replace("playbooks/handbook.yml", "format: 1", "format: 7")
    repo.commit()
    status, _, told = diff("HEAD", "HEAD~1")
    assert status == 2 and "`HEAD`" in told and "format" in told
