"""A permission is granted again in time: one that nobody renews no longer counts, and nobody learns it on the day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model.scope import PERMISSIONS
from perimetre.rules.kit.check import Check, flaw, key, value
from perimetre.rules.kit.view import View

AHEAD = timedelta(days=30)


def find(view: View) -> Iterator[Problem]:
    """Yield the permissions that are to be granted again: over, or soon; and what is no permission."""
    for rule in view.brand.scope.rules:
        if rule.regrant_by is None or rule.status != "approved" or rule.is_advice:
            continue
        day = rule.regrant_by.isoformat()
        if rule.authority is not None and rule.authority not in PERMISSIONS:
            yield flaw(
                key(rule, "regrant_by"),
                message("`{id}` restrains: were it to lapse on {day}, more would be allowed.", id=rule.id, day=day),
                message("Take `regrant_by:` out, or write `valid_until:` if it is meant to end."),
            )
        elif rule.has_lapsed(view.today):
            yield flaw(
                value(rule, "regrant_by"),
                message("`{id}` was to be granted again by {day}: it no longer counts.", id=rule.id, day=day),
                message("Grant it again with a later date, or deprecate it; meanwhile the other rules decide."),
            )
        elif rule.is_live(view.today) and rule.regrant_by <= view.today + AHEAD:
            yield replace(
                flaw(
                    value(rule, "regrant_by"),
                    message("`{id}` is to be granted again by {day}; else it no longer counts.", id=rule.id, day=day),
                    message("Ask whoever grants it, then write the next date."),
                ),
                level="warning",
            )


RULE = Check(
    id="permission-is-granted-again",
    level="error",
    needs=(99,),
    find=find,
)
