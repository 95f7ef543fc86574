"""Nothing outlives its channel: what is dated, and stands on channels that are to be closed, ends with them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model import Assignment, Channel, Operation
from perimetre.model.brand import Mandate
from perimetre.rules.kit.check import Check, flaw, key, value
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the assignments, mandates and operations that go on after their channels are closed."""
    for part, channel in _standing(view):
        day: date | None = channel.closed_on
        if day is not None and (part.to is None or part.to > day):
            yield flaw(
                key(part, "channels") if part.to is None else value(part, "to"),
                message("This goes on after `{channel}` is closed, on {day}.", channel=channel.id, day=day),
                message("End it on that day, take the channel out, or name the one that takes over."),
                (value(channel, "closed_on"), message("The channel is closed on that day.")),
                about=[channel.id],
            )


def _standing(view: View) -> Iterator[tuple[Assignment | Mandate | Operation, Channel]]:
    """Yield what stands on a channel that is to be closed, with that channel.

    Of what stands on several, people go on with those that are left; an operation misses the first that is closed.
    """
    closing = {
        channel.id: (channel.closed_on, channel)
        for channel in view.brand.channels.channels
        if channel.state != "retired" and channel.closed_on is not None and channel.closed_on >= view.today
    }
    held: list[Assignment | Mandate] = [*view.brand.people.assignments, *view.brand.brand.mandates]
    for part in held:
        if part.channels and closing.keys() >= {*part.channels}:
            yield part, max((closing[id_] for id_ in part.channels), key=lambda closed: closed[0])[1]
    for operation in view.live(view.brand.operations):
        first = min((closing[id_] for id_ in operation.channels if id_ in closing), key=lambda c: c[0], default=None)
        if operation.to is not None and first is not None:
            yield operation, first[1]


RULE = Check(id="nothing-outlives-its-channel", level="warning", needs=(24,), find=find)
