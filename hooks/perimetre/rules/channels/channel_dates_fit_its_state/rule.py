"""A channel's dates fit its state: what is closed is not in use, and what is in use has opened."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the dates that say something else than the state."""
    for channel in view.live(view.brand.channels.channels):
        opened, closed = channel.opened_on, channel.closed_on
        if channel.state in ("planned", "active", "paused") and closed is not None and closed < view.today:
            yield flaw(
                value(channel, "closed_on"),
                message(
                    "`{id}` closed on {day}, and its state is still `{state}`.",
                    id=channel.id,
                    day=closed,
                    state=channel.state,
                ),
                message("Write `state: retired`, or correct the date."),
            )
        elif channel.state in ("active", "paused", "retired") and opened is not None and opened > view.today:
            yield flaw(
                value(channel, "opened_on"),
                message(
                    "`{id}` opens on {day}, and its state is already `{state}`.",
                    id=channel.id,
                    day=opened,
                    state=channel.state,
                ),
                message("Write `state: planned` until then, or correct the date."),
            )


RULE = Check(
    id="channel-dates-fit-its-state",
    level="warning",
    needs=(24,),
    find=find,
)
