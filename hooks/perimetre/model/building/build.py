"""Build: turn valid documents into a `Handbook`, and check what only the whole can tell.

Comes in: the documents that their schemas accept, and the files that could not be read. Goes out: the handbook, and a
diagnostic for each word that names nothing, each id that stands twice, each circle, each place still to be completed.
What the house says is converted and checked once, and its objects are shared by all the brands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from typing import Any

from perimetre.base.diagnostics import Diagnostic, Place
from perimetre.base.frozen import dataclass
from perimetre.base.words import counted, message, some
from perimetre.model.basics import HOUSE, File, Named, Record
from perimetre.model.building import shipped
from perimetre.model.building.amounts import check_amounts, currencies
from perimetre.model.building.coherence import (
    MEMBERS,
    check_deputies,
    check_derogations,
    check_facts,
    check_groups,
    check_lexicon,
)
from perimetre.model.building.convert import Conversion, convert
from perimetre.model.building.dates import check_dates
from perimetre.model.building.findings import BuildFindings
from perimetre.model.building.identity import check_ids, check_names, check_replacements, check_values, doubles
from perimetre.model.building.inheritance import OwnerFiles, files_in_effect, unite, united
from perimetre.model.building.levels import LevelsAbove, check_levels, levels_above, renamed_through, stacked
from perimetre.model.building.names import KnownIds
from perimetre.model.building.references import check_references
from perimetre.model.escalation import EscalationFile
from perimetre.model.files import FILES
from perimetre.model.handbook import Settings
from perimetre.model.moderation import MEMBERSHIP, ModerationFile
from perimetre.model.scope import Group, ScopeFile
from perimetre.model.values import Choice, Values, ValuesFile
from perimetre.model.whole import Brand, Handbook, Unread
from perimetre.reading.document import Document
from perimetre.reading.filing import Filed, kind_of
from perimetre.reading.kinds import HANDBOOK, KINDS, REQUIRED


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What became of the documents.

    Fields:
        handbook: the whole, or None where there is nothing to build from.
        diagnostics: what is to be mended, in the order in which it is shown.
        names: what can be named; None where there is nothing to build from.
    """

    handbook: Handbook | None
    diagnostics: tuple[Diagnostic, ...]
    names: KnownIds | None = field(default=None, compare=False, repr=False)


def build(documents: Sequence[Document], unread: Iterable[Unread] = ()) -> Built:
    """Return the handbook that valid documents make.

    Args:
        documents: what was read and has its form, in any order; a file in no known place is passed over.
        unread: the files in known places that could not be read, or have not their form.
    """
    unread = frozenset(unread)
    if not documents:
        return Built(handbook=None, diagnostics=())
    documents = sorted(documents, key=lambda document: document.path)
    currency_of = currencies(documents)
    top, layers = _layers(documents, unread, currency_of=currency_of)
    settings = top.file(Settings) or Settings()
    house = layers.get(HOUSE)
    brands = {id_: layer for id_, layer in sorted(layers.items()) if id_ != HOUSE}
    above = levels_above(brands)
    levels = {id_: [*([house] if house else []), *(brands[up] for up in reversed(above[id_]))] for id_ in brands}
    values = _values(house, brands, above)
    findings = BuildFindings({document.file: document for document in documents})
    handbook = Handbook(
        settings=settings,
        values=values[HOUSE],
        house=_brand(house, None, {}, values=values[HOUSE]) if house else None,
        brands=tuple(
            _brand(*_as_read_by(layer, levels[id_], documents, currency_of), values=values[id_], levels=above[id_])
            for id_, layer in brands.items()
        ),
        to_complete=tuple(
            Place(reading.file, path)
            for layer in (top, *layers.values())
            for reading in layer.readings
            for path in reading.to_complete
        ),
        unread=unread,
    )
    # A required file that is missing is said once, by its place; what it would hold is not said to be missing too.
    there = {(file.kind, file.origin) for file in unread}
    missing = {
        Unread(kind, id_, "")
        for id_, layer in brands.items()
        for kind in REQUIRED
        if kind not in layer.printed and (kind, id_) not in there
    }
    if top.file(Settings) is None:
        missing.add(Unread(HANDBOOK, HANDBOOK, ""))
    # The handbook's own file speaks for the house.
    speaking = OwnerFiles(HOUSE, readings=[*top.readings, *(house.readings if house else ())])
    speaking.folders.update(house.folders if house else {})
    names = KnownIds(speaking, brands, values, shipped.values(), shipped.severities(), unread | missing, above)
    _check(handbook, speaking, house, brands, {id_: stacked(owners) for id_, owners in levels.items()}, names, findings)
    check_levels(house, brands, findings)
    check_amounts(levels, brands, handbook, currency_of, findings)
    check_dates(documents, findings)
    _check_completion(handbook, findings)
    if unread:
        files = sorted(file.file for file in unread)
        findings.add(
            "unread-file-is-not-judged",
            Place(files[0]),
            counted(
                "As long as {files} has errors, what refers to it is not checked.",
                "As long as {files} have errors, what refers to them is not checked.",
                len(files),
                files=some(f"`{file}`" for file in files),
            ),
            message("First fix what is reported on these files, then check again: the rest is checked then."),
            severity="info",
        )
    diagnostics = sorted(findings.diagnostics, key=lambda diagnostic: diagnostic.order)
    return Built(handbook=handbook, diagnostics=tuple(diagnostics), names=names)


def _as_read_by(
    brand: OwnerFiles, levels: Sequence[OwnerFiles], documents: Iterable[Document], currency_of: Mapping[str, str]
) -> tuple[OwnerFiles, OwnerFiles | None, Mapping[tuple[str, str], str]]:
    """Return what a brand and the levels above it say, as the brand reads it, and what takes the place of what.

    Where a record of a level takes the place of one above it under another id, what is said of the one holds of the
    other: the files are read again with that id; so they are where a level says an amount in each currency, and another
    one is wanted. Everywhere else the objects of the levels serve.

    Args:
        brand: what the brand says.
        levels: what those above it say, the house first.
        documents: all of them.
        currency_of: the currency of each level.
    """
    every = renamed_through((*levels, brand))
    known = {key for level in levels for key in level.records}
    renamed = {key: id_ for key, id_ in every.items() if key[1] != id_ and key in known}
    currency = currency_of[brand.origin]
    priced = any(
        currency_of[level.origin] != currency and any(reading.amounts for reading in level.readings) for level in levels
    )
    if not renamed and not priced:
        return brand, stacked(levels), every
    again = [_read_again(level, documents, renamed, currency) for level in levels]
    return _read_again(brand, documents, renamed, currency), stacked(again), every


def _read_again(
    layer: OwnerFiles, documents: Iterable[Document], renamed: Mapping[tuple[str, str], str], currency: str
) -> OwnerFiles:
    folder = f"{HOUSE}/" if layer.origin == HOUSE else f"brands/{layer.origin}/"
    files = [document for document in documents if document.path.startswith(folder)]
    again = _layers(files, (), renamed, currency_of={layer.origin: currency})[1].get(layer.origin, layer)
    scope = again.file(ScopeFile)
    if scope is not None:
        groups = tuple(_regrouped(group, renamed) for group in scope.groups)
        again.files[ScopeFile] = replace(scope, groups=groups)
    return again


def _regrouped(group: Group, renamed: Mapping[tuple[str, str], str]) -> Group:
    if group.of is None:
        return group
    kind = MEMBERS[group.of]
    return replace(group, members=tuple(renamed.get((kind, member), member) for member in group.members))


def _layers(
    documents: Iterable[Document],
    unread: Iterable[Unread],
    renamed: Mapping[tuple[str, str], str] | None = None,
    *,
    currency_of: Mapping[str, str],
) -> tuple[OwnerFiles, dict[str, OwnerFiles]]:
    """Convert every document into the layer of its folder; the handbook's own file, apart, speaks for the house."""
    top = OwnerFiles(HOUSE)
    # A brand whose every file is unread is there all the same.
    layers = {file.origin: OwnerFiles(file.origin) for file in unread if file.origin != HANDBOOK}
    for document in documents:
        filed = kind_of(document.path)
        # A document that has its form is a mapping.
        if isinstance(filed, Filed) and isinstance(document.data, dict):
            layer = top if filed.origin == HANDBOOK else layers.setdefault(filed.origin, OwnerFiles(filed.origin))
            _take(layer, filed.kind.id, document, document.data, renamed or {}, currency_of[layer.origin])
    for layer in layers.values():
        _join(layer)
    return top, layers


def _join(layer: OwnerFiles) -> None:
    """Put the records of a folder that joins a list of a file after those of that list."""
    for kind in KINDS.values():
        cls = FILES[kind.id]
        if kind.joins is None or kind.folder is None or not issubclass(cls, Record) or cls not in layer.folders:
            continue
        home = FILES[kind.joins]
        assert issubclass(home, File)
        file = layer.file(home) or home()
        joined: dict[str, Any] = {kind.folder: (*getattr(file, kind.folder), *layer.folders[cls])}
        layer.files[home] = replace(file, **joined)


# A server builds again what it has read at each save: of a file that has not changed, the same objects are given again,
# by which whoever compares two handbooks knows at once what is the same.
_last_converted: dict[object, tuple[Document, Conversion, File | Record]] = {}


def _take(
    layer: OwnerFiles,
    kind: str,
    document: Document,
    data: Mapping[str, object],
    renamed: Mapping[tuple[str, str], str],
    currency: str,
) -> None:
    """Convert a document, and file what it makes in a layer."""
    plain = (document.file, kind, layer.origin, frozenset[tuple[tuple[str, str], str]](), currency)
    key = (*plain[:3], frozenset(renamed.items()), currency)
    last, reading, root = _last_converted.get(plain, (None, None, None))
    # A file that names nothing of what is renamed says the same.
    if renamed and (last is not document or reading is None or reading.names_one_of(renamed)):
        last, reading, root = _last_converted.get(key, (None, None, None))
    if last is not document or reading is None or root is None:
        reading = Conversion(document.file, layer.origin, renamed, currency=currency)
        root = convert(FILES[kind], data, reading)
        _last_converted[key] = document, reading, root
    layer.readings.append(reading)
    for declared in reading.declared:
        if isinstance(declared.thing, Named) and not declared.thing.LOCAL:
            layer.records.setdefault((declared.kind, declared.id), declared.thing)
    if isinstance(root, Record):
        layer.folders.setdefault(type(root), []).append(root)
    else:
        layer.files[type(root)] = root
        layer.keys[type(root)] = frozenset(data)
        layer.printed[kind] = document.file


def _values(house: OwnerFiles | None, brands: Mapping[str, OwnerFiles], above: LevelsAbove) -> dict[str, Values]:
    """Return the values in use by origin; a brand that adds none shares those of the level above."""
    values = {HOUSE: _with(shipped.values(), house)}
    for id_ in sorted(brands, key=lambda id_: len(above[id_])):
        values[id_] = _with(values[above[id_][0] if above[id_] else HOUSE], brands[id_])
    return values


def _with(values: Values, layer: OwnerFiles | None) -> Values:
    file = layer.file(ValuesFile) if layer else None
    return values.with_(file) if file is not None else values


def _brand(
    layer: OwnerFiles,
    house: OwnerFiles | None,
    renamed: Mapping[tuple[str, str], str],
    *,
    values: Values,
    levels: tuple[str, ...] = (),
) -> Brand:
    """Return a brand in effect.

    Args:
        layer: what it says.
        house: what the house and the levels above it say together; None for the house itself.
        renamed: what takes the place of what.
        values: the words in use.
        levels: the brands above it, the nearest first.
    """
    single: dict[type[File], File] = {}
    folders: dict[type[Record], tuple[Record, ...]] = {}
    for kind, cls in FILES.items():
        if issubclass(cls, Record):
            # What joins a list is there, however it is written.
            if KINDS[kind].joins is None:
                theirs = house.folders.get(cls, ()) if house else ()
                folders[cls] = united(tuple(theirs), tuple(layer.folders.get(cls, ())))
        elif cls not in (Settings, ValuesFile):
            single[cls] = unite(cls, house, layer)
    escalation = single[EscalationFile]
    if isinstance(escalation, EscalationFile) and not escalation.severities:
        single[EscalationFile] = replace(escalation, severities=shipped.severities())
    moderation = single[ModerationFile]
    if isinstance(moderation, ModerationFile):
        values = _with_stages(values, moderation)
    return Brand(
        id=layer.origin,
        values=values,
        single=single,
        folders=folders,
        files=files_in_effect(house, layer),
        own=layer.records,
        inherited=house.records if house else {},
        renamed=renamed,
        above=levels,
    )


def _with_stages(values: Values, moderation: ModerationFile) -> Values:
    """Return values in which the fact of membership may be each of the stages that a house has."""
    fact = values.facts.get(MEMBERSHIP)
    if fact is None or not moderation.membership:
        return values
    stages = (Choice(id=stage.id, label=stage.title, definition=stage.description) for stage in moderation.membership)
    return replace(values, facts={**values.facts, MEMBERSHIP: replace(fact, choices=tuple(stages))})


def _check(
    handbook: Handbook,
    speaking: OwnerFiles,
    house: OwnerFiles | None,
    brands: Mapping[str, OwnerFiles],
    stacks: Mapping[str, OwnerFiles | None],
    names: KnownIds,
    findings: BuildFindings,
) -> None:
    layers = ({HOUSE: house} if house else {}) | dict(brands)
    owners = {**layers, HOUSE: speaking}
    twice = [double for origin, layer in owners.items() for double in doubles(layer, stacks.get(origin))]
    for origin, layer in layers.items():
        above = stacks.get(origin)
        check_values(layer, above, shipped.values(), findings)
        check_replacements(layer, above, names, findings)
        check_names(layer, [id_ for id_ in brands if id_ != origin], findings)
        check_derogations(layer, above, findings)
        check_lexicon(layer, above, findings)
    kinds = [double.declared.kind for double in twice]
    once = frozenset(kind for kind in kinds if kinds.count(kind) == 1)
    named = check_references({HOUSE: speaking} | dict(brands), names, once, findings)
    check_ids(twice, named, findings)
    for brand in (*([handbook.house] if handbook.house else []), *handbook.brands):
        check_deputies(brand, findings)
        if brand.scope.groups:
            check_groups(brand, names.members(brand.id, MEMBERS), findings)
        check_facts(layers[brand.id], brand.values.facts, findings)


def _check_completion(handbook: Handbook, findings: BuildFindings) -> None:
    for place in handbook.to_complete:
        key = next((str(step) for step in reversed(place.path) if isinstance(step, str)), "")
        findings.add(
            "to-complete-is-completed",
            place,
            message("`{key}` is still to be completed.", key=key),
            message("Write what the house has decided in the place of `to-complete`."),
            severity="error" if handbook.settings.in_service else "warning",
        )
