"""Every path of a scenario or of a procedure ends, and what goes on in parallel joins again."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model import Workflow
from perimetre.rules.kit.check import Check, flaw, key, value
from perimetre.rules.kit.view import View
from perimetre.rules.kit.workflow import following, reached, steps_of, workflows


def find(view: View) -> Iterator[Problem]:
    """Yield the steps from which no end is reached."""
    for workflow in workflows(view):
        yield from view.memory.once(_endless, workflow)


def _endless(workflow: Workflow) -> tuple[Problem, ...]:
    """Return the same of a scenario or a procedure; those of the house are every brand's."""
    return tuple(_find(workflow))


def _find(workflow: Workflow) -> Iterator[Problem]:
    steps = steps_of(workflow)
    if any(follower not in steps for step in workflow.steps for follower in following(step)):
        return
    onward = {step.id: reached(steps, [step.id]) for step in workflow.steps}
    endless = {id_ for id_, after in onward.items() if not any(step.kind == "end" for step in after.values())}
    for step in workflow.steps:
        # What leads there does not end either: only where it stops, or goes round, is there something to mend.
        around = onward[step.id]
        first = next(step.id for step in workflow.steps if step.id in around)
        if step.id in endless and step.id == first and all(step.id in onward[met] for met in around):
            yield flaw(
                key(step, "id"),
                message("From the step `{step}`, `{id}` never ends.", step=step.id, id=workflow.id),
                message("Write what comes `next`; the last step has `kind: end`."),
                about=[workflow.id],
            )
        for rank, branch in enumerate(step.branches):
            if step.joins and branch not in endless and step.joins not in reached(steps, [branch]):
                yield flaw(
                    value(step, "branches", rank),
                    message("The branch `{branch}` never joins `{joins}`.", branch=branch, joins=step.joins),
                    message("Make it lead to `{joins}`.", joins=step.joins),
                    about=[branch, step.joins],
                )


RULE = Check(
    id="every-path-ends",
    level="error",
    needs=(61,),
    find=find,
)
