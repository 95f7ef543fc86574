"""Learn from a schema what may be written at a place of a record: a day, a text of several lines, one of some words.

Comes in: a kind of file, and keys that lead to a value. Goes out: a `Written` form: which control a page shows for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from perimetre.base.diagnostics import KeyPath
from perimetre.base.frozen import dataclass
from perimetre.base.undecided import TO_COMPLETE
from perimetre.pipeline.adding.records import Given
from perimetre.pipeline.adding.shapes import Addition
from perimetre.reading.kinds import KINDS
from perimetre.reading.schemas import Schema, translated

_BESIDE = "who"
"""The form of what names a role, or somebody by their place: the one who is on duty, the one who asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaForm:
    """What a schema says of a value.

    Fields:
        title: how its key is called.
        form: the name of the shared definition that it has («date», «role-ref»); "" where it has none.
        choices: the words that the schema lists, each with what it means ("" where it says nothing).
        is_list: whether several are written; the form and the choices are then those of one.
        is_yes_or_no: whether it is true or false.
    """

    title: str = ""
    form: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    is_list: bool = False
    is_yes_or_no: bool = False

    @property
    def namespace(self) -> str | None:
        """The sort of record that a word written there names; None where it names none."""
        if self.form == _BESIDE:
            return "role"
        return self.form.removesuffix("-ref").replace("-", "_") or None


def places_of(addition: Addition) -> Iterator[tuple[str, int, KeyPath]]:
    """Yield where a template writes what was given: the name, the rank of the record in the addition, the keys."""
    for rank, record in enumerate(addition.records):
        for name, path in _given(record.template, ()):
            yield name, rank, path


def _given(value: object, path: KeyPath) -> Iterator[tuple[str, KeyPath]]:
    if isinstance(value, Given):
        yield value.name, path
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _given(inner, (*path, key))
    elif isinstance(value, (list, tuple)):
        for rank, inner in enumerate(value):
            yield from _given(inner, (*path, rank))


def form_at(kind: str, path: KeyPath, language: str) -> SchemaForm | None:
    """Return what the schema of a kind of file says of a value; None where the keys lead nowhere in it."""
    name = KINDS[kind].schema
    schema, form = _resolved(translated(name, language), name, language)
    title = ""
    for step in path:
        inner = _step(schema, step, name, language)
        if inner is None:
            return None
        schema, name = inner
        schema, form, name = _followed(schema, name, language)
        title = str(schema.get("title", title)) if isinstance(step, str) else title
    is_list = "array" in _types(schema)
    if is_list and isinstance(schema.get("items"), dict):
        schema, form, _ = _followed(schema["items"], name, language)
    return SchemaForm(
        title=title,
        form=form,
        choices=tuple(_choices(schema)),
        is_list=is_list,
        is_yes_or_no="boolean" in _types(schema),
    )


def _types(schema: Schema) -> Sequence[str]:
    types: Any = schema.get("type", ())
    return [types] if isinstance(types, str) else types


def _choices(schema: Schema) -> Iterator[tuple[str, str]]:
    for part in (schema, *schema.get("anyOf", ())):
        words = part.get("enum", ())
        told = part.get("markdownEnumDescriptions", [""] * len(words))
        yield from ((str(word), about) for word, about in zip(words, told, strict=True) if word != TO_COMPLETE)


def _resolved(schema: Schema, name: str, language: str) -> tuple[Schema, str]:
    schema, form, _ = _followed(schema, name, language)
    return schema, form


def _followed(schema: Schema, name: str, language: str) -> tuple[Schema, str, str]:
    """Return a schema with what it refers to, the name of the first shared definition on the way, and its file's."""
    form = ""
    while "$ref" in schema:
        file, _, pointer = str(schema["$ref"]).partition("#")
        name = file or name
        target: Any = translated(name, language)
        for part in pointer.split("/")[1:]:
            target = target[part]
        form = form or pointer.rpartition("/")[2]
        own = {key: value for key, value in schema.items() if key != "$ref"}
        schema = {**target, **own}
    return schema, form, name


def _step(schema: Schema, step: str | int, name: str, language: str) -> tuple[Schema, str] | None:
    """Return what a schema says of a key or of an item, and the file where it says it."""
    if isinstance(step, int):
        items = schema.get("items")
        return (items, name) if isinstance(items, dict) else None
    held = schema.get("properties", {}).get(step)
    if isinstance(held, dict):
        return held, name
    for part in schema.get("allOf", ()):
        inner, _, where = _followed(part, name, language)
        found = _step(inner, step, where, language)
        if found is not None:
            return found
    return None
