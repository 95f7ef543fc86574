"""A statement waits for its turn: people in danger first, those concerned before the press and the public."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import Listing, message
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View

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
        danger = ranks.get("danger-to-people")
        pairs = [
            (early, late)
            for early, one in ranks.items()
            for late, other in ranks.items()
            if (early in LAST and late in BEFORE and other.rank > one.rank)
            or (late == "danger-to-people" and early != late and danger is not None and danger.rank >= one.rank)
        ]
        early, late = (tuple(dict.fromkeys(pair[side] for pair in pairs)) for side in (0, 1))
        if len(late) == 1 < len(early):
            # Several before one: it is the one that is out of its place.
            yield flaw(
                value(ranks[late[0]], "rank"),
                message(
                    "`{audience}` is told after {others}.",
                    audience=late[0],
                    others=Listing(tuple(f"`{one}`" for one in early)),
                ),
                message("Give rank 1 to people in danger, and the last ranks to the press and the public."),
                (ranks[early[0]].place, message("They come sooner.")),
            )
            continue
        for word in early:
            others = tuple(dict.fromkeys(after for before, after in pairs if before == word))
            yield flaw(
                value(ranks[word], "rank"),
                message(
                    "`{audience}` is told before {others}.",
                    audience=word,
                    others=Listing(tuple(f"`{other}`" for other in others)),
                ),
                message("Give rank 1 to people in danger, and the last ranks to the press and the public."),
                (ranks[others[0]].place, message("They come later.")),
            )


RULE = Check(
    id="statement-waits-for-its-turn",
    level="error",
    needs=(79,),
    find=find,
)
