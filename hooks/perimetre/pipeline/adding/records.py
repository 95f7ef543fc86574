"""Say a record as YAML: its keys in order; what is left to the house is marked `to-complete`, with what to write.

Comes in: a template and what was given. Goes out: a record, then its lines. Each text is quoted where YAML could read
it otherwise, as the example writes it: short mappings between braces, lists of words between brackets.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from perimetre.base.diagnostics import KeyPath
from perimetre.base.undecided import TO_COMPLETE
from perimetre.base.words import Message, say


@dataclass(frozen=True, slots=True)
class Given:
    """In a template: what was given under a name; where it was not, the key is left out, or marked for the house.

    Fields:
        name: the name.
        left: what the house is to write, where it is for the house to say.
    """

    name: str
    left: Message | None = None


@dataclass(frozen=True, slots=True)
class OurWords:
    """In a template: a text that stands in the record as it is, in the language of the house."""

    text: Message


@dataclass(frozen=True, slots=True)
class Left:
    """In a record: what the house is still to write, and what that is.

    Fields:
        hint: said in the language of the house.
    """

    hint: str


# What a template holds, and what a record does once it is filled.
Value = object
Written = Mapping[str, Value]

_WIDEST = 118
# What reads as nothing but a text, between braces too; then what looks like something else, and is none the less plain.
_PLAIN = re.compile(
    r"(?:[^\W\d_](?:[\w’()./ -]*[\w’().])?"
    r"|\d{4}-\d\d-\d\d(?:T\d\d:\d\d)?"
    r"|[+-]?\d+(?:min|h|d|wd|w|mo|y)"
    r"|https?://[\w./-]+"
    r"|[\w.+-]+@[\w.-]+)\Z"
)
_NOT_TEXT = frozenset(("true", "false", "yes", "no", "on", "off", "null", "y", "n"))


def filled(template: Mapping[str, Value], values: Mapping[str, object], language: str) -> Written:
    """Return the record of a template.

    Args:
        template: keys with their values, some of which are `Given`.
        values: what was given, by name; None, or nothing: it was not.
        language: that of what is said to the house.
    """
    record = _filled(template, values, language)
    assert isinstance(record, dict)
    return record


def _filled(value: Value, values: Mapping[str, object], language: str) -> Value:
    if value == []:
        return value
    if isinstance(value, Given):
        given = values.get(value.name)
        if given not in (None, [], {}):
            return _filled(given, values, language)
        return Left(say(value.left, language)) if value.left else None
    if isinstance(value, Message):
        return Left(say(value, language))
    if isinstance(value, OurWords):
        return say(value.text, language)
    if isinstance(value, Mapping):
        pairs = ((key, _filled(inner, values, language)) for key, inner in value.items())
        return {key: inner for key, inner in pairs if inner is not None} or None
    if isinstance(value, (list, tuple)):
        return [inner for one in value if (inner := _filled(one, values, language)) is not None] or None
    return value


def left_in(value: Value, path: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    """Yield where a record leaves something to the house, and what it is to write there."""
    if isinstance(value, Left):
        yield path, value.hint
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from left_in(inner, (*path, key))
    elif isinstance(value, list):
        for rank, inner in enumerate(value):
            yield from left_in(inner, (*path, rank))


def meant(value: Value) -> Value:
    """Return what a record is as the reader must find it: its data, marks included."""
    if isinstance(value, Left):
        return TO_COMPLETE
    if isinstance(value, Mapping):
        return {key: meant(inner) for key, inner in value.items()}
    return [meant(inner) for inner in value] if isinstance(value, list) else value


def scalar(value: Value) -> str:
    """Return a text, a number or yes or no, as YAML."""
    if isinstance(value, Left):
        return TO_COMPLETE
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    text = str(value)
    is_plain = _PLAIN.match(text) and text.casefold() not in _NOT_TEXT
    return text if is_plain else json.dumps(text, ensure_ascii=False)


def in_braces(value: Value) -> str:
    """Return a value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {in_braces(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(in_braces, value)) + "]"
    return scalar(value)


def rows(record: Written) -> list[str]:
    """Return the lines of a record, its keys at the margin."""
    return [row for key, value in record.items() for row in _pair(key, value)]


def item(record: Written, inner: int = 2, *, on_one_line: bool = False) -> list[str]:
    """Return the lines of a record as an item of a list, its dash at the margin, its keys at column `inner`."""
    lines = [in_braces(record)] if on_one_line else rows(record)
    if lines[0].startswith("#"):
        # What is said of the first key would stand behind the dash.
        lines = [in_braces(record)]
    return [f"-{' ' * (inner - 1)}{lines[0]}", *(f"{' ' * inner}{line}" if line else "" for line in lines[1:])]


def _pair(key: str, value: Value) -> Iterator[str]:
    if isinstance(value, Left):
        yield f"# {value.hint}"
        yield f"{key}: {TO_COMPLETE}"
    elif isinstance(value, str) and "\n" in value and _stands_in_a_block(value):
        yield f"{key}: |-"
        yield from (f"  {line}" if line else "" for line in value.split("\n"))
    elif _is_short(key, value):
        yield f"{key}: {in_braces(value)}"
    elif isinstance(value, Mapping):
        yield f"{key}:"
        yield from (f"  {row}" if row else "" for row in rows(value))
    else:
        assert isinstance(value, list)
        yield f"{key}:"
        for one in value:
            short = not isinstance(one, Mapping) or _is_short("-", one)
            lines = [f"- {in_braces(one)}"] if short else item(one)
            yield from (f"  {line}" if line else "" for line in lines)


def _stands_in_a_block(text: str) -> bool:
    lines = text.split("\n")
    return not text.endswith("\n") and lines[0].strip() != "" and not any(line[:1].isspace() for line in lines)


def _is_short(key: str, value: Value) -> bool:
    if not isinstance(value, (Mapping, list)):
        return True
    if isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
        return False
    return not any(left_in(value)) and not _has_lines(value) and len(key) + len(in_braces(value)) <= _WIDEST


def _has_lines(value: Value) -> bool:
    if isinstance(value, Mapping):
        return any(map(_has_lines, value.values()))
    return any(map(_has_lines, value)) if isinstance(value, list) else isinstance(value, str) and "\n" in value
