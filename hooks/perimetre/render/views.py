"""Gather the perimeter's answers the way a page shows them: by channel, by action, by what would change them.

A part of the stage render. Comes in: a desk. Goes out: small values for the templates. Decides nothing: `scope.py`
does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from perimetre.perimeter.decisions import AUTHORITIES, Answer, Clause
from perimetre.render.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """One answer, and the channels on which it is the answer.

    Fields:
        channels: ids of channels.
        everywhere: whether these are all the channels of the brand.
    """

    answer: Answer
    channels: tuple[str, ...]
    everywhere: bool

    @property
    def authority(self) -> str:
        """The level of the answer."""
        return self.answer.authority


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelGroup:
    """Actions that have one level on one channel (or on several)."""

    authority: str
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A rule that speaks only if something more is so: what would change the answer."""

    rule: Any
    is_red_line: bool

    @property
    def authority(self) -> str | None:
        """The level that it brings."""
        return "forbidden" if self.is_red_line else self.rule.authority


def by_channel(desk: Desk, role: str, action: str) -> tuple[Spread, ...]:
    """Return the answers for an action, the freest first, each with its channels."""
    found: dict[tuple[object, ...], tuple[Answer, list[str]]] = {}
    for channel in desk.channels:
        answer = desk.answer(role, action, channel.id)
        key = (answer.authority, tuple(rule.id for rule in answer.rules), answer.escalation_line)
        found.setdefault(key, (answer, []))[1].append(channel.id)
    total = len(desk.channels)
    spreads = [
        Spread(answer=answer, channels=tuple(ids), everywhere=len(ids) == total) for answer, ids in found.values()
    ]
    return tuple(sorted(spreads, key=lambda one: (AUTHORITIES.index(one.authority), -len(one.channels))))


def levels(desk: Desk, action: str) -> tuple[str, ...]:
    """Return the levels that an action has for one community manager or another, on one channel or another."""
    found = {desk.answer(role.id, action, channel.id).authority for role in desk.cm_roles for channel in desk.channels}
    return tuple(authority for authority in AUTHORITIES if authority in found)


def by_level(desk: Desk, role: str, channels: Iterable[str]) -> tuple[LevelGroup, ...]:
    """Return, level by level, the actions that have that level on all of `channels` (the most restrictive counts)."""
    kept: dict[str, list[str]] = {authority: [] for authority in AUTHORITIES}
    channels = tuple(channels)
    for action in desk.values.actions:
        levels = [desk.answer(role, action, channel).authority for channel in channels]
        if levels:
            kept[max(levels, key=AUTHORITIES.index)].append(action)
    return tuple(
        LevelGroup(authority=authority, actions=tuple(actions)) for authority, actions in kept.items() if actions
    )


def turns(
    desk: Desk, *, role: str | None = None, action: str | None = None, channel: str | None = None, named: bool = False
) -> tuple[Turn, ...]:
    """Return the live rules that would speak if something more were so, the most restrictive first.

    Args:
        named: keep only the rules that name `action` or `channel`; those that hold for all have their own page.
    """
    found = [
        Turn(rule=clause.said, is_red_line=clause.is_red_line)
        for clause in desk.clauses
        if _bears(clause, role, action, channel, named) and _is_conditional(clause)
    ]
    return tuple(
        sorted(found, key=lambda one: (-AUTHORITIES.index(one.authority or "escalate"), one.is_red_line, one.rule.id))
    )


def red_lines_for(desk: Desk, *, action: str | None = None, channel: str | None = None) -> tuple[Any, ...]:
    """Return the red lines that bear on an action or a channel and say so."""
    return tuple(
        clause.said for clause in desk.clauses if clause.is_red_line and _bears(clause, None, action, channel, True)
    )


def _bears(clause: Clause, role: str | None, action: str | None, channel: str | None, named: bool) -> bool:
    matcher = clause.matcher
    if named and action is not None and matcher.actions is None:
        return False
    if named and channel is not None and matcher.channels is None:
        return False
    return (
        (role is None or matcher.roles is None or role in matcher.roles)
        and (action is None or matcher.actions is None or action in matcher.actions)
        and (channel is None or matcher.channels is None or channel in matcher.channels)
    )


def _is_conditional(clause: Clause) -> bool:
    one = clause.matcher
    return bool(
        one.says or one.topics or one.authors or one.phases or one.posture or one.during or one.windows or one.when
    )
