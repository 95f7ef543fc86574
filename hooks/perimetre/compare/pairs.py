"""Put the brands of two handbooks together, and find those in which nothing can have changed.

Comes in: two handbooks. Goes out: pairs; the brands that are on one side alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from perimetre.model import Brand, File, Handbook


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A brand before and after, each with its handbook."""

    old: tuple[Handbook, Brand]
    new: tuple[Handbook, Brand]

    @property
    def id(self) -> str:
        """The id of the brand."""
        return self.new[1].id

    def differs(self, *kinds: type[File]) -> bool:
        """Say whether one of these files says something else: where none does, what follows of them is the same."""
        return any(self.old[1].of(kind) != self.new[1].of(kind) for kind in kinds)


def pairs(old: Handbook, new: Handbook) -> Iterator[Pair]:
    """Yield the brands that are on both sides."""
    before = {brand.id: brand for brand in old.brands}
    for brand in new.brands:
        if brand.id in before:
            yield Pair(old=(old, before[brand.id]), new=(new, brand))


def alone(handbook: Handbook, other: Collection[str]) -> Iterator[Brand]:
    """Yield the brands of a handbook that are not among others."""
    return (brand for brand in handbook.brands if brand.id not in other)
