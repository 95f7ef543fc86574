"""A ready answer that is prescribed is valid today."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View
from perimetre.rules.kit.workflow import workflows


def find(view: View) -> Iterator[Problem]:
    """Yield the places that prescribe a ready answer which is a draft or over."""
    stale = {template.id: template for template in view.brand.templates.templates if not template.is_live(view.today)}
    if not stale:
        return
    naming = [
        (value(rule, "templates", rank), id_)
        for rule in view.live(view.brand.scope.rules)
        for rank, id_ in enumerate(rule.templates)
    ]
    naming += [
        (value(step, "template"), step.template)
        for workflow in workflows(view)
        for step in workflow.steps
        if step.template
    ]
    triage = view.brand.escalation.triage
    for tree in triage.trees if triage else ():
        for outcome in (*(branch.outcome for branch in tree.branches), tree.otherwise):
            if outcome is not None and outcome.template:
                naming.append((value(outcome, "template"), outcome.template))
    for place, id_ in naming:
        if id_ in stale:
            yield flaw(
                place,
                message("The ready answer `{id}` is prescribed, and it is not in force today.", id=id_),
                message("Have it approved again, or name another."),
                (stale[id_].place, message("It is written here.")),
                about=[id_],
            )


RULE = Check(
    id="template-is-valid-today",
    level="warning",
    needs=(),
    find=find,
)
