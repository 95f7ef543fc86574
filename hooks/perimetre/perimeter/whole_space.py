"""Ask the whole perimeter at once: every question that a brand's rules tell apart, none left out.

Comes in: a compiled `Perimeter` and an instant. Goes out: `Space`, a diagram of elementary questions.

Values that no rule tells apart are one class, and the work is done on classes. Each class of a dimension is a mask of
bits, one bit a match (a rule's or an exception's) that takes it; a cell is one class in every dimension, and what
speaks there is the intersection of its masks. Walking the dimensions in order and keeping one node for each mask makes
the diagram: cells are counted, compared and searched in their millions through some thousands of nodes (the idea is
that of multi-valued decision diagrams: Kam, Villa, Brayton, Sangiovanni-Vincentelli, 1998).

Facts are no dimension: a cell holds its unconditional answer and its conditional ones. Dates are none either: an
instant goes with a channel, and those that no rule tells apart are one class. A space stands for one day, or for all
the bands of the days to come.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field
from datetime import datetime, time, timedelta
from functools import cached_property
from typing import Generic, TypeVar

from perimetre.base.closed import POSTURES
from perimetre.base.frozen import dataclass
from perimetre.perimeter.bands import Bands
from perimetre.perimeter.decisions import Perimeter
from perimetre.perimeter.matching import ANSWER, OTHER, Matcher
from perimetre.perimeter.questions import Answer, Question
from perimetre.perimeter.verdicts import Verdict, Verdicts

Value = TypeVar("Value")

DIMENSIONS = ("role", "action", "channel", "posture", "phase", "place", "says", "topic", "author")
# What no value is called: the class of the values that nobody has named yet.
UNNAMED = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """One dimension of the space, cut into classes.

    Fields:
        name: one of `DIMENSIONS`.
        classes: the values of each class; a channel goes with an instant that stands for the hours alike.
        masks: for each class, the matches that take it, a bit each.
    """

    name: str
    classes: tuple[tuple[object, ...], ...]
    masks: tuple[int, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class _Cut(Generic[Value]):
    """The values of a dimension cut into classes, and for each class the matches that take it, a bit each."""

    classes: tuple[tuple[Value, ...], ...]
    masks: tuple[int, ...]

    def named(self, name: str) -> Dimension:
        """Return the dimension that it makes."""
        return Dimension(name=name, classes=self.classes, masks=self.masks)


@dataclasses.dataclass(frozen=True, slots=True)
class Node:
    """A place in the diagram: what matches so far, and where each class of the next dimension leads."""

    mask: int
    children: tuple[Node, ...] = field(repr=False)


class Space(Verdicts):
    """The whole perimeter of a brand on one day, or over the days to come.

    Args:
        perimeter: the brand's compiled perimeter.
        at: an instant of that day, or of the first (wall time of the house).
        bands: the bands of the days to come; None: that day only.

    Attributes:
        dimensions: its dimensions, in the order of `DIMENSIONS`.
    """

    def __init__(self, perimeter: Perimeter, at: datetime, bands: Bands | None = None) -> None:
        super().__init__(perimeter, at, bands.days if bands is not None else ())
        values, brand = perimeter.brand.values, perimeter.brand
        self._roles = self._cut((*sorted(role.id for role in brand.people.roles), UNNAMED), lambda m: m.roles)
        self._actions = self._cut((*sorted(values.actions), UNNAMED), lambda m: m.actions)
        self._channels = self._cut_channels()
        self._postures = self._cut_postures()
        self._places = self._cut((None, *sorted(perimeter.places)), lambda m: m.places)
        phases = sorted(frozenset[str]().union(*(matcher.phases or () for matcher in self.matchers)))
        self._phases = self._cut((None, *phases), lambda m: m.phases)
        self._says = self._cut((ANSWER, *sorted(frozenset(values.says) - {ANSWER})), lambda m: m.says)
        self._topics = self._cut((OTHER, *sorted(frozenset(values.topics) - {OTHER})), lambda m: m.topics)
        self._authors = self._cut((OTHER, *sorted(frozenset(values.authors) - {OTHER})), lambda m: m.authors)
        self.dimensions = (
            self._roles.named("role"),
            self._actions.named("action"),
            self._channels.named("channel"),
            self._postures.named("posture"),
            self._phases.named("phase"),
            self._places.named("place"),
            self._says.named("says"),
            self._topics.named("topic"),
            self._authors.named("author"),
        )

    @cached_property
    def chronology(self) -> tuple[tuple[datetime, tuple[int, ...]], ...]:
        """Each instant at which something changes, in order, with the positions of the channels that hold then.

        Those that hold the same again are left out.
        """
        holding: dict[datetime, list[int]] = {}
        for position, channels in enumerate(self._channels.classes):
            for at in {at for _, at in channels}:
                holding.setdefault(at, []).append(position)
        first: dict[tuple[int, ...], datetime] = {}
        for at in sorted(holding):
            first.setdefault(tuple(holding[at]), at)
        return tuple((at, positions) for positions, at in first.items())

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
        levels: list[list[int]] = [[self.everything]]
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

    def verdict_at(self, cell: tuple[int, ...]) -> Verdict:
        """Return the verdict of one cell, given the position of its class in each dimension."""
        node = self.root
        for position in cell:
            node = node.children[position]
        return self.verdict(node.mask)

    def masks(self, positions: Sequence[Sequence[int] | None], start: int = 0) -> Iterator[int]:
        """Yield the mask of each leaf in a part of the space, once.

        The part is walked as it is asked for, the classes that the fewest matches take first: a reader who stops early
        owes nothing for the rest, and the whole diagram is not made.

        Args:
            positions: for each dimension, the positions of the classes that are in the part; None: it is left
                out, as if all matches took it.
            start: matches that must all hold, a bit each; 0 for none.
        """
        taken = [
            [self.everything]
            if ranks is None
            else sorted(
                {dimension.masks[rank] for rank in ranks if dimension.masks[rank] & start == start}, key=_fewest
            )
            for dimension, ranks in zip(self.dimensions, positions, strict=True)
        ]
        last = len(taken) - 1
        seen: list[set[int]] = [set() for _ in taken]
        waiting: list[tuple[int, int]] = [(0, self.everything)]
        while waiting:
            depth, mask = waiting.pop()
            new = dict.fromkeys(mask & other for other in taken[depth])
            for following in seen[depth].intersection(new):
                del new[following]
            seen[depth].update(new)
            if depth == last:
                yield from new
            else:
                waiting.extend((depth + 1, following) for following in reversed(new))

    def question(self, cell: tuple[int, ...]) -> Question:
        """Return a question that stands for `cell`: the first value of each of its classes."""
        role, action, where, posture, phase, place, says, topic, author = cell
        channel, at = self._channels.classes[where][0]
        return Question(
            role=self._roles.classes[role][0],
            action=self._actions.classes[action][0],
            channel=channel,
            at=at,
            posture=POSTURES[self._postures.classes[posture][0]],
            phase=self._phases.classes[phase][0],
            place=self._places.classes[place][0],
            says=frozenset({self._says.classes[says][0]}),
            topics=frozenset({self._topics.classes[topic][0]}),
            authors=frozenset({self._authors.classes[author][0]}),
        )

    def answer(self, cell: tuple[int, ...]) -> Answer:
        """Return the whole unconditional answer of `cell`, obligations included."""
        return self.perimeter.conclude(self.question(cell), self.clauses_of(self.verdict_at(cell).speaking))

    # --- how it is made ----------------------------------------------------------------------------------------

    def _cut(self, values: Iterable[Value], named: Callable[[Matcher], frozenset[str] | None]) -> _Cut[Value]:
        """Cut values by the matches that name them, or that name none and so take them all."""
        anything = 0
        by_value: dict[object, int] = {}
        for bit, matcher in enumerate(self.matchers):
            taken = named(matcher)
            if taken is None:
                anything |= 1 << bit
            else:
                for value in taken:
                    by_value[value] = by_value.get(value, 0) | 1 << bit
        return self._classes((value, anything | by_value.get(value, 0)) for value in values)

    def _cut_postures(self) -> _Cut[int]:
        masks = [
            sum(1 << bit for bit, matcher in enumerate(self.matchers) if rank >= matcher.posture)
            for rank in range(len(POSTURES))
        ]
        return self._classes(enumerate(masks))

    def _classes(self, taken: Iterable[tuple[Value, int]]) -> _Cut[Value]:
        """Gather the values that the same matches take."""
        classes: dict[int, list[Value]] = {}
        for value, mask in taken:
            classes.setdefault(self.reduce(mask), []).append(value)
        return _Cut(tuple(map(tuple, classes.values())), tuple(classes))

    def _cut_channels(self) -> _Cut[tuple[str, datetime]]:
        channels = (*sorted(channel.id for channel in self.perimeter.brand.channels.channels), UNNAMED)
        ground, instants = self.perimeter.ground, self._instants()
        cut = self._cut(channels, lambda m: m.channels)
        masks = {channel: mask for together, mask in zip(cut.classes, cut.masks, strict=True) for channel in together}
        # Few matches name an hour or a period: the others hold at any instant.
        timed = [(1 << bit, m) for bit, m in enumerate(self.matchers) if m.is_timed]

        live = {
            day: ~sum(1 << n for n, clause in enumerate(self.clauses) if not clause.rule.is_live(day))
            for day in self.days
        }

        def taken() -> Iterator[tuple[tuple[str, datetime], int]]:
            for channel in channels:
                for at in instants:
                    mask = masks[channel] & live[at.date()]
                    for bit, matcher in timed:
                        if mask & bit and not matcher.admits_moment(channel, at, ground):
                            mask ^= bit
                    yield (channel, at), mask

        return self._classes(taken())

    def _instants(self) -> tuple[datetime, ...]:
        """Return an instant in every stretch of the days that the rules' hours tell apart, in order after `at`."""
        windows = [window for matcher in self.matchers for window in matcher.windows or ()]
        periods = [period for matcher in self.matchers for period in matcher.during or ()]
        periods += self.perimeter.ground.elections if any(m.elections is not None for m in self.matchers) else ()
        edges = {int(edge) for period in periods for edge in (period.from_time, period.until_time) if edge is not None}
        if any(window.service is not None for window in windows):
            windows.extend(self.perimeter.ground.service_windows())
        edges |= {edge for window in windows for edge in (window.from_, window.to)}
        minutes = sorted({0, *(edge for edge in edges if edge < 1440)})
        if len(self.days) == 1 and len(minutes) == 1:
            return (self.at,)
        midnights = (datetime.combine(day, time()) for day in self.days)
        return (self.at, *(midnight + timedelta(minutes=minute) for midnight in midnights for minute in minutes))


def _fewest(mask: int) -> int:
    return mask.bit_count()
