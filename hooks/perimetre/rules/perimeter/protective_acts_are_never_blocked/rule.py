"""Protective acts are never blocked: whoever is on duty hides, captures, pauses at once, in every posture."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import Listing, message
from perimetre.perimeter.decisions import RANK
from perimetre.perimeter.matching import ANSWER
from perimetre.rules.kit.cells import leaves
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the rules, or the silences, that make a protective act wait."""
    space, actions = view.space, view.brand.values.actions
    managers = view.community_managers
    protective = [one for one in actions if actions[one].protective]
    silent: dict[str, None] = {}
    blocked: dict[str, dict[str, None]] = {}
    rules = {}
    for action in protective:
        tests = {
            "role": lambda one: one in managers,
            "action": lambda one, action=action: one == action,
            "place": lambda one: one[0] != "",
            "says": lambda one: one == ANSWER,
        }
        for mask in leaves(space, tests):
            verdict = space.verdict(mask)
            for authority, speaking in (
                (verdict.authority, verdict.speaking),
                *((one.authority, one.speaking) for one in verdict.conditional),
            ):
                if RANK[authority] < RANK["approve"]:
                    continue
                if not speaking:
                    silent[action] = None
                for clause in space.clauses_of(speaking):
                    if RANK[clause.authority] >= RANK["approve"]:
                        blocked.setdefault(clause.said.id, {})[action] = None
                        rules[clause.said.id] = clause.said
    hint = message("Take the protective actions out of it, or set its authority to `notify`: they can all be undone.")
    for id_, acts in blocked.items():
        yield flaw(
            key(rules[id_], "authority"),
            message(
                "`{id}` makes a protective action depend on an approval: {acts}.",
                id=id_,
                acts=Listing(tuple(f"`{one}`" for one in acts)),
            ),
            hint,
        )
    if silent:
        yield flaw(
            view.lacking("scope", "rules"),
            message(
                "No rule lets the person on duty do this at once, everywhere: {acts}.",
                acts=Listing(tuple(f"`{one}`" for one in silent)),
            ),
            message("Write a rule with authority `notify` for these actions and every community manager role."),
        )


RULE = Check(
    id="protective-acts-are-never-blocked",
    level="error",
    needs=(73,),
    find=find,
)
