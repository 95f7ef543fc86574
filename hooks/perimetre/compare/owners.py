"""Say who wrote what: the house, and each brand for itself; so that what the house changes is told once.

Comes in: two handbooks. Goes out: `Owner`s, each with what it wrote before and after, and the brands that it reaches.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from perimetre.model import Brand, Handbook, Named
from perimetre.model.basics import HOUSE


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """The house or a brand, before and after.

    Fields:
        id: "house", or the brand's.
        reaches: the brands that have what it writes.
        old, new: as it is on each side.
        sides: the handbooks, each with it: today's first.
    """

    id: str
    reaches: tuple[str, ...]
    old: Brand
    new: Brand
    sides: tuple[tuple[Handbook, Brand], ...] = ()

    def records(self) -> Mapping[tuple[str, str], tuple[Named | None, Named | None]]:
        """Return each record that it wrote, by kind and id, before and after; None on the side where it is not."""
        before, after = self.old.own, self.new.own
        return {key: (before.get(key), after.get(key)) for key in {**before, **after}}


def owners(old: Handbook, new: Handbook) -> Iterator[Owner]:
    """Yield the house, then each brand that is on both sides."""
    if old.house is not None and new.house is not None:
        brands = tuple(brand.id for brand in new.brands)
        yield Owner(id=HOUSE, reaches=brands, old=old.house, new=new.house, sides=((new, new.house), (old, old.house)))
    before = {brand.id: brand for brand in old.brands}
    below: dict[str, list[str]] = {}
    for brand in new.brands:
        for above in brand.above:
            below.setdefault(above, []).append(brand.id)
    for brand in new.brands:
        if brand.id in before:
            reaches = tuple(sorted([brand.id, *below.get(brand.id, ())]))
            sides = (new, brand), (old, before[brand.id])
            yield Owner(id=brand.id, reaches=reaches, old=before[brand.id], new=brand, sides=sides)
