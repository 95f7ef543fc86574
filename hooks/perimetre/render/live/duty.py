"""Write who is called, and when, as data: the browser says who is there at this minute, as `perimetre oncall` does.

Comes in: a `Cover` over the days to answer for, what the readers may see. Goes out: a value made of lists and numbers,
and what its numbers stand for. `render/assets/live/duty.js` follows a line in it as `cover.follow` does, and a test
compares the two. Instants are minutes in UTC from the first minute of the cover, half-open: neither the zone of the
phone nor the hour that comes twice changes an answer. Each is written as what it adds to the one before.

A person whom the readers may not see is a number, and of a schedule that they may not see only this is told: whether it
reaches somebody.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import TypeAlias

from perimetre.base.frozen import dataclass
from perimetre.cover import Cover, Intervals, Target
from perimetre.cover.intervals import intersect, union
from perimetre.cover.lines import ordered, pass_length
from perimetre.cover.ranks import Ranks
from perimetre.cover.reach import step_modes
from perimetre.model import Line, LineStep, Person, Record, Role, Schedule

Data: TypeAlias = dict[str, object]

# After how many days a copy may tell who is on duty no more without a warning: people swap their turns from one week to
# the next.
FRESH = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Somebody who is called, at some hours.

    Fields:
        target: the schedule, the role or the person that the line names.
        person: who it is; None: nobody is then, or the readers may not know.
        role: the role in which they are called, or None.
        reachable: whether they can be reached then.
        stands_in_for: the absent person whose place they take, or None.
    """

    target: str
    person: str | None
    role: str | None
    reachable: bool
    stands_in_for: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveDuty:
    """What a page needs to say in the browser who is called now.

    Fields:
        data: who is called when, as JSON.
        lines: the ids of the lines that the data name by rank.
        cards: those who are called, by rank.
        defaults: the ids of the lines that are followed by default on the first day, the gravest severity first.
        first: the same of the first of these alone, for a page that has one line for it; None: there is none.
    """

    data: str
    lines: tuple[str, ...]
    cards: tuple[Card, ...]
    defaults: tuple[str, ...]
    first: LiveDuty | None = None


def live_duty(cover: Cover, may_see: Callable[[Record], bool] = lambda _: True) -> LiveDuty:
    """Write who is called when, for the browser.

    Args:
        cover: who can be reached, over the days to answer for.
        may_see: whether the readers may see a record.
    """
    named = (cover.default_line(number) for number in sorted(set(cover.severities.values()), reverse=True))
    defaults = tuple(dict.fromkeys(line.id for line in named if line is not None and may_see(line)))
    first = _written(DutyWriter(cover, may_see, only=defaults[0]), defaults) if defaults else None
    return _written(DutyWriter(cover, may_see), defaults, first)


def _written(writer: DutyWriter, defaults: tuple[str, ...], first: LiveDuty | None = None) -> LiveDuty:
    data = writer.data()
    return LiveDuty(
        # Nothing in it may end the element that holds it.
        data=json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"),
        lines=tuple(writer.lines),
        cards=tuple(writer.cards),
        defaults=defaults,
        first=first,
    )


class DutyWriter:
    """The duties of a brand, being written as data.

    Args:
        cover, may_see: as for `live_duty`.
        only: the id of the one line to write; None: all that the readers may see.

    Attributes:
        lines: those that are written, each with its rank.
        cards: those who are called, each with its rank.
        targets: what lines call, by the ways in which a step reaches it, each with its rank.
    """

    def __init__(self, cover: Cover, may_see: Callable[[Record], bool], only: str | None = None) -> None:
        self._cover = cover
        self._may_see = may_see
        brand = cover.brand
        days = [cover.first + timedelta(days=ahead) for ahead in range(cover.days)]
        self._lines = [
            line
            for line in brand.escalation.lines
            if only in (None, line.id)
            and brand.is_among(line.brands)
            and may_see(line)
            and any(map(line.is_live, days))
        ]
        self._days = days
        self.lines = {line.id: rank for rank, line in enumerate(self._lines)}
        self.cards: dict[Card, int] = {}
        self._people: dict[str, int] = {}
        self._owners: list[int] = []
        self._states: dict[tuple[int, ...], int] = {}
        self.targets: dict[tuple[str, tuple[str, ...]], int] = {}
        self._stretches: list[list[list[int]]] = []
        self._times: dict[tuple[int, ...], int] = {}
        # A call that is begun at the last minute goes on.
        self._end = cover.end + max((_passes(line) * pass_length(ordered(line)) for line in self._lines), default=0)

    def data(self) -> Data:
        """Return the whole."""
        cover = self._cover
        lines = [self._line(line) for line in self._lines]
        numbers = sorted(set(cover.severities.values()))
        return {
            "start": cover.start,
            "end": cover.end,
            "old": cover.clock.minute(cover.first.toordinal() + FRESH),
            "lines": lines,
            "severities": {str(number): self._defaults(number) for number in numbers},
            "targets": self._stretches,
            "states": list(map(list, self._states)),
            "cards": [[owner, int(card.reachable)] for card, owner in zip(self.cards, self._owners, strict=True)],
            **self._office(),
            "times": list(map(list, self._times)),
        }

    def _office(self) -> Data:
        """Return when the house is at work, where somebody has said it."""
        hours = self._cover.service_hours()
        return {"office": self._time(hours)} if hours else {}

    def _line(self, line: Line) -> Data:
        steps = ordered(line)
        written: Data = {
            "steps": [self._step(step) for step in steps],
            "passes": _passes(line),
            "length": pass_length(steps),
        }
        if line.fallback is not None:
            written["fallback"] = [self._target(target, ()) for target in line.fallback.call]
        if not all(map(line.is_live, self._days)):
            written["live"] = self._days_of(line.is_live)
        return written

    def _step(self, step: LineStep) -> Data:
        return {
            "after": step.after_minutes or 0,
            "call": [self._target(target, step_modes(step)) for target in step.call],
            "reached": self._time(self._cover.step_reached(step)),
        }

    def _defaults(self, number: int) -> list[list[int]]:
        """Return the rank of the line that is followed by default at a severity, day by day; -1: none is."""

        def default(day: date) -> int:
            line = Ranks(self._cover.brand, day).default_line(number)
            return self.lines.get(line.id, -1) if line is not None else -1

        ranks = {self._cover.clock.minute(day.toordinal()): default(day) for day in self._days}
        return self._cut((minute, rank) for minute, rank in ranks.items())

    # --- who is behind a target --------------------------------------------------------------------------------------

    def _target(self, target: str, modes: tuple[str, ...]) -> int:
        """Return the rank of what a line calls, by some ways."""
        key = (target, modes)
        if key not in self.targets:
            edges = self._edges(target)
            states = ((minute, self._state(self._cover.targets((target,), minute, modes))) for minute in edges)
            self.targets[key] = len(self._stretches)
            self._stretches.append(self._cut(states))
        return self.targets[key]

    def _edges(self, target: str) -> list[int]:
        """Return the minutes at which those behind a target may be others, the first of all included."""
        cover = self._cover
        turns = (turn.id for turn in self._turns(target))
        edges = {
            edge
            for id_ in dict.fromkeys((target, *turns))
            for segment in cover.segments_of(id_)
            for edge in (segment.start, segment.end)
        }
        # Who would be called, were they there, changes with the day.
        edges |= {cover.clock.minute(day.toordinal()) for day in self._days}
        return sorted({cover.start, *(edge for edge in edges if cover.start < edge < self._end)})

    def _turns(self, target: str) -> Sequence[Schedule]:
        is_role = self._cover.brand.find(Role, target) is not None
        named = "role" if is_role else "id"
        return [turn for turn in self._cover.schedules if getattr(turn, named) == target]

    def _state(self, targets: Sequence[Target]) -> int:
        cards = tuple(dict.fromkeys(self._rank(target) for target in targets))
        return self._states.setdefault(cards, len(self._states))

    def _rank(self, target: Target) -> int:
        card = self.card(target)
        if card not in self.cards:
            self.cards[card] = len(self.cards)
            person = target.person if self._is_shown(target.target) else None
            self._owners.append(-1 if person is None else self._people.setdefault(person, len(self._people)))
        return self.cards[card]

    def card(self, target: Target) -> Card:
        """Return somebody who is called as the readers may know them."""
        if not self._is_shown(target.target):
            return Card(target=target.target, person=None, role=None, reachable=target.reachable)
        return Card(
            target=target.target,
            person=target.person,
            role=target.role,
            reachable=target.reachable,
            stands_in_for=target.stands_in_for,
        )

    def _is_shown(self, target: str) -> bool:
        """Say whether the readers may know who is behind a target: it, and the turns that it names, are theirs."""
        brand = self._cover.brand
        record = brand.find(Role, target) or brand.find(Schedule, target) or brand.find(Person, target)
        return (record is None or self._may_see(record)) and all(map(self._may_see, self._turns(target)))

    # --- times -------------------------------------------------------------------------------------------------------

    def _cut(self, values: Iterable[tuple[int, int]]) -> list[list[int]]:
        """Return when a value changes, and into what; the first minute is that of the cover."""
        steps: list[int] = []
        kept: list[int] = []
        last = self._cover.start
        for minute, value in values:
            if not kept or kept[-1] != value:
                steps.append(minute - last)
                kept.append(value)
                last = minute
        return [steps, kept]

    def _time(self, intervals: Intervals) -> int:
        """Return the rank of a set of minutes: it begins at the first, ends at the second, and so on."""
        within = intersect(intervals, ((self._cover.start, self._end),))
        return self._times.setdefault(tuple(self._differences(within)), len(self._times))

    def _differences(self, intervals: Intervals) -> Iterator[int]:
        last = self._cover.start
        for edge in (edge for interval in intervals for edge in interval):
            yield edge - last
            last = edge

    def _days_of(self, holds: Callable[[date], bool]) -> int:
        minute = self._cover.clock.minute
        days = [day.toordinal() for day in self._days if holds(day)]
        return self._time(union([(minute(day), minute(day + 1)) for day in days]))


def _passes(line: Line) -> int:
    return 1 + (line.repeat or 0)
