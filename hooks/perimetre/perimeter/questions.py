"""Hold what is asked of the perimeter and what it answers.

Comes in: nothing, these are values. A `Question` says what is known; an `Answer` says how far one may go, and why.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import datetime

from perimetre.base.frozen import dataclass
from perimetre.model import (
    Circuit,
    Condition,
    Consult,
    IfNoAnswer,
    Inform,
    Limit,
    Meanwhile,
    RedLine,
    Rule,
    Text,
    Times,
)
from perimetre.model.moderation import LadderStep
from perimetre.perimeter.capabilities import Lack
from perimetre.perimeter.facts import FactBounds, FactValue, TimesUsual
from perimetre.perimeter.matching import ElementaryQuestion
from perimetre.perimeter.moderation import ModeInForce

AUTHORITIES = ("free", "template", "notify", "approve", "escalate", "forbidden")
RANK = {authority: rank for rank, authority in enumerate(AUTHORITIES)}
ESCALATE = "escalate"
FORBIDDEN = "forbidden"
# What is shown of an answer in place of its authority, where the channel does not offer the act.
IMPOSSIBLE = "impossible"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of the perimeter; what is not known is left out.

    Fields:
        role, action, channel: ids.
        says, topics, authors: ids; an unknown one counts as `other`, none at all as `answer` and `other`.
        posture: `normal` … `crisis`, or None for the one that is declared at that instant, topic by topic.
        phase: the phase of the crisis scenario under way, or None.
        place: the place that it is about, by id, or None; one that the brand does not have counts as none.
        at: the instant, wall time of the house.
        facts: what is known, by fact; durations in minutes.
        done: what has been done already in the window of a limit, times or sum: by action, fact or rule that is
            counted, with the window where several differ (`amount/month`); under "", where one number is told for all.
    """

    role: str
    action: str
    channel: str
    at: datetime
    says: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    authors: frozenset[str] = frozenset()
    posture: str | None = None
    phase: str | None = None
    place: str | None = None
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    done: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Somebody's yes that is needed.

    Fields:
        rule: the rule that asks for it.
        circuit: whose yes, in what order, within what time.
    """

    rule: Rule
    circuit: Circuit


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherAnswer:
    """What else, if it were so, would change the answer.

    Fields:
        dimension: `says`, `topics`, `authors`, `posture`, `phase`, `place`, or the id of a fact.
        values: the ids that change it in the same way; for a fact that is a number, none: `bounds` tells.
        bounds: for a fact, the range in which the answer is that one (`above` exclusive, `up_to` inclusive).
        authority: what the authority would be.
        rules: the ids of the rules that would make it.
    """

    dimension: str
    values: tuple[str, ...] = ()
    bounds: FactBounds | None = None
    authority: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependence:
    """What nobody has told, and that would make the answer stricter: facts, or that a limit is reached.

    Fields:
        facts: the facts that must all be so, each with the range in which it is; none for a limit.
        limit: the limit, or None.
        authority: what the authority would be.
        rules: the ids of the rules that would make it.
    """

    facts: tuple[tuple[str, FactBounds], ...] = ()
    limit: Limit | None = None
    authority: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherHours:
    """Hours at which the answer is another one; where `outside`, the hours that are not those."""

    times: Times
    outside: bool
    authority: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligations:
    """What rules ask together, each thing once; the fields are those of `Answer`."""

    agreements: tuple[Agreement, ...]
    inform: tuple[Inform, ...]
    consult: tuple[Consult, ...]
    speaks_first: tuple[str, ...]
    conditions: tuple[Condition, ...]
    limits: tuple[Limit, ...]
    required_mentions: tuple[str, ...]
    templates: tuple[str, ...]
    requests: tuple[str, ...]
    meanwhile: tuple[Meanwhile, ...]
    if_no_answer: tuple[IfNoAnswer, ...]
    instead: tuple[Text, ...]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the perimeter says of a question.

    Fields:
        authority: one of `AUTHORITIES`.
        rules: the rules or red lines that made the answer, the most restrictive first; none where nothing matches.
        unanswered: the elementary questions on which no rule speaks, and for which the whole is escalated at least;
            none where something is forbidden.
        exhausted: the rules a limit of which is reached, so that they no longer let the act through alone.
        speaks_first: those before whom we do not speak.
        agreements, inform, consult, conditions, limits, required_mentions, templates, requests: what goes with it.
        meanwhile, if_no_answer: what to do while waiting, and when nobody answers: as rules say it, else as the line
            that is called does.
        instead: what to do in place of what is forbidden.
        lift: whose yes lifts the prohibition, once; none for a red line.
        escalation_line: the line to call, where somebody's yes or decision is needed; None elsewhere.
        other_lines: the other lines that apply as well, and are not the one to call.
        advice: what the house advises, and that decides nothing.
        lapsed: the permissions that no longer count, since nobody has granted them again in time.
        moderation: how messages are moderated there; None where the act is not one of moderation, or nobody says.
        ladder: the steps of the ladder of sanctions that this act is.
        depends_on: the facts that nobody has told and that would make it stricter, the strictest first.
        other_hours: the hours at which it is another.
        would_change_if: what else would change it, milder answers last.
        lack: why the act cannot be done on the channel, whatever one may do; None where it can.
    """

    authority: str
    rules: tuple[Rule | RedLine, ...] = ()
    unanswered: tuple[ElementaryQuestion, ...] = ()
    exhausted: tuple[Rule, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    inform: tuple[Inform, ...] = ()
    consult: tuple[Consult, ...] = ()
    speaks_first: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    limits: tuple[Limit, ...] = ()
    required_mentions: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()
    requests: tuple[str, ...] = ()
    meanwhile: tuple[Meanwhile, ...] = ()
    if_no_answer: tuple[IfNoAnswer, ...] = ()
    instead: tuple[Text, ...] = ()
    lift: tuple[Agreement, ...] = ()
    escalation_line: str | None = None
    other_lines: tuple[str, ...] = ()
    advice: tuple[Rule | RedLine, ...] = ()
    lapsed: tuple[Rule, ...] = ()
    moderation: ModeInForce | None = None
    ladder: tuple[LadderStep, ...] = ()
    depends_on: tuple[Dependence, ...] = ()
    other_hours: tuple[OtherHours, ...] = ()
    would_change_if: tuple[OtherAnswer, ...] = ()
    lack: Lack | None = None

    @property
    def shown(self) -> str:
        """What a page or a report shows of it first: the authority, or that the act is impossible there."""
        return self.authority if self.lack is None else IMPOSSIBLE

    @property
    def asks(self) -> tuple[object, ...]:
        """What it asks, whatever the rules that ask it: two answers that ask the same differ in nothing."""
        return (
            self.authority,
            self.exhausted,
            [agreement.circuit for agreement in self.agreements],
            self.inform,
            self.consult,
            self.speaks_first,
            self.conditions,
            self.limits,
            self.required_mentions,
            self.templates,
            self.requests,
            self.meanwhile,
            self.if_no_answer,
            self.instead,
            [agreement.circuit for agreement in self.lift],
            self.escalation_line,
        )


def ranges(tests: Iterable[FactBounds]) -> tuple[tuple[FactValue, FactBounds], ...]:
    """Return the ranges of one fact that `tests` tell apart, each with a value inside it, in order."""
    tests = tuple(tests)
    told_apart: dict[tuple[str, object], tuple[FactValue, FactBounds]] = {}
    edges = sorted({edge for test in tests for edge in (test.above, test.up_to) if edge is not None})
    below: float | None = None
    for edge in edges:
        told_apart["range", edge] = (edge, FactBounds(above=below, up_to=edge))
        below = edge
    if below is not None:
        told_apart["range", below + 1] = (below + 1, FactBounds(above=below))
    for test in tests:
        if test.among is not None:
            for choice in test.choices():
                alone = FactBounds(among=frozenset({choice}))
                told_apart[type(choice).__name__, str(choice)] = (choice, alone)
        elif test.times_usual is not None:
            times = TimesUsual(test.times_usual)
            told_apart[type(times).__name__, str(times)] = (times, test)
    return tuple(told_apart.values())
