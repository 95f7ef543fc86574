"""A ready text is agreed: whoever the house asks for has approved it in advance, and their agreement still holds."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model import Circuit, Crisis
from perimetre.model.statements import Statement
from perimetre.model.validation import CircuitStep
from perimetre.rules.kit.check import Check, flaw, key, value
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the agreements that have ended, then those that a circuit asks for and that were not given."""
    for crisis in view.live(view.brand.crises):
        ready = [statement for statement in crisis.statements if statement.status == "pre-approved"]
        for statement in ready:
            yield from _ended(view, statement)
        for circuit in view.live(view.brand.validation.circuits):
            if crisis.kind in circuit.ready_texts:
                yield from _unasked(crisis, circuit, ready)


def _ended(view: View, statement: Statement) -> Iterator[Problem]:
    for approval in statement.agreements:
        again = any(
            other.by == approval.by and (other.until is None or other.until >= view.today)
            for other in statement.agreements
        )
        if approval.until is not None and approval.until < view.today and not again:
            yield flaw(
                value(approval, "until"),
                message(
                    "`{statement}` is approved in advance, and the agreement of `{role}` ended on {day}.",
                    statement=statement.id,
                    role=approval.by,
                    day=approval.until.isoformat(),
                ),
                message("Have it read again and write the new date, or write `status: to-approve`."),
                about=[approval.by],
            )


def _unasked(crisis: Crisis, circuit: Circuit, ready: list[Statement]) -> Iterator[Problem]:
    """Yield what the texts of a scenario lack: once for all that lack the same."""
    lacking: dict[tuple[str, ...], list[Statement]] = {}
    for statement in ready:
        # An agreement that has ended is told above.
        given = frozenset(approval.by for approval in statement.agreements if approval.by)
        for step in circuit.steps:
            if not _is_met(step, given):
                lacking.setdefault(tuple(role for role in step.of if role not in given), []).append(statement)
    for roles, statements in lacking.items():
        first, *others = statements
        yield flaw(
            key(first, "approvals"),
            message(
                "`{statement}` leaves without waiting, and `{circuit}` wants it approved by {roles}.",
                statement=first.id,
                circuit=circuit.id,
                roles=listed(roles, "or"),
            ),
            message(
                "Have it approved, then add to `approvals:` who, and when: `{line}`.", line=f"{{by: {roles[0]}, on: …}}"
            ),
            *((key(other, "approvals"), message("`{id}` too.", id=other.id)) for other in others),
            (circuit.place, message("The circuit is here.")),
            about=[circuit.id, crisis.id],
        )


def _is_met(step: CircuitStep, given: frozenset[str]) -> bool:
    return sum(role in given for role in step.of) >= step.wanted(len(step.of))


RULE = Check(
    id="ready-text-is-agreed",
    level="error",
    needs=(74,),
    find=find,
)
