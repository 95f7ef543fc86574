"""What the schemas of a house offer: whole records that have their form; and who else takes them as they are."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from perimetre.pipeline.editor.settings import FOLDER
from perimetre.pipeline.editor.snippets import SNIPPETS, Snippet
from perimetre.pipeline.loading import load
from perimetre.reading.document import Document
from perimetre.reading.filing import Filed, kind_of
from perimetre.reading.schemas import plain
from perimetre.reading.validate.verdict import is_valid
from tests.conftest import ROOT


@pytest.mark.parametrize("snippet", SNIPPETS, ids=lambda snippet: snippet.label.text)
def test_what_is_offered_has_its_form_once_it_is_filled_in(snippet: Snippet) -> None:
    record: Any = json.loads(re.sub(r"\$\d+", "essai", filled(json.dumps(snippet.body))))
    record = {"severity": 2} | record if "severity" in record else record
    if "severity" in record:
        record["severity"] = int(record["severity"])
    if not snippet.path:
        assert is_valid(snippet.file, record)
        return
    (list_,) = snippet.path
    items = plain(snippet.file)["properties"][list_]["items"]
    assert items["required"] and set(items["required"]) <= record.keys() <= items["properties"].keys()


def filled(text: str) -> str:
    """Return a snippet with what stands where nobody has typed yet."""
    return re.sub(r"\$\{\d+(?::([^}]*)|\|([^,]*)[^}]*\|)\}", lambda found: found[1] or found[2], text)


def files_by_schema() -> dict[str, list[Document]]:
    found: dict[str, list[Document]] = {}
    for document in load(ROOT / "playbooks").documents.values():
        filed = kind_of(document.path)
        assert isinstance(filed, Filed)
        found.setdefault(filed.kind.schema, []).append(document)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("schema", ["people.schema.json", "scope.schema.json", "crisis.schema.json"])
def test_check_jsonschema_takes_them_without_an_option(schema: str, tmp_path: Path) -> None:
    files = [str(ROOT / document.file) for document in files_by_schema()[schema][:2]]
    command = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(ROOT / FOLDER / schema)]
    # What asks a network, which no test has, fails.
    asked = subprocess.run([*command, *files], capture_output=True, text=True, check=False)
    assert (asked.returncode, asked.stdout) == (0, "ok -- validation done\n"), asked.stdout + asked.stderr
    wrong = tmp_path / "wrong.yml"
    wrong.write_text("page: {owner: nobody-bears-this}\n", "utf-8")
    asked = subprocess.run([*command, str(wrong)], capture_output=True, text=True, check=False)
    assert asked.returncode == 1


# What our schemas say besides the vocabulary of the draft: for editors.
EDITORS = ("markdownDescription", "markdownEnumDescriptions", "errorMessage", "patternErrorMessage", "defaultSnippets")
AJV = """
const {read} = JSON.parse(require("fs").readFileSync(0, "utf-8"));
const Ajv = require("ajv/dist/2020");
const ajv = new Ajv({strict: true, allowUnionTypes: true, strictRequired: false, strictTypes: false});
ajv.addVocabulary(read.words);
for (const [name, schema] of Object.entries(read.schemas)) ajv.addSchema(schema, name);
const wrong = [];
for (const [name, files] of Object.entries(read.files)) {
  const judge = ajv.getSchema(name);
  for (const [file, data] of Object.entries(files)) if (!judge(data)) wrong.push([file, judge.errors]);
}
console.log(JSON.stringify(wrong));
"""


@pytest.mark.slow
def test_ajv_takes_them_strictly_once_it_is_told_the_words_of_editors() -> None:
    if shutil.which("node") is None or not (ROOT / "node_modules" / "ajv").is_dir():
        pytest.skip("The validator is not here. This brings it: npm install --ignore-scripts --no-package-lock")
    schemas = {path.name: json.loads(path.read_text("utf-8")) for path in (ROOT / FOLDER).glob("*.schema.json")}
    files = {
        schema: {document.file: document.data for document in documents}
        for schema, documents in files_by_schema().items()
    }
    given = json.dumps({"read": {"words": EDITORS, "schemas": schemas, "files": files}})
    asked = subprocess.run(
        ["node", "-e", AJV], input=given, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert (asked.stderr, asked.stdout) == ("", "[]\n")
