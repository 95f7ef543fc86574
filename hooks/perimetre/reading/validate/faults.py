"""Find why a document does not have its form: everything that its schema refuses, place by place (stage validate).

Comes in: the name of a kind, and plain data. Goes out: faults, in the order in which the schema meets them.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Hashable, Iterator, Sequence
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import extend

from perimetre.base.diagnostics import KeyPath
from perimetre.base.frozen import dataclass
from perimetre.reading.schemas import Schema, plain
from perimetre.reading.validate.verdict import FORMATS

# As many as it takes to see the form of the mistake; the rest of the file is not looked at.
MOST = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What a keyword of the schema refuses.

    Fields:
        keyword: the keyword (`required`, `pattern`).
        wanted: what it asks for.
        schema: the part of the schema that it stands in.
        steps: the way to it from the root of the schema.
        path: the place of the value.
        value: the value.
    """

    keyword: str
    wanted: Any
    schema: Schema
    steps: tuple[str | int, ...]
    path: KeyPath
    value: Any


def faults(kind: str, data: dict[str, Any]) -> list[Fault]:
    """Return what the schema of a kind refuses."""
    return [
        Fault(
            keyword=str(error.validator),
            wanted=error.validator_value,
            schema=error.schema if isinstance(error.schema, dict) else {},
            steps=tuple(error.absolute_schema_path),
            path=tuple(error.absolute_path),
            value=error.instance,
        )
        for error in itertools.islice(_validator(kind).iter_errors(data), MOST)
    ]


def fits(schema: Schema, value: object) -> bool:
    """Say whether a value is of the form that a part of the schema asks for; formats apart."""
    return Draft202012Validator(schema).is_valid(value)


def first_repeated(items: Sequence[object]) -> int | None:
    """Return the position of the first item that says again what one before it says, in one pass."""
    known: set[Hashable] = set()
    for position, item in enumerate(items):
        key = _key(item)
        if key in known:
            return position
        known.add(key)
    return None


def _key(value: object) -> Hashable:
    """Return what two values share if they are one to JSON: 1 is 1.0, and is not true."""
    if isinstance(value, dict):
        return "mapping", frozenset((name, _key(inner)) for name, inner in value.items())
    if isinstance(value, list):
        return "list", tuple(map(_key, value))
    return isinstance(value, bool), value


def _unique(_: Validator, wanted: bool, value: object, __: Schema) -> Iterator[ValidationError]:
    # The library compares each item with each other where it cannot sort them.
    if wanted and isinstance(value, list) and first_repeated(value) is not None:
        yield ValidationError("said twice")


@functools.cache
def _validator(kind: str) -> Validator:
    checker = FormatChecker(formats=())
    for name, holds in FORMATS.items():
        checker.checks(name)(holds)
    # The library's types know neither `extend` nor what it gives.
    linear: type[Draft202012Validator] = extend(  # type: ignore[no-untyped-call]  # jsonschema leaves it untyped
        Draft202012Validator, {"uniqueItems": _unique}
    )
    return linear(plain(kind), format_checker=checker)
