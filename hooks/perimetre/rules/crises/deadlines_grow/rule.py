"""Deadlines grow: on one clock, a step is not due before those that it follows, however far on the way."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model import Procedure, Workflow
from perimetre.model.crisis import CrisisStep
from perimetre.model.delays import Delay
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View
from perimetre.rules.kit.workflow import forward, steps_of, workflows


def find(view: View) -> Iterator[Problem]:
    """Yield the steps that are due before one that leads to them."""
    for workflow in workflows(view):
        yield from view.memory.once(_shrinking, workflow)


def _shrinking(workflow: Workflow) -> tuple[Problem, ...]:
    """Return the same of a scenario or a procedure; those of the house are every brand's."""
    return tuple(_find(workflow))


def _find(workflow: Workflow) -> Iterator[Problem]:
    # In a procedure, a delay without a clock runs from its beginning.
    from_the_start = isinstance(workflow, Procedure)
    for step in workflow.steps:
        delay = step.delay
        if delay is None or (delay.from_ is None and not from_the_start):
            continue
        earliest = delay.latest or delay.not_before
        for later, end in _next_due(workflow, step, delay):
            if earliest is not None and end.latest is not None and end.latest.minutes < earliest.minutes:
                yield flaw(
                    value(later, "within"),
                    message("`{later}` is due before `{step}`, which comes first.", later=later.id, step=step.id),
                    message("Write a longer delay here, or a shorter one there."),
                    (value(step, "within"), message("`{step}` is due here.", step=step.id)),
                    about=[step.id],
                )


def _next_due(workflow: Workflow, step: CrisisStep, delay: Delay) -> Iterator[tuple[CrisisStep, Delay]]:
    """Yield, on each way on from a step, the first that is due by the same clock, counted in the same hours."""
    steps = steps_of(workflow)
    waiting, met = [*forward(steps, step)], {step.id}
    for later in waiting:
        if later.id in met:
            continue
        met.add(later.id)
        end = later.delay
        same = (
            end is not None
            and end.latest is not None
            and end.from_ == delay.from_
            and (end.hours or "calendar") == (delay.hours or "calendar")
        )
        if end is not None and same:
            yield later, end
        else:
            waiting += forward(steps, later)


RULE = Check(
    id="deadlines-grow",
    level="error",
    needs=(61,),
    find=find,
)
