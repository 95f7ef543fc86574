"""Write a brand's perimeter as data, for the browser that answers from it: rules, never a table of answers.

Comes in: a compiled `Perimeter`, the days to answer for. Goes out: a value made of mappings, lists, words and numbers.
`render/assets/live/perimeter.js` answers from it as `Perimeter.decide` does, and a test compares the two. What depends
on the calendar (hours, periods, holidays, dates of rules) is worked out here, and written as edges (`instants`): the
browser only looks where an instant falls.

What goes with an answer is written once, in `things`, and named by its rank: two rules that ask for the same thing ask
for the same rank. Words of rules that the readers may not see are not written; what these rules decide is.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from perimetre.base.closed import POSTURES
from perimetre.base.frozen import dataclass
from perimetre.model import Condition, Duty, Line, Period, Record, RedLine, Rule
from perimetre.perimeter import limits
from perimetre.perimeter.clauses import Clause, authority_of
from perimetre.perimeter.copies import CAPTURE
from perimetre.perimeter.decisions import Perimeter
from perimetre.perimeter.facts import FactBounds, FactValue
from perimetre.perimeter.matching import Matcher, in_force
from perimetre.perimeter.questions import RANK, ranges
from perimetre.perimeter.windows import RuleHours
from perimetre.render.live.instants import Horizon

Data = dict[str, object]

# What a rule asks besides its authority, each thing a value that another rule may ask too.
GATHERED = (
    "inform",
    "consult",
    "speaks_first",
    "conditions",
    "required_mentions",
    "templates",
    "meanwhile",
    "if_no_answer",
    "instead",
)
_SINGLE = frozenset(("meanwhile", "if_no_answer"))
# What is written freely: of a rule that the readers may not see, it is not told.
_WORDED = frozenset(("instead", "conditions", "consult", "meanwhile", "if_no_answer"))
_DIMENSIONS = ("roles", "actions", "channels", "says", "topics", "authors", "phases", "places")
# How many days a site answers for before it must be built again.
HORIZON = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class LivePerimeter:
    """What a page needs to answer from a brand's rules in the browser.

    Fields:
        data: the rules, as JSON.
        rules: those that the data name, by rank; None: one that the readers may not see.
        circuits, lines, doors: those that the data name, by rank: ids.
        duties: those that a message sets off, by rank.
        things: for each sort of thing that goes with an answer, the things, by rank; `lacks`: why an act
            cannot be done.
        facts: the facts on which some answer depends, each with the ranges that rules tell apart and a value of each.
    """

    data: str
    rules: tuple[Rule | RedLine | None, ...]
    circuits: tuple[str, ...]
    lines: tuple[str, ...]
    doors: tuple[str, ...]
    duties: tuple[Duty, ...]
    things: tuple[tuple[str, tuple[Any, ...]], ...]
    facts: tuple[tuple[str, tuple[tuple[FactValue, FactBounds], ...]], ...]


def live_perimeter(
    perimeter: Perimeter, horizon: Horizon, may_see: Callable[[Record], bool] = lambda _: True
) -> LivePerimeter:
    """Write a brand's perimeter for the browser.

    Args:
        perimeter: the brand's compiled perimeter.
        horizon: the days to answer for.
        may_see: whether the readers may see a record.
    """
    writer = _RulesWriter(perimeter, horizon, may_see)
    data = writer.data()
    tests: dict[str, list[FactBounds]] = {}
    for clause in perimeter.clauses:
        for matcher in (clause.matcher, *clause.matcher.exceptions):
            for fact, bounds in matcher.when.items():
                tests.setdefault(fact, []).append(bounds)
    return LivePerimeter(
        data=json.dumps(data, ensure_ascii=False, separators=(",", ":")),
        rules=tuple(rule if may_see(rule) else None for rule in writer.rules.values()),
        circuits=tuple(writer.circuits),
        lines=tuple(writer.lines),
        doors=tuple(writer.doors),
        duties=writer.duties,
        things=tuple((name, tuple(things)) for name, things in writer.things.items()),
        facts=tuple((fact, ranges(several)) for fact, several in tests.items()),
    )


class _RulesWriter:
    """A brand's perimeter, being written as data; the arguments are those of `live_perimeter`.

    Attributes:
        rules, circuits, lines, doors: those that the data name by rank, in the order of their ranks.
        things: for each sort of thing that goes with an answer, the rank of each.
    """

    def __init__(self, perimeter: Perimeter, horizon: Horizon, may_see: Callable[[Record], bool]) -> None:
        self._perimeter = perimeter
        self._horizon = horizon
        self._may_see = may_see
        brand = perimeter.brand
        ids = {clause.rule.id: clause.rule for clause in perimeter.clauses}
        # Of two rules as restrictive, the first by its id is told first.
        self.rules = dict(sorted(ids.items()))
        self._ranks = {id_: rank for rank, id_ in enumerate(self.rules)}
        self.circuits = {circuit.id: rank for rank, circuit in enumerate(brand.validation.circuits)}
        self.lines = {line.id: rank for rank, line in enumerate(brand.escalation.lines)}
        self.doors = {door.id: rank for rank, door in enumerate(brand.requests.doors)}
        self.duties = tuple(
            duty for duty in brand.duties.duties if may_see(duty) and duty.trigger and duty.trigger.match
        )
        self.things: dict[str, dict[Any, int]] = {name: {} for name in (*GATHERED, "limits", "lacks")}
        named = {"roles": brand.people.roles, "channels": brand.channels.channels, "places": brand.own_places}
        self._hidden = {
            name: frozenset(record.id for record in records if not may_see(record)) for name, records in named.items()
        }
        self._sets: dict[tuple[str, ...], int] = {}
        self._times: dict[tuple[int, ...], int] = {}
        self._windows: dict[RuleHours, int] = {}
        self._limited: dict[tuple[object, ...], int] = {}

    def data(self) -> Data:
        """Return the whole."""
        perimeter = self._perimeter
        written: Data = {
            "first": self._horizon.first.isoformat(),
            "days": self._horizon.days,
            "values": self._values(),
            "rules": [
                self._red_line(rule) if isinstance(rule, RedLine) else self._rule(rule) for rule in self.rules.values()
            ],
            "clauses": [self._clause(clause) for clause in perimeter.clauses],
            "line_matches": [
                self._dated({"line": self.lines[line.id], "match": self._match(matcher)}, line)
                for line, matcher in perimeter.lines.matching
            ],
            "default_lines": [self._defaults(rank) for rank in range(len(POSTURES))],
            "waiting": [self._waiting(line) for line in perimeter.brand.escalation.lines],
            "doors": [
                self._dated({"door": self.doors[door.id], "match": self._match(matcher)}, door)
                for door, matcher in perimeter.doors
            ],
            "no_copies": [
                self._dated({"match": self._match(matcher), "kept": self._kept(line)}, line)
                for line, matcher in perimeter.no_copies
            ],
            "duties": list(self._duties()),
            "declared": list(self._declared()),
            "channels": list(self._channels()),
            "elections": self._time(
                self._horizon.edges(perimeter.ground.in_elections, _minutes_of(perimeter.ground.elections))
            ),
            "uncaptured": self._uncaptured(),
        }
        conditions = self.things["conditions"].items()
        written["proofs"] = [rank for condition, rank in conditions if condition.kind == "proof"]
        written["sets"] = list(map(list, self._sets))
        written["times"] = list(map(list, self._times))
        return written

    # --- rules -------------------------------------------------------------------------------------------------

    def _red_line(self, line: RedLine) -> Data:
        instead = line.instead if self._may_see(line) else ()
        return {"red": True, "instead": [self._rank("instead", text) for text in instead]}

    def _rule(self, rule: Rule) -> Data:
        asked: Data = {"authority": RANK[authority_of(rule)]}
        for name in GATHERED:
            things = getattr(rule, name)
            if things and (name not in _WORDED or self._may_see(rule)):
                asked[name] = [self._rank(name, thing) for thing in ((things,) if name in _SINGLE else things)]
        circuits = [self.circuits[id_] for id_ in rule.validation if id_ in self.circuits]
        if circuits:
            asked["circuits"] = circuits
        if rule.lift in self.circuits:
            asked["lift"] = self.circuits[str(rule.lift)]
        if rule.request in self.doors:
            asked["request"] = self.doors[str(rule.request)]
        if rule.escalation_line in self.lines:
            asked["line"] = self.lines[str(rule.escalation_line)]
        if rule.if_no_answer and rule.if_no_answer.line in self.lines:
            asked["line_if_no_answer"] = self.lines[str(rule.if_no_answer.line)]
        bounds = limits.bounds_of([rule])
        if bounds:
            asked["limits"] = [self._bound(bound) for bound in bounds]
        return asked

    def _bound(self, bound: limits.Bound) -> Data:
        limit = bound.limit
        # What counts the rule itself is told by its rank.
        counts = f"#{self._ranks[bound.rule.id]}" if bound.counts == bound.rule.id else bound.counts
        written: Data = {
            "limit": self._rank("limits", limit) if self._may_see(bound.rule) else -1,
            "thing": self._limited.setdefault(bound.thing, len(self._limited)),
            "counts": counts,
            "window": f"{counts}/{limit.per}",
            "max": limit.max,
            "min": limit.min,
            "sum": limit.sum,
            "lifted": limit.lift is not None or None,
            "circuit": self.circuits.get(limit.lift or ""),
        }
        # The most that others ask of the same thing is asked of this one.
        others = {
            other.limit.min
            for other in limits.bounds_of(self._perimeter.brand.scope.rules)
            if other.thing == bound.thing and other.limit.min not in (None, limit.min)
        }
        if others:
            written["at_least"] = [[least, self._rank("limits", replace(limit, min=least))] for least in sorted(others)]
        return {key: value for key, value in written.items() if value is not None}

    def _clause(self, clause: Clause) -> Data:
        written: Data = {"rule": self._ranks[clause.rule.id], "match": self._match(clause.matcher)}
        aside = sorted(self._ranks[id_] for id_ in clause.sets_aside if id_ in self._ranks)
        if aside:
            written["aside"] = aside
        if clause.is_always_live and clause.rule.is_live(self._horizon.first):
            return written
        return self._dated(written, clause.rule)

    def _kept(self, line: RedLine) -> list[int]:
        """Return what is kept where nothing may be captured."""
        texts = line.instead if self._may_see(line) else ()
        return [self._rank("conditions", Condition(kind="proof", value=text)) for text in texts]

    def _rank(self, name: str, thing: Any) -> int:
        things = self.things[name]
        return things.setdefault(thing, len(things))

    def _waiting(self, line: Line) -> Data:
        """Return what a line says of the wait, by what it is called in an answer."""
        meanwhile, if_no_answer = self._perimeter.lines.waiting(line.id) if self._may_see(line) else (None, None)
        said = {"meanwhile": meanwhile, "if_no_answer": if_no_answer}
        return {name: [self._rank(name, thing)] for name, thing in said.items() if thing is not None}

    def _uncaptured(self) -> list[int]:
        """Return, for each thing to do meanwhile, the same without the order to capture."""
        return [
            self._rank("meanwhile", replace(wait, do=tuple(act for act in wait.do if act != CAPTURE)))
            for wait in tuple(self.things["meanwhile"])
        ]

    def _duties(self) -> Iterator[Data]:
        """Yield when each duty is set off by a message."""
        compiled = self._perimeter.ground.compile
        for rank, duty in enumerate(self.duties):
            exempt = [self._match(matcher) for situation in duty.exempt for matcher in compiled(situation)]
            for matcher in compiled(duty.trigger.match) if duty.trigger and duty.trigger.match else ():
                match = self._match(matcher)
                if exempt:
                    match["except"] = [*cast("list[Data]", match.get("except", [])), *exempt]
                yield self._dated({"duty": rank, "match": match}, duty)

    # --- matches -----------------------------------------------------------------------------------------------

    def _match(self, matcher: Matcher) -> Data:
        written: Data = {
            name: self._set(values, name) for name in _DIMENSIONS if (values := getattr(matcher, name)) is not None
        }
        if matcher.posture:
            written["posture"] = matcher.posture
        if matcher.during is not None:
            written["during"] = self._time(
                self._horizon.edges(
                    lambda at: any(in_force(period, at) for period in matcher.during or ()),
                    _minutes_of(matcher.during),
                )
            )
        if matcher.elections is not None:
            written["elections"] = matcher.elections
        if matcher.windows is not None:
            written["windows"] = [self._window(window) for window in matcher.windows]
        if matcher.when:
            written["when"] = {fact: bounds_as_data(bounds) for fact, bounds in matcher.when.items()}
        if matcher.exceptions:
            written["except"] = [self._match(exception) for exception in matcher.exceptions]
        return written

    def _set(self, values: Iterable[str], name: str) -> int:
        """Return the rank of a set of values; what the readers may not see is not among what they ask about."""
        seen = frozenset(values) - self._hidden.get(name, frozenset())
        return self._sets.setdefault(tuple(sorted(seen)), len(self._sets))

    def _time(self, edges: tuple[int, ...]) -> int:
        return self._times.setdefault(edges, len(self._times))

    def _window(self, window: RuleHours) -> Data:
        if window not in self._windows:
            calendar = self._perimeter.ground.calendar
            edges = self._horizon.edges(
                lambda at: window.holds(at, calendar, lambda: bool(window.service)), (window.from_, window.to)
            )
            self._windows[window] = self._time(edges)
        written: Data = {"time": self._windows[window]}
        return written if window.service is None else {**written, "service": window.service}

    def _dated(self, written: Data, record: Record) -> Data:
        """Return what is written of a record with the days on which it is in force, unless it always is."""
        edges = self._horizon.days_of(record.is_live)
        return written if edges == self._horizon.always else {**written, "live": self._time(edges)}

    # --- the ground --------------------------------------------------------------------------------------------

    def _defaults(self, posture: int) -> list[list[object]]:
        """Return the default lines at a posture, each with the days on which it is the one."""
        lines = self._perimeter.lines
        named = dict.fromkeys(line.id for line in self._perimeter.brand.escalation.lines if line.default)

        def is_default(id_: str) -> Callable[[datetime], bool]:
            def holds(at: datetime) -> bool:
                line = lines.default(at.date(), posture)
                return line is not None and line.id == id_

            return holds

        return [
            [self.lines[id_], self._time(edges)] for id_ in named if (edges := self._horizon.edges(is_default(id_), ()))
        ]

    def _declared(self) -> Iterator[Data]:
        ground = self._perimeter.ground
        for posture in self._perimeter.brand.brand.postures:
            if not posture.level:
                continue
            moments = (moment for moment in (posture.declared_at, posture.until) if moment is not None)
            edges = self._horizon.edges(posture.holds_at, (at.hour * 60 + at.minute for at in moments))
            if not edges:
                continue
            written: Data = {"level": POSTURES.index(posture.level), "time": self._time(edges)}
            for name in ("channels", "topics", "places"):
                if getattr(posture, name):
                    written[name] = self._set(ground.expand(getattr(posture, name)), name)
            yield written

    def _channels(self) -> Iterator[Data]:
        """Yield, for each channel, its hours of service and the acts that it does not offer."""
        perimeter, ground = self._perimeter, self._perimeter.ground
        # Channels that are served at the same hours are looked at once.
        served_at: dict[tuple[RuleHours, ...], tuple[int, ...]] = {}
        for channel in filter(self._may_see, perimeter.brand.channels.channels):
            windows = ground.service_of(channel.id)
            if windows not in served_at:
                minutes = {edge for window in windows for edge in (window.from_, window.to)}
                served_at[windows] = self._horizon.edges(functools.partial(ground.in_service, channel.id), minutes)
            lacks = {act: ground.lack(channel.id, act) for act in perimeter.brand.values.actions}
            ranks = {act: self._rank("lacks", lack) for act, lack in lacks.items() if lack is not None}
            yield {"id": channel.id, "served": self._time(served_at[windows]), "lacks": ranks}

    def _values(self) -> Data:
        """Return the values that a question may name: another one counts as none."""
        values = self._perimeter.brand.values
        places = self._perimeter.places
        known = {"says": values.says, "topics": values.topics, "authors": values.authors, "places": places}
        return {name: sorted(frozenset(ids) - self._hidden.get(name, frozenset())) for name, ids in known.items()}


def bounds_as_data(bounds: FactBounds) -> Data:
    """Return what is asked of a fact: the edges that are set, or the values that will do."""
    written: Data = {
        "above": bounds.above,
        "up_to": bounds.up_to,
        "times_usual": bounds.times_usual,
        "among": None if bounds.among is None else sorted(bounds.among, key=str),
    }
    return {key: value for key, value in written.items() if value is not None}


def _minutes_of(periods: Iterable[Period]) -> Iterator[int]:
    for period in periods:
        yield from (int(edge) for edge in (period.from_time, period.until_time) if edge is not None)
