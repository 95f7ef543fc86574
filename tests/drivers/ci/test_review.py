"""What a pull request is told, and what falls due by night: the files that the workflows hand on."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from perimetre.drivers.ci import due, review
from tests.support.repositories import SCOPE, WIDER, Repo, small_repository

# What takes seconds: `make test-fast` leaves it out.
pytestmark = pytest.mark.slow

DAY = "2026-11-22"


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    made = small_repository(tmp_path / "house")
    monkeypatch.chdir(made.top)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    return made


Reviewed = Callable[..., tuple[int, dict[str, str]]]


@pytest.fixture
def reviewed(repo: Repo, tmp_path: Path) -> Reviewed:
    def run(*arguments: str) -> tuple[int, dict[str, str]]:
        into = tmp_path / "review"
        status = review.main(["--into", str(into), "--today", DAY, "--language", "en", *arguments])
        return status, {path.name: path.read_text("utf-8") for path in into.iterdir()}

    assert repo.top.is_dir()
    return run


def test_where_nothing_changes_and_nothing_is_wrong_nobody_is_told_anything(reviewed: Reviewed) -> None:
    status, written = reviewed("--base", "HEAD")
    assert status == 0
    assert written["comment.md"] == written["change.md"] == ""
    assert written["summary.md"].startswith("# Check of the handbook")
    assert json.loads(written["check.sarif"])["runs"] and json.loads(written["check.json"]) is not None


DECISION = """\
id: 2026-11-20-likes
title: On aime sans demander
decided_on: 2026-11-20
decided_by: [social-lead]
kind: widening
what: On aime sans demander.
why: Trente demandes par semaine, toutes accordées.
rules: [likes-are-free]
review_on: 2027-05-20
"""


def test_a_widening_fails_until_its_decision_comes_with_it(repo: Repo, reviewed: Reviewed) -> None:
    repo.write(SCOPE, WIDER.format(title="On aime sans demander"))
    status, written = reviewed("--base", "HEAD")
    assert status == 1
    assert "1 change; 1 of them comes with no decision that names it" in written["change.md"]
    assert "**The handbook is not ready" in written["comment.md"]
    # Whoever reads the comment knows which error, and what to write.
    error = written["comment.md"].splitlines()[-1]
    assert error.startswith(f"- `{SCOPE}:2` This lets somebody do more, and no decision")
    assert "<br>Have it decided, then write who, why, and until when" in error
    assert "widening-has-a-decision" in written["check.sarif"] and "widening-has-a-decision" in written["check.json"]
    repo.write("playbooks/brands/lumen/decisions/2026-11-20-likes.yml", DECISION)
    status, written = reviewed("--base", "HEAD")
    assert status == 0
    assert "Decision that comes with it: On aime sans demander" in written["comment.md"]


def test_a_comment_lists_some_errors_and_counts_the_others(repo: Repo, reviewed: Reviewed) -> None:
    repo.write(
        SCOPE,
        "rules:\n" + "".join(f"  - {{id: r-{n}, title: T, actions: [lik], authority: free}}\n" for n in range(14)),
    )
    status, written = reviewed()
    lines = written["comment.md"].rstrip().splitlines()
    told = json.loads(written["check.sarif"])["runs"][0]["results"]
    errors = sum(found["level"] == "error" for found in told)
    assert status == 1
    assert sum(line.startswith("- `") for line in lines) == min(errors, 10)
    assert errors <= 10 or lines[-1] == f"- and {errors - 10} more errors, on the page of the job"


def test_what_protects_less_asks_for_the_agreement_of_whoever_may_decide_it(repo: Repo, reviewed: Reviewed) -> None:
    repo.replace(
        "playbooks/house/escalation.yml", "after_minutes: 20, call: [directors]", "after_minutes: 45, call: [directors]"
    )
    status, written = reviewed("--base", "HEAD")
    assert status == 1
    # Whoever answers for the page decides on less than the line is for.
    agreements = [line for line in written["change.md"].splitlines() if line.startswith("- **Direction")]
    assert agreements and all(line.startswith("- **Direction de la communication (") for line in agreements)
    assert "**Responsable social média" not in written["change.md"]


def test_a_change_is_the_first_thing_told(repo: Repo, reviewed: Reviewed) -> None:
    repo.write(SCOPE, WIDER.format(title="On aime sans demander"))
    _, written = reviewed("--base", "HEAD")
    assert written["comment.md"].startswith(
        "# What this change does\n\n**1 change lets somebody do more than before.**"
    )
    assert written["summary.md"].startswith(written["change.md"]) and "# Check of the handbook" in written["summary.md"]
    # The same change is the same comment: nobody is told twice.
    assert reviewed("--base", "HEAD")[1]["comment.md"] == written["comment.md"]


def test_errors_are_told_with_what_cannot_be_compared(
    repo: Repo, reviewed: Reviewed, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    page = tmp_path / "page.md"
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    repo.write(SCOPE, "rules: [\n")
    status, written = reviewed("--base", "HEAD")
    assert status == 1
    assert capsys.readouterr().out.startswith(f"::error file={SCOPE},line=")
    assert written["comment.md"].startswith("**Not comparable: 1 error is to be fixed first")
    assert page.read_text("utf-8") == written["summary.md"]


def test_a_base_that_is_not_there_is_said_and_stands_in_nobody_s_way(reviewed: Reviewed) -> None:
    status, written = reviewed("--base", "mian")
    assert status == 0
    assert written["comment.md"] == "**There is no revision `mian` in this repository. Did you mean `main`?**\n"


def test_an_error_of_the_base_does_not_fail_the_change_that_mends_it(repo: Repo, reviewed: Reviewed) -> None:
    repo.write(SCOPE, "rules: [\n")
    repo.commit("Break")
    repo.write(SCOPE, "rules: []\n")
    status, written = reviewed("--base", "HEAD")
    assert status == 0 and written["comment.md"].startswith("**Not comparable: 1 error is to be fixed first in `HEAD`")


def test_nothing_that_a_playbook_says_is_an_order(
    repo: Repo, reviewed: Reviewed, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    orders = "'$(touch ran) `touch ran` ${{ secrets.GITHUB_TOKEN }} @everyone #1 <img src=x> </details> ::error::x | y'"
    repo.write(SCOPE, WIDER.format(title=orders).replace("free", "freee"))
    assert reviewed("--base", "HEAD")[0] == 1
    repo.write(SCOPE, WIDER.format(title=orders))
    _, written = reviewed("--base", "HEAD")
    log = capsys.readouterr().out
    assert all(line.startswith(("::error file=", "::warning file=", "::notice")) for line in log.splitlines())
    for name in ("comment.md", "summary.md"):
        assert "<img" not in written[name] and "@everyone" not in written[name], name
        assert written[name].count("</details>") <= written[name].count("<details>")
    assert not list(repo.top.rglob("ran"))


def test_what_is_due_is_told_and_nothing_where_nothing_is(repo: Repo, tmp_path: Path) -> None:
    told = tmp_path / "told"
    arguments = ["--into", str(told), "--language", "en"]
    assert due.main([*arguments, "--today", DAY]) == 0
    text = (told / "due.md").read_text("utf-8")
    assert text == "" or text.startswith("# Check of the handbook")
    # A role that is gone answers for everything.
    repo.replace("playbooks/handbook.yml", "review_in: 1y", "review_in: 1y, owner: nobody-at-all")
    assert due.main([*arguments, "--today", DAY]) == 0
    assert (told / "due.md").read_text("utf-8").startswith("# Check of the handbook\n\n**The handbook is not ready")
    assert due.main([*arguments, "--path", "nowhere"]) == 2


def test_an_issue_of_a_house_where_all_is_due_is_one_that_a_code_host_takes(repo: Repo, tmp_path: Path) -> None:
    for number in range(400):
        repo.write(f"playbooks/brands/lumen/crises/case-{number}.yml", "kind: [\n")
    assert due.main(["--into", str(tmp_path), "--today", DAY, "--language", "en"]) == 0
    text = (tmp_path / "due.md").read_text("utf-8")
    assert 30_000 < len(text.encode()) < 60_000 and "left out: " in text
