"""Judge the keys of mappings: those that are not known, not there, or not at their depth; each cause once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from perimetre.base.diagnostics import Diagnostic, KeyPath
from perimetre.base.suggest import closest, loose
from perimetre.base.words import Listing, Message, few, message
from perimetre.reading.forms import as_yaml, expected, keys_of
from perimetre.reading.kinds import KINDS
from perimetre.reading.schemas import COMMON, Schema, plain, raw
from perimetre.reading.validate.context import Context, line
from perimetre.reading.validate.faults import Fault, fits

_TEXTS = ("text", "markdown", "labels")
# As many as a record has of its own: one is looking for one of them.
_SHOWN = 40
# To guess what a key was meant to be is dear, and a file with so many is the wrong file: fifty mistakes are shown.
_MOST_GUESSED = 200
# Each kind of file has its words for when something begins, and when it ends: whoever knows one tries it elsewhere.
_SAME_BOUND = (("from", "starts_on", "valid_from"), ("until", "to", "ends_on", "valid_until"))

_DATED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


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


def sort(context: Context, faults: Iterable[Fault]) -> tuple[tuple[Diagnostic, ...], dict[KeyPath, list[Fault]]]:
    """Say what is wrong with keys, and set apart what is wrong with values, by place."""
    mappings: Mappings = defaultdict(_Mapping)
    of_values: dict[KeyPath, list[Fault]] = defaultdict(list)
    for fault in faults:
        if fault.keyword == "additionalProperties":
            known = fault.schema.get("properties", {})
            mappings[fault.path].unknown += [key for key in fault.value if key not in known]
        elif "propertyNames" in fault.steps:
            mappings[fault.path].unknown.append(fault.value)
        elif fault.keyword in ("required", "dependentRequired"):
            _missing(context, mappings[fault.path], fault)
        else:
            of_values[fault.path].append(fault)
    # Unknown keys first: what they were meant to be is then missing no more.
    diagnostics = _all_unknown(context, mappings, of_values)
    diagnostics += [_lacks(context, path, mapping) for path, mapping in mappings.items() if mapping.missing]
    return tuple(diagnostics), of_values


def _all_unknown(context: Context, mappings: Mappings, of_values: dict[KeyPath, list[Fault]]) -> list[Diagnostic]:
    """Say what unknown keys were meant to be, or to be part of."""
    diagnostics: list[Diagnostic] = []
    too_high: set[KeyPath] = set()
    for path, key in _guessed(context, mappings):
        above = _empty_above(context, path, key)
        if above is None:
            diagnostics.append(_unknown(context, mappings, path, key))
        elif (*path, above) not in too_high:
            # The keys that follow it are part of the same slip.
            too_high.add((*path, above))
            of_values.pop((*path, above), None)
            diagnostics.append(_below_nothing(context, path, key, above))
    return diagnostics


def _guessed(context: Context, mappings: Mappings) -> list[tuple[KeyPath, str]]:
    """Return the unknown keys whose meaning is looked for: all, or the first of a file that has far too many."""
    unknown = [(path, key) for path, mapping in mappings.items() for key in mapping.unknown]
    if len(unknown) <= _MOST_GUESSED:
        return unknown
    down_the_file = sorted(unknown, key=lambda place: context.document.span_of((*place[0], place[1]), "key"))
    first = set(down_the_file[:_MOST_GUESSED])
    return [place for place in unknown if place in first]


def _missing(context: Context, mapping: _Mapping, fault: Fault) -> None:
    wanted = fault.wanted
    if isinstance(wanted, dict):
        wanted = [key for name, keys in wanted.items() if name in fault.value for key in keys]
    for key in wanted:
        if key not in fault.value and key not in mapping.missing:
            mapping.missing.append(key)
            test = _condition(context.schema, fault)
            mapping.instead[key] = _absent(test)
            if because := _because(test, fault.value):
                mapping.because[key] = because
            if beside := _demanding(test, fault.value):
                mapping.beside[key] = beside


def _condition(schema: Schema, fault: Fault) -> Schema:
    """Return what the schema tests before it demands a key: the `if` of an `if`/`then`, or nothing."""
    steps = fault.steps
    if "then" not in steps:
        return {}
    node: Any = schema
    for step in steps[: len(steps) - steps[::-1].index("then") - 1]:
        node = node if step == "if" else node[step]
    test: Schema = node["if"]
    return test


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
    keys = few((f"`{key}`" for key in absent), "or")
    if there:
        return message("{present} and no {keys}", present=there, keys=keys)
    return message("where there is no {keys}", keys=keys)


def _empty_above(context: Context, path: KeyPath, key: str) -> str | None:
    """Return the key above another that has nothing below it, and where the other belongs."""
    schema, instance = context.at(path)
    known = schema.get("properties", {})
    above = next((name for name in reversed(_names_above(instance, key)) if name in known), None)
    if above is None or instance[above] is not None or key not in schema["properties"][above].get("properties", {}):
        return None
    return above


def _names_above(mapping: dict[str, Any], key: str) -> list[str]:
    names = list(mapping)
    return names[: names.index(key)]


def _below_nothing(context: Context, path: KeyPath, key: str, above: str) -> Diagnostic:
    """Say that a key belongs in the one above it, which has nothing below it: the two are one mistake."""
    text = message("The key `{key}` is not indented enough: it belongs in `{above}`.", key=key, above=above)
    hint = message("Add two spaces before `{key}:`, and before the keys that go with it.", key=key)
    return context.diagnostic("key-is-known", (*path, key), text, hint, at="key")


def _unknown(context: Context, mappings: Mappings, path: KeyPath, key: str) -> Diagnostic:
    schema, instance = context.at(path)
    properties = schema.get("properties", {})
    place = (*path, key)
    mapping = mappings[path]
    text = message("The key `{key}` is not known {where}.", key=key, where=context.inside(path))
    absent = {name: value for name, value in properties.items() if name not in instance}
    if near := closest(key, mapping.missing) or _by_title(key, {name: properties[name] for name in mapping.missing}):
        mapping.there(near)
        return context.diagnostic("key-is-known", place, text, _did_you_mean(near), at="key", fix=(place, near))
    if moved := _other_depth(context, mappings, path, key):
        return context.diagnostic("key-is-known", place, *moved, at="key")
    if schema.get("form") in _TEXTS:
        name = context.name(path)
        text = message("{name} is a text, or a text per language; `{key}` is no language here.", name=name, key=key)
        hint = message("Write `fr:` or `en:`, or put the whole text between quotes on one line.")
        return context.diagnostic("value-has-its-form", place, text, hint, at="key")
    elsewhere = _other_file(path, key)
    if near := _by_title(key, absent) or _same_bound(key, absent) or (None if elsewhere else closest(key, absent)):
        mapping.there(near)
        return context.diagnostic("key-is-known", place, text, _did_you_mean(near), at="key", fix=(place, near))
    if lone := _alone(mapping, properties, instance[key]):
        mapping.there(lone)
        return context.diagnostic("key-is-known", place, text, _did_you_mean(lone), at="key", fix=(place, lone))
    if elsewhere:
        return context.diagnostic("key-is-known", place, *elsewhere, at="key")
    if twin := closest(key, properties):
        hint = message("`{key}:` is already there: keep one of the two.", key=twin)
    elif absent:
        hint = message("Remove it, or use a known key: {keys}.", keys=keys_of({"properties": _own(absent)}, _SHOWN))
    else:
        hint = message("Remove it: every known key is already there.")
    return context.diagnostic("key-is-known", place, text, hint, at="key")


def _own(properties: Schema) -> Schema:
    """Return keys without those that any record may have, seldom what one was looking for; all where none is left."""
    common = raw(COMMON)["$defs"]["record"]["properties"]
    return {key: schema for key, schema in properties.items() if key not in common} or properties


def _other_file(path: KeyPath, key: str) -> tuple[Message, Message] | None:
    """Say in which file a key belongs that stands at the top of one which does not know it."""
    having = [kind for kind in KINDS.values() if key in plain(kind.id).get("properties", {})] if not path else []
    homes = [kind for kind in having if kind.main == key] or having
    if len(homes) != 1:
        return None
    home = homes[0]
    file = f"{home.folder}/<id>.yml" if home.folder else f"{home.id}.yml"
    text = message("The key `{key}` belongs to another file: `{file}`.", key=key, file=file)
    return text, message("Move `{key}:`, and the lines below it, to `{file}`.", key=key, file=file)


def _alone(mapping: _Mapping, properties: Schema, value: object) -> str | None:
    """Return the one key that is missing where one is unknown, if the value fits it: `di: lumen` is `id: lumen`."""
    if len(mapping.unknown) != 1 or len(mapping.missing) != 1:
        return None
    schema = properties.get(mapping.missing[0], {})
    # A date is no text, though any word is one.
    dated = isinstance(value, str) and _DATED.match(value) is not None and schema.get("form") in _TEXTS
    return mapping.missing[0] if fits(schema, value) and not dated else None


def _same_bound(key: str, absent: Schema) -> str | None:
    """Return the key that says here when something begins or ends, for a key that says it elsewhere."""
    words = next((words for words in _SAME_BOUND if key in words), ())
    return next((word for word in words if word in absent), None)


def _by_title(key: str, properties: Schema) -> str | None:
    """Return the key whose title in the schema is what somebody typed: `statut` is `status`."""
    typed = loose(key)
    titles = ((name, schema.get("title", "")) for name, schema in properties.items() if isinstance(schema, dict))
    return next((name for name, title in titles if loose(title) == typed), None)


def _other_depth(context: Context, mappings: Mappings, path: KeyPath, key: str) -> tuple[Message, Message] | None:
    """Say where a key belongs, when it is known some levels up or down, and not there yet."""
    for depth in range(len(path) - 1, -1, -1):
        above = path[:depth]
        schema, instance = context.at(above)
        if isinstance(instance, dict) and key in schema.get("properties", {}) and key not in instance:
            _arrived(mappings, above, key)
            text = message(
                "The key `{key}` is indented too far: it belongs {where}.", key=key, where=context.inside(above)
            )
            return text, _align(key, instance)
    for below in _just_above(context, path, key):
        schema, instance = context.at(below)
        if key in schema.get("properties", {}) and key not in instance:
            _arrived(mappings, below, key)
            text = message(
                "The key `{key}` is not indented enough: it belongs {where}.", key=key, where=context.inside(below)
            )
            return text, _align(key, instance)
    return None


def _align(key: str, mapping: dict[str, Any]) -> Message:
    return message("Align `{key}:` with `{first}:`.", key=key, first=next(iter(mapping)))


def _just_above(context: Context, path: KeyPath, key: str) -> Iterator[KeyPath]:
    """Yield the mappings that end just above a key: a neighbour, its last item, the last mapping in that…"""
    instance = context.at(path)[1]
    names = _names_above(instance, key)
    below: KeyPath = path
    node: Any = {names[-1]: instance[names[-1]]} if names else {}
    while isinstance(node, (dict, list)) and node:
        step, node = next(reversed(node.items())) if isinstance(node, dict) else (len(node) - 1, node[-1])
        below = (*below, step)
        if isinstance(node, dict) and node:
            yield below


def _arrived(mappings: Mappings, path: KeyPath, key: str) -> None:
    if path in mappings:
        mappings[path].there(key)


def _lacks(context: Context, path: KeyPath, mapping: _Mapping) -> Diagnostic:
    properties = context.at(path)[0].get("properties", {})
    name, keys = context.name(path), few(f"`{key}`" for key in mapping.missing)
    text = message("{name} is missing {keys}.", name=name, keys=keys)
    if len(mapping.missing) == 1 and (because := mapping.because.get(mapping.missing[0])):
        text = message("{name} is missing {keys}, which is required {because}.", name=name, keys=keys, because=because)
    lines = tuple(_to_add(key, properties.get(key, {"type": "string"})) for key in mapping.missing)
    beside = mapping.beside.get(mapping.missing[0]) if len(mapping.missing) == 1 else None
    place = (*path, beside) if beside is not None else path
    return context.diagnostic("key-is-present", place, text, message("Add {lines}.", lines=Listing(lines)), at="key")


def _to_add(key: str, schema: Schema) -> Message:
    if "const" in schema:
        return message("`{line}`", line=f"{key}: {as_yaml(schema['const'])}")
    return message("`{key}:` ({form})", key=key, form=expected(schema))


def _did_you_mean(key: str) -> Message:
    return message("Did you mean `{key}:`?", key=key)
