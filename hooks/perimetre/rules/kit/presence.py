"""Ask for the presence of something: the rules that say no more than that are one call each.

Comes in: a `View`. Goes out: a problem for each thing that lacks what the rule asks for, at the key that is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from perimetre.base.diagnostics import FindingLevel, Problem
from perimetre.base.words import Message
from perimetre.model import Channel, Crisis, Operation, Record
from perimetre.rules.kit.check import Check, key
from perimetre.rules.kit.view import View

Item = TypeVar("Item", bound=Record)


def each_has(
    at: str,
    *,
    id: str,
    level: FindingLevel,
    needs: tuple[int, ...],
    of: Callable[[View], Iterable[Item]],
    lacks: Callable[[Item], bool],
    what: Message,
    hint: Message,
) -> Check:
    """Return the rule that asks something of each of some records.

    Args:
        at: the key that is missing.
        id: the rule's id.
        level: its level, unless the house says otherwise.
        needs: the numbers of the needs that it keeps true.
        of: the records.
        lacks: whether one of them lacks it.
        what: what is wrong; `{id}` is the record's.
        hint: what to write.
    """

    def find(view: View) -> Iterator[Problem]:
        for record in of(view):
            if lacks(record):
                yield Problem(place=key(record, at), message=replace(what, values={"id": record.id}), hint=hint)

    return Check(id=id, level=level, needs=needs, find=find)


def brand_has(
    kind: str,
    at: str,
    *,
    id: str,
    level: FindingLevel,
    needs: tuple[int, ...],
    lacks: Callable[[View], bool],
    what: Message,
    hint: Message,
) -> Check:
    """Return the rule that asks something of each brand.

    Args:
        kind: the kind of file where it is written.
        at: the key that is missing.
        id: the rule's id.
        level: its level, unless the house says otherwise.
        needs: the numbers of the needs that it keeps true.
        lacks: whether a brand lacks it.
        what: what is wrong.
        hint: what to write.
    """

    def find(view: View) -> Iterator[Problem]:
        if lacks(view):
            yield Problem(place=view.lacking(kind, at), message=what, hint=hint)

    return Check(id=id, level=level, needs=needs, find=find)


def ours(view: View) -> Iterable[Channel]:
    """Return the channels in use that the brand owns or manages."""
    return (channel for channel in view.channels if channel.ownership in ("owned", "managed"))


def accounts(view: View) -> Iterable[Channel]:
    """Return the channels that the brand owns or manages and enters by an account, paused ones too."""
    kinds = view.brand.values.channel_kinds
    return (
        channel
        for channel in view.live(view.brand.channels.channels)
        if channel.state in ("active", "paused")
        and channel.ownership in ("owned", "managed")
        and ((kind := kinds.get(channel.kind or "")) is None or kind.account)
    )


def operations(view: View) -> Iterable[Operation]:
    """Return the operations that are not over."""
    return (
        operation
        for operation in view.live(view.brand.operations)
        if operation.to is None or operation.to >= view.today
    )


def grave_scenarios(view: View) -> Iterable[Crisis]:
    """Return the scenarios of a severity of three or more."""
    return (crisis for crisis in view.live(view.brand.crises) if (view.severity_number(crisis.severity) or 0) >= 3)
