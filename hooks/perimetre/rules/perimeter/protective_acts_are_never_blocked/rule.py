"""Protective acts are never blocked: whoever is on duty hides, captures, pauses at once, in every posture."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.perimeter.clauses import Clause
from perimetre.perimeter.copies import no_copy_lines
from perimetre.perimeter.matching import ANSWER
from perimetre.perimeter.questions import FORBIDDEN, RANK
from perimetre.perimeter.whole_space import Space
from perimetre.rules.kit.cells import among, beginning, first_instant, leaves, ranks
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the rules, or the silences, that make a protective act wait."""
    space, actions = view.space, view.brand.values.actions
    # A copy that is an offence protects nobody.
    spared = {line.id for line in no_copy_lines(view.brand)}
    protective = [action for action in actions if actions[action].protective]
    silent: dict[str, None] = {}
    blocked: dict[str, dict[str, None]] = {}
    blocking: dict[str, Clause] = {}
    for action in protective:
        for mask in _leaves(view, (action,)):
            for speaking in _waiting(space, mask):
                if not speaking:
                    silent[action] = None
                for clause in space.clauses_of(speaking):
                    if RANK[clause.authority] >= RANK["approve"] and clause.rule.id not in spared:
                        blocked.setdefault(clause.rule.id, {})[action] = None
                        blocking[clause.rule.id] = clause
    hint = message("Take the protective actions out of it, or set its authority to `notify`: they can all be undone.")
    for id_, acts in blocked.items():
        what = (
            message("`{id}` forbids a protective action: {acts}.", id=id_, acts=listed(acts))
            if blocking[id_].authority == FORBIDDEN
            else message("`{id}` makes a protective action depend on an approval: {acts}.", id=id_, acts=listed(acts))
        )
        first = first_instant(space, functools.partial(_blocks, view, acts, rule=id_))
        yield flaw(key(blocking[id_].rule, "authority"), beginning(what, first, view.today), hint, about=acts)
    if silent:
        what = message("No rule lets the person on duty do this at once, everywhere: {acts}.", acts=listed(silent))
        first = first_instant(space, functools.partial(_blocks, view, silent, rule=None))
        yield flaw(
            view.lacking("scope", "rules"),
            beginning(what, first, view.today),
            message("Write a rule with authority `notify` for these actions and every community manager role."),
            about=silent,
        )


def _leaves(view: View, acts: Iterable[str], places: Sequence[int] | None = None) -> Iterator[int]:
    space = view.space
    tests = {
        "role": among(view.community_managers),
        "action": among(tuple(acts)),
        "channel": _is_a_channel,
        "says": among((ANSWER,)),
    }
    place = next(dimension for dimension in space.dimensions if dimension.name == "channel")
    ours = ranks(place, _is_a_channel)
    within = None if places is None else {"channel": [position for position in places if position in ours]}
    return leaves(space, tests, within)


def _waiting(space: Space, mask: int) -> Iterator[int]:
    """Yield the clauses, a bit each, that make one wait where some matches hold, for each thing that may be known."""
    verdict = space.verdict(mask)
    for authority, speaking in (
        (verdict.authority, verdict.speaking),
        *((condition.authority, condition.speaking) for condition in verdict.conditional),
    ):
        if RANK[authority] >= RANK["approve"]:
            yield speaking


def _blocks(view: View, acts: Iterable[str], places: Sequence[int], rule: str | None) -> bool:
    """Say whether a rule (None: a silence) makes one wait in some places."""
    space = view.space
    return any(
        not speaking
        if rule is None
        else any(
            clause.rule.id == rule and RANK[clause.authority] >= RANK["approve"]
            for clause in space.clauses_of(speaking)
        )
        for mask in _leaves(view, acts, places)
        for speaking in _waiting(space, mask)
    )


def _is_a_channel(place: object) -> bool:
    return isinstance(place, tuple) and place[0] != ""


RULE = Check(
    id="protective-acts-are-never-blocked",
    level="error",
    needs=(73,),
    find=find,
)
