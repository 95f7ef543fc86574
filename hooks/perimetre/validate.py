"""Validate: judge the form of a document by the schema of its kind.

Comes in: a `Document` and its `Kind`. Goes out: diagnostics; none for a document of the right form.
What is said is built from the schema and the value, never from the words of the library. One root cause, once: a key
that is misspelt is not also missing, a key at the wrong depth is not also unknown, a wrong value is said once.
"""

from __future__ import annotations

import functools
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .diagnostics import Diagnostic, Path
from .forms import TO_COMPLETE, as_yaml, expected, keys_of, kinds, mended, takes_to_complete
from .kinds import Kind
from .schemas import Schema, plain
from .suggest import closest
from .words import Listing, Message, message

if TYPE_CHECKING:
    from jsonschema import ValidationError

    from .parse import Document

# The form rules: what should hold, by id.
RULES: Mapping[str, Message] = {
    "format-is-known": message("The handbook is written in a format that this version reads."),
    "key-is-known": message("Every key is one that the file may have, at its place."),
    "key-is-present": message("Every key that must be there is there."),
    "value-has-its-form": message("Every value has the form that its key calls for."),
    "value-is-known": message("A value out of a closed list is in the list."),
    "value-is-in-bounds": message("A number, a text or a list is neither too small nor too large."),
    "value-is-said-once": message("A list says each thing once."),
}
# A file with more mistakes than this is the wrong file; the rest would hide the first ones.
MAX_DIAGNOSTICS = 50
_MAX_ERRORS = 400
_FORMAT = 1

# Of several things wrong with one value, the first of these is the cause.
_ORDER = ("type", "const", "enum", "anyOf", "pattern", "format")
_BOUNDS = {
    "minLength": message("{name} is empty."),
    "maxLength": message("{name} is longer than {limit} characters."),
    "minimum": message("{name} is below {limit}."),
    "maximum": message("{name} is above {limit}."),
    "minItems": message("{name} needs at least {limit} item."),
    "maxItems": message("{name} takes at most {limit} items."),
    "minProperties": message("{name} says nothing."),
}


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
    if kind.id == "handbook" and "format" in data and data["format"] != _FORMAT:
        return (_other_format(document, data["format"]),)
    errors = list(itertools.islice(_validator(kind.id).iter_errors(data), _MAX_ERRORS))
    if not errors:
        return ()
    found = sorted(_Judge(document, schema).judge(errors), key=lambda diagnostic: diagnostic.order)
    return tuple(found[:MAX_DIAGNOSTICS])


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
    return Diagnostic(
        rule="value-has-its-form",
        severity="error",
        message=said,
        hint=hint,
        file=document.file,
        span=document.span_of(()),
    )


def _other_format(document: Document, value: object) -> Diagnostic:
    later = isinstance(value, int) and not isinstance(value, bool) and value > _FORMAT
    return Diagnostic(
        rule="format-is-known",
        severity="error",
        message=message("The format `{value}` is not one that this version of Périmètre reads.", value=as_yaml(value)),
        hint=message("Install a later version of Périmètre, or run `perimetre migrate`.")
        if later
        else message("Write `format: {value}`.", value=_FORMAT),
        file=document.file,
        span=document.span_of(("format",)),
    )


@dataclass(slots=True)
class _Object:
    """What is wrong with the keys of one mapping."""

    unknown: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    because: dict[str, Message] = field(default_factory=dict)


class _Judge:
    """Turn the library's errors on one document into diagnostics."""

    def __init__(self, document: Document, schema: Schema) -> None:
        self.document = document
        self.schema = schema
        self.objects: dict[Path, _Object] = defaultdict(_Object)
        self.values: dict[Path, list[ValidationError]] = defaultdict(list)

    def judge(self, errors: Iterable[ValidationError]) -> Iterator[Diagnostic]:
        for error in errors:
            self.sort(error)
        yield from self.keys()
        for path, of_value in self.values.items():
            yield self.value(path, min(of_value, key=_rank))

    # What is wrong where

    def sort(self, error: ValidationError) -> None:
        path: Path = tuple(error.absolute_path)
        if error.validator == "additionalProperties":
            known = error.schema.get("properties", {})
            self.objects[path].unknown += [key for key in error.instance if key not in known]
        elif "propertyNames" in error.absolute_schema_path:
            self.objects[path].unknown.append(error.instance)
        elif error.validator in ("required", "dependentRequired"):
            wanted = error.validator_value
            if isinstance(wanted, dict):
                wanted = [key for name, keys in wanted.items() if name in error.instance for key in keys]
            here = self.objects[path]
            for key in wanted:
                if key not in error.instance and key not in here.missing:
                    here.missing.append(key)
                    if because := self.condition(error):
                        here.because[key] = because
        else:
            self.values[path].append(error)

    def condition(self, error: ValidationError) -> Message | None:
        """Say which value of a neighbour makes a key necessary."""
        steps = list(error.absolute_schema_path)
        if "then" not in steps:
            return None
        node: Any = self.schema
        for step in steps[: len(steps) - steps[::-1].index("then") - 1]:
            node = node if step == "if" else node[step]
        test = node["if"]
        for key, wanted in test.get("properties", {}).items():
            if isinstance(wanted, dict) and "const" in wanted:
                return message("with `{key}: {value}`", key=key, value=as_yaml(wanted["const"]))
            if wanted is False:
                absent = Listing(tuple(f"`{name}`" for name in test["properties"]), "or")
                return message("where there is no {keys}", keys=absent)
        if test.get("required"):
            return message("with `{key}`", key=test["required"][0])
        return None

    # Keys

    def keys(self) -> Iterator[Diagnostic]:
        for path, here in self.objects.items():
            for key in here.unknown:
                yield self.unknown_key(path, here, str(key))
        for path, here in self.objects.items():
            if here.missing:
                yield self.missing_keys(path, here)

    def unknown_key(self, path: Path, here: _Object, key: str) -> Diagnostic:
        schema, instance = self.at(path)
        said = message("The key `{key}` is not known {where}.", key=key, where=self.inside(path))
        if near := closest(key, here.missing):
            here.missing.remove(near)
            return self.found("key-is-known", (*path, key), said, _did_you_mean(near), at="key")
        if moved := self.other_depth(path, key):
            return self.found("key-is-known", (*path, key), *moved, at="key")
        if schema.get("form") in ("text", "markdown", "labels"):
            said = message(
                "{name} is a text, or a text per language; `{key}` is no language here.", name=self.name(path), key=key
            )
            hint = message("Write `fr:` or `en:`, or put the whole text between quotes on one line.")
            return self.found("value-has-its-form", (*path, key), said, hint, at="key")
        known = [name for name in schema.get("properties", {}) if name not in instance]
        near = closest(key, known)
        if near:
            return self.found("key-is-known", (*path, key), said, _did_you_mean(near), at="key")
        if (twin := closest(key, schema.get("properties", {}))) is not None:
            hint = message("`{key}:` is already there: keep one of the two.", key=twin)
        elif known:
            hint = message(
                "Remove it, or use a known key: {keys}.", keys=keys_of({"properties": dict.fromkeys(known)}, 14)
            )
        else:
            hint = message("Remove it: every known key is already there.")
        return self.found("key-is-known", (*path, key), said, hint, at="key")

    def other_depth(self, path: Path, key: str) -> tuple[Message, Message] | None:
        """Say where a key belongs, when it is known a few levels up or down, and not there yet."""
        for depth in range(len(path) - 1, -1, -1):
            schema, instance = self.at(path[:depth])
            if isinstance(instance, dict) and key in schema.get("properties", {}) and key not in instance:
                self.arrived(path[:depth], key)
                said = message(
                    "The key `{key}` is one level too deep: it belongs {where}.",
                    key=key,
                    where=self.inside(path[:depth]),
                )
                return said, message("Take spaces away before `{key}:`, to align it with the other keys.", key=key)
        for below in self.just_above(path, key):
            schema, instance = self.at(below)
            if key in schema.get("properties", {}) and key not in instance:
                self.arrived(below, key)
                said = message(
                    "The key `{key}` is not deep enough: it belongs {where}.", key=key, where=self.inside(below)
                )
                return said, message("Add spaces before `{key}:`, to align it with the other keys.", key=key)
        return None

    def just_above(self, path: Path, key: str) -> Iterator[Path]:
        """Yield the mappings that end just above a key: a neighbour, its last item, the last mapping in that…"""
        instance = self.at(path)[1]
        names = list(instance)
        below: Path = path
        node: object = {name: instance[name] for name in names[: names.index(key)]}
        while isinstance(node, (dict, list)) and node:
            step: str | int = next(reversed(node)) if isinstance(node, dict) else len(node) - 1
            node = node[step]  # type: ignore[index]
            below = (*below, step)
            if isinstance(node, dict):
                yield below

    def arrived(self, path: Path, key: str) -> None:
        if path in self.objects and key in self.objects[path].missing:
            self.objects[path].missing.remove(key)

    def missing_keys(self, path: Path, here: _Object) -> Diagnostic:
        schema = self.at(path)[0]
        names = Listing(tuple(f"`{key}`" for key in here.missing))
        values = {"name": self.name(path), "keys": names}
        because = next((here.because[key] for key in here.missing if key in here.because), None)
        if because and len(here.missing) == 1:
            said = message("{name} lacks {keys}, which must be there {because}.", because=because, **values)
        else:
            said = message("{name} lacks {keys}.", **values)
        lines = tuple(
            message(
                "`{key}:` ({form})", key=key, form=expected(schema.get("properties", {}).get(key, {"type": "string"}))
            )
            for key in here.missing
        )
        return self.found("key-is-present", path, said, message("Add {lines}.", lines=Listing(lines)), at="key")

    # Values

    def value(self, path: Path, error: ValidationError) -> Diagnostic:
        value, schema, name = error.instance, error.schema, self.name(path)
        if value is None:
            return self.empty(path, schema)
        if error.validator == "uniqueItems":
            again = next(item for at, item in enumerate(value) if item in value[:at])
            where = max(at for at, item in enumerate(value) if item == again)
            said = message("{name} says `{value}` twice.", name=name, value=as_yaml(again))
            return self.found("value-is-said-once", (*path, where), said, message("Remove one of the two."))
        if error.validator in _BOUNDS:
            return self.bounds(path, error)
        fix = self.fix(error.schema, value)
        form = expected(schema)
        if value == TO_COMPLETE:
            said = message("{name} cannot be left `to-complete`.", name=name)
            return self.found("value-has-its-form", path, said, message("Write {form}.", form=form))
        if error.validator in ("enum", "const") and not isinstance(value, (list, dict)):
            said = message("`{value}` is not a value that {name} knows.", value=as_yaml(value), name=name)
            hint = message("Write {form}.", form=form)
            if fix is not None:
                hint = message("Did you mean `{line}`? The values are {form}.", line=self.line(path, fix), form=form)
            return self.found("value-is-known", path, said, hint)
        if error.validator == "format":
            return self.no_such(path, value, schema, fix)
        said, hint = self.wrong_form(path, value, schema, fix, form)
        return self.found("value-has-its-form", path, said, hint)

    def wrong_form(
        self, path: Path, value: object, schema: Schema, fix: object, form: Message | Listing
    ) -> tuple[Message, Message]:
        name, types = self.name(path), kinds(schema)
        hint = message("Write {form}.", form=form)
        if isinstance(value, dict) and "array" in types:
            if "id" in schema.get("items", {}).get("required", ()):
                first = next(iter(value), "")
                hint = message(
                    "In place of `{key}:`, write `- id: {key}`, and its keys below, aligned with `id`.", key=first
                )
            else:
                hint = message("Begin each item with a hyphen and a space.")
            return message("{name} should be a list of items, not keys.", name=name), hint
        if isinstance(value, list) and "array" not in types:
            said = message("{name} takes one value, not a list.", name=name)
            if "object" in types and value and isinstance(value[0], dict):
                said = message("{name} takes keys, not a list.", name=name)
                hint = message("Remove the hyphen before `{key}:`.", key=next(iter(value[0]), ""))
        elif isinstance(value, dict):
            said = message("{name} takes one value, not keys.", name=name)
        elif "array" in types:
            said = message("{name} should be a list, even of one.", name=name)
        elif "object" in types and "string" not in types:
            said = message("{name} should hold keys, not the value `{value}`.", name=name, value=_short(value))
            return said, message("Write {form}.", form=form)
        elif isinstance(value, bool) and "string" in types:
            said = message("`{value}` is read as yes or no, and {name} is a text.", value=as_yaml(value), name=name)
        elif isinstance(value, (int, float)) and "string" in types and isinstance(fix, str) and fix == str(value):
            said = message("`{value}` is read as a number, and {name} is a text.", value=value, name=name)
        else:
            said = message("`{value}` is not a value that {name} can take.", value=_short(value), name=name)
        if fix is not None:
            hint = message("Write `{line}`.", line=self.line(path, fix))
            if not isinstance(value, (list, bool)) and "array" not in types:
                hint = message("Write `{line}`: {form}.", line=self.line(path, fix), form=form)
        return said, hint

    def empty(self, path: Path, schema: Schema) -> Diagnostic:
        said = message("{name} has no value.", name=self.name(path))
        hint = message("Write {form}, or remove the line.", form=expected(schema))
        if takes_to_complete(schema) and "object" not in kinds(schema):
            hint = message(
                "Write {form}; `to-complete` if nobody has decided yet; or remove the line.", form=expected(schema)
            )
        return self.found("value-has-its-form", path, said, hint, at="key")

    def bounds(self, path: Path, error: ValidationError) -> Diagnostic:
        said = Message(_BOUNDS[error.validator].text, {"name": self.name(path), "limit": error.validator_value})
        hint = None
        if error.validator == "minProperties":
            hint = message("Write at least one of {keys}.", keys=keys_of(error.schema, 14))
        elif error.validator in ("minItems", "minLength"):
            hint = message("Write {form}, or remove the line.", form=expected(error.schema))
        return self.found("value-is-in-bounds", path, said, hint)

    def no_such(self, path: Path, value: object, schema: Schema, fix: object) -> Diagnostic:
        if schema["format"] == "iana-timezone":
            said = message("There is no time zone `{value}`.", value=value)
            near = message("Did you mean `{line}`?", line=self.line(path, fix)) if fix else None
            return self.found("value-has-its-form", path, said, near or message("Write {form}.", form=expected(schema)))
        said = message("There is no day `{value}` in the calendar.", value=str(value)[:10])
        return self.found("value-has-its-form", path, said, message("Check the day and the month."))

    def fix(self, schema: Schema, value: object) -> object | None:
        """Return what was most likely meant, if it fits."""
        fix = mended(schema, value)
        if fix is None or fix == value:
            return None
        from jsonschema import Draft202012Validator

        fits = Draft202012Validator(schema).is_valid(fix)
        return fix if fits and len(as_yaml(fix)) <= 100 else None

    # Places and names

    def at(self, path: Path) -> tuple[Schema, Any]:
        """Return the schema and the value at a place."""
        schema: Any = self.schema
        instance: Any = self.document.data
        for step in path:
            if isinstance(step, int):
                schema = schema.get("items", {})
            else:
                more = schema.get("additionalProperties")
                schema = schema.get("properties", {}).get(step, more if isinstance(more, dict) else {})
            instance = instance[step]
        return schema, instance

    def name(self, path: Path) -> Message:
        """Name a value: its key, its id, or its rank in a list."""
        if not path:
            return message("This file")
        if isinstance(path[-1], str):
            return message("`{key}`", key=path[-1])
        instance = self.at(path)[1]
        if isinstance(instance, dict) and isinstance(instance.get("id"), str):
            return message("`{key}`", key=instance["id"])
        above = next((step for step in reversed(path) if isinstance(step, str)), "")
        return message("Item {rank} of `{list}`", rank=path[-1] + 1, list=above)

    def inside(self, path: Path) -> Message:
        if not path:
            return message("at the start of a line")
        if isinstance(path[-1], str):
            return message("in `{key}`", key=path[-1])
        above = next((step for step in reversed(path) if isinstance(step, str)), "")
        return message("in an item of `{key}`", key=above)

    def line(self, path: Path, value: object) -> str:
        return f"{path[-1]}: {as_yaml(value)}" if isinstance(path[-1], str) else f"- {as_yaml(value)}"

    def found(self, rule: str, path: Path, said: Message, hint: Message | None, at: str = "value") -> Diagnostic:
        span = self.document.span_of(path, at)
        return Diagnostic(rule=rule, severity="error", message=said, hint=hint, file=self.document.file, span=span)


def _rank(error: ValidationError) -> int:
    return _ORDER.index(error.validator) if error.validator in _ORDER else len(_ORDER)


def _did_you_mean(key: str) -> Message:
    return message("Did you mean `{key}:`?", key=key)


def _short(value: object) -> str:
    text = as_yaml(value) if not isinstance(value, str) else value
    return text if len(text) <= 60 else text[:59] + "…"
