"""Put the steps of a crisis or of a procedure in the order in which they are read, each with what follows it.

A part of the stage render. Comes in: a scenario or a procedure. Goes out: its steps, each with its exits.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from perimetre.base.frozen import dataclass
from perimetre.base.words import Message, message
from perimetre.model import Text, Workflow
from perimetre.model.crisis import CrisisStep


@dataclass(frozen=True, slots=True, kw_only=True)
class StepExit:
    """What follows a step: when, and which steps (several at the same time)."""

    when: Message | Text | None
    steps: tuple[CrisisStep, ...]


def ordered_steps(workflow: Workflow) -> tuple[tuple[CrisisStep, tuple[StepExit, ...]], ...]:
    """Return the steps in the order in which they are met from the start, each with what follows it.

    What follows is said only where it is not simply the next step of the list. Steps that nothing leads to come last,
    but for the ends.
    """
    by_id = {step.id: step for step in workflow.steps}
    order: list[CrisisStep] = []
    waiting = [workflow.start] if workflow.start in by_id else [step.id for step in workflow.steps[:1]]
    while waiting:
        step = by_id.get(waiting.pop(0) or "")
        if step is None or step in order:
            continue
        order.append(step)
        following = [id for _, id in _following(step)]
        waiting[:0] = [id for id in following if id not in waiting]
    order += [step for step in workflow.steps if step not in order]
    # An end is met on the way of one branch; it is read after the steps of all of them.
    order.sort(key=lambda step: step.kind == "end")
    shown = []
    for position, step in enumerate(order):
        after = order[position + 1] if position + 1 < len(order) else None
        exits = _exits(step, by_id)
        if (
            step.kind != "decision"
            and len(exits) > 1
            and len({tuple(after.id for after in exit.steps) for exit in exits}) == 1
        ):
            # Whether it works or not, the same thing follows.
            exits = [StepExit(when=message("then"), steps=exits[0].steps)]
        if len(exits) == 1 and exits[0].steps == (after,) and step.kind != "decision":
            exits = []
        shown.append((step, tuple(exits)))
    return tuple(shown)


def parts_of(workflow: Workflow, step: CrisisStep) -> list[str]:
    """Return the ids of the steps that stand on the ways that a step opens at the same time, before they come together.

    What is met without it is none of its parts: a way may lead back to an earlier step.
    """
    if not step.branches:
        return []
    before = _met(workflow, [workflow.start or workflow.steps[0].id], {step.id})
    ways = _met(workflow, step.branches, {step.id, step.joins or step.id} | before)
    return [other.id for other in workflow.steps if other.id in ways and other.kind != "end"]


def _met(workflow: Workflow, start: Iterable[str], stops: Collection[str]) -> set[str]:
    """Return the ids of the steps that are met from some, without those that stop the way."""
    by_id = {step.id: step for step in workflow.steps}
    found: set[str] = set()
    waiting = list(start)
    while waiting:
        id = waiting.pop()
        if id in by_id and id not in found and id not in stops:
            found.add(id)
            waiting += [after for _, after in _following(by_id[id])]
    return found


def _exits(step: CrisisStep, by_id: Mapping[str, CrisisStep]) -> list[StepExit]:
    """Return what follows a step; steps that follow for the same reason are told together."""
    grouped: dict[object, tuple[Message | Text | None, list[CrisisStep]]] = {}
    for when, id in _following(step):
        if id in by_id:
            key = when.text if isinstance(when, Message) else when
            grouped.setdefault(key, (when, []))[1].append(by_id[id])
    return [StepExit(when=when, steps=tuple(steps)) for when, steps in grouped.values()]


def _following(step: CrisisStep) -> list[tuple[Message | Text | None, str]]:
    exits: list[tuple[Message | Text | None, str | None]] = [(choice.if_, choice.then) for choice in step.choices]
    exits += [(message("at the same time"), id) for id in step.branches]
    exits += [
        (message("if it works"), step.on_success),
        (message("if it fails"), step.on_failure),
        (message("if there is no time left"), step.on_timeout),
        (message("then"), step.next),
        (message("then, all together"), step.joins),
    ]
    return [(when, id) for when, id in exits if id]
