"""A worse posture is not freer: alert and crisis restrain, protective acts apart."""

from __future__ import annotations

from collections.abc import Iterator

from ..scope import RANK
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
    actions = view.brand.values.actions
    depth = [dimension.name for dimension in space.dimensions].index("posture")
    nodes = {}
    waiting = [(space.root, ())]
    for node, cell in waiting:
        if len(cell) < depth:
            kept = [
                rank
                for rank, values in enumerate(space.dimensions[len(cell)].classes)
                if len(cell) != 1 or not all(one in actions and actions[one].protective for one in values)
            ]
            for rank in kept:
                if id(node.children[rank]) not in nodes or len(cell) + 1 < depth:
                    nodes[id(node.children[rank])] = node.children[rank]
                    waiting.append((node.children[rank], (*cell, rank)))
        else:
            nodes[id(node)] = node
    freeing = set()
    seen = set()
    for node, cell in waiting:
        if len(cell) != depth:
            continue
        pairs = list(zip(node.children, node.children[1:], strict=False))
        while pairs:
            mild, worse = pairs.pop()
            if (id(mild), id(worse)) in seen or mild is worse:
                continue
            seen.add((id(mild), id(worse)))
            if mild.children:
                pairs.extend(zip(mild.children, worse.children, strict=True))
                continue
            before, then = space.verdict(mild.mask), space.verdict(worse.mask)
            if RANK[then.authority] < RANK[before.authority]:
                freeing.update(clause.said.id for clause in space.clauses_of(before.speaking & ~then.speaking))
                freeing.update(clause.said.id for clause in space.clauses_of(then.speaking) if clause.sets_aside)
    for clause in suspects:
        if clause.said.id in freeing or clause.sets_aside & freeing:
            yield flaw(
                key(clause.said, "except" if clause.matcher.exceptions else "derogates"),
                message("By `{id}`, more is allowed when the posture is worse.", id=clause.said.id),
                message("Take the posture out of the exception, or write a stricter rule for the worse posture."),
            )


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
