"""Compare two handbooks: every brand, every area, in the order in which one reads them.

Comes in: two handbooks and a day. Goes out: a `Comparison`.
"""

from __future__ import annotations

from datetime import date

from perimetre.base.diagnostics import Place
from perimetre.base.words import Message, message
from perimetre.compare.alike import told_once
from perimetre.compare.brands import brand_changes
from perimetre.compare.changes import Change, Comparison
from perimetre.compare.circles import compartment_changes
from perimetre.compare.cover import cover_changes
from perimetre.compare.files import file_changes, settings_changes
from perimetre.compare.order import in_order
from perimetre.compare.owners import owners
from perimetre.compare.pairs import Pair, pairs
from perimetre.compare.people import people_changes
from perimetre.compare.perimeter.comparing import perimeter_changes
from perimetre.compare.readers import reading_changes
from perimetre.compare.records import AREAS_OF, named, record_changes
from perimetre.compare.renames import Renamed, renames
from perimetre.compare.said import SaidAlready, together
from perimetre.language.labels import word
from perimetre.model import Brand, BrandFile, EscalationFile, Handbook, PeopleFile
from perimetre.model.basics import HOUSE
from perimetre.model.channels import ChannelsFile
from perimetre.model.contacts import ContactsFile
from perimetre.model.periods import PeriodsFile
from perimetre.model.places import PlacesFile

# The files on which it depends who answers.
COVERED = (PeopleFile, EscalationFile, BrandFile, ContactsFile, ChannelsFile, PlacesFile, PeriodsFile)


def compare(old: Handbook, new: Handbook, *, today: date) -> Comparison:
    """Return what changes from `old` to `new`.

    Args:
        old: the handbook before.
        new: the handbook after.
        today: the first day that is looked at (in the house's zone).
    """
    names = renames(old, new)
    before = names.before
    renaming = [
        *(_brand_renaming(former, brand) for former, id_ in names.brands.items() if (brand := new.brand(id_))),
        *(_renaming(rename) for rename in names.records),
    ]
    differing = [pair for pair in pairs(before, new) if _may_differ(pair)]
    of_perimeter = [*perimeter_changes(differing, today)]
    changes = [change for change, _ in of_perimeter]
    by_brand: list[Change] = []
    for pair in differing:
        by_brand += people_changes(pair, today)
        if before.settings != new.settings or pair.differs(*COVERED):
            by_brand += cover_changes(pair, today)
    changes += told_once(by_brand)
    changes += reading_changes(differing, today)
    told = SaidAlready(
        of=together(said for _, several in of_perimeter for said in several),
        schedules=frozenset(
            (brand, id_)
            for change in changes
            if change.area == "cover"
            for brand in change.reaches
            for id_ in change.about
        ),
        places=frozenset(change.place for change in changes if change.place is not None),
    )
    house = next((owner for owner in owners(before, new) if owner.id == HOUSE), None)
    for owner in owners(before, new):
        changes += record_changes(owner, told, today)
        changes += file_changes(owner, house if owner.id != HOUSE else None)
    changes += settings_changes(before, new)
    changes += compartment_changes(before, new, today)
    changes += brand_changes(before, new, today)
    return Comparison(in_order([*renaming, *changes]))


def _may_differ(pair: Pair) -> bool:
    """Say whether anything that a brand says, or has of the house, is not the same."""
    (old, before), (new, after) = pair.old, pair.new
    return before != after or old.settings != new.settings


def _brand_renaming(former: str, brand: Brand) -> Change:
    return Change(
        kind="renamed",
        area="records",
        brand=brand.id,
        reaches=(brand.id,),
        summary=_called_now("brand", former, brand.id),
        place=Place(brand.brand.place.file, ("formerly",), "key"),
        about=(brand.id,),
    )


def _called_now(kind: str, before: str, after: str) -> Message:
    return message(
        "{kind}: `{before}` is now called `{after}`.", kind=word("record_kind", kind), before=before, after=after
    )


def _renaming(rename: Renamed) -> Change:
    summary = _called_now(rename.namespace, rename.before, rename.after)
    if rename.within is not None:
        summary = message("{where}. {said}", where=named(rename.within, rename.within.KIND or ""), said=summary)
    return Change(
        kind="renamed",
        area=AREAS_OF.get(rename.within.KIND or "" if rename.within is not None else rename.namespace, "records"),
        brand=rename.brand,
        reaches=rename.reaches,
        summary=summary,
        place=rename.record.place,
        about=(rename.after if rename.within is None else rename.within.id,),
    )
