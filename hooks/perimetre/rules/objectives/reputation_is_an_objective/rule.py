"""Reputation is an objective: the community manager carries the image, so somebody asks for it."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield a problem where no objective is one of reputation."""
    objectives = view.live(view.brand.objectives.objectives)
    kinds = [objective.kind for objective in objectives]
    if objectives and "reputation" not in kinds and None not in kinds:
        yield flaw(
            view.lacking("objectives", "objectives"),
            message("No objective is about reputation, although community managers carry the brand's image."),
            message("Write an objective of `kind: reputation`, with the department that asks for it."),
        )


RULE = Check(
    id="reputation-is-an-objective",
    level="warning",
    needs=(
        14,
        68,
    ),
    find=find,
)
