"""Deadlines grow: on one clock, a step is not due before the one that it follows."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model import Procedure, Workflow
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View
from perimetre.rules.kit.workflow import forward, steps_of, workflows


def find(view: View) -> Iterator[Problem]:
    """Yield the steps that are due before the step that leads to them."""
    for workflow in workflows(view):
        yield from view.memory.once(_shrinking, workflow)


def _shrinking(workflow: Workflow) -> tuple[Problem, ...]:
    """Return the same of a scenario or a procedure; those of the house are every brand's."""
    return tuple(_find(workflow))


def _find(workflow: Workflow) -> Iterator[Problem]:
    steps = steps_of(workflow)
    # In a procedure, a delay without a clock runs from its beginning.
    from_the_start = isinstance(workflow, Procedure)
    for step in workflow.steps:
        for later in forward(steps, step) if step.within and (step.clock is not None or from_the_start) else ():
            same = (
                step.clock == later.clock
                and step.since_step == later.since_step
                and step.since_event == later.since_event
                and (step.hours or "calendar") == (later.hours or "calendar")
            )
            if same and step.within and later.within and later.within.minutes < step.within.minutes:
                yield flaw(
                    value(later, "within"),
                    message("`{later}` is due before `{step}`, which comes first.", later=later.id, step=step.id),
                    message("Write a longer delay here, or a shorter one there."),
                    (value(step, "within"), message("`{step}` is due here.", step=step.id)),
                    about=[step.id],
                )


RULE = Check(
    id="deadlines-grow",
    level="error",
    needs=(61,),
    find=find,
)
