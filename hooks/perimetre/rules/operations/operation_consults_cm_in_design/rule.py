"""An operation consults the community manager early: in its design, or its preparation at least."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, key, value
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the operations decided without the community manager."""
    for operation in view.live(view.brand.operations):
        if operation.to is not None and operation.to < view.today:
            continue
        asked_ = operation.cm_consulted
        if asked_ is None:
            yield flaw(
                key(operation, "cm_consulted"),
                message("Nothing says that the community manager was consulted on `{id}`.", id=operation.id),
                message("Ask them, then write `cm_consulted: {example}`.", example="{on: 2026-09-10, stage: design}"),
            )
        elif asked_.on is not None and operation.from_ is not None and asked_.on >= operation.from_:
            yield flaw(
                value(asked_, "on"),
                message("The community manager was consulted on `{id}` once it had begun.", id=operation.id),
                message("Consult them before; here, write in the review what they would have said."),
            )


RULE = Check(
    id="operation-consults-cm-in-design",
    level="error",
    needs=(3,),
    find=find,
)
