"""Orders stay in the perimeter: what moderation, a step or an operation asks of a role, the role may do."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Place, Problem
from perimetre.base.frozen import dataclass
from perimetre.base.words import message
from perimetre.model import Situation
from perimetre.model.matches import these
from perimetre.model.scope import EVERYTHING
from perimetre.perimeter.questions import RANK, Answer
from perimetre.perimeter.steps import acts_of
from perimetre.rules.kit.asking import asked, speakers, where
from perimetre.rules.kit.causes import by_cause, is_blocked_protection
from perimetre.rules.kit.check import Check, flaw, key, value
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View
from perimetre.rules.kit.workflow import workflows


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    """Something asked of somebody: where it is written, by what, the act, and what is known of the case."""

    place: Place
    by: str
    act: str
    roles: tuple[str, ...]
    channels: tuple[str, ...]
    says: tuple[str, ...] = ()
    posture: str = "normal"
    phase: str | None = None
    case: Situation = EVERYTHING


def _orders(view: View) -> Iterator[_Order]:
    for ground in view.live(view.brand.moderation.grounds):
        for case in (ground.match.cases if ground.match else (EVERYTHING,)) if ground.action else ():
            named = view.perimeter.ground.channels_of(case)
            if named is not None and not named:
                continue
            yield _Order(
                place=value(ground, "action"),
                by=ground.id,
                act=ground.action or "",
                roles=speakers(view, "cm-on-duty"),
                channels=where(view, named or ()),
                case=case,
            )
    for workflow in workflows(view):
        for step in workflow.steps:
            for act in acts_of(view.perimeter, workflow, step, view.today):
                yield _Order(
                    place=key(step, "act"),
                    by=workflow.id,
                    act=act.action,
                    roles=act.roles,
                    channels=act.channels,
                    says=act.says,
                    posture=act.posture,
                    phase=act.phase,
                )
    for operation in view.live(view.brand.operations):
        if operation.to is None or operation.to >= view.today:
            for moment in operation.timeline:
                if moment.act:
                    channels = (moment.channel,) if moment.channel else operation.channels
                    yield _Order(
                        place=key(moment, "act"),
                        by=operation.id,
                        act=moment.act,
                        roles=speakers(view, moment.by),
                        channels=where(view, channels),
                        says=moment.says,
                    )


def find(view: View) -> Iterator[Problem]:
    """Yield the acts that are ordered and that the perimeter forbids; of a rule that stops many, the rule."""
    yield from by_cause(
        _refused(view),
        lambda rule, count: (
            message("`{id}` stops {count} acts that the house orders elsewhere.", id=rule.id, count=count),
            message("Allow them by exceptions (`except:`); or ask them of a role that may."),
        ),
    )


def _refused(view: View) -> Iterator[tuple[Answer, Problem]]:
    for order in _orders(view):
        refused: dict[str, None] = {}
        answer = None
        topics, authors = these(order.case.topics), these(order.case.authors)
        facts = {
            condition.fact: condition.is_
            for condition in order.case.when
            if condition.fact is not None and condition.is_ is not None
        }
        for role in order.roles:
            for channel in order.channels:
                given = asked(
                    view,
                    role=role,
                    action=order.act,
                    channel=channel,
                    says=order.says,
                    topics=topics,
                    authors=authors,
                    posture=order.posture,
                    phase=order.phase,
                    at_best="approve",
                    facts=facts,
                )
                if RANK[given.authority] > RANK["approve"] and not is_blocked_protection(
                    view, given, action=order.act, role=role, says=order.says
                ):
                    refused[role] = None
                    answer = answer or given
        if answer is not None:
            yield (
                answer,
                flaw(
                    order.place,
                    message(
                        "`{by}` asks {roles} to `{act}`, and the perimeter says: {authority}.",
                        by=order.by,
                        roles=listed(refused),
                        act=order.act,
                        authority=_SAID[answer.authority],
                    ),
                    message("Allow it in the perimeter, or ask it of a role that may."),
                    *((rule.place, message("This is what applies.")) for rule in answer.rules[:3]),
                    about=[order.by, *refused],
                ),
            )


_SAID = {"escalate": message("to be escalated"), "forbidden": message("forbidden")}


RULE = Check(
    id="orders-stay-in-the-perimeter",
    level="error",
    needs=(85,),
    find=find,
)
