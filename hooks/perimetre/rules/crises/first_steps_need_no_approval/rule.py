"""The first steps of a crisis wait for nobody: what is asked of whoever is on duty within the hour needs no yes."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model.crisis import CrisisStep
from perimetre.model.delays import minutes
from perimetre.perimeter.questions import RANK
from perimetre.perimeter.steps import acts_of
from perimetre.rules.kit.asking import asked
from perimetre.rules.kit.causes import is_blocked_protection
from perimetre.rules.kit.check import Check, flaw, key, value
from perimetre.rules.kit.view import View
from perimetre.rules.kit.workflow import reached, steps_of


def find(view: View) -> Iterator[Problem]:
    """Yield the first steps that wait for somebody's yes."""
    managers = view.community_managers
    for crisis in view.live(view.brand.crises):
        steps = steps_of(crisis)

        def is_first(step: CrisisStep) -> bool:
            by_cm = step.actor == "cm-on-duty" or step.actor in managers
            return by_cm and (step.within is None or _is_soon(step))

        def hands_over(step: CrisisStep) -> bool:
            # What somebody else does within the hour, a call to the shops, keeps the first words waiting for no yes.
            soon = step.kind == "action" and _is_soon(step)
            return step.kind not in ("parallel", "wait") and not is_first(step) and not soon

        for step in reached(steps, [crisis.start] if crisis.start else [], hands_over).values():
            if not is_first(step) or step.kind in ("parallel", "wait"):
                continue
            hint = message(
                "Prepare what it needs in advance (a statement that is already approved), so that it can start at once."
            )
            if step.needs:
                yield flaw(
                    value(step, "needs"),
                    message(
                        "`{step}` is a first step of `{id}`, and it waits for approval.", step=step.id, id=crisis.id
                    ),
                    hint,
                    about=[crisis.id],
                )
            else:
                acts = acts_of(view.perimeter, crisis, step, view.today)
                answers = {
                    (role, act.action, channel): asked(
                        view,
                        role=role,
                        action=act.action,
                        channel=channel,
                        says=act.says,
                        posture=act.posture,
                        phase=act.phase,
                        at_best="notify",
                    )
                    for act in acts
                    for role in act.roles
                    for channel in act.channels
                }
                slow = [
                    answer
                    for (role, action, _), answer in answers.items()
                    if RANK[answer.authority] >= RANK["approve"]
                    and not is_blocked_protection(view, answer, action=action, role=role, says=acts[0].says)
                ]
                if slow:
                    yield flaw(
                        key(step, "act"),
                        message(
                            "`{step}` is a first step of `{id}`, and the perimeter makes it wait for approval.",
                            step=step.id,
                            id=crisis.id,
                        ),
                        hint,
                        *((rule.place, message("This is what applies.")) for rule in slow[0].rules[:2]),
                        about=[crisis.id],
                    )


def _is_soon(step: CrisisStep) -> bool:
    due = minutes(step.within)
    return due is not None and due <= 60


RULE = Check(
    id="first-steps-need-no-approval",
    level="error",
    needs=(74,),
    find=find,
)
