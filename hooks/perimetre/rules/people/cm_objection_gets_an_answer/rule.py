"""An objection gets an answer: whoever disagreed knows why it was decided so."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.texts import says_nothing
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the decisions that leave an objection without an answer."""
    for decision in view.live(view.brand.decisions):
        if decision.objection is not None and says_nothing(decision.objection.answer):
            yield flaw(
                value(decision.objection, "answer"),
                message("The objection to `{id}` has no answer.", id=decision.id),
                message("Write what was answered, even if the decision did not change."),
            )


RULE = Check(
    id="cm-objection-gets-an-answer",
    level="warning",
    needs=(13,),
    find=find,
)
