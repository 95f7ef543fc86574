"""Say what becomes of the answer in each cell of a union, and in what cases.

Comes in: a `Union`. Goes out, for the matches that hold in a cell, what changes there: what nobody has to tell, then
what known facts make otherwise. Facts that no clause brings together stand apart, as in the whole perimeter.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from perimetre.compare.perimeter.effects import RuleTerms, Transition, authority_of, forbidding, terms_of, transition
from perimetre.compare.perimeter.union import THERE, THERE_AFTER, THERE_BEFORE, Union
from perimetre.model.basics import HOUSE
from perimetre.perimeter.clauses import Clause
from perimetre.perimeter.facts import FactBounds
from perimetre.perimeter.questions import FORBIDDEN, ranges

Facts = tuple[tuple[str, FactBounds], ...]
# How many ways of knowing facts together are tried; beyond, each match is tried alone.
_WAYS = 4096


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
        self._ways = tuple(self._assume())
        self._terms = self._put_in_terms()
        # A transition is told by its number: to compare what it holds, again and again, is slow.
        self._transitions: list[Transition] = []
        self._of_transition: dict[Transition, int] = {}
        self._becoming: dict[tuple[int, int, int], int | None] = {}
        self._worked_out: dict[object, int | None] = {}
        self._numbers: dict[tuple[int, int, bool], int] = {}
        self.becomings: list[Becoming] = []
        self._causes: dict[int, tuple[Causes, bool]] = {}

    def at(self, mask: int) -> Mapping[int, Causes]:
        """Return what changes where the matches of a mask hold, by its place in `becomings`, with what makes it."""
        plain = mask & ~self._conditional
        usual = self._becomes(plain)
        changes: dict[int, Causes] = {}
        if usual is not None:
            causes, of_house = self._made_by(plain)
            changes[self._number(usual, 0, of_house=of_house)] = causes
        asking = mask & self._conditional
        if asking:
            ways: dict[int, int] = {}
            for rank, (_, holding) in enumerate(self._ways):
                if holding & asking:
                    held = plain | holding & mask
                    ways[held] = ways.get(held, 0) | 1 << rank
            told: dict[tuple[int, bool], tuple[int, Causes]] = {}
            for held, several in ways.items():
                then = self._becomes(held)
                if then is not None and not self._is_told(then, usual):
                    causes, of_house = self._made_by(held)
                    known = told.setdefault((then, of_house), (0, NOTHING))
                    told[then, of_house] = (known[0] | several, together(known[1], causes))
            for (then, of_house), (facts_of, causes) in told.items():
                changes[self._number(then, facts_of, of_house=of_house)] = causes
        return changes

    def _number(self, then: int, ways: int, *, of_house: bool) -> int:
        """Return the place in `becomings` of a transition where facts are known in some ways, a bit each; 0: in any."""
        number = self._numbers.get((then, ways, of_house))
        if number is None:
            facts = frozenset(facts for rank, (facts, _) in enumerate(self._ways) if ways >> rank & 1)
            becoming = Becoming(self._transitions[then], facts, of_house)
            number = self._numbers[then, ways, of_house] = len(self.becomings)
            self.becomings.append(becoming)
        return number

    def _is_told(self, then: int, usual: int | None) -> bool:
        """Say whether what becomes of an answer where facts are known follows from what becomes of it anyway."""
        if usual is None or then == usual:
            return usual is not None
        here, there = self._transitions[then], self._transitions[usual]
        levels = (here.old, here.new) == (there.old, there.new)
        return here.kind == there.kind and (levels or here.old == here.new)

    def _becomes(self, held: int) -> int | None:
        """Return the number of what becomes of an answer; None where it is the same."""
        there = held & THERE
        old, new = self._union.split(held)
        speaking = self._union.old.said(old)[1], self._union.new.said(new)[1]
        key = (there, *speaking)
        if key not in self._becoming:
            self._becoming[key] = self._transition(
                self._asked(speaking[0], before=True) if there & THERE_BEFORE else None,
                self._asked(speaking[1], before=False) if there & THERE_AFTER else None,
            )
        return self._becoming[key]

    def _transition(self, old: Sequence[RuleTerms] | None, new: Sequence[RuleTerms] | None) -> int | None:
        """Return what becomes of an answer, worked out once for what can tell."""
        if old is not None and new is not None:
            both = set(old).intersection(new)
            alone = [terms for terms in (*old, *new) if terms not in both]
            if not alone:
                return None
            levels = authority_of(old), authority_of(new)
            if levels[0] != levels[1]:
                # Whatever goes with it, the level tells.
                old, new = ([terms for terms in speaking if terms.authority == level][:1]
                            for speaking, level in zip((old, new), levels, strict=True))  # fmt: skip
            elif levels[0] == FORBIDDEN:
                old, new = forbidding(old), forbidding(new)
            else:
                # Of the rules of both sides, those count that ask the same of something as one of the others.
                keys = frozenset[object]().union(*(terms.keys for terms in alone))
                known = [terms for terms in both if terms.authority == levels[0]][:1]
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

    def _assume(self) -> Iterator[tuple[Facts, int]]:
        """Yield what may be known, with the matches that then hold, among those that ask for facts."""
        asking = [(4 << n, joint.matcher.when) for n, joint in enumerate(self._union.joints) if joint.matcher.when]
        tests: dict[str, list[FactBounds]] = {}
        for _, when in asking:
            for fact, bounds in when.items():
                tests.setdefault(fact, []).append(bounds)
        cuts = {fact: ranges(several) for fact, several in tests.items()}
        for group in sorted(map(sorted, self._facts_together())):
            names = [fact for fact in group if fact in cuts]
            within = [(bit, when) for bit, when in asking if when.keys() <= set(names)]
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

    def _facts_together(self) -> list[set[str]]:
        """Return the facts that some clause of either side brings together, with those of what sets it aside."""
        asked: list[tuple[Clause, set[str]]] = []
        for verdicts in (self._union.old, self._union.new):
            for clause in verdicts.clauses:
                matchers = (clause.matcher, *clause.matcher.exceptions)
                asked.append((clause, {fact for matcher in matchers for fact in matcher.when}))
        setting_aside: dict[str, set[str]] = {}
        for clause, facts in asked:
            for id_ in clause.sets_aside:
                setting_aside.setdefault(id_, set()).update(facts)
        groups: list[set[str]] = []
        for clause, facts in asked:
            met = facts | setting_aside.get(clause.rule.id, set())
            if met:
                apart = [group for group in groups if not group & met]
                groups = [*apart, met.union(*(group for group in groups if group & met))]
        return groups


def _of_house(clause: Clause) -> bool:
    return clause.rule.origin == HOUSE
