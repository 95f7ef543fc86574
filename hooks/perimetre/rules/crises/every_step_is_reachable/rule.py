"""Every step is reachable: of a scenario or a procedure, from its start; of the triage, from its first tree."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View
from perimetre.rules.kit.workflow import entries, following, reached, steps_of, workflows


def find(view: View) -> Iterator[Problem]:
    """Yield the steps and trees that nothing leads to."""
    for workflow in workflows(view):
        steps = steps_of(workflow)
        entered = reached(steps, entries(workflow))
        # Where a step leads nowhere, what it should lead to is not known: `every-path-ends` tells it.
        if any(step.kind != "end" and not following(step) for step in entered.values()):
            continue
        lost = {step.id: step for step in workflow.steps if entered and step.id not in entered}
        led = {follower for id_, step in lost.items() for follower in following(step) if follower != id_}
        # What only a lost step leads to is lost with it, and found with it.
        for id_ in [id_ for id_ in lost if id_ not in led] or [*lost][:1]:
            yield flaw(
                key(lost[id_], "id"),
                message("Nothing leads to the step `{step}` of `{id}`.", step=id_, id=workflow.id),
                message("Make another step lead to it (`next`, a choice), or delete it."),
                about=[workflow.id],
            )
    triage = view.brand.escalation.triage
    trees = {tree.id: tree for tree in triage.trees} if triage else {}
    if triage is None or triage.entry not in trees:
        return
    met, waiting = {triage.entry}, [triage.entry]
    for id_ in waiting:
        tree = trees[id_]
        outcomes = (*(branch.outcome for branch in tree.branches), tree.otherwise)
        for outcome in outcomes:
            if outcome is not None and outcome.tree in trees and outcome.tree not in met:
                met.add(outcome.tree)
                waiting.append(outcome.tree)
    for id_, tree in trees.items():
        if id_ not in met:
            yield flaw(
                key(tree, "id"),
                message("Nothing leads to the tree `{id}`.", id=id_),
                message("Lead to it from a branch (`act: tree`), or delete it."),
            )


RULE = Check(
    id="every-step-is-reachable",
    level="error",
    needs=(61,),
    find=find,
)
