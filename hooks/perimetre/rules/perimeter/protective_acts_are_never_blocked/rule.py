"""Protective acts are never blocked: whoever is on duty hides, captures, pauses at once, in every posture."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.perimeter.matching import ANSWER
from perimetre.perimeter.questions import RANK
from perimetre.rules.kit.cells import among, leaves
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the rules, or the silences, that make a protective act wait."""
    space, actions = view.space, view.brand.values.actions
    protective = [action for action in actions if actions[action].protective]
    silent: dict[str, None] = {}
    blocked: dict[str, dict[str, None]] = {}
    rules = {}
    for action in protective:
        tests = {
            "role": among(view.community_managers),
            "action": among((action,)),
            "place": _is_a_channel,
            "says": among((ANSWER,)),
        }
        for mask in leaves(space, tests):
            verdict = space.verdict(mask)
            for authority, speaking in (
                (verdict.authority, verdict.speaking),
                *((condition.authority, condition.speaking) for condition in verdict.conditional),
            ):
                if RANK[authority] < RANK["approve"]:
                    continue
                if not speaking:
                    silent[action] = None
                for clause in space.clauses_of(speaking):
                    if RANK[clause.authority] >= RANK["approve"]:
                        blocked.setdefault(clause.rule.id, {})[action] = None
                        rules[clause.rule.id] = clause.rule
    hint = message("Take the protective actions out of it, or set its authority to `notify`: they can all be undone.")
    for id_, acts in blocked.items():
        yield flaw(
            key(rules[id_], "authority"),
            message(
                "`{id}` makes a protective action depend on an approval: {acts}.",
                id=id_,
                acts=listed(acts),
            ),
            hint,
            about=acts,
        )
    if silent:
        yield flaw(
            view.lacking("scope", "rules"),
            message(
                "No rule lets the person on duty do this at once, everywhere: {acts}.",
                acts=listed(silent),
            ),
            message("Write a rule with authority `notify` for these actions and every community manager role."),
            about=silent,
        )


def _is_a_channel(place: object) -> bool:
    return isinstance(place, tuple) and place[0] != ""


RULE = Check(
    id="protective-acts-are-never-blocked",
    level="error",
    needs=(73,),
    find=find,
)
