"""Gather the perimeter's answers the way a page shows them: by channel, by level, by what would change them.

A part of the stage render. Comes in: a desk. Goes out: small values for the templates. Decides nothing: the room
`perimeter` does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from perimetre.model import RedLine, Rule
from perimetre.perimeter.clauses import Clause
from perimetre.perimeter.questions import AUTHORITIES, Answer
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

    rule: Rule | RedLine
    authority: str | None

    @property
    def is_red_line(self) -> bool:
        """Whether it is a red line, that forbids."""
        return isinstance(self.rule, RedLine)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What the absence of somebody opens: its first stretch, as wall times, how many there are, the total in minutes.

    Fields:
        lines: the lines that would be without them.
        decides: somebody would answer, but nobody who can decide.
    """

    lines: tuple[str, ...]
    decides: bool
    first: tuple[dt.datetime, dt.datetime]
    count: int
    minutes: int


def by_channel(desk: Desk, role: str, action: str) -> tuple[Spread, ...]:
    """Return the answers for an action, the freest first, each with its channels."""
    answers: dict[tuple[object, ...], tuple[Answer, list[str]]] = {}
    for channel in desk.channels:
        answer = desk.answer(role, action, channel.id)
        key = (answer.authority, tuple(rule.id for rule in answer.rules), answer.escalation_line)
        answers.setdefault(key, (answer, []))[1].append(channel.id)
    total = len(desk.channels)
    spreads = [
        Spread(answer=answer, channels=tuple(ids), everywhere=len(ids) == total) for answer, ids in answers.values()
    ]
    return tuple(sorted(spreads, key=lambda spread: (AUTHORITIES.index(spread.authority), -len(spread.channels))))


def levels(desk: Desk, action: str) -> tuple[str, ...]:
    """Return the levels that an action has for one community manager or another, on one channel or another."""
    there = {desk.answer(role.id, action, channel.id).authority for role in desk.cm_roles for channel in desk.channels}
    return tuple(authority for authority in AUTHORITIES if authority in there)


def by_level(desk: Desk, role: str, channels: Iterable[str]) -> tuple[LevelGroup, ...]:
    """Return, level by level, the actions that have that level on all of `channels` (the most restrictive counts)."""
    groups: dict[str, list[str]] = {authority: [] for authority in AUTHORITIES}
    channels = tuple(channels)
    for action in desk.values.actions:
        levels = [desk.answer(role, action, channel).authority for channel in channels]
        if levels:
            groups[max(levels, key=AUTHORITIES.index)].append(action)
    return tuple(
        LevelGroup(authority=authority, actions=tuple(actions)) for authority, actions in groups.items() if actions
    )


def turns(
    desk: Desk, *, role: str | None = None, action: str | None = None, channel: str | None = None, named: bool = False
) -> tuple[Turn, ...]:
    """Return the live rules that would speak if something more were so, the most restrictive first.

    Args:
        named: keep only the rules that name `action` or `channel`; those that hold for all have their own page.
    """
    bearing = [
        Turn(rule=clause.rule, authority="forbidden" if isinstance(clause.rule, RedLine) else clause.rule.authority)
        for clause in desk.clauses
        if _bears(clause, role, action, channel, named) and _is_conditional(clause)
    ]
    return tuple(
        sorted(
            bearing,
            key=lambda turn: (-AUTHORITIES.index(turn.authority or "escalate"), turn.is_red_line, turn.rule.id),
        )
    )


def red_lines_for(desk: Desk, *, channel: str) -> tuple[Rule | RedLine, ...]:
    """Return the red lines that bear on a channel and say so."""
    return tuple(
        clause.rule for clause in desk.clauses if clause.is_red_line and _bears(clause, None, None, channel, True)
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
    matcher = clause.matcher
    return bool(
        matcher.says
        or matcher.topics
        or matcher.authors
        or matcher.phases
        or matcher.posture
        or matcher.during
        or matcher.windows
        or matcher.when
    )
