"""Roll changed cells up into few blocks: sets of values, one in each dimension, whose every combination changes alike.

Comes in: a `Union` and what becomes of its cells. Goes out: `ProductBlock`s. They may overlap; together they hold
all the cells that change, and no other.

The cells are walked as a diagram, from the leaves up: values that lead to the same blocks are taken together. Then
each block grows as far as cells change alike, and those that the others hold are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from perimetre.compare.perimeter.leaves import NOTHING, Becoming, Causes, Leaves, together
from perimetre.compare.perimeter.union import CHANNEL, DIMENSIONS, Union

# A block as masks of classes, one in each dimension.
Box = tuple[int, ...]
# Beyond so many, blocks are told together: they are not made to grow.
MOST = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductBlock:
    """Cells that change alike: every combination of these values.

    Fields:
        signature: what becomes of them.
        values: by dimension, in the order of `DIMENSIONS`; of «channel», the channels.
        moments: the instants, each standing for others.
        rules: the ids of the rules that make it.
        circuits: the ids of the circuits whose agreement was needed before.
        agreements: of those whose agreement is needed after, the ids of all that one answer needs, or another.
    """

    signature: Becoming
    values: tuple[frozenset[object], ...]
    moments: frozenset[datetime]
    rules: frozenset[str]
    circuits: frozenset[str]
    agreements: frozenset[frozenset[str]]

    def of(self, dimension: str) -> frozenset[object]:
        """Return its values in a dimension."""
        return self.values[DIMENSIONS.index(dimension)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rolled:
    """The blocks of one change, with how many elementary questions it holds, each counted once, whatever the hour."""

    signature: Becoming
    blocks: tuple[ProductBlock, ...]
    cells: int


def rolled(union: Union) -> tuple[Rolled, ...]:
    """Return what changes, each change with its blocks."""
    roll = _Roll(union)
    found = roll.at(0, _everything(union))
    boxes: dict[int, dict[Box, Causes]] = {}
    for (number, box), causes in found.items():
        boxes.setdefault(number, {})[box] = causes
    changes: list[Rolled] = []
    for number, several in boxes.items():
        signature = roll.leaves.becomings[number]
        blocks = tuple(_blocks(union, signature, several))
        changes.append(Rolled(signature=signature, blocks=blocks, cells=_cells(union, several)))
    return tuple(changes)


def _everything(union: Union) -> int:
    mask = -1
    for dimension in union.dimensions:
        any_ = 0
        for taken in dimension.masks:
            any_ |= taken
        mask &= any_
    return mask


class _Roll:
    """The walk: what changes below each node, worked out once."""

    def __init__(self, union: Union) -> None:
        self._union = union
        self.leaves = Leaves(union)
        self._known: list[dict[int, dict[tuple[int, Box], Causes]]] = [{} for _ in range(len(DIMENSIONS) + 1)]

    def at(self, depth: int, mask: int) -> dict[tuple[int, Box], Causes]:
        known = self._known[depth].get(mask)
        if known is None:
            known = self._known[depth][mask] = self._work_out(depth, mask)
        return known

    def _work_out(self, depth: int, mask: int) -> dict[tuple[int, Box], Causes]:
        if not self._union.may_change(depth, mask):
            return {}
        if depth == len(DIMENSIONS):
            return {(signature, ()): causes for signature, causes in self.leaves.at(mask).items()}
        classes: dict[tuple[int, Box], int] = {}
        made_by: dict[tuple[int, Box], Causes] = {}
        for rank, taken in enumerate(self._union.dimensions[depth].masks):
            for key, causes in self.at(depth + 1, mask & taken).items():
                classes[key] = classes.get(key, 0) | 1 << rank
                made_by[key] = together(made_by.get(key, NOTHING), causes)
        return {(signature, (ranks, *box)): made_by[signature, box] for (signature, box), ranks in classes.items()}


def _blocks(union: Union, signature: Becoming, boxes: dict[Box, Causes]) -> Iterable[ProductBlock]:
    merged = _merged(boxes)
    if len(merged) <= MOST:
        merged = _grown(merged)
    for box, causes in sorted(merged.items()):
        values = [
            frozenset(value for rank, several in enumerate(dimension.values) if ranks >> rank & 1 for value in several)
            for dimension, ranks in zip(union.dimensions, box, strict=True)
        ]
        moments: dict[str, set[datetime]] = {}
        for channel, at in _in(union, box[CHANNEL]):
            moments.setdefault(channel, set()).add(at)
        alike: dict[frozenset[datetime], set[str]] = {}
        for channel, instants in moments.items():
            alike.setdefault(frozenset(instants), set()).add(channel)
        for instants_alike, channels in alike.items():
            yield ProductBlock(
                signature=signature,
                values=(*values[:CHANNEL], frozenset(channels), *values[CHANNEL + 1 :]),
                moments=instants_alike,
                rules=causes[0],
                circuits=causes[1],
                agreements=causes[2],
            )


def _in(union: Union, ranks: int) -> Iterator[tuple[str, datetime]]:
    """Yield the channels of some classes, each with its instants."""
    for rank, several in enumerate(union.places_and_times):
        if ranks >> rank & 1:
            yield from several


def _merged(boxes: dict[Box, Causes]) -> dict[Box, Causes]:
    """Return boxes that differ in one dimension only taken together, as long as there are any."""
    count = len(boxes) + 1
    while len(boxes) < count:
        count = len(boxes)
        for dimension in range(len(DIMENSIONS)):
            alike: dict[Box, tuple[int, Causes]] = {}
            for box, causes in boxes.items():
                rest = (*box[:dimension], 0, *box[dimension + 1 :])
                ranks, others = alike.get(rest, (0, NOTHING))
                alike[rest] = (ranks | box[dimension], together(others, causes))
            boxes = {
                (*rest[:dimension], ranks, *rest[dimension + 1 :]): causes for rest, (ranks, causes) in alike.items()
            }
    return boxes


def _grown(boxes: dict[Box, Causes]) -> dict[Box, Causes]:
    """Return boxes grown as far as the cells of one of them go on, without those that others hold."""
    given = sorted(boxes)
    grown: dict[Box, Causes] = {}
    for box in given:
        wide, causes = box, boxes[box]
        for dimension in range(len(DIMENSIONS)):
            rest = 0
            for other in given:
                rest |= other[dimension]
            rest &= ~wide[dimension]
            while rest:
                rank = rest & -rest
                rest ^= rank
                more = (*wide[:dimension], rank, *wide[dimension + 1 :])
                if _is_held(more, given):
                    wide = (*wide[:dimension], wide[dimension] | rank, *wide[dimension + 1 :])
        for other in given:
            if all(map(int.__and__, wide, other)):
                causes = together(causes, boxes[other])
        grown[wide] = together(grown.get(wide, NOTHING), causes)
    kept = sorted(grown, key=_size)
    for box in tuple(kept):
        others = [other for other in kept if other != box]
        if others and _is_held(box, others):
            kept = others
    return {box: grown[box] for box in kept}


def _is_held(box: Box, others: Sequence[Box]) -> bool:
    """Say whether every cell of a box is in one of the others."""
    left = [box]
    for other in others:
        left = [part for piece in left for part in _without(piece, other)]
        if not left:
            return True
    return False


def _without(box: Box, other: Box) -> list[Box]:
    """Return a box without the cells of another, as boxes apart."""
    if not all(map(int.__and__, box, other)):
        return [box]
    parts: list[Box] = []
    common: tuple[int, ...] = ()
    for dimension, (ranks, taken) in enumerate(zip(box, other, strict=True)):
        if ranks & ~taken:
            parts.append((*common, ranks & ~taken, *box[dimension + 1 :]))
        common = (*common, ranks & taken)
    return parts


def _size(box: Box) -> int:
    size = 1
    for ranks in box:
        size *= ranks.bit_count()
    return size


def _cells(union: Union, boxes: Iterable[Box]) -> int:
    """Return how many elementary questions boxes apart hold, each once, whatever the hour."""
    timeless: list[Box] = []
    channels = sorted({channel for several in union.places_and_times for channel, _ in several})
    for box in boxes:
        named = {channel for channel, _ in _in(union, box[CHANNEL])}
        of_channels = sum(1 << rank for rank, channel in enumerate(channels) if channel in named)
        pieces = [(*box[:CHANNEL], of_channels, *box[CHANNEL + 1 :])]
        for other in timeless:
            pieces = [part for piece in pieces for part in _without(piece, other)]
        timeless += pieces
    total = 0
    for box in timeless:
        cells = 1
        for name, dimension, ranks in zip(DIMENSIONS, union.dimensions, box, strict=True):
            if name == "channel":
                cells *= ranks.bit_count()
            else:
                cells *= sum(len(several) for rank, several in enumerate(dimension.values) if ranks >> rank & 1)
        total += cells
    return total
