"""The schemas are the one definition of a file's form; the model's classes say the same thing, field by field."""

from __future__ import annotations

import json
import re
import types
import typing
from dataclasses import fields
from typing import Annotated, Any, Literal, Union

import pytest

from perimetre.base.undecided import TO_COMPLETE
from perimetre.model import FILES
from perimetre.model.basics import Flat, Part
from perimetre.model.building.convert import hints, yaml_key
from perimetre.model.refs import Ref
from perimetre.model.text import Text
from perimetre.model.whole import VALUE_KINDS
from perimetre.reading.kinds import HOMES, KINDS
from tests.conftest import ROOT

SCHEMAS = ROOT / "schemas"
LOADED = {path.name: json.loads(path.read_text("utf-8")) for path in SCHEMAS.glob("*.schema.json")}

# What the schemas' shared forms refer to.
REFS = {
    **{f"{kind.replace('_', '-')}-ref": (kind,) for kind in (*HOMES, "brand")},
    "sanction-ref": ("ladder",),
    "who": ("role",),
    "addressee": ("role", "audience"),
    "target": ("role", "schedule", "person"),
    **{kind.replace("_", "-"): (kind,) for kind in VALUE_KINDS},
}
# Words that are names and refer to nothing that the playbooks hold, or to what another check reads.
UNCHECKED = (
    ".contact_ref",
    ".replaces",
    ".rule_levels[].rule",  # a rule of the check
    ".groups[].members[]",  # of the sort that the group says
    ".facts[].cumulated_per",
    ".limit.count",  # true, or an action
    ".limits[].count",
    ".spend_limit.count",
    "crisis.start",
)


def follow(node: Any, file: str) -> list[tuple[dict, str]]:
    """Return the subschemas that speak of the same value: the node, what it refers to, what it combines."""
    if not isinstance(node, dict):
        return []
    subschemas = [(node, file)]
    if "$ref" in node:
        target, _, pointer = node["$ref"].partition("#")
        file_of_target = target or file
        inner: Any = LOADED[file_of_target]
        for step in pointer.strip("/").split("/") if pointer else ():
            inner = inner[step]
        subschemas += follow(inner, file_of_target)
    for word in ("allOf", "anyOf", "oneOf"):
        for branch in node.get(word, ()):
            subschemas += follow(branch, file)
    return subschemas


def properties(node: Any, file: str) -> dict[str, list[tuple[dict, str]]]:
    fields_: dict[str, list[tuple[dict, str]]] = {}
    for sub, at in follow(node, file):
        for name, schema in sub.get("properties", {}).items():
            fields_.setdefault(name, []).append((schema, at))
    return fields_


def enumerated(schemas: list[tuple[dict, str]]) -> set[Any]:
    return {
        value
        for schema, file in schemas
        for sub, _ in follow(schema, file)
        for value in [*sub.get("enum", ()), *([sub["const"]] if "const" in sub else ())]
    }


def unfold(hint: Any) -> list[Any]:
    """Return the types that a field may have, without None."""
    origin = typing.get_origin(hint)
    if origin is Annotated:
        return unfold(hint.__origin__)
    if origin in (Union, types.UnionType):
        return [inner for option in typing.get_args(hint) for inner in unfold(option)]
    return [] if hint is type(None) else [hint]


def marks(hint: Any) -> list[Any]:
    if typing.get_origin(hint) is Annotated:
        return [*hint.__metadata__, *marks(hint.__origin__)]
    return [mark for option in typing.get_args(hint) for mark in marks(option)] if typing.get_args(hint) else []


def written(cls: type[Part]) -> dict[str, Any]:
    """Return the keys that a class reads, those of flat parts among them."""
    keys: dict[str, Any] = {}
    for name, hint in hints(cls).items():
        if typing.get_origin(hint) is Annotated and Flat in hint.__metadata__:
            keys |= written(hint.__origin__)
        else:
            keys[yaml_key(name)] = hint
    return keys


def differences(
    cls: type[Part], schemas: list[tuple[dict, str]], where: str, seen: set, is_also_text: bool = False
) -> list[str]:
    if (cls, where.rpartition(".")[2]) in seen:
        return []
    seen.add((cls, where.rpartition(".")[2]))
    in_schema: dict[str, list[tuple[dict, str]]] = {}
    for schema, file in schemas:
        for name, subschemas in properties(schema, file).items():
            in_schema.setdefault(name, []).extend(subschemas)
    keys = written(cls)
    if is_also_text:
        in_schema = {name: subschemas for name, subschemas in in_schema.items() if name not in {"fr", "en"}}
    problems = [
        f"{where}: `{name}` is in the schema, {cls.__name__} has no such field" for name in in_schema.keys() - keys
    ]
    problems += [f"{where}: {cls.__name__} has `{name}`, the schema does not" for name in keys.keys() - in_schema]
    for name in keys.keys() & in_schema.keys():
        problems += of_value(keys[name], in_schema[name], f"{where}.{name}", seen)
    return problems


def of_value(hint: Any, schemas: list[tuple[dict, str]], where: str, seen: set) -> list[str]:
    problems = []
    flat = [(sub, at) for schema, file in schemas for sub, at in follow(schema, file)]
    for option in unfold(hint):
        if typing.get_origin(option) is tuple:
            item = typing.get_args(option)[0]
            if hasattr(item, "spell_out"):
                continue
            items = [(sub["items"], at) for sub, at in flat if "items" in sub]
            if not items:
                problems.append(f"{where}: a list in the model, not in the schema")
            problems += of_value(item, items, f"{where}[]", seen)
        elif isinstance(option, type) and issubclass(option, Part):
            problems += differences(option, schemas, where, seen, Text in unfold(hint))
        elif isinstance(option, type) and issubclass(option, Text):
            limits = {sub["maxLength"] for sub, _ in flat if "maxLength" in sub}
            wanted = 20000 if option.__name__ == "Markdown" else 2000
            if limits and wanted not in limits:
                problems.append(f"{where}: {option.__name__} in the model, at most {limits} characters in the schema")
        elif typing.get_origin(option) is Literal:
            known, listed = set(typing.get_args(option)), enumerated(schemas) - {TO_COMPLETE}
            patterns = "".join(sub.get("pattern", "") for sub, _ in flat)
            if not listed and all(re.search(rf"\b{word}\b", patterns) for word in known):
                continue
            if not listed >= known or (len(unfold(hint)) == 1 and known != listed):
                problems.append(f"{where}: the model has {sorted(known ^ listed)} otherwise than the schema")
    if unfold(hint) in ([str], [Text]) and not any(isinstance(mark, Ref) for mark in marks(hint)):
        listed = enumerated(schemas) - {TO_COMPLETE}
        if listed and unfold(hint) == [str]:
            problems.append(f"{where}: the schema lists {sorted(listed)}, the model takes any string")
    # A word that the schema calls a reference is one in the model too, and to the same things.
    refs = {
        sub["$ref"].rpartition("/")[2]
        for sub, file in flat
        if "$ref" in sub and (sub["$ref"].startswith("common.") or file.startswith("common."))
    } & (REFS.keys() | {"ref"})
    references = [mark for mark in marks(hint) if isinstance(mark, Ref)]
    if typing.get_origin(unfold(hint)[0]) is tuple or where.endswith(UNCHECKED) or not (refs or references):
        return problems
    wanted = [set(REFS[name]) for name in refs - {"ref"}]
    if not references:
        problems.append(f"{where}: a reference ({', '.join(sorted(refs))}) in the schema, a bare string in the model")
    elif not refs:
        problems.append(f"{where}: a reference to {references[0].kinds} in the model, none in the schema")
    elif wanted and set(references[0].kinds) not in wanted:
        problems.append(f"{where}: {references[0].kinds} in the model, {wanted} in the schema")
    return problems


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_model_has_every_field_of_its_schema_and_no_other(kind: str) -> None:
    schema = KINDS[kind].schema
    assert differences(FILES[kind], [(LOADED[schema], schema)], kind, set()) == []


def test_every_schema_of_a_file_has_a_class() -> None:
    assert FILES.keys() == KINDS.keys()
    assert all(fields(cls) for cls in FILES.values())
