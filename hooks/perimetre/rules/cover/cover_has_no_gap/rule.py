"""Cover has no gap: whenever a severity promises that somebody is reached, a call on its line reaches somebody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from perimetre.base.diagnostics import Problem
from perimetre.base.words import Message, counted, message
from perimetre.cover import Gap, Intervals, gaps, required, unsettled
from perimetre.cover.intervals import subtract, total
from perimetre.language.instants import instant, length, month
from perimetre.model import Line
from perimetre.rules.kit.check import Check, flaw
from perimetre.rules.kit.listings import listed, severities
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the gaps: once for the severities and the lines at which they are the same."""
    alike: dict[Intervals, list[Gap]] = {}
    for gap in gaps(view.cover):
        # What follows from something that the house has yet to complete, or from an hour lost, is said there.
        when = subtract(gap.when, view.lost(gap.line))
        if when and not unsettled(view.cover, gap.line):
            alike.setdefault(when, []).append(replace(gap, when=when, minutes=total(when)))
    for when, several in alike.items():
        lines = {gap.line.id: gap.line for gap in several}
        if not any(_holds(other, when) and lines.keys() <= {gap.line.id for gap in alike[other]} for other in alike):
            yield _problem(view, several, list(lines.values()))


def _holds(wide: Intervals, other: Intervals) -> bool:
    """Say whether a set holds another and more: a gap at all hours tells that of the working hours."""
    return wide != other and not subtract(other, wide)


def _problem(view: View, several: list[Gap], lines: list[Line]) -> Problem:
    cover, gap = view.cover, several[0]
    wall = cover.clock.wall
    values = {
        "severity": severities(alike.number for alike in several),
        "line": listed((line.id for line in lines), "or"),
        "start": instant(wall(gap.when[0][0])),
        "end": instant(wall(gap.when[0][1])),
    }
    others = len(gap.when) - 1
    if gap.minutes == total(required(cover, gap.number)):
        what = message("At severity {severity}, a call on {line} never reaches anybody.", **values)
    elif others:
        what = counted(
            "At severity {severity}, a call on {line} reaches nobody from {start} to {end}; {count} other gap until "
            "{until}, {total} in all.",
            "At severity {severity}, a call on {line} reaches nobody from {start} to {end}; {count} other gaps until "
            "{until}, {total} in all.",
            others,
            until=month(wall(gap.when[-1][0])),
            total=length(gap.minutes),
            **values,
        )
    else:
        what = message("At severity {severity}, a call on {line} reaches nobody from {start} to {end}.", **values)
    return flaw(
        lines[0].place,
        what,
        _hint(view, lines),
        *((line.place, message("This escalation line has the same gap.")) for line in lines[1:]),
    )


def _hint(view: View, lines: list[Line]) -> Message:
    """Say what to do; a closure counts where the line calls the schedule itself, and not the role that it is of."""
    called = {target for line in lines for step in line.steps for target in step.call}
    schedules = view.brand.people.schedules
    own = [schedule.id for schedule in schedules if schedule.id in called]
    if own:
        return message(
            "Put somebody on duty at those hours, or a deputy; or add `closed_on_purpose`, with a reason, to "
            "{schedules}.",
            schedules=listed(own, "or"),
        )
    of_role = [schedule for schedule in schedules if schedule.role in called]
    if of_role:
        return message(
            "Put somebody on duty at those hours, or a deputy; or, if nobody is to be, call `{schedule}` in the line "
            "in the place of `{role}`, and add `closed_on_purpose`, with a reason, to it.",
            schedule=of_role[0].id,
            role=of_role[0].role,
        )
    return message("Give somebody hours at those times, or a deputy; or call a schedule in which somebody is on duty.")


RULE = Check(id="cover-has-no-gap", level="error", needs=(58,), find=find)
