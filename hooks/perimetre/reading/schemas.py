"""Read the schemas of the playbooks, each as one plain schema without references (stage validate, first half).

Comes in: a kind's name. Goes out: its schema in a form that Python judges fast: every `$ref` replaced by what it names,
the fields of `allOf` gathered into one `properties`, `unevaluatedProperties` turned into `additionalProperties`, and
`$` in patterns (which Python lets stand before a last newline) into the very end. A test checks that nothing changes.

A schema that comes from a shared definition keeps its name under `form` (`duration`), which the messages speak of.
What the schemas say to people is French, as editors show it; `translated` says it in another language too.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from perimetre.base.words import translations

Schema = dict[str, Any]

COMMON = "common.schema.json"
# Those of which other schemas take forms: the steps of crises are those of procedures, what a file of `postures/` holds
# is an item of a list of `brand.yml`, and one of `lessons/`, of `reporting.yml`.
SHARED = (COMMON, "crisis.schema.json", "posture.schema.json", "lesson.schema.json")
_PACKAGE = Path(__file__).parents[1]
# What only editors need; titles and the meaning of listed values help to guess what was meant.
_ANNOTATIONS = {"$schema", "$id", "$defs", "markdownDescription", "errorMessage", "patternErrorMessage"}
_ANNOTATIONS |= {"defaultSnippets"}
# What a page or an editor shows. A field may be called `title` too: then it holds a mapping.
_TOLD = {"title", "markdownDescription", "errorMessage", "patternErrorMessage"}
# Keywords whose value is a schema, or a list of schemas.
_SCHEMA = (
    "items",
    "additionalProperties",
    "unevaluatedProperties",
    "propertyNames",
    "if",
    "then",
    "else",
    "not",
    "contains",
)
# What a part of `allOf` may bring.
_GATHERED = {"title", "form", "properties", "required", "allOf"}
_SCHEMAS = ("anyOf", "allOf")


def folder() -> Path:
    """Return the folder of the schemas: inside the installed package, else at the top of the repository."""
    inside = _PACKAGE / "schemas"
    return inside if inside.is_dir() else _PACKAGE.parent.parent / "schemas"


@functools.cache
def raw(name: str) -> Schema:
    """Return a schema as it is written (`common.schema.json`)."""
    schema: Schema = json.loads((folder() / name).read_text(encoding="utf-8"))
    return schema


@functools.cache
def translated(name: str, language: str) -> Schema:
    """Return a schema as it is written, with what it says to people in `language`: French, or its catalogue’s."""
    schema: Schema = _worded(raw(name), translations(language, "schemas").gettext)
    return schema


def texts(value: Any) -> Iterator[str]:
    """Yield what a schema says to people, in the order in which it is written."""
    if isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, dict):
        for key, inner in value.items():
            words = _words(key, inner)
            yield from words if words is not None else texts(inner)


def _words(key: str, inner: Any) -> list[str] | None:
    """Return what a keyword says to people; None where it is none that does."""
    if key in _TOLD and isinstance(inner, str):
        return [inner]
    return inner if key == "markdownEnumDescriptions" and isinstance(inner, list) else None


def _worded(value: Any, translate: Callable[[str], str]) -> Any:
    if isinstance(value, list):
        return [_worded(item, translate) for item in value]
    if not isinstance(value, dict):
        return value
    out = {}
    for key, inner in value.items():
        words = _words(key, inner)
        if words is None:
            out[key] = _worded(inner, translate)
        else:
            # The empty text is the key of a catalogue's header.
            new = [translate(text) if text else text for text in words]
            out[key] = new if isinstance(inner, list) else new[0]
    return out


@functools.cache
def plain(kind: str) -> Schema:
    """Return the schema of a kind of file, without references."""
    name = f"{kind}.schema.json"
    return _Plain(name).mapping(raw(name), name)


@functools.cache
def keys_of_the_schemas() -> frozenset[str]:
    """Return every key that some mapping of some kind of file may have."""
    return frozenset(key for path in folder().glob("*.schema.json") for key in _keys(raw(path.name)))


def _keys(schema: Any) -> Iterator[str]:
    if isinstance(schema, list):
        for item in schema:
            yield from _keys(item)
    elif isinstance(schema, dict):
        for keyword, inner in schema.items():
            if keyword == "properties" and isinstance(inner, dict):
                yield from inner
            yield from _keys(inner)


class _Plain:
    """Flatten the schemas of one file; a shared definition is read once per file, and shared."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.known: dict[tuple[str, str], Schema] = {}
        self.reading: set[tuple[str, str]] = set()

    def read(self, schema: Schema | bool, name: str) -> Schema | bool:
        return schema if isinstance(schema, bool) else self.mapping(schema, name)

    def mapping(self, schema: Schema, name: str) -> Schema:
        out: Schema = {}
        for key, value in schema.items():
            if key in _ANNOTATIONS or key == "$ref":
                continue
            if key in _SCHEMA:
                out[key] = self.read(value, name)
            elif key in _SCHEMAS:
                out[key] = [self.read(item, name) for item in value]
            elif key == "properties":
                out[key] = {field: self.read(item, name) for field, item in value.items()}
            elif key == "pattern":
                out[key] = value.replace("$", r"\Z")
            else:
                out[key] = value
        if "$ref" in schema:
            out = {**self.target(schema["$ref"], name), **out}
        return _gathered(out) if "allOf" in out or "unevaluatedProperties" in out else out

    def target(self, ref: str, name: str) -> Schema:
        file, _, pointer = ref.partition("#")
        at = (file or name, pointer)
        if at not in self.known:
            if at in self.reading:
                raise ValueError(f"{self.name}: the reference {ref} leads to itself")
            self.reading.add(at)
            target: Any = raw(at[0])
            for part in pointer.split("/")[1:]:
                target = target[part]
            if not isinstance(target, dict):
                raise ValueError(f"{self.name}: the reference {ref} leads to no mapping")
            schema = self.mapping(target, at[0])
            if at[0] == COMMON:
                schema = {**schema, "form": pointer.split("/")[-1]}
            self.known[at] = schema
        return self.known[at]


def _gathered(schema: Schema) -> Schema:
    """Move the fields that `allOf` brings into the schema itself; what remains there are conditions."""
    # Its own fields first: they are what a hint should name first.
    properties: Schema = dict(schema.get("properties", {}))
    required: list[str] = []
    conditions: list[Schema] = []
    for part in schema.pop("allOf", ()):
        if "if" in part:
            conditions.append(part)
            continue
        if lost := {key for key in part.keys() - _GATHERED if part[key] != schema.get(key)}:
            raise ValueError(f"`allOf` brings more than fields: {', '.join(sorted(lost))}")
        brought = part.get("properties", {})
        properties = properties | {field: brought[field] for field in brought if field not in properties}
        required += part.get("required", ())
        conditions += part.get("allOf", ())
    if properties:
        schema["properties"] = properties
    if required := [*dict.fromkeys([*required, *schema.get("required", ())])]:
        schema["required"] = required
    if "unevaluatedProperties" in schema:
        schema["additionalProperties"] = schema.pop("unevaluatedProperties")
    if conditions:
        schema["allOf"] = conditions
    return schema
