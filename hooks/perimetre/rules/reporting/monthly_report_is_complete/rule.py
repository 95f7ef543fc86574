"""The monthly report is complete, and comes in the first week of the month."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, key, value
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View

EXPECTED = ("actions", "followers", "ads", "community-voice", "tone", "captures")


def find(view: View) -> Iterator[Problem]:
    """Yield what the monthly report lacks."""
    monthly = [report for report in view.live(view.brand.reporting.reports) if report.cadence == "month"]
    if not monthly:
        yield flaw(
            view.lacking("reporting", "reports"),
            message("There is no monthly report."),
            message("Write one under `reports:`, with `cadence: month`, due in the first week."),
        )
        return
    covered = {section.covers for report in monthly for section in report.sections}
    missing = [section for section in EXPECTED if section not in covered]
    if missing and None not in covered:
        yield flaw(
            key(monthly[0], "sections"),
            message("The monthly report says nothing of {sections}.", sections=listed(missing)),
            message("Add a section for each (`covers`)."),
        )
    if all(report.due_day is not None and report.due_day > 7 for report in monthly):
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
