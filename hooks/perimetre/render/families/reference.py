"""Draft how the handbook is written: one page for each kind of file, from the schemas, and what the check refuses.

The schemas speak French; a page in English takes what they say from their catalogue (`schemas.po`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from perimetre.base.frozen import dataclass
from perimetre.base.undecided import TO_COMPLETE
from perimetre.base.words import Listing, Message, message
from perimetre.judge.pages import mendings, other_checks, page
from perimetre.judge.registry import RULES
from perimetre.model.text import Markdown, Text
from perimetre.reading.kinds import KINDS
from perimetre.reading.schemas import translated
from perimetre.render.desk import Desk
from perimetre.render.drafts import PageDraft

Schema = Mapping[str, Any]
"""A JSON Schema, or a part of one: what JSON holds."""

_COMMON = "common"
_COMMON_TITLE = message("Forms that every file shares")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What a value must be.

    Fields:
        text: what sort of value, in words ("text", "whole number"); empty where `target` says it.
        target: (page, anchor, title) of the form that it has, or None.
        many: whether it is a list of that.
        words: the words of a closed list, each with what it means.
    """

    text: Listing | str = ""
    target: tuple[str, str, str] | None = None
    many: bool = False
    words: tuple[tuple[str, Text | None], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key of a mapping."""

    name: str
    title: str
    description: Markdown | None
    required: bool
    shape: Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A mapping, or a form of value, with its keys."""

    id: str
    title: str
    description: Markdown | None
    keys: tuple[Key, ...]
    shape: Shape
    parents: tuple[tuple[str, str, str], ...]


def drafts(desk: Desk) -> Iterator[PageDraft]:
    """Return the drafts of the reference."""
    if desk.is_public:
        return
    kinds = [(kind.id, _schema_title(kind.id, desk.language)) for kind in KINDS.values()]
    yield desk.draft(
        "reference",
        message("How to write the handbook"),
        "reference/index.html",
        audience="internal",
        group="reference",
        boost=0.5,
        kinds=[
            (kind, _schema_title(kind.id, desk.language), _description(translated(kind.schema, desk.language)))
            for kind in KINDS.values()
        ],
        common=_COMMON_TITLE,
    )
    for name, title in (*kinds, (_COMMON, _COMMON_TITLE)):
        schema = translated(f"{name}.schema.json", desk.language)
        yield desk.draft(
            f"reference/{name}",
            title,
            "reference/kind.html",
            audience="internal",
            group="reference",
            parent="reference",
            boost=0.4,
            filed=KINDS.get(name),
            file=_form("file", schema, schema, name, desk.language) if name != _COMMON else None,
            about=_description(schema),
            forms=[_form(id, form, schema, name, desk.language) for id, form in schema.get("$defs", {}).items()],
        )
    yield desk.draft(
        "reference/rules",
        message("What the check refuses"),
        "reference/rules.html",
        audience="internal",
        group="reference",
        parent="reference",
        boost=0.4,
        codes=tuple(_codes(desk.language)),
        rules=tuple(rule_page for rule in RULES if (rule_page := page(rule, desk.language))),
    )


def _schema_title(name: str, language: str) -> str:
    return str(translated(f"{name}.schema.json", language).get("title", name))


def _description(schema: Schema) -> Markdown | None:
    text = schema.get("markdownDescription")
    return Markdown(plain=text) if text else None


def _form(id: str, schema: Schema, root: Schema, page: str, language: str) -> Form:
    required = set(schema.get("required", ()))
    keys: dict[str, Schema] = dict(schema.get("properties", {}))
    return Form(
        id=_anchor(id),
        title=str(schema.get("title", id)),
        description=_description(schema),
        keys=tuple(
            Key(
                name=name,
                title=str(_with_referred(key, root, language).get("title", "")),
                description=_description(_with_referred(key, root, language)),
                required=name in required,
                shape=_shape(key, root, page, language),
            )
            for name, key in keys.items()
        ),
        shape=_shape(schema, root, page, language) if not keys else Shape(),
        parents=tuple(
            target
            for parent in schema.get("allOf", ())
            if (target := _target(parent.get("$ref", ""), root, page, language))
        ),
    )


def _with_referred(schema: Schema, root: Schema, language: str) -> Schema:
    """Return the schema with, where it refers to another, the words of that one under its own."""
    ref = schema.get("$ref")
    return {**_resolved(ref, root, language), **schema} if ref else schema


def _resolved(ref: str, root: Schema, language: str) -> Schema:
    file, _, pointer = ref.partition("#")
    schema: Schema = translated(file, language) if file else root
    for step in filter(None, pointer.split("/")):
        schema = schema.get(step, {})
    return schema


def _target(ref: str, root: Schema, page: str, language: str) -> tuple[str, str, str] | None:
    file, _, pointer = ref.partition("#/$defs/")
    if not pointer or "/" in pointer:
        return None
    on = file.removesuffix(".schema.json") if file else page
    return f"reference/{on}", _anchor(pointer), str(_resolved(ref, root, language).get("title", pointer))


def _shape(schema: Schema, root: Schema, page: str, language: str) -> Shape:
    if "$ref" in schema:
        return Shape(target=_target(schema["$ref"], root, page, language))
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
        inside = _shape(schema["items"], root, page, language)
        return Shape(text=inside.text, target=inside.target, words=inside.words, many=True)
    types = schema.get("type", "")
    names = types if isinstance(types, list) else [types]
    plain = [_TYPES[name] for name in names if name and not (name == "string" and len(names) > 1)]
    return Shape(text=Listing(tuple(plain), "or") if plain else f"`{schema.get('const', '')}`")


_TYPES: Mapping[str, Message] = {
    "string": message("text"),
    "integer": message("whole number"),
    "number": message("number"),
    "boolean": message("`true` or `false`"),
    "object": message("group of keys"),
    "array": message("list"),
}


def _anchor(id: str) -> str:
    return "".join(f"-{sign.lower()}" if sign.isupper() else sign for sign in id).replace("_", "-").strip("-")


def _codes(language: str) -> Iterator[tuple[str, str, tuple[tuple[str, str], ...]]]:
    """Return each code that is no rule's, with its sentence, what is said in each case and what to do then."""
    for code, sentence in other_checks(language).items():
        yield code, sentence.replace("`", "").rstrip("."), mendings(code, language)
