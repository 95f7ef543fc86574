"""Say what each kind of file may hold, form by form and key by key, from the schemas and from the model.

A part of the stage render. Comes in: a schema, a language. Goes out: `Form`s and their `Key`s. What a key is worth
where it is unsaid is what the model's class gives it; since when it is there, what `data/since.yml` holds
(`python -m tools.since`). The schemas speak French; a page in English takes what they say from their catalogue
(`schemas.po`).
"""

from __future__ import annotations

import dataclasses
import functools
import typing
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any

from perimetre.base.frozen import dataclass
from perimetre.base.undecided import TO_COMPLETE
from perimetre.base.words import Listing, Message, message, say
from perimetre.model import FILES
from perimetre.model.basics import Flat, Part
from perimetre.model.building.convert import hints, yaml_key
from perimetre.model.text import Markdown
from perimetre.reading.kinds import KINDS
from perimetre.reading.schemas import translated
from perimetre.render.data import load

Schema = Mapping[str, Any]
"""A JSON Schema, or a part of one: what JSON holds."""

Target = tuple[str, str, str]
"""(page, anchor, title) of a form."""

# A default that these words announce in a description is not said again.
_SAID = ("éfaut", "efault")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What a value must be.

    Fields:
        text: what sort of value, in words ("text", "whole number"); None where `target` says it.
        target: the form that it has, or None.
        many: whether it is a list of that.
        words: the words of a closed list, each with what it means.
    """

    text: Markdown | None = None
    target: Target | None = None
    many: bool = False
    words: tuple[tuple[str, Markdown | None], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key of a mapping.

    Fields:
        default: what it is worth where it is unsaid, as it would be written; empty where that is nothing.
        since: the version that brought it; empty where none has yet.
        keys: those of the group that it is, where this group is no form of its own.
    """

    name: str
    title: str
    description: Markdown | None
    required: bool
    shape: Shape
    default: str
    since: str
    keys: tuple[Key, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A mapping, or a form of value, with its keys."""

    id: str
    title: str
    description: Markdown | None
    keys: tuple[Key, ...]
    shape: Shape
    parents: tuple[Target, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeysOfAForm(Part):
    """Keys of a form; `at`: where the form stands (`channels/channel.access`)."""

    at: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeysOfAVersion(Part):
    """The keys that a version brought, by the forms that have them."""

    version: str
    forms: tuple[KeysOfAForm, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SinceFile(Part):
    """The versions, the first one first, each with the keys that it brought."""

    versions: tuple[KeysOfAVersion, ...] = ()


@functools.cache
def since() -> tuple[KeysOfAVersion, ...]:
    """Return the versions, the first one first, each with the keys that it brought."""
    return load(SinceFile, "since.yml")[0].versions


def first_version() -> str:
    """Return the version that was the first."""
    return since()[0].version


def file_form(page: str, language: str) -> Form:
    """Return the form of a kind of file itself."""
    schema = translated(f"{page}.schema.json", language)
    return _SchemaReader(page, language).form("file", schema, page)


def forms(page: str, language: str) -> tuple[Form, ...]:
    """Return the forms that a schema defines: first those that its file's own keys hold, then those that these hold."""
    schema = translated(f"{page}.schema.json", language)
    reader = _SchemaReader(page, language)
    defined: Mapping[str, Schema] = schema.get("$defs", {})
    order = dict.fromkeys((*_met({**schema, "$defs": {}}, defined), *defined))
    return tuple(reader.form(id, defined[id], f"{page}/{id}") for id in order)


def positions(page: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each form of a schema that has keys, by where it stands (`channels/channel.access`), with its keys."""
    schema = translated(f"{page}.schema.json", "fr")
    yield from _positions(schema, page)
    for id, form in schema.get("$defs", {}).items():
        yield from _positions(form, f"{page}/{id}")


def _positions(schema: Schema, where: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    keys: Mapping[str, Schema] = _group(schema).get("properties", {})
    if keys:
        yield where, tuple(keys)
    for name, key in keys.items():
        yield from _positions(key, f"{where}.{name}")


def _group(schema: Schema) -> Schema:
    """Return the schema of the mappings that a value is, or that it is a list of; nothing where that is elsewhere."""
    while "items" in schema:
        schema = schema["items"]
    return schema if "$ref" not in schema else {}


def _met(schema: object, defined: Mapping[str, Schema]) -> Iterator[str]:
    """Yield the forms that a schema leads to, the nearest first."""
    near = list(dict.fromkeys(_named(schema)))
    seen: dict[str, None] = {}
    while near:
        seen.update(dict.fromkeys(near))
        near = [id for known in near for id in _named(defined[known]) if id not in seen]
        near = list(dict.fromkeys(near))
    yield from seen


def _named(schema: object) -> Iterator[str]:
    if isinstance(schema, Mapping):
        ref = schema.get("$ref")
        if isinstance(ref, str) and ref.startswith("#/$defs/"):
            yield ref.removeprefix("#/$defs/")
        for inner in schema.values():
            yield from _named(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from _named(inner)


class _SchemaReader:
    """Read the forms of one schema, in one language."""

    def __init__(self, page: str, language: str) -> None:
        self._page = page
        self._language = language
        self._root = translated(f"{page}.schema.json", language)

    def form(self, id: str, schema: Schema, where: str) -> Form:
        keys = self._keys(schema, where)
        return Form(
            id=anchor(id),
            title=str(schema.get("title", id)),
            description=description(schema),
            keys=keys,
            shape=self._shape(schema) if not keys else Shape(),
            parents=tuple(
                target for parent in schema.get("allOf", ()) if (target := self._target(parent.get("$ref", "")))
            ),
        )

    def _keys(self, schema: Schema, where: str) -> tuple[Key, ...]:
        group = _group(schema)
        required = set(group.get("required", ()))
        return tuple(self._key(name, key, where, name in required) for name, key in group.get("properties", {}).items())

    def _key(self, name: str, schema: Schema, where: str, required: bool) -> Key:
        told = self._with_referred(schema)
        about = description(told)
        default = "" if required else _default(where, name)
        if about is not None and any(word in (about.plain or "") for word in _SAID):
            default = ""
        return Key(
            name=name,
            title=str(told.get("title", "")),
            description=about,
            required=required,
            shape=self._shape(schema),
            default=default,
            since=_versions().get((where, name), ""),
            keys=self._keys(schema, f"{where}.{name}"),
        )

    def _with_referred(self, schema: Schema) -> Schema:
        """Return the schema with, where it refers to another, the words of that one under its own."""
        ref = schema.get("$ref")
        return {**self._resolved(ref), **schema} if ref else schema

    def _resolved(self, ref: str) -> Schema:
        file, _, pointer = ref.partition("#")
        schema: Schema = translated(file, self._language) if file else self._root
        for step in filter(None, pointer.split("/")):
            schema = schema.get(step, {})
        return schema

    def _target(self, ref: str) -> Target | None:
        file, _, pointer = ref.partition("#/$defs/")
        if not pointer or "/" in pointer:
            return None
        on = file.removesuffix(".schema.json") if file else self._page
        return f"reference/{on}", anchor(pointer), str(self._resolved(ref).get("title", pointer))

    def _shape(self, schema: Schema) -> Shape:
        if "$ref" in schema:
            return Shape(target=self._target(schema["$ref"]))
        if "enum" in schema:
            meanings = schema.get("markdownEnumDescriptions", ())
            return Shape(
                words=tuple(
                    (str(word), Markdown(plain=meanings[rank]) if rank < len(meanings) else None)
                    for rank, word in enumerate(schema["enum"])
                    if word != TO_COMPLETE
                )
            )
        if "items" in schema:
            inside = self._shape(schema["items"])
            return Shape(text=inside.text, target=inside.target, words=inside.words, many=True)
        types = schema.get("type", "")
        names = types if isinstance(types, list) else [types]
        plain = [_TYPES[name] for name in names if name and not (name == "string" and len(names) > 1)]
        told = say(Listing(tuple(plain), "or"), self._language) if plain else f"`{schema.get('const', '')}`"
        return Shape(text=Markdown(plain=told))


_TYPES: Mapping[str, Message] = {
    "string": message("text"),
    "integer": message("whole number"),
    "number": message("number"),
    "boolean": message("`true` or `false`"),
    "object": message("group of keys"),
    "array": message("list"),
}


def description(schema: Schema) -> Markdown | None:
    """Return what a schema says of what it describes."""
    text = schema.get("markdownDescription")
    return Markdown(plain=text) if text else None


def anchor(id: str) -> str:
    """Return the anchor of a form."""
    return "".join(f"-{sign.lower()}" if sign.isupper() else sign for sign in id).replace("_", "-").strip("-")


# --- since when ----------------------------------------------------------------------------------------------------


@functools.cache
def _versions() -> Mapping[tuple[str, str], str]:
    """Return the version that brought each key, by where it stands and its name."""
    return {
        (form.at, name): brought.version
        for brought in reversed(since())
        for form in brought.forms
        for name in form.keys
    }


# --- what it is worth where it is unsaid ---------------------------------------------------------------------------


def _default(where: str, name: str) -> str:
    """Return what a key is worth where it is unsaid, as it would be written; empty where that is nothing."""
    cls = _classes().get(where)
    field = _fields(cls).get(name) if cls is not None else None
    if field is None:
        return ""
    value = field.default
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, str)):
        return str(value)
    if isinstance(value, tuple) and value and all(isinstance(item, str) for item in value):
        return f"[{', '.join(value)}]"
    return ""


@functools.cache
def _classes() -> Mapping[str, type[Part]]:
    """Return the class of the model that each form becomes, by where the form stands."""
    known: dict[str, type[Part]] = {}
    for kind in KINDS:
        _walk(FILES[kind], kind, translated(f"{kind}.schema.json", "fr"), kind, known)
    return known


def _walk(cls: type[Part], page: str, schema: Schema, where: str, known: dict[str, type[Part]]) -> None:
    if where in known:
        return
    known[where] = cls
    for page_of, at, properties in _properties(page, schema, where):
        known.setdefault(at, cls)
        for name, key in properties.items():
            field = _hints(cls).get(name)
            for part in _parts(field):
                _walk(part, *_followed(page_of, key, f"{at}.{name}"), known)


def _properties(page: str, schema: Schema, where: str) -> Iterator[tuple[str, str, Mapping[str, Schema]]]:
    """Yield the keys of a form, and those that it takes from others, with where each of them stands."""
    yield page, where, _group(schema).get("properties", {})
    for parent in _group(schema).get("allOf", ()):
        if "$ref" in parent:
            yield from _properties(*_followed(page, parent, where))


def _followed(page: str, schema: Schema, where: str) -> tuple[str, Schema, str]:
    """Return the schema that a value has in the end: the name of its file, itself, where it stands."""
    while True:
        if "items" in schema:
            schema = schema["items"]
        elif "$ref" in schema:
            file, _, pointer = schema["$ref"].partition("#/$defs/")
            page = file.removesuffix(".schema.json") if file else page
            root = translated(f"{page}.schema.json", "fr")
            schema, where = (root["$defs"][pointer], f"{page}/{pointer}") if pointer else (root, page)
        else:
            return page, schema, where


def _hints(cls: type[Part]) -> Mapping[str, Any]:
    """Return the types of what a class reads, by key, those of its flat parts among them."""
    read: dict[str, Any] = {}
    for name, hint in hints(cls).items():
        if _is_flat(hint):
            read |= _hints(hint.__origin__)
        else:
            read[yaml_key(name)] = hint
    return read


def _fields(cls: type[Part]) -> Mapping[str, dataclasses.Field[Any]]:
    read: dict[str, dataclasses.Field[Any]] = {}
    types = hints(cls)
    for field in dataclasses.fields(cls):
        if field.name in types and _is_flat(types[field.name]):
            read |= _fields(types[field.name].__origin__)
        else:
            read[yaml_key(field.name)] = field
    return read


def _is_flat(hint: Any) -> bool:
    return typing.get_origin(hint) is Annotated and Flat in hint.__metadata__


def _parts(hint: Any) -> Sequence[type[Part]]:
    """Return the classes of the model that a field may hold."""
    if isinstance(hint, type):
        return (hint,) if issubclass(hint, Part) else ()
    inner = (hint.__origin__,) if typing.get_origin(hint) is Annotated else typing.get_args(hint)
    return tuple(part for option in inner for part in _parts(option))
