"""An authority in command speaks first: nothing is published before the step where its word is waited for."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model.crisis import CrisisStep
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View
from perimetre.rules.kit.workflow import entries, missed, steps_of


def find(view: View) -> Iterator[Problem]:
    """Yield the steps that speak in public before whoever is in command has spoken."""
    for crisis in view.live(view.brand.crises):
        steps = steps_of(crisis)
        for entry in crisis.speaks_first:
            role = view.roles.get(entry.who or "")
            if role is not None and role.side != "external":
                yield flaw(
                    value(entry, "who"),
                    message("`{who}` is of our house: it is not an authority that takes command.", who=role.id),
                    message("Name a role of `side: external`, or `authorities`."),
                    (role.place, message("The role is here.")),
                    about=[role.id],
                )
            if entry.step is None or entry.step not in steps:
                continue
            early = [steps[id_] for id_ in missed(steps, entries(crisis), entry.step) if _publishes(view, steps[id_])]
            early = [step for step in crisis.steps if step in early and step.id != entry.step]
            if early:
                yield flaw(
                    value(entry, "step"),
                    message(
                        "`{who}` speaks first, and `{step}` may speak in public before that.",
                        who=entry.who,
                        step=early[0].id,
                    ),
                    message("Have this step come after `{step}`, on every path.", step=entry.step),
                    *((step.place, message("This is said before.")) for step in early[:3]),
                    about=[step.id for step in early],
                )


def _publishes(view: View, step: CrisisStep) -> bool:
    act = view.brand.values.actions.get(step.act or "")
    return act is not None and bool(act.public) and (step.statement is not None or step.act == "publish")


RULE = Check(
    id="authority-speaks-first",
    level="error",
    needs=(79,),
    find=find,
)
