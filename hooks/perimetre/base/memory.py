"""Remember what has been worked out of some things, for whoever asks for the same of the same things.

The brands of a house share its people, its schedules, its rules, its words: what is worked out of these for the first
brand is found by the others.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

Asked = ParamSpec("Asked")
Made = TypeVar("Made")


class Memory:
    """What pure functions have given, found again by what they were asked."""

    def __init__(self) -> None:
        # What is known is kept with what it was made of: nothing else can then have the same identity.
        self._known: dict[tuple[object, ...], tuple[Any, object]] = {}
        self._before: dict[tuple[object, ...], tuple[Any, object]] = {}

    def once(self, make: Callable[Asked, Made], *things: Asked.args, **values: Asked.kwargs) -> Made:
        """Return `make(*things, **values)`, made once.

        Args:
            make: a pure function of a module.
            things: told apart by identity, which costs nothing: they never change.
            values: told apart by value.
        """
        key = (make, tuple(map(id, things)), *values.items())
        known = self._known.get(key)
        if known is None:
            known = self._before.get(key) or (make(*things, **values), things)
            self._known[key] = known
        made: Made = known[0]
        return made

    def turn(self) -> None:
        """Go on to the next brand: what neither this one nor the one before has asked for is forgotten."""
        self._before, self._known = self._known, {}
