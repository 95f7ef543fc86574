"""What an unknown value is told to write is a whole entry of `values.yml`: all that its schema asks for is in it."""

from __future__ import annotations

import json

import pytest

from perimetre.base.words import say
from perimetre.model.building.references import entry_of_values
from perimetre.model.values import LISTS
from tests.conftest import ROOT

SCHEMA = json.loads((ROOT / "schemas" / "values.schema.json").read_text("utf-8"))


@pytest.mark.parametrize("kind", LISTS)
def test_the_entry_that_is_proposed_has_all_that_it_needs(kind: str) -> None:
    entry = entry_of_values("bougie", (kind,), "house/values.yml")
    assert entry is not None
    words = say(entry, "fr")
    of_list = SCHEMA["properties"][LISTS[kind]]["items"]["$ref"].rpartition("/")[2]
    needed = [*SCHEMA["$defs"]["value"]["required"], *SCHEMA["$defs"][of_list].get("required", ())]
    assert f"`house/values.yml`, sous `{LISTS[kind]}:`" in words
    assert [key for key in needed if f"{key}:" not in words] == []
