"""Have an editor say as we would what its server says in English, or not well: a wrong type or value, a missing key.

Comes in: schemas as they are written. Goes out: the same, judged alike, with a message wherever a server would use its
own. What is said of a key that is not known, the server says well, with its name: it is left to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from perimetre.base.undecided import TO_COMPLETE
from perimetre.base.words import Listing, Message, message, say
from perimetre.model.naming import target
from perimetre.reading.meanings import first_words
from perimetre.reading.schemas import Schema

# By type, what is expected there.
_EXPECTED: Mapping[str, Message] = {
    "boolean": message("`true` or `false`"),
    "integer": message("a whole number"),
    "number": message("a number"),
    "array": message("a list, in brackets or with a dash per line"),
    "string": message("a text"),
}
_MESSAGE = "errorMessage"
# How many values are told one by one.
_MOST = 14


def say_types(schema: Schema, language: str) -> None:
    """Say of each value that is no mapping what it may be, where the schema does not; the schema is changed."""
    for node in inside(schema):
        types = node.get("type", ())
        names = [types] if isinstance(types, str) else list(types)
        if not names or "object" in names or _MESSAGE in node:
            continue
        known = [_EXPECTED[name] for name in names]
        expected = message("Expected here: {what}.", what=Listing(tuple(known), "or"))
        node[_MESSAGE] = node.get("patternErrorMessage") or _capital(say(expected, language))


def say_values(schema: Schema, language: str) -> None:
    """Say of each value of a closed list what may be written, with what each means; the schema is changed.

    Of a long list, an editor says enough by its values alone.
    """
    for node in inside(schema):
        described = node.get("markdownEnumDescriptions", ())
        if not described or _MESSAGE in node or len(described) > _MOST:
            continue
        # In the language of the schemas: what it says is translated already.
        values = tuple(
            f"`{known}` ({words[:1].lower()}{words[1:]})" if (words := first_words(said).strip("* ")) else f"`{known}`"
            for known, said in zip(node["enum"], described, strict=True)
            if known != TO_COMPLETE
        )
        node[_MESSAGE] = say(message("Write {values}.", values=Listing(values, "or")), language)


def say_missing_keys(schema: Schema, file: str, schemas: Mapping[str, Schema], language: str) -> None:
    """Say of each key that is required that it is missing, one by one; the schema is changed, and asks for the same.

    Args:
        schema: what is changed.
        file: its name.
        schemas: all of them, by name, to know what a key is called.
        language: that of what is said.
    """
    for node in list(inside(schema)):
        # A field may be called `required` as well.
        if not isinstance(node.get("required"), list):
            continue
        known = node.get("properties", {})
        asked = [
            {"required": [key], _MESSAGE: say(_missing(key, known.get(key), file, schemas), language)}
            for key in node.pop("required")
        ]
        node["allOf"] = [*node.get("allOf", ()), *asked]


def _missing(key: str, property_: Any, file: str, schemas: Mapping[str, Schema]) -> Message:
    title = _title(property_, file, schemas) if isinstance(property_, dict) else None
    if title is None:
        return message("The key `{key}` is missing.", key=key)
    return message("The key `{key}` ({title}) is missing.", key=key, title=title)


def _title(node: Schema, file: str, schemas: Mapping[str, Schema]) -> str | None:
    if isinstance(node.get("title"), str):
        title: str = node["title"]
        return title
    return _title(*target(schemas, node["$ref"], file), schemas) if "$ref" in node else None


def inside(node: Any) -> Iterator[Schema]:
    """Yield each schema that is written inside another, itself included."""
    if not isinstance(node, dict):
        return
    yield node
    for word in ("properties", "$defs"):
        for inner in node.get(word, {}).values():
            yield from inside(inner)
    for word in ("items", "additionalProperties", "unevaluatedProperties", "then", "else"):
        yield from inside(node.get(word))
    for word in ("allOf", "anyOf"):
        for inner in node.get(word, ()):
            yield from inside(inner)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
