"""Channel offers what is asked: nothing orders or allows, on a place, an act that this place does not have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from perimetre.base.diagnostics import Place, Problem
from perimetre.base.frozen import dataclass
from perimetre.base.words import message
from perimetre.model import Channel, Crisis, Record, Situation
from perimetre.model.basics import HOUSE
from perimetre.model.matches import these
from perimetre.model.operation import Recurring, TimelineItem
from perimetre.model.scope import EVERYTHING
from perimetre.perimeter.capabilities import kind_offers, lack
from perimetre.perimeter.questions import RANK
from perimetre.rules.kit.check import Check, flaw, key, value
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View
from perimetre.rules.kit.workflow import workflows


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """Acts that are ordered or allowed somewhere: where it is written, by what, and on what channels.

    Fields:
        acts: the act, or those of the group that is named.
    """

    place: Place
    by: Record
    acts: tuple[str, ...]
    channels: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


def find(view: View) -> Iterator[Problem]:
    """Yield the acts that are asked for on channels none of which offers them."""
    for asked in _asked(view):
        named, offering = _targets(view, asked)
        if named and not offering:
            yield flaw(
                asked.place,
                message(
                    "`{by}` has `{act}` done on {channels}, where that cannot be done.",
                    by=asked.by.id,
                    act=asked.acts[0],
                    channels=listed(sorted(named)),
                ),
                message(
                    "Ask for what the place offers: reply, report. If it does offer it, write "
                    "`capabilities: {example}` on the channel.",
                    example=f"{{{asked.acts[0]}: true}}",
                ),
                about=[asked.by.id, *named],
            )


def _targets(view: View, asked: _Asked) -> tuple[frozenset[str], bool]:
    """Return the channels, or the kinds of them, that are named, and whether one of them offers one of the acts."""
    expanded = view.perimeter.ground.expand(asked.channels)
    channels = [channel for channel in view.channels if channel.id in expanded]
    if asked.channels:
        return _names(channels), any(lack(channel, act) is None for channel in channels for act in asked.acts)
    # What the house says of a kind of channel holds for brands that have others, or none of it.
    of_kind = [channel for channel in view.channels if channel.kind in asked.kinds and asked.by.origin != HOUSE]
    if of_kind:
        return _names(of_kind), any(lack(channel, act) is None for channel in of_kind for act in asked.acts)
    return frozenset(asked.kinds), any(kind_offers(kind, act) for kind in asked.kinds for act in asked.acts)


def _names(channels: Iterable[Channel]) -> frozenset[str]:
    return frozenset(channel.id for channel in channels)


def _asked(view: View) -> Iterator[_Asked]:
    for rule in view.live(view.brand.scope.rules):
        if rule.authority is not None and RANK[rule.authority] <= RANK["approve"]:
            for number, case in enumerate(rule.match.cases):
                within = rule if rule.match.actions else rule.match.any_[number] if rule.match.any_ else rule
                for rank, word in enumerate(these(case.actions)):
                    acts = sorted(view.perimeter.ground.expand((word,)))
                    yield _on(view, case, value(within, "actions", rank), rule, *acts)
    for ground in view.live(view.brand.moderation.grounds):
        if ground.action:
            for case in ground.match.cases if ground.match else (EVERYTHING,):
                yield _on(view, case, value(ground, "action"), ground, ground.action)
    for duty in view.live(view.brand.duties.duties):
        match = duty.trigger.match if duty.trigger else None
        for step in duty.acts:
            for case in (match.cases if match else (EVERYTHING,)) if step.act else ():
                yield _on(view, case, key(step, "act"), duty, step.act or "")
    for workflow in workflows(view):
        ready = workflow.statements if isinstance(workflow, Crisis) else ()
        statements = {statement.id: statement for statement in ready}
        for order in workflow.steps:
            said = statements.get(order.statement or "")
            channels = order.channels or (said.channels if said else ())
            if order.act:
                yield _Asked(place=key(order, "act"), by=workflow, acts=(order.act,), channels=channels)
    for operation in view.live(view.brand.operations):
        moments: tuple[TimelineItem | Recurring, ...] = (*operation.timeline, *operation.recurring)
        for moment in moments:
            channels = (moment.channel,) if moment.channel else operation.channels
            if moment.act:
                yield _Asked(place=key(moment, "act"), by=operation, acts=(moment.act,), channels=channels)


def _on(view: View, match: Situation, place: Place, by: Record, *acts: str) -> _Asked:
    named = view.perimeter.ground.named
    channels, kinds = named("channels", match.channels), named("channel_kinds", match.channel_kinds)
    return _Asked(place=place, by=by, acts=acts, channels=tuple(channels or ()), kinds=tuple(kinds or ()))


RULE = Check(
    id="channel-offers-what-is-asked",
    level="error",
    needs=(56, 85),
    find=find,
)
