"""A review is done when it is due: two weeks of grace, then a warning, never more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from perimetre.base.diagnostics import Problem
from perimetre.base.words import Message, message
from perimetre.model import Record
from perimetre.model.reviews import Review, reviews
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View

GRACE = timedelta(days=14)


def find(view: View) -> Iterator[Problem]:
    """Yield what should have been reviewed; what was never reviewed is on the page of reviews."""
    for review in reviews(view.handbook, view.brand, view.today):
        if review.due is not None and review.is_late(view.today - GRACE):
            yield flaw(
                value(review.reviewed, "last_reviewed_on"),
                _said(review, review.due.isoformat()),
                message("Read it again with its owner, then write today's date under `last_reviewed_on`."),
            )


def _said(review: Review, day: str) -> Message:
    reviewed = review.reviewed
    if isinstance(reviewed, Record):
        return message("`{id}` was due for review by {day}.", id=reviewed.id, day=day)
    return message("The page that `{file}` makes was due for review by {day}.", file=reviewed.place.file, day=day)


RULE = Check(
    id="review-is-due",
    level="warning",
    needs=(),
    find=find,
)
