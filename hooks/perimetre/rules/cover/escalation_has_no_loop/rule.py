"""An escalation has no loop: neither a tree that leads back to itself, nor a step that calls the same people again."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model.building.coherence import circles
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the trees and steps that go round."""
    triage = view.brand.escalation.triage
    trees = {tree.id: tree for tree in triage.trees} if triage else {}
    leads = {
        id_: [
            outcome.tree
            for outcome in (*(branch.outcome for branch in tree.branches), tree.otherwise)
            if outcome and outcome.tree in trees
        ]
        for id_, tree in trees.items()
    }
    for circle in circles(leads):
        yield flaw(
            trees[circle[0]].place,
            message(
                "The trees go round in a circle: {circle}.",
                circle=" → ".join(f"`{tree}`" for tree in (*circle, circle[0])),
            ),
            message("Make one of the branches end elsewhere than in a tree that leads here."),
        )
    for line in view.live(view.brand.escalation.lines):
        for rank, (before, step) in enumerate(zip(line.steps, line.steps[1:], strict=False), start=1):
            if step.call and set(step.call) <= set(before.call) and not step.takeover:
                yield flaw(
                    value(line, "steps", rank, "call"),
                    message("This step of `{id}` calls again the people who have just failed to answer.", id=line.id),
                    message("Call somebody else; to insist, write `repeat_every` in the contact of the step before."),
                )


RULE = Check(
    id="escalation-has-no-loop",
    level="error",
    needs=(61,),
    find=find,
)
