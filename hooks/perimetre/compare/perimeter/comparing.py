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
from perimetre.compare.perimeter.agreed import agreements, no_longer_asked
from perimetre.compare.perimeter.beside import beside
from perimetre.compare.perimeter.blocks import rolled
from perimetre.compare.perimeter.facing import Facing
from perimetre.compare.perimeter.leaves import Facts, widest
from perimetre.compare.perimeter.moments import Moments
from perimetre.compare.perimeter.said_of import asked_otherwise, said_of
from perimetre.compare.perimeter.scopes import lists
from perimetre.compare.perimeter.sentences import LONGEST_SENTENCE, broken, cases, details, length, sentence
from perimetre.compare.perimeter.told import Gathered, as_named, changed_circuits, told
from perimetre.compare.perimeter.touched import touched
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
    several = list(pairs)
    of_house: dict[object, list[list[_OfBrand]]] = {}
    # What changes alike in several brands is worked out once.
    known: dict[Hashable, tuple[Gathered, ...]] = {}
    memories = Memory(), Memory()
    for pair in several:
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
                _add(found, of_house.setdefault((change.kind, change.transition), []))
            else:
                yield _change([found])
    for alike in of_house.values():
        for parts in alike:
            reaches = tuple(sorted({found.pair.id for found in parts}))
            whole, said = _change(parts)
            if len(reaches) < len(several):
                brands = few(_brand(found.pair) for found in parts)
                whole = replace(whole, holds=(*whole.holds, message("Only for {brands}.", brands=brands)))
            yield replace(whole, brand=HOUSE, reaches=reaches), said


def _add(found: _OfBrand, groups: list[list[_OfBrand]]) -> None:
    """Put what the house makes in a brand with what it makes in others: by the same rules, else by some of them."""
    free = [group for group in groups if all(other.pair is not found.pair for other in group)]
    best = max(free, key=lambda group: _likeness(found, group), default=None)
    if best is not None and _likeness(found, best):
        best.append(found)
    else:
        groups.append([found])


def _likeness(found: _OfBrand, group: Sequence[_OfBrand]) -> float:
    """Return how much of the rules that make two changes is common to both; 1: they are the same, 0: none is."""
    rules = frozenset[str]().union(*(other.told.rules for other in group))
    return len(rules & found.told.rules) / max(1, len(rules | found.told.rules))


def _brand(pair: Pair) -> object:
    return pair.new[1].brand.name or pair.id


def _together(parts: Sequence[Gathered]) -> Gathered:
    """Return what the house makes in several brands as one change: their hull.

    A sentence says of all what is so in each: when, if it is the same in all; facts, if each asks for some.
    """
    if len(parts) == 1:
        return parts[0]
    dimensions = range(len(parts[0].universe))
    universe = tuple(frozenset[object]().union(*(part.universe[n] for part in parts)) for n in dimensions)
    hulls = [
        [there if held is None else held for there, held in zip(part.universe, part.values, strict=True)]
        for part in parts
    ]
    values = as_named(universe, [frozenset[object]().union(*(hull[n] for hull in hulls)) for n in dimensions])
    first = parts[0]
    alike = first.values, first.facts, first.moments
    facts = frozenset[Facts]()
    if all(part.facts for part in parts):
        facts = widest(facts.union(*(part.facts for part in parts)))
    return replace(
        first,
        values=values,
        universe=universe,
        moments=first.moments if all(part.moments == first.moments for part in parts) else Moments(),
        facts=facts,
        exact=all(part.exact and (part.values, part.facts, part.moments) == alike for part in parts),
        rules=frozenset[str]().union(*(part.rules for part in parts)),
        circuits=frozenset[str]().union(*(part.circuits for part in parts)),
        agreements=frozenset[frozenset[str]]().union(*(part.agreements for part in parts)),
    )


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
    more = (*agreements(change, names), *more, *_beside(speaking))
    whole = sentence(change, names, values.known)
    summary, listed, holds = values.before(whole), tuple(lists(change, names)), more
    if length(summary) > LONGEST_SENTENCE:
        room = length(summary) - length(whole)
        parts = broken(change, names, touched(pair, change.rules), values.known, room)
        summary, listed, holds = values.before(parts.first), parts.lists, (*parts.lines, *more)
    told = Change(
        kind=change.kind,
        area="perimeter",
        brand=pair.id,
        reaches=(pair.id,),
        summary=summary,
        lists=listed,
        holds=holds,
        details=tuple(details(change, values.rules)),
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
    told: dict[str, tuple[Message, list[object]]] = {}
    for found in speaking:
        for line in beside(found.told, Names(found.pair.new, found.pair.old)):
            told.setdefault(say(line, "en"), (line, []))[1].append(_brand(found.pair))
    for line, brands in told.values():
        yield line if len(brands) == len(speaking) else message("{brand}: {case}", brand=few(brands), case=line)


def _cases(alike: Sequence[Sequence[_OfBrand]], whole: Gathered) -> Iterator[Message]:
    """Yield each part of a change exactly; where several brands have it otherwise, each in its own terms."""
    told: dict[tuple[str, ...], tuple[list[Message], list[_OfBrand]]] = {}
    for several in alike:
        pair, change = several[0].pair, several[0].told
        parts = list(cases(change, Names(pair.new, pair.old), whole))
        told.setdefault(tuple(say(part, "en") for part in parts), (parts, []))[1].extend(several)
    for parts, several in told.values():
        brands = few(_brand(found.pair) for found in several)
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
