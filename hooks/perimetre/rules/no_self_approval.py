"""Nobody approves what they ask for."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Rule
from ..words import message
from .base import Check, Problem, View, flaw, key, value

ASKING = ("author", "requester", "doer", "cm-on-duty")


def find(view: View) -> Iterator[Problem]:
    """Yield the steps where whoever asks may say yes."""
    for circuit in view.live(view.brand.validation.circuits):
        askers: dict[str, Rule] = {}
        for rule in view.live(view.brand.scope.rules):
            if circuit.id in rule.validation:
                for role in view.perimeter.ground.expand(rule.match.roles):
                    askers.setdefault(role, rule)
        for rank, step in enumerate(circuit.steps):
            place = value(circuit, "steps", rank, "of")
            for one in step.of:
                if one in ASKING:
                    yield flaw(
                        place,
                        message("In `{id}`, whoever asks may also say yes.", id=circuit.id),
                        message("Name a role of the house that is not the one who asks."),
                    )
                elif one in askers and "author" not in circuit.recuse:
                    yield flaw(
                        place,
                        message("`{role}` asks for `{id}`, and may grant it to themselves.", role=one, id=circuit.id),
                        message("Write `recuse: [author]`: whoever asks then never approves their own request."),
                        (askers[one].place, message("This rule makes `{role}` ask.", role=one)),
                    )
        for one in (*circuit.skippable_by, *(circuit.emergency.who if circuit.emergency else ())):
            if one in ASKING or one in view.community_managers:
                yield flaw(
                    key(circuit, "skippable_by" if one in circuit.skippable_by else "emergency"),
                    message("Whoever asks may go past `{id}` by themselves.", id=circuit.id),
                    message("Let a decision-maker go past the circuit, with a log."),
                )


RULE = Check(
    id="no-self-approval",
    level="error",
    needs=(34,),
    ground=(
        "validation",
        "people",
        "scope",
    ),
    find=find,
)
