"""A medium may be shown there: its rights run and hold for the channel, and the channel carries pictures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from perimetre.base.diagnostics import Place, Problem
from perimetre.base.words import Message, message
from perimetre.model import Consent
from perimetre.perimeter.capabilities import lack
from perimetre.rules.kit.check import Check, flaw, key, value
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.media import Joined, joined
from perimetre.rules.kit.view import View

_SHOWN = "use-image"


def find(view: View) -> Iterator[Problem]:
    """Yield the media that are joined where they may not be shown."""
    consents = {consent.id: consent for consent in view.brand.consents.consents}
    for one in joined(view):
        yield from _on_channels(one)
        consent = consents.get(one.medium.consent or "")
        if consent is not None:
            yield from _by_right(view, one, consent)


def _on_channels(one: Joined) -> Iterator[Problem]:
    medium = one.medium
    if one.elsewhere:
        yield flaw(
            key(medium, "channels"),
            message(
                "`{id}` is for {channels}, where its text does not leave.", id=medium.id, channels=listed(one.elsewhere)
            ),
            message("Take them off the medium, or add them to the channels of the text."),
            about=[*one.elsewhere],
        )
    lacking = [channel for channel in one.shown_on if lack(channel, _SHOWN) is not None]
    # Where only some of the channels carry none, the page says so: the text leaves there without it.
    if lacking and len(lacking) == len(one.shown_on):
        yield flaw(
            key(medium, "channels") if medium.channels else medium.place,
            message(
                "`{id}` is joined on {channels}, where no picture is carried.",
                id=medium.id,
                channels=listed(channel.id for channel in lacking),
            ),
            message(
                "Leave it out, and say it in the text. If the place does carry pictures, write "
                "`capabilities: {example}` on the channel.",
                example=f"{{{_SHOWN}: true}}",
            ),
            about=[channel.id for channel in lacking],
        )


def _by_right(view: View, one: Joined, consent: Consent) -> Iterator[Problem]:
    medium = one.medium
    over = _over(consent, view.today)
    if over is not None:
        why, where = over
        yield flaw(
            value(medium, "consent"),
            message("`{id}` is no longer ours to show: {why}.", id=medium.id, why=why),
            message(
                "Take it out of the text and put another in its place, or have the consent `{id}` renewed.",
                id=consent.id,
            ),
            (where, message("The consent says so here.")),
            about=[consent.id],
        )
        return
    outside = [
        channel.id for channel in one.shown_on if consent.media and not {channel.id, channel.kind} & {*consent.media}
    ]
    if outside:
        yield flaw(
            value(medium, "consent"),
            message(
                "`{id}` is joined on {channels}, and the consent `{consent}` does not hold there.",
                id=medium.id,
                channels=listed(outside),
                consent=consent.id,
            ),
            message("Write `channels:` on the medium, with those for which it was given; or ask for a wider consent."),
            (value(consent, "media"), message("Where it may be shown is said here.")),
            about=[consent.id, *outside],
        )


def _over(consent: Consent, today: date) -> tuple[Message, Place] | None:
    """Return why a consent does not hold on a day, and where that is said; None where it holds."""
    if consent.withdrawn_on is not None and consent.withdrawn_on <= today:
        return message("the consent was withdrawn on {day}", day=consent.withdrawn_on), value(consent, "withdrawn_on")
    if isinstance(consent.until, date) and consent.until < today:
        return message("the consent ended on {day}", day=consent.until), value(consent, "until")
    if not consent.is_live(today):
        return message("the consent is not in force"), key(consent, "status")
    return None


RULE = Check(
    id="medium-may-be-shown-there",
    level="error",
    needs=(50, 102),
    find=find,
)
