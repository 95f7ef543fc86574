"""Compare what files say beside their records: the settings, the tone of the voice, the charter; and brands themselves.

Comes in: two handbooks. Goes out: changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields

from perimetre.base.diagnostics import LEVEL_WORDS, Place
from perimetre.base.words import message
from perimetre.compare.changes import Area, Change, Kind
from perimetre.compare.circles import who_reads
from perimetre.compare.fields import field_phrases
from perimetre.compare.keys import file_title, key_title
from perimetre.compare.neutral import neutral, neutral_field
from perimetre.compare.owners import Owner
from perimetre.compare.saying import Names, few, quoted
from perimetre.compare.weighed import Weighed, of_phrases
from perimetre.model import BrandFile, File, Handbook, Named, Part, Text
from perimetre.model.acknowledgements import AcknowledgementsFile
from perimetre.model.basics import HOUSE, PageNote
from perimetre.model.brand import Charter
from perimetre.model.files import FILES
from perimetre.model.readings import ReadingsFile

# What was done and read, not what is to be done.
_NO_POLICY = (AcknowledgementsFile, ReadingsFile)
# Told elsewhere, by what they do.
_ELSEWHERE = frozenset({"place", "page", "assignments", "charter", "edition", "id", "formerly"})
# Of the page of a file: who answers for it, and what begins it.
_OF_PAGE: tuple[tuple[Kind, str], ...] = (("review", "owner"), ("editorial", "introduction"))
_AREAS: dict[str, Area] = {"voice": "voice", "escalation": "cover", "people": "people", "templates": "templates"}


def file_changes(owner: Owner, house: Owner | None) -> Iterator[Change]:
    """Yield what the files of the house, or of a brand, say otherwise beside their records.

    Args:
        owner: the house or the brand.
        house: the house, of which a brand has what it does not say itself; None: there is none, or it is the house.
    """
    for kind, cls in FILES.items():
        if not issubclass(cls, File) or cls in _NO_POLICY:
            continue
        old, new = owner.old.single.get(cls), owner.new.single.get(cls)
        if old is None or new is None or old == new:
            continue
        keys = [
            field.name
            for field in fields(cls)
            if field.name not in _ELSEWHERE
            and _is_said(getattr(old, field.name), getattr(new, field.name))
            and neutral_field(field.name, getattr(old, field.name))
            != neutral_field(field.name, getattr(new, field.name))
            and not (house and _is_of_house(cls, field.name, owner, house))
        ]
        if keys:
            told = _told(file_title(kind), old, new, keys, Names(*owner.sides))
            yield Change(
                kind="review",
                area=_AREAS.get(kind, "records"),
                brand=owner.id,
                reaches=owner.reaches,
                summary=told.sentence,
                details=told.details,
                place=_first_place(new, keys) or new.place,
                about=tuple(sorted(keys)),
            )
        if not (house and _is_of_house(cls, "page", owner, house)):
            yield from _of_pages(owner, kind, old, new)
        if isinstance(old, BrandFile) and isinstance(new, BrandFile):
            yield from _of_charters(owner, old.charter, new.charter, house)


def _told(title: object, old: Part, new: Part, keys: Sequence[str], names: Names) -> Weighed:
    """Return what becomes of the keys of a file that are no records."""
    what = message("{file}, what changes", file=title)
    else_ = message("{what}: {keys}.", what=what, keys=few(key_title(type(new), name) for name in keys))
    return of_phrases("review", what, field_phrases(old, new, names, only=keys), else_)


def _of_pages(owner: Owner, kind: str, old: File, new: File) -> Iterator[Change]:
    """Yield what becomes of the page that a file makes: who may read it, who answers for it, how it begins."""
    before, after, names = old.page or PageNote(), new.page or PageNote(), Names(*owner.sides)
    what = message("{file}, the page", file=file_title(kind))
    told = [*who_reads(before, after, "confidentiality", what, names)]
    for does, key in _OF_PAGE:
        phrases = field_phrases(before, after, names, only=(key,))
        if phrases:
            told.append(of_phrases(does, what, phrases))
    for change in told:
        yield Change(
            kind=change.kind,
            area=_AREAS.get(kind, "records"),
            brand=owner.id,
            reaches=owner.reaches,
            summary=change.sentence,
            details=change.details,
            place=(new.page or new).place,
            about=(kind,),
        )


def _is_said(old: object, new: object) -> bool:
    """Say whether what a field holds is no list of records: those are compared one by one."""
    return not any(isinstance(item, Named) for value in (old, new) if isinstance(value, tuple) for item in value)


def _is_of_house(cls: type[File], name: str, owner: Owner, house: Owner) -> bool:
    pairs = ((owner.old, house.old), (owner.new, house.new))
    return all(getattr(brand.of(cls), name) == getattr(above.of(cls), name) for brand, above in pairs)


def _first_place(file: File, keys: list[str]) -> Place | None:
    for key in keys:
        value = getattr(file, key)
        first = value[0] if isinstance(value, tuple) and value else value
        if isinstance(first, Part):
            return first.place
    return None


def _of_charters(owner: Owner, old: Charter | None, new: Charter | None, house: Owner | None) -> Iterator[Change]:
    """Yield what the public gains, or loses, of what it was promised."""
    before, after = (charter or Charter() for charter in (old, new))
    if house is not None and _is_of_house(BrandFile, "charter", owner, house):
        return
    for name in ("we_promise", "we_moderate"):
        said = [{neutral(text): text for text in getattr(charter, name)} for charter in (before, after)]
        lost = [said[0][key] for key in said[0] if key not in said[1]]
        gained = [said[1][key] for key in said[1] if key not in said[0]]
        if lost and gained:
            yield _charter(owner, "review", lost, gained, after)
        elif lost or gained:
            yield _charter(owner, "weakened" if lost else "strengthened", lost, gained, after)
    if neutral(before.appeal) != neutral(after.appeal):
        yield _charter(owner, "review", [before.appeal or Text()], [after.appeal or Text()], after)


def _charter(owner: Owner, kind: Kind, lost: list[Text], gained: list[Text], after: Charter) -> Change:
    before, now = (few(quoted(text) for text in texts) for texts in (lost, gained))
    summary = message("What the public is told changes: {after} (before: {before}).", after=now, before=before)
    if not lost:
        summary = message("The public is now told: {after}.", after=now)
    elif not gained:
        summary = message("The public is no longer told: {before}.", before=before)
    return Change(
        kind=kind,
        area="records",
        brand=owner.id,
        reaches=owner.reaches,
        summary=summary,
        place=after.place if after.place.file else None,
        about=("charter",),
    )


def settings_changes(old: Handbook, new: Handbook) -> Iterator[Change]:
    """Yield what `handbook.yml` says otherwise; a rule of the check that is turned down weakens."""
    brands = tuple(brand.id for brand in new.brands)
    keys = [
        field.name
        for field in fields(type(new.settings))
        if field.name not in ("place", "page", "rule_levels", "compartments")
        and neutral_field(field.name, getattr(old.settings, field.name))
        != neutral_field(field.name, getattr(new.settings, field.name))
    ]
    if keys:
        sides = [(handbook, handbook.house or handbook.brands[0]) for handbook in (new, old) if handbook.brands]
        told = _told(message("Settings of the handbook"), old.settings, new.settings, keys, Names(*sides))
        yield Change(
            kind="review",
            area="settings",
            brand=HOUSE,
            reaches=brands,
            summary=told.sentence,
            details=told.details,
            place=new.settings.place,
            about=tuple(sorted(keys)),
        )
    levels = [
        {level.rule: level for level in settings.rule_levels if level.rule} for settings in (old.settings, new.settings)
    ]
    for rule in sorted(levels[0].keys() | levels[1].keys()):
        before, after = (side.get(rule) for side in levels)
        said = [(None if level is None else level.level) for level in (before, after)]
        if said[0] != said[1]:
            yield Change(
                kind="review",
                area="settings",
                brand=HOUSE,
                reaches=brands,
                summary=message(
                    "The check `{rule}`: its level is now {after} (before: {before}).",
                    rule=rule,
                    after=_level(said[1]),
                    before=_level(said[0]),
                ),
                place=(after or before or new.settings).place,
                side="new" if after is not None else "old",
                about=(rule,),
            )


def _level(level: str | None) -> object:
    return message("the usual one") if level is None else LEVEL_WORDS[level]
