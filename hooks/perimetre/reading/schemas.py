"""Read the schemas of the playbooks, each as one plain schema without references (stage validate, first half).

Comes in: a kind's name. Goes out: its schema in a form that Python judges fast: every `$ref` replaced by what it names,
the fields of `allOf` gathered into one `properties`, `unevaluatedProperties` turned into `additionalProperties`, and
`$` in patterns (which Python lets stand before a last newline) into the very end. A test checks that nothing changes.

A schema that comes from a shared definition keeps its name under `form` (`duration`), which the messages speak of.
What the schemas say to people is French, as editors show it; `told` says it in another language too.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from perimetre.base.words import translations

Schema = dict[str, Any]

_PACKAGE = Path(__file__).parents[1]
# What only editors need; titles and the meaning of listed values help to guess what was meant.
_ANNOTATIONS = {"$schema", "$id", "$defs", "markdownDescription", "errorMessage", "patternErrorMessage"}
_ANNOTATIONS |= {"defaultSnippets"}
# What a page shows. A field may be called `title` too: then it holds a mapping.
_TOLD = {"title", "markdownDescription"}
# Keywords whose value is a schema, a list of schemas, a mapping of schemas.
_ONE = (
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
_MANY = ("anyOf", "allOf")


def folder() -> Path:
    """Return the folder of the schemas: inside the installed package, else at the top of the repository."""
    inside = _PACKAGE / "schemas"
    return inside if inside.is_dir() else _PACKAGE.parent.parent / "schemas"


@functools.cache
def raw(name: str) -> Schema:
    """Return a schema as it is written (`common.schema.json`)."""
    return json.loads((folder() / name).read_text(encoding="utf-8"))


@functools.cache
def told(name: str, language: str) -> Schema:
    """Return a schema as it is written, with its titles and descriptions in `language`: French, or its catalogue's."""
    return _translated(raw(name), translations(language, "schemas").gettext)


def texts(value: Any) -> Iterator[str]:
    """Yield the titles and descriptions of a schema, in the order in which they are written."""
    if isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, dict):
        for key, inner in value.items():
            said = _said(key, inner)
            yield from said if said is not None else texts(inner)


def _said(key: str, inner: Any) -> list[str] | None:
    """Return what a keyword says to people; None where it is none that does."""
    if key in _TOLD and isinstance(inner, str):
        return [inner]
    return inner if key == "markdownEnumDescriptions" and isinstance(inner, list) else None


def _translated(value: Any, said: Callable[[str], str]) -> Any:
    if isinstance(value, list):
        return [_translated(item, said) for item in value]
    if not isinstance(value, dict):
        return value
    out = {}
    for key, inner in value.items():
        found = _said(key, inner)
        if found is None:
            out[key] = _translated(inner, said)
        else:
            # The empty text is the key of a catalogue's header.
            kept = [said(text) if text else text for text in found]
            out[key] = kept if isinstance(inner, list) else kept[0]
    return out


@functools.cache
def plain(kind: str) -> Schema:
    """Return the schema of a kind of file, without references."""
    return _Plain(f"{kind}.schema.json").read(raw(f"{kind}.schema.json"))


class _Plain:
    """Flatten the schemas of one file; a shared definition is read once per file, and shared."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.known: dict[tuple[str, str], Schema] = {}
        self.reading: set[tuple[str, str]] = set()

    def read(self, schema: Schema | bool, name: str | None = None) -> Schema | bool:
        if isinstance(schema, bool):
            return schema
        name = name or self.name
        out: Schema = {}
        for key, value in schema.items():
            if key in _ANNOTATIONS or key == "$ref":
                continue
            if key in _ONE:
                out[key] = self.read(value, name)
            elif key in _MANY:
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
            found: Any = raw(at[0])
            for part in pointer.split("/")[1:]:
                found = found[part]
            read = self.read(found, at[0])
            if not isinstance(read, dict):
                raise ValueError(f"{self.name}: the reference {ref} leads to no mapping")
            if at[0] == "common.schema.json":
                read = {**read, "form": pointer.split("/")[-1]}
            self.known[at] = read
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
        properties = properties | {k: v for k, v in part.get("properties", {}).items() if k not in properties}
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
