"""Unite what the house says and what a brand says: one mechanism for every kind of file (stage build).

Lists of records are united: the house's first, in its order, each in its place unless a record of the brand replaces
it, then the brand's. Any other block of a file is the brand's where the brand has it, else the house's whole: nothing
is ever merged inside, but for the triage, whose trees are records like any others. The house's objects are shared by
all the brands, so that they are built and checked once.
"""

from __future__ import annotations

import typing
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, Literal, TypeVar

from perimetre.base.closed import Language
from perimetre.model.basics import File, Named, Own, Part, Record, United
from perimetre.model.building.convert import Conversion, hints, yaml_key
from perimetre.model.escalation import Triage
from perimetre.model.voice import Term

F = TypeVar("F", bound=File)
P = TypeVar("P", bound=Part)

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
        files: by class, each single file.
        keys: by class, the top keys that the file has.
        folders: by class, the records that have a file each.
        printed: by kind, the single file as printed.
        records: by kind and id, the records known to the whole brand.
        readings: what was met in each file.
    """

    origin: str
    files: dict[type[File], File] = field(default_factory=dict)
    keys: dict[type[File], frozenset[str]] = field(default_factory=dict)
    folders: dict[type[Record], list[Record]] = field(default_factory=dict)
    printed: dict[str, str] = field(default_factory=dict)
    records: dict[tuple[str, str], Named] = field(default_factory=dict)
    readings: list[Conversion] = field(default_factory=list)

    def file(self, cls: type[F]) -> F | None:
        """Return the file of a class, or None where the folder has none."""
        file = self.files.get(cls)
        return file if isinstance(file, cls) else None


class _Block(typing.NamedTuple):
    """How a field of a file is inherited."""

    name: str
    how: Literal["own", "united", "whole"]


_BLOCKS: dict[type[File], tuple[_Block, ...]] = {}


def _blocks(cls: type[File]) -> tuple[_Block, ...]:
    if cls not in _BLOCKS:
        _BLOCKS[cls] = tuple(_block(name, hint) for name, hint in hints(cls).items())
    return _BLOCKS[cls]


def _block(name: str, hint: Any) -> _Block:
    marks: tuple[object, ...] = ()
    if typing.get_origin(hint) is Annotated:
        hint, marks = hint.__origin__, hint.__metadata__
    if Own in marks:
        return _Block(name, "own")
    item = typing.get_args(hint)[0] if typing.get_origin(hint) is tuple else None
    has_ids = isinstance(item, type) and issubclass(item, Part) and item.KIND is not None and not item.LOCAL
    return _Block(name, "united" if has_ids or United in marks else "whole")


def replacements(layer: OwnerFiles) -> dict[tuple[str, str], str]:
    """Return which of the house's records a brand replaces: by kind and id, the id of the brand's."""
    return {
        (kind, record.replaces): id_
        for (kind, id_), record in layer.records.items()
        if isinstance(record, Record) and record.replaces is not None and kind not in ADD_UP
    }


def unite(cls: type[F], house: OwnerFiles | None, brand: OwnerFiles) -> F:
    """Return the file of a class as it is in effect in a brand.

    Args:
        cls: the class of the file.
        house: what the house says, or None where there is no house.
        brand: what the brand says.
    """
    own, common = brand.file(cls), house.file(cls) if house else None
    if common is None:
        return own or cls()
    if own is None:
        own = cls()
        if not any(block.how == "own" for block in _blocks(cls)):
            return common
    keys = brand.keys.get(cls, frozenset())
    blocks: dict[str, Any] = {}
    for block in _blocks(cls):
        mine, theirs = getattr(own, block.name), getattr(common, block.name)
        if block.how == "united":
            blocks[block.name] = united(theirs, mine)
        elif isinstance(mine, Triage) and isinstance(theirs, Triage):
            blocks[block.name] = _triage(theirs, mine)
        elif block.how == "own" or yaml_key(block.name) in keys:
            blocks[block.name] = mine
        else:
            blocks[block.name] = theirs
    return replace(own, **blocks)


def _triage(theirs: Triage, mine: Triage) -> Triage:
    """Return the house's trees and the brand's, entered where the brand says, or else where the house does."""
    return Triage(
        place=mine.place,
        entry=mine.entry or theirs.entry,
        trees=united(theirs.trees, mine.trees),
        danger_signs=(*theirs.danger_signs, *mine.danger_signs),
    )


def united(theirs: tuple[P, ...], mine: tuple[P, ...]) -> tuple[P, ...]:
    """Return the house's records and the brand's, each that is replaced in the place of the one it replaces."""
    if not mine or not theirs:
        return mine or theirs
    takes = {
        item.replaces: item
        for item in mine
        if isinstance(item, Record) and item.replaces is not None and item.KIND not in ADD_UP
    }
    common = [takes.get(item.id, item) if isinstance(item, Named) else item for item in theirs]
    tightened = {_use(term): term for term in mine if isinstance(term, Term)}
    common = [item for item in common if not isinstance(item, Term) or not is_tighter(tightened.get(_use(item)), item)]
    placed = {id(item) for item in common}
    return (*common, *(item for item in mine if id(item) not in placed))


class TermScope(typing.NamedTuple):
    """Where a term of the lexicon holds; what is empty, or None, narrows nothing.

    Fields:
        places: its channels, cases, periods, scenarios, authors, topics.
    """

    places: tuple[frozenset[str], ...]
    language: Language | None

    def is_within(self, other: TermScope) -> bool:
        """Say whether every use of a word that this one speaks of is one that the other speaks of."""
        pairs = zip(self.places, other.places, strict=True)
        return other.language in (None, self.language) and all(
            not theirs or (bool(mine) and mine <= theirs) for mine, theirs in pairs
        )


def is_tighter(term: Term | None, than: Term) -> bool:
    """Say whether a term of the brand restrains the same word at least as much as the house's."""
    return term is not None and strictness(term) >= strictness(than)


def strictness(term: Term) -> int:
    """Return how far a term restrains, 0 for a word that is preferred or whose class is to be completed."""
    return STRICTNESS.index(term.class_) if term.class_ else 0


def _use(term: Term) -> tuple[str, TermScope]:
    """Return what makes two entries speak of the same use of the same word."""
    return (term.term or "").casefold(), scope_of(term)


def scope_of(term: Term) -> TermScope:
    """Return where a term of the lexicon holds."""
    return TermScope(
        places=tuple(
            frozenset(words)
            for words in (term.channels, term.cases, term.during, term.scenarios, term.authors, term.topics)
        ),
        language=term.language,
    )


def files_in_effect(house: OwnerFiles | None, brand: OwnerFiles) -> Mapping[str, str]:
    """Return by kind the file that holds what is in effect: the brand's own, else the house's."""
    return {**(house.printed if house else {}), **brand.printed}
