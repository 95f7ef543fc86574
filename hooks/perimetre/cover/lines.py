"""Follow a line: who is called at each step, and after how many minutes somebody can decide (cover).

Comes in: a `Cover`, a line and an instant, or the whole horizon. Goes out: a `Call`, or the delays of every minute of
the horizon, as sets of minutes.

The first call is that of the first step that has somebody; the steps before it are skipped. The others follow at their
`after_minutes` from it. In the worst case nobody answers before somebody who can decide. In the expected case everyone
answers: somebody who answers and cannot decide has the next step called at once where the step climbs by judgement, and
lets its time pass elsewhere. A line that has reached nobody who can decide is begun again as often as `repeat` says,
then calls its `fallback`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from perimetre.base.frozen import dataclass
from perimetre.cover.intervals import Intervals, holds, intersect, shift, subtract, union
from perimetre.cover.reach import Cover, Target, step_modes
from perimetre.model import Brand, Line, LineStep, Role, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class StepCall:
    """A step of a line as it is followed.

    Fields:
        rank: its place in the line, from 0; -1 for the fallback.
        after_minutes: as the line says; for the fallback, when it is called.
        minutes: minutes from the first call.
        targets: who is called.
        decides: whether one of those who can be reached can decide.
        tell: what to say to them, or None.
    """

    rank: int
    after_minutes: int
    minutes: int
    targets: tuple[Target, ...]
    decides: bool
    tell: Text | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nobody can be reached."""
        return not any(target.reachable for target in self.targets)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A line followed from an instant.

    Fields:
        line: the line.
        number: the severity.
        minute: the instant, in UTC minutes since 1970.
        steps: the first pass through the line.
        fallback: what the line falls back upon, or None if it says nothing of it.
        expected: minutes from the first call to somebody who can decide if everyone answers; None: never.
        worst: the same if nobody answers before them.
    """

    line: Line
    number: int
    minute: int
    steps: tuple[StepCall, ...]
    fallback: StepCall | None
    expected: int | None
    worst: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionDelay:
    """After how many minutes somebody can decide, for calls begun within some minutes.

    Fields:
        minutes: from the first call; None: the line reaches nobody who can.
        when: the minutes within which a call is begun.
    """

    minutes: int | None
    when: Intervals


def follow(cover: Cover, line: Line, number: int, minute: int) -> Call:
    """Return what a line gives when it is begun at a minute."""
    steps = ordered(line)
    offsets = [_offset(step) for step in steps]
    first = next(
        (rank for rank, step in enumerate(steps) if holds(cover.step_reached(step), minute)),
        None,
    )
    called: list[StepCall] = []
    for rank, step in enumerate(steps):
        later = 0 if first is None or rank < first else offsets[rank] - offsets[first]
        called.append(_step_call(cover, step, rank, offsets[rank], later, minute, number))
    fallback = None
    if line.fallback is not None:
        later = 0 if first is None else _passes(line) * pass_length(steps) - offsets[first]
        # Those who have just been called and have not answered are nobody's last resort.
        silent = {target.person for step in called for target in step.targets if target.reachable}
        last = cover.targets(line.fallback.call, minute + later)
        targets = tuple(target for target in last if target.person is None or target.person not in silent)
        decides = any(target.reachable and cover.decides(target.role, number) for target in targets)
        fallback = StepCall(
            rank=-1, after_minutes=later, minutes=later, targets=targets, decides=decides, tell=step.tell
        )
    here = ((minute, minute + 1),)
    pace = _pace(cover, line, number)
    (worst,) = _delays(here, *pace.reached, shape=pace.shape, everyone_answers=False)
    (expected,) = _delays(here, *pace.reached, shape=pace.shape, everyone_answers=True)
    return Call(
        line=line,
        number=number,
        minute=minute,
        steps=tuple(called),
        fallback=fallback,
        expected=expected.minutes,
        worst=worst.minutes,
    )


def delays(
    cover: Cover, line: Line, number: int, when: Intervals, *, everyone_answers: bool = False
) -> tuple[DecisionDelay, ...]:
    """Return after how many minutes somebody can decide, for a call begun at any minute of a set.

    Args:
        cover: who can be reached when.
        line: the line.
        number: the severity that is to be decided.
        when: the minutes.
        everyone_answers: the expected case, instead of the worst.

    Returns:
        The delays, each with its minutes; together they hold every minute of `when`, once.
    """
    pace = _pace(cover, line, number)
    return cover.once(_delays, when, *pace.reached, shape=pace.shape, everyone_answers=everyone_answers)


def _delays(when: Intervals, *reached: Intervals, shape: _Shape, everyone_answers: bool) -> tuple[DecisionDelay, ...]:
    """Return the delays of minutes, given whom the steps of a line reach (`_Reached`) and its shape."""
    worst = _Pace(reached, shape).delays(when, everyone_answers=False)
    if not everyone_answers:
        return _ranked(worst)
    # A step called sooner may find nobody who can decide where the step at its hour would: then its hour it is.
    answered = _Pace(reached, shape).delays(when, everyone_answers=True)
    sooner: dict[int | None, Intervals] = {}
    for minutes, begun in answered.items():
        for most, others in worst.items():
            least = most if minutes is None else minutes if most is None else min(minutes, most)
            sooner[least] = union(sooner.get(least, ()), intersect(begun, others))
    return _ranked(sooner)


def _ranked(by_delay: dict[int | None, Intervals]) -> tuple[DecisionDelay, ...]:
    ranked = sorted(by_delay.items(), key=lambda delay: (delay[0] is None, delay[0]))
    return tuple(DecisionDelay(minutes=minutes, when=when) for minutes, when in ranked if when)


@dataclasses.dataclass(frozen=True, slots=True)
class _Shape:
    """What a line is, whoever it calls: the minutes of its steps, which of them climb by judgement, its passes."""

    offsets: tuple[int, ...]
    judgement: tuple[bool, ...]
    passes: int
    length: int


@dataclasses.dataclass(frozen=True, slots=True)
class _Reached:
    """A line as it is followed: whom its steps reach, then who of them can decide, then the fallback; its shape."""

    reached: tuple[Intervals, ...]
    shape: _Shape


def _pace(cover: Cover, line: Line, number: int) -> _Reached:
    steps = ordered(line)
    call = line.fallback.call if line.fallback else ()
    last_resort = cover.once(union, *(cover.reached(target, (), number) for target in call))
    reached = [cover.step_reached(step) for step in steps]
    deciding = [cover.step_reached(step, number) for step in steps]
    shape = _Shape(
        tuple(_offset(step) for step in steps),
        tuple(step.climb == "judgement" for step in steps),
        _passes(line),
        pass_length(steps),
    )
    return _Reached((*reached, *deciding, last_resort), shape)


class _Pace:
    """Sort minutes by how long a line, begun then, takes to reach somebody who can decide."""

    def __init__(self, reached: Sequence[Intervals], shape: _Shape) -> None:
        steps = len(shape.offsets)
        self.offsets = shape.offsets
        self.judgement = shape.judgement
        self.reached = reached[:steps]
        self.deciding = reached[steps:-1]
        self.last_resort = reached[-1]
        self.passes = shape.passes
        self.length = shape.length
        self.by_delay: dict[int | None, Intervals] = {}

    def delays(self, when: Intervals, *, everyone_answers: bool) -> dict[int | None, Intervals]:
        """Return the minutes of a set by their delay; None: nobody who can decide is ever reached."""
        rest = when
        for first, start in enumerate(self.offsets):
            state = intersect(rest, self.reached[first])
            rest = subtract(rest, self.reached[first])
            if not state:
                continue
            if everyone_answers:
                state = self._answered(first, state)
            for turn in range(1 if everyone_answers else 0, self.passes):
                for rank in range(first if turn == 0 else 0, len(self.offsets)):
                    state = self._settle(state, turn * self.length + self.offsets[rank] - start, self.deciding[rank])
            self._give_up(self._settle(state, self.passes * self.length - start, self.last_resort))
        # Every step is skipped: the fallback is called at once.
        self._give_up(self._settle(rest, 0, self.last_resort))
        return self.by_delay

    def _answered(self, first: int, state: Intervals) -> Intervals:
        """Follow a pass in which everyone answers; return the minutes from which nobody could decide."""
        times: dict[int, Intervals] = {0: state}
        for rank in range(first, len(self.offsets)):
            wait = self.offsets[rank + 1] - self.offsets[rank] if rank + 1 < len(self.offsets) else 0
            following: dict[int, Intervals] = {}
            for minutes, waiting in times.items():
                left = self._settle(waiting, minutes, self.deciding[rank])
                if self.judgement[rank]:
                    asked = shift(intersect(shift(left, minutes), self.reached[rank]), -minutes)
                    following[minutes] = union(following.get(minutes, ()), asked)
                    left = subtract(left, asked)
                following[minutes + wait] = union(following.get(minutes + wait, ()), left)
            times = following
        return union(*times.values())

    def _settle(self, state: Intervals, minutes: int, whom: Intervals) -> Intervals:
        """Note the minutes of a state from which `whom` is reached so many minutes later; return the others."""
        # The state is the smaller, as a rule: it is what is shifted.
        taken = shift(intersect(shift(state, minutes), whom), -minutes)
        if taken:
            self.by_delay[minutes] = union(self.by_delay.get(minutes, ()), taken)
        return subtract(state, taken) if taken else state

    def _give_up(self, state: Intervals) -> None:
        if state:
            self.by_delay[None] = union(self.by_delay.get(None, ()), state)


def last_resort(brand: Brand, line: Line) -> tuple[str, ...]:
    """Return those of a line's fallback whom no step of it has called: turns, roles or people, in its order."""
    if line.fallback is None:
        return ()
    called = {other for step in line.steps for target in step.call for other in _behind(brand, target)}
    return tuple(target for target in line.fallback.call if not _behind(brand, target) <= called)


def _behind(brand: Brand, target: str) -> frozenset[str]:
    """Return what a target comes to: its turns, or the people who hold it, or itself."""
    if brand.find(Role, target) is None:
        return frozenset((target,))
    turns = [turn.id for turn in brand.people.schedules if turn.role == target]
    holders = [given.person for given in brand.people.assignments if given.role == target and given.person]
    return frozenset(turns or holders or (target,))


def ordered(line: Line) -> tuple[LineStep, ...]:
    """Return the steps of a line by their minutes."""
    return tuple(sorted(line.steps, key=_offset))


def _offset(step: LineStep) -> int:
    return step.after_minutes or 0


def _passes(line: Line) -> int:
    return 1 + (line.repeat or 0)


def pass_length(steps: Sequence[LineStep]) -> int:
    """Return the minutes of one pass: the last step waits as long as the one before it did."""
    if not steps:
        return 0
    offsets = [_offset(step) for step in steps]
    if len(offsets) > 1:
        return offsets[-1] + max(1, offsets[-1] - offsets[-2])
    again = [contact.repeat_every.minutes for contact in steps[0].contact if contact.repeat_every is not None]
    return offsets[0] + max(again, default=1)


def _step_call(cover: Cover, step: LineStep, rank: int, written: int, later: int, minute: int, number: int) -> StepCall:
    targets = cover.targets(step.call, minute + later, step_modes(step))
    decides = any(target.reachable and cover.decides(target.role, number) for target in targets)
    return StepCall(rank=rank, after_minutes=written, minutes=later, targets=targets, decides=decides, tell=step.tell)
