"""Put the brands of two handbooks together.

Comes in: two handbooks. Goes out: pairs; the brands that are on one side alone are told apart.
"""

from __future__ import annotations

from collections.abc import Iterator
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
        """Say whether one of these files says something else."""
        return any(self.old[1].of(kind) != self.new[1].of(kind) for kind in kinds)


def pairs(old: Handbook, new: Handbook) -> Iterator[Pair]:
    """Yield the brands that are on both sides."""
    before = {brand.id: brand for brand in old.brands}
    for brand in new.brands:
        if brand.id in before:
            yield Pair(old=(old, before[brand.id]), new=(new, brand))
