"""What an editor set in French shows of the example's files, asked of the very server that editors run."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from perimetre.reading.filing import Filed, kind_of
from tests.conftest import ROOT
from tests.support.editor import SERVER, Editor

CASES: dict[str, list[dict[str, Any]]] = yaml.safe_load((ROOT / "tests/cases/editor.yml").read_text("utf-8"))
EXAMPLE = ROOT / "playbooks"
EVERY_KEY = ROOT / "tests" / "cases" / "every-key"
CURSOR = "▮"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def editor() -> Iterator[Editor]:
    if shutil.which("node") is None or not SERVER.is_dir():
        pytest.skip("The server is not here. This brings it: npm install --ignore-scripts --no-package-lock")
    settings = json.loads((ROOT / ".vscode/settings.json").read_text("utf-8"))
    ours = {name: value for name, value in settings.items() if name.startswith("yaml.")}
    # What editors do by themselves, and tests never: ask a network for schemas.
    opened = Editor(ROOT, {**ours, "yaml.schemaStore.enable": False})
    yield opened
    opened.close()


def test_no_file_of_the_example_has_anything_underlined(editor: Editor) -> None:
    files = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in EXAMPLE.rglob("*.yml")}
    found = editor.diagnostics(files)
    assert {file: [one["message"] for one in said] for file, said in found.items() if said} == {}
    assert len(found) == len(files) > 90


def test_keys_values_and_ids_that_belong_there_are_offered_with_help(editor: Editor) -> None:
    wrong = []
    for case in CASES["completions"]:
        lines = case["text"].splitlines()
        row = next(row for row, line in enumerate(lines) if CURSOR in line)
        place = row, lines[row].index(CURSOR)
        offered = editor.completions(f"playbooks/{case['in']}", case["text"].replace(CURSOR, ""), [place])[0]
        helped = {one["label"]: (one.get("documentation") or {}).get("value", "") for one in offered}
        lacking = [label for label in case["offers"] if label not in helped]
        silent = [label for label, help_ in helped.items() if not help_]
        if lacking or silent or case["help"] not in helped[case["offers"][0]]:
            wrong.append((case["text"], lacking, silent, helped))
    assert wrong == []
    assert len(CASES["completions"]) >= 20


def test_mistakes_are_underlined_in_words_that_one_understands(editor: Editor) -> None:
    wrong = []
    for case in CASES["mistakes"]:
        file = f"playbooks/{case['in']}"
        said = [one["message"] for one in editor.diagnostics({file: case["text"] + "\n"})[file]]
        if not any(case["says"] in message for message in said):
            wrong.append((case["text"], case["says"], said))
    assert wrong == []
    assert len(CASES["mistakes"]) >= 40


def test_every_key_is_explained_under_the_pointer(editor: Editor) -> None:
    silent, asked = [], 0
    for path in sorted(EVERY_KEY.rglob("*.yml")):
        place = path.relative_to(EVERY_KEY).as_posix()
        assert isinstance(kind_of(place), Filed)
        text = path.read_text("utf-8")
        keys = list(keys_of(yaml.compose(text, Loader=yaml.CSafeLoader), ()))
        # The same key of another item of a list is explained alike.
        places = dict(reversed(keys))
        shown = editor.hovers(f"playbooks/{place}", text, list(places.values()))
        asked += len(shown)
        silent += [(place, key) for key, said in zip(places, shown, strict=True) if len(said) < 20]
    assert silent == []
    assert asked > 1000


def keys_of(node: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], tuple[int, int]]]:
    """Yield each key of a file, as the keys that lead to it, with where it stands."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            here = (*path, key.value)
            yield here, (key.start_mark.line, key.start_mark.column + 1)
            yield from keys_of(value, here)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from keys_of(item, path)


def test_files_are_where_the_settings_look_for_them() -> None:
    settings = json.loads((ROOT / ".vscode/settings.json").read_text("utf-8"))
    known = {
        path.relative_to(ROOT).as_posix()
        for patterns in settings["yaml.schemas"].values()
        for pattern in patterns
        for path in ROOT.glob(pattern)
    }
    files = {path.relative_to(ROOT).as_posix() for path in EXAMPLE.rglob("*.yml")}
    assert files - known == set()
    assert all((ROOT / schema).is_file() for schema in settings["yaml.schemas"])
    assert Path(ROOT / ".vscode/extensions.json").read_text("utf-8").count("redhat.vscode-yaml") == 1


def test_a_whole_record_is_offered_where_its_list_is_and_a_text_stays_on_its_line(editor: Editor) -> None:
    asked = [(list_, f"{list_}:\n  - ", (1, 4)) for list_ in ("rules", "red_lines")]
    for list_, text, place in asked:
        offered = editor.completions("playbooks/brands/veillee/scope.yml", text, [place])[0]
        whole = [one for one in offered if one["label"].startswith("nouvelle ")]
        assert [one["insertText"].split("\n")[0] for one in whole] == ["id: ${1:id}"], list_
        title = next(one for one in offered if one["label"] == "title")
        assert title["insertText"] == "title: "
    offered = editor.completions("playbooks/brands/veillee/decisions/x.yml", "", [(0, 0)])[0]
    assert "nouveau relevé de décision" in [one["label"] for one in offered]
