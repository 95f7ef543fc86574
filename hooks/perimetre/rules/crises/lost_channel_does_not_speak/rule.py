"""A lost channel does not speak: where a crisis takes one of our channels, its words leave on another."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model import Crisis
from perimetre.model.statements import Statement
from perimetre.rules.kit.asking import where
from perimetre.rules.kit.check import Check, flaw, key, value
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the statements that have no channel left, those that speak from a lost one, those that lose none."""
    for crisis in view.live(view.brand.crises):
        kind = view.brand.values.crisis_kinds.get(crisis.kind or "")
        for statement in crisis.statements:
            if kind is not None and kind.takes_channel:
                yield from _of_lost(view, crisis, statement)
            elif statement.on_lost_channel:
                yield flaw(
                    key(statement, "on_lost_channel"),
                    message("`{crisis}` takes no channel of ours: this changes nothing.", crisis=crisis.id),
                    message("Remove the line; or, if this sort of crisis takes one, say so of it in `values.yml`."),
                )


def _of_lost(view: View, crisis: Crisis, statement: Statement) -> Iterator[Problem]:
    if statement.on_lost_channel:
        if not statement.asserts and not statement.only_if:
            yield flaw(
                value(statement, "on_lost_channel"),
                message(
                    "`{id}` leaves on the channel that the crisis took, and nothing says that it is ours again.",
                    id=statement.id,
                ),
                message(
                    "Write `asserts:` with the step that brings it back, or what must be established in `only_if:`."
                ),
                about=[crisis.id],
            )
        return
    channels = where(view, statement.everywhere)
    if statement.everywhere and len(channels) == 1 and len(where(view)) > 1:
        yield flaw(
            key(statement, "channels"),
            message(
                "`{id}` is for `{channel}` alone: where that is the channel that the crisis took, nothing is said.",
                id=statement.id,
                channel=channels[0],
            ),
            message("Name another of our channels too: it leaves on those that are still ours."),
            about=[crisis.id, channels[0]],
        )


RULE = Check(
    id="lost-channel-does-not-speak",
    level="error",
    needs=(82,),
    find=find,
)
