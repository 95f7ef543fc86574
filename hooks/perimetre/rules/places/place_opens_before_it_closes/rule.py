"""A place opens before it closes: hours that end before they begin are a slip, but for those that pass midnight."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Place, Problem
from perimetre.base.words import message
from perimetre.model import Time
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View

# Who is open past midnight shuts by then.
_MORNING = 6 * 60


def find(view: View) -> Iterator[Problem]:
    """Yield the hours of places that end before they begin."""
    for place in view.live(view.brand.own_places):
        week = [
            (stretch.from_, stretch.to, value(place, "opening_hours", rank, "to"))
            for rank, stretch in enumerate(place.opening_hours)
        ]
        apart = [
            (other.opens, other.closes, value(place, "exceptions", rank, "closes"))
            for rank, other in enumerate(place.exceptions)
        ]
        yield from _slips(place.id, week + apart)


def _slips(id_: str, hours: list[tuple[Time | None, Time | None, Place]]) -> Iterator[Problem]:
    for start, end, at in hours:
        if start is not None and end is not None and _MORNING < end <= start:
            yield flaw(
                at,
                message(
                    "`{id}` would close at {end}, before it opens at {start}.", id=id_, start=str(start), end=str(end)
                ),
                message(
                    "Swap the two hours, or correct the one that is wrong; only hours that end by 06:00 pass midnight."
                ),
            )


RULE = Check(id="place-opens-before-it-closes", level="error", find=find)
