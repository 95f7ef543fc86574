"""Ask the whole perimeter at once: every question that a brand's rules tell apart, none left out.

Comes in: a compiled `Perimeter` and an instant. Goes out: `Space`, a diagram of elementary questions.

Values that no rule tells apart are one class, and the work is done on classes. Each class of a dimension is a mask of
bits, one bit a match (a rule's or an exception's) that takes it; a cell is one class in every dimension, and what
speaks there is the intersection of its masks. Walking the dimensions in order and keeping one node for each mask makes
the diagram: cells are counted, compared and searched in their millions through some thousands of nodes (the idea is
that of multi-valued decision diagrams: Kam, Villa, Brayton, Sangiovanni-Vincentelli, 1998).

Facts are no dimension: a cell holds its unconditional answer and its conditional ones. Dates are none either: a space
stands for one day, whose hours are classes like any other, and `cuts` tells the days on which it may change.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Any

from perimetre.base.closed import POSTURES
from perimetre.perimeter.decisions import AUTHORITIES, ESCALATE, Clause, Question, ranges
from perimetre.perimeter.matching import ANSWER, OTHER, FactBounds, FactValue, Matcher, in_force

if TYPE_CHECKING:
    from perimetre.perimeter.decisions import Answer, Perimeter

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
            kept = [one for one in clause.matcher.exceptions if self._may_hold(one)]
            self._exceptions.append(list(range(len(self._matchers), len(self._matchers) + len(kept))))
            self._matchers.extend(kept)
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
        self._plain = self._holding({})
        known = ((facts, self._holding(dict(facts))) for facts in self._known_facts())
        # What is known brings matches in; where it brings none, it changes nothing.
        self._assignments = [(facts, holding, holding & ~self._plain) for facts, holding in known]
        self.dimensions = tuple(self._dimensions())
        self._verdicts: dict[int, Verdict] = {}

    # --- the shape ---------------------------------------------------------------------------------------------

    @property
    def cells(self) -> int:
        """The number of cells: one class in each dimension."""
        return math.prod(len(dimension.classes) for dimension in self.dimensions)

    @cached_property
    def root(self) -> Node:
        """The diagram's root; nodes at the same depth with the same mask are one."""
        everything = (1 << len(self._matchers)) - 1
        memo: dict[tuple[int, int], Node] = {}
        # Depth first by hand, level after level: first the masks that exist, then the nodes from the leaves up.
        levels: list[list[int]] = [[everything]]
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

    def reach(self, kept: Sequence[Sequence[int]], start: int = 0) -> Iterator[tuple[tuple[int, ...], int]]:
        """Yield a cell and its mask for each leaf in a part of the space.

        The part is walked as it is asked for, the classes that the fewest matches take first: a reader who stops early
        owes nothing for the rest, and the whole diagram is not made.

        Args:
            kept: for each dimension, the positions of the classes that are in the part.
            start: matches that must all hold, a bit each; 0 for none.
        """
        order = [
            sorted(ranks, key=lambda rank: dimension.masks[rank].bit_count())
            for dimension, ranks in zip(self.dimensions, kept, strict=True)
        ]
        seen: set[tuple[int, int]] = set()
        waiting: list[tuple[int, tuple[int, ...]]] = [((1 << len(self._matchers)) - 1, ())]
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
        speaking = self._speaking(mask & self._plain)
        return self._authority(speaking), speaking

    def question(self, cell: tuple[int, ...]) -> Question:
        """Return a question that stands for `cell`: the first value of each of its classes."""
        first = {dimension.name: dimension.classes[n][0] for dimension, n in zip(self.dimensions, cell, strict=True)}
        channel, at = first["place"]
        return Question(
            role=first["role"],
            action=first["action"],
            channel=channel,
            at=at,
            posture=POSTURES[first["posture"]],
            phase=first["phase"],
            says=frozenset({first["says"]}),
            topics=frozenset({first["topic"]}),
            authors=frozenset({first["author"]}),
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
        speaking = self._speaking(mask & self._plain)
        conditional = []
        for facts, holding, more in self._assignments:
            if mask & more:
                then = self._speaking(mask & holding)
                if then != speaking:
                    conditional.append(Conditional(facts=facts, authority=self._authority(then), speaking=then))
        return Verdict(authority=self._authority(speaking), speaking=speaking, conditional=tuple(conditional))

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

    def _holding(self, facts: dict[str, FactValue]) -> int:
        """Return the matches whose facts hold, when `facts` are all that is known."""
        return sum(
            1 << bit
            for bit, matcher in enumerate(self._matchers)
            if all(asked.admits(facts.get(fact)) for fact, asked in matcher.when.items())
        )

    def _known_facts(self) -> Iterator[tuple[tuple[str, FactValue], ...]]:
        """Yield what may be known: the ranges of each fact, taken together where one clause brings facts together."""
        kept = {n: [self._matchers[bit] for bit in (n, *bits)] for n, bits in enumerate(self._exceptions)}
        groups: list[set[str]] = []
        for n, clause in enumerate(self._clauses):
            setting_aside = [m for m, other in enumerate(self._clauses) if clause.said.id in other.sets_aside]
            met = {fact for m in (n, *setting_aside) for matcher in kept[m] for fact in matcher.when}
            apart = [group for group in groups if not group & met]
            groups = [*apart, met.union(*(group for group in groups if group & met))] if met else groups
        tests: dict[str, list[FactBounds]] = {}
        for matcher in self._matchers:
            for fact, asked in matcher.when.items():
                tests.setdefault(fact, []).append(asked)
        for group in sorted(map(sorted, groups)):
            # A fact may stay unknown while another is known.
            choices = [[(fact, None), *((fact, value) for value, _ in ranges(tests[fact]))] for fact in group]
            for chosen in product(*choices):
                known = tuple((fact, value) for fact, value in chosen if value is not None)
                if known:
                    yield known

    def _dimensions(self) -> Iterator[Dimension]:
        values, brand = self.perimeter.brand.values, self.perimeter.brand
        yield self._cut("role", (*sorted(role.id for role in brand.people.roles), UNNAMED), lambda m: m.roles)
        yield self._cut("action", (*sorted(values.actions), UNNAMED), lambda m: m.actions)
        yield self._places()
        yield self._by_mask("posture", range(len(POSTURES)), lambda matcher, rank: rank >= matcher.posture)
        phases = sorted(frozenset().union(*(matcher.phases or () for matcher in self._matchers)))
        yield self._by_mask("phase", (None, *phases), lambda m, phase: m.phases is None or phase in m.phases)
        yield self._cut("says", (ANSWER, *sorted(frozenset(values.says) - {ANSWER})), lambda m: m.says)
        yield self._cut("topic", (OTHER, *sorted(frozenset(values.topics) - {OTHER})), lambda m: m.topics)
        yield self._cut("author", (OTHER, *sorted(frozenset(values.authors) - {OTHER})), lambda m: m.authors)

    def _cut(self, name: str, values: tuple[str, ...], named: Callable[[Matcher], frozenset[str] | None]) -> Dimension:
        return self._by_mask(name, values, lambda m, value: (taken := named(m)) is None or value in taken)

    def _places(self) -> Dimension:
        channels = (*sorted(channel.id for channel in self.perimeter.brand.channels.channels), UNNAMED)
        ground = self.perimeter.ground
        named = {one: self._taken(one, lambda m, one: m.channels is None or one in m.channels) for one in channels}
        # Few matches name an hour or a period: the others hold at any instant.
        timed = [(1 << bit, m) for bit, m in enumerate(self._matchers) if m.during is not None or m.windows is not None]
        classes: dict[int, list[object]] = {}
        for place in product(channels, self._instants()):
            mask = named[place[0]]
            mask -= sum(bit for bit, matcher in timed if mask & bit and not matcher.admits_moment(*place, ground))
            classes.setdefault(self._reduce(mask), []).append(place)
        return Dimension(name="place", classes=tuple(map(tuple, classes.values())), masks=tuple(classes))

    def _may_hold(self, matcher: Matcher) -> bool:
        """Say whether a period that the match names is in force at some hour of the day."""
        if matcher.during is None:
            return True
        midnight = datetime.combine(self.at.date(), time())
        hours = (0, 1439, *(period.from_time for period in matcher.during if period.from_time is not None))
        return any(in_force(one, midnight + timedelta(minutes=hour)) for one in matcher.during for hour in hours)

    def _instants(self) -> tuple[datetime, ...]:
        """Return an instant in every stretch of the day that the rules' hours tell apart."""
        windows = [window for matcher in self._matchers for window in matcher.windows or ()]
        periods = [period for matcher in self._matchers for period in matcher.during or ()]
        edges = {edge for period in periods for edge in (period.from_time, period.until_time) if edge is not None}
        if not windows and not edges:
            return (self.at,)
        if any(window.service is not None for window in windows):
            windows.extend(self.perimeter.ground.service_windows())
        edges |= {edge for window in windows for edge in (window.from_, window.to)}
        minutes = {0, *(edge for edge in edges if edge < 1440)}
        midnight = datetime.combine(self.at.date(), time())
        return (self.at, *(midnight + timedelta(minutes=edge) for edge in sorted(minutes)))

    def _by_mask(self, name: str, values: Iterable[Any], takes: Callable[[Matcher, Any], bool]) -> Dimension:
        classes: dict[int, list[object]] = {}
        for value in values:
            classes.setdefault(self._reduce(self._taken(value, takes)), []).append(value)
        return Dimension(name=name, classes=tuple(map(tuple, classes.values())), masks=tuple(classes))

    def _taken(self, value: Any, takes: Callable[[Matcher, Any], bool]) -> int:
        """Return the matches that take a value, a bit each."""
        return sum(1 << bit for bit, matcher in enumerate(self._matchers) if takes(matcher, value))


def cuts(perimeter: Perimeter, first: date, last: date) -> tuple[date, ...]:
    """Return the days in [first, last] on which the perimeter may change: rules and periods that begin or end.

    The first day is always one of them. Between two cuts, days of one class (a weekday, a holiday) have one space.
    """
    days = {first}
    for clause in perimeter.clauses:
        said = clause.said
        days.update(day for day in (said.valid_from,) if day)
        ends = (said.valid_until, getattr(said, "until", None))
        days.update(day + timedelta(days=1) for day in ends if day)
    for period in perimeter.brand.periods.periods:
        spans = [(period.from_, period.until), *((window.from_, window.to) for window in period.windows)]
        for start, end in spans:
            years = range(first.year - 1, last.year + 2) if period.recurring == "yearly" else (None,)
            for year in years:
                days.update(_in_year(day, year) for day in (start, end + timedelta(days=1) if end else None) if day)
    return tuple(sorted(day for day in days if first <= day <= last))


def _in_year(day: date, year: int | None) -> date:
    if year is None:
        return day
    # 29 February has no anniversary in most years: the first of March stands for it.
    return date(year, 3, 1) if (day.month, day.day) == (2, 29) else day.replace(year=year)
