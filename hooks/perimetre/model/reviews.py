"""Know what is to be read again, and by when: the one answer of the rule and of the page of reviews (stage build).

Comes in: a handbook, one of its brands, a day. Goes out: every record and every note of a page that bears a date of
review or a delay for the next one, whatever its kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from perimetre.base.days import after
from perimetre.base.durations import Duration
from perimetre.base.frozen import dataclass
from perimetre.model.basics import PageNote, Record
from perimetre.model.whole import Brand, Handbook


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Something that must be read again, and when.

    Fields:
        kind: the namespace of the record, or None for the note of a file's page.
        due: the day by which it is to be read again; None where it was never read, the last day of all where nothing
            says how often.
    """

    kind: str | None
    reviewed: Record | PageNote
    due: date | None

    def is_late(self, day: date) -> bool:
        """Say whether it should have been read again before a day; what was never read is late."""
        return self.due is None or self.due < day


def reviews(handbook: Handbook, brand: Brand, today: date) -> tuple[Review, ...]:
    """Return what is to be read again in a brand, the most urgent first; what is a draft or over is not."""
    defaults = handbook.settings.defaults
    usual = defaults.review_in if defaults else None
    reviewable: Iterable[tuple[str | None, Record | PageNote]] = (
        *_records(brand, today),
        *_notes(handbook, brand),
    )
    dated = [
        Review(kind=kind, reviewed=reviewed, due=_due(reviewed, usual))
        for kind, reviewed in reviewable
        if reviewed.last_reviewed_on is not None or reviewed.review_in is not None
    ]
    return tuple(sorted(dated, key=_order))


def _records(brand: Brand, today: date) -> Iterator[tuple[str, Record]]:
    for kind, record in brand.everything():
        if isinstance(record, Record) and record.is_live(today):
            yield kind, record


def _notes(handbook: Handbook, brand: Brand) -> Iterator[tuple[None, PageNote]]:
    for note in (handbook.settings.page, *(brand.note(kind) for kind in brand.files)):
        if note is not None:
            yield None, note


def _due(reviewed: Record | PageNote, usual: Duration | None) -> date | None:
    if reviewed.last_reviewed_on is None:
        return None
    delay = reviewed.review_in or usual
    return after(reviewed.last_reviewed_on, delay) if delay else date.max


def _order(review: Review) -> tuple[date, str, str]:
    reviewed = review.reviewed
    return review.due or date.min, reviewed.place.file, reviewed.id if isinstance(reviewed, Record) else ""
