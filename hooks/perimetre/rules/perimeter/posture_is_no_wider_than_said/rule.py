"""A posture is no wider than the severities that open it say: the channel where it happens, the topic, the place."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, key, value
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View

# What a posture names, where it holds no further than where it happens.
_NAMED = {"channel": "channels", "topic": "topics", "place": "places"}


def find(view: View) -> Iterator[Problem]:
    """Yield the postures declared for the whole brand that are opened for a part of it, and what has no such part."""
    opening = [
        severity
        for severity in view.live(view.brand.escalation.severities)
        if severity.opens and severity.opens.posture
    ]
    for severity in opening:
        if severity.opens and severity.opens.over == "place" and not view.brand.own_places:
            yield flaw(
                value(severity.opens, "over"),
                message(
                    "`{severity}` opens its posture at the place where it happens: no place is known here.",
                    severity=severity.id,
                ),
                message("Write `over: channel`, or say the places in `places.yml`."),
            )
    for posture in view.live(view.brand.brand.postures):
        several = [severity for severity in opening if severity.opens and severity.opens.posture == posture.level]
        keys = [_NAMED.get(severity.opens.over or "") for severity in several if severity.opens]
        wanted = tuple(dict.fromkeys(each for each in keys if each is not None))
        if wanted and None not in keys and not any(getattr(posture, each) for each in wanted):
            yield flaw(
                key(posture, "level"),
                message(
                    "`{posture}` declares `{level}` for the whole brand; the severities that open it ({severities}) do "
                    "so only where it happens.",
                    posture=posture.id,
                    level=posture.level,
                    severities=listed([severity.id for severity in several]),
                ),
                message("Name where it holds: {keys}.", keys=listed([f"{each}: […]" for each in wanted], "or")),
                (value(several[0].opens or several[0], "over"), message("How far it goes is said here.")),
                about=[severity.id for severity in several],
            )


RULE = Check(id="posture-is-no-wider-than-said", level="warning", needs=(76,), find=find)
