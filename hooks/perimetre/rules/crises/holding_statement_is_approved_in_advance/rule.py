"""A scenario's holding statement is approved in advance: the first word waits for nobody."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model import Crisis
from perimetre.model.statements import Statement
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the scenarios none of whose holding statements may go out at once."""
    for crisis in view.live(view.brand.crises):
        holding = _holding(crisis)
        if holding and not any(statement.status == "pre-approved" for statement in holding):
            yield flaw(
                key(holding[0], "status"),
                message(
                    "No holding statement of `{id}` is approved in advance: the first word would wait.", id=crisis.id
                ),
                message("Have it approved now, then write `status: pre-approved`, and in `approvals:` who and when."),
            )


def _holding(crisis: Crisis) -> list[Statement]:
    """Return the messages made ready that serve while one waits."""
    by_step = {step.statement for step in crisis.steps if "holding-statement" in step.says}
    return [
        statement for statement in crisis.statements if "holding-statement" in statement.says or statement.id in by_step
    ]


RULE = Check(
    id="holding-statement-is-approved-in-advance",
    level="warning",
    needs=(74,),
    find=find,
)
