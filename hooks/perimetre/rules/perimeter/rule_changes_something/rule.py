"""A rule changes something: one that is always hidden by stricter ones, in every brand, decides nothing."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model import RedLine, Rule
from perimetre.perimeter.questions import RANK
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View

OBLIGATIONS = (
    "validation",
    "templates",
    "inform",
    "consult",
    "conditions",
    "limit",
    "required_mentions",
    "meanwhile",
    "if_no_answer",
    "escalation_line",
    "instead",
    "request",
)


def _idle(view: View) -> tuple[dict[str, Rule | RedLine], frozenset[str]]:
    """Return the clauses of a brand that could speak, by id, and those that change no answer of the day."""
    space = view.space
    clauses = space.clauses_of(-1)
    ranks = [len(RANK) if clause.is_red_line else RANK[clause.authority] for clause in clauses]
    binding = [any(getattr(clause.rule, name, None) for name in OBLIGATIONS) for clause in clauses]
    number = {clause.rule.id: rank for rank, clause in enumerate(clauses)}
    everywhere = [range(len(dimension.classes)) for dimension in space.dimensions]
    idle = set(number)
    for id_, rank in number.items():
        aside = sum(1 << number[other] for other in clauses[rank].sets_aside if other in number)
        # What has changed an answer already needs no search of its own.
        for mask in space.masks(everywhere, 1 << rank) if id_ in idle else ():
            if aside and mask & aside:
                idle.discard(id_)
            plainly = space.plain(mask)[1]
            idle -= {clauses[changing].rule.id for changing in _changing(plainly, ranks, binding)}
            if id_ in idle:
                for condition in space.verdict(mask).conditional:
                    idle -= {clauses[other].rule.id for other in _changing(condition.speaking, ranks, binding)}
            if id_ not in idle:
                break
    return {clause.rule.id: clause.rule for clause in clauses}, frozenset(idle)


def _changing(speaking: int, ranks: list[int], binding: list[bool]) -> set[int]:
    """Return which of the clauses that speak together change what is said."""
    here = [rank for rank in range(speaking.bit_length()) if speaking >> rank & 1]
    top = max((ranks[rank] for rank in here), default=0)
    at_top = [rank for rank in here if ranks[rank] == top]
    # What forbids says all; elsewhere obligations add up, and of equals that ask for nothing the first is enough.
    changing = set(at_top) if top >= RANK["forbidden"] else {rank for rank in here if binding[rank]}
    if not changing & set(at_top) and at_top:
        changing.add(at_top[0])
    return changing


def find(view: View) -> Iterator[Problem]:
    """Yield the rules and derogations that change no answer today."""
    could: dict[str, Rule | RedLine] = {}
    does: set[str] = set()
    for view_ in view.views:
        known, idle = view_.once(_idle)
        does |= known.keys() - idle
        could.update(known)
    for id_, rule in could.items():
        if id_ not in does:
            what = (
                message("The derogation `{id}` sets nothing aside.", id=id_)
                if getattr(rule, "derogates", ())
                else message(
                    "The rule `{id}` changes no answer: wherever it applies, others say the same or something "
                    "stricter.",
                    id=id_,
                )
            )
            yield flaw(
                key(rule, "id"),
                what,
                message("Delete it; or check what it applies to: a channel, a topic, a role."),
            )


RULE = Check(
    id="rule-changes-something",
    level="warning",
    needs=(),
    find=find,
    whole=True,
    each=_idle,
)
