"""What the schemas say to a manager who types: a title and a lesson everywhere, in good French, with true examples."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from perimetre.reading.kinds import KINDS
from perimetre.reading.parse import parse
from perimetre.reading.sources import Source
from tests.conftest import ROOT

SCHEMAS = ROOT / "schemas"
LOADED = {path.name: json.loads(path.read_text("utf-8")) for path in SCHEMAS.glob("*.schema.json")}
OUTPUTS = {path.name: json.loads(path.read_text("utf-8")) for path in SCHEMAS.glob("output/*.schema.json")}
REGISTRY = Registry().with_resources(
    (schema["$id"], Resource.from_contents(schema)) for schema in (*LOADED.values(), *OUTPUTS.values())
)
# «Exemple : `…`», and any list or mapping between backquotes: both are meant to be copied.
EXAMPLE = re.compile(r"Exemples?\u00a0: `([^`]*)`|`([\[{](?!\{)[^`]*[\]}])`")
SAID = ("title", "markdownDescription", "errorMessage", "patternErrorMessage")

Pointer = tuple[str | int, ...]

# What others are composed with stays open; they close themselves.
OPEN = (("record",), ("match-dimensions",), ("match-fields",), ("value",))
NO_EXAMPLE = ("acknowledgements.schema.json", "decision.schema.json")


def nodes(value: Any, pointer: Pointer = ()) -> Iterator[tuple[Pointer, dict[str, Any]]]:
    """Yield each mapping of a schema, with the way that leads to it."""
    if isinstance(value, dict):
        yield pointer, value
        for key, inner in value.items():
            yield from nodes(inner, (*pointer, key))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from nodes(inner, (*pointer, position))


def is_schema(pointer: Pointer) -> bool:
    """Whether the mapping is a schema and not the list of a schema's properties or definitions."""
    return (
        not pointer
        or pointer[-1] not in ("properties", "$defs", "if", "then", "not")
        or pointer[-2:-1]
        in (
            ("properties",),
            ("$defs",),
        )
    )


def words_under(node: dict[str, Any], file: str, word: str) -> str | None:
    """Return what a schema says under `word`, itself or through its reference."""
    while word not in node and "$ref" in node:
        file_of, _, pointer = node["$ref"].partition("#")
        file = file_of or file
        node = LOADED[file]
        for step in pointer.split("/")[1:]:
            node = node[step]
    return node.get(word)


def read(example: str) -> Any:
    """Read an example as the product would, were it written after a key."""
    parsed = parse(Source("x.yml", "x.yml", f"example: {example}\n".encode()))
    assert parsed.document, f"`{example}` is refused: {[diagnostic.rule for diagnostic in parsed.diagnostics]}"
    return parsed.document.data["example"]


def test_every_kind_of_file_has_its_schema() -> None:
    assert {f"{kind}.schema.json" for kind in KINDS} | {"common.schema.json"} == set(LOADED)


@pytest.mark.parametrize("name", sorted(LOADED | OUTPUTS))
def test_schemas_are_sound_and_closed(name: str) -> None:
    schema = (LOADED | OUTPUTS)[name]
    Draft202012Validator.check_schema(schema)
    for pointer, node in nodes(schema):
        if not is_schema(pointer):
            continue
        assert "oneOf" not in node, pointer
        if "properties" in node and "type" in node and pointer[1:] not in OPEN:
            assert "additionalProperties" in node or "unevaluatedProperties" in node, pointer


@pytest.mark.parametrize("name", sorted(LOADED))
def test_every_property_has_a_title_and_a_lesson(name: str) -> None:
    for pointer, node in nodes(LOADED[name]):
        if not pointer or pointer[-1] != "properties" or "if" in pointer or "then" in pointer:
            continue
        for key, inner in node.items():
            for word in SAID[:2]:
                assert words_under(inner, name, word), (*pointer, key, word)


@pytest.mark.parametrize("name", sorted(LOADED))
def test_what_is_said_is_well_set(name: str) -> None:
    for pointer, node in nodes(LOADED[name]):
        for word in SAID:
            text = node.get(word)
            if not isinstance(text, str):
                continue
            plain = re.sub(r"`[^`]*`", "`", text)
            assert not re.search(r"'| [;:!?»]|«[^\u00a0]", plain), (*pointer, text)
            assert text.count("`") % 2 == 0, (*pointer, text)
        descriptions = node.get("markdownEnumDescriptions")
        assert not isinstance(descriptions, list) or len(descriptions) == len(node["enum"]), pointer


@pytest.mark.parametrize("name", sorted(LOADED))
def test_examples_are_valid_where_they_stand(name: str) -> None:
    count = 0
    for pointer, node in nodes(LOADED[name]):
        text = node.get("markdownDescription")
        if not isinstance(text, str) or not is_schema(pointer) or not {"type", "enum", "$ref", "anyOf"} & node.keys():
            continue
        path = "/".join(str(step) for step in pointer)
        here = {"$ref": f"{LOADED[name]['$id']}#{'/' if path else ''}{path}"}
        for quoted in EXAMPLE.finditer(text):
            example = quoted[1] or quoted[2]
            if "…" in example and example.startswith(("[", "{")):
                continue  # cut short on purpose
            count += 1
            errors = [
                error.message for error in Draft202012Validator(here, registry=REGISTRY).iter_errors(read(example))
            ]
            assert not errors, (path, example, errors)
    assert count or name in NO_EXAMPLE
