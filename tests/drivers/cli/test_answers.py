"""What `perimetre decide` says of small houses: `tests/cases/answers.yml`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from perimetre.drivers.cli.main import main
from perimetre.language.typography import NBSP
from tests.conftest import ROOT
from tests.support.rule_cases import BASE, merged

SCHEMA = json.loads((ROOT / "schemas" / "output" / "decide.schema.json").read_text(encoding="utf-8"))
CASES = yaml.load((ROOT / "tests" / "cases" / "answers.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)["cases"]


def ask(case: dict[str, Any], folder: Path, form: str) -> int:
    files = dict(BASE)
    for place, fragment in case["files"].items():
        name, _, how = place.partition(" ")
        files[name] = fragment if how else merged(files.get(name, ""), fragment)
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    asked = {"brand": "lumen", "role": "community-manager", "channel": "page", "at": "2026-11-23T10:00"} | case["ask"]
    several = {name: value if isinstance(value, list) else [value] for name, value in asked.items()}
    words = [word for name, values in several.items() for value in values for word in (f"--{name}", value)]
    return main(["decide", "--path", str(folder), *words, "--language", "en", "--format", form])


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"][:60])
def test_an_answer_says_all_that_its_house_wrote(
    case: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    status = ask(case, tmp_path / "playbooks", "json")
    printed = capsys.readouterr()
    if "refuses" in case:
        assert (status, printed.out) == (2, "")
        assert all(words in printed.err for words in case["refuses"]), printed.err
        return
    assert status == 0, printed.err
    answer = json.loads(printed.out.replace(NBSP, " "))
    jsonschema.validate(answer, SCHEMA)
    for name, expected in case.get("json", {}).items():
        assert answer[name] == expected, name
    assert ask(case, tmp_path / "playbooks", "text") == 0
    text = capsys.readouterr().out.replace(NBSP, " ")
    assert text.startswith(case.get("first", "")), text
    assert [words for words in case.get("says", ()) if words not in text] == [], text
    assert [words for words in case.get("never", ()) if words in text] == [], text
    assert [words for words in case.get("once", ()) if text.count(words) != 1] == [], text
