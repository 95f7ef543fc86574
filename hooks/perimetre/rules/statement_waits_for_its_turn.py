"""A statement waits for its turn: people in danger first, those concerned before the press and the public."""

from __future__ import annotations

from collections.abc import Iterator

from ..words import Listing, message
from .base import Check, Problem, View, flaw, value

# Authorities have clocks of their own, which the law sets: they may be told after a first word in public.
BEFORE = ("danger-to-people", "families", "staff", "customers-concerned")
LAST = ("press", "public")


def find(view: View) -> Iterator[Problem]:
    """Yield those who are told before their turn."""
    for crisis in view.live(view.brand.crises):
        ranks = {}
        for one in crisis.told_first:
            word = one.audience.plain if one.audience else None
            if one.rank is not None and word in (*BEFORE, *LAST):
                ranks[word] = one
        for word, one in ranks.items():
            danger = ranks.get("danger-to-people")
            late = [other for other in BEFORE if other in ranks and word in LAST and ranks[other].rank > one.rank]
            if danger is not None and danger is not one and danger.rank >= one.rank:
                late.append("danger-to-people")
            if late:
                yield flaw(
                    value(one, "rank"),
                    message(
                        "`{audience}` is told before {others}.",
                        audience=word,
                        others=Listing(tuple(f"`{other}`" for other in dict.fromkeys(late))),
                    ),
                    message("Give people in danger rank 1, and the press and the public the last ones."),
                    (ranks[late[0]].place, message("They come later.")),
                )


RULE = Check(
    id="statement-waits-for-its-turn",
    level="error",
    needs=(79,),
    ground=("crisis",),
    find=find,
)
