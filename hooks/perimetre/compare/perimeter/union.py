"""Put two perimeters side by side: the questions of both, and for each what holds on either side.

Comes in: the compiled perimeters of a brand before and after, and the first day. Goes out: a `Union`: its dimensions,
each cut into classes, and for each class the matches of both sides that take it, a bit each. A match that is the same
on both sides has one bit; those that are not, and what can speak with them, are all that is looked at: elsewhere
nothing can change.

A topic, an author or an act that one side does not know is `other` there, as when one asks; a role or a channel that it
does not have is absent, and nobody may do anything there.
"""

from __future__ import annotations

import copy
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import cast

from perimetre.base.closed import POSTURES
from perimetre.compare.perimeter.facing import Facing
from perimetre.compare.perimeter.sides import Side, Value
from perimetre.perimeter.bands import HORIZON, Bands
from perimetre.perimeter.decisions import Perimeter
from perimetre.perimeter.matching import Matcher
from perimetre.perimeter.verdicts import Verdicts

DIMENSIONS = ("role", "action", "channel", "posture", "phase", "place", "says", "topic", "author")
CHANNEL = DIMENSIONS.index("channel")
# Bits of no match: the role and the channel are there, before and after.
THERE_BEFORE, THERE_AFTER = 1, 2
THERE = THERE_BEFORE | THERE_AFTER


@dataclass(frozen=True, slots=True)
class Classes:
    """A dimension cut into classes: the values of each, and the bits that it keeps.

    Fields:
        values: of `channel`, pairs of a channel and an instant.
    """

    values: tuple[tuple[object, ...], ...]
    masks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Joint:
    """A match of one side, or of both where it is the same: the bit that it has on each side, or 0.

    Fields:
        before, after: the match as each side compiles it: it names the roles and the channels that this side has.
    """

    before: Matcher | None
    after: Matcher | None
    old: int = 0
    new: int = 0

    @property
    def matcher(self) -> Matcher:
        """The match, whatever the roles and the channels."""
        matcher = self.after or self.before
        assert matcher is not None
        return matcher


class Union:
    """Two perimeters side by side.

    Args:
        facing: the compiled perimeters, face to face; something must differ.
        today: the first day.

    Attributes:
        lonely: the roles and the channels that one side alone has.
        universe: the values of both sides, by dimension.
        dimensions: in the order of `DIMENSIONS`, each cut into classes.
        joints: the matches, each the bit that follows `THERE`'s and those of the joints before it.
        changing: the bits of which one must hold where both sides have the role and the channel.
        old, new: what the matches make on each side.
        days: for each day that stands for others, those within the horizon for which it does.
        minutes: the minutes of a day at which something may change.
    """

    def __init__(self, facing: Facing, today: date) -> None:
        self.today = today
        self.universe, self.lonely = facing.universe, facing.lonely
        self._facing = facing
        self._sides, self._shared = facing.sides, facing.shared
        self._is_lonely = any(self.lonely.values())
        near = [self._near(side) for side in self._sides]
        self.days, self.minutes = self._cut_days(near)
        first = datetime.combine(today, time())
        self.old, self.new = (Verdicts(perimeter, first, tuple(self.days)) for perimeter in near)
        self._join()
        self.dimensions = tuple(self._classes(name) for name in DIMENSIONS)

    def _near(self, side: Side) -> Perimeter:
        """Return a perimeter with those clauses only that can speak where something may change."""
        perimeter = copy.copy(side.perimeter)
        if not self._is_lonely:
            boxes = [
                other.box(clause.matcher)
                for other, of in zip(self._sides, self._facing.changed, strict=True)
                for clause in of
            ]
            perimeter.clauses = tuple(
                clause
                for clause in perimeter.clauses
                if any(all(map(int.__and__, side.box(clause.matcher), box)) for box in boxes)
            )
        return perimeter

    def _cut_days(self, near: Sequence[Perimeter]) -> tuple[dict[date, list[date]], tuple[int, ...]]:
        bands = [Bands(perimeter, self.today, 0) for perimeter in near]
        classes: dict[Hashable, list[date]] = {}
        for ahead in range(HORIZON):
            day = self.today + timedelta(days=ahead)
            classes.setdefault(tuple(band.signature(day) for band in bands), []).append(day)
        minutes = sorted({minute for band in bands for minute in band.minutes})
        return {days[0]: days for days in classes.values()}, tuple(minutes)

    @property
    def standing(self) -> frozenset[str]:
        """The ids of the rules that ask the same on both sides, and are in force on the same days."""
        asked = [{clause.rule.id: side.asked_by(clause) for clause in side.perimeter.clauses} for side in self._sides]
        return frozenset(id_ for id_, terms in asked[0].items() if asked[1].get(id_) == terms)

    @property
    def places_and_times(self) -> tuple[tuple[tuple[str, datetime], ...], ...]:
        """The classes of channels: pairs of a channel and an instant."""
        return cast("tuple[tuple[tuple[str, datetime], ...], ...]", self.dimensions[CHANNEL].values)

    # --- the matches of both sides -----------------------------------------------------------------------------

    def _join(self) -> None:
        """Give each match a bit: one for both sides, where a clause is the same."""
        waiting: dict[Hashable, list[int]] = {}
        for n, clause in enumerate(self.old.clauses):
            waiting.setdefault(self._sides[0].key(clause, self._shared), []).append(n)
        self.joints: list[Joint] = []
        self.changing = 0
        self._leads: list[tuple[int, int]] = []
        for m, clause in enumerate(self.new.clauses):
            same = waiting.get(self._sides[1].key(clause, self._shared))
            self._add(same.pop() if same else None, m)
        for alone in waiting.values():
            for n in alone:
                self._add(n, None)
        self._halves: dict[int, tuple[int, int]] = {}

    def _add(self, old: int | None, new: int | None) -> None:
        before = None if old is None else self.old.clauses[old].matcher
        after = None if new is None else self.new.clauses[new].matcher
        bit = self._bit(Joint(before, after, *(0 if n is None else 1 << n for n in (old, new))))
        if old is None or new is None:
            self.changing |= bit
        exceptions: dict[Hashable, list[tuple[int, Matcher]]] = {}
        taken = 0
        for at, exception in () if old is None else self.old.exceptions_of(old):
            exceptions.setdefault(self._sides[0].key_of(exception, self._shared), []).append((at, exception))
        for at, exception in () if new is None else self.new.exceptions_of(new):
            same = exceptions.get(self._sides[1].key_of(exception, self._shared))
            of_old, matcher = same.pop() if same else (0, None)
            taken |= self._bit(Joint(matcher, exception, of_old, at))
        for alone in exceptions.values():
            for at, exception in alone:
                taken |= self._bit(Joint(exception, None, at, 0))
        if taken:
            self._leads.append((bit, taken))

    def _bit(self, joint: Joint) -> int:
        self.joints.append(joint)
        return 2 << len(self.joints)

    def split(self, mask: int) -> tuple[int, int]:
        """Return the matches of a mask as each side counts them."""
        halves = self._halves.get(mask)
        if halves is None:
            old = new = 0
            rest = mask >> 2
            while rest:
                bit = rest & -rest
                joint = self.joints[bit.bit_length() - 1]
                old |= joint.old
                new |= joint.new
                rest ^= bit
            halves = self._halves[mask] = (old, new)
        return halves

    def may_change(self, depth: int, mask: int) -> bool:
        """Say whether anything can change where these matches hold, in what is left to say from a dimension on."""
        there = mask & THERE
        if there == THERE:
            return bool(mask & self.changing) or (self._is_lonely and depth <= CHANNEL)
        return bool(there)

    # --- the dimensions ----------------------------------------------------------------------------------------

    def _classes(self, name: str) -> Classes:
        if name == "channel":
            return self._gather(self._of_channels())
        if name == "posture":
            ranks = range(len(POSTURES))
            return self._gather(
                (POSTURES[rank], self._where(joint.matcher.posture <= rank for joint in self.joints)) for rank in ranks
            )
        return self._gather(self._of_values(name))

    def _of_values(self, name: str) -> Iterator[tuple[Value, int]]:
        taken = [self._taken(name, joint) for joint in self.joints]
        present = [side.present.get(name, -1) for side in self._sides]
        for rank, value in enumerate(self.universe[name]):
            there = (present[0] >> rank & 1) * THERE_BEFORE | (present[1] >> rank & 1) * THERE_AFTER
            yield value, self._where(of_joint >> rank & 1 for of_joint in taken) & ~THERE | there

    def _taken(self, name: str, joint: Joint) -> int:
        """Return the values that a match takes: on either side, where it is on both."""
        before = 0 if joint.before is None else self._sides[0].mask(name, joint.before)
        return before | (0 if joint.after is None else self._sides[1].mask(name, joint.after))

    def _of_channels(self) -> Iterator[tuple[tuple[Value, datetime], int]]:
        instants = [
            datetime.combine(day, time()) + timedelta(minutes=minute) for day in self.days for minute in self.minutes
        ]
        timed = [(4 << n, joint) for n, joint in enumerate(self.joints) if joint.matcher.is_timed]
        live = {day: self._live(day) for day in self.days}
        for channel, mask in self._of_values("channel"):
            for at in instants:
                holding = mask & live[at.date()]
                for bit, joint in timed:
                    if holding & bit and not self._is_time(joint, str(channel), at, mask):
                        holding ^= bit
                yield (channel, at), holding

    def _is_time(self, joint: Joint, channel: str, at: datetime, there: int) -> bool:
        """Say whether a match holds at an instant; one of both sides, by the side that has the channel."""
        before = joint.old and (there & THERE_BEFORE or not joint.new)
        return joint.matcher.admits_moment(channel, at, self._sides[0 if before else 1].perimeter.ground)

    def _live(self, day: date) -> int:
        """Return the matches whose rule is in force on a day, exceptions with it."""
        dead = 0
        for n, joint in enumerate(self.joints):
            for verdicts, bit in ((self.old, joint.old), (self.new, joint.new)):
                rank = bit.bit_length() - 1
                if bit and rank < len(verdicts.clauses) and not verdicts.clauses[rank].rule.is_live(day):
                    dead |= 4 << n
        return ~dead

    def _where(self, holding: Iterable[object]) -> int:
        return THERE | sum(4 << n for n, holds in enumerate(holding) if holds)

    def _gather(self, taken: Iterable[tuple[object, int]]) -> Classes:
        """Gather the values that the same matches take; exceptions of what does not hold there count for nothing."""
        classes: dict[int, list[object]] = {}
        for value, mask in taken:
            for bit, exceptions in self._leads:
                if not mask & bit:
                    mask &= ~exceptions
            classes.setdefault(mask, []).append(value)
        return Classes(tuple(map(tuple, classes.values())), tuple(classes))
