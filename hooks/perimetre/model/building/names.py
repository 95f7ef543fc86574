"""Know every id: what each namespace holds, in the house and in each brand (stage build).

Comes in: the layers (the house's, the brands') and their values. Goes out: whether a word names something from where
it is written, and the words that it could have been.

From a brand's file, a word may name what the brand has, or the house. From a house's file it may name what the house
has, or what every brand has: the sentence then holds in each. A word that only chooses among things (the channels of a
rule) may name what one brand alone has: elsewhere it chooses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from perimetre.base.words import Message, message
from perimetre.model.basics import HOUSE, Named
from perimetre.model.brand import BrandFile
from perimetre.model.building.inheritance import OwnerFiles
from perimetre.model.escalation import Severity
from perimetre.model.refs import Ref
from perimetre.model.scope import Group, GroupOf
from perimetre.model.values import Values
from perimetre.model.whole import VALUE_KINDS, Unread
from perimetre.reading.kinds import HANDBOOK, HOMES, NAMESPACES

# What is said of a word that names nothing, by what it was expected to name: the sentence of its namespace; or one of
# these, where the word may name several sorts of thing, or a part of the same record.
UNKNOWN: Mapping[tuple[str, ...], Message] = {
    **{(namespace.id,): namespace.unknown for namespace in NAMESPACES.values() if namespace.unknown is not None},
    ("brand",): message("There is no brand `{word}`."),
    ("step",): message("There is no step `{word}` among these steps."),
    ("statement",): message(
        "There is no statement `{word}` among the `statements` of the scenario; a procedure has none, and names a "
        "ready answer (`template`)."
    ),
    ("layer",): message("There is no layer `{word}` in this schedule."),
    ("rule", "action"): message("There is no rule and no action `{word}`."),
    ("role", "audience"): message("There is no role and no audience `{word}`."),
    ("role", "schedule", "person"): message("There is no role, schedule or person `{word}`."),
    ("role", "person"): message("There is no role and no person `{word}`."),
    ("channel", "channel_kind"): message("There is no channel and no kind of channel `{word}`."),
}


# The kind of file that names the level above.
_BRAND = "brand"


@dataclass(frozen=True, slots=True)
class _Known:
    """What one layer knows: by kind, its ids; the groups by what they are of; the values, and those it began with.

    Fields:
        renamed: by kind and earlier id, the id of today.
    """

    ids: Mapping[str, frozenset[str | int]]
    renamed: Mapping[tuple[str, str], str]
    groups: Mapping[str | None, frozenset[str]]
    values: Values
    before: Values


def _former(kind: str) -> str:
    """Return the name under which the ids that the records of a kind bore before are known."""
    return f"{kind}, formerly"


class KnownIds:
    """Every id of the handbook, asked from where a word is written."""

    def __init__(
        self,
        house: OwnerFiles | None,
        brands: Mapping[str, OwnerFiles],
        values: Mapping[str, Values],
        shipped_values: Values,
        shipped: tuple[Severity, ...],
        unread: frozenset[Unread],
        above: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        """Learn the ids.

        Args:
            house: what the house says.
            brands: what each brand says.
            values: the values in use by origin; the house's for whoever has none.
            shipped_values: the values that ship.
            shipped: the severities that hold where nobody defines any.
            unread: the files that could not be read.
            above: by brand, the brands above it, the nearest first.
        """
        self._above = above or {}
        self._values = values
        self._shipped_values = shipped_values
        self._brands = tuple(brands)
        files = {id_: layer.file(BrandFile) for id_, layer in brands.items()}
        self._former_brands = {
            former: id_ for id_, file in files.items() if file is not None for former in file.formerly
        }
        self._known = {HOUSE: self._learn(house or OwnerFiles(HOUSE))}
        # The severities that ship hold where neither the house nor the brand names its own.
        named = "severity" in self._known[HOUSE].ids
        words = (word for severity in shipped for word in (severity.id, severity.number) if word is not None)
        default: dict[str, frozenset[str | int]] = {"severity": frozenset(words)}
        for id_, layer in brands.items():
            known = self._learn(layer)
            self._known[id_] = known
        for id_, known in list(self._known.items()):
            levels = (self._known[owner] for owner in self._levels(id_))
            if id_ != HOUSE and not named and all("severity" not in level.ids for level in levels):
                self._known[id_] = replace(known, ids={**known.ids, **default})
        if not named and not brands:
            self._known[HOUSE] = replace(self._known[HOUSE], ids={**self._known[HOUSE].ids, **default})
        self._unread = {(file.kind, file.origin) for file in unread}
        # What has not its form bears its ids all the same: a word that names one of them names something.
        self._closed = {(file.kind, file.origin) for file in unread if file.ids is None}
        self._bearing: dict[tuple[str, str], frozenset[str | int]] = {}
        for file in unread:
            borne = self._bearing.get((file.kind, file.origin), frozenset())
            self._bearing[file.kind, file.origin] = borne | (file.ids or frozenset())

    def _learn(self, layer: OwnerFiles) -> _Known:
        ids: dict[str, set[str | int]] = {}
        groups: dict[str | None, set[str]] = {}
        renamed: dict[tuple[str, str], str] = {}
        for reading in layer.readings:
            for declared in reading.declared:
                ids.setdefault(declared.kind, set()).add(declared.id)
                if isinstance(declared.thing, Severity) and declared.thing.number is not None:
                    ids["severity"].add(declared.thing.number)
                if isinstance(declared.thing, Named) and not declared.thing.LOCAL:
                    ids.setdefault(_former(declared.kind), set()).update(declared.thing.formerly)
                    renamed |= {(declared.kind, earlier): declared.id for earlier in declared.thing.formerly}
                if isinstance(declared.thing, Group):
                    groups.setdefault(declared.thing.of, set()).add(declared.id)
        # A crisis is known by its file's name too, so that an id that differs from it is one error, not many.
        for cls, records in layer.folders.items():
            stems = {record.place.file.rpartition("/")[2].removesuffix(".yml") for record in records}
            ids.setdefault(cls.KIND or "", set()).update(stems)
        return _Known(
            {kind: frozenset(words) for kind, words in ids.items()},
            renamed,
            {sort: frozenset(words) for sort, words in groups.items()},
            self._values.get(layer.origin) or self._values[HOUSE],
            self._values[self._levels(layer.origin)[1]] if layer.origin != HOUSE else self._shipped_values,
        )

    def _levels(self, origin: str) -> tuple[str, ...]:
        """Return the levels whose words a file of `origin` may use: its own, those above it, the house's last."""
        return (HOUSE,) if origin == HOUSE else (origin, *self._above.get(origin, ()), HOUSE)

    def _below(self, origin: str) -> tuple[str, ...]:
        """Return the brands in which what a file of `origin` says also holds."""
        return self._brands if origin == HOUSE else tuple(id_ for id_, above in self._above.items() if origin in above)

    def resolves(self, word: str | int, ref: Ref, origin: str) -> bool:
        """Say whether `word` names something, from a file of `origin`."""
        if word in ref.words or any(self._has(word, ref, level) for level in self._levels(origin)):
            return True
        below = self._below(origin)
        if origin != HOUSE:
            # A level is a brand too: what it says holds in itself first.
            return ref.selects and any(self._has(word, ref, brand) for brand in below)
        somewhere = [any(self._has(word, ref, level) for level in self._levels(brand)) for brand in below]
        return any(somewhere) if ref.selects else bool(somewhere) and all(somewhere)

    def brands_without(self, word: str | int, ref: Ref) -> tuple[str, ...]:
        """Return the brands where a word of the house names nothing; none where no brand knows it at all."""
        lacking = tuple(
            brand for brand in self._brands if not any(self._has(word, ref, level) for level in self._levels(brand))
        )
        return () if len(lacking) == len(self._brands) else lacking

    def is_judged(self, ref: Ref, origin: str) -> bool:
        """Say whether every file that could hold what `ref` names could be read."""
        namespaces = (*ref.kinds, *(("group",) if ref.group else ()))
        origins = (HOUSE, *self._brands) if origin == HOUSE else self._levels(origin)
        return all(self._levels_are_known(owner) for owner in origins) and all(
            self.could_be_read(namespace, owner) for namespace in namespaces for owner in origins
        )

    def _levels_are_known(self, origin: str) -> bool:
        """Say whether the file that names the level above a folder could be read, where there is one to name."""
        return (_BRAND, origin) not in self._unread or len(self._brands) == 1

    def could_be_read(self, namespace: str, origin: str) -> bool:
        """Say whether every file of a folder that could hold a record of a namespace could be read."""
        home = HOMES.get(namespace)
        if home is None:
            return True
        owner = HANDBOOK if home.id == HANDBOOK else origin
        return self._closed.isdisjoint({(home.id, owner), (home.joins, owner)})

    def is_hidden(self, word: str | int, ref: Ref, origin: str) -> bool:
        """Say whether a word names a value that ships, or that the house adds, and that `hidden:` takes out of use."""
        values = (self._shipped_values, self._values[HOUSE], self._known[origin].values)
        return any(word in known.of(kind) for kind in ref.kinds if kind in VALUE_KINDS for known in values)

    def renamed(self, word: str | int, ref: Ref, origin: str) -> str | None:
        """Return the id of today of what a word used to name (`formerly`), or None."""
        if _BRAND in ref.kinds and word in self._former_brands:
            return self._former_brands[str(word)]
        origins = (HOUSE, *self._brands) if origin == HOUSE else self._levels(origin)
        today = (self._known[owner].renamed.get((kind, str(word))) for owner in origins for kind in ref.kinds)
        return next((id_ for id_ in today if id_ is not None), None)

    def candidates(self, ref: Ref, origin: str) -> list[str]:
        """Return the words that would have named something, from a file of `origin`, sorted."""
        origins = (HOUSE, *self._brands) if origin == HOUSE else self._levels(origin)
        words = {str(word) for owner in origins for word in self._words(ref, owner)}
        return sorted(words | ref.words)

    def everywhere(self, ref: Ref) -> frozenset[str | int]:
        """Return the words that name something from one file or another, those of `ref` itself among them."""
        words = {word for origin in self._known for word in self._words(ref, origin)}
        former = (known.ids.get(_former(kind), ()) for known in self._known.values() for kind in ref.kinds)
        return frozenset(words).union(ref.words, *(former if ref.past else ()))

    def members(self, origin: str, kinds: Mapping[GroupOf, str]) -> dict[GroupOf, frozenset[str]]:
        """Return by sort of group the ids that one of `origin` may hold; a sort that cannot be judged is left out."""
        return {
            sort: frozenset(self.candidates(ref, origin))
            for sort, ref in ((sort, Ref((kind,))) for sort, kind in kinds.items())
            if self.is_judged(ref, origin)
        }

    def _has(self, word: str | int, ref: Ref, origin: str) -> bool:
        known = self._known[origin]
        for kind in ref.kinds:
            if kind in VALUE_KINDS:
                if word in (known.before if ref.hides else known.values).of(kind):
                    return True
            elif kind == "brand":
                if word in self._brands:
                    return True
            elif word in known.ids.get(kind, ()) or (ref.past and word in known.ids.get(_former(kind), ())):
                return True
        return word in self._borne(ref, origin) or (ref.group is not None and word in known.groups.get(ref.group, ()))

    def _borne(self, ref: Ref, origin: str) -> frozenset[str | int]:
        """Return the ids that files of a folder bear which have not their form, and could hold what `ref` names."""
        if not self._bearing:
            return frozenset()
        namespaces = (*ref.kinds, *(("group",) if ref.group else ()))
        homes = {HOMES[namespace].id for namespace in namespaces if namespace in HOMES}
        return frozenset[str | int]().union(*(self._bearing.get((home, origin), ()) for home in homes))

    def _words(self, ref: Ref, origin: str) -> Iterator[str | int]:
        known = self._known[origin]
        for kind in ref.kinds:
            if kind in VALUE_KINDS:
                yield from (known.before if ref.hides else known.values).of(kind)
            elif kind == "brand":
                yield from self._brands
            else:
                yield from known.ids.get(kind, ())
        yield from self._borne(ref, origin)
        if ref.group is not None:
            yield from known.groups.get(ref.group, ())
