"""What commands remember: the same answer, sooner; never a stale one, and never one that a project brought along."""

from __future__ import annotations

import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from perimetre.drivers.cli import cache as cache_module
from perimetre.drivers.cli import remembered
from perimetre.drivers.cli.main import main
from perimetre.pipeline import loading
from tests.conftest import ROOT

# What takes seconds: `make test-fast` leaves it out.
pytestmark = pytest.mark.slow

TODAY = "2026-11-22"


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Return the playbooks of a small house, in a project of their own."""
    shutil.copytree(ROOT / "tests" / "cases" / "rules" / "base", tmp_path / "project" / "playbooks")
    return tmp_path / "project" / "playbooks"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder where verdicts are kept, empty; the user's own."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    return tmp_path / "cache" / "perimetre"


def check(house: Path, capsys: pytest.CaptureFixture[str], today: str = TODAY) -> tuple[int, str]:
    status = main(["check", str(house), "--today", today])
    return status, capsys.readouterr().out


def kept(cache: Path) -> list[Path]:
    return sorted(cache.glob("*.verdict")) if cache.is_dir() else []


def test_second_check_says_the_same_without_judging(
    house: Path, cache: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = house / "brands" / "lumen" / "channels.yml"
    path.write_text(path.read_text("utf-8").replace("kind: social", "kind: socail"), "utf-8")
    first = check(house, capsys)
    assert first[0] == 1 and "socail" in first[1]
    assert len(kept(cache)) == 1
    monkeypatch.setattr("perimetre.pipeline.loading.load_sources", None)
    assert check(house, capsys) == first


@pytest.mark.usefixtures("cache")
def test_what_has_changed_is_judged_again(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(house, capsys)[0] == 0
    path = house / "brands" / "lumen" / "channels.yml"
    sound = path.read_text("utf-8")
    path.write_text(sound.replace("kind: social", "kind: socail"), "utf-8")
    assert check(house, capsys)[0] == 1
    path.write_text(sound, "utf-8")
    assert check(house, capsys)[0] == 0
    (house / "brands" / "lumen" / "voices.yml").write_text("traits: []\n", "utf-8")
    assert check(house, capsys)[0] == 1


@pytest.mark.usefixtures("cache")
def test_another_day_is_judged_again(
    house: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    check(house, capsys)
    judged: list[str] = []
    real = remembered.CheckMemory.keep
    monkeypatch.setattr(
        remembered.CheckMemory, "keep", lambda self, verdict: (judged.append(str(verdict.day)), real(self, verdict))
    )
    check(house, capsys, "2026-11-23")
    check(house, capsys, "2026-11-23")
    assert judged == ["2026-11-23"]


def test_other_code_does_not_believe_it(
    house: Path, cache: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    check(house, capsys)
    monkeypatch.setattr(cache_module, "code", lambda folder: "another version")  # noqa: ARG005
    check(house, capsys)
    assert len(kept(cache)) == 2


@pytest.mark.parametrize("content", [b"", b"not a pickle", b"\x80\x05N.", b"\x80\x05}\x94."], ids=repr)
def test_damaged_verdict_says_nothing(
    content: bytes, house: Path, cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = check(house, capsys)
    (file,) = kept(cache)
    file.write_bytes(content)
    assert check(house, capsys) == first
    assert file.read_bytes() != content


def test_deleting_the_cache_costs_nothing_but_time(
    house: Path, cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = check(house, capsys)
    shutil.rmtree(cache)
    assert check(house, capsys) == first


@pytest.mark.usefixtures("cache")
@pytest.mark.parametrize("where", ["beside the playbooks", "in the playbooks", "in the current folder"])
def test_nothing_that_lies_in_a_project_is_believed_or_written(
    where: str, house: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (house.parent / ".git").mkdir()
    inside = {
        "beside the playbooks": house.parent / ".cache",
        "in the playbooks": house / ".cache",
        "in the current folder": tmp_path / "here" / ".cache",
    }[where]
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("XDG_CACHE_HOME", str(inside))
    assert check(house, capsys)[0] == 0
    assert not inside.exists()


def test_folder_that_others_may_write_to_is_not_believed(
    house: Path, cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cache.mkdir(parents=True)
    cache.chmod(0o777)
    assert check(house, capsys)[0] == 0
    assert kept(cache) == []


def test_no_more_are_kept_than_said(
    house: Path, cache: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_module, "KEPT", 2)
    for number in range(4):
        (house / "handbook.yml").write_text((house / "handbook.yml").read_text("utf-8") + f"# {number}\n", "utf-8")
        check(house, capsys)
    assert len(kept(cache)) == 2


@pytest.mark.usefixtures("cache")
def test_unchanged_handbook_brings_neither_the_model_nor_the_rules(house: Path) -> None:
    code = (
        "import sys; from perimetre.drivers.cli.main import main\n"
        f"main(['check', {str(house)!r}, '--today', {TODAY!r}])\n"
        "brought = [name for name in sys.modules if name.startswith(('perimetre.model', 'perimetre.rules'))]\n"
        "print(brought, file=sys.stderr)"
    )
    loaded = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stderr.splitlines()[-1]
        for _ in range(2)
    ]
    assert loaded[0] != "[]"
    assert loaded[1] == "[]"


# --- questions -----------------------------------------------------------------------------------------------------

AT = f"{TODAY}T10:00"
QUESTIONS = {
    "decide": ["decide", "--role", "community-manager", "--action", "reply-public", "--channel", "page"],
    "oncall": ["oncall"],
}


def ask(house: Path, capsys: pytest.CaptureFixture[str], *command: str, more: tuple[str, ...] = ()) -> tuple[int, str]:
    """Return what a new process would be answered."""
    loading._last_read.clear()
    status = main([*command, "--path", str(house), "--brand", "lumen", "--at", AT, *more])
    printed = capsys.readouterr()
    return status, printed.out + printed.err


def edit(house: Path, path: str, old: str, new: str) -> None:
    text = (house / path).read_text("utf-8")
    assert old in text
    (house / path).write_text(text.replace(old, new, 1), "utf-8")


CHANGES: dict[str, Callable[[Path], object]] = {
    "a key that does not exist": lambda house: edit(house, "brands/lumen/channels.yml", "kind: social", "kimd: social"),
    "a name": lambda house: edit(house, "brands/lumen/channels.yml", "id: page", "id: pages"),
    "a comment": lambda house: edit(house, "brands/lumen/scope.yml", "rules:", "# one line more\nrules:"),
    "the language": lambda house: edit(house, "handbook.yml", "languages: [fr", "languages: [en, fr"),
    "a file more": lambda house: (house / "brands" / "lumen" / "voices.yml").write_text("traits: []\n", "utf-8"),
    "a brand more": lambda house: shutil.copytree(house / "brands" / "lumen", house / "brands" / "other"),
    "a file less": lambda house: (house / "brands" / "lumen" / "scope.yml").unlink(),
    "a file that cannot be read": lambda house: (house / "house" / "people.yml").write_bytes(b"\xff\xfe"),
    "a file under another name": lambda house: (house / "handbook.yml").rename(house / "handbook.yaml"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_answer_after_a_change_is_that_of_who_remembers_nothing(
    change: str, house: Path, cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def answers() -> list[tuple[int, str]]:
        questions = [ask(house, capsys, *question) for question in QUESTIONS.values()]
        loading._last_read.clear()
        return [*questions, check(house, capsys)]

    before = answers()
    CHANGES[change](house)
    after = answers()
    again = answers()
    shutil.rmtree(cache)
    assert after == again == answers()
    assert after != before


@pytest.mark.parametrize("question", QUESTIONS)
def test_second_answer_is_the_same_without_reading(
    question: str, house: Path, cache: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = [ask(house, capsys, *QUESTIONS[question], more=("--format", form)) for form in ("text", "json")]
    assert [status for status, _ in first] == [0, 0]
    assert len(list(cache.glob("*.handbook"))) == 1
    for stage in ("load_sources", "_read_anew"):
        monkeypatch.setattr(loading, stage, None)
    second = [ask(house, capsys, *QUESTIONS[question], more=("--format", form)) for form in ("text", "json")]
    assert second == first


@pytest.mark.usefixtures("cache")
def test_only_what_has_changed_is_read_again(
    house: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    check(house, capsys)
    loading._last_read.clear()
    edit(house, "brands/lumen/scope.yml", "rules:", "# one line more\nrules:")
    read: list[str] = []
    anew = loading._read_anew
    monkeypatch.setattr(loading, "_read_anew", lambda source: (read.append(source.path), anew(source))[1])
    check(house, capsys)
    assert read == ["brands/lumen/scope.yml"]


@pytest.mark.usefixtures("cache")
@pytest.mark.parametrize("question", QUESTIONS)
def test_handbook_with_errors_is_refused_each_time(
    question: str, house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sound = ask(house, capsys, *QUESTIONS[question])
    CHANGES["a key that does not exist"](house)
    refused = ask(house, capsys, *QUESTIONS[question])
    assert refused[0] == 2
    assert ask(house, capsys, *QUESTIONS[question]) == refused
    edit(house, "brands/lumen/channels.yml", "kimd: social", "kind: social")
    assert ask(house, capsys, *QUESTIONS[question]) == sound


@pytest.mark.parametrize("content", [b"", b"not a pickle", b"\x80\x05N.", b"\x80\x05}\x94."], ids=repr)
def test_damaged_memory_says_nothing(
    content: bytes, house: Path, cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = [ask(house, capsys, *question) for question in QUESTIONS.values()]
    files = [file for file in cache.iterdir() if file.is_file()]
    assert {file.suffix for file in files} >= {".handbook", ".read"}
    for file in files:
        file.write_bytes(content)
    assert [ask(house, capsys, *question) for question in QUESTIONS.values()] == first


def test_document_that_is_damaged_is_read(house: Path, cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = check(house, capsys)
    (file,) = cache.glob("*.read")
    known = pickle.loads(file.read_bytes())
    file.write_bytes(pickle.dumps({name: (digest, b"damaged") for name, (digest, _) in known.items()}))
    next(cache.glob("*.verdict")).unlink()
    loading._last_read.clear()
    assert check(house, capsys) == first


def test_no_more_bytes_are_kept_than_said(
    house: Path, cache: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_module, "KEPT_BYTES", 1)
    first = ask(house, capsys, *QUESTIONS["oncall"])
    assert list(cache.iterdir()) == []
    assert ask(house, capsys, *QUESTIONS["oncall"]) == first


@pytest.mark.usefixtures("cache")
@pytest.mark.parametrize("question", QUESTIONS)
def test_answer_that_is_remembered_brings_neither_the_reader_nor_the_holidays(question: str, house: Path) -> None:
    command = [*QUESTIONS[question], "--path", str(house), "--brand", "lumen", "--at", AT]
    code = (
        "import sys; from perimetre.drivers.cli.main import main\n"
        f"main({command!r})\n"
        "dear = ('yaml', 'jsonschema', 'jsonschema_rs', 'holidays', 'perimetre.rules', 'perimetre.model.building')\n"
        "print([name for name in dear if name in sys.modules], file=sys.stderr)"
    )
    brought = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stderr.splitlines()[-1]
        for _ in range(2)
    ]
    assert "yaml" in brought[0]
    assert brought[1] == "[]"


# --- processes -----------------------------------------------------------------------------------------------------


def test_check_prints_the_same_whatever_the_number_of_processes(
    house: Path, cache: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("perimetre.judge.brands.BRANDS_EACH", 1)
    shutil.copytree(house / "brands" / "lumen", house / "brands" / "other")
    edit(house, "brands/other/brand.yml", "id: lumen", "id: other")
    edit(house, "brands/other/channels.yml", "two_factor: true", "two_factor: false")
    printed = []
    for number in ("1", "2", "3"):
        shutil.rmtree(cache, ignore_errors=True)
        status = main(["check", str(house), "--today", TODAY, "--jobs", number])
        printed.append((status, capsys.readouterr().out))
    assert printed[0][1].count("brands/other") > 0
    assert printed[1:] == printed[:1] * 2


@pytest.mark.parametrize("number", ["0", "-1", "two", "1.5", ""])
def test_number_of_processes_that_is_none_is_refused(
    number: str, house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(house), f"--jobs={number}", "--language", "en"]) == 2
    assert f"`{number}` is not a number of processes" in capsys.readouterr().err
