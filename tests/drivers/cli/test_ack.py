"""`perimetre ack`: what it writes, what it leaves as it was, what it refuses."""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from perimetre.drivers.cli import ack as command
from perimetre.drivers.cli.main import main
from tests.conftest import ROOT
from tests.support import forked

# What takes seconds: `make test-fast` leaves it out.
pytestmark = pytest.mark.slow

COMMAND = Path(sys.executable).with_name("perimetre")
CASES = yaml.load((ROOT / "tests" / "cases" / "acknowledgements.yml").read_text("utf-8"), yaml.CSafeLoader)
TODAY = "2026-11-22"
WRITTEN = re.compile(r'\{person: camille, what: perimeter, version: "v1:[0-9a-f]{64}", on: 2026-11-22\}')


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """The small house of the rules' cases, without what its people have read."""
    folder = tmp_path / "playbooks"
    shutil.copytree(ROOT / "tests" / "cases" / "rules" / "base", folder)
    (folder / "brands" / "lumen" / "acknowledgements.yml").unlink(missing_ok=True)
    return folder


def file_of(house: Path) -> Path:
    return house / "brands" / "lumen" / "acknowledgements.yml"


def ack(house: Path, *words: str, person: str = "camille", brand: str = "lumen") -> subprocess.CompletedProcess[str]:
    """Run the command, in a process of its own, in the folder that holds the playbooks."""
    arguments = ["ack", "--today", TODAY, "--brand", brand, "--person", person, *words]
    done = forked.run(house.parent, forked.COMMAND, arguments, {**os.environ, "LANG": "fr_FR.UTF-8"})
    assert "Traceback" not in done.stdout + done.stderr
    return done


def test_command_makes_the_file_with_its_modeline_and_says_what_it_wrote(house: Path) -> None:
    done = ack(house, "--language", "en")
    assert (done.returncode, done.stderr) == (0, "")
    first, head, line = file_of(house).read_text("utf-8").splitlines()
    assert first == "# yaml-language-server: $schema=../../../schemas/acknowledgements.schema.json"
    assert head == "acknowledgements:" and WRITTEN.fullmatch(line.removeprefix("  - "))
    assert "playbooks/brands/lumen/acknowledgements.yml" in done.stdout
    assert line.strip() in done.stdout
    assert file_of(house).stat().st_mode & stat.S_IRUSR
    assert [one.name for one in file_of(house).parent.iterdir() if one.name.startswith(".")] == []
    checked = subprocess.run([COMMAND, "check", "--today", TODAY], cwd=house.parent, capture_output=True, timeout=120)
    assert checked.returncode == 0


def test_modeline_points_where_those_of_the_brand_do(house: Path) -> None:
    people = house / "brands" / "lumen" / "people.yml"
    people.write_text("# yaml-language-server: $schema=../../lib/people.schema.json\n" + people.read_text("utf-8"))
    assert ack(house).returncode == 0
    assert (
        file_of(house)
        .read_text("utf-8")
        .startswith("# yaml-language-server: $schema=../../lib/acknowledgements.schema.json\n")
    )


def test_what_has_been_read_is_not_written_twice(house: Path) -> None:
    ack(house)
    before = file_of(house).read_bytes()
    again = ack(house)
    assert again.returncode == 0
    assert "Rien à écrire" in again.stdout and "2026-11-22" in again.stdout
    assert file_of(house).read_bytes() == before


def test_later_version_is_added_and_the_earlier_one_stays(house: Path) -> None:
    ack(house)
    scope = house / "brands" / "lumen" / "scope.yml"
    text = scope.read_text("utf-8")
    more = "rules:\n  - {id: no-more-hiding, actions: [hide], roles: [community-manager], authority: escalate}\n"
    assert "rules: []\n" in text
    scope.write_text(text.replace("rules: []\n", more), "utf-8")
    assert ack(house).returncode == 0
    lines = [one.strip(" -") for one in file_of(house).read_text("utf-8").splitlines()[2:]]
    assert len(set(lines)) == 2 and all(WRITTEN.fullmatch(one) for one in lines)


def test_two_people_with_the_same_role_acknowledge_the_same_version(house: Path) -> None:
    people = house / "house" / "people.yml"
    text = people.read_text("utf-8")
    text = text.replace("people:\n", "people:\n  - {id: lou, name: Lou, employment: employee}\n", 1)
    people.write_text(
        text.replace("assignments:\n", "assignments:\n  - {person: lou, role: community-manager}\n"), "utf-8"
    )
    ack(house)
    ack(house, person="lou")
    versions = re.findall("v1:[0-9a-f]{64}", file_of(house).read_text("utf-8"))
    assert len(versions) == 2 and len(set(versions)) == 1


def test_several_people_and_things_are_written_at_once_or_not_at_all(house: Path) -> None:
    done = ack(house, "solene", person="camille")
    assert (done.returncode, done.stderr) == (0, "")
    lines = file_of(house).read_text("utf-8").splitlines()[2:]
    assert [line.partition(",")[0] for line in lines] == ["  - {person: camille", "  - {person: solene"]
    before = file_of(house).read_bytes()
    refused = ack(house, "personne-du-tout", person="solene")
    assert refused.returncode == 2
    assert file_of(house).read_bytes() == before


def test_without_a_person_those_who_have_yet_to_read_are_listed_and_nothing_is_written(house: Path) -> None:
    def listed() -> str:
        command = [COMMAND, "ack", "--today", TODAY, "--language", "en"]
        done = subprocess.run(command, cwd=house.parent, capture_output=True, encoding="utf-8", timeout=120)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    assert "camille: their perimeter in `lumen`, never read\n" in listed()
    assert not file_of(house).exists()
    ack(house)
    assert "camille: their perimeter" not in listed()


def test_voice_is_acknowledged_apart(house: Path) -> None:
    refused = ack(house, "--what", "voice")
    assert refused.returncode == 2 and "voice.yml" in refused.stderr
    voice = "traits:\n  - {id: low, title: Basse, meaning: Une voix basse.}\n"
    (house / "house" / "voice.yml").write_text(voice, "utf-8")
    assert ack(house, "--what", "voice").returncode == 0
    assert ack(house).returncode == 0
    first, second = re.findall(r"what: (\w+), version: \"(\S+)\"", file_of(house).read_text("utf-8"))
    assert (first[0], second[0]) == ("voice", "perimeter") and first[1] != second[1]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_line_is_added_and_all_the_rest_stays(
    case: dict[str, Any], house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file_of(house).write_bytes(case["before"].encode())
    assert main(["ack", "--path", str(house), "--brand", "lumen", "--person", "camille", "--today", TODAY]) == 0
    after = file_of(house).read_bytes().decode()
    (line,) = WRITTEN.findall(after)
    assert line in capsys.readouterr().out
    assert after.replace(line, "<new>") == case["after"]


def test_mark_of_windows_and_rights_of_the_file_stay(house: Path) -> None:
    file_of(house).write_bytes(b"\xef\xbb\xbfacknowledgements: []\n")
    file_of(house).chmod(0o640)
    assert ack(house).returncode == 0
    assert file_of(house).read_bytes().startswith(b"\xef\xbb\xbfacknowledgements:\n  - {person")
    assert stat.S_IMODE(file_of(house).stat().st_mode) == 0o640


def test_ten_at_once_are_all_written(house: Path) -> None:
    names = [f"camille-{letter}" for letter in "abcdefghij"]
    people = house / "house" / "people.yml"
    text = people.read_text("utf-8")
    added = "".join(f"  - {{id: {name}, name: {name.title()}, employment: employee}}\n" for name in names)
    text = text.replace("people:\n", f"people:\n{added}", 1)
    roles = "".join(f"  - {{person: {name}, role: community-manager}}\n" for name in names)
    people.write_text(text.replace("assignments:\n", f"assignments:\n{roles}", 1), "utf-8")
    before = {path for path in house.rglob("*") if path.is_file()}
    with ThreadPoolExecutor(len(names)) as pool:
        done = list(pool.map(lambda name: ack(house, person=name), names))
    assert [one.returncode for one in done] == [0] * len(names)
    written = yaml.load(file_of(house).read_text("utf-8"), yaml.CSafeLoader)["acknowledgements"]
    assert sorted(one["person"] for one in written) == names
    for one in done:
        assert one.stdout.splitlines()[-1].strip() in file_of(house).read_text("utf-8")
    # Nothing else is left among the playbooks, for `check` to find or for somebody to commit.
    assert {path for path in house.rglob("*") if path.is_file()} - before == {file_of(house)}


def test_what_somebody_saves_meanwhile_is_not_lost(
    house: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file_of(house).write_text("acknowledgements: []\n", "utf-8")
    prove = command._prove

    def save(*given: Any) -> None:
        prove(*given)
        file_of(house).write_text("acknowledgements: []  # de ma main\n", "utf-8")

    monkeypatch.setattr(command, "_prove", save)
    words = ["ack", "--path", str(house), "--brand", "lumen", "--person", "camille", "--today", TODAY]
    assert main([*words, "--language", "en"]) == 2
    assert "brands/lumen/acknowledgements.yml has just been changed" in capsys.readouterr().err
    assert file_of(house).read_text("utf-8") == "acknowledgements: []  # de ma main\n"
    monkeypatch.undo()
    assert main(words) == 0
    assert "# de ma main" in file_of(house).read_text("utf-8")


def test_where_no_lock_can_be_had_nothing_is_written(
    house: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object, **__: object) -> bool:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(command, "_lock", refuse)
    words = ["ack", "--path", str(house), "--brand", "lumen", "--person", "camille", "--today", TODAY]
    assert main([*words, "--language", "en"]) == 2
    assert "handbook.yml`: No locks available." in capsys.readouterr().err
    assert not file_of(house).exists()


def test_on_windows_the_lock_keeps_nobody_from_reading(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = house / "handbook.yml"
    asked = []

    def locking(descriptor: int, mode: str, length: int) -> None:
        asked.append((mode, os.lseek(descriptor, 0, os.SEEK_CUR) > settings.stat().st_size, length))
        if len(asked) < 3:
            raise OSError(errno.EACCES if len(asked) == 1 else errno.EDEADLK, "held by another")

    monkeypatch.setattr(command, "fcntl", None)
    fake = SimpleNamespace(locking=locking, LK_NBLCK="once", LK_LOCK="ten seconds")
    monkeypatch.setitem(sys.modules, "msvcrt", fake)
    assert main(["ack", "--path", str(house), "--brand", "lumen", "--person", "camille", "--today", TODAY]) == 0
    assert asked == [("once", True, 1), ("ten seconds", True, 1), ("ten seconds", True, 1)]
    assert WRITTEN.search(file_of(house).read_text("utf-8"))


# --- what it refuses -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "names", "said"),
    [
        ([], {"person": "camile"}, "`camille`"),
        ([], {"brand": "lumn"}, "`lumen`"),
        ([], {"person": "personne-du-tout"}, "`solene`"),
        ([], {"brand": "house"}, "`lumen`"),
        (["--what", "everything"], {}, "perimeter"),
        (["--path", "nowhere"], {}, "nowhere"),
        (["--today", "hier"], {}, "hier"),
    ],
)
def test_unknown_name_is_refused_with_the_nearest(
    house: Path, words: list[str], names: dict[str, str], said: str
) -> None:
    done = ack(house, *words, **names)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert not file_of(house).exists()


def test_handbook_with_errors_is_refused(house: Path) -> None:
    (house / "house" / "scope.yml").write_text("rules: {\n", "utf-8")
    done = ack(house)
    assert (done.returncode, done.stdout) == (2, "")
    assert "perimetre check" in done.stderr
    assert not file_of(house).exists()


def test_person_without_a_role_on_the_day_has_nothing_to_acknowledge(house: Path) -> None:
    done = ack(house, "--today", "2028-01-01", person="nadir")
    assert (done.returncode, done.stdout) == (2, "")
    assert "`nadir`" in done.stderr
    assert not file_of(house).exists()


@pytest.mark.parametrize("wrong", ["v1", "v2:" + "0" * 64, "v1:" + "A" * 64, "0" * 64])
def test_version_written_by_hand_in_another_form_is_an_error(house: Path, wrong: str) -> None:
    line = f'{{person: camille, what: perimeter, version: "{wrong}", on: {TODAY}}}'
    file_of(house).write_text(f"acknowledgements:\n  - {line}\n", "utf-8")
    before = file_of(house).read_bytes()
    assert ack(house).returncode == 2
    assert file_of(house).read_bytes() == before
    checked = subprocess.run(
        [COMMAND, "check", "--today", TODAY, "--format", "json"],
        cwd=house.parent,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert checked.returncode == 1
    assert '"value-has-its-form"' in checked.stdout


def test_file_that_cannot_be_replaced_is_left_whole(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file_of(house).write_text("acknowledgements: []\n", "utf-8")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    assert main(["ack", "--path", str(house), "--brand", "lumen", "--person", "camille", "--today", TODAY]) == 2
    assert file_of(house).read_text("utf-8") == "acknowledgements: []\n"
    assert [one.name for one in file_of(house).parent.iterdir() if one.name.startswith(".")] == []
