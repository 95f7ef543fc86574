"""A report covers the places that are not ours: what is said elsewhere counts as much."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield a problem where no report looks at third parties' places."""
    covered = {section.covers for report in view.live(view.brand.reporting.reports) for section in report.sections}
    if covered and "third-party-places" not in covered and None not in covered:
        yield flaw(
            view.lacking("reporting", "reports"),
            message("No report covers what is said in places that are not ours."),
            message("Add a section with `covers: third-party-places`."),
        )


RULE = Check(
    id="report-covers-third-party-places",
    level="warning",
    needs=(41,),
    find=find,
)
