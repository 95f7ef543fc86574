"""What the schemas owe to editors and to the reader: valid, closed, in French, safe, true to the values that ship."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from perimetre.reading import schemas
from perimetre.reading.forms import kinds, mended, takes_to_complete
from perimetre.reading.kinds import KINDS
from tools import enums

NAMES = sorted(path.name for path in schemas.folder().glob("*.schema.json"))
COMMON = "common.schema.json"

# What makes the structure of a record, which nobody can leave for later: by its last keys, in any file.
STRUCTURE = (
    *("id", "formerly", "language", "languages", "authority", "derogable", "default"),
    *("days", "from", "to", "times.hours", "layers.shifts", "layers.rotation", "rotation.every"),
    *("rule_levels.level", "groups.of", "groups.members", "duties.trigger", "severities.number"),
    *("triage.trees", "trees.match", "branches.if", "steps.kind", "procedures.steps"),
)


def subschemas(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every schema of a file, with its place; what `if` tests, and what `then` demands, is no definition."""
    if not isinstance(node, dict):
        return
    yield path, node
    for word in ("properties", "$defs"):
        for name, inner in node.get(word, {}).items():
            yield from subschemas(inner, f"{path}/{name}")
    for word in ("items", "additionalProperties", "unevaluatedProperties", "propertyNames"):
        yield from subschemas(node.get(word), f"{path}/{word}")
    for word in ("allOf", "anyOf"):
        for at, inner in enumerate(node.get(word, ())):
            if "if" not in inner:
                yield from subschemas(inner, f"{path}/{word}/{at}")


def words_of(node: dict[str, Any], name: str) -> dict[str, Any]:
    """Return a schema with the title and description of what it refers to, where it has none."""
    if "$ref" not in node:
        return node
    file, _, pointer = node["$ref"].partition("#")
    target: Any = schemas.raw(file or name)
    for step in pointer.split("/")[1:]:
        target = target[step]
    return {**words_of(target, file or name), **node}


@pytest.mark.parametrize("name", NAMES)
def test_schema_is_valid_and_says_where_it_lives(name: str) -> None:
    schema = schemas.raw(name)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"https://perimetre.example/schemas/{name}"


def test_every_kind_has_a_schema_and_every_schema_a_kind() -> None:
    assert {kind.schema for kind in KINDS.values()} | {COMMON} == set(NAMES)


@pytest.mark.parametrize("kind", [kind for kind in KINDS.values() if kind.main], ids=lambda kind: kind.id)
def test_main_list_is_a_list_of_its_schema(kind: Any) -> None:
    assert "array" in kinds(schemas.plain(kind.id)["properties"][kind.main])


@pytest.mark.parametrize("name", NAMES)
def test_every_property_teaches_in_french(name: str) -> None:
    silent = [
        f"{path}/{key}"
        for path, schema in subschemas(schemas.raw(name))
        for key, inner in schema.get("properties", {}).items()
        if isinstance(inner, dict) and not {"title", "markdownDescription"} <= words_of(inner, name).keys()
    ]
    assert silent == []


@pytest.mark.parametrize("name", NAMES)
def test_listed_values_are_each_described(name: str) -> None:
    unsaid = [
        path
        for path, schema in subschemas(schemas.raw(name))
        if "enum" in schema and len(schema.get("markdownEnumDescriptions", ())) != len(schema["enum"])
    ]
    assert unsaid == []


@pytest.mark.parametrize("name", NAMES)
def test_french_has_its_typography(name: str) -> None:
    wrong = []
    for path, schema in subschemas(schemas.raw(name)):
        texts = [schema.get(word) for word in ("title", "markdownDescription", "patternErrorMessage", "errorMessage")]
        for text in [*texts, *schema.get("markdownEnumDescriptions", ())]:
            prose = re.sub(r"`[^`]*`", "", text) if isinstance(text, str) else ""
            if re.search(r"'|[^\u00a0][;!?»]|(?<!\u00a0):(?= )|«(?!\u00a0)", prose):
                wrong.append((path, text))
    assert wrong == []


@pytest.mark.parametrize("name", NAMES)
def test_every_object_is_closed(name: str) -> None:
    bases = {
        "record",
        "match-dimensions",
        "match-fields",
        "value",
        "known-facts",
    }  # completed by those that take them up
    open_ones = [
        path
        for path, schema in subschemas(schemas.raw(name))
        if ("properties" in schema or schema.get("type") == "object")
        and "additionalProperties" not in schema
        and "unevaluatedProperties" not in schema
        and path.rsplit("/", 1)[-1] not in bases
    ]
    assert [path for path in open_ones if name != COMMON or path] == []


@pytest.mark.parametrize("name", NAMES)
def test_there_is_no_one_of_and_no_stray_any_of(name: str) -> None:
    """`oneOf` says nothing useful of what fits nowhere; `anyOf` adds what ships to what a house names or measures."""
    for path, schema in subschemas(schemas.raw(name)):
        assert "oneOf" not in schema, path
        if "anyOf" in schema:
            first, second = schema["anyOf"]
            assert "enum" in first, path
            assert schemas_form(second, name) in ("ref", "duration"), path


def schemas_form(node: dict[str, Any], name: str) -> str:
    while "$ref" in node:
        file, _, pointer = node["$ref"].partition("#")
        name, key = file or name, pointer.rsplit("/", 1)[-1]
        node = schemas.raw(name)["$defs"][key] if pointer else schemas.raw(name)
        if "$ref" not in node:
            return key
    return ""


@pytest.mark.parametrize("name", NAMES)
def test_patterns_mean_the_same_everywhere_and_never_explode(name: str) -> None:
    for path, schema in subschemas(schemas.raw(name)):
        pattern = schema.get("pattern")
        if pattern is None:
            continue
        assert pattern.startswith("^"), path
        assert pattern.endswith("$"), path
        assert not re.search(r"\\[dwsb]|\(\?<", pattern), f"{path}: what Python and JavaScript read otherwise"
        assert not re.search(r"\([^()]*[*+][^()]*\)[*+{]", pattern), f"{path}: a repeat within a repeat"
        assert not re.search(r"\$(?![)]|\Z)", pattern), f"{path}: a literal dollar"


@pytest.mark.parametrize("name", NAMES)
def test_each_key_that_takes_a_day_turns_one_in_the_order_of_french(name: str) -> None:
    for path, schema in subschemas(schemas.raw(name)):
        whole = {"form": schemas_form(schema, name), **words_of(schema, name)}
        pattern = whole.get("pattern", "")
        if "[0-9]{4}-" in pattern and re.match(pattern, "2027-01-14"):
            assert mended(whole, "14/01/2027") == "2027-01-14", path


@pytest.mark.parametrize("form", ["date", "time", "duration", "id", "instant"])
@pytest.mark.parametrize("end", ["\n", "\u0663"])
def test_forms_take_no_last_newline_and_no_other_digits(form: str, end: str) -> None:
    right = {"date": "2026-11-22", "time": "08:30", "duration": "30min", "id": "a-1", "instant": "2026-11-22T08:30"}
    plain = schemas.plain("channels")["properties"]["channels"]["items"]["properties"]
    everything = {"date": plain["opened_on"], "duration": plain["review_in"], "id": plain["id"]}
    everything["time"] = plain["service_hours"]["items"]["properties"]["from"]
    everything["instant"] = schemas.plain("brand")["properties"]["postures"]["items"]["properties"]["declared_at"]
    validator = jsonschema.Draft202012Validator(everything[form])
    assert validator.is_valid(right[form])
    assert not validator.is_valid(right[form] + end)


@pytest.mark.parametrize("kind", sorted({*KINDS} - {"values"}))
def test_to_complete_may_stand_for_what_a_house_has_yet_to_say(kind: str) -> None:
    refused = [place for place in _refusing(schemas.plain(kind), kind) if not _is_structure(place)]
    assert refused == []


def _refusing(schema: dict[str, Any], path: str) -> Iterator[str]:
    """Yield the keys, within the lists of a file, that do not take `to-complete`."""
    for key, inner in schema.get("properties", {}).items():
        if isinstance(inner, dict) and not (key in ("fr", "en") and "form" in schema):
            place = f"{path}.{key}"
            if path.count(".") and not takes_to_complete(inner):
                yield place
            yield from _refusing(inner, place)
            yield from _refusing(inner.get("items", {}), place)


def _is_structure(place: str) -> bool:
    return any(place.endswith(f".{key}") or place == key for key in STRUCTURE)


def test_values_that_ship_are_those_of_the_schemas() -> None:
    common = schemas.raw(COMMON)
    assert enums.filled(common) == common, "run: python -m tools.enums"


def test_schemas_are_written_as_the_script_writes_them() -> None:
    text = (schemas.folder() / COMMON).read_text("utf-8")
    assert text == enums.dumps(json.loads(text)) + "\n"


def test_values_that_ship_have_the_form_that_a_house_s_own_must_have() -> None:
    validator = jsonschema.Draft202012Validator(schemas.plain("values"))
    for name, records in enums.shipped().items():
        assert [error.message for error in validator.iter_errors({name: records})] == []
