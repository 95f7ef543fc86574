"""The shares of the pillars can be kept together: their least fit in a whole, their most fill it."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View

WHOLE = 100


def find(view: View) -> Iterator[Problem]:
    """Yield the shares that cannot be kept together."""
    pillars = view.live(view.brand.editorial.pillars)
    shares = [pillar.share for pillar in pillars if pillar.share is not None]
    least = [share for share in shares if share.min]
    low = sum(share.min or 0 for share in least)
    if low > WHOLE:
        yield flaw(
            value(least[-1], "min"),
            message("Together, the pillars ask for at least {sum} % of what is published.", sum=low),
            message("Lower some `min`, by {over} points in all.", over=low - WHOLE),
            *((value(share, "min"), message("It counts here too.")) for share in least[:-1]),
        )
    most = [share for share in shares if share.max is not None]
    high = sum(share.max or 0 for share in most)
    if pillars and len(most) == len(pillars) and high < WHOLE:
        yield flaw(
            value(most[-1], "max"),
            message("Together, the pillars fill {sum} % of what is published at most.", sum=high),
            message(
                "Raise some `max`, by {under} points in all; or write the pillar that is missing.", under=WHOLE - high
            ),
            *((value(share, "max"), message("It counts here too.")) for share in most[:-1]),
        )


RULE = Check(id="pillar-shares-add-up", level="error", needs=(86,), find=find)
