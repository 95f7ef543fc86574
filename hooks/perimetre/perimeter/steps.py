"""Read what a step, of a crisis or a procedure, asks of the perimeter: which act, of whom, where, in which posture.

Comes in: a compiled perimeter, a scenario or a procedure, one of its steps. Goes out: the questions that the step
raises, where it names an act. Rules judge them, and the scenario's pages show what is answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from perimetre.base.closed import POSTURES
from perimetre.base.frozen import dataclass
from perimetre.model import Channel, Crisis, Workflow
from perimetre.model.crisis import CrisisStep
from perimetre.perimeter.decisions import Perimeter
from perimetre.perimeter.questions import Question

IN_PUBLIC, IN_PRIVATE = "reply-public", "reply-private"
# Where one speaks in public, when a step does not say where.
_PUBLIC_KINDS = ("social", "forum", "blog", "community-server")


@dataclass(frozen=True, slots=True, kw_only=True)
class StepAct:
    """An act that a step asks for.

    Fields:
        roles: those who may be asked to do it, of whom a rule speaks; none: the perimeter does not tell.
        channels: ids of channels in use; where the step names none, those of ours on which one speaks in public.
        posture: what the severity of the scenario opens; `normal` where it opens none.
        phase: that of the statement which the step publishes, or None.
    """

    action: str
    roles: tuple[str, ...]
    channels: tuple[str, ...]
    says: tuple[str, ...]
    posture: str
    phase: str | None


def asked_by(
    perimeter: Perimeter, workflow: Workflow, day: date, at: Callable[[str], datetime]
) -> Mapping[str, tuple[Question, ...]]:
    """Return what steps ask of the perimeter, by id of step: each role, each channel.

    What is already declared there may be worse than what the scenario opens: the worse of the two holds.

    Args:
        perimeter: the brand's compiled perimeter.
        workflow: a scenario or a procedure.
        day: the day on which channels are in use.
        at: gives the instant at which a role is asked, by its id.
    """
    return {
        step.id: tuple(
            Question(
                role=role,
                action=act.action,
                channel=channel,
                at=at(role),
                says=frozenset(act.says),
                posture=max(act.posture, perimeter.ground.posture_at(at(role), channel), key=POSTURES.index),
                phase=act.phase,
            )
            for act in acts
            for role in act.roles
            for channel in act.channels
        )
        for step in workflow.steps
        if (acts := acts_of(perimeter, workflow, step, day))
    }


def acts_of(perimeter: Perimeter, workflow: Workflow, step: CrisisStep, day: date) -> tuple[StepAct, ...]:
    """Return the acts that a step asks for on a day; none where it names none.

    An answer in public is one in private where a channel offers no other: the same words, to whoever asks there.
    """
    if not step.act:
        return ()
    ready = workflow.statements if isinstance(workflow, Crisis) else ()
    statement = next((statement for statement in ready if statement.id == step.statement), None)
    channels = where(perimeter, day, step.channels or (statement.everywhere if statement else ()))
    private = tuple(channel for channel in channels if step.act == IN_PUBLIC and _is_private(perimeter, channel))
    act = StepAct(
        action=step.act,
        roles=speakers(perimeter, step.actor),
        channels=tuple(channel for channel in channels if channel not in private),
        says=step.says or (statement.says if statement else ()),
        posture=_opened_by(perimeter, workflow) if isinstance(workflow, Crisis) else "normal",
        phase=statement.phase if statement else None,
    )
    return tuple(part for part in (act, replace(act, action=IN_PRIVATE, channels=private)) if part.channels)


def _is_private(perimeter: Perimeter, channel: str) -> bool:
    ground = perimeter.ground
    return ground.lack(channel, IN_PUBLIC) is not None and ground.lack(channel, IN_PRIVATE) is None


def speakers(perimeter: Perimeter, who: str | None) -> tuple[str, ...]:
    """Return the roles that stand behind somebody named in a step, among those of whom a rule speaks.

    The community manager on duty is any role that community managers hold. A role of which no rule speaks has its own
    authority, which the perimeter does not tell.
    """
    roles = perimeter.brand.people.roles
    if who in ("cm-on-duty", "doer"):
        return tuple(sorted(role.id for role in roles if role.community_manager))
    return (who,) if who in perimeter.roles and any(role.id == who for role in roles) else ()


def where(perimeter: Perimeter, day: date, channels: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the channels that are named and in use; those of ours on which one speaks in public where none is."""
    named = perimeter.ground.expand(channels)
    return tuple(
        channel.id
        for channel in perimeter.brand.channels.channels
        if channel.state == "active" and channel.is_live(day) and (channel.id in named if named else _is_ours(channel))
    )


def _is_ours(channel: Channel) -> bool:
    return channel.ownership in ("owned", "managed") and channel.kind in _PUBLIC_KINDS


def _opened_by(perimeter: Perimeter, crisis: Crisis) -> str:
    """Return the posture that the severity of a scenario opens, named by its id or by its number."""
    for severity in perimeter.brand.escalation.severities:
        if str(crisis.severity) in (severity.id, str(severity.number)) and severity.opens:
            return severity.opens.posture or "normal"
    return "normal"
