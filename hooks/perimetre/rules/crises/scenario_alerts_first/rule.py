"""A scenario alerts first: somebody is called before anything is said in public, the holding statement apart."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model.crisis import CrisisStep
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View
from perimetre.rules.kit.workflow import reached, steps_of


def find(view: View) -> Iterator[Problem]:
    """Yield the scenarios that speak before anybody is called, or never call."""
    actions = view.brand.values.actions
    for crisis in view.live(view.brand.crises):
        if crisis.steps and not any(_calls(step) for step in crisis.steps):
            yield flaw(
                key(crisis, "steps"),
                message("`{id}` never calls anybody.", id=crisis.id),
                message("Begin with a step whose `act` is `alert`; only the holding statement may go before."),
            )
            continue
        steps = steps_of(crisis)
        statements = {statement.id: statement for statement in crisis.statements}

        # Of steps taken together, one that calls is enough for those that come after them.
        def stops(step: CrisisStep) -> bool:
            return _calls(step) or any(_calls(steps[branch]) for branch in step.branches if branch in steps)  # noqa: B023

        for step in reached(steps, [crisis.start] if crisis.start else [], stops).values():
            act = actions.get(step.act or "")
            statement = statements.get(step.statement or "")
            says = {*step.says, *(statement.says if statement else ())} - {"holding-statement"}
            holds = "holding-statement" in step.says or statement is not None or step.template is not None
            speaks = act is not None and act.public and not act.protective and (says or not holds)
            if speaks and not stops(step):
                yield flaw(
                    key(step, "id"),
                    message("`{id}` reaches `{step}` before anybody is called.", id=crisis.id, step=step.id),
                    message("Begin with a step whose `act` is `alert`; only the holding statement may go before."),
                    about=[crisis.id],
                )
                break


def _calls(step: CrisisStep) -> bool:
    return step.act in ("alert", "report-authority")


RULE = Check(
    id="scenario-alerts-first",
    level="error",
    needs=(61,),
    find=find,
)
