"""A rule changes something: one that is always hidden by stricter ones, in every brand, decides nothing."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence

from perimetre.base.diagnostics import Problem
from perimetre.base.frozen import dataclass
from perimetre.base.words import message
from perimetre.model import RedLine, Rule
from perimetre.perimeter.clauses import Clause
from perimetre.perimeter.questions import RANK
from perimetre.perimeter.whole_space import Space
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View

OBLIGATIONS = (
    "validation",
    "templates",
    "inform",
    "consult",
    "speaks_first",
    "conditions",
    "limit",
    "limits",
    "required_mentions",
    "meanwhile",
    "if_no_answer",
    "escalation_line",
    "instead",
    "request",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Idle:
    """The clauses of a brand that could speak, by id, those that change no answer, and what still asks as much.

    Fields:
        still: for a derogation that changes nothing where it sets something aside, the rules that ask as much.
    """

    known: dict[str, Rule | RedLine]
    idle: frozenset[str]
    still: dict[str, tuple[str, ...]]


def _idle(view: View) -> _Idle:
    """Return the clauses of a brand that change no answer, on any of the days to come."""
    space = view.space
    clauses = space.clauses_of(-1)
    number = {clause.rule.id: rank for rank, clause in enumerate(clauses)}
    # A rule whose match holds in several ways is as many clauses.
    bits: dict[str, int] = {}
    by_rank: dict[int, int] = {}
    binding = 0
    for rank, clause in enumerate(clauses):
        bits[clause.rule.id] = bits.get(clause.rule.id, 0) | 1 << rank
        weight = len(RANK) if clause.is_red_line else RANK[clause.authority]
        by_rank[weight] = by_rank.get(weight, 0) | 1 << rank
        if any(getattr(clause.rule, name, None) for name in OBLIGATIONS):
            binding |= 1 << rank
    strictest_first = sorted(by_rank.items(), reverse=True)
    everywhere = [range(len(dimension.classes)) for dimension in space.dimensions]

    # The same clauses speak together in many places.
    @functools.cache
    def changing(speaking: int) -> int:
        return _changing(speaking, strictest_first, binding)

    changed, still = 0, dict[str, tuple[str, ...]]()
    for id_, rank in number.items():
        if clauses[rank].sets_aside & number.keys():
            freed, asking = _derogates(space, clauses[rank], 1 << rank, everywhere)
            if freed:
                changed |= bits[id_]
            elif asking:
                still[id_] = asking
            continue
        # What has changed an answer already needs no search of its own.
        for mask in () if changed & bits[id_] else space.masks(everywhere, 1 << rank):
            changed |= changing(space.plain(mask)[1])
            if not changed & bits[id_]:
                for speaking in space.speaking_with_facts(mask):
                    changed |= changing(speaking)
            if changed & bits[id_]:
                break
    # A derogation is there to set something aside: that it speaks beside the others is not enough.
    idle = {id_ for id_, own in bits.items() if not changed & own} | still.keys()
    return _Idle(known={clause.rule.id: clause.rule for clause in clauses}, idle=frozenset(idle), still=still)


def _derogates(space: Space, derogation: Clause, bit: int, everywhere: list[range]) -> tuple[bool, tuple[str, ...]]:
    """Say whether a derogation changes what is asked somewhere; else which rules ask as much as those set aside."""
    asking: tuple[str, ...] = ()
    for mask in space.masks(everywhere, bit):
        for holding in space.ways(mask):
            authority, speaking = space.said(holding)
            if not speaking & bit:
                continue
            before, spoken = space.said(holding & ~bit)
            others = space.clauses_of(speaking & ~bit)
            if authority != before or _asked(others) != _asked(space.clauses_of(spoken)):
                return True, ()
            if any(clause.rule.id in derogation.sets_aside for clause in space.clauses_of(spoken)):
                asking = asking or tuple(clause.rule.id for clause in others if clause.authority == authority)
    return False, asking


def _asked(clauses: Iterable[Clause]) -> set[str]:
    """Return what clauses ask for, each thing once."""
    return {
        f"{name} {thing}" for clause in clauses for name in OBLIGATIONS if (thing := getattr(clause.rule, name, None))
    }


def _changing(speaking: int, strictest_first: Sequence[tuple[int, int]], binding: int) -> int:
    """Return which of the clauses that speak together change what is said, a bit each as they are given.

    Args:
        speaking: the clauses that speak.
        strictest_first: the ranks of authority, each with its clauses.
        binding: the clauses that ask for something beside.
    """
    top, at_top = next(((rank, speaking & of_it) for rank, of_it in strictest_first if speaking & of_it), (0, 0))
    # What forbids says all; elsewhere obligations add up, and of equals that ask for nothing the first is enough.
    changing = at_top if top >= RANK["forbidden"] else speaking & binding
    return changing if changing & at_top else changing | (at_top & -at_top)


def find(view: View) -> Iterator[Problem]:
    """Yield the rules and derogations that change no answer on any of the days to come."""
    could: dict[str, Rule | RedLine] = {}
    does: set[str] = set()
    still: dict[str, tuple[str, ...]] = {}
    for view_ in view.views:
        of = view_.once(_idle)
        does |= of.known.keys() - of.idle
        could.update(of.known)
        still.update(of.still)
    for id_, rule in could.items():
        if id_ in does:
            continue
        if id_ in still:
            what = message(
                "The derogation `{id}` changes nothing: where it sets a rule aside, {rules} still asks as much.",
                id=id_,
                rules=listed(still[id_]),
            )
            hint = message("Name that rule in `derogates:` too, if it may be set aside; or delete the derogation.")
        elif getattr(rule, "derogates", ()):
            what = message("The derogation `{id}` sets nothing aside.", id=id_)
            hint = message("Delete it; or check what it applies to: a channel, a topic, a role.")
        else:
            what = message(
                "The rule `{id}` changes no answer: wherever it applies, others say the same or something stricter.",
                id=id_,
            )
            hint = message("Delete it; or check what it applies to: a channel, a topic, a role.")
        yield flaw(key(rule, "id"), what, hint)


RULE = Check(
    id="rule-changes-something",
    level="warning",
    needs=(),
    find=find,
    whole=True,
    each=_idle,
)
