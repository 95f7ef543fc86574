"""Compare what may be done in every brand: changes with their sentences, the house's told once.

Comes in: the brands before and after, as they go together. Goes out: changes.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from perimetre.base.diagnostics import Place
from perimetre.compare.changes import Change, Side
from perimetre.compare.pairs import Pair
from perimetre.compare.perimeter.blocks import rolled
from perimetre.compare.perimeter.facing import Facing
from perimetre.compare.perimeter.sentences import details, sentence
from perimetre.compare.perimeter.told import Gathered, as_named, changed_circuits, told
from perimetre.compare.perimeter.union import Union
from perimetre.compare.saying import Names, quoted
from perimetre.model import Brand
from perimetre.model.basics import HOUSE
from perimetre.perimeter.decisions import Perimeter


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfBrand:
    """A change of a brand, with the pair that it is of."""

    pair: Pair
    told: Gathered


def perimeter_changes(pairs: Iterable[Pair], today: date) -> Iterator[Change]:
    """Yield what changes in what may be done; what the house makes alike in several brands, once."""
    of_house: dict[object, list[_OfBrand]] = {}
    # What changes alike in several brands is worked out once.
    known: dict[Hashable, tuple[Gathered, ...]] = {}
    for pair in pairs:
        facing = Facing(Perimeter(*pair.old), Perimeter(*pair.new))
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
                yield _change(found)
    for several in of_house.values():
        if len(several) == 1:
            yield replace(_change(several[0]), brand=HOUSE)
            continue
        alike = replace(several[0], told=_together(several))
        reaches = tuple(sorted({found.pair.id for found in several}))
        yield replace(_change(alike, several), brand=HOUSE, reaches=reaches)


def _together(several: list[_OfBrand]) -> Gathered:
    """Return what the house makes in several brands as one change: their hull, their cells."""
    parts = [found.told for found in several]
    dimensions = range(len(parts[0].universe))
    universe = tuple(frozenset[object]().union(*(part.universe[n] for part in parts)) for n in dimensions)
    hulls = [
        [there if held is None else held for there, held in zip(part.universe, part.values, strict=True)]
        for part in parts
    ]
    values = as_named(universe, [frozenset[object]().union(*(hull[n] for hull in hulls)) for n in dimensions])
    return replace(
        parts[0],
        values=values,
        universe=universe,
        cells=sum(part.cells for part in parts),
        exact=all(part.exact and part.values == parts[0].values for part in parts),
    )


def _change(found: _OfBrand, others: Sequence[_OfBrand] = ()) -> Change:
    pair, change = found.pair, found.told
    names = Names(*(side for of in (found, *others) for side in (of.pair.new, of.pair.old)))
    titles = {id_: quoted(names.title("rule", id_)) for id_ in change.rules if _is_rule(pair, id_)}
    place, side = _place(pair, change)
    return Change(
        kind=change.kind,
        area="perimeter",
        brand=pair.id,
        reaches=(pair.id,),
        summary=sentence(change, names),
        details=tuple(details(change, names, titles)),
        place=place,
        side=side,
        about=tuple(sorted({*change.rules, *_circuits(change)})),
        cells=change.cells,
    )


def _circuits(change: Gathered) -> Iterator[str]:
    """Yield the ids of the circuits that change."""
    for block in change.blocks:
        yield from changed_circuits(block.signature.transition)


def _is_rule(pair: Pair, id_: str) -> bool:
    return any(brand.find("rule", id_) is not None for _, brand in (pair.new, pair.old))


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
