"""Find the layers that say who is on call as somebody's tool does, and the replacements that say the rest (cover).

Comes in: turns, the clock of their zone, the class of each day. Goes out: the parts of a `Schedule`. What is proposed
is unrolled as any schedule is, and wherever it does not say what the turns say, a replacement or a closure does: over
the days that were looked at the draft says the same, whatever was recognised.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple, TypeAlias

from perimetre.base.closed import WEEK
from perimetre.base.frozen import dataclass
from perimetre.base.undecided import TO_COMPLETE
from perimetre.cover.agreement import Held, disagreements
from perimetre.cover.intervals import DAY, ZoneClock
from perimetre.cover.schedules import plain_duties
from perimetre.cover.shifts import DayRange
from perimetre.model import Hours, Schedule, Text
from perimetre.model.people import ClosedOnPurpose, Layer, Override, Rotation
from perimetre.model.shared import Time

Every: TypeAlias = Literal["shift", "day", "week", "month"]
_EVERY: tuple[Every, ...] = ("week", "day", "month", "shift")
# The longest round of turns that is looked for, in turns; how much of a second round is seen before it is one.
_LONGEST_ROUND, _SEEN_AGAIN = 40, 1.5
# Below, a shift is a habit of its kind of day; above, what is left is no rule with exceptions.
_USUAL, _TOO_ODD = 0.5, 0.35
# A line of a layer says as much as so many replacements.
_LAYER_COSTS = 3
# Shifts of somebody that are further apart are replaced one by one.
_BETWEEN = timedelta(days=2)


class DayShift(NamedTuple):
    """A day's shift by the wall, and who holds it: minutes of the day, an end of 1440 or less after the start."""

    day: int
    from_: int
    to: int
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """The parts of a schedule that say what turns say.

    Fields:
        layers: what comes back; none: nothing does.
        overrides, closed: what it takes to say the rest, over the days that were looked at.
        without_holidays: the turns know no public holiday: the schedule has none.
        inexact: minutes that cannot be written, in the hour that comes twice.
    """

    layers: tuple[Layer, ...]
    overrides: tuple[Override, ...]
    closed: tuple[ClosedOnPurpose, ...]
    without_holidays: bool
    inexact: tuple[int, ...]

    @property
    def cost(self) -> int:
        """How much there is to read."""
        return len(self.overrides) + len(self.closed) + _LAYER_COSTS * sum(len(layer.shifts) for layer in self.layers)


def recognised(
    turns: Sequence[Held], clock: ZoneClock, window: DayRange, start: int, end: int, *, ends: bool
) -> Recognised:
    """Return the parts of a schedule that say what turns say between two minutes.

    Args:
        turns: who is on call, the first minute and the minute after the last.
        clock: the clock of the schedule.
        window: the days, with the public holidays of the house.
        start: the first minute of which the turns speak.
        end: the minute after the last.
        ends: whether the turns end there; else they go on as they are.
    """
    plain = DayRange(window.first, window.last, _weekday)
    pieces = sorted(set(_pieces(turns, clock)))
    choices: list[Recognised] = []
    for days, without in ((window, False), (plain, True)):
        layers = tuple(_layers(pieces, days, clock, start, end, ends=ends))
        choices.append(_completed(layers, turns, clock, days, start, end, without=without))
        if not layers:
            break
    choices.append(_completed((), turns, clock, window, start, end, without=False))
    return min(choices, key=lambda choice: choice.cost)


def _weekday(day: int) -> str:
    return WEEK[date.fromordinal(day).weekday()]


# --- shifts ----------------------------------------------------------------------------------------------------------


def _pieces(turns: Iterable[Held], clock: ZoneClock) -> Iterator[DayShift]:
    """Yield turns day by day: one that lasts longer changes hands with itself at the hour at which it began."""
    for start, end, person in turns:
        begin, finish = clock.wall(start), clock.wall(end)
        while begin < finish:
            until = min(finish, begin + timedelta(days=1))
            from_, to = begin.hour * 60 + begin.minute, until.hour * 60 + until.minute
            yield DayShift(begin.toordinal(), from_, to or DAY, person)
            begin = until


def _layers(
    pieces: Sequence[DayShift], days: DayRange, clock: ZoneClock, start: int, end: int, *, ends: bool
) -> Iterator[Layer]:
    """Yield the layers that say most of the pieces: the shifts that share a round of turns are one."""
    first, last = clock.wall(start).toordinal(), clock.wall(end - 1).toordinal()
    kinds = Counter(days.class_of(day) for day in range(first, last + 1))
    templates: dict[tuple[int, int], list[DayShift]] = defaultdict(list)
    for piece in pieces:
        if first <= piece.day <= last:
            templates[piece.from_, piece.to].append(piece)
    shifts: list[tuple[Hours, list[DayShift]]] = []
    for (from_, to), some in sorted(templates.items()):
        seen = Counter(days.class_of(day) for day in {piece.day for piece in some})
        usual = tuple(kind for kind in WEEK if seen[kind] and seen[kind] >= _USUAL * kinds[kind])
        kept = [piece for piece in some if days.class_of(piece.day) in usual]
        if len(kept) > 1:
            hours = Hours(days=usual, from_=Time(from_), to=Time(to))
            shifts.append((hours, kept))
    groups: list[tuple[list[Hours], list[DayShift], _Round]] = []
    for hours, some in shifts:
        alone = _round(some)
        if alone is None:
            continue
        for rank, (theirs, held, before) in enumerate(groups):
            together = _round([*held, *some])
            if together is not None and together.odd <= before.odd + alone.odd:
                groups[rank] = ([*theirs, hours], [*held, *some], together)
                break
        else:
            groups.append(([hours], some, alone))
    for rank, (week, _, round_) in enumerate(groups, 1):
        yield Layer(
            id=f"layer-{rank}",
            shifts=tuple(week),
            rotation=round_.rotation,
            people=() if round_.rotation else round_.people,
            from_=date.fromordinal(first) if round_.rotation is None else None,
            to=date.fromordinal(last) if ends else None,
        )


# --- rounds of turns -------------------------------------------------------------------------------------------------


class _Round(NamedTuple):
    """Who holds shifts in turn, or together; `odd`: how many shifts somebody else holds."""

    people: tuple[str, ...]
    rotation: Rotation | None
    odd: int


def _round(pieces: Sequence[DayShift]) -> _Round | None:
    """Return the round that says most of the pieces, or None where none does."""
    together: dict[tuple[int, int], set[str]] = defaultdict(set)
    for piece in pieces:
        together[piece.day, piece.from_].add(piece.person)
    teams = Counter(frozenset(people) for people in together.values())
    team, count = teams.most_common(1)[0]
    best: _Round | None = None
    if len(together) - count <= _TOO_ODD * len(together):
        best = _Round(tuple(sorted(team)), None, len(together) - count)
        if best.odd == 0:
            return best
    shifts = [(day, min(people)) for (day, _), people in sorted(together.items())]
    for every in _EVERY:
        for starts, turn_of in _countings(every, sorted(together)):
            found = _repeated([(turn_of[rank], person) for rank, (_, person) in enumerate(shifts)])
            if found is None or (best is not None and found[1] >= best.odd):
                continue
            if found[1] <= _TOO_ODD * len(shifts):
                rotation = Rotation(every=every, starts_on=date.fromordinal(starts), people=found[0])
                best = _Round(found[0], rotation, found[1])
    return best


def _countings(every: Every, shifts: Sequence[tuple[int, int]]) -> Iterator[tuple[int, list[int]]]:
    """Yield each way to count turns: the day on which the first begins, and the turn of each shift."""
    first = shifts[0][0]
    if every == "week":
        for back in range(7):
            yield first - back, [(day - first + back) // 7 for day, _ in shifts]
    elif every == "day":
        yield first, [day - first for day, _ in shifts]
    elif every == "shift":
        yield first, list(range(len(shifts)))
    else:
        begun = date.fromordinal(first)
        for on in {1, min(begun.day, 28)}:
            months = [_month(date.fromordinal(day), on) for day, _ in shifts]
            year, month = divmod(months[0], 12)
            yield date(year, month + 1, on).toordinal(), [each - months[0] for each in months]


def _month(day: date, on: int) -> int:
    return day.year * 12 + day.month - 1 - (day.day < on)


def _repeated(turns: Sequence[tuple[int, str]]) -> tuple[tuple[str, ...], int] | None:
    """Return the people of the round that says most of the turns, and how many shifts it does not say."""
    last = turns[-1][0]
    best: tuple[tuple[str, ...], int] | None = None
    for length in range(1, min(_LONGEST_ROUND, int((last + 1) / _SEEN_AGAIN)) + 1):
        slots: list[Counter[str]] = [Counter() for _ in range(length)]
        for turn, person in turns:
            slots[turn % length][person] += 1
        if not all(slots):
            continue
        chosen = [slot.most_common(1)[0] for slot in slots]
        odd = len(turns) - sum(count for _, count in chosen)
        # A longer round that says one shift more says nothing more.
        if best is None or odd + length // 4 < best[1]:
            best = tuple(person for person, _ in chosen), odd
        if odd == 0:
            break
    return best


# --- the rest --------------------------------------------------------------------------------------------------------


def amended(
    schedule: Schedule, turns: Sequence[Held], clock: ZoneClock, window: DayRange, start: int, end: int
) -> Recognised:
    """Return the replacements and closures to add to a schedule, so that it says what turns say between two minutes."""
    overrides, closed, inexact = _missing(schedule, turns, clock, window, start, end)
    return Recognised(
        layers=(), overrides=overrides, closed=closed, without_holidays=False, inexact=tuple(sorted(inexact))
    )


def _completed(
    layers: tuple[Layer, ...],
    turns: Sequence[Held],
    clock: ZoneClock,
    window: DayRange,
    start: int,
    end: int,
    *,
    without: bool,
) -> Recognised:
    """Return layers, with the replacements and closures that say what they do not."""
    overrides, closed, inexact = _missing(Schedule(id="draft", layers=layers), turns, clock, window, start, end)
    return Recognised(
        layers=layers,
        overrides=overrides,
        closed=closed,
        without_holidays=without,
        inexact=tuple(sorted(inexact)),
    )


def _missing(
    schedule: Schedule, turns: Sequence[Held], clock: ZoneClock, window: DayRange, start: int, end: int
) -> tuple[tuple[Override, ...], tuple[ClosedOnPurpose, ...], set[int]]:
    """Return the replacements and closures that a schedule lacks, and the minutes that cannot be written."""
    overrides: list[Override] = []
    closed: list[ClosedOnPurpose] = []
    inexact: set[int] = set()
    for found in disagreements(_said(schedule, clock, window), turns, start, end):
        for minute in (found.start, found.end):
            if clock.of(clock.wall(minute).replace(fold=0)) != minute:
                inexact.add(minute)
        from_, to = (_whole(clock, minute) for minute in (found.start, found.end))
        if not found.theirs:
            closed.append(ClosedOnPurpose(from_=from_, to=to, reason=Text(plain=TO_COMPLETE)))
            continue
        gone, come = sorted(found.ours - found.theirs), sorted(found.theirs - found.ours)
        # One who goes gives their shift to one who comes; to somebody who is there already, where nobody does.
        for left, taking in itertools.zip_longest(gone, come):
            person = taking if taking is not None else min(found.theirs)
            overrides.append(Override(from_=from_, to=to, person=person, instead_of=left))
    joined = _joined(overrides)
    whole = replace(
        schedule,
        overrides=(*schedule.overrides, *joined),
        closed_on_purpose=(*schedule.closed_on_purpose, *closed),
    )
    exact = not any(disagreements(_said(whole, clock, window), turns, start, end))
    return joined if exact else tuple(overrides), tuple(closed), inexact


def _said(schedule: Schedule, clock: ZoneClock, window: DayRange) -> list[Held]:
    """Return whom a schedule names, whether or not they can be there."""
    return [(duty.start, duty.end, duty.person) for duty in plain_duties(schedule, clock, window, lambda _: ()).duties]


def _joined(overrides: Iterable[Override]) -> tuple[Override, ...]:
    """Return replacements, those of somebody by the same person that follow each other within two days as one."""
    joined: list[Override] = []
    last: dict[tuple[str | None, str | None], int] = {}
    for change in overrides:
        key = (change.person, change.instead_of)
        rank = last.get(key)
        before = joined[rank].to if rank is not None and change.instead_of is not None else None
        if rank is not None and before is not None and change.from_ and change.from_ - before <= _BETWEEN:
            joined[rank] = replace(joined[rank], to=change.to)
            continue
        last[key] = len(joined)
        joined.append(change)
    return tuple(joined)


def _whole(clock: ZoneClock, minute: int) -> datetime:
    return clock.wall(minute).replace(fold=0)
