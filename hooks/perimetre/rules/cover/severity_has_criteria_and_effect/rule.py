"""A severity has criteria and an effect: one knows when it is reached, and what it changes."""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.rules.kit.check import Check, flaw, key
from perimetre.rules.kit.view import View


def find(view: View) -> Iterator[Problem]:
    """Yield the severities that have no sign, or that change nothing."""
    for severity in view.live(view.brand.escalation.severities):
        if severity.place.file not in view.documents:
            continue
        criteria = severity.criteria
        if criteria is not None and not criteria.any and not criteria.all:
            yield flaw(
                key(severity, "criteria"),
                message("Nothing says how severity `{id}` is recognised.", id=severity.id),
                message("Write at least one criterion under `any:` or `all:`."),
            )
        effects = (severity.decision_within, severity.reply_within, severity.joins, severity.opens)
        if (severity.number or 0) >= 1 and not any(effects) and severity.response in (None, "none"):
            yield flaw(
                key(severity, "id"),
                message("Severity `{id}` changes nothing: nobody is called and nothing opens.", id=severity.id),
                message("Say how soon a decision is made (`decision_within`), who joins, or what it opens."),
            )


RULE = Check(
    id="severity-has-criteria-and-effect",
    level="error",
    needs=(),
    find=find,
)
