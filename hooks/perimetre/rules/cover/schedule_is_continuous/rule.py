"""A schedule is continuous: no hour is lost between two shifts by the way it is written."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import counted, message
from perimetre.cover import lost_time
from perimetre.language.instants import hour, instant, month
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the short holes between two shifts, each once however often it comes back."""
    for schedule in view.cover.schedules:
        for lost in lost_time(view.cover, schedule):
            begins = f"{lost.begins // 60:02}:{lost.begins % 60:02}"
            yield flaw(
                value(lost.shift, "to") if lost.shift is not None else schedule.place,
                counted(
                    "Nobody of `{id}` is on duty from {ends} to {begins}: {count} time until {until}, "
                    "the first on {first}.",
                    "Nobody of `{id}` is on duty from {ends} to {begins}: {count} times until {until}, "
                    "the first on {first}.",
                    lost.count,
                    id=schedule.id,
                    ends=hour(lost.ends),
                    begins=hour(lost.begins),
                    until=month(view.cover.clock.wall(view.cover.end - 1)),
                    first=instant(view.cover.clock_of(schedule).wall(lost.first)),
                ),
                message(
                    "A shift goes up to its `to`, that minute left out: write `{example}`; or, for a break that is "
                    "wanted, `closed_on_purpose` with a reason.",
                    example=f'to: "{begins}"',
                ),
                *([(lost.following.place, message("The next shift begins here."))] if lost.following else []),
                about=[schedule.id],
            )


RULE = Check(id="schedule-is-continuous", level="error", needs=(58,), find=find)
