"""A statement waits for its turn: people in danger first, those concerned before the press and the public."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model.crisis import ToldFirst
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View

# Authorities have clocks of their own, which the law sets: they may be told after a first word in public.
BEFORE = ("danger-to-people", "families", "staff", "customers-concerned")
LAST = ("press", "public")


def find(view: View) -> Iterator[Problem]:
    """Yield those who are told before their turn."""
    for crisis in view.live(view.brand.crises):
        told: dict[str, ToldFirst] = {}
        ranks: dict[str, int] = {}
        for entry in crisis.told_first:
            word = entry.audience.plain if entry.audience else None
            if entry.rank is not None and word in (*BEFORE, *LAST):
                told[word], ranks[word] = entry, entry.rank
        pairs = [
            (early, late)
            for early, rank in ranks.items()
            for late, other in ranks.items()
            if (early in LAST and late in BEFORE and other > rank)
            or (late == "danger-to-people" and early != late and other >= rank)
        ]
        early, late = (tuple(dict.fromkeys(pair[side] for pair in pairs)) for side in (0, 1))
        if len(late) == 1 < len(early):
            # Several before one: it is the one that is out of its place.
            yield flaw(
                value(told[late[0]], "rank"),
                message(
                    "`{audience}` is told after {others}.",
                    audience=late[0],
                    others=listed(early),
                ),
                message("Give rank 1 to people in danger, and the last ranks to the press and the public."),
                (told[early[0]].place, message("They come sooner.")),
            )
            continue
        for word in early:
            others = tuple(dict.fromkeys(after for before, after in pairs if before == word))
            yield flaw(
                value(told[word], "rank"),
                message(
                    "`{audience}` is told before {others}.",
                    audience=word,
                    others=listed(others),
                ),
                message("Give rank 1 to people in danger, and the last ranks to the press and the public."),
                (told[others[0]].place, message("They come later.")),
            )


RULE = Check(
    id="statement-waits-for-its-turn",
    level="error",
    needs=(79,),
    find=find,
)
