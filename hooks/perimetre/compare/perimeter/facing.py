"""Put two perimeters face to face: what both sides say alike, and what they do not.

Comes in: the compiled perimeters of a brand before and after. Goes out: a `Facing`, which knows whether anything can
change, and of which brands the same changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable

from perimetre.base.memory import Memory
from perimetre.compare.perimeter.sides import NAMED, Side, Value, values_of
from perimetre.perimeter.clauses import Clause
from perimetre.perimeter.decisions import Perimeter


class Facing:
    """Two perimeters face to face.

    Args:
        old, new: the compiled perimeters.
        memories: what has been put into plain form for the other brands, on each side; none: nothing yet.

    Attributes:
        universe: the values of both sides, by dimension.
        sides: the two.
        shared: the roles and the channels that both have, a bit each.
        lonely: the roles and the channels that one side alone has.
        changed: the clauses of each side that the other does not have.
        is_same: nothing can change.
    """

    def __init__(self, old: Perimeter, new: Perimeter, memories: tuple[Memory, Memory] | None = None) -> None:
        values = [values_of(old), values_of(new)]
        self.universe: dict[str, list[Value]] = {
            name: sorted(values[0][name] | values[1][name], key=lambda value: (value is not None, value or ""))
            for name in NAMED
        }
        of_sides = zip((old, new), memories or (Memory(), Memory()), strict=True)
        self.sides = [Side(perimeter, self.universe, memory) for perimeter, memory in of_sides]
        self.shared = {name: self.sides[0].present[name] & self.sides[1].present[name] for name in ("role", "channel")}
        self.lonely = {
            name: frozenset(value for rank, value in enumerate(self.universe[name]) if not shared >> rank & 1)
            for name, shared in self.shared.items()
        }
        keys = [[side.key(clause, self.shared) for clause in side.perimeter.clauses] for side in self.sides]
        counts = [Counter(of_side) for of_side in keys]
        self.changed: list[list[Clause]] = [
            [
                clause
                for clause, key in zip(side.perimeter.clauses, of_side, strict=True)
                if counts[0][key] != counts[1][key]
            ]
            for side, of_side in zip(self.sides, keys, strict=True)
        ]
        self.is_same = not any(self.changed) and not any(self.lonely.values())

    @property
    def likeness(self) -> Hashable:
        """What makes the changes of one brand those of another: all that either side can tell apart."""
        return (
            tuple(map(tuple, self.universe.values())),
            *((tuple(side.present.values()), side.ground, side.whole) for side in self.sides),
        )
