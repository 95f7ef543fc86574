"""Search a part of the perimeter: the answers that are given somewhere in it (stage judge)."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence

from perimetre.perimeter.whole_space import Dimension, Space

Test = Callable[[object], bool]


def leaves(space: Space, tests: Mapping[str, Test], within: Mapping[str, Sequence[int]] | None = None) -> Iterator[int]:
    """Yield, as a mask, each way in which matches hold together in a part of the space.

    Args:
        space: the perimeter of a day; `plain` and `verdict` tell what it says there.
        tests: by dimension, whether a value is in the part; a class is in it when one of its values is.
        within: by dimension, the positions of the classes that are in it, for who asks of the same ones often.
    """
    positions: dict[str, Sequence[int]] = {
        dimension.name: range(len(dimension.classes)) for dimension in space.dimensions
    }
    positions.update(
        (dimension.name, ranks(dimension, tests[dimension.name]))
        for dimension in space.dimensions
        if dimension.name in tests
    )
    positions.update(within or {})
    return space.masks(list(positions.values()))


def among(values: Container[object]) -> Test:
    """Return the test that some values pass."""
    return lambda value: value in values


def on(channel: str) -> Test:
    """Return the test that the places of a channel pass."""
    return lambda place: isinstance(place, tuple) and place[0] == channel


def ranks(dimension: Dimension, test: Test) -> tuple[int, ...]:
    """Return the positions of the classes of which some value passes a test."""
    return tuple(rank for rank, values in enumerate(dimension.classes) if any(map(test, values)))
