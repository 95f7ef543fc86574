"""Unite what the house says and what a brand says: one mechanism for every kind of file (stage build).

Lists of records are united: the house's first, in its order, each in its place unless a record of the brand replaces
it, then the brand's. Any other block of a file is the brand's where the brand has it, else the house's whole: nothing
is ever merged inside, but for the triage, whose trees are records like any others. The house's objects are shared by
all the brands, so that they are built and checked once.
"""

from __future__ import annotations

import functools
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from perimetre.model.basics import Own, Part, Record, United
from perimetre.model.building.convert import Conversion, hints, yaml_key
from perimetre.model.escalation import Triage
from perimetre.model.files import FILES
from perimetre.model.voice import Term

# How far a word may be used, the freest first.
STRICTNESS = ("preferred", "careful", "avoid", "forbidden")

# Records that add up: the brand's can only be added to the house's, since replacing one could free what it restrains
# (the house's rules speak through its groups and its periods).
ADD_UP = ("rule", "group", "period", "duty", "ground", "term")


@dataclass(slots=True)
class OwnerFiles:
    """What one folder says: the house's, or a brand's.

    Fields:
        origin: "house", or the brand's id.
        files: the object of each kind of single file.
        said: by kind, the top keys that the file has.
        folders: by kind, the records that have a file each.
        printed: by kind, the file as printed.
        records: by kind and id, the records known to the whole brand.
        readings: what was met in each file.
    """

    origin: str
    files: dict[str, Part] = field(default_factory=dict)
    said: dict[str, frozenset[str]] = field(default_factory=dict)
    folders: dict[str, list[Record]] = field(default_factory=dict)
    printed: dict[str, str] = field(default_factory=dict)
    records: dict[tuple[str, str], Part] = field(default_factory=dict)
    readings: list[Conversion] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Block:
    """How a field of a file is inherited: `own`, `united` or `whole`."""

    name: str
    how: str


@functools.cache
def _blocks(cls: type[Part]) -> tuple[_Block, ...]:
    found = []
    for name, hint in hints(cls).items():
        marks: tuple[Any, ...] = ()
        if typing.get_origin(hint) is Annotated:
            hint, marks = hint.__origin__, hint.__metadata__
        item = typing.get_args(hint)[0] if typing.get_origin(hint) is tuple else None
        has_ids = isinstance(item, type) and issubclass(item, Part) and item.KIND is not None and not item.LOCAL
        if Own in marks:
            found.append(_Block(name, "own"))
        else:
            found.append(_Block(name, "united" if has_ids or United in marks else "whole"))
    return tuple(found)


def replacements(layer: OwnerFiles) -> dict[tuple[str, str], str]:
    """Return which of the house's records a brand replaces: by kind and id, the id of the brand's."""
    return {
        (kind, record.replaces): id_
        for (kind, id_), record in layer.records.items()
        if isinstance(record, Record) and record.replaces is not None and kind not in ADD_UP
    }


def unite(kind: str, house: OwnerFiles | None, brand: OwnerFiles) -> Part:
    """Return the file of a kind as it is in effect in a brand.

    Args:
        kind: the kind of file («scope»).
        house: what the house says, or None where there is no house.
        brand: what the brand says.
    """
    cls = FILES[kind]
    own, common = brand.files.get(kind), house.files.get(kind) if house else None
    if common is None:
        return own or cls()
    if own is None:
        own = cls()
        if not any(block.how == "own" for block in _blocks(cls)):
            return common
    said = brand.said.get(kind, frozenset())
    values: dict[str, object] = {"place": own.place}
    for block in _blocks(cls):
        mine, theirs = getattr(own, block.name), getattr(common, block.name)
        if block.how == "united":
            values[block.name] = united(theirs, mine)
        elif isinstance(mine, Triage) and isinstance(theirs, Triage):
            values[block.name] = _triage(theirs, mine)
        elif block.how == "own" or yaml_key(block.name) in said:
            values[block.name] = mine
        else:
            values[block.name] = theirs
    return cls(**values)


def _triage(theirs: Triage, mine: Triage) -> Triage:
    """Return the house's trees and the brand's, entered where the brand says, or else where the house does."""
    return Triage(
        place=mine.place,
        entry=mine.entry or theirs.entry,
        trees=united(theirs.trees, mine.trees),
        danger_signs=(*theirs.danger_signs, *mine.danger_signs),
    )


def united(theirs: tuple[Any, ...], mine: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the house's records and the brand's, each that is replaced in the place of the one it replaces."""
    if not mine or not theirs:
        return mine or theirs
    takes = {
        item.replaces: item
        for item in mine
        if isinstance(item, Record) and item.replaces is not None and item.KIND not in ADD_UP
    }
    kept = [takes.get(getattr(item, "id", None), item) for item in theirs]
    if isinstance(mine[0], Term):
        tightened = {_use(term): term for term in mine}
        kept = [term for term in kept if not is_tighter(tightened.get(_use(term)), term)]
    placed = {id(item) for item in kept}
    return (*kept, *(item for item in mine if id(item) not in placed))


def is_tighter(term: Term | None, than: Term) -> bool:
    """Say whether a term of the brand restrains the same word at least as much as the house's."""
    return term is not None and strictness(term) >= strictness(than)


def strictness(term: Term) -> int:
    """Return how far a term restrains, 0 for a word that is preferred or whose class is to be completed."""
    return STRICTNESS.index(term.class_) if term.class_ else 0


def _use(term: Term) -> tuple[object, ...]:
    """Return what makes two entries speak of the same use of the same word."""
    return ((term.term or "").casefold(), *scope_of(term))


def scope_of(term: Term) -> tuple[object, ...]:
    """Return where a term of the lexicon holds."""
    names = ("channels", "cases", "during", "scenarios", "authors", "topics")
    return (*(frozenset(getattr(term, name)) for name in names), term.language)


def files_in_effect(house: OwnerFiles | None, brand: OwnerFiles) -> Mapping[str, str]:
    """Return by kind the file that holds what is in effect: the brand's own, else the house's."""
    return {**(house.printed if house else {}), **brand.printed}
