"""Gather the perimeter's answers the way a page shows them: by channel, by level, by what would change them.

A part of the stage render. Comes in: a desk. Goes out: small values for the templates. Decides nothing: the room
`perimeter` does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from perimetre.base.frozen import dataclass
from perimetre.language.labels import AUTHORITIES as LEVELS
from perimetre.model import Channel, RedLine, Rule
from perimetre.perimeter.capabilities import Lack, lack
from perimetre.perimeter.clauses import Clause
from perimetre.perimeter.instead import READY_ANSWER
from perimetre.perimeter.questions import AUTHORITIES, IMPOSSIBLE, RANK, Answer, OtherHours
from perimetre.render.desk import Desk
from perimetre.render.surroundings import Besides, Cases, together

# The levels in the order in which a page shows them, the freest first, then what is impossible.
RANKS = {level: rank for rank, level in enumerate(LEVELS)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """One answer, and the channels on which it is the answer.

    Fields:
        besides: what makes it another.
        channels: ids of channels.
        everywhere: whether these are all the channels of the brand.
    """

    answer: Answer
    besides: Besides
    channels: tuple[str, ...]
    everywhere: bool

    @property
    def authority(self) -> str:
        """The level of the answer; `impossible` where these channels do not offer the act."""
        return self.answer.shown


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelGroup:
    """Actions that have one level on one channel (or on several).

    Fields:
        but: whether in some case they have a stricter one.
        sterner: those cases, of one action or another, the strictest first; only where a summary tells them.
    """

    authority: str
    but: bool
    actions: tuple[str, ...]
    sterner: tuple[Cases, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HourChange:
    """Actions whose level is another at some hours of the week, on some channel."""

    hours: OtherHours
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
class Missing:
    """Acts that some channels do not offer, for one reason; ids."""

    actions: tuple[str, ...]
    channels: tuple[str, ...]
    lack: Lack


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
    answers = (
        (channel.id, desk.answer(role, action, channel.id), desk.besides(role, action, channel.id))
        for channel in desk.channels
    )
    spreads = spread(answers, len(desk.channels))
    return tuple(sorted(spreads, key=lambda spread: (RANKS[spread.authority], -len(spread.channels))))


def spread(answers: Iterable[tuple[str, Answer, Besides]], total: int) -> tuple[Spread, ...]:
    """Return the answers given on some channels, each once.

    Args:
        answers: each channel with its answer, and what makes it another.
        total: how many channels are all of them.
    """
    alike: dict[tuple[object, ...], tuple[Answer, Besides, list[str]]] = {}
    for channel, answer, besides in answers:
        lines = (answer.escalation_line, *answer.other_lines)
        made_by = () if answer.lack else (tuple(rule.id for rule in answer.rules), lines, answer.requests)
        key = (answer.shown, answer.lack, made_by, besides)
        alike.setdefault(key, (answer, besides, []))[2].append(channel)
    return tuple(
        Spread(answer=answer, besides=besides, channels=tuple(ids), everywhere=len(ids) == total)
        for answer, besides, ids in alike.values()
    )


def levels(desk: Desk, role: str, action: str) -> tuple[LevelGroup, ...]:
    """Return the levels that an action has for a role on one channel or another, the freest first; `actions`: it."""
    there = {
        (desk.answer(role, action, channel.id).shown, desk.besides(role, action, channel.id).is_sterner)
        for channel in desk.channels
    }
    return tuple(
        LevelGroup(authority=authority, but=(authority, True) in there, actions=(action,))
        for authority in LEVELS
        if {(authority, True), (authority, False)} & there
    )


def columns(
    desk: Desk, role: str, actions: Iterable[str], channels: Iterable[Channel]
) -> tuple[tuple[Channel, ...], ...]:
    """Return channels in their order, those together on which a role has the same levels for all actions."""
    actions = tuple(actions)
    alike: dict[tuple[tuple[str, bool], ...], list[Channel]] = {}
    for channel in channels:
        levels = tuple(
            (desk.answer(role, action, channel.id).shown, desk.besides(role, action, channel.id).is_sterner)
            for action in actions
        )
        alike.setdefault(levels, []).append(channel)
    return tuple(tuple(group) for group in alike.values())


def by_level(desk: Desk, role: str, channels: Iterable[str]) -> tuple[LevelGroup, ...]:
    """Return, level by level, the actions that have that level on those of `channels` that offer them.

    The most restrictive counts; an action that none of them offers is impossible.
    """
    groups: dict[tuple[str, bool], list[str]] = {}
    cases: dict[tuple[str, bool], list[Cases]] = {}
    channels = tuple(channels)
    for action in desk.values.actions if channels else ():
        offering = [channel for channel in channels if desk.answer(role, action, channel).lack is None]
        if not offering:
            groups.setdefault((IMPOSSIBLE, False), []).append(action)
            continue
        level = max((desk.answer(role, action, channel).authority for channel in offering), key=RANK.__getitem__)
        sterner = [
            case
            for channel in offering
            for case in desk.besides(role, action, channel).sterner
            if RANK[case.authority] > RANK[level]
        ]
        groups.setdefault((level, bool(sterner)), []).append(action)
        cases.setdefault((level, True), []).extend(sterner)
    return tuple(
        LevelGroup(
            authority=authority,
            but=but,
            actions=tuple(groups[authority, but]),
            sterner=together(cases[authority, but]) if but else (),
        )
        for authority in LEVELS
        for but in (False, True)
        if (authority, but) in groups
    )


def at_other_hours(desk: Desk, role: str, channels: Iterable[str]) -> tuple[HourChange, ...]:
    """Return the actions whose level the hour changes on those of `channels` that offer them; none: it changes none."""
    changed: dict[OtherHours, list[str]] = {}
    channels = tuple(channels)
    for action in desk.values.actions:
        offering = [channel for channel in channels if desk.answer(role, action, channel).lack is None]
        for hours in dict.fromkeys(hours for there in offering for hours in desk.besides(role, action, there).hours):
            changed.setdefault(hours, []).append(action)
    return tuple(HourChange(hours=hours, actions=tuple(actions)) for hours, actions in changed.items())


def with_ready_answers(desk: Desk, role: str, channels: Iterable[str]) -> tuple[str, ...]:
    """Return the actions that ask for somebody’s yes, and that a ready answer lets the role do on some channel."""
    channels = tuple(channels)
    return tuple(
        action
        for action in desk.values.actions
        if any(
            case.authority == "template" and READY_ANSWER in case.says
            for channel in channels
            for case in desk.besides(role, action, channel).milder
        )
    )


def missing(actions: Iterable[str], channels: Iterable[Channel]) -> tuple[Missing, ...]:
    """Return which of some acts channels do not offer, told together where it is for one reason."""
    actions = tuple(actions)
    by_reason: dict[tuple[Lack, tuple[str, ...]], list[str]] = {}
    for channel in channels:
        reasons: dict[Lack, list[str]] = {}
        for action in actions:
            without = lack(channel, action)
            if without is not None:
                reasons.setdefault(without, []).append(action)
        for without, acts in reasons.items():
            by_reason.setdefault((without, tuple(acts)), []).append(channel.id)
    return tuple(Missing(actions=acts, channels=tuple(ids), lack=without) for (without, acts), ids in by_reason.items())


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


def of_place(desk: Desk, place: str) -> tuple[Turn, ...]:
    """Return the live rules and red lines that speak of a place by its name, or take it out, the strictest first."""
    naming = [
        Turn(rule=clause.rule, authority=clause.authority)
        for clause in desk.clauses
        if any(place in (matcher.places or ()) for matcher in (clause.matcher, *clause.matcher.exceptions))
    ]
    return tuple(sorted(naming, key=lambda turn: (-AUTHORITIES.index(turn.authority), turn.rule.id)))


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
        or matcher.places
        or matcher.posture
        or matcher.is_timed
        or matcher.when
    )
