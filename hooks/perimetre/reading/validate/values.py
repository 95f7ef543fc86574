"""Judge the values that do not fit: each is said once, with what to write instead, as a line where possible."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from perimetre.base.days import YEARS
from perimetre.base.diagnostics import Diagnostic, KeyPath
from perimetre.base.undecided import TO_COMPLETE
from perimetre.base.words import Message, counted, message, some
from perimetre.reading.forms import FORMS, as_yaml, day_of, expected, keys_of, kinds, mended, takes_to_complete
from perimetre.reading.reader.refusals import MAX_DIAGNOSTICS
from perimetre.reading.schemas import Schema
from perimetre.reading.validate.context import Context, line
from perimetre.reading.validate.faults import Fault, first_repeated, fits

# Of several things wrong with one value, the first of these is the cause.
_ORDER = ("type", "const", "enum", "anyOf", "pattern", "format")
_BOUNDS = frozenset(("minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems", "minProperties"))
# Forms that a hint need not explain once it gives the line.
_PLAIN_FORMS = frozenset(("text", "markdown", "labels", "money"))
# The keyword of a schema that takes nothing (`false`): the key may not be there beside what else is.
_REFUSED = "None"
_LONGEST_FIX = 100
# The hour in our examples.
_ANY_HOUR = "22:40"
_LONGEST_VALUE = 60


def judge_values(context: Context, faults: Mapping[KeyPath, Sequence[Fault]]) -> Iterator[Diagnostic]:
    """Say what is wrong with values, down the file, as many as are shown: guessing what was meant takes time."""
    causes = causes_of(faults)
    for path in sorted(causes, key=context.document.span_of)[:MAX_DIAGNOSTICS]:
        first, *others = (min(faults[place], key=_rank) for place in causes[path])
        yield _judge_items(context, [first, *others]) if others else _judge(context, path, first)


def causes_of(faults: Mapping[KeyPath, Sequence[Fault]]) -> dict[KeyPath, list[KeyPath]]:
    """Return the places of the faults, those of one cause under the first: the items of a list, written in one way."""
    causes: dict[KeyPath, list[KeyPath]] = {}
    lists: dict[KeyPath, KeyPath] = {}
    for path, of_value in faults.items():
        fault = min(of_value, key=_rank)
        if isinstance(path[-1] if path else None, int) and isinstance(fault.value, str) and fault.value != TO_COMPLETE:
            first = lists.setdefault(path[:-1], path)
            causes.setdefault(first, []).append(path)
        else:
            causes[path] = [path]
    return causes


def _judge_items(context: Context, faults: Sequence[Fault]) -> Diagnostic:
    """Say in one sentence what is wrong with several items of a list, and write the list as it should be."""
    path = faults[0].path[:-1]
    values = some(f"`{_short(fault.value)}`" for fault in faults)
    text = message("{name} holds values that do not fit: {values}.", name=context.name(path), values=values)
    form = expected(faults[0].schema, item=True)
    fixes = {fault.path[-1]: _fix(fault.schema, fault.value) for fault in faults}
    hint = message("Write {form}.", form=form)
    if all(fix is not None for fix in fixes.values()):
        items = [fixes.get(rank, item) for rank, item in enumerate(context.at(path)[1])]
        hint = message("Did you mean `{line}`? Each is {form}.", line=line(path, items), form=form)
        return context.diagnostic(_rule(faults[0]), faults[0].path, text, hint, fix=(path, as_yaml(items)))
    return context.diagnostic(_rule(faults[0]), faults[0].path, text, hint)


def _judge(context: Context, path: KeyPath, fault: Fault) -> Diagnostic:
    if fault.keyword == _REFUSED:
        # The library tells the value, and not its key.
        key = next((key for key, held in context.at(path)[1].items() if held == fault.value), "")
        text = message("`{key}` does not go with the other keys that are here.", key=key)
        hint = message("Remove this key, or change the others.")
        return context.diagnostic("key-is-known", (*path, key), text, hint, at="key")
    value, schema, name = fault.value, fault.schema, context.name(path)
    if value is None:
        return _empty(context, path, schema)
    if fault.keyword == "uniqueItems":
        return _said_twice(context, path, value)
    if fault.keyword in _BOUNDS:
        return _out_of_bounds(context, path, fault)
    if value == TO_COMPLETE:
        text = message("{name} cannot be left `to-complete`.", name=name)
        return context.diagnostic("value-has-its-form", path, text, message("Write {form}.", form=expected(schema)))
    fix = _fix(schema, value, path)
    if items := _several(context, path, value, schema):
        text = message("`{value}` holds several values.", value=_short(value))
        hint = message("Separate them with commas: `{line}`.", line=line(path[:-1], items))
        return context.diagnostic("value-has-its-form", path, text, hint, fix=(path[:-1], as_yaml(items)))
    to_write = None if fix is None else (path, context.written(path, fix))
    if fault.keyword in ("enum", "const") and not isinstance(value, (list, dict)):
        text = message("`{value}` is not a value of {name}.", value=_short(value), name=name)
        hint = message("Write {form}.", form=expected(schema))
        if fix is not None:
            hint = message("Did you mean `{line}`? Or: {form}.", line=line(path, fix), form=expected(schema))
        return context.diagnostic("value-is-known", path, text, hint, fix=to_write)
    if fault.keyword == "format":
        return _no_such(context, path, value, schema, fix)
    text, hint = _wrong_form(context, path, value, schema, fix)
    if fix is None and (day := _day_alone(value, schema)) is not None:
        # At whatever hour: the rest of the file is read as it was meant.
        to_write = path, f"{day}T00:00"
    return context.diagnostic("value-has-its-form", path, text, hint, fix=to_write)


def _rule(fault: Fault) -> str:
    return "value-is-known" if fault.keyword in ("enum", "const") else "value-has-its-form"


def _several(context: Context, path: KeyPath, value: object, schema: Schema) -> list[object] | None:
    """Return the list that was meant where an item holds several ids without a comma between them."""
    if not path or not isinstance(path[-1], int):
        return None
    parts = value if isinstance(value, list) else re.split(r"[;/|\s]+", value.strip()) if isinstance(value, str) else ()
    if isinstance(value, str) and not re.search(r"[;/|]", value) and not all("-" in part for part in parts):
        return None
    if len(parts) < 2:
        return None
    if not all(fits(schema, part) for part in parts):
        return None
    whole = context.at(path[:-1])[1]
    return [*whole[: path[-1]], *parts, *whole[path[-1] + 1 :]]


def _wrong_form(context: Context, path: KeyPath, value: object, schema: Schema, fix: object) -> tuple[Message, Message]:
    types, name = kinds(schema), context.name(path)
    hint = message("Write {form}.", form=expected(schema, item=bool(path) and isinstance(path[-1], int)))
    if isinstance(value, dict) and "array" in types:
        return message("{name} should be a list of items, not keys.", name=name), _as_items(value, schema)
    if isinstance(value, list) and "object" in types and value and isinstance(value[0], dict):
        text = message("{name} takes keys, not a list.", name=name)
        return text, message("Remove the hyphen before `{key}:`.", key=next(iter(value[0]), ""))
    if isinstance(value, list):
        text = message("{name} takes one value, not a list.", name=name)
        hint = message("Keep one of them.") if len(value) > 1 else hint
    elif isinstance(value, dict):
        text = message("{name} takes one value, not keys.", name=name)
    elif "array" in types:
        text = message("{name} should be a list, even of one.", name=name)
    elif types == ("object",):
        text = message("{name} should hold keys, not the value `{value}`.", name=name, value=_short(value))
        return text, hint
    elif isinstance(value, bool) and "string" in types:
        text = message("`{value}` is read as yes or no, and {name} is a text.", value=as_yaml(value), name=name)
    elif isinstance(value, (int, float)) and isinstance(fix, str) and fix == str(value):
        text = message("`{value}` is read as a number, and {name} is a text.", value=value, name=name)
    else:
        text = message("`{value}` does not fit {name}.", value=_short(value), name=name)
    day = _day_alone(value, schema)
    if fix is None and day is not None:
        hint = message(
            "Write the year, the month, the day, then the hour that holds, such as `{line}`.",
            line=line(path, f"{day}T{_ANY_HOUR}"),
        )
    if fix is not None:
        written = context.line(path, fix)
        hint = message("Write `{line}`.", line=written)
        if not isinstance(value, (list, bool)) and "array" not in types and _needs_words(schema):
            hint = message("Write `{line}`: {form}.", line=written, form=expected(schema))
    return text, hint


def _day_alone(value: object, schema: Schema) -> str | None:
    """Return the day that somebody wrote, in whatever order, where an hour is asked for too."""
    return day_of(value) if schema.get("form") == "instant" else None


def _as_items(value: Mapping[str, Any], schema: Schema) -> Message:
    items = schema.get("items", {})
    first = next(iter(value), "")
    if first in items.get("properties", {}):
        return message("Put a hyphen and a space before `{key}:`, and align the keys below with it.", key=first)
    if "id" in items.get("required", ()):
        return message("In place of `{key}:`, write `- id: {key}`, and its keys below, aligned with `id`.", key=first)
    return message("Begin each item with a hyphen and a space.")


def _empty(context: Context, path: KeyPath, schema: Schema) -> Diagnostic:
    text, form = message("{name} has no value.", name=context.name(path)), expected(schema)
    may_wait = takes_to_complete(schema)
    if context.is_required(path):
        hint = message("Write {form}.", form=form)
        if may_wait:
            hint = message("Write {form}; or `to-complete` if nobody has decided yet.", form=form)
    else:
        hint = message("Write {form}, or remove the line.", form=form)
        if may_wait:
            hint = message("Write {form}; `to-complete` if nobody has decided yet; or remove the line.", form=form)
    return context.diagnostic("value-has-its-form", path, text, hint, at="key")


def _said_twice(context: Context, path: KeyPath, value: list[Any]) -> Diagnostic:
    # Somewhere there is one, or the schema would not have refused the list.
    position = first_repeated(value) or 0
    text = message("{name} has `{value}` twice.", name=context.name(path), value=_short(value[position]))
    return context.diagnostic("value-is-said-once", (*path, position), text, message("Remove one of the two."))


def _out_of_bounds(context: Context, path: KeyPath, fault: Fault) -> Diagnostic:
    name, limit, hint = context.name(path), fault.wanted, None
    if fault.keyword == "minimum":
        text, hint = message("{name} is too small.", name=name), message("Write {limit} or more.", limit=limit)
    elif fault.keyword == "maximum":
        text, hint = message("{name} is too large.", name=name), message("Write {limit} or less.", limit=limit)
    elif fault.keyword == "maxLength":
        text = message("{name} is too long.", name=name)
        hint = message("Keep it under {limit} characters.", limit=limit)
    elif fault.keyword == "maxItems":
        text = message("{name} has too many items.", name=name)
        hint = counted("Keep {count}.", "Keep {count} at most.", limit)
    elif fault.keyword == "minItems" and fault.value:
        text = message("{name} has too few items.", name=name)
        hint = counted("Write {count} at least.", "Write {count} at least.", limit)
    else:
        text = message("{name} is empty.", name=name)
        # What is an empty list was meant for a list.
        form = expected({**fault.schema, "type": "array"} if fault.keyword == "minItems" else fault.schema)
        if fault.keyword == "minProperties":
            hint = message("Write at least one of {keys}.", keys=keys_of(fault.schema, 14, "or"))
        elif context.is_required(path):
            hint = message("Write {form}.", form=form)
        else:
            hint = message("Write {form}, or remove the line.", form=form)
    return context.diagnostic("value-is-in-bounds", path, text, hint)


def _no_such(context: Context, path: KeyPath, value: object, schema: Schema, fix: object) -> Diagnostic:
    if schema["format"] == "perimetre-duration":
        text = message("`{value}` is longer than a hundred years.", value=value)
        return context.diagnostic("value-has-its-form", path, text, message("Check the number and the unit."))
    if schema["format"] != "iana-timezone":
        if _is_day(str(value)[:10]):
            text = message(
                "The year of `{value}` is impossible: a date is of the years {first} to {last}.",
                value=str(value)[:10],
                first=YEARS[0],
                last=YEARS[-1],
            )
            hint = message("Check the year; what has no end is written without a last day.")
            return context.diagnostic("value-has-its-form", path, text, hint)
        text = message("There is no day `{value}` in the calendar.", value=str(value)[:10])
        return context.diagnostic("value-has-its-form", path, text, message("Check the day and the month."))
    text = message("There is no time zone `{value}`.", value=value)
    hint = message("Write {form}.", form=expected(schema))
    if fix is not None:
        hint = message("Did you mean `{line}`?", line=line(path, fix))
    to_write = None if fix is None else (path, as_yaml(fix))
    return context.diagnostic("value-has-its-form", path, text, hint, fix=to_write)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _fix(schema: Schema, value: object, path: KeyPath = ()) -> object | None:
    """Return what was most likely meant, if it fits."""
    fix = mended(schema, value, path[-1] if path and isinstance(path[-1], str) else "")
    if fix is None or (fix == value and type(fix) is type(value)):
        return None
    return fix if fits(schema, fix) and len(as_yaml(fix)) <= _LONGEST_FIX else None


def _needs_words(schema: Schema) -> bool:
    form = schema.get("form", "")
    return form not in _PLAIN_FORMS and (form in FORMS or form.endswith("-ref") or "anyOf" in schema)


def _rank(fault: Fault) -> int:
    return _ORDER.index(fault.keyword) if fault.keyword in _ORDER else len(_ORDER)


def _short(value: object) -> str:
    text = as_yaml(value)
    if isinstance(value, str) and text[1:-1] == value and not value.isdigit() and value not in ("true", "false"):
        text = value
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"
