"""The command as people expect it: what is mistyped, what may be said anywhere, what a shell completes, its page."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from perimetre.drivers.cli import COMMANDS
from perimetre.drivers.cli.main import main
from perimetre.judge.registry import RULES
from tests.conftest import ROOT
from tools.commands import PAGES, page


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    try:
        status = main(words)
    except SystemExit as left:
        status = int(left.code or 0)
    printed = capsys.readouterr()
    return status, printed.out, printed.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["chek"], "Did you mean `check`?"),
        (["check", "--formt", "json"], "Did you mean `--format`?"),
        (["check", "--format", "jsn"], "Did you mean `json`?"),
        # An option is written whole: a shortened one would change its meaning with the next version.
        (["check", "--lang", "en"], "Did you mean `--language`?"),
        (["explain", "cover-has-no-gop"], "Did you mean `cover-has-no-gap`?"),
    ],
)
def test_what_is_mistyped_is_refused_with_the_nearest(
    capsys: pytest.CaptureFixture[str], words: list[str], told: str
) -> None:
    status, out, err = run(capsys, "--language", "en", *words)
    assert (status, out) == (2, "")
    assert told in err
    if words[0] in COMMANDS and words[0] != "explain":
        assert err.startswith(f"usage: perimetre {words[0]} ")


@pytest.mark.parametrize("words", [["--language", "fr", "rules"], ["rules", "--language", "fr"]])
def test_the_language_is_said_before_the_command_or_after(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert "règles." in run(capsys, *words)[1].splitlines()[-1]


@pytest.mark.parametrize(
    ("variables", "word"),
    [
        ({"LANGUAGE": "de:en:fr", "LC_ALL": "fr_FR"}, "rules"),
        ({"LC_ALL": "en_GB", "LANG": "fr_FR"}, "rules"),
        ({"LC_MESSAGES": "en_GB", "LANG": "fr_FR"}, "rules"),
        ({"LANG": "de_DE"}, "règles"),
    ],
)
def test_the_language_is_that_of_the_usual_variables(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], word: str
) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert run(capsys, "rules")[1].splitlines()[-1] == f"{len(RULES)} {word}."


def test_rules_are_found_by_what_they_speak_of(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "rules", "--language", "fr", "JOURS", "feries")
    assert "public-holiday-is-known" in out
    _, out, _ = run(capsys, "rules", "--language", "en", "--format", "json", "no-gap")
    assert [rule["id"] for rule in json.loads(out)] == ["cover-has-no-gap"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_takes_what_completes_the_command(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, shell: str
) -> None:
    _, out, _ = run(capsys, "completion", shell)
    assert all(name in out for name in COMMANDS)
    if shutil.which(shell):
        (tmp_path / "complete").write_text(out, "utf-8")
        subprocess.run([shell, "-n", tmp_path / "complete"], check=True)


def test_bash_completes_commands_options_and_their_values(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "complete").write_text(run(capsys, "completion", "bash")[1], "utf-8")
    asked = [["che"], ["check", "--min"], ["check", "--format", "ju"]]
    lines = [f"source {tmp_path}/complete"]
    for words in asked:
        lines += [
            f"COMP_WORDS=(perimetre {' '.join(words)}); COMP_CWORD={len(words)}",
            'COMPREPLY=(); _shtab_perimetre; echo "${COMPREPLY[*]}"',
        ]
    done = subprocess.run(["bash", "-c", "\n".join(lines)], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["check", "--min-severity", "junit"]


@pytest.mark.parametrize("language", PAGES)
def test_the_page_of_the_command_line_is_that_of_the_parser(language: str) -> None:
    assert PAGES[language].read_text("utf-8") == page(language), "make commands"


@pytest.mark.parametrize("word", ["suppléant", "remboursement", "espace"])
def test_a_word_that_no_rule_holds_leads_to_another_check_or_word(
    capsys: pytest.CaptureFixture[str], word: str
) -> None:
    status, out, _ = run(capsys, "rules", word, "--language", "fr")
    assert status == 0
    assert "Essayez un mot voisin" in out or "autres contrôles" in out


@pytest.mark.parametrize("person", ["camille", "Camille"])
def test_somebody_of_one_brand_is_asked_about_without_it(capsys: pytest.CaptureFixture[str], person: str) -> None:
    base = str(ROOT / "tests" / "cases" / "rules" / "base")
    status, out, err = run(capsys, "oncall", "--path", base, "--person", person, "--today", "2026-11-22")
    assert (status, err) == (0, "")
    assert "Camille" in out


def test_the_brands_that_may_be_meant_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, "oncall", "--path", str(ROOT / "playbooks"), "--language", "en")
    assert status == 2
    assert "`--brand`: `osier-lin` and `veillee`" in err
