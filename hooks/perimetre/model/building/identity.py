"""Check ids: each stands once, a record that replaces another replaces something, a file's name is its id (build)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from perimetre.base.diagnostics import Place
from perimetre.base.suggest import closest
from perimetre.base.words import Message, message
from perimetre.model.basics import HOUSE, Record
from perimetre.model.brand import BrandFile
from perimetre.model.building.convert import Conversion, Declared
from perimetre.model.building.findings import BuildFindings
from perimetre.model.building.inheritance import ADD_UP, OwnerFiles
from perimetre.model.building.names import KnownIds
from perimetre.model.values import LISTS, Values, ValuesFile
from perimetre.reading.kinds import KINDS

_FIRST = message("It is already here.")
# As many ids of two files may stand twice, and each be told; beyond, one of the files is too many.
_EACH = 3


class Double(NamedTuple):
    """An id that stands twice: the second time, and the first."""

    file: str
    declared: Declared
    first: Declared


def doubles(layer: OwnerFiles, house: OwnerFiles | None) -> Iterator[Double]:
    """Yield the ids of a layer that stand twice, in it or in the house (`house` is None for the house itself)."""
    taken = {(known.kind, known.id): known for known in _common(house.readings)} if house else {}
    here: dict[tuple[object, ...], Declared] = {}
    for reading in layer.readings:
        for declared in reading.declared:
            inner = reading.owner_of(declared.path) if declared.thing.LOCAL else None
            key = (declared.kind, declared.id) if inner is None else (reading.file, inner, declared.kind, declared.id)
            first = here.setdefault(key, declared)
            if first is declared and inner is None:
                first = taken.get((declared.kind, declared.id), declared)
                thing = declared.thing
                if isinstance(thing, Record) and thing.replaces == thing.id and declared.kind not in ADD_UP:
                    continue
            if first is not declared and not _is_misnamed(declared):
                yield Double(reading.file, declared, first)


def check_ids(twice: Iterable[Double], named: Mapping[str, str], findings: BuildFindings) -> None:
    """Report the ids that stand twice.

    Args:
        twice: the ids.
        named: by kind, the word that is named elsewhere and that nothing bears: one of the two was called so.
        findings: where to report.
    """
    twice = tuple(twice)
    shared = Counter((one.file, one.first.thing.place.file) for one in twice)
    told: set[tuple[str, str]] = set()
    for file, declared, first in twice:
        pair = (file, first.thing.place.file)
        if file != pair[1] and shared[pair] > _EACH:
            if pair not in told:
                told.add(pair)
                _two_lists(declared, first, pair, shared[pair], findings)
            continue
        word = named.get(declared.kind)
        hint = message("Give one of the two another id.")
        if word is not None:
            hint = message(
                "Write `{line}` for one of the two: `{word}` is named elsewhere, and is missing.",
                line=f"id: {word}",
                word=word,
            )
        findings.add(
            "id-is-unique",
            Place(file, (*declared.path, "id")),
            message("The id `{id}` is used twice.", id=declared.id),
            hint,
            related=((Place(first.thing.place.file, (*first.path, "id")), _FIRST),),
        )


def _two_lists(declared: Declared, first: Declared, pair: tuple[str, str], count: int, findings: BuildFindings) -> None:
    """Report once a list that stands in two files: what is wrong is the file, and not each of its ids."""
    file, other = pair
    findings.add(
        "id-is-unique",
        Place(file, (*declared.path, "id")),
        message(
            "{count} ids of this file are already in `{other}`, beginning with `{id}`.",
            count=count,
            other=other,
            id=declared.id,
        ),
        message("Keep one of the two files, and move there what the other alone holds."),
        related=((Place(other, (*first.path, "id")), _FIRST),),
    )


def _common(readings: Iterable[Conversion]) -> Iterable[Declared]:
    return (declared for reading in readings for declared in reading.declared if not declared.thing.LOCAL)


def _is_misnamed(declared: Declared) -> bool:
    """Say whether a record that has its own file bears another id than the file: that is said already."""
    return not declared.path and declared.thing.place.file.rpartition("/")[2] != f"{declared.id}.yml"


def check_values(layer: OwnerFiles, house: OwnerFiles | None, shipped: Values, findings: BuildFindings) -> None:
    """Report the values of a layer that take the id of one that ships, without a word that it is meant."""
    file = layer.file(ValuesFile)
    if file is None:
        return
    common = house.file(ValuesFile) if house else None
    base = shipped.with_(common) if common is not None else shipped
    for kind, name in LISTS.items():
        hidden = getattr(file.hidden, name) if file.hidden else ()
        for rank, value in enumerate(getattr(file, name)):
            of_house = house is not None and (kind, value.id) in house.records
            if value.id in base.of(kind) and value.id not in hidden and name not in file.replace and not of_house:
                findings.add(
                    "id-is-unique",
                    Place(file.place.file, (name, rank, "id")),
                    message("The id `{id}` is already that of a value that ships with the product.", id=value.id),
                    message("Give it another id; or, to define it anew, hide the one that ships under `hidden:`."),
                )


def check_replacements(layer: OwnerFiles, house: OwnerFiles | None, names: KnownIds, findings: BuildFindings) -> None:
    """Report the records that replace nothing, or what nobody may replace.

    Args:
        layer: the house's, or a brand's.
        house: what the house says; None for the house itself.
        names: whether the file of the house that may hold the record could be read: else nobody can say.
        findings: where to report.
    """
    for reading in layer.readings:
        for declared in reading.declared:
            record = declared.thing
            if isinstance(record, Record) and record.replaces is not None:
                flaw = _flaw_of_replacement(record, record.replaces, declared.kind, house, names)
                if flaw is not None:
                    place = Place(reading.file, (*declared.path, "replaces"))
                    about = (record.replaces, record.id)
                    findings.add("replaces-names-a-house-record", place, *flaw, about=about)


def _flaw_of_replacement(
    record: Record, replaced: str, kind: str, house: OwnerFiles | None, names: KnownIds
) -> tuple[Message, Message] | None:
    """Return what is wrong with a record that replaces another, and what to write; None where nothing is."""
    if house is None and record.origin == HOUSE:
        return (
            message("What the house says replaces nothing: only a brand replaces a record, one of the house's."),
            message("Delete this line."),
        )
    if kind in ADD_UP:
        return (
            message(
                "A brand adds to the house's rules, groups, duties, periods, grounds and lexicon; it replaces none."
            ),
            message("Delete this line; what the brand says is then added to what the house says."),
        )
    known = [id_ for namespace, id_ in house.records if namespace == kind] if house else []
    if replaced in known or not names.could_be_read(kind, HOUSE):
        return None
    near = closest(replaced, known)
    hint = message("Did you mean `{near}`?", near=near) if near else None
    return (
        message("The house has nothing called `{id}` that this could replace.", id=replaced),
        hint or message("Delete this line, or name a record of the house."),
    )


def check_names(layer: OwnerFiles, others: Iterable[str], findings: BuildFindings) -> None:
    """Report the records and the brand whose id is not the name of their file or folder.

    Args:
        layer: the house's, or a brand's.
        others: the other brands.
        findings: where to report.
    """
    for cls, records in layer.folders.items():
        is_dated = KINDS[cls.KIND or ""].dated
        for record in records:
            stem = record.place.file.rpartition("/")[2].removesuffix(".yml")
            # Where a file's name begins with its day, the id may leave it out.
            known = {stem, stem.split("-", 3)[-1]} if is_dated else {stem}
            if record.id not in known:
                findings.add(
                    "file-name-is-its-id",
                    Place(record.place.file, ("id",)),
                    message("The file is called `{name}`, and the id is `{id}`.", name=f"{stem}.yml", id=record.id),
                    message("Write `id: {stem}`, or rename the file `{name}`.", stem=stem, name=f"{record.id}.yml"),
                )
    file = layer.file(BrandFile)
    if file is None or file.id in (None, layer.origin):
        return
    place = Place(file.place.file, ("id",))
    if layer.origin != HOUSE and file.id in others:
        findings.add(
            "id-is-unique",
            place,
            message("Two brands have the id `{id}`: this one, and that of the folder `{id}`.", id=file.id),
            message("Write `id: {folder}`, as the folder.", folder=layer.origin),
            about=(file.id, layer.origin),
        )
    else:
        findings.add(
            "brand-id-is-its-folder",
            place,
            message("The id is `{id}`, and the folder is `{folder}`.", id=file.id, folder=layer.origin),
            message(
                "Write `id: {folder}`, or rename the folder; where the brand has changed its name, add "
                "`formerly: [{id}]`.",
                folder=layer.origin,
                id=file.id,
            ),
        )
