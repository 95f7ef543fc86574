"""Put into sentences what one state of the playbooks has changed from another, for readers of the site.

Comes in: two handbooks, today's, and who reads. Goes out: the changes that they may be told of. What today's handbook
hides, or hid at any time since, is told by none of them; what the two states let through may be kept, and what is
hidden since is looked for at each build.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from perimetre.base.words import say
from perimetre.compare import Change, compare
from perimetre.compare.decided import Decisions
from perimetre.compare.renames import renames
from perimetre.language import typography
from perimetre.model import Handbook
from perimetre.model.basics import Record
from perimetre.render.history import ToldChange
from perimetre.render.readers import Readers
from perimetre.rules.kit.discretion import Discretion, Secrets
from perimetre.rules.kit.leaks import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldChanges:
    """What changes from one state to another, as its readers may be told it by the word of these two.

    Fields:
        changes: what changes.
        hidden: what the two hide; what was hidden once is not told of any time before either.
        brands: the id after the change of each brand that it renames, by its id before.
    """

    changes: tuple[ToldChange, ...]
    hidden: Secrets
    brands: Mapping[str, str] = field(default_factory=dict)

    def in_names(self, names: Mapping[str, str]) -> ToldChanges:
        """Return the same with the ids that brands have today: `names`, by their ids just after the change."""
        if not names:
            return self
        changes = tuple(
            replace(
                change,
                brand=names.get(change.brand, change.brand),
                reaches=tuple(sorted(names.get(brand, brand) for brand in change.reaches)),
                file=_in_folder(change.file, names),
            )
            for change in self.changes
        )
        files = frozenset(_in_folder(file, names) for file in self.hidden.files)
        return replace(self, changes=changes, hidden=replace(self.hidden, files=files))

    def but(self, hidden: Secrets) -> tuple[ToldChange, ...]:
        """Return the changes without what later states hide."""
        return _without(self.changes, hidden)


class PastTeller:
    """Tells changes to the readers of a site.

    Args:
        handbook: today's.
        readers: who reads.
        contained: the compartments that the pages contain.

    Fields:
        hidden: what today's handbook hides from them.
    """

    def __init__(self, handbook: Handbook, readers: Readers, contained: Collection[str]) -> None:
        self._readers = readers
        self._contained = tuple(contained)
        self.hidden = self._discretion(handbook).hidden

    @property
    def mark(self) -> str:
        """What differs where the same change is told otherwise, or not at all."""
        readers = self._readers
        told = (readers.language, readers.audience, sorted(readers.closed), sorted(self._contained))
        return hashlib.sha256(repr(told).encode()).hexdigest()

    def told(self, old: Handbook, new: Handbook, day: dt.date) -> ToldChanges:
        """Return what changes from one handbook to another, of what neither of the two hides from these readers.

        Args:
            old, new: the handbooks before and after.
            day: the day of the change, from which both are looked at.
        """
        decisions = Decisions(old, new, day)
        discretions = {"old": self._discretion(old), "new": self._discretion(new)}
        places = {"old": _records_by_place(old), "new": _records_by_place(new)}
        changes = tuple(
            self._in_words(change, decisions, places[change.side])
            for change in compare(old, new, today=day).changes
            if change.place is None or not (discretions[change.side].hides(change.place) or self._is_of_others(change))
        )
        hidden = discretions["old"].hidden | discretions["new"].hidden
        told = ToldChanges(changes=changes, hidden=hidden, brands=renames(old, new).brands)
        # What is told of the side before lies in its folder.
        told = told.in_names(told.brands)
        return replace(told, changes=_without(told.changes, told.hidden))

    def _is_of_others(self, change: Change) -> bool:
        """Say whether it is of a compartment: its name and who is in it are for those in it, also once it has ended."""
        is_of_one = change.place is not None and change.place.path[:1] == ("compartments",)
        return is_of_one and not {*change.about} & {*self._contained}

    def _in_words(self, change: Change, decisions: Decisions, records: Mapping[tuple[object, ...], str]) -> ToldChange:
        naming, place = decisions.of(change), change.place
        around = {records.get((place.file, *place.path[:size])) for size in range(len(place.path) + 1)} if place else ()
        return ToldChange(
            kind=change.kind,
            area=change.area,
            brand=change.brand,
            reaches=change.reaches,
            about=change.about,
            sentence=self._say(change.summary),
            holds=tuple(map(self._say, (*change.lists, *change.holds))),
            details=tuple(map(self._say, change.details)),
            file=place.file if place is not None else "",
            within=tuple(sorted(id_ for id_ in around if id_ is not None)),
            decision=naming.decision.id if naming is not None and naming.lack is None else None,
            stale=change.stale,
            agreed=change.agreed,
        )

    def _say(self, words: object) -> str:
        return typography.typeset(say(words, self._readers.language), self._readers.language)

    def _discretion(self, handbook: Handbook) -> Discretion:
        readers = self._readers
        closed = readers.closed | handbook.settings.closed(readers.today, self._contained)
        return Discretion(handbook, Reader(audience=readers.audience, closed=closed, today=readers.today))


def _records_by_place(handbook: Handbook) -> Mapping[tuple[object, ...], str]:
    """Return the id of each record by its file and its path there."""
    owners = (*handbook.brands, *((handbook.house,) if handbook.house else ()))
    records = (record for owner in owners for record in owner.own.values() if isinstance(record, Record))
    return {(record.place.file, *record.place.path): record.id for record in records}


def _in_folder(file: str, names: Mapping[str, str]) -> str:
    """Return a file, as printed, in the folder that its brand has today."""
    parts = file.split("/")
    for above, folder in enumerate(parts[1:-1]):
        if parts[above] == "brands" and folder in names:
            return "/".join((*parts[: above + 1], names[folder], *parts[above + 2 :]))
    return file


def _without(changes: tuple[ToldChange, ...], hidden: Secrets) -> tuple[ToldChange, ...]:
    """Return changes without what is hidden of them."""
    return tuple(
        replace(
            change,
            details=tuple(detail for detail in change.details if not hidden.hides_words((detail,))),
            decision=None if change.decision in hidden.ids else change.decision,
        )
        for change in changes
        if hidden.ids.isdisjoint((*change.about, *change.within))
        and change.file not in hidden.files
        and not hidden.hides_words((change.sentence, *change.holds))
    )
