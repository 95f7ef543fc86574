"""An outside approver is asked: how, in which hours, and what their silence means, since they owe us no answer."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model import Circuit, CircuitStep
from perimetre.rules.kit.check import Check, flaw, key, value
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the steps that ask somebody outside without saying how or what silence means, and duties given to them."""
    for circuit in view.live(view.brand.validation.circuits):
        for rank, step in enumerate(circuit.steps):
            yield from _judge(view, circuit, rank, step)
    for schedule in view.live(view.brand.people.schedules):
        role = view.roles.get(schedule.role or "")
        if role is not None and role.side == "external":
            yield flaw(
                value(schedule, "role"),
                message("`{role}` is outside the house: the duty `{id}` is not theirs.", role=role.id, id=schedule.id),
                message("Put a role of ours on duty, and say the hours of the other in `hours:` of their role."),
                (key(role, "side"), message("Their side is here.")),
                about=[role.id],
            )


def _judge(view: View, circuit: Circuit, rank: int, step: CircuitStep) -> Iterator[Problem]:
    outside = [role for role in map(view.roles.get, step.of) if role is not None and role.side == "external"]
    # Where others of the same step may answer for them, they are not waited for.
    if not outside or (step.need == "any" and len(outside) < len(step.of)):
        return
    first = outside[0]
    values = {"id": circuit.id, "who": first.id}
    place = value(circuit, "steps", rank)
    if step.on_timeout is None:
        yield flaw(
            place,
            message("`{id}` asks `{who}`, outside the house, and does not say what their silence means.", **values),
            message("Write `on_timeout: reject`, `next` or `consent`: nobody there owes us an answer."),
            about=[first.id],
        )
    if step.how is None and not first.contact and not view.holders.get(first.id):
        yield flaw(
            place,
            message("`{id}` asks `{who}`, outside the house, and nothing says how.", **values),
            message("Write `how:` here, or a `contact:` in their role."),
            (first.place, message("The role is here.")),
            about=[first.id],
        )
    if step.hours == "always":
        yield flaw(
            value(circuit, "steps", rank, "hours"),
            message("`{id}` asks `{who}`, outside the house, at any hour: our night is not theirs.", **values),
            message("Write `hours: theirs`, and their hours in their role."),
            (first.place, message("The role is here.")),
            about=[first.id],
        )
    if step.hours == "theirs" and not first.hours:
        yield flaw(
            value(circuit, "steps", rank, "hours"),
            message("`{id}` counts in the hours of `{who}`, which nothing says.", **values),
            message("Write the `hours:` of their role."),
            (first.place, message("The role is here.")),
            about=[first.id],
        )


RULE = Check(
    id="outside-approver-is-asked",
    level="error",
    needs=(75,),
    find=find,
)
