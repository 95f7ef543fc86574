"""A decision-maker is reached in time: at any hour, within what the severity promises, whoever answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from perimetre.base.diagnostics import Problem
from perimetre.base.words import Listing, Message, message
from perimetre.cover import delays, follow, gaps, level, pairs, required, unsettled
from perimetre.cover.intervals import Intervals, intersect, subtract, union
from perimetre.cover.lines import ordered
from perimetre.language.instants import instant, length
from perimetre.model import Line
from perimetre.rules.kit.check import Check, flaw
from perimetre.rules.kit.listings import severities
from perimetre.rules.kit.view import View

_DAYS = {
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
        yield _problem(view, several[0], severities(one.number for one in several))


def _late(view: View) -> Iterator[_Late]:
    cover = view.cover
    empty = {(one.number, one.line.id): union(one.when, one.on_purpose) for one in gaps(cover)}
    for number, line in pairs(cover):
        asked = level(cover, number)
        severity = cover.severity(asked)
        within = severity.decision_within.minutes if severity and severity.decision_within else None
        told = {
            one.minutes: some
            for one in delays(cover, line, asked, required(cover, number))
            if (some := subtract(one.when, empty.get((number, line.id), ())))
        }
        slow = [minutes for minutes in told if minutes is not None and within is not None and minutes > within]
        if slow:
            when = union(*(told[minutes] for minutes in slow))
            yield _Late(line, asked, max(slow), within, when)
        if None in told:
            yield _Late(line, asked, None, within, told[None])


def _problem(view: View, late: _Late, severity: object) -> Problem:
    start = late.when[0][0]
    days = tuple(said for name, said in _DAYS.items() if intersect(late.when, view.cover.day_classes[name]))  # type: ignore[index]
    values = {
        "severity": severity,
        "line": late.line.id,
        "start": instant(view.cover.clock.wall(start)),
        "days": Listing(days),
    }
    if late.worst is None:
        said = message(
            "At severity {severity}, a call on `{line}` reaches nobody who can decide: on {start}, for instance "
            "({days}).",
            **values,
        )
        hint = message("Add a step that calls somebody who can decide at that hour, or put one on duty.")
        return flaw(late.line.place, said, hint)
    said = message(
        "At severity {severity}, somebody who can decide may be called as late as {worst} after the first call on "
        "`{line}`, where `decision_within` promises {within}: on {start}, for instance ({days}).",
        worst=length(late.worst),
        within=length(late.within or 0),
        **values,
    )
    call = follow(view.cover, late.line, late.number, start)
    steps = ordered(late.line)
    rank = next((one.rank for one in call.steps if one.decides and one.rank >= 0), None)
    related: list[tuple[object, Message]] = []
    if rank is not None and rank < len(steps):
        related.append((steps[rank].place, message("The first who can decide then is called here.")))
    return flaw(
        late.line.place,
        said,
        message("Call somebody who can decide sooner: lower `after_minutes` on their step."),
        *related,  # type: ignore[arg-type]
    )


RULE = Check(
    id="decision-maker-is-reached-in-time",
    level="error",
    needs=(61,),
    find=find,
)
