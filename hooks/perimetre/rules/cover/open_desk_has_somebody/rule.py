"""An open desk has somebody: whenever a schedule says that it is open, somebody is on duty in it."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import Message, counted, message
from perimetre.cover import Intervals, gaps, lost_time, open_hours, vacant_posts
from perimetre.cover.intervals import subtract, total, union
from perimetre.language.instants import instant, length, month
from perimetre.model import Schedule
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the schedules that have nobody at some of the hours at which they are open."""
    for schedule in view.cover.schedules:
        asked = open_hours(view.cover, schedule)
        held = union((duty.start, duty.end) for duty in view.cover.duties_of(schedule.id))
        lacking = subtract(asked, held)
        if lacking and (alone := subtract(lacking, _told_elsewhere(view, schedule))):
            yield flaw(
                value(schedule, "open"),
                _what(view, schedule, asked, alone),
                message(
                    "Put somebody on duty at those hours; or change `open`, or add `closed_on_purpose`, with a reason."
                ),
                about=[schedule.id],
            )


def _told_elsewhere(view: View, schedule: Schedule) -> Intervals:
    """Return the hours of which another rule tells: a call in vain, a person who cannot come, a slip."""
    calls = {schedule.id, schedule.role}
    return union(
        *(
            gap.when
            for gap in gaps(view.cover)
            if any(target in calls for step in gap.line.steps for target in step.call)
        ),
        *(vacant.when for vacant in vacant_posts(view.cover) if vacant.schedule.id == schedule.id),
        *(lost.when for lost in lost_time(view.cover, schedule)),
    )


def _what(view: View, schedule: Schedule, asked: Intervals, lacking: Intervals) -> Message:
    wall = view.cover.clock_of(schedule).wall
    if lacking == asked:
        return message("`{id}` is open, and nobody is ever on duty in it.", id=schedule.id)
    values = {"id": schedule.id, "start": instant(wall(lacking[0][0])), "end": instant(wall(lacking[0][1]))}
    others = len(lacking) - 1
    if not others:
        return message("`{id}` is open, and nobody is on duty in it from {start} to {end}.", **values)
    return counted(
        "`{id}` is open, and nobody is on duty in it from {start} to {end}; {count} other time until {until}, {total} "
        "in all.",
        "`{id}` is open, and nobody is on duty in it from {start} to {end}; {count} other times until {until}, {total} "
        "in all.",
        others,
        until=month(wall(lacking[-1][0])),
        total=length(total(lacking)),
        **values,
    )


RULE = Check(id="open-desk-has-somebody", level="error", needs=(58,), find=find)
