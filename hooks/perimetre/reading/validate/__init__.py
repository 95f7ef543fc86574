"""Validate: judge the form of a document by the schema of its kind.

Comes in: a `Document` and its `Kind`. Goes out: diagnostics; none for a document of the right form.
What is said is built from the schema and the value, never from the words of the library. One root cause, once: a key
that is misspelt is not also missing, a key at the wrong depth is not also unknown, a wrong value is said once.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from perimetre.base.diagnostics import Diagnostic
from perimetre.base.undecided import TO_COMPLETE
from perimetre.base.words import Message, message
from perimetre.reading.forms import as_yaml
from perimetre.reading.kinds import HANDBOOK, Kind
from perimetre.reading.schemas import Schema, plain
from perimetre.reading.validate.context import Context
from perimetre.reading.validate.keys import sort
from perimetre.reading.validate.values import judge_value

if TYPE_CHECKING:
    from perimetre.reading.parse import Document

# The form rules: what should hold, by id.
RULES: Mapping[str, Message] = {
    "format-is-known": message("The handbook is written in a format that this version reads."),
    "key-is-known": message("Every key is one that the file may have, at its place."),
    "key-is-present": message("Every key that must be there is there."),
    "value-has-its-form": message("Every value has the form that its key calls for."),
    "value-is-known": message("A value out of a closed list is in the list."),
    "value-is-in-bounds": message("A number, a text or a list is neither too small nor too large."),
    "value-is-said-once": message("A list names each thing only once."),
}
# A file with more mistakes than this is the wrong file; the rest would hide the first ones.
MAX_DIAGNOSTICS = 50
_MAX_ERRORS = 400
_FORMAT = 1


def validate(document: Document, kind: Kind) -> tuple[Diagnostic, ...]:
    """Judge the form of a document.

    Args:
        document: what was read.
        kind: the kind of file, as `kinds.kind_of` tells it.
    """
    schema = plain(kind.id)
    data = document.data
    if not isinstance(data, dict):
        return (_whole_file(document, kind, schema),)
    if kind.id == HANDBOOK and "format" in data and (data["format"] != _FORMAT or data["format"] is True):
        return (_other_format(document, data["format"]),)
    errors = list(itertools.islice(_validator(kind.id).iter_errors(data), _MAX_ERRORS))
    if not errors:
        return ()
    context = Context(document, schema)
    of_keys, of_values = sort(context, errors)
    found = [*of_keys, *(judge_value(context, path, errors) for path, errors in of_values.items())]
    return tuple(sorted(found, key=lambda diagnostic: diagnostic.order)[:MAX_DIAGNOSTICS])


@functools.cache
def _validator(kind: str) -> Any:
    # Late: the library costs some 60 ms that `perimetre --help` does not owe.
    from jsonschema import Draft202012Validator, FormatChecker

    checker = FormatChecker(formats=())
    checker.checks("perimetre-date")(_is_day)
    checker.checks("perimetre-instant")(_is_day)
    checker.checks("iana-timezone")(_is_timezone)
    return Draft202012Validator(plain(kind), format_checker=checker)


def _is_day(value: object) -> bool:
    from datetime import date

    if not isinstance(value, str) or value[4:5] != "-":
        return True
    try:
        date.fromisoformat(value[:10])
    except ValueError:
        return False
    return True


def _is_timezone(value: object) -> bool:
    from zoneinfo import ZoneInfo

    if not isinstance(value, str) or value == TO_COMPLETE:
        return True
    try:
        ZoneInfo(value)
    except (ValueError, OSError, LookupError):
        return False
    return True


def _whole_file(document: Document, kind: Kind, schema: Schema) -> Diagnostic:
    example = kind.main or next(iter(schema.get("required", ("id",))))
    said = message("This file should hold keys, such as `{key}:`, at the start of its lines.", key=example)
    hint = message("Begin with `{key}:`.", key=example)
    if isinstance(document.data, list) and kind.main:
        hint = message("Write `{key}:` on a line of its own above the list, and indent the list.", key=kind.main)
    return Context(document, schema).found("value-has-its-form", (), said, hint, at="key")


def _other_format(document: Document, value: object) -> Diagnostic:
    said = message("The format `{value}` is not one that this version of Périmètre reads.", value=as_yaml(value))
    hint = message("Write `{line}`.", line=f"format: {_FORMAT}")
    if isinstance(value, int) and value > _FORMAT:
        hint = message("Install a later version of Périmètre: this one reads `{line}`.", line=f"format: {_FORMAT}")
    return Context(document, {}).found("format-is-known", ("format",), said, hint)
