"""Capture precedes hiding: evidence is kept before anything disappears."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, key, value
from perimetre.rules.kit.texts import says_nothing
from perimetre.rules.kit.view import View
from perimetre.rules.kit.workflow import reached, steps_of, workflows

ERASES = frozenset({"hide", "delete", "delete-own-post", "ban", "block", "restrict"})


def find(view: View) -> Iterator[Problem]:
    """Yield what hides or deletes before anything is kept."""
    is_kept = view.brand.moderation.evidence is not None
    for ground in view.live(view.brand.moderation.grounds):
        if ground.action in ERASES and not is_kept and says_nothing(ground.evidence):
            yield flaw(
                value(ground, "action"),
                message(
                    "The ground `{id}` hides or deletes, and nothing says what evidence is kept first.", id=ground.id
                ),
                message("Write `evidence:` on the ground, or once for all in `moderation.yml`."),
            )
    for workflow in workflows(view):
        begins = [workflow.start] if workflow.start else []
        before = reached(steps_of(workflow), begins, lambda step: step.act == "capture")
        for step in before.values():
            if step.act in ERASES:
                yield flaw(
                    key(step, "act"),
                    message(
                        "In `{id}`, `{step}` hides or deletes before anything is captured.",
                        id=workflow.id,
                        step=step.id,
                    ),
                    message("Put a step whose `act` is `capture` before it."),
                    about=[workflow.id],
                )


RULE = Check(
    id="capture-precedes-hiding",
    level="error",
    needs=(81,),
    find=find,
)
