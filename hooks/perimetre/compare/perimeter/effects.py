"""Say what becomes of an answer: from what some rules ask to what others ask, wider, narrower, or elsewhere.

Comes in: the rules that speak on each side. Goes out: a `Transition`, or None where the two ask the same. A lower level
of authority narrows, whatever goes with it; at the same level, each obligation that is dropped widens, each that comes
narrows. A free text that counts and has changed is to be read: nobody can prove that it says the same.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from perimetre.compare.changes import Kind
from perimetre.compare.neutral import neutral
from perimetre.compare.perimeter.circuits import Way, circuits_ways
from perimetre.model import Circuit, Limit, Rule
from perimetre.model.delays import minutes
from perimetre.perimeter import limits
from perimetre.perimeter.clauses import Clause
from perimetre.perimeter.decisions import Perimeter
from perimetre.perimeter.questions import ESCALATE, FORBIDDEN, RANK

# Where the role or the channel is not there: nobody may do anything, and nothing is forbidden either.
ABSENT = "absent"

Topic = Literal[
    "agreement", "condition", "limit", "inform", "consult", "speaks-first", "mention", "template", "request",
    "meanwhile", "if-no-answer", "instead", "line", "lift",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing that an answer asks otherwise, at the same level of authority.

    Fields:
        way: wider, narrower, elsewhere (`other`), or to be read.
        topic: what it is.
        before, after: what was asked, and is: things of the model, or ids.
        is_standing: only rules that ask the same as ever ask for it: they speak elsewhere than they did.
    """

    way: Way
    topic: Topic
    before: tuple[Hashable, ...] = ()
    after: tuple[Hashable, ...] = ()
    is_standing: bool = False


@dataclass(frozen=True, slots=True)
class Transition:
    """What becomes of an answer.

    Fields:
        kind: widened, narrowed, mixed, rerouted or to review.
        old, new: the levels of authority; `ABSENT` where the role or the channel is not there.
        effects: what it asks otherwise, where the level is the same.
    """

    kind: Kind
    old: str
    new: str
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RuleTerms:
    """What one rule asks where it speaks; one that is the same on both sides has the same terms, told by identity.

    Fields:
        authority: how far one may go alone.
        is_red_line: whether nothing lifts it.
        circuits: whose agreement is needed.
        lifts: whose agreement lifts the prohibition.
        asked: by topic, what is asked, each thing by what makes it the same.
        bounds: its limits.
        is_standing: whether it asks the same on both sides, wherever it speaks.
        keys: what tells whether it and another rule ask the same of something.
    """

    authority: str
    is_red_line: bool = False
    circuits: tuple[Circuit, ...] = ()
    lifts: tuple[Circuit, ...] = ()
    asked: Mapping[Topic, Mapping[Hashable, Hashable]]
    bounds: tuple[limits.Bound, ...] = ()
    is_standing: bool = False
    keys: frozenset[Hashable] = field(init=False)

    def __post_init__(self) -> None:
        keys = {(topic, key) for topic, things in self.asked.items() for key in things}
        circuits = {("agreement", circuit.id) for circuit in (*self.circuits, *self.lifts)}
        limits_ = {"limit"} if self.bounds else set()
        object.__setattr__(self, "keys", frozenset({hash(key) for key in (*keys, *circuits, *limits_)}))


def terms_of(perimeter: Perimeter, clause: Clause, *, is_standing: bool = False) -> RuleTerms:
    """Return what a clause asks where it speaks; `is_standing`: whether its rule asks the same on both sides."""
    rule, circuits = clause.rule, {circuit.id: circuit for circuit in perimeter.brand.validation.circuits}
    instead: dict[Hashable, Hashable] = {neutral(text): text for text in rule.instead}
    if not isinstance(rule, Rule):
        return RuleTerms(authority=FORBIDDEN, is_red_line=True, asked={"instead": instead})
    if clause.authority == FORBIDDEN:
        lifts = (circuits[rule.lift],) if rule.lift in circuits else ()
        return RuleTerms(authority=FORBIDDEN, lifts=lifts, asked={"instead": instead})
    asked: dict[Topic, dict[Hashable, Hashable]] = {
        "condition": {neutral(condition): condition for condition in rule.conditions},
        "inform": {(told.who, told.when): told for told in rule.inform},
        "consult": {neutral(consult): consult for consult in rule.consult},
        "speaks-first": {who: who for who in rule.speaks_first},
        "mention": {id_: id_ for id_ in rule.required_mentions},
        "template": {id_: id_ for id_ in rule.templates},
        "request": {rule.request: rule.request} if rule.request else {},
        "meanwhile": {neutral(rule.meanwhile): rule.meanwhile} if rule.meanwhile else {},
        "if-no-answer": {neutral(rule.if_no_answer): rule.if_no_answer} if rule.if_no_answer else {},
        "instead": instead,
        "line": {rule.escalation_line: rule.escalation_line} if rule.escalation_line else {},
    }
    return RuleTerms(
        authority=clause.authority,
        circuits=tuple(circuits[id_] for id_ in rule.validation if id_ in circuits),
        asked={topic: things for topic, things in asked.items() if things},
        bounds=limits.bounds_of((rule,)),
        is_standing=is_standing,
    )


def transition(old: Sequence[RuleTerms] | None, new: Sequence[RuleTerms] | None) -> Transition | None:
    """Return what becomes of an answer; None where the two ask the same.

    Args:
        old, new: what the rules that speak ask on each side; None where the role or the channel is not there.
    """
    before, after = (ABSENT if terms is None else authority_of(terms) for terms in (old, new))
    if old is None or new is None:
        present = before if new is None else after
        if present == ABSENT or RANK[present] >= RANK[ESCALATE]:
            return None
        return Transition("widened" if old is None else "narrowed", before, after)
    if before != after:
        return Transition("widened" if RANK[after] < RANK[before] else "narrowed", before, after)
    effects = tuple(sorted(set(_effects(before, old, new)), key=repr))
    ways = _weighing(effects)
    if not ways:
        return None
    kind: Kind = "review"
    if {"wider", "narrower"} <= ways:
        kind = "mixed"
    elif "wider" in ways:
        kind = "widened"
    elif "narrower" in ways:
        kind = "narrowed"
    elif "other" in ways:
        kind = "rerouted"
    return Transition(kind, before, after, effects)


def _weighing(effects: Iterable[Effect]) -> set[Way]:
    """Return the ways that tell what becomes of an answer.

    Somebody's yes that goes, or comes, weighs more than what stands beside it: what rules ask that ask it elsewhere
    already, and now speak there, or no longer do, goes with it.
    """
    effects = tuple(effects)
    agreed = {effect.way for effect in effects if effect.topic == "agreement"} & {"wider", "narrower"}
    if len(agreed) != 1:
        return {effect.way for effect in effects}
    return {effect.way for effect in effects if effect.way in agreed or not effect.is_standing}


def authority_of(speaking: Iterable[RuleTerms]) -> str:
    """Return how far rules that speak together let one go; where there is none, the question is passed on."""
    return max((terms.authority for terms in speaking), key=RANK.__getitem__, default=ESCALATE)


def _effects(authority: str, old: Sequence[RuleTerms], new: Sequence[RuleTerms]) -> Iterator[Effect]:
    if authority == FORBIDDEN:
        # What is forbidden asks for nothing else; a red line, for nobody's yes.
        old, new = forbidding(old), forbidding(new)
    both = [terms for terms in old if terms in new]
    gone, come = [terms for terms in old if terms not in both], [terms for terms in new if terms not in both]
    if not gone and not come:
        return
    # Of what is forbidden, a yes that lifts it frees; elsewhere each yes that is needed restrains.
    lifts = authority == FORBIDDEN
    if lifts:
        before, after = _lifting(old), _lifting(new)
    else:
        kept = _circuits(both, lifts=False)
        before, after = (
            {id_: c for id_, c in _circuits(some, lifts=False).items() if id_ not in kept} for some in (gone, come)
        )
    is_awaited = before.keys() == after.keys()
    for circuit, other, way in circuits_ways(before.values(), after.values()):
        if lifts and not (before and after):
            # Nothing lifted it, or nothing lifts it any more.
            way = "wider" if after else "narrower"
        yield Effect(way, "lift" if lifts else "agreement", (circuit,) if circuit else (), (other,) if other else ())
    for topic in sorted({topic for terms in (*gone, *come) for topic in terms.asked}):
        held = {key for terms in both for key in terms.asked.get(topic, {})}
        standing = _standing((*gone, *come), topic)
        things = [
            {key: thing for terms in some for key, thing in terms.asked.get(topic, {}).items() if key not in held}
            for some in (gone, come)
        ]
        # What to do while waiting goes, or comes, with what one waits for.
        if topic in _TEXTS and not (things[0] and things[1]) and not (topic == "meanwhile" and is_awaited):
            continue
        yield from _of_topic(topic, things[0], things[1], standing)
    if any(terms.bounds for terms in (*gone, *come)):
        standing = {_thing(bound) for terms in (*gone, *come) if terms.is_standing for bound in terms.bounds}
        standing -= {_thing(bound) for terms in (*gone, *come) if not terms.is_standing for bound in terms.bounds}
        lowest = [{_thing(bound): bound.limit for bound in _lowest(terms)} for terms in (old, new)]
        yield from _of_limits(lowest[0], lowest[1], standing)


def _standing(speaking: Sequence[RuleTerms], topic: Topic) -> set[Hashable]:
    """Return what is asked, by what makes it the same, by none but rules that ask the same as ever."""
    asked = [{key for terms in speaking if terms.is_standing is so for key in terms.asked.get(topic, {})}
             for so in (True, False)]  # fmt: skip
    return asked[0] - asked[1]


def forbidding(speaking: Sequence[RuleTerms]) -> list[RuleTerms]:
    """Return the rules that forbid: a red line, if there is one, asks for nobody's yes whatever the others say."""
    lines = [terms for terms in speaking if terms.is_red_line]
    return lines or [terms for terms in speaking if terms.authority == FORBIDDEN]


def _lifting(speaking: Sequence[RuleTerms]) -> dict[str, Circuit]:
    """Return whose agreement lifts a prohibition: nobody's, where one of the rules that forbid has none."""
    if not all(terms.lifts for terms in speaking):
        return {}
    return _circuits(speaking, lifts=True)


def _circuits(speaking: Iterable[RuleTerms], *, lifts: bool) -> dict[str, Circuit]:
    return {circuit.id: circuit for terms in speaking for circuit in (terms.lifts if lifts else terms.circuits)}


def _lowest(speaking: Iterable[RuleTerms]) -> tuple[limits.Bound, ...]:
    return limits.lowest(bound for terms in speaking for bound in terms.bounds)


def _thing(bound: limits.Bound) -> Hashable:
    """Return what a limit is a limit on, whatever the rule that sets it."""
    limit = bound.limit
    return limit.count, limit.sum, neutral(limit.of), str(limit.per), limit.by, frozenset(limit.includes)


# What is to be done then, which neither frees nor restrains by being there.
_TEXTS = frozenset({"instead", "if-no-answer", "meanwhile"})
# Each of these is one more way to go on: to have more of them is wider.
_CHOICES = frozenset({"template", "meanwhile"})


def _of_topic(
    topic: Topic,
    old: Mapping[Hashable, Hashable],
    new: Mapping[Hashable, Hashable],
    standing: Collection[Hashable],
) -> Iterator[Effect]:
    dropped = {key: old[key] for key in old if key not in new}
    added = {key: new[key] for key in new if key not in old}
    if topic == "inform":
        for key in old:
            if key in new and neutral(old[key]) != neutral(new[key]):
                yield Effect(_of_delay(old[key], new[key]), topic, (old[key],), (new[key],))
    if not dropped and not added:
        return
    if dropped and added and (topic in _TEXTS or topic == "condition"):
        yield Effect("read", topic, tuple(dropped.values()), tuple(added.values()))
    elif topic == "line" or (topic == "template" and dropped and added):
        yield Effect("other", topic, tuple(dropped.values()), tuple(added.values()))
    else:
        # One ready answer more is a choice; the first binds to its words whoever could write their own.
        is_choice = topic in _CHOICES and not (topic == "template" and (not old or not new))
        less: Way = "narrower" if is_choice else "wider"
        more: Way = "wider" if is_choice else "narrower"
        for is_standing in (False, True):
            gone, come = (
                tuple(thing for key, thing in things.items() if (key in standing) is is_standing)
                for things in (dropped, added)
            )
            if gone:
                yield Effect(less, topic, gone, (), is_standing)
            if come:
                yield Effect(more, topic, (), come, is_standing)


def _of_delay(old: object, new: object) -> Way:
    """Say what becomes of somebody who is told, as before, otherwise."""
    if neutral(old, leave=("within",)) != neutral(new, leave=("within",)):
        return "read"
    before, after = (minutes(getattr(told, "within", None)) for told in (old, new))
    if before is None or after is None:
        return "narrower" if before is None else "wider"
    return "other" if before == after else "wider" if after > before else "narrower"


def _of_limits(
    old: Mapping[Hashable, Limit], new: Mapping[Hashable, Limit], standing: Collection[Hashable]
) -> Iterator[Effect]:
    for is_standing in (False, True):
        of_rules = {thing for thing in {**old, **new} if (thing in standing) is is_standing}
        gone = tuple(old[thing] for thing in old if thing in of_rules and thing not in new)
        come = tuple(new[thing] for thing in new if thing in of_rules and thing not in old)
        if gone:
            yield Effect("wider", "limit", gone, (), is_standing)
        if come:
            yield Effect("narrower", "limit", (), come, is_standing)
    for thing in old:
        if thing not in new:
            continue
        before, after = old[thing], new[thing]
        ways: set[Way] = set()
        if before.max != after.max:
            ways.add(
                "wider" if before.max is not None and (after.max is None or after.max > before.max) else "narrower"
            )
        if before.min != after.min:
            ways.add(
                "wider" if before.min is not None and (after.min is None or after.min < before.min) else "narrower"
            )
        if (before.lift is None) != (after.lift is None):
            ways.add("wider" if before.lift is None else "narrower")
        elif before.lift != after.lift:
            ways.add("other")
        for way in sorted(ways):
            yield Effect(way, "limit", (before,), (after,))
