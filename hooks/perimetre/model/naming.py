"""Know where a file names something: the places of the schemas whose word is an id of something else.

Comes in: the schemas as they are written, and the classes of the model, which say beside a type what a word may name.
Goes out: of each place, what it may name. What the check refuses and what an editor proposes come from the same types.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Union

from perimetre.model.basics import Flat, Part
from perimetre.model.building.convert import hints, yaml_key
from perimetre.model.files import FILES
from perimetre.model.matches import AllBut
from perimetre.model.refs import Ref
from perimetre.reading.kinds import KINDS
from perimetre.reading.schemas import Schema

Site = tuple[Schema, str]
"""A part of a schema, and the file that it is written in."""


def places_that_name(schemas: Mapping[str, Schema]) -> list[tuple[Site, Ref]]:
    """Return the parts of schemas that name something, each once, with what it may name.

    A part that stands for two sorts of names, by where it is taken up, is left out.

    Args:
        schemas: by file name (`people.schema.json`), as they are written; the parts are theirs, not copies.
    """
    walk = _NamingWalk(schemas)
    for kind in KINDS.values():
        walk.mapping(FILES[kind.id], [(schemas[kind.schema], kind.schema)])
    return [(site, ref) for site, ref in walk.found.values() if ref is not None]


def keys_of(cls: type[Part]) -> dict[str, Any]:
    """Return the keys that a class reads, those of its flat parts among them, with the type of each."""
    keys: dict[str, Any] = {}
    for name, hint in hints(cls).items():
        if typing.get_origin(hint) is Annotated and Flat in hint.__metadata__:
            keys |= keys_of(hint.__origin__)
        else:
            keys[yaml_key(name)] = hint
    return keys


class _NamingWalk:
    """Goes through the classes and the schemas side by side."""

    def __init__(self, schemas: Mapping[str, Schema]) -> None:
        self.schemas = schemas
        # By what it is in memory: a part that several records share is one part.
        self.found: dict[int, tuple[Site, Ref | None]] = {}
        self._seen: set[tuple[type[Part], tuple[int, ...]]] = set()

    def mapping(self, cls: type[Part], sites: list[Site]) -> None:
        """Go through the keys of a mapping that a class reads."""
        seen = (cls, tuple(id(node) for node, _ in sites))
        if seen in self._seen:
            return
        self._seen.add(seen)
        keys = keys_of(cls)
        inside: dict[str, list[Site]] = {}
        for node, file in self._all(sites):
            for key, inner in node.get("properties", {}).items():
                if key in keys and isinstance(inner, dict):
                    inside.setdefault(key, []).append((inner, file))
        for key, inner_sites in inside.items():
            self.value(keys[key], inner_sites)

    def value(self, hint: Any, sites: list[Site]) -> None:
        """Go through what a key may hold."""
        for ref in _refs_beside(hint):
            self._note(sites, ref)
        for option in _options(hint):
            origin = typing.get_origin(option)
            if origin is tuple:
                self._items(typing.get_args(option)[0], sites)
            elif origin is AllBut:
                named = [
                    (node["properties"]["not"], file)
                    for node, file in self._all(sites)
                    if "not" in node.get("properties", {})
                ]
                self._items(typing.get_args(option)[0], named)
            elif isinstance(option, type) and issubclass(option, Part):
                self.mapping(option, sites)

    def _items(self, hint: Any, sites: list[Site]) -> None:
        # What is written as a mapping by id has keys, and no items.
        items = [(node["items"], file) for node, file in self._all(sites) if isinstance(node.get("items"), dict)]
        if items:
            self.value(hint, items)

    def _note(self, sites: Iterable[Site], ref: Ref) -> None:
        for node, file in sites:
            _, known = self.found.setdefault(id(node), ((node, file), ref))
            if known != ref:
                self.found[id(node)] = ((node, file), None)

    def _all(self, sites: Iterable[Site]) -> Iterator[Site]:
        """Yield each part with those that speak of the same value: what it refers to, what it combines."""
        for node, file in sites:
            yield node, file
            if "$ref" in node:
                yield from self._all([target(self.schemas, node["$ref"], file)])
            for word in ("allOf", "anyOf"):
                yield from self._all((inner, file) for inner in node.get(word, ()) if isinstance(inner, dict))


def target(schemas: Mapping[str, Schema], ref: str, file: str) -> Site:
    """Return what a reference of a schema leads to, and the file where that is written."""
    named, _, pointer = ref.partition("#")
    node: Any = schemas[named or file]
    for step in pointer.split("/")[1:]:
        node = node[step]
    return node, named or file


def _options(hint: Any) -> list[Any]:
    """Return the types that a value may have, without what stands beside them, and without None."""
    origin = typing.get_origin(hint)
    if origin is Annotated:
        return _options(hint.__origin__)
    if origin in (Union, types.UnionType):
        return [inner for option in typing.get_args(hint) for inner in _options(option)]
    return [] if hint is type(None) else [hint]


def _refs_beside(hint: Any) -> Iterator[Ref]:
    """Yield what a value itself may name; what the items of a list name is theirs."""
    if typing.get_origin(hint) is Annotated:
        yield from (mark for mark in hint.__metadata__ if isinstance(mark, Ref))
        yield from _refs_beside(hint.__origin__)
    elif typing.get_origin(hint) in (Union, types.UnionType):
        for option in typing.get_args(hint):
            yield from _refs_beside(option)
