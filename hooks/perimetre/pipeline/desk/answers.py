"""Read what was filled in a form: what was given of each option, as `perimetre new` takes it.

Comes in: a form, the posted values. Goes out: the options, and what lacks, beside its field.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from perimetre.base.words import Message, message
from perimetre.pipeline.desk.forms import DeskForm, Field

Posted = Mapping[str, Sequence[str]]
TIME = "-at"
"""What the name of a moment's field is followed by, for its hour."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
# No text of a handbook holds them, and YAML refuses them.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")


def kept(form: DeskForm, posted: Posted) -> dict[str, list[str]]:
    """Return of what was posted what the form asks for, with one sort of line ends and no sign that is none."""
    names = {name for field in form.fields for name in (field.name, f"{field.name}{TIME}")}
    return {
        name: [_CONTROL.sub("", value.replace("\r\n", "\n").replace("\r", "\n")).strip() for value in values]
        for name, values in posted.items()
        if name in names
    }


def given_in(form: DeskForm, posted: Posted) -> tuple[dict[str, object], dict[str, Message]]:
    """Return what was given by option, and of each field that cannot be taken as it is, what is to be done."""
    given: dict[str, object] = {}
    lacks: dict[str, Message] = {}
    for field in form.fields:
        value = _given(field, posted)
        if value not in ("", [], False):
            given[field.name] = value
        elif field.needed:
            lacks[field.name] = message("This is needed: fill it in.")
    if len(str(given.get("name", ""))) > 0 and not re.search(r"\w", str(given["name"])):
        lacks["name"] = message("Write a letter at least: an id is made from it.")
    return given, lacks


def _given(field: Field, posted: Posted) -> object:
    values = [value for value in posted.get(field.name, ()) if value]
    if field.control == "yes":
        return bool(values)
    if field.control == "choices":
        return values
    if field.control in ("words", "pairs"):
        return [word.strip() for value in values for word in value.split("\n") if word.strip()]
    value = values[0] if values else ""
    if field.control == "lines":
        return value
    value = " ".join(value.split())
    if field.control == "moment" and _DAY.match(value):
        hour = next((hour for hour in posted.get(f"{field.name}{TIME}", ()) if hour), "")
        return f"{value}T{hour[:5]}" if hour else value
    return value
