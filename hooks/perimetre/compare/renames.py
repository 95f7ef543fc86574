"""Say what has another id and is the same thing (`formerly`), and put what was before into the names of today.

Comes in: two handbooks. Goes out: what was renamed, brands first, and the handbook before as it would be with the new
ids, so that what is compared then differs by what it says alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace

from perimetre.compare.new_names import Holder, Ids, NewNames, choices_of, holder_of, in_new_names
from perimetre.compare.owners import Owner, owners
from perimetre.model import Handbook, LineStep, Named, Part
from perimetre.model.basics import HOUSE
from perimetre.model.crisis import Phase
from perimetre.model.moderation import FilterRule, ModerationFile
from perimetre.model.values import Choice


@dataclass(frozen=True, slots=True, kw_only=True)
class Renamed:
    """A record that has another id, or a part of one.

    Fields:
        brand: who wrote it: a brand, or "house".
        reaches: the brands that have it.
        namespace: its kind.
        before, after: its id before, and its id of today.
        record: what bears it today.
        within: of a part that is known in one record alone, that record.
    """

    brand: str
    reaches: tuple[str, ...]
    namespace: str
    before: str
    after: str
    record: Part
    within: Named | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Renames:
    """What has another id from one handbook to another.

    Fields:
        before: the handbook before, with the ids of today.
        brands: the id of today of each brand that has another, by that of before.
        records: the records that have another id, and the parts of records.
    """

    before: Handbook
    brands: Mapping[str, str]
    records: tuple[Renamed, ...]


def renames(old: Handbook, new: Handbook) -> Renames:
    """Return what says that it was called otherwise, where it was, and where nothing is called so any more."""
    brands = _renamed_brands(old, new)
    before = in_new_names(old, NewNames(common={"brand": brands} if brands else {}))
    records = (*_renamed_circles(before, new), *_renamed(before, new))
    before = in_new_names(before, _known(records, before))
    parts = tuple(_renamed_parts(before, new))
    before = in_new_names(before, _known_within(parts, before, new))
    return Renames(before=before, brands=brands, records=(*records, *parts))


def _renamed_brands(old: Handbook, new: Handbook) -> Mapping[str, str]:
    left = {brand.id for brand in old.brands} - {brand.id for brand in new.brands}
    known = {brand.id for brand in old.brands}
    ids: dict[str, str] = {}
    for brand in new.brands:
        # Of two that say that they were the same one, the first was.
        former = next((id_ for id_ in brand.brand.formerly if id_ in left and id_ not in ids), None)
        if brand.id not in known and former is not None:
            ids[former] = brand.id
    return ids


def _renamed(old: Handbook, new: Handbook) -> Iterator[Renamed]:
    for owner in owners(old, new):
        for (namespace, id_), (before, after) in owner.records().items():
            if before is not None or after is None:
                continue
            for former in after.formerly:
                if (namespace, former) in owner.old.own and (namespace, former) not in owner.new.own:
                    yield _of(owner, namespace, former, id_, after)
                    break


def _renamed_circles(old: Handbook, new: Handbook) -> Iterator[Renamed]:
    """Yield the compartments, which `handbook.yml` holds."""
    reaches = tuple(brand.id for brand in new.brands)
    known, there = ({circle.id for circle in handbook.settings.compartments} for handbook in (old, new))
    for circle in new.settings.compartments:
        former = next((id_ for id_ in circle.formerly if id_ in known and id_ not in there), None)
        if circle.id not in known and former is not None:
            yield Renamed(
                brand=HOUSE, reaches=reaches, namespace=circle.KIND, before=former, after=circle.id, record=circle
            )


def _of(owner: Owner, namespace: str, before: str, after: str, record: Part, within: Named | None = None) -> Renamed:
    return Renamed(
        brand=owner.id,
        reaches=owner.reaches,
        namespace=namespace,
        before=before,
        after=after,
        record=record,
        within=within,
    )


def _renamed_parts(old: Handbook, new: Handbook) -> Iterator[Renamed]:
    """Yield what is known in one record alone: the steps of a scenario, the layers of a schedule."""
    for owner in owners(old, new):
        for before, after in owner.records().values():
            if before is not None and after is not None and before is not after and before != after:
                yield from _renamed_within(owner, before, after, after)
        filters, of_today = (brand.single.get(ModerationFile) for brand in (owner.old, owner.new))
        if filters is not None and of_today is not None and filters != of_today:
            yield from _renamed_within(owner, filters, of_today, None, kinds=(FilterRule,))


def _renamed_within(
    owner: Owner, before: Part, after: Part, within: Named | None, kinds: tuple[type[Part], ...] = (Part,)
) -> Iterator[Renamed]:
    bearing = [part for part in _parts_of(after) if isinstance(part, kinds) and _formerly(part)]
    if not bearing:
        return
    known, there = ({(part.KIND, _id(part)) for part in _parts_of(whole)} for whole in (before, after))
    for part in bearing:
        kind, id_ = part.KIND or "", _id(part) or ""
        former = next((id_ for id_ in _formerly(part) if (kind, id_) in known and (kind, id_) not in there), None)
        if (kind, id_) not in known and former is not None:
            yield _of(owner, kind, former, id_, part, within)


def _parts_of(part: Part) -> Iterator[Part]:
    """Yield the parts of a record that have an id within it alone."""
    for field in fields(part):
        yield from _parts_in(getattr(part, field.name))


def _parts_in(value: object) -> Iterator[Part]:
    if isinstance(value, tuple):
        for item in value:
            yield from _parts_in(item)
    elif isinstance(value, Part) and not (isinstance(value, Named) and not value.LOCAL):
        if value.LOCAL:
            yield value
        yield from _parts_of(value)


def _id(part: Part) -> str | None:
    return part.id if isinstance(part, Named | LineStep) else None


def _formerly(part: Part) -> tuple[str, ...]:
    return part.formerly if isinstance(part, Named | LineStep) else ()


def _known(records: Iterable[Renamed], before: Handbook) -> NewNames:
    """Return who knows what by another id.

    What the house calls otherwise is so everywhere. A brand's record is so in the brand and below it; and wherever one
    may speak of it, where every brand that had such a record calls it so.
    """
    by_owner: dict[str, dict[tuple[str, str], str]] = {}
    for rename in records:
        by_owner.setdefault(rename.brand, {})[rename.namespace, rename.before] = rename.after
    common = dict(by_owner.pop(HOUSE, {}))
    each = {key for ids in by_owner.values() for key in ids}
    for key in each:
        after = {by_owner.get(brand.id, {}).get(key) for brand in before.brands if key in brand.own}
        of_house = before.house is not None and key in before.house.own
        if len(after) == 1 and not of_house and (id_ := after.pop()) is not None:
            common.setdefault(key, id_)
    own: dict[str, Ids] = {}
    for brand in before.brands:
        levels = [by_owner[level] for level in (*reversed(brand.above), brand.id) if level in by_owner]
        known = {key: id_ for key, id_ in common.items() if key not in brand.own}
        for level in levels:
            known |= level
        if known != common:
            own[brand.id] = _by_kind(known)
    return NewNames(common=_by_kind(common), own=own)


def _by_kind(ids: Mapping[tuple[str, str], str]) -> Ids:
    by_kind: dict[str, dict[str, str]] = {}
    for (kind, former), id_ in ids.items():
        by_kind.setdefault(kind, {})[former] = id_
    return by_kind


def _known_within(parts: Collection[Renamed], before: Handbook, new: Handbook) -> NewNames:
    """Return the ids of what is known in one record alone, by the record; those by which rules name some, by brand."""
    within: dict[Holder, dict[str, dict[str, str]]] = {}
    named: list[Renamed] = []
    for rename in parts:
        if rename.within is None:
            named.append(rename)
            continue
        within.setdefault(holder_of(rename.within), {}).setdefault(rename.namespace, {})[rename.before] = rename.after
        if isinstance(rename.record, Choice):
            named.append(replace(rename, namespace=choices_of(rename.within.id)))
        elif isinstance(rename.record, Phase) and not _is_phase_of(new, rename.brand, rename.before):
            named.append(rename)
    known = _known(named, before)
    return NewNames(common=known.common, own=known.own, within=within)


def _is_phase_of(handbook: Handbook, brand: str, id_: str) -> bool:
    """Say whether a scenario still has a phase that is called so: rules that name it mean that one too."""
    level = handbook.brand(brand)
    return level is not None and any(phase.id == id_ for crisis in level.crises for phase in crisis.phases)
