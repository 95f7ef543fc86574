"""Share the brands of a large house among machines: which of so many parts is done here.

Comes in: what is written on a command line or in a variable, such as `3/8`. Goes out: a `Shard`, which takes its part
of a list. The same list is shared in the same way everywhere, and its parts follow each other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar

from perimetre.base.diagnostics import PerimetreError
from perimetre.base.frozen import dataclass
from perimetre.base.words import counted, message

T = TypeVar("T")

_WRITTEN = re.compile(r"([1-9][0-9]{0,3})/([1-9][0-9]{0,3})", re.ASCII)


class ShardError(PerimetreError):
    """There is no such part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """One of the parts of a list.

    Fields:
        number: which one, from 1.
        count: how many there are.
    """

    number: int
    count: int

    def __str__(self) -> str:
        """Return it as it is written: `3/8`."""
        return f"{self.number}/{self.count}"

    @property
    def name(self) -> str:
        """What its files are called by: `3-of-8`."""
        return f"{self.number}-of-{self.count}"

    def of(self, whole: Sequence[T]) -> Sequence[T]:
        """Return its part of a list; the parts are as equal as can be."""
        return whole[len(whole) * (self.number - 1) // self.count : len(whole) * self.number // self.count]

    def refuse_to_be_empty(self, brands: int) -> None:
        """Refuse to share brands among more parts than there are brands.

        Raises:
            ShardError: a part would hold none.
        """
        if self.count > brands:
            raise ShardError(
                counted(
                    "`{shard}` cannot be done: the handbook has {count} brand, and each part needs one.",
                    "`{shard}` cannot be done: the handbook has {count} brands, and each part needs one.",
                    brands,
                    shard=str(self),
                )
            )


def shards(count: int) -> tuple[Shard, ...]:
    """Return all the parts, in their order."""
    return tuple(Shard(number=number, count=count) for number in range(1, count + 1))


def shard(text: str) -> Shard:
    """Read which part of how many, such as `3/8`.

    Raises:
        ShardError: the text is no such thing.
    """
    written = _WRITTEN.fullmatch(text)
    number, count = map(int, written.groups()) if written else (1, 0)
    if number > count:
        raise ShardError(
            message("`{text}` is not a part of so many. Write which one, then how many there are: `3/8`.", text=text)
        )
    return Shard(number=number, count=count)
