"""Compare what may be done in every brand: changes with their sentences, the house's told once.

Comes in: the brands before and after, as they go together. Goes out: changes.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from perimetre.base.diagnostics import Place
from perimetre.base.memory import Memory
from perimetre.base.words import Message, message, say
from perimetre.compare.changes import Change, Side
from perimetre.compare.pairs import Pair
from perimetre.compare.perimeter.blocks import rolled
from perimetre.compare.perimeter.facing import Facing
from perimetre.compare.perimeter.said_of import asked_otherwise, said_of
from perimetre.compare.perimeter.sentences import (
    LONGEST_SENTENCE,
    beside,
    broken,
    cases,
    details,
    length,
    no_longer_asked,
    sentence,
)
from perimetre.compare.perimeter.told import Gathered, as_named, changed_circuits, told
from perimetre.compare.perimeter.union import DIMENSIONS, Union
from perimetre.compare.perimeter.values_first import WrittenValues
from perimetre.compare.said import Key, Said
from perimetre.compare.saying import Names, few
from perimetre.model import Brand
from perimetre.model.basics import HOUSE
from perimetre.perimeter.decisions import Perimeter


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfBrand:
    """A change of a brand, with the pair that it is of."""

    pair: Pair
    told: Gathered


def perimeter_changes(pairs: Iterable[Pair], today: date) -> Iterator[tuple[Change, Sequence[tuple[Key, Said]]]]:
    """Yield what changes in what may be done; what the house makes alike in several brands, once.

    With each change, what it says of the rules and circuits that make it.
    """
    of_house: dict[object, list[_OfBrand]] = {}
    # What changes alike in several brands is worked out once.
    known: dict[Hashable, tuple[Gathered, ...]] = {}
    memories = Memory(), Memory()
    for pair in pairs:
        facing = Facing(Perimeter(*pair.old), Perimeter(*pair.new), memories)
        for memory in memories:
            memory.turn()
        if facing.is_same:
            continue
        likeness = facing.likeness
        if likeness not in known:
            union = Union(facing, today)
            known[likeness] = tuple(told(union, rolled(union)))
        for change in known[likeness]:
            found = _OfBrand(pair=pair, told=change)
            if change.of_house:
                then = change.transition
                of_house.setdefault((change.kind, change.rules, then), []).append(found)
            else:
                yield _change([found])
    for several in of_house.values():
        reaches = tuple(sorted({found.pair.id for found in several}))
        whole, said = _change(several)
        yield replace(whole, brand=HOUSE, reaches=reaches), said


def _together(parts: Sequence[Gathered]) -> Gathered:
    """Return what the house makes in several brands as one change: their hull."""
    if len(parts) == 1:
        return parts[0]
    dimensions = range(len(parts[0].universe))
    universe = tuple(frozenset[object]().union(*(part.universe[n] for part in parts)) for n in dimensions)
    hulls = [
        [there if held is None else held for there, held in zip(part.universe, part.values, strict=True)]
        for part in parts
    ]
    values = as_named(universe, [frozenset[object]().union(*(hull[n] for hull in hulls)) for n in dimensions])
    exact = all(part.exact and part.values == parts[0].values for part in parts)
    return replace(parts[0], values=values, universe=universe, exact=exact)


def _change(several: Sequence[_OfBrand]) -> tuple[Change, Sequence[tuple[Key, Said]]]:
    """Return a change of a brand, or of several brands in which the house makes it alike; and what it says of each."""
    alike: dict[int, list[_OfBrand]] = {}
    for found in several:
        alike.setdefault(id(found.told), []).append(found)
    # Of those that say the same, one speaks for all.
    speaking = [of[0] for of in alike.values()]
    pair, change = speaking[0].pair, _together([found.told for found in speaking])
    names = Names(*(side for found in speaking for side in (found.pair.new, found.pair.old)))
    values = WrittenValues(pair, change, names)
    place, side = _place(pair, change)
    more = (*values.after(), *no_longer_asked(change, names), *asked_otherwise(pair, change, names, values.known))
    more = (*more, *_beside(speaking))
    summary, holds = values.before(sentence(change, names, values.known)), more
    if length(summary) > LONGEST_SENTENCE:
        short, where = broken(change, names, values.known)
        summary, holds = values.before(short), (*where, *more)
    told = Change(
        kind=change.kind,
        area="perimeter",
        brand=pair.id,
        reaches=(pair.id,),
        summary=summary,
        holds=holds,
        details=tuple(details(change, names, values.rules)),
        cases=tuple(_cases(list(alike.values()), change)),
        place=place,
        side=side,
        about=tuple(sorted({*change.rules, *_circuits(change)})),
        roles=tuple(sorted(map(str, change.of("role") or change.universe[DIMENSIONS.index("role")]))),
        cells=sum(found.told.cells for found in several),
    )
    return told, [said for found in speaking for said in said_of(found.pair, found.told, values.known)]


def _beside(speaking: Sequence[_OfBrand]) -> Iterator[Message]:
    """Yield what the sentence leaves out; where several brands have it otherwise, of each in its own terms."""
    for found in speaking:
        for line in beside(found.told, Names(found.pair.new, found.pair.old)):
            brand = found.pair.new[1].brand.name or found.pair.id
            yield line if len(speaking) == 1 else message("{brand}: {case}", brand=brand, case=line)


def _cases(alike: Sequence[Sequence[_OfBrand]], whole: Gathered) -> Iterator[Message]:
    """Yield each part of a change exactly; where several brands have it otherwise, each in its own terms."""
    told: dict[tuple[str, ...], tuple[list[Message], list[_OfBrand]]] = {}
    for several in alike:
        pair, change = several[0].pair, several[0].told
        parts = list(cases(change, Names(pair.new, pair.old), whole))
        told.setdefault(tuple(say(part, "en") for part in parts), (parts, []))[1].extend(several)
    for parts, several in told.values():
        brands = few(found.pair.new[1].brand.name or found.pair.id for found in several)
        for part in parts:
            yield part if len(told) == 1 else message("{brand}: {case}", brand=brands, case=part)


def _circuits(change: Gathered) -> Iterator[str]:
    """Yield the ids of the circuits that change."""
    for block in change.blocks:
        yield from changed_circuits(block.signature.transition)


def _place(pair: Pair, change: Gathered) -> tuple[Place | None, Side]:
    """Return where the first of what makes a change is written, on the side where it is."""
    for id_ in (*sorted(_circuits(change)), *sorted(change.rules)):
        sides: tuple[tuple[Side, Brand], ...] = (("new", pair.new[1]), ("old", pair.old[1]))
        for side, brand in sides:
            place = _place_in(brand, id_)
            if place is not None:
                return place, side
    return None, "new"


def _place_in(brand: Brand, id_: str) -> Place | None:
    for kind in ("rule", "circuit", "channel", "role"):
        record = brand.find(kind, id_)
        if record is not None:
            return record.place
    return None
