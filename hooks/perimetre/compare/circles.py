"""Say whether more people, or fewer, may read what is kept from some: records, pages, compartments.

Comes in: a record or a page before and after; the settings of two handbooks, the day. Goes out: what is widened or
narrowed. Whoever reads what, the public or a named circle, is told without repeating what they read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import replace

from perimetre.base.closed import Confidentiality
from perimetre.base.words import Message, counted, message
from perimetre.compare.changes import Change, Kind
from perimetre.compare.fields import field_phrases
from perimetre.compare.saying import Names, day, few, quoted
from perimetre.compare.weighed import Weighed, of_phrases
from perimetre.model import Handbook
from perimetre.model.basics import HOUSE, PageNote, Record
from perimetre.model.handbook import Compartment

# Who may read, the most first.
_READ: tuple[Confidentiality, ...] = ("public", "internal", "restricted")


def who_reads(
    before: Record | PageNote, after: Record | PageNote, name: str, what: Message, names: Names
) -> Iterator[Weighed]:
    """Yield whether more people may read a record, or a page, or fewer; nothing where nobody can tell.

    Args:
        before, after: the record, or the note of the page.
        name: the field that changes.
        what: what it is called.
        names: the names of whose it is.
    """
    if name == "confidentiality":
        # What nobody says is what the house reads.
        was, now = (replace(side, confidentiality=side.confidentiality or "internal") for side in (before, after))
        old, new = (_READ.index(side.confidentiality or "internal") for side in (was, now))
        if old != new:
            phrases = field_phrases(was, now, names, only=(name,))
            yield of_phrases("widened" if new < old else "narrowed", what, phrases)
    elif name == "compartment" and isinstance(before, Record) and isinstance(after, Record):
        if before.compartment is None:
            yield Weighed("narrowed", message("{what}: now kept in a compartment, for its readers alone.", what=what))
        elif after.compartment is None:
            yield Weighed("widened", message("{what}: no longer kept in a compartment.", what=what))


def compartment_changes(old: Handbook, new: Handbook, today: dt.date) -> Iterator[Change]:
    """Yield the compartments that come or go; of each other, its readers and its end.

    Args:
        old, new: the handbooks; what has another id has it on both sides.
        today: the day (in the house's zone): a compartment that is over keeps nothing from anybody.
    """
    reaches = tuple(brand.id for brand in new.brands)
    sides = [(handbook, handbook.house or handbook.brands[0]) for handbook in (new, old) if handbook.brands]
    before, after = ({circle.id: circle for circle in handbook.settings.compartments} for handbook in (old, new))
    for id_ in sorted(before.keys() | after.keys()):
        was, now = before.get(id_), after.get(id_)
        circle = now or was
        assert circle is not None
        for what in _of_circle(was, now, Names(*sides), today):
            yield Change(
                kind=what.kind,
                area="settings",
                brand=HOUSE,
                reaches=reaches,
                summary=what.sentence,
                details=what.details,
                place=circle.place,
                side="old" if now is None else "new",
                about=(id_,),
            )


def _of_circle(was: Compartment | None, now: Compartment | None, names: Names, today: dt.date) -> Iterator[Weighed]:
    circle = now or was
    assert circle is not None
    what = message("Compartment {title}", title=quoted(circle.title or circle.id, 60))
    if was is None or now is None:
        yield Weighed("added" if was is None else "removed", message("{what}.", what=what))
        return
    left: set[str] = {"title", "reason"}
    if was.holds(today) and now.holds(today):
        yield from _readers(was, now, what, names)
    else:
        left.add("readers")
    if was.until != now.until:
        words = {"what": what, "after": _end(now), "before": _end(was)}
        is_sooner = now.until is not None and (was.until is None or now.until < was.until)
        kind: Kind = "widened" if is_sooner else "narrowed"
        if not was.holds(today) and not now.holds(today):
            kind = "review"
        yield Weighed(kind, message("{what}: it holds {after} (before: {before}).", **words))
    phrases = field_phrases(was, now, names, only=left)
    if phrases:
        is_wording = was.readers == now.readers or "readers" not in left
        yield of_phrases("editorial" if is_wording else "review", what, phrases)


def _readers(was: Compartment, now: Compartment, what: Message, names: Names) -> Iterator[Weighed]:
    gained, lost = sorted({*now.readers} - {*was.readers}), sorted({*was.readers} - {*now.readers})
    if gained:
        words = {"what": what, "readers": _called(gained, names)}
        sentence = counted(
            "{what}: {readers} may now read what it keeps.",
            "{what}: {readers} may now read what it keeps.",
            len(gained),
            **words,
        )
        yield Weighed("widened", sentence)
    if lost:
        words = {"what": what, "readers": _called(lost, names)}
        sentence = counted(
            "{what}: {readers} may no longer read what it keeps.",
            "{what}: {readers} may no longer read what it keeps.",
            len(lost),
            **words,
        )
        yield Weighed("narrowed", sentence)


def _called(readers: Collection[str], names: Names) -> object:
    return few(names.called(reader) for reader in readers)


def _end(circle: Compartment) -> Message:
    return message("without end") if circle.until is None else message("until {day}", day=day(circle.until))
