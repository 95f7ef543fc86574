"""An alert has a recipient and a delay, outside hours too."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, key, value
from perimetre.rules.kit.view import View

URGENT = ("brand-name", "leader-name", "product")


def find(view: View) -> Iterator[Problem]:
    """Yield the watches that alert nobody, or nobody at night."""
    for watch in view.live(view.brand.reporting.watch):
        if view.is_vacant(watch.alert_to):
            yield flaw(
                value(watch, "alert_to"),
                message("`{id}` alerts `{role}`, and nobody holds that role.", id=watch.id, role=watch.alert_to),
                message("Alert a role that somebody holds."),
                about=[watch.alert_to],
            )
        elif watch.kind in URGENT and watch.outside_hours is None and watch.line is None:
            yield flaw(
                key(watch, "outside_hours"),
                message("Nothing says who gets the alert of `{id}` outside service hours.", id=watch.id),
                message("Add `outside_hours:`, or the escalation `line` to follow."),
            )


RULE = Check(
    id="alert-has-delay-and-recipient",
    level="warning",
    needs=(47,),
    find=find,
)
