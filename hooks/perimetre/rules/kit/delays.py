"""List the delays of a brand that say more than a length, and read how long those who are asked have (stage judge)."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.durations import Duration
from perimetre.model import Part
from perimetre.model.delays import Delay, Within, latest
from perimetre.rules.kit.view import View
from perimetre.rules.kit.workflow import workflows


def written(view: View) -> Iterator[tuple[Delay, Part]]:
    """Yield each delay of what is in force, and the part where its keys stand: itself, or the record around it."""
    for within in _long(view):
        if isinstance(within, Delay):
            yield within, within
    for crisis in view.live(view.brand.crises):
        for clock in crisis.legal_clocks:
            delay = clock.delay
            if delay is not None:
                yield delay, clock


def _long(view: View) -> Iterator[Within | None]:
    brand = view.brand
    for duty in view.live(brand.duties.duties):
        yield duty.within
        yield from (telling.within for telling in duty.tells)
    for workflow in workflows(view):
        yield from (step.within for step in workflow.steps)
    for crisis in view.live(brand.crises):
        yield from (notice.within for notice in crisis.told_first)
        yield from (interrupt.after for interrupt in crisis.interrupts)
        yield crisis.relief.after if crisis.relief else None
    for rule in view.live(brand.scope.rules):
        yield from (inform.within for inform in rule.inform)
    for circuit in view.live(brand.validation.circuits):
        yield from (step.within for step in circuit.steps)
    for ground in view.live(brand.moderation.grounds):
        yield ground.within
    for door in view.live(brand.requests.doors):
        yield door.answer_within
        yield door.urgent.within if door.urgent else None
    for watch in view.live(brand.reporting.watch):
        yield watch.within
    for channel in view.channels:
        replies = channel.reply_within
        for promise in (replies.comments, replies.messages, replies.reviews) if replies else ():
            yield promise.within if promise else None


def time_to_answer(within: Within | None) -> Duration | None:
    """Return how long somebody who is asked has; None where nothing says, or it counts from something else."""
    if isinstance(within, Delay) and within.from_ not in (None, "receipt"):
        return None
    end = latest(within)
    return end if end is not None and end.minutes >= 0 else None
