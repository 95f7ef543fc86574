"""Draft the page of the editorial line: pillars and their shares, dates that come back, what is not talked about."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from perimetre.base.words import message
from perimetre.model import EditorialFile, Recurrence
from perimetre.perimeter.recurrences import Occurrence, is_weekly, occurrences
from perimetre.render.desk import Desk
from perimetre.render.drafts import PageDraft

# How far ahead the dates are listed.
_DAYS = 200
_WEEKS = 2


def drafts(desk: Desk) -> Iterator[PageDraft]:
    """Return the draft of the editorial line; nothing where the brand has none."""
    line = desk.the_brand.of(EditorialFile)
    pillars = desk.seen(line.pillars)
    recurring = desk.seen(line.recurring)
    unspoken = desk.seen(line.not_about)
    if not (pillars or recurring or unspoken):
        return
    draft = desk.draft(
        "editorial",
        message("Editorial line"),
        "editorial/index.html",
        kind="editorial",
        group="every-day",
    )
    yield draft.showing(
        pillars=pillars,
        recurring=tuple((recurrence, is_weekly(recurrence)) for recurrence in recurring),
        dates=sorted(_coming(desk, recurring), key=lambda coming: coming.day),
        unspoken=unspoken,
        makers=() if desk.is_public else line.makers,
        drawn_up=() if desk.is_public else line.drawn_up,
        missions=desk.seen(desk.the_brand.missions.missions),
        operations=[
            operation
            for operation in desk.seen(desk.the_brand.operations)
            if operation.to is None or operation.to >= desk.today
        ],
    )


def _coming(desk: Desk, recurring: tuple[Recurrence, ...]) -> Iterator[Occurrence]:
    """Yield the dates to come: those of a year one by one, those of a week for a fortnight."""
    settings = desk.handbook.settings_of(desk.the_brand)
    for recurrence in recurring:
        coming = occurrences(desk.the_brand, recurrence, desk.today, _DAYS, settings)
        yield from itertools.islice(coming, _WEEKS) if is_weekly(recurrence) else coming
