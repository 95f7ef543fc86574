"""Walk the playbooks key by key, say what each key holds, and change what one key says.

Comes in: the files of a house. Goes out: every place of every key, by the class of the model that reads it and its
field («CrisisStep.within»), so that a key that several kinds of file share is one key; and for a value, others that it
could be. What the schemas refuse of these is refused by the stages, as it is for anybody.
"""

from __future__ import annotations

import copy
import datetime as dt
import json
import re
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from perimetre.base.durations import Duration
from perimetre.model import FILES, Part
from perimetre.model.basics import Flat
from perimetre.model.building.convert import hints, yaml_key
from perimetre.model.matches import JOINTS, AllBut
from perimetre.model.refs import Ref
from perimetre.model.shared import Time
from perimetre.model.text import Text
from perimetre.model.whole import VALUE_KINDS
from perimetre.reading.filing import Filed, kind_of
from perimetre.reading.parse import parse
from perimetre.reading.sources import Source
from tests.conftest import ROOT
from tests.support.parts import every_part
from tests.support.rule_cases import BASE

EVERY_KEY = ROOT / "tests" / "cases" / "every-key"
Data = dict[str, Any]
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A key where it is written: its name, its file, where it stands, its type, its value."""

    key: str
    file: str
    path: Path
    hint: Any
    value: Any


def name_of(cls: type[Part], field: str) -> str:
    """Return the name of a key: the class that first has the field, and the key."""
    owner = next(base for base in reversed(cls.__mro__) if field in vars(base).get("__annotations__", {}))
    return f"{owner.__name__}.{yaml_key(field)}"


def every_key() -> frozenset[str]:
    """Return the names of all keys of all kinds of file."""
    return frozenset(
        name_of(cls, field) for cls in every_part() for field, hint in hints(cls).items() if not _is_flat(hint)
    )


def house() -> dict[str, Data]:
    """Return the files of the house that uses every key, by path, as plain data."""
    files = {path.relative_to(EVERY_KEY).as_posix(): path.read_text("utf-8") for path in EVERY_KEY.rglob("*.yml")}
    read = {}
    for path, text in sorted({**BASE, **files}.items()):
        document = parse(Source(path, path, text.encode())).document
        assert document is not None and isinstance(document.data, dict), path
        read[path] = document.data
    return read


def sources(files: Mapping[str, Data]) -> tuple[Source, ...]:
    """Return files as sources: JSON is YAML too."""
    return tuple(Source(path, path, json.dumps(data, ensure_ascii=False).encode()) for path, data in files.items())


def written(files: Mapping[str, Data]) -> Iterator[Written]:
    """Yield every key of every file, where it is written."""
    for path, data in files.items():
        filed = kind_of(path)
        assert isinstance(filed, Filed), path
        yield from _keys(data, FILES[filed.kind.id], path, ())


def _keys(data: Data, cls: type[Part], file: str, path: Path) -> Iterator[Written]:
    for field, hint in hints(cls).items():
        if _is_flat(hint):
            yield from _keys(data, hint.__origin__, file, path)
        elif (key := yaml_key(field)) in data:
            yield Written(name_of(cls, field), file, (*path, key), hint, data[key])
            yield from _inside(data[key], hint, file, (*path, key))


def _inside(value: Any, hint: Any, file: str, path: Path) -> Iterator[Written]:
    for option in unfold(hint):
        item = typing.get_args(option)[0] if typing.get_origin(option) is tuple else option
        if typing.get_origin(item) is tuple:
            for rank, group in enumerate(value if isinstance(value, list) else ()):
                yield from _inside(group, item, file, (*path, rank))
            continue
        if typing.get_origin(item) is AllBut:
            if isinstance(value, dict):
                # What it leaves out names what the dimension does.
                named = tuple[typing.get_args(item)[0], ...]
                yield Written(name_of(AllBut, "not_"), file, (*path, "not"), named, value["not"])
            continue
        part = next((one for one in map(_class_of, unfold(item)) if issubclass(one, Part)), None)
        if part is None:
            continue
        if hasattr(part, "spell_out") and isinstance(value, dict):
            for fact, test in value.items():
                if fact in JOINTS:
                    yield from _keys({fact: test}, part, file, path)
                else:
                    yield from _fact(test, part, file, (*path, fact))
        elif isinstance(value, dict):
            yield from _keys(value, part, file, path)
        elif isinstance(value, list):
            for rank, one in enumerate(value):
                if isinstance(one, dict):
                    yield from _keys(one, part, file, (*path, rank))


def _class_of(hint: Any) -> type:
    """Return the class of which a type is, whatever it holds."""
    cls = typing.get_origin(hint) or hint
    return cls if isinstance(cls, type) else object


def _fact(test: Any, part: type[Part], file: str, path: Path) -> Iterator[Written]:
    """Yield the keys of what is said of a fact, or of an act; a bare yes or no, or a bare list, is one of them."""
    head, *fields = hints(part)
    yield Written(f"{part.__name__}.{head}", file, path, str, test)
    bare = {bool: ("is_", "offered"), list: ("choices",)}.get(type(test), ())
    short = next((name for name in bare if name in fields), "")
    if short:
        yield Written(f"{part.__name__}.{yaml_key(short)}", file, path, hints(part)[short], test)
    elif isinstance(test, dict):
        yield from _keys(test, part, file, path)


def _is_flat(hint: Any) -> bool:
    return typing.get_origin(hint) is Annotated and Flat in hint.__metadata__


def unfold(hint: Any) -> list[Any]:
    """Return the types that a value may have, without None."""
    if typing.get_origin(hint) is Annotated:
        return unfold(hint.__origin__)
    whole = typing.get_origin(hint) in (tuple, Literal) or issubclass(_class_of(hint), Part)
    if typing.get_args(hint) and not whole:
        return [inner for option in typing.get_args(hint) for inner in unfold(option)]
    return [] if hint is type(None) else [hint]


def _marks(hint: Any) -> Iterator[Any]:
    if typing.get_origin(hint) is Annotated:
        yield from hint.__metadata__
    for inner in typing.get_args(hint) if typing.get_origin(hint) is not Literal else ():
        yield from _marks(inner)


def holds_text(hint: Any) -> bool:
    """Say whether a key holds a text, or a list of them."""
    for option in unfold(hint):
        items = unfold(typing.get_args(option)[0]) if typing.get_origin(option) is tuple else [option]
        if any(isinstance(one, type) and issubclass(one, Text) for one in items):
            return True
    return False


ABSENT = object()
"""What stands for a key that is no longer there."""


def put(files: Mapping[str, Data], file: str, path: Path, value: Any) -> dict[str, Data]:
    """Return the files with another value at a place, or with nothing there (`ABSENT`)."""
    data = copy.deepcopy(files[file])
    inner: Any = data
    for step in path[:-1]:
        inner = inner[step]
    if value is ABSENT:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return {**files, file: data}


def others(one: Written, ids: Mapping[str, list[str]]) -> Iterator[Any]:
    """Yield what a key could say instead, the likeliest to be accepted first; at last, nothing.

    Args:
        one: the key, where it is written.
        ids: the ids that there are, by namespace.
    """
    if isinstance(one.value, list):
        if len(one.value) > 1:
            yield one.value[1:]
            yield one.value[:1]
        for rank, item in enumerate(one.value[:2]):
            if not isinstance(item, dict | list):
                for other in _others(item, one.hint, ids):
                    yield [*one.value[:rank], other, *one.value[rank + 1 :]]
    elif not isinstance(one.value, dict):
        yield from _others(one.value, one.hint, ids)
    yield ABSENT


def _others(value: Any, hint: Any, ids: Mapping[str, list[str]]) -> Iterator[Any]:
    options = [inner for option in unfold(hint) for inner in _of_items(option)]
    listed = [
        choice for option in options if typing.get_origin(option) is Literal for choice in typing.get_args(option)
    ]
    refs = [mark for mark in _marks(hint) if isinstance(mark, Ref)]
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int | float):
        yield from (value + 1, value - 1, value * 7)
    elif value in listed:
        yield from (choice for choice in listed if choice != value)
    elif refs:
        yield from (id_ for ref in refs for kind in ref.kinds for id_ in ids.get(kind, ()) if id_ != value)
    elif Duration in options and re.fullmatch(r"-?\d+[a-z]+", value):
        yield from ("17d", "-17d", "45min", "9w")
    elif Time in options and re.fullmatch(r"\d\d:\d\d", value):
        yield from ("19:15", "06:45")
    elif re.fullmatch(r"\d\d-\d\d", value):
        yield from ("12-01", "mon")
    elif dt.datetime in options and "T" in value:
        yield from ("2026-11-25T10:05", "2026-11-24T20:05")
    elif dt.date in options and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        yield from ("2026-11-25", "2027-08-09", "2024-02-03")
    elif value.startswith("v1:"):
        yield f"v1:{'a' * 64}"
    else:
        yield from (f"{value} zz", f"{value}zz", "BE", "USD", "Europe/Oslo", f"{value}-zz")


def _of_items(option: Any) -> list[Any]:
    return unfold(typing.get_args(option)[0]) if typing.get_origin(option) is tuple else [option]


def ids_of(files: Mapping[str, Data], shipped: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the ids that there are, by namespace: those of the files, then the values that ship."""
    ids: dict[str, list[str]] = {}
    for path, data in files.items():
        filed = kind_of(path)
        assert isinstance(filed, Filed)
        _gather(data, FILES[filed.kind.id], ids)
    for kind in VALUE_KINDS:
        ids.setdefault(kind, []).extend(shipped[kind])
    return ids


def _gather(data: Any, cls: type[Part], ids: dict[str, list[str]]) -> None:
    if cls.KIND and isinstance(data, dict) and isinstance(data.get("id"), str):
        ids.setdefault(cls.KIND, []).append(data["id"])
    if not isinstance(data, dict):
        return
    for field, hint in hints(cls).items():
        value = data.get(yaml_key(field))
        for option in unfold(hint):
            for item in _of_items(option):
                if isinstance(item, type) and issubclass(item, Part) and value is not None:
                    for one in value if isinstance(value, list) else [value]:
                        _gather(one, item, ids)
