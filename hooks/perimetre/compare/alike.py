"""Tell once what the house makes in several brands: people and cover are compared brand by brand, and written once.

Comes in: changes of brands. Goes out: the same, of which those that are written in one place and read alike are one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from perimetre.base.words import LANGUAGES, say
from perimetre.compare.changes import Change
from perimetre.model.basics import HOUSE


def told_once(changes: Iterable[Change]) -> Iterator[Change]:
    """Yield changes; those of several brands that say the same of one place as the house’s, with all they reach."""
    places: dict[object, list[Change]] = {}
    for change in changes:
        key = (change.kind, change.area, change.about, change.place) if change.place is not None else id(change)
        places.setdefault(key, []).append(change)
    for several in places.values():
        if len({change.brand for change in several}) == 1:
            yield from several
            continue
        alike: dict[tuple[str, ...], list[Change]] = {}
        for change in several:
            alike.setdefault(
                tuple(say(said, language) for said in (change.summary, *change.holds) for language in LANGUAGES), []
            ).append(change)
        for same in alike.values():
            yield same[0] if len(same) == 1 else _of_house(same)


def _of_house(same: list[Change]) -> Change:
    reaches = tuple(sorted({brand for change in same for brand in change.reaches}))
    return replace(same[0], brand=HOUSE, reaches=reaches)
