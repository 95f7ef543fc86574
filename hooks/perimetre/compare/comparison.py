"""Compare two handbooks: every brand, every area, in the order in which one reads them.

Comes in: two handbooks and a day. Goes out: a `Comparison`.
"""

from __future__ import annotations

from datetime import date

from perimetre.compare.changes import AREAS, KINDS, Change, Comparison
from perimetre.compare.cover import cover_changes
from perimetre.compare.owners import owners
from perimetre.compare.pairs import pairs
from perimetre.compare.people import people_changes, reading_changes
from perimetre.compare.perimeter.comparing import perimeter_changes
from perimetre.compare.records import record_changes
from perimetre.model import BrandFile, EscalationFile, Handbook, PeopleFile, ScopeFile
from perimetre.model.basics import HOUSE
from perimetre.model.contacts import ContactsFile


def compare(old: Handbook, new: Handbook, *, today: date) -> Comparison:
    """Return what changes from `old` to `new`.

    Args:
        old: the handbook before.
        new: the handbook after.
        today: the first day that is looked at (in the house's zone).
    """
    together = tuple(pairs(old, new))
    changes = [*perimeter_changes(together, today)]
    told = {id_ for change in changes for id_ in change.about}
    for pair in together:
        if pair.differs(PeopleFile, EscalationFile, BrandFile, ContactsFile, ScopeFile) or old.settings != new.settings:
            changes += people_changes(pair, today)
            changes += cover_changes(pair, today)
        changes += reading_changes(pair, today)
    for owner in owners(old, new):
        changes += record_changes(owner, told)
    return Comparison(tuple(sorted(changes, key=_order)))


def _order(change: Change) -> tuple[object, ...]:
    return (
        change.brand != HOUSE,
        change.brand,
        AREAS.index(change.area),
        KINDS.index(change.kind),
        change.about,
        -change.cells,
        repr(change.summary),
    )
