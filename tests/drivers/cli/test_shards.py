"""A check that is shared among machines says what a whole one says, to the byte, or says why it cannot."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import pytest

from perimetre.drivers.cli.main import main
from perimetre.judge.memory import JudgeMemory
from tests.support.sites import copy_agency

TODAY = "2026-11-22"
PARTS = ("1/3", "2/3", "3/3")


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the playbooks of three brands, in a project of their own."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    return copy_agency(tmp_path / "project" / "playbooks")


@pytest.fixture
def parts(tmp_path: Path) -> Path:
    return tmp_path / "parts"


def faulty(house: Path) -> None:
    """Plant what the rules of a brand find, and those of the whole handbook."""
    brand = house / "brands" / "musee" / "brand.yml"
    brand.write_text(brand.read_text("utf-8") + "review_in: 2w\nlast_reviewed_on: 2026-01-01\n", "utf-8")
    (house / "handbook.yml").write_text(
        (house / "handbook.yml").read_text("utf-8")
        + "rule_levels: [{rule: acknowledgement-is-current, level: error}]\n",
        "utf-8",
    )


def unreadable(house: Path) -> None:
    (house / "brands" / "mutuelle" / "scope.yml").write_text("rules: [\n", "utf-8")


def slipped(house: Path) -> None:
    scope = house / "brands" / "mutuelle" / "scope.yml"
    scope.write_text(scope.read_text("utf-8").replace("actions: [", "actions: [never-heard-of, ", 1), "utf-8")


def nothing_wrong(house: Path) -> None:
    assert house.is_dir()


def look(house: Path, parts: Path, *written: str) -> None:
    for part in written:
        assert main(["check", str(house), "--today", TODAY, "--parts", str(parts), "--shard", part]) == 0


@pytest.mark.slow
@pytest.mark.parametrize("fault", [nothing_wrong, faulty, unreadable, slipped])
@pytest.mark.parametrize("form", ["text", "json"])
def test_parts_put_together_say_what_the_whole_says(
    fault: object, form: str, house: Path, parts: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    fault(house)  # type: ignore[operator]
    look(house, parts, *PARTS)
    asked = ["check", str(house), "--format", form]
    capfdbinary.readouterr()
    joined = main([*asked, "--parts", str(parts)]), capfdbinary.readouterr().out
    for file in (tmp_path / "cache" / "perimetre").iterdir():
        file.unlink()
    assert (main([*asked, "--today", TODAY]), capfdbinary.readouterr().out) == joined
    assert len(joined[1]) > 100 or fault is nothing_wrong


def test_a_brand_is_not_looked_at_again_by_whoever_puts_the_parts_together(
    house: Path, parts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(house, parts, *PARTS)
    monkeypatch.setattr("perimetre.judge.brands.Asker.look", None)
    assert main(["check", str(house), "--parts", str(parts)]) == 0


def test_only_the_brand_that_has_changed_is_looked_at_again(
    house: Path, parts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(house, parts, *PARTS)
    changed = house / "brands" / "musee" / "brand.yml"
    changed.write_text(changed.read_text("utf-8").replace("name: ", "name: Grand ", 1), "utf-8")
    asked: Counter[str] = Counter()
    real = JudgeMemory.keep

    def noted(memory: JudgeMemory, rule: str, brand: str, *more: object) -> None:
        asked[brand] += 1
        real(memory, rule, brand, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(JudgeMemory, "keep", noted)
    look(house, parts, *PARTS)
    # A rule or two reads every file there is.
    assert asked["musee"] > 40
    assert asked["laiterie"] == asked["mutuelle"] < 5


@pytest.mark.parametrize("written", ["0/3", "4/3", "a", "3", "1/0", "-1/3", "1/3/5", "", "1/99999"])
def test_a_part_that_there_is_not(written: str, house: Path, parts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(house), "--parts", str(parts), f"--shard={written}"]) == 2
    assert f"`{written}`" in capsys.readouterr().err
    assert not parts.exists()


def test_more_parts_than_brands(house: Path, parts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(house), "--language=en", "--parts", str(parts), "--shard=1/4"]) == 2
    assert "`1/4` cannot be done: the handbook has 3 brands" in capsys.readouterr().err
    assert not parts.exists()


@pytest.mark.parametrize(
    "arguments", [["--shard=1/3"], ["--shard=1/3", "--parts=../parts", "--against=main"]], ids=" ".join
)
def test_a_part_goes_into_a_folder_and_is_held_against_nothing(
    arguments: list[str], house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(house), *arguments]) == 2
    assert "--parts" in capsys.readouterr().err


def missing(house: Path, parts: Path) -> str:
    (parts / "check-2-of-3.part").unlink()
    assert house.is_dir()
    return "check-2-of-3.part` is missing"


def of_other_files(house: Path, parts: Path) -> str:
    nothing = house / "brands" / "musee" / "brand.yml"
    nothing.write_text(nothing.read_text("utf-8") + "# changed\n", "utf-8")
    look(house, parts, "2/3", "3/3")
    return "check-1-of-3.part` cannot be put together with the others: it was made of other playbooks"


def of_another_day(house: Path, parts: Path) -> str:
    assert main(["check", str(house), "--today", "2026-11-23", "--parts", str(parts), "--shard=3/3"]) == 0
    return "check-3-of-3.part` cannot be put together with the others: it was made on another day"


def of_another_version(house: Path, parts: Path) -> str:
    assert house.is_dir()
    file = parts / "check-2-of-3.part"
    head, _, content = file.read_bytes().partition(b"\n")
    file.write_bytes(json.dumps(json.loads(head) | {"code": "0"}).encode() + b"\n" + content)
    return "check-2-of-3.part` cannot be put together with the others: it was made by another version"


def of_another_sharing(house: Path, parts: Path) -> str:
    look(house, parts, "1/2")
    return "check-2-of-2.part` is missing"


def cut_short(house: Path, parts: Path) -> str:
    assert house.is_dir()
    file = parts / "check-2-of-3.part"
    file.write_bytes(file.read_bytes()[:-5])
    return "check-2-of-3.part` cannot be put together with the others: it is damaged"


def no_part(house: Path, parts: Path) -> str:
    assert house.is_dir()
    (parts / "check-3-of-3.part").write_bytes(b"\x80\x05N.")
    return "check-3-of-3.part` cannot be put together with the others: it is damaged"


def none_at_all(house: Path, parts: Path) -> str:
    assert house.is_dir()
    for file in parts.iterdir():
        file.unlink()
    return "holds no part of a check"


@pytest.mark.slow
@pytest.mark.parametrize(
    "harm",
    [
        missing,
        of_other_files,
        of_another_day,
        of_another_version,
        of_another_sharing,
        cut_short,
        no_part,
        none_at_all,
    ],
)
def test_parts_that_make_no_whole(
    harm: object, house: Path, parts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    look(house, parts, *PARTS)
    told = harm(house, parts)  # type: ignore[operator]
    capsys.readouterr()
    report = tmp_path / "report.json"
    asked = ["check", str(house), "--language=en", "--parts", str(parts), "--format=json", f"--output={report}"]
    assert main(asked) == 2
    said = capsys.readouterr().err
    assert told in said
    assert len(said.splitlines()) == 1
    assert not report.exists()


def test_a_day_that_is_not_theirs(house: Path, parts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    look(house, parts, *PARTS)
    assert main(["check", str(house), "--language=en", "--today=2026-12-01", "--parts", str(parts)]) == 2
    assert "made on 2026-11-22" in capsys.readouterr().err


@pytest.mark.parametrize("more", [["--shard=1/3"], []], ids=["written", "read"])
def test_nothing_in_the_project_is_believed(more: list[str], house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inside = house.parent / "playbooks" / "parts"
    assert main(["check", str(house), "--language=en", f"--parts={inside}", *more]) == 2
    assert "lies in the project" in capsys.readouterr().err
    assert not inside.exists()
