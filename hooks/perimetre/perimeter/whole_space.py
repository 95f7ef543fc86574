"""Ask the whole perimeter at once: every question that a brand's rules tell apart, none left out.

Comes in: a compiled `Perimeter` and an instant. Goes out: `Space`, a diagram of elementary questions.

Values that no rule tells apart are one class, and the work is done on classes. Each class of a dimension is a mask of
bits, one bit a match (a rule's or an exception's) that takes it; a cell is one class in every dimension, and what
speaks there is the intersection of its masks. Walking the dimensions in order and keeping one node for each mask makes
the diagram: cells are counted, compared and searched in their millions through some thousands of nodes (the idea is
that of multi-valued decision diagrams: Kam, Villa, Brayton, Sangiovanni-Vincentelli, 1998).

Facts are no dimension: a cell holds its unconditional answer and its conditional ones. Dates are none either: a space
stands for one day, whose hours are classes like any other.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import cached_property
from itertools import product
from typing import Generic, TypeVar

from perimetre.base.closed import POSTURES
from perimetre.perimeter.decisions import Clause, Perimeter
from perimetre.perimeter.matching import ANSWER, OTHER, FactBounds, FactValue, Matcher, in_force
from perimetre.perimeter.questions import AUTHORITIES, ESCALATE, Answer, Question, ranges

Value = TypeVar("Value")

DIMENSIONS = ("role", "action", "place", "posture", "phase", "says", "topic", "author")
# What no value is called: the class of the values that nobody has named yet.
UNNAMED = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """One dimension of the space, cut into classes.

    Fields:
        name: one of `DIMENSIONS`.
        classes: the values of each class; a place is a channel with an instant that stands for the hours alike.
        masks: for each class, the matches that take it, a bit each.
    """

    name: str
    classes: tuple[tuple[object, ...], ...]
    masks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Cut(Generic[Value]):
    """The values of a dimension cut into classes, and for each class the matches that take it, a bit each."""

    classes: tuple[tuple[Value, ...], ...]
    masks: tuple[int, ...]

    def named(self, name: str) -> Dimension:
        """Return the dimension that it makes."""
        return Dimension(name=name, classes=self.classes, masks=self.masks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditional:
    """What known facts make of a verdict.

    Fields:
        facts: the facts, each with a value that stands for its range.
        authority: the authority once they are known.
        speaking: the clauses that speak then, a bit each (`Space.clauses_of` names them).
    """

    facts: tuple[tuple[str, FactValue], ...]
    authority: str
    speaking: int


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True)
class Node:
    """A place in the diagram: what matches so far, and where each class of the next dimension leads."""

    mask: int
    children: tuple[Node, ...] = field(repr=False)


class Space:
    """The whole perimeter of a brand on one day.

    Args:
        perimeter: the brand's compiled perimeter.
        at: an instant of that day (wall time of the house).

    Attributes:
        dimensions: its dimensions, in the order of `DIMENSIONS`.
        unconditional: the matches that ask for no fact, a bit each.
    """

    def __init__(self, perimeter: Perimeter, at: datetime) -> None:
        self.perimeter = perimeter
        self.at = at
        day = at.date()
        self._clauses = [clause for clause in perimeter.live(day) if self._may_hold(clause.matcher)]
        self._matchers: list[Matcher] = []
        self._exceptions: list[list[int]] = []
        for clause in self._clauses:
            self._matchers.append(clause.matcher)
        for clause in self._clauses:
            exceptions = [exception for exception in clause.matcher.exceptions if self._may_hold(exception)]
            self._exceptions.append(list(range(len(self._matchers), len(self._matchers) + len(exceptions))))
            self._matchers.extend(exceptions)
        # Once a clause is out, its exceptions tell nothing more apart.
        self._leads = [(1 << n, sum(1 << bit for bit in bits)) for n, bits in enumerate(self._exceptions) if bits]
        number = {clause.said.id: n for n, clause in enumerate(self._clauses)}
        self._asides = [
            (1 << n, sum(1 << number[id] for id in clause.sets_aside if id in number))
            for n, clause in enumerate(self._clauses)
            if clause.sets_aside
        ]
        self._speakers = (1 << len(self._clauses)) - 1
        self._excepting = sum(exceptions for _, exceptions in self._leads)
        self._restraints = self._by_authority()
        self._everything = (1 << len(self._matchers)) - 1
        tests = self._tests()
        self.unconditional = self._holding({}, tests)
        known = ((facts, self._holding(dict(facts), tests)) for facts in self._known_facts(tests))
        # What is known brings matches in; where it brings none, it changes nothing.
        self._assignments = [(facts, holding, holding & ~self.unconditional) for facts, holding in known]
        values, brand = perimeter.brand.values, perimeter.brand
        self._roles = self._cut((*sorted(role.id for role in brand.people.roles), UNNAMED), lambda m: m.roles)
        self._actions = self._cut((*sorted(values.actions), UNNAMED), lambda m: m.actions)
        self._places = self._cut_places()
        self._postures = self._cut_postures()
        phases = sorted(frozenset[str]().union(*(matcher.phases or () for matcher in self._matchers)))
        self._phases = self._cut((None, *phases), lambda m: m.phases)
        self._says = self._cut((ANSWER, *sorted(frozenset(values.says) - {ANSWER})), lambda m: m.says)
        self._topics = self._cut((OTHER, *sorted(frozenset(values.topics) - {OTHER})), lambda m: m.topics)
        self._authors = self._cut((OTHER, *sorted(frozenset(values.authors) - {OTHER})), lambda m: m.authors)
        self.dimensions = (
            self._roles.named("role"),
            self._actions.named("action"),
            self._places.named("place"),
            self._postures.named("posture"),
            self._phases.named("phase"),
            self._says.named("says"),
            self._topics.named("topic"),
            self._authors.named("author"),
        )
        self._verdicts: dict[int, Verdict] = {}
        self._plain_verdicts: dict[int, tuple[str, int]] = {}

    # --- the shape ---------------------------------------------------------------------------------------------

    @property
    def cells(self) -> int:
        """The number of cells: one class in each dimension."""
        return math.prod(len(dimension.classes) for dimension in self.dimensions)

    @cached_property
    def root(self) -> Node:
        """The diagram's root; nodes at the same depth with the same mask are one."""
        memo: dict[tuple[int, int], Node] = {}
        # Depth first by hand, level after level: first the masks that exist, then the nodes from the leaves up.
        levels: list[list[int]] = [[self._everything]]
        for dimension in self.dimensions:
            seen = dict.fromkeys(mask & taken for mask in levels[-1] for taken in dimension.masks)
            levels.append(list(seen))
        for mask in levels[-1]:
            memo[len(self.dimensions), mask] = Node(mask, ())
        for depth in range(len(self.dimensions) - 1, -1, -1):
            taken_by_class = self.dimensions[depth].masks
            for mask in levels[depth]:
                children = tuple(memo[depth + 1, mask & taken] for taken in taken_by_class)
                memo[depth, mask] = Node(mask, children)
        self.nodes = len(memo)
        return memo[0, levels[0][0]]

    def count(self) -> dict[int, int]:
        """Return the number of cells for each leaf's mask."""
        level = {id(self.root): (self.root, 1)}
        for _ in self.dimensions:
            following: dict[int, tuple[Node, int]] = {}
            for node, cells in level.values():
                for child in node.children:
                    known = following.get(id(child))
                    following[id(child)] = (child, cells + (known[1] if known else 0))
            level = following
        return {node.mask: cells for node, cells in level.values()}

    def verdict(self, mask: int) -> Verdict:
        """Return what the perimeter says where the matches of `mask`, a leaf's, hold."""
        known = self._verdicts.get(mask)
        if known is None:
            known = self._verdicts[mask] = self._judge(mask)
        return known

    def clauses_of(self, speaking: int) -> tuple[Clause, ...]:
        """Return the clauses that a verdict's bits stand for."""
        return tuple(clause for n, clause in enumerate(self._clauses) if speaking >> n & 1)

    def bits(self, test: Callable[[Matcher], bool]) -> int:
        """Return the matches, exceptions included, that pass a test, a bit each."""
        return sum(1 << bit for bit, matcher in enumerate(self._matchers) if test(matcher))

    def verdict_at(self, cell: tuple[int, ...]) -> Verdict:
        """Return the verdict of one cell, given the position of its class in each dimension."""
        node = self.root
        for position in cell:
            node = node.children[position]
        return self.verdict(node.mask)

    def reach(self, positions: Sequence[Sequence[int]], start: int = 0) -> Iterator[tuple[tuple[int, ...], int]]:
        """Yield a cell and its mask for each leaf in a part of the space.

        The part is walked as it is asked for, the classes that the fewest matches take first: a reader who stops early
        owes nothing for the rest, and the whole diagram is not made.

        Args:
            positions: for each dimension, the positions of the classes that are in the part.
            start: matches that must all hold, a bit each; 0 for none.
        """
        order = [
            sorted(ranks, key=lambda rank: dimension.masks[rank].bit_count())
            for dimension, ranks in zip(self.dimensions, positions, strict=True)
        ]
        seen: set[tuple[int, int]] = set()
        waiting: list[tuple[int, tuple[int, ...]]] = [(self._everything, ())]
        while waiting:
            mask, cell = waiting.pop()
            depth = len(cell)
            if mask & start != start or (depth, mask) in seen:
                continue
            seen.add((depth, mask))
            if depth == len(order):
                yield cell, mask
            else:
                masks = self.dimensions[depth].masks
                waiting.extend((mask & masks[rank], (*cell, rank)) for rank in reversed(order[depth]))

    def plain(self, mask: int) -> tuple[str, int]:
        """Return the authority and the clauses that speak where no fact is known; quicker than a whole `verdict`."""
        mask &= self.unconditional
        plain = self._plain_verdicts.get(mask)
        if plain is None:
            speaking = self._speaking(mask)
            plain = self._plain_verdicts[mask] = (self._authority(speaking), speaking)
        return plain

    def question(self, cell: tuple[int, ...]) -> Question:
        """Return a question that stands for `cell`: the first value of each of its classes."""
        role, action, place, posture, phase, says, topic, author = cell
        channel, at = self._places.classes[place][0]
        return Question(
            role=self._roles.classes[role][0],
            action=self._actions.classes[action][0],
            channel=channel,
            at=at,
            posture=POSTURES[self._postures.classes[posture][0]],
            phase=self._phases.classes[phase][0],
            says=frozenset({self._says.classes[says][0]}),
            topics=frozenset({self._topics.classes[topic][0]}),
            authors=frozenset({self._authors.classes[author][0]}),
        )

    def answer(self, cell: tuple[int, ...]) -> Answer:
        """Return the whole unconditional answer of `cell`, obligations included."""
        return self.perimeter.conclude(self.question(cell), self.clauses_of(self.verdict_at(cell).speaking))

    # --- how it is made ----------------------------------------------------------------------------------------

    def _reduce(self, mask: int) -> int:
        """Return a mask without the exceptions of the clauses that are out of it; two reduced ones meet in a third."""
        for bit, exceptions in self._leads:
            if not mask & bit:
                mask &= ~exceptions
        return mask

    def _judge(self, mask: int) -> Verdict:
        authority, speaking = self.plain(mask)
        conditional = []
        # Many things that may be known bring the same matches in.
        known: dict[int, int] = {}
        for facts, holding, more in self._assignments:
            if mask & more:
                held = mask & holding
                then = known.get(held)
                if then is None:
                    then = known[held] = self._speaking(held)
                if then != speaking:
                    conditional.append(Conditional(facts=facts, authority=self._authority(then), speaking=then))
        return Verdict(authority=authority, speaking=speaking, conditional=tuple(conditional))

    def _speaking(self, mask: int) -> int:
        """Return the clauses that speak where the matches of `mask` hold: not excepted, not set aside."""
        # Most cells meet no exception.
        if mask & self._excepting:
            for bit, exceptions in self._leads:
                if mask & exceptions:
                    mask &= ~bit
        mask &= self._speakers
        aside = 0
        for bit, named in self._asides:
            if mask & bit:
                aside |= named
        return mask & ~aside

    def _authority(self, speaking: int) -> str:
        return next((authority for authority, clauses in self._restraints if speaking & clauses), ESCALATE)

    def _by_authority(self) -> tuple[tuple[str, int], ...]:
        """Return the clauses of each authority, the most restrictive first."""
        masks = dict.fromkeys(reversed(AUTHORITIES), 0)
        for n, clause in enumerate(self._clauses):
            masks[clause.authority] |= 1 << n
        return tuple(masks.items())

    def _tests(self) -> dict[str, list[tuple[int, FactBounds]]]:
        """Return what the matches ask of each fact, each with its bit."""
        tests: dict[str, list[tuple[int, FactBounds]]] = {}
        for bit, matcher in enumerate(self._matchers):
            for fact, bounds in matcher.when.items():
                tests.setdefault(fact, []).append((1 << bit, bounds))
        return tests

    def _holding(self, facts: dict[str, FactValue], tests: dict[str, list[tuple[int, FactBounds]]]) -> int:
        """Return the matches whose facts hold, when `facts` are all that is known."""
        holding = self._everything
        for fact, several in tests.items():
            value = facts.get(fact)
            for bit, bounds in several:
                if holding & bit and not bounds.admits(value):
                    holding ^= bit
        return holding

    def _known_facts(
        self, tests: dict[str, list[tuple[int, FactBounds]]]
    ) -> Iterator[tuple[tuple[str, FactValue], ...]]:
        """Yield what may be known: the ranges of each fact, taken together where one clause brings facts together."""
        asked = [
            {fact for bit in (n, *bits) for fact in self._matchers[bit].when} for n, bits in enumerate(self._exceptions)
        ]
        setting_aside: dict[str, set[str]] = {}
        for n, clause in enumerate(self._clauses):
            for named in clause.sets_aside:
                setting_aside.setdefault(named, set()).update(asked[n])
        groups: list[set[str]] = []
        for n, clause in enumerate(self._clauses):
            met = asked[n] | setting_aside.get(clause.said.id, set())
            apart = [group for group in groups if not group & met]
            groups = [*apart, met.union(*(group for group in groups if group & met))] if met else groups
        for group in sorted(map(sorted, groups)):
            # A fact may stay unknown while another is known.
            choices = [
                [(fact, None), *((fact, value) for value, _ in ranges(bounds for _, bounds in tests[fact]))]
                for fact in group
            ]
            for chosen in product(*choices):
                known = tuple((fact, value) for fact, value in chosen if value is not None)
                if known:
                    yield known

    def _cut(self, values: Iterable[Value], named: Callable[[Matcher], frozenset[str] | None]) -> _Cut[Value]:
        """Cut values by the matches that name them, or that name none and so take them all."""
        anything = 0
        by_value: dict[object, int] = {}
        for bit, matcher in enumerate(self._matchers):
            taken = named(matcher)
            if taken is None:
                anything |= 1 << bit
            else:
                for value in taken:
                    by_value[value] = by_value.get(value, 0) | 1 << bit
        return self._classes((value, anything | by_value.get(value, 0)) for value in values)

    def _cut_postures(self) -> _Cut[int]:
        masks = [
            sum(1 << bit for bit, matcher in enumerate(self._matchers) if rank >= matcher.posture)
            for rank in range(len(POSTURES))
        ]
        return self._classes(enumerate(masks))

    def _classes(self, taken: Iterable[tuple[Value, int]]) -> _Cut[Value]:
        """Gather the values that the same matches take."""
        classes: dict[int, list[Value]] = {}
        for value, mask in taken:
            classes.setdefault(self._reduce(mask), []).append(value)
        return _Cut(tuple(map(tuple, classes.values())), tuple(classes))

    def _cut_places(self) -> _Cut[tuple[str, datetime]]:
        channels = (*sorted(channel.id for channel in self.perimeter.brand.channels.channels), UNNAMED)
        ground, instants = self.perimeter.ground, self._instants()
        cut = self._cut(channels, lambda m: m.channels)
        masks = {channel: mask for together, mask in zip(cut.classes, cut.masks, strict=True) for channel in together}
        # Few matches name an hour or a period: the others hold at any instant.
        timed = [(1 << bit, m) for bit, m in enumerate(self._matchers) if m.during is not None or m.windows is not None]

        def taken() -> Iterator[tuple[tuple[str, datetime], int]]:
            for channel in channels:
                for at in instants:
                    mask = masks[channel]
                    for bit, matcher in timed:
                        if mask & bit and not matcher.admits_moment(channel, at, ground):
                            mask ^= bit
                    yield (channel, at), mask

        return self._classes(taken())

    def _may_hold(self, matcher: Matcher) -> bool:
        """Say whether a period that the match names is in force at some hour of the day."""
        if matcher.during is None:
            return True
        midnight = datetime.combine(self.at.date(), time())
        hours = (0, 1439, *(period.from_time for period in matcher.during if period.from_time is not None))
        return any(in_force(period, midnight + timedelta(minutes=hour)) for period in matcher.during for hour in hours)

    def _instants(self) -> tuple[datetime, ...]:
        """Return an instant in every stretch of the day that the rules' hours tell apart."""
        windows = [window for matcher in self._matchers for window in matcher.windows or ()]
        periods = [period for matcher in self._matchers for period in matcher.during or ()]
        edges = {int(edge) for period in periods for edge in (period.from_time, period.until_time) if edge is not None}
        if not windows and not edges:
            return (self.at,)
        if any(window.service is not None for window in windows):
            windows.extend(self.perimeter.ground.service_windows())
        edges |= {edge for window in windows for edge in (window.from_, window.to)}
        minutes = {0, *(edge for edge in edges if edge < 1440)}
        midnight = datetime.combine(self.at.date(), time())
        return (self.at, *(midnight + timedelta(minutes=edge) for edge in sorted(minutes)))
