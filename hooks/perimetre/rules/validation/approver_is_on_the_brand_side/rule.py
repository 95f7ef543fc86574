"""The approver is on the brand's side: an agency alone never says yes in the brand's name."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model import CircuitStep
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View


def _outside(view: View, who: str) -> bool:
    role = view.roles.get(who)
    return role is not None and role.side in ("agency", "external")


def _passes_outside(view: View, step: CircuitStep) -> bool:
    outside = sum(_outside(view, approver) for approver in step.of)
    return outside >= step.wanted(len(step.of)) if step.of and step.need else outside == len(step.of) > 0


def find(view: View) -> Iterator[Problem]:
    """Yield the circuits that people outside the brand can pass alone."""
    for circuit in view.live(view.brand.validation.circuits):
        if circuit.steps and all(_passes_outside(view, step) for step in circuit.steps):
            yield flaw(
                value(circuit, "steps", len(circuit.steps) - 1, "of"),
                message("`{id}` can be approved without anybody from the brand.", id=circuit.id),
                message("Add a step whose `of` names only roles on the brand's side."),
            )


RULE = Check(
    id="approver-is-on-the-brand-side",
    level="error",
    needs=(34,),
    find=find,
)
