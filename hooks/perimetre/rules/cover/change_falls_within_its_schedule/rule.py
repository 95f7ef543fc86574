"""A change falls within its schedule: no absence, replacement or closure lies wholly before it begins, or after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model import Schedule
from perimetre.model.people import Absence, ClosedOnPurpose, Override
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the changes that nothing of the schedule can ever meet: most often, they bear the wrong year."""
    for schedule in view.cover.schedules:
        first, last = _bounds(schedule)
        changes: tuple[Absence | Override | ClosedOnPurpose, ...]
        changes = (*schedule.absences, *schedule.overrides, *schedule.closed_on_purpose)
        for change in changes:
            begins, ends = _day(change.from_), _day(change.to)
            if first and ends and ends < first:
                yield flaw(
                    key(change, "to"),
                    message(
                        "This ends on {day}, before `{id}` begins, on {first}: it changes nothing.",
                        day=ends.isoformat(),
                        id=schedule.id,
                        first=first.isoformat(),
                    ),
                    message("Check the year of the two dates; or delete the line."),
                    about=[schedule.id],
                )
            elif last and begins and last < begins:
                yield flaw(
                    key(change, "from"),
                    message(
                        "This begins on {day}, after `{id}` has ended, on {last}: it changes nothing.",
                        day=begins.isoformat(),
                        id=schedule.id,
                        last=last.isoformat(),
                    ),
                    message("Check the year of the two dates; or delete the line."),
                    about=[schedule.id],
                )


def _bounds(schedule: Schedule) -> tuple[date | None, date | None]:
    """Return the first day on which a layer is in force and the last; None where nothing says so."""
    firsts = [layer.from_ or (layer.rotation.starts_on if layer.rotation else None) for layer in schedule.layers]
    lasts = [layer.to for layer in schedule.layers]
    begun, ended = [day for day in firsts if day], [day for day in lasts if day]
    return (
        min(begun) if begun and len(begun) == len(firsts) else None,
        max(ended) if ended and len(ended) == len(lasts) else None,
    )


def _day(when: object) -> date | None:
    if isinstance(when, datetime):
        return when.date()
    return when if isinstance(when, date) else None


RULE = Check(id="change-falls-within-its-schedule", level="warning", needs=(58,), find=find)
