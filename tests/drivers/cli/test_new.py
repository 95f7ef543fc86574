"""`perimetre new decision`: the record of what a change does, which a person completes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from perimetre.drivers.cli.main import main
from tests.drivers.cli.test_against import SCOPE, WIDER
from tests.support.repositories import Repo, small_repository

DAY = ("--today", "2026-11-22", "--language", "en")
RECORD = "playbooks/brands/lumen/decisions/2026-11-22-likes-are-free.yml"
HOUSE_RECORD = "playbooks/house/decisions/2026-11-22-criticism-stays.yml"
Ran = Callable[..., tuple[int, str, str]]


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    made = small_repository(tmp_path / "house")
    monkeypatch.chdir(made.top)
    return made


@pytest.fixture
def ran(capsys: pytest.CaptureFixture[str]) -> Ran:
    """Run a command: the exit status, what it printed, what it noticed."""

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main([*arguments, *DAY])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


def complete(file: Path) -> None:
    """Write what a person writes in a record."""
    text = file.read_text("utf-8")
    for key, value in (
        ("title", "Décidé en comité"),
        ("decided_on", "2026-11-21"),
        ("decided_by", "[communications-director]"),
        ("why", "On nous le demande chaque semaine."),
        ("review_on", "2027-05-21"),
    ):
        assert f"{key}: to-complete\n" in text, key
        text = text.replace(f"{key}: to-complete\n", f"{key}: {value}\n")
    file.write_text(text, "utf-8")


def test_what_the_change_says_is_written_and_completed_it_is_enough(repo: Repo, ran: Ran) -> None:
    repo.write(SCOPE, WIDER)
    # A red line of the house goes: the house has a record of its own.
    lines = (repo.top / "playbooks/house/scope.yml").read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in lines if "criticism-stays" not in line]
    assert len(kept) == len(lines) - 1
    repo.write("playbooks/house/scope.yml", "".join(kept))
    assert ran("check", "--against", "HEAD")[1].count("error[widening-has-a-decision]") == 2
    status, printed, _ = ran("new", "decision")
    assert status == 0 and f"`{RECORD}`" in printed and f"`{HOUSE_RECORD}`" in printed
    record = yaml.load((repo.top / RECORD).read_text("utf-8"), yaml.CSafeLoader)
    assert (record["id"], record["kind"], record["rules"]) == (
        "2026-11-22-likes-are-free",
        "widening",
        ["likes-are-free"],
    )
    assert record["what"].startswith("- Community manager: may now like")
    assert "May decide it: social-lead, communications-director or legal-counsel." in (repo.top / RECORD).read_text(
        "utf-8"
    )
    # What is gone can be named, by its id.
    assert yaml.load((repo.top / HOUSE_RECORD).read_text("utf-8"), yaml.CSafeLoader)["records"] == ["criticism-stays"]
    status, printed, _ = ran("check", "--against", "HEAD")
    assert status == 1 and "does not say yet who decided" in printed
    for file in (RECORD, HOUSE_RECORD):
        complete(repo.top / file)
    assert "error[widening-has-a-decision]" not in ran("check", "--against", "HEAD")[1]


def test_a_record_that_is_there_is_never_written_over(repo: Repo, ran: Ran) -> None:
    repo.write(
        RECORD,
        "id: 2026-11-22-likes-are-free\ntitle: Autre chose\ndecided_on: 2026-11-21\n"
        "decided_by: [social-lead]\nkind: policy\nwhat: Autre chose.\nwhy: Parce que.\n",
    )
    repo.commit()
    before = (repo.top / RECORD).read_bytes()
    repo.write(SCOPE, WIDER)
    status, printed, _ = ran("new", "decision", "--against", "main")
    second = RECORD.replace(".yml", "-2.yml")
    assert status == 0 and f"`{second}`" in printed
    assert (repo.top / RECORD).read_bytes() == before
    assert yaml.load((repo.top / second).read_text("utf-8"), yaml.CSafeLoader)["id"] == Path(second).stem
    # Begun once, it is not begun again.
    state = repo.state()
    status, printed, _ = ran("new", "decision", "--against", "main")
    assert status == 0 and printed.startswith("Nothing changes here that asks for a decision")
    assert repo.state() == state


def test_printed_it_writes_nothing(repo: Repo, ran: Ran) -> None:
    repo.write(SCOPE, WIDER)
    state = repo.state()
    status, printed, _ = ran("new", "decision", "--print")
    assert status == 0 and yaml.load(printed, yaml.CSafeLoader)["rules"] == ["likes-are-free"]
    assert repo.state() == state


def test_what_cannot_be_compared_is_said_and_leaves_with_two(repo: Repo, ran: Ran) -> None:
    status, _, told = ran("new", "decision", "--against", "mian")
    assert status == 2 and "Did you mean `main`?" in told
    repo.write(SCOPE, "rules: [\n")
    status, printed, told = ran("new", "decision")
    assert (status, printed) == (2, "") and "Not comparable" in told


def test_an_alert_is_declared_in_a_file_that_the_check_accepts(repo: Repo, ran: Ran) -> None:
    asked = (
        "new",
        "posture",
        "--brand",
        "lumen",
        "--level",
        "alert",
        "--by",
        "social-lead",
        "--at",
        "2026-11-22T22:40",
    )
    status, printed, _ = ran(*asked, "--because", 'Trois "brûlures" : 100 % vrai')
    file = "playbooks/brands/lumen/postures/2026-11-22-alert-2240.yml"
    assert status == 0 and printed.startswith(f"Declared in `{file}`.")
    assert (
        yaml.load((repo.top / file).read_text("utf-8"), yaml.CSafeLoader)["because"] == 'Trois "brûlures" : 100 % vrai'
    )
    assert "until: 2026-11-23T22:40\nlifted_by: [communications-director]\n" in (repo.top / file).read_text("utf-8")
    # To declare is to narrow: no decision comes with it.
    findings = ran("check", "--against", "HEAD")[1]
    assert "postures" not in findings and "widening-has-a-decision" not in findings
    # A second one in the same minute does not take its place.
    status, _, told = ran(*asked)
    assert status == 2 and file in told


def test_an_alert_is_declared_by_those_who_may(repo: Repo, ran: Ran) -> None:
    state = repo.state()
    asked = ("new", "posture", "--brand", "lumen", "--level", "crisis")
    status, _, told = ran(*asked, "--by", "social-lead")
    assert status == 2 and "Write `communications-director`." in told
    status, _, told = ran(*asked)
    assert status == 2 and "`new posture` needs `--by`." in told
    status, printed, _ = ran(*asked, "--by", "communications-director", "--at", "2026-10-24T23:00", "--print")
    assert status == 0 and "until: 2026-10-25T22:00\n" in printed
    assert repo.state() == state
