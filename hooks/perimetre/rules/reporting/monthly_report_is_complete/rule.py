"""The monthly report is complete, and comes in the first week of the month."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import Listing, message
from perimetre.rules.kit.check import Check, flaw, key, value
from perimetre.rules.kit.view import View

EXPECTED = ("actions", "followers", "ads", "community-voice", "tone", "captures")


def find(view: View) -> Iterator[Problem]:
    """Yield what the monthly report lacks."""
    monthly = [one for one in view.live(view.brand.reporting.reports) if one.cadence == "month"]
    if not monthly:
        yield flaw(
            view.lacking("reporting", "reports"),
            message("There is no monthly report."),
            message("Write one under `reports:`, with `cadence: month`, due in the first week."),
        )
        return
    covered = {section.covers for one in monthly for section in one.sections}
    missing = [one for one in EXPECTED if one not in covered]
    if missing and None not in covered:
        yield flaw(
            key(monthly[0], "sections"),
            message(
                "The monthly report says nothing of {sections}.", sections=Listing(tuple(f"`{one}`" for one in missing))
            ),
            message("Add a section for each (`covers`)."),
        )
    if all(one.due_day is not None and one.due_day > 7 for one in monthly):
        yield flaw(
            value(monthly[0], "due_day"),
            message("The monthly report comes after the first week of the month."),
            message("Write `due_day: 7` or less."),
        )


RULE = Check(
    id="monthly-report-is-complete",
    level="warning",
    needs=(62,),
    find=find,
)
