"""A review is done when it is due: two weeks of grace, then a warning, never more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from perimetre.base.days import after
from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.model import Record
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View

GRACE = timedelta(days=14)


def find(view: View) -> Iterator[Problem]:
    """Yield what should have been reviewed."""
    defaults = view.handbook.settings.defaults
    for record in (*view.brand.own.values(), *view.brand.inherited.values()):
        if not isinstance(record, Record) or record.last_reviewed_on is None or not record.is_live(view.today):
            continue
        length = record.review_in or (defaults.review_in if defaults else None)
        if length is None:
            continue
        due = after(record.last_reviewed_on, length)
        if due + GRACE < view.today:
            yield flaw(
                value(record, "last_reviewed_on"),
                message("`{id}` was due for review by {day}.", id=record.id, day=due.isoformat()),
                message("Read it again with its owner, then write today's date under `last_reviewed_on`."),
            )


RULE = Check(
    id="review-is-due",
    level="warning",
    needs=(),
    find=find,
)
