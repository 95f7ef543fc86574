"""Judge the keys of mappings: those that are not known, not there, or not at their depth; each cause once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from perimetre.base.diagnostics import Diagnostic, KeyPath
from perimetre.base.suggest import closest, loose
from perimetre.base.words import Listing, Message, message
from perimetre.reading.forms import as_yaml, expected, keys_of
from perimetre.reading.schemas import Schema
from perimetre.reading.validate.context import Context, line

if TYPE_CHECKING:
    from jsonschema import ValidationError

_TEXTS = ("text", "markdown", "labels")
_SHOWN = 14


@dataclass(slots=True)
class _Mapping:
    """What is wrong with the keys of one mapping.

    Fields:
        unknown: the keys that it may not have.
        missing: the keys that it must have, and has not.
        because: for a missing key, what makes it necessary, where that is a neighbour.
        beside: for a missing key, the neighbour that makes it necessary.
        instead: for a missing key, those that would do in its place.
    """

    unknown: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    because: dict[str, Message] = field(default_factory=dict)
    beside: dict[str, str] = field(default_factory=dict)
    instead: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def there(self, key: str) -> None:
        """Take a key as there, once it is known under which name it was written."""
        self.missing = [name for name in self.missing if name != key and key not in self.instead.get(name, ())]


Mappings = dict[KeyPath, _Mapping]


def sort(
    context: Context, errors: Iterable[ValidationError]
) -> tuple[tuple[Diagnostic, ...], dict[KeyPath, list[ValidationError]]]:
    """Say what is wrong with keys, and set apart what is wrong with values, by place."""
    mappings: Mappings = defaultdict(_Mapping)
    of_values: dict[KeyPath, list[ValidationError]] = defaultdict(list)
    for error in errors:
        path: KeyPath = tuple(error.absolute_path)
        if error.validator == "additionalProperties":
            known = error.schema.get("properties", {})
            mappings[path].unknown += [key for key in error.instance if key not in known]
        elif "propertyNames" in error.absolute_schema_path:
            mappings[path].unknown.append(error.instance)
        elif error.validator in ("required", "dependentRequired"):
            _missing(context, mappings[path], error)
        else:
            of_values[path].append(error)
    # Unknown keys first: what they were meant to be is then missing no more.
    found = []
    told: set[KeyPath] = set()
    for path in list(mappings):
        for key in mappings[path].unknown:
            above = _empty_above(context, path, str(key))
            if above is None:
                found.append(_unknown(context, mappings, path, str(key)))
            elif (*path, above) not in told:
                # The keys that follow it are part of the same slip.
                told.add((*path, above))
                of_values.pop((*path, above), None)
                found.append(_below_nothing(context, path, str(key), above))
    found += [_lacks(context, path, here) for path, here in mappings.items() if here.missing]
    return tuple(found), of_values


def _missing(context: Context, here: _Mapping, error: ValidationError) -> None:
    wanted = error.validator_value
    if isinstance(wanted, dict):
        wanted = [key for name, keys in wanted.items() if name in error.instance for key in keys]
    for key in wanted:
        if key not in error.instance and key not in here.missing:
            here.missing.append(key)
            test = _condition(context.schema, error)
            here.instead[key] = _absent(test)
            if because := _because(test, error.instance):
                here.because[key] = because
            if beside := _demanding(test, error.instance):
                here.beside[key] = beside


def _condition(schema: Schema, error: ValidationError) -> Schema:
    """Return what the schema tests before it demands a key: the `if` of an `if`/`then`, or nothing."""
    steps = list(error.absolute_schema_path)
    if "then" not in steps:
        return {}
    node: Any = schema
    for step in steps[: len(steps) - steps[::-1].index("then") - 1]:
        node = node if step == "if" else node[step]
    return node["if"]


def _absent(test: Schema) -> tuple[str, ...]:
    """Return the keys whose absence makes another necessary."""
    refused = (key for key, wanted in test.get("properties", {}).items() if wanted is False)
    return (*refused, *test.get("not", {}).get("required", ()))


def _tested(test: Schema) -> list[str]:
    return [key for key, wanted in test.get("properties", {}).items() if isinstance(wanted, dict)]


def _demanding(test: Schema, instance: dict[str, Any]) -> str | None:
    """Return the neighbour whose value makes a key necessary: the line under which one looks for it."""
    return next((key for key in (*_tested(test), *test.get("required", ())) if key in instance), None)


def _because(test: Schema, instance: dict[str, Any]) -> Message | None:
    """Say which neighbour makes a key necessary, or which one's absence."""
    tested = _tested(test)
    present = [line((key,), instance[key]) for key in tested if key in instance]
    if not tested:
        present = [f"{key}:" for key in test.get("required", ())]
    there = message("with `{line}`", line=present[0]) if present else None
    absent = _absent(test)
    if not absent:
        return there
    keys = Listing(tuple(f"`{key}`" for key in absent), "or")
    if there:
        return message("{present} and no {keys}", present=there, keys=keys)
    return message("where there is no {keys}", keys=keys)


def _empty_above(context: Context, path: KeyPath, key: str) -> str | None:
    """Return the key above another that has nothing below it, and where the other belongs."""
    schema, instance = context.at(path)
    names = list(instance)
    above = next((name for name in reversed(names[: names.index(key)]) if name in schema.get("properties", {})), None)
    if above is None or instance[above] is not None or key not in schema["properties"][above].get("properties", {}):
        return None
    return above


def _below_nothing(context: Context, path: KeyPath, key: str, above: str) -> Diagnostic:
    """Say that a key belongs in the one above it, which has nothing below it: the two are one mistake."""
    said = message("The key `{key}` is not indented enough: it belongs in `{above}`.", key=key, above=above)
    hint = message("Add two spaces before `{key}:`, and before the keys that go with it.", key=key)
    return context.found("key-is-known", (*path, key), said, hint, at="key")


def _unknown(context: Context, mappings: Mappings, path: KeyPath, key: str) -> Diagnostic:
    schema, instance = context.at(path)
    properties = schema.get("properties", {})
    place = (*path, key)
    here = mappings[path]
    said = message("The key `{key}` is not known {where}.", key=key, where=context.inside(path))
    absent = {name: value for name, value in properties.items() if name not in instance}
    if near := closest(key, here.missing) or _by_title(key, {name: properties[name] for name in here.missing}):
        here.there(near)
        return context.found("key-is-known", place, said, _did_you_mean(near), at="key")
    if moved := _other_depth(context, mappings, path, key):
        return context.found("key-is-known", place, *moved, at="key")
    if schema.get("form") in _TEXTS:
        name = context.name(path)
        said = message("{name} is a text, or a text per language; `{key}` is no language here.", name=name, key=key)
        hint = message("Write `fr:` or `en:`, or put the whole text between quotes on one line.")
        return context.found("value-has-its-form", place, said, hint, at="key")
    if near := _by_title(key, absent) or closest(key, absent):
        here.there(near)
        hint = _did_you_mean(near)
    elif lone := _alone(context, here, properties, instance[key]):
        here.there(lone)
        hint = _did_you_mean(lone)
    elif twin := closest(key, properties):
        hint = message("`{key}:` is already there: keep one of the two.", key=twin)
    elif absent:
        hint = message("Remove it, or use a known key: {keys}.", keys=keys_of({"properties": absent}, _SHOWN))
    else:
        hint = message("Remove it: every known key is already there.")
    return context.found("key-is-known", place, said, hint, at="key")


def _alone(context: Context, here: _Mapping, properties: Schema, value: object) -> str | None:
    """Return the one key that is missing where one is unknown, if the value fits it: `di: lumen` is `id: lumen`."""
    if len(here.unknown) != 1 or len(here.missing) != 1:
        return None
    schema = properties.get(here.missing[0], {})
    return here.missing[0] if context.fits(schema, value) else None


def _by_title(key: str, properties: Schema) -> str | None:
    """Return the key whose title in the schema is what somebody typed: `statut` is `status`."""
    typed = loose(key)
    for name, schema in properties.items():
        if isinstance(schema, dict) and loose(schema.get("title", "")) == typed:
            return name
    return None


def _other_depth(context: Context, mappings: Mappings, path: KeyPath, key: str) -> tuple[Message, Message] | None:
    """Say where a key belongs, when it is known some levels up or down, and not there yet."""
    for depth in range(len(path) - 1, -1, -1):
        above = path[:depth]
        schema, instance = context.at(above)
        if isinstance(instance, dict) and key in schema.get("properties", {}) and key not in instance:
            _arrived(mappings, above, key)
            said = message(
                "The key `{key}` is indented too far: it belongs {where}.", key=key, where=context.inside(above)
            )
            return said, _align(key, instance)
    for below in _just_above(context, path, key):
        schema, instance = context.at(below)
        if key in schema.get("properties", {}) and key not in instance:
            _arrived(mappings, below, key)
            said = message(
                "The key `{key}` is not indented enough: it belongs {where}.", key=key, where=context.inside(below)
            )
            return said, _align(key, instance)
    return None


def _align(key: str, mapping: dict[str, Any]) -> Message:
    return message("Align `{key}:` with `{first}:`.", key=key, first=next(iter(mapping)))


def _just_above(context: Context, path: KeyPath, key: str) -> Iterator[KeyPath]:
    """Yield the mappings that end just above a key: a neighbour, its last item, the last mapping in that…"""
    instance = context.at(path)[1]
    names = list(instance)
    below: KeyPath = path
    node: Any = {name: instance[name] for name in names[: names.index(key)]}
    while isinstance(node, (dict, list)) and node:
        step: str | int = next(reversed(node)) if isinstance(node, dict) else len(node) - 1
        node = node[step]
        below = (*below, step)
        if isinstance(node, dict) and node:
            yield below


def _arrived(mappings: Mappings, path: KeyPath, key: str) -> None:
    if path in mappings:
        mappings[path].there(key)


def _lacks(context: Context, path: KeyPath, here: _Mapping) -> Diagnostic:
    properties = context.at(path)[0].get("properties", {})
    name, keys = context.name(path), Listing(tuple(f"`{key}`" for key in here.missing))
    said = message("{name} is missing {keys}.", name=name, keys=keys)
    if len(here.missing) == 1 and (because := here.because.get(here.missing[0])):
        said = message("{name} is missing {keys}, which is required {because}.", name=name, keys=keys, because=because)
    lines = tuple(_to_add(key, properties.get(key, {"type": "string"})) for key in here.missing)
    beside = here.beside.get(here.missing[0]) if len(here.missing) == 1 else None
    place = (*path, beside) if beside is not None else path
    return context.found("key-is-present", place, said, message("Add {lines}.", lines=Listing(lines)), at="key")


def _to_add(key: str, schema: Schema) -> Message:
    if "const" in schema:
        return message("`{line}`", line=f"{key}: {as_yaml(schema['const'])}")
    return message("`{key}:` ({form})", key=key, form=expected(schema))


def _did_you_mean(key: str) -> Message:
    return message("Did you mean `{key}:`?", key=key)
