"""An approver is awake when we promise: where an answer waits for a yes, somebody can give it in the promised time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from perimetre.base.diagnostics import Problem
from perimetre.base.words import Message, message
from perimetre.cover.intervals import Interval, Intervals, intersect, subtract, union
from perimetre.language.instants import instant, length
from perimetre.model import Channel, CircuitStep
from perimetre.model.channels import ReplyPromise
from perimetre.model.delays import minutes
from perimetre.perimeter.questions import RANK, Answer
from perimetre.rules.kit.asking import APPROVE, asked
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.promises import hours_promised
from perimetre.rules.kit.view import View

_ACTS = {"comments": "reply-public", "messages": "reply-private", "reviews": "reply-public"}


def find(view: View) -> Iterator[Problem]:
    """Yield the promised delays that fall while those whose yes an answer needs cannot give it."""
    for channel in view.channels:
        for name, act in _ACTS.items():
            delay = getattr(channel.reply_within, name) if channel.reply_within else None
            if delay is None or minutes(delay.within) is None or delay.counts_as != "answer":
                continue
            answer = _easiest(view, channel, act)
            if answer is not None:
                yield from _judge(view, channel, name, delay, answer)


def _easiest(view: View, channel: Channel, act: str) -> Answer | None:
    """Return what an ordinary answer needs, if it always waits for a yes: of those who speak here, the freest."""
    answers = [
        asked(view, role=role, action=act, channel=channel.id, says=("answer",))
        for role in sorted(view.community_managers)
        if act in view.brand.values.actions
    ]
    if not answers:
        return None
    best = min(answers, key=lambda answer: RANK[answer.authority])
    return best if RANK[best.authority] == APPROVE else None


def _judge(view: View, channel: Channel, name: str, delay: ReplyPromise, answer: Answer) -> Iterator[Problem]:
    within = minutes(delay.within)
    assert within is not None
    cover = view.cover
    promised = hours_promised(view, channel, delay)
    for circuit in (agreement.circuit for agreement in answer.agreements):
        for step in circuit.steps:
            awake = _awake(view, step, cover.whole)
            late = _late(promised, awake, within)
            if not late:
                continue
            start, end = (instant(cover.clock.wall(minute)) for minute in late[0])
            yield flaw(
                key(channel, "reply_within", name),
                message(
                    "On `{channel}`, an answer is promised within {within} and needs approval from {who}: none "
                    "of them can give it from {start} to {end}.",
                    channel=channel.id,
                    within=length(within),
                    who=listed(step.of, "or"),
                    start=start,
                    end=end,
                ),
                _hint(not _late(hours_promised(view, channel, replace(delay, hours="service")), awake, within)),
                (circuit.place, message("This circuit requires the approval.")),
                *((rule.place, message("This rule requires it.")) for rule in answer.rules[:1]),
                about=step.of,
            )
            return


def _late(promised: Intervals, awake: Intervals, within: int) -> list[Interval]:
    """Return the stretches that are too long for a promise by themselves, whoever wakes up after them."""
    return [stretch for stretch in subtract(promised, awake) if stretch[1] - stretch[0] > within]


def _hint(service_is_enough: bool) -> Message:
    if service_is_enough:
        return message(
            "Promise replies in service hours only (`hours: service`), put an approver on duty, or let ordinary "
            "answers go out without approval."
        )
    return message("Put an approver on duty, promise more time, or let ordinary answers go out without approval.")


def _awake(view: View, step: CircuitStep, whole: Intervals) -> Intervals:
    """Return when a step can be answered; always, where it names somebody whose hours are not known."""
    departments = {department.id: department.head for department in view.brand.brand.departments}
    awake: list[Intervals] = []
    for approver in step.of:
        role = view.roles.get(approver)
        if step.hours == "theirs" and role is not None and role.side == "external" and role.hours:
            awake.append(intersect(view.cover.weekly(role.hours), whole))
            continue
        target = departments.get(approver) or approver
        if not view.cover.duties_of(target):
            return whole
        awake.append(view.cover.reached(target))
    if not awake:
        return whole
    if step.need != "all":
        return union(*awake)
    together = whole
    for hours in awake:
        together = intersect(together, hours)
    return together


RULE = Check(
    id="approver-is-awake-when-we-promise",
    level="warning",
    needs=(75,),
    find=find,
)
