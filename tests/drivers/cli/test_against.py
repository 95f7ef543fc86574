"""`perimetre check --against REV`: what widens is decided in the same change."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from perimetre.drivers.cli.main import main
from tests.support.repositories import Repo, small_repository

SCOPE = "playbooks/brands/lumen/scope.yml"
DECISION = "playbooks/brands/lumen/decisions/2026-11-20-likes.yml"
WIDER = """\
rules:
  - id: likes-are-free
    title: On aime sans demander
    roles: [community-manager]
    actions: [like]
    authority: free
"""
DECIDED = """\
id: 2026-11-20-likes
title: On aime sans demander
decided_on: 2026-11-20
decided_by: [{by}]
kind: widening
what: On aime sans demander.
why: Trente demandes par semaine, toutes accordées.
rules: [likes-are-free]
review_on: 2027-05-20
"""
Checked = Callable[..., tuple[int, list[dict[str, Any]], str]]


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    made = small_repository(tmp_path / "house")
    monkeypatch.chdir(made.top)
    monkeypatch.delenv("GITHUB_BASE_REF", raising=False)
    return made


@pytest.fixture
def check(capsys: pytest.CaptureFixture[str]) -> Checked:
    """Run the command: the exit status, what it says of decisions, what it noticed."""

    def run(*arguments: str, language: str = "en") -> tuple[int, list[dict[str, Any]], str]:
        asked = ["--format", "json", "--today", "2026-11-22", "--language", language]
        status = main(["check", *arguments, *asked])
        printed = capsys.readouterr()
        findings = json.loads(printed.out)["diagnostics"] if printed.out else []
        return status, [one for one in findings if one["rule"] == "widening-has-a-decision"], printed.err

    return run


def test_a_widening_is_told_at_its_line_with_what_to_write(repo: Repo, check: Checked) -> None:
    assert check("--against", "HEAD")[:2] == (0, [])
    repo.write(SCOPE, WIDER)
    assert check()[:2] == (0, [])
    status, (finding,), _ = check("--against", "HEAD")
    assert status == 1
    assert (finding["severity"], finding["file"], finding["line"]) == ("error", SCOPE, 2)
    assert finding["message"].startswith(
        "This lets somebody do more, and no decision that comes with it names it. Community manager: may now like "
    )
    assert (
        "`perimetre new decision --against HEAD` begins the record (`likes-are-free` under `rules`)" in finding["hint"]
    )
    assert finding["url"] == "reference/rules/widening-has-a-decision/"


def test_what_begins_the_record_names_the_state_that_was_compared_and_the_folder(
    repo: Repo, check: Checked, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.git("branch", "--quiet", "-m", "main", "master")
    repo.write(SCOPE, WIDER)
    assert "--against master`" in check("--against", "master")[1][0]["hint"]
    assert "--against HEAD`" in check("--against", "HEAD")[1][0]["hint"]
    # A review stands on the base; whoever proposes compares with the branch.
    monkeypatch.setenv("GITHUB_BASE_REF", "master")
    assert "--against master`" in check("--against", "HEAD")[1][0]["hint"]
    monkeypatch.delenv("GITHUB_BASE_REF")
    monkeypatch.chdir(repo.top.parent)
    hint = check(f"{repo.top.name}/playbooks", "--against", "HEAD")[1][0]["hint"]
    assert f"--against HEAD --path {repo.top.name}/playbooks`" in hint


def test_the_decision_that_does_not_do_is_shown_with_who_may_decide(repo: Repo, check: Checked) -> None:
    repo.write(SCOPE, WIDER)
    repo.write(DECISION, DECIDED.format(by="night-moderator"))
    status, (finding,), _ = check("--against", "HEAD")
    assert status == 1
    assert "is decided by “Modération de nuit”, who is not on the brand’s side" in finding["message"]
    assert "`social-lead`, `communications-director` or `legal-counsel`" in finding["hint"]
    assert [(one["file"], one["line"]) for one in finding["related"]] == [(DECISION, 4)]
    repo.write(DECISION, DECIDED.format(by="social-lead"))
    assert check("--against", "HEAD")[:2] == (0, [])
    # Committed, it is what was decided before; the rule goes on without another word.
    repo.commit()
    assert check("--against", "HEAD")[:2] == (0, [])


def test_what_is_remembered_of_one_state_is_not_said_of_another(
    repo: Repo, check: Checked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    repo.write(SCOPE, WIDER)
    first = repo.commit()
    for _ in range(2):
        assert len(check("--against", f"{first}^")[1]) == 1
        assert check("--against", first)[1] == []
        assert check()[1] == []


def test_a_branch_is_held_against_where_it_left(repo: Repo, check: Checked) -> None:
    repo.git("switch", "--quiet", "--create", "calm")
    repo.git("switch", "--quiet", "main")
    repo.write(SCOPE, WIDER)
    repo.commit("On the main branch")
    repo.git("switch", "--quiet", "calm")
    assert check("--against", "main...")[:2] == (0, [])


def test_what_cannot_be_compared_is_said_and_leaves_with_two(repo: Repo, check: Checked) -> None:
    status, _, told = check("--against", "mian")
    assert status == 2 and "Did you mean `main`?" in told
    repo.write(SCOPE, "rules: [\n")
    broken = repo.commit()
    status, findings, _ = check("--against", "HEAD~1")
    assert (status, findings) == (1, [])
    repo.write(SCOPE, WIDER)
    status, _, told = check("--against", broken)
    assert status == 2 and told.startswith("perimetre: Not comparable: 1 error is to be fixed first in ")


def rename_the_brand(repo: Repo) -> None:
    repo.git("mv", "playbooks/brands/lumen", "playbooks/brands/lanterne")
    repo.replace("playbooks/brands/lanterne/brand.yml", "id: lumen\n", "id: lanterne\nformerly: [lumen]\n")


def test_a_brand_that_is_renamed_widens_nothing_and_hides_nothing(repo: Repo, check: Checked) -> None:
    rename_the_brand(repo)
    assert check("--against", "HEAD")[:2] == (0, [])
    repo.write(SCOPE.replace("lumen", "lanterne"), WIDER)
    status, (finding,), _ = check("--against", "HEAD")
    assert (status, finding["file"], finding["line"]) == (1, SCOPE.replace("lumen", "lanterne"), 2)
    # Who may decide it is read in the brand as it was called before.
    repo.write(DECISION.replace("lumen", "lanterne"), DECIDED.format(by="social-lead"))
    assert check("--against", "HEAD")[:2] == (0, [])


def test_a_decision_that_moves_with_its_brand_decides_nothing_new(repo: Repo, check: Checked) -> None:
    repo.write(DECISION, DECIDED.format(by="social-lead").replace("rules: [likes-are-free]", "rules: [answer-freely]"))
    repo.commit()
    rename_the_brand(repo)
    repo.write(SCOPE.replace("lumen", "lanterne"), WIDER)
    repo.replace(DECISION.replace("lumen", "lanterne"), "rules: [answer-freely]", "rules: [likes-are-free]")
    status, (finding,), _ = check("--against", "HEAD")
    assert status == 1 and "no decision that comes with it names it" in finding["message"]


def test_a_role_does_not_become_another_that_is_still_there(repo: Repo, check: Checked) -> None:
    claimed = "roles:\n  - {id: sponsor, title: Mécénat, side: brand, formerly: [social-lead]}\n"
    repo.replace("playbooks/house/people.yml", "roles:\n", claimed)
    repo.write(SCOPE, WIDER)
    repo.write(DECISION, DECIDED.format(by="sponsor"))
    status, (finding,), _ = check("--against", "HEAD")
    assert status == 1 and "a role that was not there before" in finding["message"]
