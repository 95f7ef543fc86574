"""Draft how the handbook is written: one page for each kind of file, from the schemas, and what the check refuses.

The schemas speak French; a page in English takes what they say from their catalogue (`schemas.po`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from perimetre.base.undecided import TO_COMPLETE
from perimetre.base.words import Listing, Message, message, translations
from perimetre.judge.pages import page
from perimetre.judge.registry import RULES
from perimetre.model.text import Markdown, Text
from perimetre.reading.kinds import KINDS
from perimetre.reading.reader.refusals import REFUSALS
from perimetre.reading.schemas import told
from perimetre.render.desk import Desk
from perimetre.render.drafts import PageDraft

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

    text: object = ""
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
        keywords=("référence", "yaml", "fichier", "clé", "schéma"),
        boost=0.5,
        kinds=[
            (kind, _schema_title(kind.id, desk.language), _description(told(kind.schema, desk.language)))
            for kind in KINDS.values()
        ],
        common=_COMMON_TITLE,
    )
    for name, title in (*kinds, (_COMMON, _COMMON_TITLE)):
        schema = told(f"{name}.schema.json", desk.language)
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
            forms=[_form(id, one, schema, name, desk.language) for id, one in schema.get("$defs", {}).items()],
        )
    yield desk.draft(
        "reference/rules",
        message("What the check refuses"),
        "reference/rules.html",
        audience="internal",
        group="reference",
        parent="reference",
        keywords=("erreur", "règle", "diagnostic", "code"),
        boost=0.4,
        codes=tuple(_codes(desk.language)),
        rules=tuple(found for one in RULES if (found := page(one, desk.language))),
    )


def _schema_title(name: str, language: str) -> str:
    return str(told(f"{name}.schema.json", language).get("title", name))


def _description(schema: Mapping[str, Any]) -> Markdown | None:
    said = schema.get("markdownDescription")
    return Markdown(plain=said) if said else None


def _form(id: str, schema: Mapping[str, Any], root: Mapping[str, Any], page: str, language: str) -> Form:
    required = set(schema.get("required", ()))
    keys: dict[str, Any] = dict(schema.get("properties", {}))
    return Form(
        id=_anchor(id),
        title=str(schema.get("title", id)),
        description=_description(schema),
        keys=tuple(
            Key(
                name=name,
                title=str(_looked(one, root, language).get("title", "")),
                description=_description(_looked(one, root, language)),
                required=name in required,
                shape=_shape(one, root, page, language),
            )
            for name, one in keys.items()
        ),
        shape=_shape(schema, root, page, language) if not keys else Shape(),
        parents=tuple(
            target for one in schema.get("allOf", ()) if (target := _target(one.get("$ref", ""), root, page, language))
        ),
    )


def _looked(schema: Mapping[str, Any], root: Mapping[str, Any], language: str) -> Mapping[str, Any]:
    """Return the schema with, where it refers to another, the words of that one under its own."""
    ref = schema.get("$ref")
    return {**_resolved(ref, root, language), **schema} if ref else schema


def _resolved(ref: str, root: Mapping[str, Any], language: str) -> Mapping[str, Any]:
    file, _, pointer = ref.partition("#")
    found: Any = told(file, language) if file else root
    for step in pointer.strip("/").split("/"):
        found = found.get(step, {}) if step else found
    return found


def _target(ref: str, root: Mapping[str, Any], page: str, language: str) -> tuple[str, str, str] | None:
    file, _, pointer = ref.partition("#/$defs/")
    if not pointer or "/" in pointer:
        return None
    on = file.removesuffix(".schema.json") if file else page
    return f"reference/{on}", _anchor(pointer), str(_resolved(ref, root, language).get("title", pointer))


def _shape(schema: Mapping[str, Any], root: Mapping[str, Any], page: str, language: str) -> Shape:
    if "$ref" in schema:
        return Shape(target=_target(schema["$ref"], root, page, language))
    if "enum" in schema:
        meanings = schema.get("markdownEnumDescriptions", ())
        return Shape(
            words=tuple(
                (str(one), Markdown(plain=meanings[i]) if i < len(meanings) else None)
                for i, one in enumerate(schema["enum"])
                if one != TO_COMPLETE
            )
        )
    if "items" in schema:
        inside = _shape(schema["items"], root, page, language)
        return Shape(text=inside.text, target=inside.target, words=inside.words, many=True)
    types = schema.get("type", "")
    names = types if isinstance(types, list) else [types]
    kept = [one for one in names if one and not (one == "string" and len(names) > 1)]
    return Shape(text=Listing(tuple(_TYPES[one] for one in kept), "or") if kept else f"`{schema.get('const', '')}`")


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


def _codes(language: str) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """Return each code with its variants: what is wrong, what to write; the fields of a message become ellipses."""
    catalogue = translations(language)
    by: dict[str, list[tuple[str, str]]] = {}
    for name, refusal in REFUSALS.items():
        text = _blanked(catalogue.gettext(refusal.text.text))
        hint = _blanked(catalogue.gettext(refusal.hint.text)) if refusal.hint else ""
        by.setdefault(name.partition(".")[0], []).append((text, hint))
    yield from ((code, tuple(said)) for code, said in by.items())


def _blanked(text: str) -> str:
    out, depth = [], 0
    for sign in text:
        if sign == "{":
            depth += 1
            out.append("…" if depth == 1 else "")
        elif sign == "}":
            depth = max(depth - 1, 0)
        elif not depth:
            out.append(sign)
    return "".join(out)
