"""Say what a key of a playbook is called, and what its listed values mean: in the words of the schemas, as on paper.

Comes in: the kind of a record or of a file, the name of a field. Goes out: what a message may hold.
"""

from __future__ import annotations

import functools
import typing
from collections.abc import Iterator
from typing import Any

from perimetre.base.words import translations
from perimetre.compare.saying import Later, lower
from perimetre.model import Named
from perimetre.model.files import FILES
from perimetre.reading.schemas import Schema, plain


def key_title(kind: str | None, name: str) -> object:
    """Return what a key is called, as it stands within a sentence; the key itself where no schema says."""
    title = _schema(kind, name).get("title")
    return lower(_translated(title)) if isinstance(title, str) else f"`{name.rstrip('_')}`"


def value_meaning(kind: str | None, name: str, value: object) -> object | None:
    """Return what a value of a closed list means, in short; None where it is of no such list."""
    schema = _schema(kind, name)
    meanings = schema.get("markdownEnumDescriptions", ())
    for listed, meaning in zip(schema.get("enum", ()), meanings, strict=False):
        if listed == value:
            return lower(_translated(meaning, shortened=True))
    return None


def _translated(text: str, *, shortened: bool = False) -> Later:
    def words(language: str) -> str:
        worded = translations(language, "schemas").gettext(text)
        # «Closed: nothing refers to it any more.»: what stands before the colon is what it is.
        return worded.split(":")[0].strip(" \N{NO-BREAK SPACE}.") if shortened else worded

    return Later(words)


def _schema(kind: str | None, name: str) -> Schema:
    """Return the schema of a key, where it stands in the record itself, else where it first stands within it."""
    own = _properties().get(kind or "", {})
    schema = own.get(name.rstrip("_")) or _within(own, name.rstrip("_"))
    return schema if isinstance(schema, dict) else {}


def _within(schema: object, name: str) -> object:
    """Return the first schema of a key below another one; None where there is none."""
    if isinstance(schema, list):
        return next((found for item in schema if (found := _within(item, name))), None)
    if not isinstance(schema, dict):
        return None
    properties = schema.get("properties")
    if isinstance(properties, dict) and isinstance(properties.get(name), dict):
        return properties[name]
    return next((found for item in schema.values() if (found := _within(item, name))), None)


@functools.cache
def _properties() -> dict[str, Schema]:
    """Return the keys of each kind of file, and of each kind of record that one of them lists."""
    found: dict[str, Schema] = {}
    for kind, cls in FILES.items():
        properties: Schema = plain(kind).get("properties", {})
        found.setdefault(kind, properties)
        for name, hint in typing.get_type_hints(cls, include_extras=True).items():
            items = properties.get(name.rstrip("_"), {}).get("items", {})
            for record in _records_in(hint):
                if record.KIND and "properties" in items:
                    found.setdefault(record.KIND, items["properties"])
    return found


def _records_in(hint: Any) -> Iterator[type[Named]]:
    if isinstance(hint, type) and issubclass(hint, Named):
        yield hint
    for argument in typing.get_args(hint):
        yield from _records_in(argument)
