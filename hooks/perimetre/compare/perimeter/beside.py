"""Say what the cause of a change makes besides, of other questions than its sentence names.

Comes in: a `Gathered`, the names of its brand. Goes out: lines, one for each level that was: of whom, for which
actions, and to which levels it goes there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from perimetre.base.words import Message, message
from perimetre.compare.perimeter.agreed import asked_after
from perimetre.compare.perimeter.blocks import ProductBlock
from perimetre.compare.perimeter.effects import ABSENT
from perimetre.compare.perimeter.moments import Moments
from perimetre.compare.perimeter.scopes import acts, named, where, who
from perimetre.compare.perimeter.sentences import before
from perimetre.compare.perimeter.told import Gathered, as_named
from perimetre.compare.perimeter.union import DIMENSIONS
from perimetre.compare.saying import Names, few, joined, lower, quoted
from perimetre.language.labels import AUTHORITIES
from perimetre.perimeter.questions import RANK


def beside(told: Gathered, names: Names) -> Iterator[Message]:
    """Yield what a change makes besides of other questions, a line for each level that they had."""
    then = told.transition
    others: dict[str, list[ProductBlock]] = {}
    for block in told.blocks:
        its_own = block.signature.transition
        if its_own.old != its_own.new and (its_own.old, its_own.new) != (then.old, then.new):
            others.setdefault(its_own.old, []).append(block)
    for old in sorted(others, key=_rank):
        part = _rest(told, others[old])
        if _is_named(part, told):
            continue
        levels = sorted({block.signature.transition.new for block in others[old]}, key=_rank)
        after = [_level(told, [b for b in others[old] if b.signature.transition.new == level], names)
                 for level in levels]  # fmt: skip
        people, _ = who(part, names, few)
        yield message(
            "{who}, in some cases also: {acts}{where} (before: {before}; now: {after}).",
            who=people,
            acts=acts(part, names, few),
            where=joined(
                words for dimension, words in where(part, names, few) if _goes_on(dimension, part, told, names)
            ),
            before=before(part, names),
            after=few(after, "or"),
        )


def _rest(told: Gathered, blocks: Sequence[ProductBlock]) -> Gathered:
    """Return some blocks of a change as one, by their hull."""
    hull = tuple(frozenset[object]().union(*(block.values[n] for block in blocks)) for n in range(len(DIMENSIONS)))
    return replace(
        told,
        transition=blocks[0].signature.transition,
        values=as_named(told.universe, hull),
        facts=frozenset(),
        moments=Moments(),
        circuits=frozenset[str]().union(*(block.circuits for block in blocks)),
        agreements=frozenset[frozenset[str]]().union(*(block.agreements for block in blocks)),
    )


def _is_named(part: Gathered, told: Gathered) -> bool:
    """Say whether the sentence of a change names all that a part of it holds."""
    return all(_is_within(part, told, dimension) for dimension in DIMENSIONS)


def _is_within(part: Gathered, told: Gathered, dimension: str) -> bool:
    there = told.universe[DIMENSIONS.index(dimension)]
    held, known = part.of(dimension), told.of(dimension)
    return (there if held is None else held) <= (there if known is None else known)


def _goes_on(dimension: str, part: Gathered, told: Gathered, names: Names) -> bool:
    """Say whether a part is of more topics, authors or channels than the sentence names: they are few then."""
    if dimension not in ("topic", "author", "channel") or _is_within(part, told, dimension):
        return False
    return told.of(dimension) is not None and not named(part, dimension, names)[1]


def _level(told: Gathered, blocks: Sequence[ProductBlock], names: Names) -> object:
    part = _rest(told, blocks)
    new = part.transition.new
    if new == ABSENT:
        return message("not there")
    return (asked_after(part, names) if new == "approve" else None) or quoted(lower(AUTHORITIES[new].word))


def _rank(level: str) -> int:
    return RANK.get(level, len(RANK))
