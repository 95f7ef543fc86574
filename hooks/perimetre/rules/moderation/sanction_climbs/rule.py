"""A sanction climbs: a breach leads to a graver step, never back."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the steps of the ladder that lead back."""
    ladder = view.live(view.brand.moderation.ladder)
    ranks = {step.id: rank for rank, step in enumerate(ladder)}
    for rank, step in enumerate(ladder):
        if step.on_breach in ranks and ranks[step.on_breach] <= rank:
            yield flaw(
                value(step, "on_breach"),
                message(
                    "Doing it again after `{id}` leads to `{next}`, which is not more serious.",
                    id=step.id,
                    next=step.on_breach,
                ),
                message("Point to a step that comes after it in the ladder."),
                about=[step.on_breach],
            )
        lengths = [duration.minutes for duration in step.durations]
        if lengths != sorted(lengths):
            yield flaw(
                value(step, "durations"),
                message("The durations of `{id}` do not run from the shortest to the longest.", id=step.id),
                message("Write the shortest first."),
            )


RULE = Check(
    id="sanction-climbs",
    level="error",
    needs=(),
    find=find,
)
