"""Ask for the presence of something: the rules that say no more than that are one call each.

Comes in: a `View`. Goes out: a problem for each thing that lacks what the rule asks for, at the key that is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from perimetre.base.diagnostics import FindingLevel, Problem
from perimetre.base.words import Message
from perimetre.rules.kit.check import Check, key
from perimetre.rules.kit.view import View


def presence(
    *,
    id: str,
    level: FindingLevel,
    needs: tuple[int, ...],
    kind: str,
    at: str,
    of: Callable[[View], Iterable[Any]] | None = None,
    lacks: Callable[[View, Any], bool],
    said: Message,
    hint: Message,
) -> Check:
    """Return the rule that asks for something that must be there.

    Args:
        id: the rule's id.
        level: its level, unless the house says otherwise.
        needs: the numbers of the needs that it keeps true.
        kind: the kind of file where the thing is written.
        at: the key that is missing.
        of: what must have it: records, each by itself; None where the file must have it, once.
        lacks: whether one of them (or the brand) lacks it.
        said: what is wrong; `{id}` is the record's.
        hint: what to write.
    """

    def find(view: View) -> Iterator[Problem]:
        if of is None:
            if lacks(view, view.brand):
                yield Problem(place=view.lacking(kind, at), message=said, hint=hint)
            return
        for record in of(view):
            if lacks(view, record):
                yield Problem(place=key(record, at), message=replace(said, values={"id": record.id}), hint=hint)

    return Check(id=id, level=level, needs=needs, find=find)


def ours(view: View) -> Iterable[Any]:
    """Return the channels in use that the brand owns or manages."""
    return (channel for channel in view.channels if channel.ownership in ("owned", "managed"))


def accounts(view: View) -> Iterable[Any]:
    """Return the channels that the brand owns or manages and has the keys of, paused ones too."""
    return (
        channel
        for channel in view.live(view.brand.channels.channels)
        if channel.state in ("active", "paused") and channel.ownership in ("owned", "managed")
    )


def operations(view: View) -> Iterable[Any]:
    """Return the operations that are not over."""
    return (
        operation
        for operation in view.live(view.brand.operations)
        if operation.to is None or operation.to >= view.today
    )


def grave_scenarios(view: View) -> Iterable[Any]:
    """Return the scenarios of a severity of three or more."""
    return (crisis for crisis in view.live(view.brand.crises) if (view.severity_number(crisis.severity) or 0) >= 3)
