"""The collecting of files from git: the same as from a folder, whatever the clone; nothing is written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import perimetre.reading.revisions
from perimetre.base.words import say
from perimetre.reading.revisions import Repository, RevisionError
from perimetre.reading.sources import Collected, collect
from tests.support.repositories import Repo


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    made = Repo.new(tmp_path / "house")
    made.write("playbooks/handbook.yml", "format: 1\n")
    made.write("playbooks/brands/lumen/scope.yml", "rules: []\n")
    made.write("Makefile", "all:\n")
    made.commit("Begin")
    return made


def at(repo: Repo, name: str, folder: str = "playbooks") -> Collected:
    repository = Repository(repo.top / folder)
    return repository.collect(repository.revision(name))


def refusal(repo: Repo, name: str, folder: str = "playbooks") -> str:
    with pytest.raises(RevisionError) as refused:
        at(repo, name, folder)
    return say(refused.value.message, "en")


def paths(collected: Collected) -> list[str]:
    return [source.path for source in collected.sources]


def refusals(collected: Collected) -> list[tuple[str, str]]:
    return [(diagnostic.rule, diagnostic.file) for diagnostic in collected.diagnostics]


def test_a_commit_gives_what_its_folder_gave(repo: Repo) -> None:
    repo.write("playbooks/notes.txt", "x")
    repo.write("playbooks/brands/lumen/people.yaml", "roles: []\n")
    repo.write("playbooks/.hidden/a.yml", "x: 1\n")
    repo.write("playbooks/brands/lumen/operations/été à deux.yml", "id: summer\n")
    repo.write("playbooks/brands/lumen/huge.yml", "#" * 1_000_001)
    (repo.top / "playbooks/brands/lumen/voice.yml").symlink_to("scope.yml")
    (repo.top / "playbooks/brands/lumen/dead.yml").symlink_to("nothing.yml")
    (repo.top / "playbooks/brands/lumen/out.yml").symlink_to("../../../Makefile")
    (repo.top / "playbooks/brands/lumen/folder.yml").symlink_to("operations")
    repo.commit()
    from_folder = collect(repo.top / "playbooks")
    from_git = at(repo, "HEAD")
    assert from_git.sources == from_folder.sources
    assert "brands/lumen/voice.yml" in paths(from_git)
    assert refusals(from_git) == refusals(from_folder)
    assert len(from_git.diagnostics) == 5


def test_many_links_are_read_by_few_commands(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(50):
        (repo.top / f"playbooks/brands/lumen/link-{number}.yml").symlink_to("scope.yml" if number else "link-0.yml")
    repo.commit()
    asked: list[tuple[str, ...]] = []
    run = perimetre.reading.revisions._git
    monkeypatch.setattr(
        perimetre.reading.revisions, "_git", lambda *given, **more: (asked.append(given[1:2]), run(*given, **more))[1]
    )
    collected = at(repo, "HEAD")
    assert len(collected.sources) == 51 and [rule for rule, _ in refusals(collected)] == ["file-link"]
    assert len(asked) < 10


def test_every_way_to_name_a_commit_is_taken(repo: Repo) -> None:
    first = repo.git("rev-parse", "HEAD")
    repo.git("tag", "v1")
    repo.git("tag", "--annotate", "v1a", "--message", "One")
    repo.git("branch", "été/postures")
    repo.write("playbooks/brands/lumen/people.yml", "roles: []\n")
    repo.commit()
    for name in ("HEAD~1", "HEAD^", "v1", "v1a", "été/postures", first, first[:8], "main~1", "refs/tags/v1"):
        assert paths(at(repo, name)) == ["brands/lumen/scope.yml", "handbook.yml"], name
    assert len(paths(at(repo, "main"))) == 3


def test_nothing_of_the_working_tree_is_read_nor_anything_written(repo: Repo) -> None:
    repo.write("playbooks/handbook.yml", "format: 2\n")
    repo.write("playbooks/brands/lumen/new.yml", "x: 1\n")
    repo.git("add", "--all")
    before = repo.state()
    collected = at(repo, "HEAD")
    assert collected.sources[1].content == b"format: 1\n"
    assert paths(collected) == ["brands/lumen/scope.yml", "handbook.yml"]
    assert repo.state() == before


def test_a_folder_that_has_gone_since_is_read_where_it_was(repo: Repo) -> None:
    repo.git("mv", "playbooks", "handbook")
    repo.commit("Move")
    assert len(paths(at(repo, "HEAD~1"))) == 2
    assert "In `HEAD` there is no folder `playbooks`" in refusal(repo, "HEAD")
    moved = at(repo, "HEAD:handbook")
    assert [source.file for source in moved.sources] == ["handbook/brands/lumen/scope.yml", "handbook/handbook.yml"]


def test_the_playbooks_may_be_the_top_of_the_repository(tmp_path: Path) -> None:
    repo = Repo.new(tmp_path / "house")
    repo.write("handbook.yml", "format: 1\n")
    repo.commit()
    assert at(repo, "HEAD", ".") == collect(repo.top)


def test_a_merge_is_read_by_either_parent_and_from_where_they_parted(repo: Repo) -> None:
    base = repo.git("rev-parse", "HEAD")
    repo.git("switch", "--quiet", "--create", "summer")
    repo.write("playbooks/brands/lumen/summer.yml", "x: 1\n")
    repo.commit("Summer")
    repo.git("switch", "--quiet", "main")
    repo.write("playbooks/brands/lumen/winter.yml", "x: 1\n")
    repo.commit("Winter")
    assert Repository(repo.top).common("main", "summer") == base
    repo.git("merge", "--quiet", "--no-edit", "summer")
    assert len(paths(at(repo, "HEAD"))) == 4
    assert "brands/lumen/winter.yml" in paths(at(repo, "HEAD^1"))
    assert "brands/lumen/summer.yml" in paths(at(repo, "HEAD^2"))


@pytest.mark.slow
def test_a_history_of_thousands_of_merges_is_no_hindrance(repo: Repo) -> None:
    base = repo.git("rev-parse", "HEAD")
    by = "committer Camille <camille@example.org> 1763600000 +0000\ndata 1\nx\n"
    story = [f"commit refs/heads/long\nmark :1\n{by}from {base}\n"]
    for mark in range(2, 10_001, 2):
        story.append(f"commit refs/heads/side\nmark :{mark}\n{by}from :{mark - 1}\n")
        story.append(f"commit refs/heads/long\nmark :{mark + 1}\n{by}from :{mark - 1}\nmerge :{mark}\n")
    repo.git("fast-import", "--quiet", given="\n".join(story))
    assert len(paths(at(repo, "long~4999"))) == len(paths(at(repo, "long"))) == 2
    assert Repository(repo.top).common("long", "main") == base
    assert "goes back further" in refusal(repo, "long~5002")


def test_histories_without_a_common_commit_say_so(repo: Repo) -> None:
    repo.git("switch", "--quiet", "--orphan", "other")
    repo.write("playbooks/handbook.yml", "format: 1\n")
    repo.commit()
    with pytest.raises(RevisionError, match="no common history"):
        Repository(repo.top).common("main", "other")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("mian", "Did you mean `main`?"),
        ("HEAD~12", "`HEAD~12` goes back further than the history of `HEAD`."),
        ("no-such-branch-at-all", "There is no revision `no-such-branch-at-all` in this repository."),
        ("--output=x", "There is no revision"),
        ("main\0x", "There is no revision"),
        ("", "There is no revision"),
        ("$(touch x)", "There is no revision"),
        ("main:play", "In `main:play` there is no folder `play`."),
        ("main:playbooks/handbook.yml", "there is no folder `playbooks/handbook.yml`"),
        ("main:../..", "there is no folder `../..`"),
    ],
)
def test_a_revision_that_is_not_there_is_said_so(repo: Repo, name: str, told: str) -> None:
    assert told in refusal(repo, name)


def test_a_branch_that_only_the_other_repository_has_is_proposed_by_its_name_here(repo: Repo, tmp_path: Path) -> None:
    repo.git("branch", "release")
    repo.git("clone", "--quiet", str(repo.top), str(tmp_path / "clone"))
    assert "Did you mean `origin/release`?" in refusal(Repo(tmp_path / "clone"), "release")


def test_a_repository_without_a_commit_says_so(tmp_path: Path) -> None:
    repo = Repo.new(tmp_path / "new")
    repo.write("playbooks/handbook.yml", "format: 1\n")
    assert "no commit yet" in refusal(repo, "HEAD")


@pytest.mark.parametrize("name", ["HEAD~1", "v0", "main~1"])
def test_a_shallow_clone_says_how_to_fetch_the_rest(repo: Repo, tmp_path: Path, name: str) -> None:
    repo.git("tag", "v0")
    repo.write("playbooks/brands/lumen/new.yml", "x: 1\n")
    repo.commit()
    shallow = tmp_path / "shallow"
    repo.git("clone", "--quiet", "--depth=1", f"file://{repo.top}", str(shallow))
    told = refusal(Repo(shallow), name)
    assert "This clone is shallow" in told and "fetch-depth: 0" in told
    assert len(paths(at(Repo(shallow), "HEAD"))) == 3
    parted = repo.git("rev-parse", "HEAD~1")
    assert "This clone is shallow" in refusal(Repo(shallow), parted)


def test_a_partial_clone_fetches_nothing_and_says_so(repo: Repo, tmp_path: Path) -> None:
    repo.git("config", "uploadpack.allowFilter", "true")
    repo.replace("playbooks/handbook.yml", "1", "2")
    repo.commit()
    partial = Repo(tmp_path / "partial")
    repo.git("clone", "--quiet", "--filter=blob:none", f"file://{repo.top}", str(partial.top))
    before = partial.state()
    assert "does not hold every file of `HEAD~1`" in refusal(partial, "HEAD~1")
    assert partial.state() == before


def test_a_submodule_is_not_looked_into(repo: Repo, tmp_path: Path) -> None:
    other = Repo.new(tmp_path / "other")
    other.write("scope.yml", "rules: []\n")
    other.commit()
    repo.git("submodule", "--quiet", "add", str(other.top), "playbooks/brands/other")
    repo.git("submodule", "--quiet", "add", str(other.top), "vendored")
    repo.commit("Add submodules")
    assert "`playbooks/brands/other` is a submodule" in refusal(repo, "HEAD")
    assert "`vendored` is a submodule" in refusal(repo, "HEAD:vendored/playbooks")
    assert len(paths(at(repo, "HEAD~1"))) == 2


def test_no_program_of_the_repository_s_settings_runs(repo: Repo, tmp_path: Path) -> None:
    witness = tmp_path / "ran"
    spy = repo.write(".git/spy.sh", f"#!/bin/sh\ntouch {witness}\n")
    spy.chmod(0o755)
    for setting in ("core.fsmonitor", "core.pager", "diff.external", "core.sshCommand", "credential.helper"):
        repo.git("config", setting, str(spy))
    repo.git("config", "filter.spy.smudge", str(spy))
    repo.write(".gitattributes", "*.yml filter=spy\n")
    repo.git("-c", "filter.spy.clean=cat", "-c", "core.fsmonitor=false", "add", "--all")
    repo.git("-c", "core.fsmonitor=false", "commit", "--quiet", "--message", "Spy")
    witness.unlink(missing_ok=True)
    assert len(paths(at(repo, "HEAD"))) == 2
    assert not witness.exists()


def test_a_hook_s_variables_do_not_lead_elsewhere(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = Repo.new(tmp_path / "other")
    other.write("playbooks/handbook.yml", "format: 9\n")
    other.commit()
    monkeypatch.setenv("GIT_DIR", str(other.top / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.top))
    monkeypatch.setenv("GIT_INDEX_FILE", "nowhere")
    assert len(paths(at(repo, "HEAD"))) == 2


def test_a_worktree_and_a_link_to_the_playbooks_are_read(repo: Repo, tmp_path: Path) -> None:
    repo.git("worktree", "add", "--quiet", str(tmp_path / "tree"))
    assert len(paths(at(Repo(tmp_path / "tree"), "main"))) == 2
    (tmp_path / "link").symlink_to(repo.top / "playbooks")
    assert len(Repository(tmp_path / "link").collect(Repository(tmp_path / "link").revision("HEAD")).sources) == 2


def test_where_there_is_no_repository_or_no_git_one_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, repo: Repo
) -> None:
    (tmp_path / "bare" / "playbooks").mkdir(parents=True)
    with pytest.raises(RevisionError, match="not in the working tree of a git repository"):
        Repository(tmp_path / "bare" / "playbooks")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RevisionError, match="git is not installed"):
        Repository(repo.top / "playbooks")


def test_a_name_that_is_no_text_and_a_folder_of_too_many_files_are_refused(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path(os.fsdecode(os.fsencode(repo.top) + b"/playbooks/\xff.yml")).write_text("x: 1\n")
    repo.commit()
    assert [rule for rule, _ in refusals(at(repo, "HEAD"))] == ["file-unreadable"]
    monkeypatch.setattr(perimetre.reading.revisions, "MAX_FILES", 2)
    assert [rule for rule, _ in refusals(at(repo, "HEAD"))] == ["folder-too-many-files"]


def test_an_empty_folder_of_a_revision_is_a_finding(repo: Repo) -> None:
    for path in repo.top.glob("playbooks/**/*.yml"):
        path.unlink()
    repo.write("playbooks/README.md", "x")
    repo.commit()
    assert refusals(at(repo, "HEAD")) == [("folder-empty", "playbooks")]
