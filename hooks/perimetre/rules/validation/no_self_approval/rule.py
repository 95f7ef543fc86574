"""Nobody approves what they ask for."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model import Rule
from perimetre.rules.kit.check import Check, flaw, key, value
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View

ASKING = ("author", "requester", "doer", "cm-on-duty")


def find(view: View) -> Iterator[Problem]:
    """Yield the steps where whoever asks may say yes."""
    for circuit in view.live(view.brand.validation.circuits):
        askers: dict[str, Rule] = {}
        for rule in view.live(view.brand.scope.rules):
            if circuit.id in rule.validation and not rule.is_advice:
                for role in view.perimeter.ground.taken("roles", rule.match) or ():
                    askers.setdefault(role, rule)
        itself = {
            rank: approver for rank, step in enumerate(circuit.steps) for approver in step.of if approver in ASKING
        }
        for rank in itself:
            yield flaw(
                value(circuit, "steps", rank, "of"),
                message("In `{id}`, the person who asks may also approve.", id=circuit.id),
                message("Name a role of the house other than that of the person who asks."),
            )
        granting = {approver: rank for rank, step in reversed([*enumerate(circuit.steps)]) for approver in step.of}
        both = [role for role in granting if role in askers] if "author" not in circuit.recuse else []
        if both:
            # One line sets them all right, so that all are told at once.
            yield flaw(
                value(circuit, "steps", min(granting[role] for role in both), "of"),
                message(
                    "{roles} may ask for `{id}` and approve their own request.",
                    roles=listed(sorted(both)),
                    id=circuit.id,
                ),
                message("Add `recuse: [author]`: nobody then approves their own request."),
                *(
                    (askers[role].place, message("This rule makes `{role}` ask.", role=role))
                    for role in sorted(both)[:1]
                ),
                about=both,
            )
        for rank, step in enumerate(circuit.steps):
            own = [who for who in step.veto if who in ASKING or (who in askers and "author" not in circuit.recuse)]
            if own:
                yield flaw(
                    value(circuit, "steps", rank, "veto"),
                    message(
                        "{roles} may ask for `{id}`, and hold a veto over it: whoever proposes does not judge.",
                        roles=listed(own),
                        id=circuit.id,
                    ),
                    message("Take them out of `veto`, or add `recuse: [author]`."),
                    about=own,
                )
        for skipper in (*circuit.skippable_by, *(circuit.emergency.who if circuit.emergency else ())):
            if skipper in ASKING or skipper in view.community_managers:
                yield flaw(
                    key(circuit, "skippable_by" if skipper in circuit.skippable_by else "emergency"),
                    message("The person who asks may bypass `{id}` on their own.", id=circuit.id),
                    message("Reserve this right for a decision-maker, and keep a record."),
                )


RULE = Check(
    id="no-self-approval",
    level="error",
    needs=(34,),
    find=find,
)
