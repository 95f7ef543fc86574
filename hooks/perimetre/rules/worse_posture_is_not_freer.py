"""A worse posture is not freer: alert and crisis restrain, protective acts apart."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Mapping

from ..model.values import Action
from ..scope import RANK
from ..space import Space
from ..words import message
from .base import Check, Problem, View, flaw, key


def find(view: View) -> Iterator[Problem]:
    """Yield the rules by which a worse posture frees."""
    space = view.space
    suspects = [
        clause
        for clause in view.perimeter.live(view.today)
        if any(one.posture for one in clause.matcher.exceptions) or (clause.sets_aside and clause.matcher.posture)
    ]
    if not suspects:
        return
    freeing = set()
    for mild, worse in _neighbours(view.space, view.brand.values.actions, {one.said.id for one in suspects}):
        before, then = space.plain(mild), space.plain(worse)
        if RANK[then[0]] < RANK[before[0]]:
            # Of what falls silent, only what was stricter frees.
            silent = space.clauses_of(before[1] & ~then[1])
            freeing.update(one.said.id for one in silent if one.is_red_line or RANK[one.authority] > RANK[then[0]])
            freeing.update(clause.said.id for clause in space.clauses_of(then[1]) if clause.sets_aside)
    for clause in suspects:
        if clause.said.id in freeing or clause.sets_aside & freeing:
            yield flaw(
                key(clause.said, "except" if clause.matcher.exceptions else "derogates"),
                message("Because of `{id}`, more is allowed when the posture is worse.", id=clause.said.id),
                message("Take the posture out of the exception, or write a stricter rule for the worse posture."),
            )


def _neighbours(space: Space, actions: Mapping[str, Action], suspects: Collection[str]) -> Iterator[tuple[int, int]]:
    """Yield, as masks, the cells that one posture alone tells apart, the milder first.

    Protective acts are left out, and so is every cell in which no suspect matches: what speaks there in a posture
    speaks in the worse ones too.
    """
    bits = sum(1 << rank for rank, clause in enumerate(space.clauses_of(-1)) if clause.said.id in suspects)
    pairs = {(-1, -1)}
    apart = False
    for dimension in space.dimensions:
        masks = list(dimension.masks)
        if dimension.name == "action":
            masks = [
                mask
                for mask, values in zip(masks, dimension.classes, strict=True)
                if not all(one in actions and actions[one].protective for one in values)
            ]
        apart = apart or dimension.name == "posture"
        taken = list(itertools.pairwise(masks) if dimension.name == "posture" else zip(masks, masks, strict=True))
        met = {(mild & one, worse & other) for mild, worse in pairs for one, other in taken}
        pairs = {(mild, worse) for mild, worse in met if (mild | worse) & bits and not (apart and mild == worse)}
    yield from sorted(pairs)


RULE = Check(
    id="worse-posture-is-not-freer",
    level="warning",
    needs=(78,),
    ground=(
        "scope",
        "people",
        "channels",
        "values",
    ),
    find=find,
)
