"""Say what the clauses of a day make where some of their matches hold, each match being a bit.

Comes in: a compiled `Perimeter` and an instant. Goes out: `Verdicts`, asked by mask: what speaks, how far it lets one
go, what known facts would change. `Space` is built upon it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import product
from typing import NamedTuple

from perimetre.perimeter.clauses import Clause
from perimetre.perimeter.decisions import Perimeter
from perimetre.perimeter.facts import FactBounds, FactValue
from perimetre.perimeter.matching import Matcher, in_force
from perimetre.perimeter.questions import AUTHORITIES, ESCALATE, ranges


class Conditional(NamedTuple):
    """What known facts make of a verdict.

    Fields:
        facts: the facts, each with a value that stands for its range.
        authority: the authority once they are known.
        speaking: the clauses that speak then, a bit each (`Verdicts.clauses_of` names them).
    """

    facts: tuple[tuple[str, FactValue], ...]
    authority: str
    speaking: int


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the perimeter says in the cells where the same matches hold.

    Fields:
        authority: the answer where no fact is known.
        speaking: the clauses that make it, a bit each.
        conditional: what known facts change. Facts that no clause brings together stand apart: what each changes adds
            up, clause by clause.
    """

    authority: str
    speaking: int
    conditional: tuple[Conditional, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class _Assumed:
    """What may be known: facts, and of the matches that ask for facts, those that then hold, a bit each."""

    facts: tuple[tuple[str, FactValue], ...]
    holding: int


class Verdicts:
    """What is said wherever some matches hold, on one day or on several.

    Args:
        perimeter: the brand's compiled perimeter.
        at: an instant of that day (wall time of the house).
        days: the days of which it is said, where they are several.

    Attributes:
        days: the days of which it is said.
        clauses: those in force that may speak at some hour of these days; the first bits are theirs.
        matchers: theirs, then their exceptions': a bit each.
        everything: all the bits.
        unconditional: the matches that ask for no fact, a bit each.
    """

    def __init__(self, perimeter: Perimeter, at: datetime, days: Sequence[date] = ()) -> None:
        self.perimeter = perimeter
        self.at = at
        self.days = tuple(days) or (at.date(),)
        self.clauses = [
            clause
            for clause in perimeter.clauses
            if any(clause.rule.is_live(day) and self._may_hold(clause.matcher, day) for day in self.days)
        ]
        self.matchers: list[Matcher] = [clause.matcher for clause in self.clauses]
        self._leads: list[tuple[int, int]] = []
        # The clause that each exception takes cells out of, bit by bit.
        self._lead_of: dict[int, int] = {}
        asked = [set(clause.matcher.when) for clause in self.clauses]
        for n, clause in enumerate(self.clauses):
            exceptions = 0
            for exception in clause.matcher.exceptions:
                if any(self._may_hold(exception, day) for day in self.days):
                    bit = 1 << len(self.matchers)
                    self._lead_of[bit] = 1 << n
                    exceptions |= bit
                    asked[n].update(exception.when)
                    self.matchers.append(exception)
            if exceptions:
                self._leads.append((1 << n, exceptions))
        bits_of: dict[str, int] = {}
        for n, clause in enumerate(self.clauses):
            bits_of[clause.rule.id] = bits_of.get(clause.rule.id, 0) | 1 << n
        self._asides = [
            (1 << n, sum(bits_of.get(id_, 0) for id_ in clause.sets_aside))
            for n, clause in enumerate(self.clauses)
            if clause.sets_aside
        ]
        self._speakers = (1 << len(self.clauses)) - 1
        self._excepting = sum(exceptions for _, exceptions in self._leads)
        self._setting_aside = sum(bit for bit, _ in self._asides)
        self._restraints = self._by_authority()
        self.everything = (1 << len(self.matchers)) - 1
        self.unconditional = self.bits(lambda matcher: not matcher.when)
        self._assumed = tuple(self._assume(asked))
        self._relevant: dict[int, list[_Assumed]] = {}
        self._verdicts: dict[int, Verdict] = {}
        self._plain: dict[int, tuple[str, int]] = {}

    def verdict(self, mask: int) -> Verdict:
        """Return what the perimeter says where the matches of `mask`, a leaf's, hold."""
        verdict = self._verdicts.get(mask)
        if verdict is None:
            verdict = self._verdicts[mask] = self._judge(mask)
        return verdict

    def plain(self, mask: int) -> tuple[str, int]:
        """Return the authority and the clauses that speak where no fact is known; quicker than a whole `verdict`."""
        mask &= self.unconditional
        plain = self._plain.get(mask)
        if plain is None:
            speaking = self._speaking(mask)
            plain = self._plain[mask] = (self._authority(speaking), speaking)
        return plain

    def ways(self, mask: int) -> Iterator[int]:
        """Yield the matches of `mask` that hold where no fact is known, then for each thing that may be known."""
        yield mask & self.unconditional
        for assumed in self._relevant_to(mask & ~self.unconditional):
            yield mask & (self.unconditional | assumed.holding)

    def speaking_with_facts(self, mask: int) -> Iterator[int]:
        """Yield the clauses that speak where the matches of `mask` hold, for each thing that may be known."""
        relevant = self._relevant_to(mask & ~self.unconditional)
        yield from map(self._speaking, {mask & (self.unconditional | assumed.holding) for assumed in relevant})

    def said(self, holding: int) -> tuple[str, int]:
        """Return the authority, and the clauses that speak, where just these matches hold."""
        speaking = self._speaking(holding)
        return self._authority(speaking), speaking

    def exceptions_of(self, clause: int) -> Iterator[tuple[int, Matcher]]:
        """Yield the exceptions of a clause, given its position: the bit of each, and its match."""
        for bit, lead in self._lead_of.items():
            if lead == 1 << clause:
                yield bit, self.matchers[bit.bit_length() - 1]

    def clauses_of(self, speaking: int) -> tuple[Clause, ...]:
        """Return the clauses that a verdict's bits stand for."""
        return tuple(clause for n, clause in enumerate(self.clauses) if speaking >> n & 1)

    def bits(self, test: Callable[[Matcher], bool]) -> int:
        """Return the matches, exceptions included, that pass a test, a bit each."""
        return sum(1 << bit for bit, matcher in enumerate(self.matchers) if test(matcher))

    def reduce(self, mask: int) -> int:
        """Return a mask without the exceptions of the clauses that are out of it; two reduced ones meet in a third."""
        for bit, exceptions in self._leads:
            if not mask & bit:
                mask &= ~exceptions
        return mask

    def _judge(self, mask: int) -> Verdict:
        authority, speaking = self.plain(mask)
        conditional = []
        # Many things that may be known bring the same matches in.
        known: dict[int, tuple[str, int]] = {}
        for assumed in self._relevant_to(mask & ~self.unconditional):
            held = mask & (self.unconditional | assumed.holding)
            then = known.get(held)
            if then is None:
                spoken = self._speaking(held)
                then = known[held] = (self._authority(spoken), spoken)
            if then[1] != speaking:
                conditional.append(Conditional(assumed.facts, *then))
        return Verdict(authority=authority, speaking=speaking, conditional=tuple(conditional))

    def _relevant_to(self, asking: int) -> list[_Assumed]:
        """Return what, if it were known, would bring in some of the matches that ask for facts."""
        relevant = self._relevant.get(asking)
        if relevant is None:
            relevant = self._relevant[asking] = [assumed for assumed in self._assumed if assumed.holding & asking]
        return relevant

    def _speaking(self, mask: int) -> int:
        """Return the clauses that speak where the matches of `mask` hold: not excepted, not set aside."""
        excepting = mask & self._excepting
        while excepting:
            bit = excepting & -excepting
            mask &= ~self._lead_of[bit]
            excepting ^= bit
        mask &= self._speakers
        if mask & self._setting_aside:
            aside = 0
            for bit, named in self._asides:
                if mask & bit:
                    aside |= named
            mask &= ~aside
        return mask

    def _authority(self, speaking: int) -> str:
        for authority, clauses in self._restraints:
            if speaking & clauses:
                return authority
        return ESCALATE

    # --- how it is made ----------------------------------------------------------------------------------------

    def _by_authority(self) -> tuple[tuple[str, int], ...]:
        """Return the clauses of each authority, the most restrictive first."""
        masks = dict.fromkeys(reversed(AUTHORITIES), 0)
        for n, clause in enumerate(self.clauses):
            masks[clause.authority] |= 1 << n
        return tuple(masks.items())

    def _assume(self, asked: list[set[str]]) -> Iterator[_Assumed]:
        """Yield what may be known: the ranges of each fact, taken together where one clause brings facts together.

        Args:
            asked: the facts that each clause asks for, its exceptions' included.
        """
        tests: dict[str, list[FactBounds]] = {}
        conditional = [(1 << bit, matcher.when) for bit, matcher in enumerate(self.matchers) if matcher.when]
        for _, when in conditional:
            for fact, bounds in when.items():
                tests.setdefault(fact, []).append(bounds)
        for group in sorted(map(sorted, self._facts_together(asked))):
            within = [(bit, when) for bit, when in conditional if when.keys() <= set(group)]
            # A fact may stay unknown while another is known. With each value go the matches that it does not exclude.
            choices = [
                [
                    (fact, value, sum(bit for bit, when in within if fact not in when or when[fact].admits(value)))
                    for value in (None, *(value for value, _ in ranges(tests[fact])))
                ]
                for fact in group
            ]
            for chosen in product(*choices):
                holding = chosen[0][2]
                for _, _, admitted in chosen:
                    holding &= admitted
                if holding:
                    facts = tuple((fact, value) for fact, value, _ in chosen if value is not None)
                    yield _Assumed(facts, holding)

    def _facts_together(self, asked: list[set[str]]) -> list[set[str]]:
        """Return the facts that some clause brings together, with those of what sets it aside."""
        setting_aside: dict[str, set[str]] = {}
        for n, clause in enumerate(self.clauses):
            for id_ in clause.sets_aside:
                setting_aside.setdefault(id_, set()).update(asked[n])
        groups: list[set[str]] = []
        for n, clause in enumerate(self.clauses):
            met = asked[n] | setting_aside.get(clause.rule.id, set())
            apart = [group for group in groups if not group & met]
            groups = [*apart, met.union(*(group for group in groups if group & met))] if met else groups
        return groups

    def _may_hold(self, matcher: Matcher, day: date) -> bool:
        """Say whether a period that the match names is in force at some hour of a day."""
        if matcher.during is None:
            return True
        midnight = datetime.combine(day, time())
        hours = (0, 1439, *(period.from_time for period in matcher.during if period.from_time is not None))
        return any(in_force(period, midnight + timedelta(minutes=hour)) for period in matcher.during for hour in hours)
