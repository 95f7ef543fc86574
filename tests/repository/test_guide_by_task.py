"""The pages of the guide, task by task: what their commands are said to print is what they print, on the example."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from perimetre.drivers.cli.main import main
from tests.conftest import ROOT
from tests.support.sites import TODAY

GUIDE = ROOT / "docs" / "guide"
# Each page in French, and in English.
TASKS = {
    "ouvrir-un-canal": "open-a-channel",
    "ajouter-un-scenario": "add-a-scenario",
    "preparer-l-astreinte-d-aout": "prepare-the-august-on-call",
    "une-nouvelle-cm-arrive": "a-new-cm-arrives",
    "apres-une-crise": "after-a-crisis",
}
PAGES = [(page, language) for french, english in TASKS.items() for page, language in ((french, "fr"), (english, "en"))]
CONSOLE = re.compile(r"```console\n\$ perimetre ([^\n]*)\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize(("page", "language"), PAGES)
def test_commands_print_what_is_said(
    page: str, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    shutil.copytree(ROOT / "playbooks", tmp_path / "playbooks")
    shutil.copy(ROOT / "tests" / "cases" / "logs" / "crisis.json", tmp_path / "crisis.json")
    monkeypatch.chdir(tmp_path)
    tried = CONSOLE.findall((GUIDE / f"{page}.md").read_text("utf-8"))
    assert tried
    for command, said in tried:
        assert main([*shlex.split(command), "--language", language, "--today", TODAY.date().isoformat()]) == 0
        printed = "".join(capsys.readouterr()).replace("\u00a0", " ")
        assert [line for line in said.splitlines() if line.replace("\u00a0", " ") not in printed] == []


@pytest.mark.parametrize(("french", "english"), TASKS.items())
def test_a_page_is_the_same_in_both_languages(french: str, english: str) -> None:
    texts = [(GUIDE / f"{name}.md").read_text("utf-8") for name in (french, english)]
    assert [text.count("\n## ") for text in texts] == [5, 5]
    assert f"({english}.md)" in texts[0]
    assert f"({french}.md)" in texts[1]
    names = [[words.split(" --name")[0] for words, _ in CONSOLE.findall(text)] for text in texts]
    assert names[0] == names[1]


@pytest.mark.parametrize("page", TASKS)
def test_the_french_is_well_set(page: str) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`|\]\([^)]*\)", "", (GUIDE / f"{page}.md").read_text("utf-8"), flags=re.DOTALL)
    assert re.findall(r".{0,20}(?: [;:!?»]|« |').{0,5}", text) == []
