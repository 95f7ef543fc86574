"""What the schemas of a house offer: whole records that have their form; and who else takes them as they are."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from perimetre.pipeline.editor.snippets import SNIPPETS, Snippet
from perimetre.reading.schemas import plain
from perimetre.reading.validate.verdict import is_valid


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
