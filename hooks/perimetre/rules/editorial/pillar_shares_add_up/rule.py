"""The shares of the pillars can be kept together: their least fit in a whole, their most fill it."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.shares import WHOLE, least, most
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the shares that cannot be kept together."""
    shares = [pillar.share for pillar in view.live(view.brand.editorial.pillars)]
    low, high = least(shares), most(shares)
    if low.percent > WHOLE:
        yield flaw(
            value(low.of[-1], "min"),
            message("Together, the pillars ask for at least {sum} % of what is published.", sum=low.percent),
            message("Lower some `min`, by {over} points in all.", over=low.percent - WHOLE),
            *((value(share, "min"), message("It counts here too.")) for share in low.of[:-1]),
        )
    if high is not None and high.percent < WHOLE:
        yield flaw(
            value(high.of[-1], "max"),
            message("Together, the pillars fill {sum} % of what is published at most.", sum=high.percent),
            message(
                "Raise some `max`, by {under} points in all; or write the pillar that is missing.",
                under=WHOLE - high.percent,
            ),
            *((value(share, "max"), message("It counts here too.")) for share in high.of[:-1]),
        )


RULE = Check(id="pillar-shares-add-up", level="error", needs=(86,), find=find)
