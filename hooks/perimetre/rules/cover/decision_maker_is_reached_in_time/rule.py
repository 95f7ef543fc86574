"""A decision-maker is reached in time: at any hour, within what the severity promises, whoever answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from perimetre.base.diagnostics import Place, Problem
from perimetre.base.words import Listing, Message, message
from perimetre.cover import DayClass, delays, follow, gaps, level, pairs, required, unsettled
from perimetre.cover.intervals import Intervals, intersect, subtract, union
from perimetre.cover.lines import ordered
from perimetre.language.instants import instant, length
from perimetre.model import Line
from perimetre.rules.kit.check import Check, flaw
from perimetre.rules.kit.listings import severities
from perimetre.rules.kit.view import View

_DAYS: Mapping[DayClass, Message] = {
    "weekday": message("weekdays"),
    "weekend": message("weekends"),
    "holiday": message("public holidays"),
}


@dataclass(frozen=True, slots=True)
class _Late:
    """A line that is too slow at a severity: the longest time, what was promised, the minutes that are too slow."""

    line: Line
    number: int
    worst: int | None
    within: int | None
    when: Intervals


def find(view: View) -> Iterator[Problem]:
    """Yield the lines that reach a decision-maker too late, or none at some hours; gaps are told by their own rule."""
    alike: dict[tuple[object, ...], list[_Late]] = {}
    for late in _late(view):
        if not unsettled(view.cover, late.line):
            alike.setdefault((late.line.id, late.worst, late.within, late.when), []).append(late)
    for several in alike.values():
        yield _problem(view, several[0], severities(slow.number for slow in several))


def _late(view: View) -> Iterator[_Late]:
    cover = view.cover
    empty = {(gap.number, gap.line.id): union(gap.when, gap.on_purpose) for gap in gaps(cover)}
    for number, line in pairs(cover):
        asked = level(cover, number)
        severity = cover.severity(asked)
        within = severity.decision_within.minutes if severity and severity.decision_within else None
        waits = {
            delay.minutes: some
            for delay in delays(cover, line, asked, required(cover, number))
            if (some := subtract(delay.when, empty.get((number, line.id), ())))
        }
        slow = [minutes for minutes in waits if minutes is not None and within is not None and minutes > within]
        if slow:
            when = union(*(waits[minutes] for minutes in slow))
            yield _Late(line, asked, max(slow), within, when)
        if None in waits:
            yield _Late(line, asked, None, within, waits[None])


def _problem(view: View, late: _Late, severity: object) -> Problem:
    start = late.when[0][0]
    days = tuple(label for name, label in _DAYS.items() if intersect(late.when, view.cover.day_classes[name]))
    values = {
        "severity": severity,
        "line": late.line.id,
        "start": instant(view.cover.clock.wall(start)),
        "days": Listing(days),
    }
    if late.worst is None:
        what = message(
            "At severity {severity}, a call on `{line}` reaches nobody who can decide: on {start}, for instance "
            "({days}).",
            **values,
        )
        hint = message("Add a step that calls somebody who can decide at that hour, or put one on duty.")
        return flaw(late.line.place, what, hint)
    what = message(
        "At severity {severity}, somebody who can decide may be called as late as {worst} after the first call on "
        "`{line}`, where `decision_within` promises {within}: on {start}, for instance ({days}).",
        worst=length(late.worst),
        within=length(late.within or 0),
        **values,
    )
    call = follow(view.cover, late.line, late.number, start)
    steps = ordered(late.line)
    rank = next((step.rank for step in call.steps if step.decides and step.rank >= 0), None)
    related: list[tuple[Place, Message]] = []
    if rank is not None and rank < len(steps):
        related.append((steps[rank].place, message("The first who can decide then is called here.")))
    return flaw(
        late.line.place,
        what,
        message("Call somebody who can decide sooner: lower `after_minutes` on their step."),
        *related,
    )


RULE = Check(
    id="decision-maker-is-reached-in-time",
    level="error",
    needs=(61,),
    find=find,
)
