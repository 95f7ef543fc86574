"""Turn the plain data of a valid file into the objects of the model (stage build).

Comes in: a class of the model, the data of a document that its schema accepts. Goes out: the object, and in a
`Conversion` what was met on the way: the ids it declares, the words that name something, the places to be completed.
Types are resolved once per class; the rest is a call per value.
"""

from __future__ import annotations

import functools
import sys
import types
import typing
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Annotated, Any, Literal, NamedTuple, TypeVar, Union

from perimetre.base.diagnostics import KeyPath, Place
from perimetre.base.durations import AT_ONCE, FORM, Duration
from perimetre.base.undecided import TO_COMPLETE
from perimetre.model.basics import Flat, InCurrency, Part, Record
from perimetre.model.matches import AllBut
from perimetre.model.refs import Ref
from perimetre.model.shared import Time
from perimetre.model.text import Text
from perimetre.model.values import Synonyms

# A value that the house has yet to say: the field keeps its default, the list goes without the item.
_MISSING = object()


class Reference(NamedTuple):
    """A word that names something: what it may name, and where it stands."""

    word: str | int
    ref: Ref
    path: KeyPath


class Declared(NamedTuple):
    """An id: its namespace, the object that bears it, and where that stands."""

    kind: str
    id: str
    thing: Part
    path: KeyPath


@dataclass(slots=True)
class Conversion:
    """What is met while one file is converted.

    Fields:
        file: the file as printed.
        origin: "house", or the brand.
        renamed: by namespace and id, the id of the record that takes the place of the one named.
        noted: the parts that a check looks at by themselves.
        currency: that of the amounts that are wanted.
        amounts: the currencies in which an amount is said, by its path, where it is said in each.
    """

    file: str
    origin: str
    renamed: Mapping[tuple[str, str], str] = field(default_factory=dict)
    references: list[Reference] = field(default_factory=list)
    declared: list[Declared] = field(default_factory=list)
    noted: list[Part] = field(default_factory=list)
    to_complete: list[KeyPath] = field(default_factory=list)
    currency: str = "EUR"
    amounts: dict[KeyPath, frozenset[str]] = field(default_factory=dict)

    def names_one_of(self, ids: Container[tuple[str, str]]) -> bool:
        """Say whether a word of the file may name one of some ids, each with its namespace."""
        return any((kind, reference.word) in ids for reference in self.references for kind in reference.ref.kinds)

    def owner_of(self, path: KeyPath) -> KeyPath:
        """Return the path of the record that holds a path: the home of the ids that are known in it only."""
        records = {declared.path for declared in self.declared if not declared.thing.LOCAL}
        return next((path[:size] for size in range(len(path) - 1, 0, -1) if path[:size] in records), ())


Reader = Callable[[Any, KeyPath, Conversion], Any]
P = TypeVar("P", bound=Part)


def convert(cls: type[P], data: Mapping[str, object], reading: Conversion) -> P:
    """Return `data` as an object of `cls`; the data is valid, so that nothing is refused here."""
    root: P = _part(cls)(data, (), reading)
    return root


def yaml_key(attribute: str) -> str:
    """Return the key that a field is written with: Python keeps `from`, `if`, `for`, so a field adds an underscore."""
    return attribute.rstrip("_")


def hints(cls: type[Part]) -> Mapping[str, Any]:
    """Return the types of a class's fields, with what stands beside them."""
    return {name: hint for base in reversed(cls.__mro__) for name, hint in _own_hints(base).items()}


@functools.cache
def _own_hints(cls: type) -> Mapping[str, Any]:
    """Return those that a class says itself: a hundred records have the same fourteen, which cost as much each time."""
    names = vars(sys.modules[cls.__module__])
    return {
        name: eval(hint, names) for name, hint in vars(cls).get("__annotations__", {}).items() if name not in _UNWRITTEN
    }


_UNWRITTEN = {"place", "origin", "incomplete", "KIND", "LOCAL", "NOTED"}


@functools.cache
def _reader(hint: Any) -> Reader:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is Annotated:
        marks = [mark for mark in arguments[1:] if isinstance(mark, Ref)]
        if _is_amount(hint):
            return _amount
        return _reference(marks[0]) if marks else _reader(arguments[0])
    if origin in (Union, types.UnionType):
        options = [option for option in arguments if option is not type(None)]
        return _reader(options[0]) if len(options) == 1 else _choice(options)
    if origin is tuple:
        return _list(arguments[0])
    if origin is AllBut:
        return _all_but(arguments[0])
    if isinstance(hint, type) and issubclass(hint, Part):
        return _part(hint)
    if isinstance(hint, type) and issubclass(hint, Text):
        return _text(hint)
    if hint is str:
        return _string
    return _leaf(_PARSERS.get(hint) or (lambda raw: raw))


_PARSERS: dict[Any, Callable[[Any], Any]] = {
    Duration: functools.lru_cache(maxsize=2048)(Duration.parse),
    Time: Time.parse,
    date: functools.lru_cache(maxsize=2048)(date.fromisoformat),
    datetime: functools.lru_cache(maxsize=2048)(datetime.fromisoformat),
    Synonyms: Synonyms.parse,
}


def _leaf(parse: Callable[[Any], Any]) -> Reader:
    def read(raw: Any, path: KeyPath, reading: Conversion) -> Any:
        if raw == TO_COMPLETE:
            reading.to_complete.append(path)
            return _MISSING
        return parse(raw)

    return read


def _is_amount(hint: Any) -> bool:
    return any(isinstance(mark, InCurrency) for mark in typing.get_args(hint)[1:])


def _amount(raw: Any, path: KeyPath, reading: Conversion) -> Any:
    if isinstance(raw, dict):
        reading.amounts[path] = frozenset(raw)
        return raw.get(reading.currency, _MISSING)
    return _leaf(lambda value: value)(raw, path, reading)


def _string(raw: str, path: KeyPath, reading: Conversion) -> str:
    if raw == TO_COMPLETE:
        reading.to_complete.append(path)
    return raw


def _reference(ref: Ref) -> Reader:
    def read(raw: Any, path: KeyPath, reading: Conversion) -> Any:
        if raw == TO_COMPLETE:
            reading.to_complete.append(path)
            return _MISSING
        if not isinstance(raw, bool):
            reading.references.append(Reference(raw, ref, path))
            if reading.renamed:
                return next((reading.renamed[kind, raw] for kind in ref.kinds if (kind, raw) in reading.renamed), raw)
        return raw

    return read


def _text(cls: type[Text]) -> Reader:
    def read(raw: Any, path: KeyPath, reading: Conversion) -> Text:
        if isinstance(raw, str):
            if raw == TO_COMPLETE:
                reading.to_complete.append(path)
            return cls(raw)
        reading.to_complete += [(*path, language) for language, text in raw.items() if text == TO_COMPLETE]
        return cls(None, raw.get("fr"), raw.get("en"))

    return read


def _list(item: Any) -> Reader:
    read_item = _reader(item)
    # A mapping where a list is expected has the id of each item as its key (`when: {minor: true}`); it has no order.
    spell_out: Callable[[str, object], object] | None = getattr(item, "spell_out", None)

    def read(raw: Any, path: KeyPath, reading: Conversion) -> Any:
        if raw == TO_COMPLETE:
            reading.to_complete.append(path)
            return _MISSING
        if isinstance(raw, dict):
            reading.to_complete += [(*path, key) for key, value in raw.items() if value == TO_COMPLETE]
            assert spell_out is not None
            spelled = ((key, spell_out(key, value)) for key, value in sorted(raw.items()))
            # What keeps its own key (`any: …`) has its place in the mapping, as it is written.
            pairs = [(path if isinstance(item, dict) and key in item else (*path, key), item) for key, item in spelled]
        else:
            pairs = [((*path, rank), value) for rank, value in enumerate(raw)]
        items = [read_item(value, place, reading) for place, value in pairs]
        return tuple(item for item in items if item is not _MISSING)

    return read


def _all_but(item: Any) -> Reader:
    read_list = _list(item)

    def read(raw: Any, path: KeyPath, reading: Conversion) -> Any:
        if raw == TO_COMPLETE:
            return read_list(raw, path, reading)
        left_out = read_list(raw["not"], (*path, "not"), reading)
        return AllBut(not_=left_out, place=Place(reading.file, path)) if left_out is not _MISSING else _MISSING

    return read


def _choice(options: list[Any]) -> Reader:
    """Return the reader of a field that may be of several types: the first that the value has the look of."""
    tests = sorted(((_look(option), _reader(option)) for option in options), key=lambda pair: pair[0] is _is_text)

    def read(raw: Any, path: KeyPath, reading: Conversion) -> Any:
        if raw == TO_COMPLETE:
            return tests[-1][1](raw, path, reading)
        return next(read_option for look, read_option in tests if look(raw))(raw, path, reading)

    return read


def _is_text(raw: object) -> bool:
    return isinstance(raw, str) or (isinstance(raw, dict) and raw.keys() <= {"fr", "en"})


def _look(option: Any) -> Callable[[Any], bool]:
    origin, arguments = typing.get_origin(option), typing.get_args(option)
    if origin is Annotated:
        number = _look(arguments[0])
        return (lambda raw: isinstance(raw, dict) or number(raw)) if _is_amount(option) else number
    if origin is Literal:
        return lambda raw: not isinstance(raw, (dict, list)) and raw in arguments
    if origin is tuple:
        return lambda raw: isinstance(raw, list)
    if origin is AllBut:
        return lambda raw: isinstance(raw, dict)
    if option in (int, float):
        return lambda raw: isinstance(raw, (int, float)) and not isinstance(raw, bool)
    looks: dict[Any, Callable[[Any], bool]] = {
        bool: lambda raw: isinstance(raw, bool),
        Duration: lambda raw: isinstance(raw, str) and (raw == AT_ONCE or FORM.fullmatch(raw) is not None),
        Time: lambda raw: isinstance(raw, str) and len(raw) == 5 and raw[2] == ":",
        date: lambda raw: isinstance(raw, str) and len(raw) == 10,
        datetime: lambda raw: isinstance(raw, str) and "T" in raw,
    }
    if option in looks:
        return looks[option]
    # What is said in several languages is a text, wherever keys may stand as well.
    return (lambda raw: isinstance(raw, dict) and not _is_text(raw)) if issubclass(option, Part) else _is_text


def _part(cls: type[Part]) -> Reader:
    if cls not in _PARTS:
        _PARTS[cls] = _part_reader(cls)
    return _PARTS[cls]


_PARTS: dict[type[Part], Reader] = {}


def _part_reader(cls: type[Part]) -> Reader:
    keys: dict[str, tuple[str, Any]] = {}
    # Made when it is first needed: a command that reads no crisis owes nothing for them.
    readers: dict[str, tuple[str, Reader]] = {}
    flat: dict[str, tuple[frozenset[str], Reader]] = {}
    for name, hint in hints(cls).items():
        if typing.get_origin(hint) is Annotated and Flat in hint.__metadata__:
            inner = frozenset(yaml_key(inner.name) for inner in fields(hint.__origin__)) - _UNWRITTEN
            flat[name] = (inner, _reader(hint.__origin__))
        else:
            keys[yaml_key(name)] = (name, hint)
    is_record, kind = issubclass(cls, Record), cls.KIND
    tells_if_incomplete = any(inner.name == "incomplete" for inner in fields(cls))

    def read(raw: Any, path: KeyPath, reading: Conversion) -> Any:
        if raw == TO_COMPLETE:
            reading.to_complete.append(path)
            return _MISSING
        given: dict[str, Any] = {"place": Place(reading.file, path)}
        complete_so_far = len(reading.to_complete)
        if is_record:
            given["origin"] = reading.origin
        for key, value in raw.items():
            if key not in readers:
                if key not in keys:
                    continue
                readers[key] = (keys[key][0], _reader(keys[key][1]))
            name, read_value = readers[key]
            if (converted := read_value(value, (*path, key), reading)) is not _MISSING:
                given[name] = converted
        for name, (inner, read_inner) in flat.items():
            given[name] = read_inner({key: raw[key] for key in raw if key in inner}, path, reading)
        if tells_if_incomplete:
            given["incomplete"] = len(reading.to_complete) > complete_so_far
        thing = cls(**given)
        if kind is not None and given.get("id") is not None:
            reading.declared.append(Declared(kind, given["id"], thing, path))
        if cls.NOTED:
            reading.noted.append(thing)
        return thing

    return read
