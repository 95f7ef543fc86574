"""Say who answers at a place, and who stands in for them, from now on.

Comes in: a place before and after. Goes out: a kind and a sentence, which names everybody.
"""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.words import message
from perimetre.compare.saying import Names, quoted
from perimetre.compare.weighed import Weighed
from perimetre.model.places import PlaceOfBrand


def answers_there(before: PlaceOfBrand, after: PlaceOfBrand, names: Names) -> Iterator[Weighed]:
    """Yield who answers at a place from now on, nobody any more, or somebody at last."""
    old, new = (_called_there(place.manager, names) for place in (before, after))
    words: dict[str, object] = {"place": quoted(after.title or after.id), "after": new, "before": old}
    if old is None:
        yield Weighed("strengthened", message("{place}: {after} now answers there (before: nobody).", **words))
    elif new is None:
        yield Weighed("weakened", message("{place}: nobody answers there any more (before: {before}).", **words))
    else:
        yield Weighed("review", message("{place}: {after} now answers there (before: {before}).", **words))


def stands_in_there(before: PlaceOfBrand, after: PlaceOfBrand, names: Names) -> Iterator[Weighed]:
    """Yield who stands in, from now on, for whoever answers at a place."""
    old, new = (_called_there(place.deputy, names) for place in (before, after))
    manager = _called_there(after.manager, names) or message("whoever answers there")
    words: dict[str, object] = {
        "place": quoted(after.title or after.id),
        "manager": manager,
        "after": new,
        "before": old,
    }
    if old is None:
        yield Weighed(
            "strengthened", message("{place}: {after} now stands in for {manager} (before: nobody).", **words)
        )
    elif new is None:
        yield Weighed(
            "weakened", message("{place}: nobody stands in for {manager} any more (before: {before}).", **words)
        )
    else:
        yield Weighed("review", message("{place}: {after} now stands in for {manager} (before: {before}).", **words))


def _called_there(id_: str | None, names: Names) -> object | None:
    return None if id_ is None else names.called(id_)
