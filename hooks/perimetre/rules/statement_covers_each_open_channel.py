"""A scenario's statements cover each open channel: nobody is left to improvise where it is read."""

from __future__ import annotations

from collections.abc import Iterator

from ..words import Listing, message
from .asking import where
from .base import Check, Problem, View, flaw, key


def find(view: View) -> Iterator[Problem]:
    """Yield the scenarios that have no statement for a channel where the public will come."""
    for crisis in view.live(view.brand.crises):
        told = [one.audience for one in crisis.told_first]
        public = not told or any(
            "public" in (text or "") for one in told if one for text in (one.plain, one.fr, one.en)
        )
        named = view.perimeter.ground.expand(one for statement in crisis.statements for one in statement.channels)
        missing = [one for one in where(view) if one not in named]
        if public and crisis.statements and missing:
            yield flaw(
                key(crisis, "statements"),
                message(
                    "`{id}` has no statement for {channels}.",
                    id=crisis.id,
                    channels=Listing(tuple(f"`{one}`" for one in missing)),
                ),
                message("Add these channels to a statement, or write one for them."),
            )


RULE = Check(
    id="statement-covers-each-open-channel",
    level="error",
    needs=(61,),
    ground=(
        "crisis",
        "channels",
    ),
    find=find,
)
