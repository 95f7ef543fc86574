"""Hold what the pages tell of the past: what each merge has changed, in sentences that their readers may read.

A part of the stage render. Comes in: nothing, these are values. Goes out: `History`, and what of it bears on a brand.
"""

from __future__ import annotations

import datetime as dt

from perimetre.base.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldChange:
    """One thing that has changed, as readers are told it.

    Fields:
        kind, area, brand, reaches, about: as in `compare.Change`.
        sentence: what has changed, in the language of the readers; ids stand between backquotes.
        holds: what the sentence holds for and asks besides, in the same way: part of what is said.
        details: what explains it, in the same way.
        file: where it is written, as printed; "" where it is written nowhere.
        within: the ids of the records in which it is written there.
        decision: the id of the decision that came with it and names it, or None.
        stale, agreed: as in `compare.Change`.
    """

    kind: str
    area: str
    brand: str
    reaches: tuple[str, ...]
    about: tuple[str, ...]
    sentence: str
    holds: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    file: str = ""
    within: tuple[str, ...] = ()
    decision: str | None = None
    stale: tuple[str, ...] = ()
    agreed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PastChange:
    """What one merge has changed.

    Fields:
        id: the first letters of the id of its commit.
        at: when it came to the branch, in the house's zone.
        changes: what it has changed that is told; None where one of the two states cannot be read today.
    """

    id: str
    at: dt.datetime
    changes: tuple[ToldChange, ...] | None

    def of(self, brand: str) -> PastChange | None:
        """Return what of it bears on a brand; None where nothing does."""
        if self.changes is None:
            return self
        ours = tuple(change for change in self.changes if brand in (change.brand, *change.reaches))
        return PastChange(id=self.id, at=self.at, changes=ours) if ours else None


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What has changed, as far back as it is told.

    Fields:
        past: what each merge has changed, the newest first.
        since: the day from which everything is told.
        is_whole: whether that is the day of the first playbooks.
        is_cut: whether more was to be told, and comparing would have taken too long.
    """

    past: tuple[PastChange, ...]
    since: dt.date
    is_whole: bool = False
    is_cut: bool = False

    def of(self, brand: str) -> tuple[PastChange, ...]:
        """Return what of each merge bears on a brand, those that do not left out."""
        return tuple(ours for past in self.past if (ours := past.of(brand)) is not None)
