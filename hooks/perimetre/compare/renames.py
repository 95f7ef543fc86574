"""Say what has another id and is the same thing (`formerly`), and put what was before into the names of today.

Comes in: two handbooks. Goes out: what was renamed, brands first, and the handbook before as it would be with the new
ids, so that what is compared then differs by what it says alone.
"""

from __future__ import annotations

import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, cast

from perimetre.compare.owners import Owner, owners
from perimetre.model import Brand, BrandFile, Group, Handbook, Named, Part, Record
from perimetre.model.matches import AllBut, FactTest
from perimetre.model.moderation import MEMBERSHIP
from perimetre.model.refs import Ref
from perimetre.model.values import LISTS, Value, Values

# By kind, the id of today for each id of before.
Ids = Mapping[str, Mapping[str, str]]
# What a group holds, by the word that says of what it is.
_OF_GROUPS = {
    "roles": "role", "actions": "action", "says": "says", "channels": "channel", "topics": "topic",
    "authors": "author", "places": "place", "brands": "brand",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Renamed:
    """A record that has another id: who wrote it, its kind, its id before, the record of today."""

    owner: Owner
    namespace: str
    before: str
    record: Record | Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Renames:
    """What has another id from one handbook to another.

    Fields:
        before: the handbook before, with the ids of today.
        brands: the id of today of each brand that has another, by that of before.
        records: the records that have another id.
    """

    before: Handbook
    brands: Mapping[str, str]
    records: tuple[Renamed, ...]


def renames(old: Handbook, new: Handbook) -> Renames:
    """Return what says that it was called otherwise, where it was, and where nothing is called so any more."""
    brands = _renamed_brands(old, new)
    before = _in_new_names(old, {"brand": brands})
    records = tuple(_renamed(before, new))
    ids: dict[str, dict[str, str]] = {}
    for rename in records:
        ids.setdefault(rename.namespace, {})[rename.before] = rename.record.id
    return Renames(before=_in_new_names(before, ids), brands=brands, records=records)


def _renamed_brands(old: Handbook, new: Handbook) -> Mapping[str, str]:
    left = {brand.id for brand in old.brands} - {brand.id for brand in new.brands}
    known = {brand.id for brand in old.brands}
    ids: dict[str, str] = {}
    for brand in new.brands:
        # Of two that say that they were the same one, the first was.
        former = next((id_ for id_ in brand.brand.formerly if id_ in left and id_ not in ids), None)
        if brand.id not in known and former is not None:
            ids[former] = brand.id
    return ids


def _renamed(old: Handbook, new: Handbook) -> Iterator[Renamed]:
    for owner in owners(old, new):
        for (namespace, _), (before, after) in owner.records().items():
            if before is not None or not isinstance(after, Record | Value):
                continue
            for former in after.formerly:
                if (namespace, former) in owner.old.own and (namespace, former) not in owner.new.own:
                    yield Renamed(owner=owner, namespace=namespace, before=former, record=after)
                    break


def _in_new_names(handbook: Handbook, ids: Ids) -> Handbook:
    """Return a handbook with the ids of today, wherever one names a record or a brand, or bears its id."""
    if not any(ids.values()):
        return handbook
    writer = _Writer(ids)
    brands = (writer.brand(brand) for brand in handbook.brands)
    return replace(
        handbook,
        settings=writer.part(handbook.settings),
        values=writer.values(handbook.values),
        house=writer.brand(handbook.house) if handbook.house is not None else None,
        brands=tuple(sorted(brands, key=lambda brand: brand.id)),
    )


class _Writer:
    """What writes ids anew: what several brands share is written once, and shared."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self._done: dict[int, tuple[object, Any]] = {}

    def brand(self, brand: Brand) -> Brand:
        return replace(
            brand,
            id=self._id(("brand",), brand.id),
            above=self._value(brand.above, ("brand",)),
            values=self.values(brand.values),
            single={cls: self.part(file) for cls, file in brand.single.items()},
            folders={cls: tuple(self.part(record) for record in records) for cls, records in brand.folders.items()},
            own=self._records(brand.own),
            inherited=self._records(brand.inherited),
        )

    def values(self, values: Values) -> Values:
        """Return the values in use, each under its id of today; those that brands share are shared."""
        known = self._done.get(id(values))
        if known is None:
            lists = {name: getattr(values, name) for kind, name in LISTS.items() if self._ids.get(kind)}
            said = {name: [self.part(value) for value in held.values()] for name, held in lists.items()}
            written = replace(values, **{name: {value.id: value for value in held} for name, held in said.items()})
            known = self._done[id(values)] = (values, written if lists else values)
        return cast("Values", known[1])

    def _records(self, records: Mapping[tuple[str, str], Named]) -> dict[tuple[str, str], Named]:
        return {(kind, self._id((kind,), id_)): self.part(record) for (kind, id_), record in records.items()}

    def part(self, part: Any) -> Any:
        known = self._done.get(id(part))
        if known is None:
            known = self._done[id(part)] = (part, self._written(part))
        return known[1]

    def _written(self, part: Part) -> Part:
        changed: dict[str, Any] = {}
        for name, kinds in refs_of(type(part)).items():
            value = getattr(part, name)
            if name == "id":
                kinds = ("brand",) if isinstance(part, BrandFile) else (part.KIND,) if part.KIND else ()
            elif name == "origin":
                kinds = ("brand",)
            elif isinstance(part, FactTest) and name == "choices" and part.fact == MEMBERSHIP:
                kinds = ("member_stage",)
            elif isinstance(part, Group) and name == "members":
                kinds = (_OF_GROUPS.get(part.of or "", ""), "group")
            written = self._value(value, kinds)
            if written is not value and written != value:
                changed[name] = written
        return replace(part, **changed) if changed else part

    def _value(self, value: Any, kinds: tuple[str, ...]) -> Any:
        if isinstance(value, str):
            return self._id(kinds, value)
        if isinstance(value, tuple):
            return tuple(self._value(item, kinds) for item in value)
        if isinstance(value, AllBut):
            return replace(value, not_=tuple(self._value(item, kinds) for item in value.not_))
        return self.part(value) if is_dataclass(value) and isinstance(value, Part) else value

    def _id(self, kinds: tuple[str, ...], id_: str) -> str:
        return next((self._ids[kind][id_] for kind in kinds if id_ in self._ids.get(kind, {})), id_)


_known: dict[type[Part], Mapping[str, tuple[str, ...]]] = {}


def refs_of(cls: type[Part]) -> Mapping[str, tuple[str, ...]]:
    """Return each field of a class that may hold a name or a part, with the kinds that it names."""
    known = _known.get(cls)
    if known is None:
        hints = typing.get_type_hints(cls, include_extras=True)
        known = {field.name: tuple(_kinds_in(hints[field.name])) for field in fields(cls) if field.name != "place"}
        _known[cls] = known
    return known


def _kinds_in(annotation: Any) -> Iterator[str]:
    for metadata in getattr(annotation, "__metadata__", ()):
        if isinstance(metadata, Ref):
            yield from metadata.kinds
            if metadata.group is not None:
                yield "group"
    for argument in (
        *typing.get_args(annotation),
        *((annotation.__origin__,) if hasattr(annotation, "__metadata__") else ()),
    ):
        if argument is not annotation:
            yield from _kinds_in(argument)
