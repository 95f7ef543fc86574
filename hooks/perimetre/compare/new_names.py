"""Put a handbook into the names of another day: wherever one names what has another id since, or bears that id.

Comes in: a handbook, the ids that have changed, by who may name them. Goes out: the handbook with the ids of today.
"""

from __future__ import annotations

import re
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any, cast

from perimetre.model import Brand, BrandFile, Group, Handbook, Named, Part, Record, Text
from perimetre.model.basics import HOUSE
from perimetre.model.contacts import DirectoryEntry
from perimetre.model.matches import AllBut, FactTest
from perimetre.model.moderation import MEMBERSHIP
from perimetre.model.refs import Ref
from perimetre.model.shared import Contact
from perimetre.model.templates import Variable
from perimetre.model.values import LISTS, Value, Values

# By kind, the id of today for each id of before.
Ids = Mapping[str, Mapping[str, str]]
# What holds parts that have an id within it alone: who wrote it (a value is known by its id, whoever did), what it is.
Holder = tuple[str, str, str]
# What a group holds, by the word that says of what it is.
_OF_GROUPS = {
    "roles": "role", "actions": "action", "says": "says", "channels": "channel", "topics": "topic",
    "authors": "author", "places": "place", "brands": "brand",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNames:
    """The ids of today.

    Fields:
        common: those that are known everywhere.
        own: by brand, those that it knows: the common ones too, where it has no other thing by the same id.
        within: by what holds them, those of the parts of one record.
    """

    common: Ids = field(default_factory=dict)
    own: Mapping[str, Ids] = field(default_factory=dict)
    within: Mapping[Holder, Ids] = field(default_factory=dict)

    def of(self, brand: str) -> Ids:
        """Return those that a brand knows."""
        return self.own.get(brand, self.common)


def holder_of(part: Named) -> Holder:
    """Return by what a record, or a value, is known as what holds parts of its own."""
    return getattr(part, "origin", ""), part.KIND or "", part.id


def choices_of(fact: str) -> str:
    """Return the kind of the choices of a fact: each fact has its own."""
    return f"choice of {fact}"


def in_new_names(handbook: Handbook, names: NewNames) -> Handbook:
    """Return a handbook with the ids of today, wherever one names a record or a brand, or bears its id."""
    if not any(names.common.values()) and not names.own and not names.within:
        return handbook
    # Brands that know the same ids share what they share of the house.
    writers: dict[str, _Writer] = {}

    def writer(brand: str) -> _Writer:
        ids = names.of(brand)
        return writers.setdefault(repr(ids), _Writer(ids, names.within))

    house = writer(HOUSE)
    brands = (writer(brand.id).brand(brand) for brand in handbook.brands)
    return replace(
        handbook,
        settings=house.part(handbook.settings),
        values=house.values(handbook.values),
        house=house.brand(handbook.house) if handbook.house is not None else None,
        brands=tuple(sorted(brands, key=lambda brand: brand.id)),
    )


class _Writer:
    """What writes ids anew: what several brands share is written once, and shared."""

    def __init__(self, ids: Ids, within: Mapping[Holder, Ids]) -> None:
        self._ids = ids
        self._within = within
        self._done: dict[int, tuple[object, Any]] = {}

    def brand(self, brand: Brand) -> Brand:
        taking = {(kind, self._id((kind,), id_)): self._id((kind,), by) for (kind, id_), by in brand.renamed.items()}
        return replace(
            brand,
            id=self._id(("brand",), brand.id),
            above=self._value(brand.above, ("brand",)),
            values=self.values(brand.values),
            single={cls: self.part(file) for cls, file in brand.single.items()},
            folders={cls: tuple(self.part(record) for record in records) for cls, records in brand.folders.items()},
            own=self._records(brand.own),
            inherited=self._records(brand.inherited),
            renamed=taking,
        )

    def values(self, values: Values) -> Values:
        """Return the values in use, each under its id of today; those that brands share are shared."""
        known = self._done.get(id(values))
        if known is None:
            said = {name: [self.part(value) for value in getattr(values, name).values()] for name in LISTS.values()}
            written = replace(values, **{name: {value.id: value for value in held} for name, held in said.items()})
            known = self._done[id(values)] = (values, written)
        return cast("Values", known[1])

    def _records(self, records: Mapping[tuple[str, str], Named]) -> dict[tuple[str, str], Named]:
        return {(kind, self._id((kind,), id_)): self.part(record) for (kind, id_), record in records.items()}

    def part(self, part: Any) -> Any:
        known = self._done.get(id(part))
        if known is None:
            known = self._done[id(part)] = (part, self._written(part))
        return known[1]

    def _written(self, part: Part) -> Part:
        if self._within and isinstance(part, Record | Value):
            own = self._within.get(holder_of(part))
            if own is not None:
                # Only its own parts are called so.
                return _Writer({**self._ids, **own}, {})._written(part)
        changed: dict[str, Any] = {}
        for name, kinds in refs_of(type(part)).items():
            value = getattr(part, name)
            if name == "id":
                kinds = ("brand",) if isinstance(part, BrandFile) else (part.KIND,) if part.KIND else ()
            elif name == "origin":
                kinds = ("brand",)
            elif isinstance(part, Contact) and name == "contact_ref":
                # It may name what a file that is not committed holds: no reference says so.
                kinds = (DirectoryEntry.KIND,)
            elif isinstance(part, FactTest) and name == "choices":
                kinds = (choices_of(part.fact or ""), *(("member_stage",) if part.fact == MEMBERSHIP else ()))
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
        if isinstance(value, Text):
            return self._text(value)
        return self.part(value) if is_dataclass(value) and isinstance(value, Part) else value

    def _text(self, text: Text) -> Text:
        """Return a text with the blanks of today (`{{place}}`): those of what holds it."""
        blanks = self._ids.get(_BLANK)
        if not blanks:
            return text
        said = (text.plain, text.fr, text.en)
        return type(text)(
            *(None if words is None else _IN_BRACES.sub(lambda at: _blank(at, blanks), words) for words in said)
        )

    def _id(self, kinds: tuple[str, ...], id_: str) -> str:
        return next((self._ids[kind][id_] for kind in kinds if id_ in self._ids.get(kind, {})), id_)


_BLANK = Variable.KIND
_IN_BRACES = re.compile(r"\{\{\s*([a-z0-9-]+)\s*\}\}")


def _blank(at: re.Match[str], blanks: Mapping[str, str]) -> str:
    return at[0].replace(at[1], blanks.get(at[1], at[1]))


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
