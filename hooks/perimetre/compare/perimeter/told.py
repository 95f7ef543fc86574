"""Gather what changes in a brand's perimeter into as few changes as one reads: one for what one cause does one way.

Comes in: the blocks of a union. Goes out: `Gathered`s. Each says the whole of what it holds by its hull, the values
of all its blocks; its cases say each block exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from perimetre.compare.changes import Kind
from perimetre.compare.perimeter.blocks import ProductBlock, Rolled
from perimetre.compare.perimeter.effects import Transition
from perimetre.compare.perimeter.leaves import Facts, widest
from perimetre.compare.perimeter.moments import Moments
from perimetre.compare.perimeter.union import DIMENSIONS, Union
from perimetre.model import Circuit
from perimetre.perimeter.questions import RANK

# Up to so many blocks are told one by one.
APART = 2
# Of so many blocks, each is said in what explains the change.
CASES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """One change, as one reads it.

    Fields:
        kind: what becomes of the cells.
        of_house: whether the house alone makes it.
        rules: the ids of the rules that make it.
        transition: what becomes of them, or of the freest of them.
        values: by dimension, the values; None: every value that there is.
        universe: by dimension, the values that there are.
        moments: when.
        facts: the ways in which facts must be; none: whatever the facts.
        circuits: whose agreement was needed before, by circuit.
        agreements: whose is needed after, by circuit: all those that one answer needs, or another.
        cells: how many elementary questions.
        exact: whether every combination of these values changes so; else, those that no other rule holds.
        blocks: the blocks that it holds.
        when: when, for each of the first of these.
    """

    kind: Kind
    of_house: bool
    rules: frozenset[str]
    transition: Transition
    values: tuple[frozenset[object] | None, ...]
    moments: Moments
    facts: frozenset[Facts]
    circuits: frozenset[str]
    agreements: frozenset[frozenset[str]]
    cells: int
    exact: bool
    blocks: tuple[ProductBlock, ...]
    universe: tuple[frozenset[object], ...]
    when: tuple[Moments, ...]

    def of(self, dimension: str) -> frozenset[object] | None:
        """Return its values in a dimension; None: all."""
        return self.values[DIMENSIONS.index(dimension)]


def told(union: Union, changes: Iterable[Rolled]) -> Iterator[Gathered]:
    """Yield what changes, gathered."""
    groups: dict[tuple[Kind, bool, object], list[Rolled]] = {}
    alone: dict[object, None] = {}
    parts = [part for change in changes for part in _by_cause(union, change)]
    for kind, of_house, cause, _ in parts:
        if len(cause) == 1:
            alone.setdefault((kind, of_house, cause))
    for kind, of_house, cause, change in parts:
        # What several rules make together is told with what the first of them makes alone, if it does.
        key = next((frozenset({id_}) for id_ in sorted(cause) if (kind, of_house, frozenset({id_})) in alone), cause)
        groups.setdefault((kind, of_house, key), []).append(change)
    _absorb(groups)
    for several in groups.values():
        yield from _of_group(union, several)


_HOSTS: Mapping[Kind, tuple[Kind, ...]] = {
    "rerouted": ("widened", "narrowed"),
    "review": ("widened", "narrowed"),
}


def _absorb(groups: dict[tuple[Kind, bool, object], list[Rolled]]) -> None:
    """Tell with what a cause widens, or narrows, what it makes besides of answers whose level stays."""
    for key in tuple(groups):
        kind, of_house, cause = key
        hosts = _HOSTS.get(kind, ())
        for host in hosts:
            others = groups.get((host, of_house, cause), ())
            if any(change.signature.transition.old != change.signature.transition.new for change in others):
                groups[host, of_house, cause] = [*others, *groups.pop(key)]
                break


def _by_cause(union: Union, change: Rolled) -> Iterator[tuple[Kind, bool, frozenset[str], Rolled]]:
    circuits = changed_circuits(change.signature.transition)
    causes: dict[frozenset[str], list[ProductBlock]] = {}
    for block in change.blocks:
        causes.setdefault(circuits or block.rules or _absent(union, block), []).append(block)
    for cause, blocks in causes.items():
        cells = change.cells if len(causes) == 1 else sum(map(_size, blocks))
        rolled = Rolled(signature=change.signature, blocks=tuple(blocks), cells=cells)
        yield change.signature.transition.kind, change.signature.of_house, cause, rolled


def changed_circuits(transition: Transition) -> frozenset[str]:
    """Return the ids of the circuits that are asked otherwise, where this is all that changes."""
    changed: set[str] = set()
    for effect in transition.effects:
        sides = [
            {thing.id for thing in things if isinstance(thing, Circuit)} for things in (effect.before, effect.after)
        ]
        if not sides[0] or sides[0] != sides[1]:
            return frozenset()
        changed |= sides[0]
    return frozenset(changed)


def _absent(union: Union, block: ProductBlock) -> frozenset[str]:
    """Return the names of what is there on one side only: it makes the change."""
    return frozenset(str(value) for name in ("role", "channel") for value in block.of(name) & union.lonely[name])


def _of_group(union: Union, changes: list[Rolled]) -> Iterator[Gathered]:
    plain = [change for change in changes if not change.signature.facts] or changes
    plain.sort(key=_gravity)
    first = plain[0]
    level = level_of(first.signature.transition)
    alike = [change for change in plain if level_of(change.signature.transition) == level]
    blocks = [block for change in alike for block in change.blocks]
    if len(blocks) == 1 or (len(blocks) <= APART and len(changes) == len(alike)):
        for n, block in enumerate(blocks):
            rest = [block] if n else [block, *(b for change in changes if change not in alike for b in change.blocks)]
            cells = _size(block) if n or len(blocks) > 1 else sum(change.cells for change in changes)
            yield _told(union, block.signature.transition, [block], rest, cells, exact=True)
        return
    # The largest first: it is what one looks for.
    others = [block for change in changes if change not in alike for block in change.blocks]
    every = [block for part in (blocks, others) for block in sorted(part, key=_size, reverse=True)]
    yield _told(union, first.signature.transition, blocks, every, sum(change.cells for change in changes), exact=False)


def level_of(then: Transition) -> object:
    """Return what is the same of the changes that one sentence tells."""
    return (then.old, then.new) if then.old != then.new else then.effects


def _gravity(change: Rolled) -> tuple[object, ...]:
    """Return how much a change weighs: where the level changes, the freest first; then what holds the most cells."""
    then = change.signature.transition
    ranks = [RANK.get(level, RANK["forbidden"]) for level in (then.old, then.new)]
    return ranks[0] == ranks[1], min(ranks), -change.cells, repr(then)


def _told(
    union: Union,
    transition: Transition,
    blocks: list[ProductBlock],
    every: list[ProductBlock],
    cells: int,
    *,
    exact: bool,
) -> Gathered:
    universe = tuple(_there(union, dimension) for dimension in DIMENSIONS)
    hull = tuple(frozenset[object]().union(*(block.values[n] for block in blocks)) for n in range(len(DIMENSIONS)))
    values = as_named(universe, hull)
    facts = frozenset[Facts]()
    if all(block.signature.facts for block in blocks):
        facts = widest(facts.union(*(block.signature.facts for block in blocks)))
    return Gathered(
        kind=transition.kind,
        of_house=blocks[0].signature.of_house,
        rules=frozenset[str]().union(*(block.rules or _absent(union, block) for block in every)),
        transition=transition,
        values=values,
        moments=Moments.of(union, frozenset().union(*(block.moments for block in blocks))),
        facts=facts,
        circuits=frozenset[str]().union(*(block.circuits for block in blocks)),
        agreements=frozenset[frozenset[str]]().union(*(block.agreements for block in blocks)),
        cells=cells,
        exact=exact,
        blocks=tuple(every),
        universe=universe,
        when=tuple(Moments.of(union, block.moments) for block in every[:CASES]),
    )


def as_named(
    universe: Sequence[frozenset[object]], held: Sequence[frozenset[object]]
) -> tuple[frozenset[object] | None, ...]:
    """Return values as one names them: none where they are all."""
    return tuple(values if there - values else None for there, values in zip(universe, held, strict=True))


def _there(union: Union, dimension: str) -> frozenset[object]:
    """Return the values of a dimension."""
    if dimension == "channel":
        return frozenset(channel for several in union.places_and_times for channel, _ in several)
    return frozenset(value for several in union.dimensions[DIMENSIONS.index(dimension)].values for value in several)


def _size(block: ProductBlock) -> int:
    size = 1
    for values in block.values:
        size *= len(values)
    return size
