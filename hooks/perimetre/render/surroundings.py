"""Gather what makes an answer another one, as a page shows it beside a level: «free, except…», another hour, an alert.

A part of the stage render. Comes in: a compiled perimeter, and which rules the readers may see. Goes out: `Besides`.
Decides nothing: the room `perimeter` does.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from dataclasses import field
from typing import Any

from perimetre.base.frozen import dataclass
from perimetre.model import FactTest, Limit, RedLine, Rule
from perimetre.perimeter import changes
from perimetre.perimeter.clauses import Clause
from perimetre.perimeter.decisions import Perimeter
from perimetre.perimeter.facts import FactBounds
from perimetre.perimeter.hours import other_hours
from perimetre.perimeter.questions import RANK, OtherHours, Question

Seen = Callable[[tuple["Rule | RedLine", ...]], tuple["Rule | RedLine", ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases:
    """The cases in which an answer is another, of one level.

    Fields:
        says, topics, authors, places: ids, each of which is such a case.
        facts: facts, and those that must be so together.
        limits: limits that are reached.
        hidden: whether there are cases that come of rules that the readers may not see.
    """

    authority: str
    says: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    facts: tuple[tuple[FactTest, ...], ...] = ()
    limits: tuple[Limit, ...] = ()
    hidden: bool = False


def together(cases: Iterable[Cases]) -> tuple[Cases, ...]:
    """Return cases of several answers as those of one, the strictest level first, each case once."""
    by_level: dict[str, list[Cases]] = {}
    for case in cases:
        by_level.setdefault(case.authority, []).append(case)
    return tuple(
        Cases(
            authority=level,
            hidden=any(case.hidden for case in by_level[level]),
            **{
                name: tuple(dict.fromkeys(value for case in by_level[level] for value in getattr(case, name)))
                for name in _NAMED
            },
        )
        for level in sorted(by_level, key=RANK.__getitem__, reverse=True)
    )


_NAMED = ("says", "topics", "authors", "places", "facts", "limits")


def first_cases(cases: Iterable[Cases], room: int) -> tuple[tuple[Cases, ...], int]:
    """Return so many of the cases as there is room for, the first level's first, and how many are left out."""
    shown: list[Cases] = []
    left = 0
    for level in cases:
        kept: dict[str, Any] = {}
        for name in _NAMED:
            values = getattr(level, name)
            kept[name] = values[:room]
            left += len(values) - len(kept[name])
            room -= len(kept[name])
        if any(kept.values()) or level.hidden:
            shown.append(dataclasses.replace(level, **kept))
    return tuple(shown), left


@dataclass(frozen=True, slots=True, kw_only=True)
class Besides:
    """What makes an answer another one.

    Fields:
        sterner: the cases in which it is stricter, the strictest first.
        milder: those in which it is milder, the mildest last.
        hours: the hours at which it is another.
        postures: the worse postures at which it is another, each with its level.
    """

    sterner: tuple[Cases, ...] = ()
    milder: tuple[Cases, ...] = ()
    hours: tuple[OtherHours, ...] = ()
    postures: tuple[tuple[str, str], ...] = ()

    @property
    def is_sterner(self) -> bool:
        """Whether the level may not be shown alone: some case is stricter."""
        return bool(self.sterner)


@dataclasses.dataclass
class _Gathered:
    named: dict[str, list[str]] = field(default_factory=dict)
    facts: list[tuple[FactTest, ...]] = field(default_factory=list)
    limits: list[Limit] = field(default_factory=list)
    hidden: bool = False

    def of(self, authority: str) -> Cases:
        named = {dimension: tuple(dict.fromkeys(ids)) for dimension, ids in self.named.items()}
        facts = tuple(dict.fromkeys(self.facts))
        limits = tuple(dict.fromkeys(self.limits))
        return Cases(authority=authority, facts=facts, limits=limits, hidden=self.hidden, **named)


class Surroundings:
    """What surrounds the answers of a perimeter; acts on which the same clauses bear share it.

    Args:
        perimeter: the brand's compiled perimeter.
        seen: which rules the readers may see.
    """

    def __init__(self, perimeter: Perimeter, seen: Seen) -> None:
        self._perimeter = perimeter
        self._seen = seen
        self._known: dict[tuple[object, ...], Besides] = {}
        self._clauses = {clause.rule.id: clause for clause in perimeter.clauses}
        actions = perimeter.brand.values.actions
        spoken = {
            action
            for clause in perimeter.clauses
            if clause.matcher.says is not None
            for action in clause.matcher.actions or ()
        }
        # An act says something where the public sees it, or where a rule speaks of what it says.
        self._speaking = {id for id, action in actions.items() if (action.public and not action.protective)} | spoken

    def of(self, question: Question) -> Besides:
        """Return what makes the answer to a question another one."""
        ground = self._perimeter.ground
        asked = self._perimeter.normalise(question)
        bearing = self._perimeter.bearing_on(asked)
        act = (asked.role, asked.action, asked.channel)
        key = (
            tuple((c.rule.id, *(out.bears(*act) for out in c.matcher.exceptions)) for c in bearing),
            asked.action in self._speaking,
            asked.says,
            asked.topics,
            asked.authors,
            asked.place,
            asked.posture or ground.posture_at(asked.at, asked.channel, place=asked.place),
            asked.phase,
            asked.at,
            ground.in_service(asked.channel, asked.at),
            tuple(sorted(asked.facts.items())),
        )
        if key not in self._known:
            self._known[key] = self._work_out(question, asked, bearing)
        return self._known[key]

    def _work_out(self, question: Question, asked: Question, bearing: tuple[Clause, ...]) -> Besides:
        authority, _ = self._perimeter.level(asked, bearing)
        gathered: dict[str, _Gathered] = {}
        postures: list[tuple[str, str]] = []
        for dimension, value, bounds, level, speaking in changes.levels(self._perimeter, question):
            stricter = RANK[level] > RANK[authority]
            if dimension == "posture" and level != authority:
                postures.append((value, level))
            elif level == authority or dimension in ("posture", "phase") or self._is_unsaid(dimension, question):
                continue
            elif self._is_hidden(level, speaking):
                gathered.setdefault(level, _Gathered()).hidden = True
            elif bounds is None:
                name = "places" if dimension == "place" else dimension
                gathered.setdefault(level, _Gathered()).named.setdefault(name, []).append(value)
            elif not stricter:
                gathered.setdefault(level, _Gathered()).facts.append((self._test(dimension, bounds),))
        for dependence in changes.dependences(self._perimeter, asked, authority):
            making = [self._clauses[id] for id in dependence.rules]
            cases = gathered.setdefault(dependence.authority, _Gathered())
            # A limit is its rule's own word, whatever the level beyond it.
            bounding = tuple(clause.rule for clause in making) if dependence.limit is not None else ()
            if self._is_hidden(dependence.authority, making) or (bounding and not self._seen(bounding)):
                cases.hidden = True
            elif dependence.limit is not None:
                cases.limits.append(dependence.limit)
            else:
                cases.facts.append(tuple(self._test(fact, bounds) for fact, bounds in dependence.facts))
        levels = sorted(gathered, key=RANK.__getitem__, reverse=True)
        return Besides(
            sterner=tuple(gathered[level].of(level) for level in levels if RANK[level] > RANK[authority]),
            milder=tuple(gathered[level].of(level) for level in levels if RANK[level] < RANK[authority]),
            hours=other_hours(self._perimeter, asked, authority),
            postures=tuple(postures),
        )

    def _is_unsaid(self, dimension: str, question: Question) -> bool:
        """Say whether a case is none: an act that says nothing does not change with what it would say."""
        return dimension == "says" and question.action not in self._speaking

    def _is_hidden(self, level: str, speaking: Iterable[Clause]) -> bool:
        making = tuple(clause.rule for clause in speaking if clause.authority == level)
        return bool(making) and not self._seen(making)

    def _test(self, fact: str, bounds: FactBounds) -> FactTest:
        known = self._perimeter.brand.values.facts.get(fact)
        return bounds.as_test(fact, known.type if known is not None else None)
