"""Say what becomes of the answer in each cell of a union, and in what cases.

Comes in: a `Union`. Goes out, for the matches that hold in a cell, what changes there: what nobody has to tell, then
what known facts make otherwise: one that a match asks for, and any that others ask for besides.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice, product

from perimetre.compare.perimeter.effects import RuleTerms, Transition, authority_of, forbidding, terms_of, transition
from perimetre.compare.perimeter.union import DIMENSIONS, THERE, THERE_AFTER, THERE_BEFORE, Union
from perimetre.model.basics import HOUSE
from perimetre.perimeter.clauses import Clause
from perimetre.perimeter.facts import FactBounds, FactValue
from perimetre.perimeter.questions import ESCALATE, FORBIDDEN, RANK, ranges

Facts = tuple[tuple[str, FactBounds], ...]
# A range of one fact, with a value inside it.
Cut = tuple[FactValue, FactBounds]
# How many ways of knowing facts are tried: of those that matches bring together, beyond, each match is tried alone;
# in one cell, beyond, those of the fewest facts are.
_WAYS = 4096
# What is known in a cell: of facts that matches bring together, by their place in `_ways`, the ways that come to the
# same, a bit each; several, where facts that no match brings together are known at once.
Known = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Becoming:
    """What makes one change of several cells.

    Fields:
        transition: what becomes of the answer.
        facts: in which cases, where facts must be known: ways in which they are; none: whatever the facts.
        of_house: whether the house alone makes it.
    """

    transition: Transition
    facts: frozenset[Facts] = frozenset()
    of_house: bool = False


# What makes a change (ids of rules), whose agreement was needed before (ids of circuits), and whose all are needed
# after: those of one answer, or of another.
Causes = tuple[frozenset[str], frozenset[str], frozenset[frozenset[str]]]
NOTHING: Causes = (frozenset(), frozenset(), frozenset())


def together(causes: Causes, others: Causes) -> Causes:
    """Return the causes of one change or of another."""
    return causes[0] | others[0], causes[1] | others[1], causes[2] | others[2]


class Leaves:
    """What becomes of the answers of a union, asked by mask.

    Attributes:
        becomings: what becomes of some cell, each once.
    """

    def __init__(self, union: Union) -> None:
        self._union = union
        self._conditional = sum(4 << n for n, joint in enumerate(union.joints) if joint.matcher.when)
        self._ways = tuple(map(tuple, self._assume()))
        self._terms = self._put_in_terms()
        self._of_level = tuple(map(_by_level, self._terms))
        # A transition is told by its number: to compare what it holds, again and again, is slow.
        self._transitions: list[Transition] = []
        self._of_transition: dict[Transition, int] = {}
        self._becoming: dict[tuple[int, int, int], int | None] = {}
        self._worked_out: dict[object, int | None] = {}
        self._numbers: dict[tuple[int, frozenset[Known], bool], int] = {}
        self._known: dict[int, tuple[tuple[int, Known], ...]] = {}
        self.becomings: list[Becoming] = []
        self._causes: dict[int, tuple[Causes, bool]] = {}

    def at(self, mask: int) -> Mapping[int, Causes]:
        """Return what changes where the matches of a mask hold, by its place in `becomings`, with what makes it."""
        plain = mask & ~self._conditional
        usual = self._becomes(plain)
        changes: dict[int, Causes] = {}
        if usual is not None:
            causes, of_house = self._made_by(plain)
            changes[self._number(usual, frozenset(), of_house=of_house)] = causes
        told: dict[tuple[int, bool], tuple[list[Known], Causes]] = {}
        for holding, known in self._known_in(mask & self._conditional):
            held = plain | holding
            then = self._becomes(plain, holding) if self._union.may_change(len(DIMENSIONS), held) else None
            if then is None or self._is_told(then, usual) or self._is_told_of_fewer(then, known, told):
                continue
            causes, of_house = self._made_by(held)
            others, causes_of_others = told.get((then, of_house), ([], NOTHING))
            told[then, of_house] = ([*others, known], together(causes_of_others, causes))
        for (then, of_house), (several, causes) in told.items():
            changes[self._number(then, frozenset(several), of_house=of_house)] = causes
        return changes

    def _number(self, then: int, several: frozenset[Known], *, of_house: bool) -> int:
        """Return the place in `becomings` of a transition where facts are known in some ways; none: in any."""
        number = self._numbers.get((then, several, of_house))
        if number is None:
            facts = frozenset(facts for known in several for facts in self._facts_of(known))
            becoming = Becoming(self._transitions[then], facts, of_house)
            number = self._numbers[then, several, of_house] = len(self.becomings)
            self.becomings.append(becoming)
        return number

    def _facts_of(self, known: Known) -> Iterator[Facts]:
        """Yield the ways in which facts are what is known."""
        parts = (
            widest(facts for rank, (facts, _) in enumerate(self._ways[place]) if ranks >> rank & 1)
            for place, ranks in known
        )
        for chosen in product(*parts):
            yield tuple(sorted((way for facts in chosen for way in facts), key=lambda way: way[0]))

    def _known_in(self, asking: int) -> tuple[tuple[int, Known], ...]:
        """Return what may be known in a cell where these matches ask for facts, with those that then hold.

        A change may need facts that no match brings together: one that a new rule asks for, and another by which an
        exception silences an old one. What is known of the fewest comes first.
        """
        known = self._known.get(asking)
        if known is None:
            apart: list[list[tuple[int, tuple[int, int]]]] = []
            for place, ways in enumerate(self._ways):
                alike: dict[int, int] = {}
                for rank, (_, holding) in enumerate(ways):
                    if holding & asking:
                        alike[holding & asking] = alike.get(holding & asking, 0) | 1 << rank
                if alike:
                    apart.append([(holding, (place, ranks)) for holding, ranks in alike.items()])
            every = (
                (sum(holding for holding, _ in chosen), tuple(part for _, part in chosen))
                for count in range(1, len(apart) + 1)
                for several in combinations(apart, count)
                for chosen in product(*several)
            )
            known = self._known[asking] = tuple(islice(every, _WAYS))
        return known

    def _is_told_of_fewer(
        self, then: int, known: Known, told: Mapping[tuple[int, bool], tuple[Collection[Known], Causes]]
    ) -> bool:
        """Say whether what becomes of an answer follows from what does where fewer of these facts are known."""
        return any(
            set(fewer) < set(known) and self._is_told(then, other)
            for (other, _), (several, _) in told.items()
            for fewer in several
        )

    def _is_told(self, then: int, usual: int | None) -> bool:
        """Say whether what becomes of an answer where facts are known follows from what becomes of it anyway."""
        if usual is None or then == usual:
            return usual is not None
        here, there = self._transitions[then], self._transitions[usual]
        levels = (here.old, here.new) == (there.old, there.new)
        return here.kind == there.kind and (levels or here.old == here.new)

    def _becomes(self, plain: int, holding: int = 0) -> int | None:
        """Return the number of what becomes of an answer where these matches hold; None where it is the same.

        Args:
            plain: those that hold whatever is known.
            holding: those that hold by what is known.
        """
        there = plain & THERE
        # The halves of both are those of each: there are few of the second.
        halves = [one | other for one, other in zip(self._union.split(plain), self._union.split(holding), strict=True)]
        speaking = self._union.old.said(halves[0])[1], self._union.new.said(halves[1])[1]
        if there == THERE:
            speaking = self._telling(*speaking)
        key = (there, *speaking)
        if key not in self._becoming:
            self._becoming[key] = self._transition(
                self._asked(speaking[0], before=True) if there & THERE_BEFORE else None,
                self._asked(speaking[1], before=False) if there & THERE_AFTER else None,
            )
        return self._becoming[key]

    def _telling(self, old: int, new: int) -> tuple[int, int]:
        """Return, of the clauses that speak on each side, those that tell what becomes of the answer."""
        (before, ours), (after, theirs) = (
            next(((level, speaking & bits) for level, bits in levels if speaking & bits), (ESCALATE, 0))
            for speaking, levels in zip((old, new), self._of_level, strict=True)
        )
        if before != after:
            # Whatever goes with it, the level tells: one that has it stands for all.
            return ours & -ours, theirs & -theirs
        return (ours, theirs) if before == FORBIDDEN else (old, new)

    def _transition(self, old: Sequence[RuleTerms] | None, new: Sequence[RuleTerms] | None) -> int | None:
        """Return what becomes of an answer, worked out once for what can tell."""
        if old is not None and new is not None:
            both = set(old).intersection(new)
            alone = [terms for terms in (*old, *new) if terms not in both]
            if not alone:
                return None
            level = authority_of(old)
            if level == FORBIDDEN == authority_of(new):
                old, new = forbidding(old), forbidding(new)
            elif level == authority_of(new):
                # Of the rules of both sides, those count that ask the same of something as one of the others.
                keys = frozenset[object]().union(*(terms.keys for terms in alone))
                known = [terms for terms in both if terms.authority == level][:1]
                telling = {terms for terms in both if not terms.keys.isdisjoint(keys)}
                old, new = (
                    [terms for terms in speaking if terms not in both or terms in telling or terms in known]
                    for speaking in (old, new)
                )
        key = tuple(None if terms is None else frozenset(terms) for terms in (old, new))
        if key not in self._worked_out:
            then = transition(old, new)
            number = self._of_transition.get(then) if then is not None else None
            if then is not None and number is None:
                number = self._of_transition[then] = len(self._transitions)
                self._transitions.append(then)
            self._worked_out[key] = number
        return self._worked_out[key]

    def _asked(self, speaking: int, *, before: bool) -> tuple[RuleTerms, ...]:
        """Return what clauses that speak on one side ask, each rule once."""
        asked: dict[RuleTerms, None] = {}
        of_side = self._terms[0 if before else 1]
        while speaking:
            bit = speaking & -speaking
            asked[of_side[bit.bit_length() - 1]] = None
            speaking ^= bit
        return tuple(asked)

    def _put_in_terms(self) -> tuple[list[RuleTerms], list[RuleTerms]]:
        """Return the terms of each clause of both sides; a rule that holds in several ways, or on both, has one."""
        union = self._union
        same = {joint.new: joint.old for joint in union.joints if joint.new and joint.old}
        standing = union.standing
        of_old: dict[str, RuleTerms] = {}
        old: list[RuleTerms] = []
        for clause in union.old.clauses:
            id_ = clause.rule.id
            if id_ not in of_old:
                of_old[id_] = terms_of(union.old.perimeter, clause, is_standing=id_ in standing)
            old.append(of_old[id_])
        of_new: dict[str, RuleTerms] = {}
        new: list[RuleTerms] = []
        for n, clause in enumerate(union.new.clauses):
            id_ = clause.rule.id
            if id_ not in of_new:
                shared = same.get(1 << n)
                of_new[id_] = (
                    old[shared.bit_length() - 1]
                    if shared
                    else terms_of(union.new.perimeter, clause, is_standing=id_ in standing)
                )
            new.append(of_new[id_])
        return old, new

    def _made_by(self, held: int) -> tuple[Causes, bool]:
        """Return what makes a change, and whether the house alone does."""
        known = self._causes.get(held)
        if known is None:
            union, halves = self._union, self._union.split(held)
            changing = union.split(held & union.changing)
            rules: dict[str, bool] = {}
            circuits = [frozenset[str](), frozenset[str]()]
            for verdicts, half, own in zip((union.old, union.new), halves, changing, strict=True):
                speaking = verdicts.said(half)[1]
                for clause in verdicts.clauses_of(speaking & own):
                    rules[clause.rule.id] = _of_house(clause)
                before = verdicts is union.old
                if held & (THERE_BEFORE if before else THERE_AFTER):
                    asked = self._asked(speaking, before=before)
                    needed = frozenset(circuit.id for terms in asked for circuit in terms.circuits)
                    circuits[0 if before else 1] = needed
            if not rules:
                # What does not speak has let others speak: a derogation that sets aside, an exception.
                for verdicts, own in zip((union.old, union.new), changing, strict=True):
                    rules |= {
                        c.rule.id: _of_house(c) for c in verdicts.clauses_of(own & (1 << len(verdicts.clauses)) - 1)
                    }
            needed_then = frozenset({circuits[1]}) if circuits[1] else frozenset[frozenset[str]]()
            known = (frozenset(rules), circuits[0], needed_then), bool(rules) and all(rules.values())
            self._causes[held] = known
        return known

    # --- the facts ---------------------------------------------------------------------------------------------

    def _assume(self) -> Iterator[Iterator[tuple[Facts, int]]]:
        """Yield, of facts that matches bring together, what may be known, with the matches that then hold."""
        asking = [(4 << n, joint.matcher.when) for n, joint in enumerate(self._union.joints) if joint.matcher.when]
        tests: dict[str, list[FactBounds]] = {}
        groups: list[set[str]] = []
        for _, when in asking:
            for fact, bounds in when.items():
                tests.setdefault(fact, []).append(bounds)
            apart = [group for group in groups if not group & when.keys()]
            groups = [*apart, set(when).union(*(group for group in groups if group & when.keys()))]
        cuts = {fact: ranges(several) for fact, several in tests.items()}
        for names in sorted(map(sorted, groups)):
            yield self._of_facts(names, cuts, [(bit, when) for bit, when in asking if when.keys() <= set(names)])

    @staticmethod
    def _of_facts(
        names: Sequence[str], cuts: Mapping[str, Sequence[Cut]], within: Sequence[tuple[int, Mapping[str, FactBounds]]]
    ) -> Iterator[tuple[Facts, int]]:
        """Yield what may be known of some facts, with the matches that then hold, each a bit with what it asks."""
        if math.prod(len(cuts[fact]) + 1 for fact in names) > _WAYS:
            ways = [{fact: next(cut for cut in cuts[fact] if own.admits(cut[0])) for fact, own in when.items()}
                    for _, when in within]  # fmt: skip
        else:
            chosen = product(*([None, *cuts[fact]] for fact in names))
            ways = [{fact: cut for fact, cut in zip(names, way, strict=True) if cut is not None} for way in chosen]
        for way in ways:
            values = {fact: value for fact, (value, _) in way.items()}
            holding = sum(
                bit for bit, when in within if all(own.admits(values.get(fact)) for fact, own in when.items())
            )
            if holding:
                yield tuple((fact, bounds) for fact, (_, bounds) in way.items()), holding


def widest(ways: Iterable[Facts]) -> frozenset[Facts]:
    """Return ways in which facts must be, without those that another one holds: it asks for fewer, or for less."""
    every = frozenset(ways)
    return frozenset(way for way in every if not any(way != other and _is_within(way, other) for other in every))


def _is_within(way: Facts, other: Facts) -> bool:
    """Say whether facts that are one way are the other way too."""
    known = dict(way)
    return all(fact in known and bounds.met(known[fact]) == known[fact] for fact, bounds in other)


def _by_level(terms: Sequence[RuleTerms]) -> tuple[tuple[str, int], ...]:
    """Return the clauses of each level, a bit each, the most restrictive level first."""
    levels = sorted({each.authority for each in terms}, key=RANK.__getitem__, reverse=True)
    return tuple((level, sum(1 << n for n, each in enumerate(terms) if each.authority == level)) for level in levels)


def _of_house(clause: Clause) -> bool:
    return clause.rule.origin == HOUSE
