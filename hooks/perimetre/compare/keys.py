"""Say what a key of a playbook is called, and what its listed values mean: in the words of the schemas, as on paper.

Comes in: a class of the model, the name of one of its fields. Goes out: what a message may hold. The classes and the
schemas are walked side by side, so that each field has the title of its own key, however deep it stands.
"""

from __future__ import annotations

import functools
import typing
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from perimetre.base.words import message, translations
from perimetre.compare.saying import Later, lower
from perimetre.model import Part
from perimetre.model.files import FILES
from perimetre.reading.schemas import Schema, plain

# What is about a value, not below it.
_BELOW = ("items", "anyOf", "allOf", "oneOf", "if", "then", "else", "additionalProperties")


def key_title(cls: type[Part], name: str) -> object:
    """Return what a key is called, as it stands within a sentence."""
    title = _keys().get((cls, name), {}).get("title") or _by_name().get(name, {}).get("title")
    if isinstance(title, str):
        return lower(_translated(title))
    return message("what is said of it")


def file_title(kind: str) -> Later:
    """Return what a kind of file is called."""
    return _translated(plain(kind)["title"])


def value_meaning(cls: type[Part], name: str, value: object) -> object | None:
    """Return what a value of a closed list means, in short; None where it is of no such list."""
    for schema in _below(_keys().get((cls, name), {})):
        meanings = schema.get("markdownEnumDescriptions", ())
        for listed, meaning in zip(schema.get("enum", ()), meanings, strict=False):
            if listed == value:
                return lower(_translated(meaning, shortened=True))
    return None


def is_listed(cls: type[Part], name: str) -> bool:
    """Say whether the values of a key are those of a closed list."""
    return any("enum" in schema for schema in _below(_keys().get((cls, name), {})))


def _translated(text: str, *, shortened: bool = False) -> Later:
    def words(language: str) -> str:
        worded = translations(language, "schemas").gettext(text)
        # «Closed: nothing refers to it any more.»: what stands before the colon is what it is.
        return worded.split(":")[0].strip(" \N{NO-BREAK SPACE}.") if shortened else worded

    return Later(words)


@functools.cache
def _keys() -> Mapping[tuple[type[Part], str], Schema]:
    """Return the schema of each field of each class that some file holds."""
    found: dict[tuple[type[Part], str], Schema] = {}
    for kind, cls in FILES.items():
        _walk(cls, [plain(kind)], found, set())
    return found


@functools.cache
def _by_name() -> Mapping[str, Schema]:
    """Return the first schema that each name of a field has, for what stands beside the keys of another class."""
    named: dict[str, Schema] = {}
    for (_, name), schema in _keys().items():
        if "title" in schema:
            named.setdefault(name, schema)
    return named


def _walk(
    cls: type[Part], schemas: list[Schema], found: dict[tuple[type[Part], str], Schema], open_: set[type[Part]]
) -> None:
    if cls in open_:
        return
    below = [properties for schema in schemas for form in _below(schema) if (properties := form.get("properties"))]
    hints = typing.get_type_hints(cls, include_extras=True)
    for field in fields(cls):
        key = field.name.rstrip("_")
        own = [properties[key] for properties in below if isinstance(properties.get(key), dict)]
        if own:
            titled = [schema for schema in own if "title" in schema]
            found.setdefault((cls, field.name), (titled or own)[0])
        # The keys of a part that has none of its own are those of what holds it.
        for part in _parts_in(hints[field.name]):
            _walk(part, own or schemas, found, {*open_, cls})


def _below(schema: object) -> Iterator[Schema]:
    """Yield a schema and the forms that the value itself, or each item of it, may have."""
    if isinstance(schema, list):
        for item in schema:
            yield from _below(item)
    elif isinstance(schema, dict):
        yield schema
        for keyword in _BELOW:
            yield from _below(schema.get(keyword))


def _parts_in(hint: Any) -> Iterator[type[Part]]:
    if isinstance(hint, type) and issubclass(hint, Part):
        yield hint
    for argument in typing.get_args(hint):
        yield from _parts_in(argument)
