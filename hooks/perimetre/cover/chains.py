"""Say whom a line calls in office hours, and whom in the evening, at night and at weekends, where they differ (cover).

Comes in: a `Cover` and a line. Goes out: the levels of the line in both; a level that reaches nobody is left out, and
minutes are counted from the first that is called.
"""

from __future__ import annotations

from perimetre.base.frozen import dataclass
from perimetre.cover.intervals import Intervals, intersect, subtract, total
from perimetre.cover.lines import ordered
from perimetre.cover.reach import Cover, step_modes
from perimetre.model import Line, LineStep
from perimetre.model.refs import PLACE_MANAGER


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A level of a line, at some hours.

    Fields:
        step: the step as it is written.
        call: those of its targets that can be called at these hours.
        minutes: minutes from the first call; None: not said yet.
    """

    step: LineStep
    call: tuple[str, ...]
    minutes: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chains:
    """A line, by the hour at which it is begun.

    Fields:
        line: the line.
        office: its levels in office hours; at any hour, where it is the same.
        evening: its levels at the other hours, perhaps none; None where the hour changes nothing.
    """

    line: Line
    office: tuple[Level, ...]
    evening: tuple[Level, ...] | None = None


def by_hours(cover: Cover, line: Line) -> Chains:
    """Return the levels of a line in the brand's service hours and outside them.

    Somebody is there at some hours who can be reached for most of them. Those who are reached neither in office hours
    nor at the others are in both: what is wrong with them is told elsewhere.
    """
    office = intersect(cover.service_hours(), cover.whole)
    evening = subtract(cover.whole, office)
    if not office or not evening:
        return Chains(line=line, office=_levels(line, frozenset()))
    only: dict[bool, set[tuple[int, str]]] = {True: set(), False: set()}
    for rank, step in enumerate(ordered(line)):
        for target in step.call:
            reached = cover.reached(target, step_modes(step))
            # A shop answers while it is open.
            by_day = target == PLACE_MANAGER or _mostly(reached, office)
            if by_day != _mostly(reached, evening):
                only[by_day].add((rank, target))
    if not only[True] and not only[False]:
        return Chains(line=line, office=_levels(line, frozenset()))
    return Chains(
        line=line,
        office=_levels(line, frozenset(only[False])),
        evening=_levels(line, frozenset(only[True])),
    )


def _mostly(reached: Intervals, hours: Intervals) -> bool:
    return 2 * total(intersect(reached, hours)) > total(hours)


def _levels(line: Line, away: frozenset[tuple[int, str]]) -> tuple[Level, ...]:
    """Return the levels of a line without those who are away, each the rank of a step and one of its targets."""
    levels: list[Level] = []
    first: int | None = None
    for rank, step in enumerate(ordered(line)):
        call = tuple(target for target in step.call if (rank, target) not in away)
        if step.call and not call:
            continue
        if first is None and step.after_minutes is not None:
            first = step.after_minutes
        minutes = step.after_minutes - (first or 0) if step.after_minutes is not None else None
        levels.append(Level(step=step, call=call, minutes=minutes))
    return tuple(levels)
