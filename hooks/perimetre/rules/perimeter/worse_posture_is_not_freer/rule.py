"""A worse posture is not freer: alert and crisis restrain, protective acts apart."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model.values import Action
from perimetre.perimeter.clauses import Clause
from perimetre.perimeter.matching import Matcher
from perimetre.perimeter.questions import RANK
from perimetre.perimeter.whole_space import Space
from perimetre.rules.kit.cells import beginning, first_instant
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the rules by which a worse posture frees."""
    space = view.space
    suspects = [clause for clause in space.clauses if any(_loosening(clause))]
    if not suspects:
        return
    actions = view.brand.values.actions
    freeing = _freeing(space, actions, suspects)
    for clause in suspects:
        if clause.rule.id in freeing or clause.sets_aside & freeing:
            frees = functools.partial(_frees, space, actions, suspects, clause)
            what = message("Because of `{id}`, more is allowed when the posture is worse.", id=clause.rule.id)
            yield flaw(
                key(clause.rule, "except" if clause.matcher.exceptions else "derogates"),
                beginning(what, first_instant(space, frees), view.today),
                message("Take the posture out of the exception, or write a stricter rule for the worse posture."),
            )


def _frees(
    space: Space, actions: Mapping[str, Action], suspects: Sequence[Clause], clause: Clause, places: Sequence[int]
) -> bool:
    freeing = _freeing(space, actions, suspects, places)
    return clause.rule.id in freeing or bool(clause.sets_aside & freeing)


def _freeing(
    space: Space, actions: Mapping[str, Action], suspects: Sequence[Clause], places: Sequence[int] | None = None
) -> set[str]:
    """Return the ids of the rules by which a worse posture frees, in some places (None: in all)."""
    freeing: set[str] = set()
    for mild, worse in _neighbours(space, actions, suspects, places):
        before, then = space.plain(mild), space.plain(worse)
        if RANK[then[0]] < RANK[before[0]]:
            # Of what falls silent, only what was stricter frees.
            silent = space.clauses_of(before[1] & ~then[1])
            freeing.update(
                clause.rule.id for clause in silent if clause.is_red_line or RANK[clause.authority] > RANK[then[0]]
            )
            freeing.update(clause.rule.id for clause in space.clauses_of(then[1]) if clause.sets_aside)
    return freeing


def _loosening(clause: Clause) -> Iterator[Matcher]:
    """Yield the matches by which a worse posture may loosen: exceptions that begin with it, a derogation that does."""
    yield from (exception for exception in clause.matcher.exceptions if exception.posture)
    if clause.sets_aside and clause.matcher.posture:
        yield clause.matcher


def _neighbours(
    space: Space, actions: Mapping[str, Action], suspects: Iterable[Clause], places: Sequence[int] | None
) -> Iterator[tuple[int, int]]:
    """Yield, as masks, the cells that one posture alone tells apart, the milder first.

    Protective acts are left out, and so are the cells where nothing that may loosen begins with the worse posture: what
    speaks there in the milder one speaks in both.
    """
    protective = {id_ for id_, action in actions.items() if action.protective}
    wanted = {id(matcher) for clause in suspects for matcher in _loosening(clause)}
    # What holds on condition only changes no plain answer.
    plain = space.unconditional
    bits = space.bits(lambda matcher: id(matcher) in wanted) & plain
    pairs = {(plain, plain)}
    # The posture first: it leaves out the most.
    for dimension in sorted(space.dimensions, key=lambda dimension: dimension.name != "posture"):
        masks = list(dimension.masks)
        if dimension.name == "action":
            masks = [
                mask for mask, values in zip(masks, dimension.classes, strict=True) if not protective.issuperset(values)
            ]
        if dimension.name == "channel" and places is not None:
            masks = [dimension.masks[position] for position in places]
        taken = list(itertools.pairwise(masks) if dimension.name == "posture" else zip(masks, masks, strict=True))
        met = {(mild & bit, worse & other) for mild, worse in pairs for bit, other in taken}
        pairs = {(mild, worse) for mild, worse in met if worse & ~mild & bits}
    yield from sorted(pairs)


RULE = Check(
    id="worse-posture-is-not-freer",
    level="warning",
    needs=(78,),
    find=find,
)
