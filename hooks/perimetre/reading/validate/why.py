"""Say why a document does not have its form, in the words of whoever wrote it.

Comes in: a `Document` and its `Kind`. Goes out: diagnostics, in the order of the file.
What is said is built from the schema and the value, never from the words of the library. One root cause, once: a key
that is misspelt is not also missing, a key at the wrong depth is not also unknown, a wrong value is said once.
"""

from __future__ import annotations

from perimetre.base.diagnostics import Diagnostic
from perimetre.base.words import message
from perimetre.reading.document import Document
from perimetre.reading.forms import as_yaml
from perimetre.reading.kinds import HANDBOOK, Kind
from perimetre.reading.reader.refusals import first_of
from perimetre.reading.schemas import plain
from perimetre.reading.validate.context import Context
from perimetre.reading.validate.faults import MOST, faults
from perimetre.reading.validate.keys import sort
from perimetre.reading.validate.values import causes_of, judge_values

_FORMAT = 1


def why(document: Document, kind: Kind) -> tuple[Diagnostic, ...]:
    """Say what is wrong with a document that its schema refuses."""
    data = document.data
    if not isinstance(data, dict):
        return (_whole_file(document, kind),)
    if kind.id == HANDBOOK and "format" in data and (data["format"] != _FORMAT or data["format"] is True):
        return (_other_format(document, data["format"]),)
    context = Context(document, plain(kind.id))
    refused = faults(kind.id, data)
    of_keys, of_values = sort(context, refused)
    total = len(of_keys) + len(causes_of(of_values))
    return first_of((*of_keys, *judge_values(context, of_values)), total, uncounted=len(refused) >= MOST)


def _whole_file(document: Document, kind: Kind) -> Diagnostic:
    schema = plain(kind.id)
    example = kind.main or next(iter(schema.get("required", ("id",))))
    text = message("This file should hold keys, such as `{key}:`, at the start of its lines.", key=example)
    hint = message("Begin with `{key}:`.", key=example)
    if isinstance(document.data, list) and kind.main:
        hint = message("Write `{key}:` on a line of its own above the list, and indent the list.", key=kind.main)
    return Context(document, schema).diagnostic("value-has-its-form", (), text, hint, at="key")


def _other_format(document: Document, value: object) -> Diagnostic:
    text = message("The format `{value}` is not one that this version of Périmètre reads.", value=as_yaml(value))
    hint = message("Write `{line}`.", line=f"format: {_FORMAT}")
    if isinstance(value, int) and value > _FORMAT:
        hint = message("Install a later version of Périmètre: this one reads `{line}`.", line=f"format: {_FORMAT}")
    return Context(document, {}).diagnostic("format-is-known", ("format",), text, hint)
