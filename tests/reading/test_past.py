"""The states that git's history holds of the playbooks: one a merge, as the branch has published them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from perimetre.base.words import say
from perimetre.reading.past import PastState, past_states
from perimetre.reading.revisions import Repository, RevisionError
from tests.support.repositories import Repo

HANDBOOK = "playbooks/handbook.yml"


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    made = Repo.new(tmp_path / "house")
    made.write(HANDBOOK, "format: 1\n")
    made.commit("Begin")
    return made


def states(repo: Repo, most: int = 10, folder: str = "playbooks") -> list[PastState]:
    return list(past_states(Repository(repo.top / folder), most))


def texts(repo: Repo, most: int = 10, folder: str = "playbooks") -> list[str]:
    """Return what the handbook's file said in each state."""
    return [repo.git("show", f"{state.revision.commit}:{HANDBOOK}") for state in states(repo, most, folder)]


def test_a_merge_is_one_state_whatever_its_branch_went_through(repo: Repo) -> None:
    repo.git("switch", "--quiet", "--create", "proposal")
    for draft in ("first", "second"):
        repo.write(HANDBOOK, f"format: 1\ntitle: {draft}\n")
        repo.commit(draft)
    repo.git("switch", "--quiet", "main")
    repo.write("Makefile", "all:\n")
    repo.commit("Touch no playbook")
    repo.git("merge", "--quiet", "--no-ff", "--no-edit", "proposal")
    repo.write(HANDBOOK, "format: 1\ntitle: third\n")
    repo.commit("Straight on the branch")
    assert texts(repo) == ["format: 1\ntitle: third", "format: 1\ntitle: second", "format: 1"]
    assert {state.at for state in states(repo)} == {datetime(2026, 11, 20, 10, tzinfo=UTC)}
    assert len({state.tree for state in states(repo)}) == 3


def test_no_more_states_are_listed_than_are_asked_for(repo: Repo) -> None:
    for number in range(5):
        repo.write(HANDBOOK, f"format: 1\ntitle: t{number}\n")
        repo.commit()
    assert texts(repo, most=2) == ["format: 1\ntitle: t4", "format: 1\ntitle: t3"]


def test_playbooks_at_the_top_are_a_folder_too(repo: Repo) -> None:
    repo.write("README.md", "x")
    repo.commit()
    assert len(states(repo, folder=".")) == 2


def test_a_folder_has_no_state_before_it_was_moved(repo: Repo) -> None:
    repo.git("mv", "playbooks", "handbook")
    repo.commit("Move")
    repo.write("handbook/handbook.yml", "format: 1\ntitle: moved\n")
    repo.commit()
    assert len(states(repo, folder="handbook")) == 2


def test_nothing_of_the_settings_of_the_repository_is_run_nor_shown(repo: Repo) -> None:
    repo.git("config", "log.showSignature", "true")
    repo.git("config", "log.date", "relative")
    before = repo.state()
    assert len(states(repo)) == 1
    assert repo.state() == before


def test_a_shallow_clone_says_what_it_lacks(repo: Repo, tmp_path: Path) -> None:
    repo.write(HANDBOOK, "format: 1\ntitle: x\n")
    repo.commit()
    repo.git("clone", "--quiet", "--depth=1", f"file://{repo.top}", str(tmp_path / "shallow"))
    with pytest.raises(RevisionError) as refused:
        states(Repo(tmp_path / "shallow"))
    assert "git fetch --unshallow" in say(refused.value.message, "en")


def test_a_repository_without_a_commit_has_no_history(tmp_path: Path) -> None:
    empty = Repo.new(tmp_path / "empty")
    (empty.top / "playbooks").mkdir()
    with pytest.raises(RevisionError) as refused:
        states(empty)
    assert "no commit yet" in say(refused.value.message, "en")
