"""Put what changes in the order in which one reads it: the gravest first, under its area, under its brand.

Comes in: changes. Goes out: the same, in order. What protects people less comes before what lets somebody do more.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from perimetre.compare.changes import AREAS, KINDS, Area, Change, Kind
from perimetre.model.basics import HOUSE

# Whoever answers, and what was prepared for the worst day.
_PROTECTING: frozenset[Area] = frozenset({"cover", "crises"})
# The gravest first.
_KINDS: tuple[Kind, ...] = ("weakened", "rerouted", "reassigned", "widened", "mixed")


def in_order(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return changes by brand, of each by area, of each the gravest first; brands and areas by their gravest too.

    Of brands that weigh the same the house comes first, then the others by their ids.
    """
    every = sorted(changes, key=lambda change: (change.brand, AREAS.index(change.area)))
    brands = [list(its_own) for _, its_own in groupby(every, lambda change: change.brand)]
    brands.sort(key=lambda its_own: (_gravest(its_own) >= _ORDINARY, its_own[0].brand != HOUSE, its_own[0].brand))
    return tuple(change for its_own in brands for area in _areas(its_own) for change in sorted(area, key=_place))


# What is not graver than that does not put a brand before the house.
_ORDINARY = 3


def _areas(its_own: list[Change]) -> list[list[Change]]:
    areas = [list(same) for _, same in groupby(its_own, lambda change: change.area)]
    return sorted(areas, key=lambda same: (_gravest(same), AREAS.index(same[0].area)))


def _gravest(changes: Iterable[Change]) -> int:
    return min(map(gravity, changes))


def gravity(change: Change) -> int:
    """Return how much a change weighs: 0 is the gravest."""
    if change.kind == "weakened":
        return 0 if change.area in _PROTECTING else 1
    return 1 + (_KINDS.index(change.kind) if change.kind in _KINDS else len(KINDS))


def _place(change: Change) -> tuple[object, ...]:
    return gravity(change), KINDS.index(change.kind), change.about, -change.cells, repr(change.summary)
