"""Search a part of the perimeter: the answers that are given somewhere in it (stage judge)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from ..space import Space

Test = Callable[[object], bool]


def leaves(space: Space, tests: Mapping[str, Test]) -> Iterator[int]:
    """Yield, as a mask, each way in which matches hold together in a part of the space.

    Args:
        space: the perimeter of a day; `plain` and `verdict` tell what it says there.
        tests: by dimension, whether a value is in the part; a class is in it when one of its values is.
    """
    kept = [
        [
            rank
            for rank, values in enumerate(dimension.classes)
            if dimension.name not in tests or any(map(tests[dimension.name], values))
        ]
        for dimension in space.dimensions
    ]
    return (mask for _, mask in space.reach(kept))
