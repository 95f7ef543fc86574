"""Put into sentences what one state of the playbooks has changed from another, for readers of the site.

Comes in: two handbooks, today's, and who reads. Goes out: the changes that they may be told of. What today's handbook
hides, and what either of the two hid by its own word, is told by none of them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Iterator

from perimetre.base.words import say
from perimetre.compare import Change, compare
from perimetre.compare.decided import Decisions
from perimetre.language import typography
from perimetre.model import Handbook
from perimetre.render.history import ToldChange
from perimetre.render.readers import Readers
from perimetre.rules.kit.discretion import Discretion
from perimetre.rules.kit.leaks import Reader

# As many sentences explain a change as somebody reads.
_DETAILS = 6


class Teller:
    """Tells changes to the readers of a site.

    Args:
        handbook: today's.
        readers: who reads.
        contained: the compartments that the pages contain.
    """

    def __init__(self, handbook: Handbook, readers: Readers, contained: Collection[str]) -> None:
        self._readers = readers
        self._contained = tuple(contained)
        self._today = self._discretion(handbook)

    @property
    def mark(self) -> str:
        """What differs where the same change is told otherwise, or not at all."""
        readers = self._readers
        hidden = sorted(self._today.ids), sorted(self._today.words)
        told = (readers.language, readers.audience, sorted(readers.closed), sorted(self._contained), hidden)
        return hashlib.sha256(repr(told).encode()).hexdigest()

    def told(self, old: Handbook, new: Handbook, day: dt.date) -> tuple[ToldChange, ...]:
        """Return what changes from one handbook to another, of what these readers may see.

        Args:
            old, new: the handbooks before and after.
            day: the day of the change, from which both are looked at.
        """
        silent = (self._today, self._discretion(old), self._discretion(new))
        closed = _closed_files(old, self._readers) | _closed_files(new, self._readers)
        changes, decisions = compare(old, new, today=day).changes, Decisions(old, new, day)
        return tuple(
            shown
            for change in changes
            if change.place is None or change.place.file not in closed
            for shown in self._shown(change, decisions, silent)
        )

    def _shown(self, change: Change, decisions: Decisions, silent: tuple[Discretion, ...]) -> Iterator[ToldChange]:
        place = change.place
        sentence, *details = (self._say(words) for words in (change.summary, *change.details))
        for discretion in silent:
            if discretion.ids & set(change.about) or (place is not None and discretion.hides(place)):
                return
            if discretion.hides_words((sentence,)):
                return
            details = [detail for detail in details if not discretion.hides_words((detail,))]
        naming = decisions.of(change)
        decision = naming.decision if naming is not None and naming.lack is None else None
        hidden = decision is not None and any(decision.id in discretion.ids for discretion in silent)
        yield ToldChange(
            kind=change.kind,
            area=change.area,
            brand=change.brand,
            reaches=change.reaches,
            about=change.about,
            sentence=sentence,
            details=tuple(details[:_DETAILS]),
            file=place.file if place is not None else "",
            decision=decision.id if decision is not None and not hidden else None,
        )

    def _say(self, words: object) -> str:
        return typography.typeset(say(words, self._readers.language), self._readers.language)

    def _discretion(self, handbook: Handbook) -> Discretion:
        readers = self._readers
        closed = readers.closed | handbook.settings.closed(readers.today, self._contained)
        return Discretion(handbook, Reader(audience=readers.audience, closed=closed, today=readers.today))


def _closed_files(handbook: Handbook, readers: Readers) -> frozenset[str]:
    """Return the files that make a page which readers may not see."""
    brands = (*handbook.brands, *((handbook.house,) if handbook.house else ()))
    notes = ((file, brand.note(kind)) for brand in brands for kind, file in brand.files.items())
    return frozenset(file for file, note in notes if note is not None and not readers.may_see(note))
