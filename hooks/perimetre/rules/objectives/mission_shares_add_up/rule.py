"""The parts of the team's time fit in a week: what the missions take at least is a whole, or less."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.shares import WHOLE, least, most
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the parts of the time that cannot be kept together."""
    shares = [mission.time_share for mission in view.live(view.brand.missions.missions)]
    low, high = least(shares), most(shares)
    if low.percent > WHOLE:
        yield flaw(
            value(low.of[-1], "min"),
            message("Together, the missions ask for at least {sum} % of the team's time.", sum=low.percent),
            message(
                "Lower some `min`, by {over} points in all; or take a mission off the team.",
                over=low.percent - WHOLE,
            ),
            *((value(share, "min"), message("It counts here too.")) for share in low.of[:-1]),
        )
    if high is not None and high.percent < WHOLE:
        yield flaw(
            value(high.of[-1], "max"),
            message("Together, the missions fill {sum} % of the team's time at most.", sum=high.percent),
            message(
                "Raise some `max`, by {under} points in all; or write the mission that takes the rest.",
                under=WHOLE - high.percent,
            ),
            *((value(share, "max"), message("It counts here too.")) for share in high.of[:-1]),
        )


RULE = Check(id="mission-shares-add-up", level="warning", needs=(103,), find=find)
