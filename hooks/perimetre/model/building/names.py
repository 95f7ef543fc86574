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
from perimetre.model.basics import HOUSE
from perimetre.model.building.inheritance import OwnerFiles
from perimetre.model.escalation import Severity
from perimetre.model.refs import Ref
from perimetre.model.scope import Group
from perimetre.model.values import Values
from perimetre.model.whole import VALUE_KINDS, Unread

# The kinds of file that hold the ids of a namespace: while one cannot be read, nobody can say that an id is unknown.
HOMES: Mapping[str, str] = {
    "role": "people",
    "training": "people",
    "person": "people",
    "schedule": "people",
    "department": "brand",
    "agency": "brand",
    "mandate": "brand",
    "posture": "brand",
    "tool": "brand",
    "member_programme": "brand",
    "channel": "channels",
    "objective": "objectives",
    "mission": "missions",
    "rule": "scope",
    "group": "scope",
    "duty": "duties",
    "period": "periods",
    "door": "requests",
    "pressure": "requests",
    "ground": "moderation",
    "ladder": "moderation",
    "circuit": "validation",
    "template": "templates",
    "message_kind": "templates",
    "trait": "voice",
    "term": "voice",
    "guideline": "voice",
    "mechanic": "voice",
    "mention": "voice",
    "severity": "escalation",
    "line": "escalation",
    "tree": "escalation",
    "report": "reporting",
    "watch": "reporting",
    "insight": "reporting",
    "lesson": "reporting",
    "consent": "consents",
    "opt_out": "consents",
    "crisis": "crisis",
    "phase": "crisis",
    "operation": "operation",
    "decision": "decision",
    **dict.fromkeys(VALUE_KINDS, "values"),
}

# What is said of a word that names nothing, by what it was expected to name.
UNKNOWN: Mapping[tuple[str, ...], Message] = {
    ("role",): message("There is no role `{word}`."),
    ("person",): message("There is no person `{word}`."),
    ("brand",): message("There is no brand `{word}`."),
    ("training",): message("There is no training `{word}`."),
    ("department",): message("There is no department `{word}`."),
    ("agency",): message("There is no agency `{word}`."),
    ("tool",): message("There is no tool `{word}`."),
    ("channel",): message("There is no channel `{word}`."),
    ("objective",): message("There is no objective `{word}`."),
    ("mission",): message("There is no mission `{word}`."),
    ("rule",): message("There is no rule `{word}`."),
    ("duty",): message("There is no duty `{word}`."),
    ("period",): message("There is no period `{word}`."),
    ("door",): message("There is no door `{word}` for requests."),
    ("ground",): message("There is no ground for moderation `{word}`."),
    ("ladder",): message("There is no step `{word}` on the ladder of sanctions."),
    ("circuit",): message("There is no approval circuit `{word}`."),
    ("template",): message("There is no ready answer `{word}`."),
    ("message_kind",): message("There is no kind of message `{word}`."),
    ("term",): message("There is no entry `{word}` in the lexicon."),
    ("mention",): message("There is no required mention `{word}`."),
    ("severity",): message("There is no severity `{word}`."),
    ("line",): message("There is no escalation line `{word}`."),
    ("tree",): message("There is no triage tree `{word}`."),
    ("crisis",): message("There is no crisis scenario `{word}`."),
    ("phase",): message("There is no phase `{word}` in the crisis scenarios."),
    ("step",): message("There is no step `{word}` in this scenario."),
    ("statement",): message("There is no statement `{word}` in this scenario."),
    ("layer",): message("There is no layer `{word}` in this schedule."),
    ("action",): message("There is no action `{word}`."),
    ("says",): message("There is no act of speech `{word}`."),
    ("topic",): message("There is no topic `{word}`."),
    ("author",): message("There is no kind of author `{word}`."),
    ("channel_kind",): message("There is no kind of channel `{word}`."),
    ("fact",): message("There is no fact `{word}`."),
    ("case",): message("There is no case `{word}`."),
    ("crisis_kind",): message("There is no kind of crisis `{word}`."),
    ("mission_key",): message("There is no mission `{word}` among the values."),
    ("emergency_number",): message("There is no emergency number `{word}`."),
    ("legal_basis",): message("There is no legal basis `{word}`."),
    ("rule", "action"): message("There is no rule and no action `{word}`."),
    ("role", "schedule", "person"): message("There is no role, schedule or person `{word}`."),
    ("channel", "channel_kind"): message("There is no channel and no kind of channel `{word}`."),
}


@dataclass(frozen=True, slots=True)
class _Known:
    """What one layer knows: by kind, its ids; the groups by what they are of; the values, and those it began with."""

    ids: Mapping[str, frozenset[str | int]]
    groups: Mapping[str | None, frozenset[str]]
    values: Values
    before: Values


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
    ) -> None:
        """Gather the ids.

        Args:
            house: what the house says, or None.
            brands: what each brand says, by id.
            values: the values in use, by origin; the house's stand for whoever has none.
            shipped_values: the values that ship.
            shipped: the severities that hold where nobody defines any.
            unread: the files that could not be read.
        """
        self._values = values
        self._shipped_values = shipped_values
        self._brands = tuple(brands)
        self._known = {HOUSE: self._learn(house or OwnerFiles(HOUSE))}
        # The severities that ship hold where neither the house nor the brand names its own.
        named = "severity" in self._known[HOUSE].ids
        own = {"severity": frozenset(word for one in shipped for word in (one.id, one.number) if word is not None)}
        for id_, layer in brands.items():
            known = self._learn(layer)
            ids = known.ids if named or "severity" in known.ids else {**known.ids, **own}
            self._known[id_] = replace(known, ids=ids)
        if not named and not brands:
            self._known[HOUSE] = replace(self._known[HOUSE], ids={**self._known[HOUSE].ids, **own})
        self._unread = {(file.kind, file.origin) for file in unread}

    def _learn(self, layer: OwnerFiles) -> _Known:
        ids: dict[str, set[str | int]] = {}
        groups: dict[str | None, set[str]] = {}
        for reading in layer.readings:
            for declared in reading.declared:
                ids.setdefault(declared.kind, set()).add(declared.id)
                if isinstance(declared.thing, Severity) and declared.thing.number is not None:
                    ids["severity"].add(declared.thing.number)
                if isinstance(declared.thing, Group):
                    groups.setdefault(declared.thing.of, set()).add(declared.id)
        # A crisis is known by its file's name too, so that an id that differs from it is one error, not many.
        for kind, records in layer.folders.items():
            stems = {record.place.file.rpartition("/")[2].removesuffix(".yml") for record in records}
            ids.setdefault(kind, set()).update(stems)
        return _Known(
            {kind: frozenset(found) for kind, found in ids.items()},
            {of: frozenset(found) for of, found in groups.items()},
            self._values.get(layer.origin) or self._values[HOUSE],
            self._shipped_values if layer.origin == HOUSE else self._values[HOUSE],
        )

    def resolves(self, word: str | int, ref: Ref, origin: str) -> bool:
        """Say whether `word` names something, from a file of `origin`."""
        if word in ref.words or self._has(word, ref, origin) or (origin != HOUSE and self._has(word, ref, HOUSE)):
            return True
        if origin != HOUSE or not self._brands:
            return False
        somewhere = (self._has(word, ref, brand) for brand in self._brands)
        return any(somewhere) if ref.selects else all(somewhere)

    def brands_without(self, word: str | int, ref: Ref) -> tuple[str, ...]:
        """Return the brands where a word of the house names nothing; none where no brand knows it at all."""
        lacking = tuple(brand for brand in self._brands if not self._has(word, ref, brand))
        return () if len(lacking) == len(self._brands) else lacking

    def is_judged(self, ref: Ref, origin: str) -> bool:
        """Say whether every file that could hold what `ref` names could be read."""
        homes = {HOMES[kind] for kind in ref.kinds if kind in HOMES} | ({"scope"} if ref.group else set())
        origins = (HOUSE, *self._brands) if origin == HOUSE else (HOUSE, origin)
        return not any((home, one) in self._unread for home in homes for one in origins)

    def is_hidden(self, word: str | int, ref: Ref, origin: str) -> bool:
        """Say whether a word names a value that ships, or that the house adds, and that `hidden:` takes out of use."""
        values = (self._shipped_values, self._values[HOUSE], self._known[origin].values)
        return any(word in one.of(kind) for kind in ref.kinds if kind in VALUE_KINDS for one in values)

    def candidates(self, ref: Ref, origin: str) -> list[str]:
        """Return the words that would have named something, from a file of `origin`, sorted."""
        origins = (HOUSE, *self._brands) if origin == HOUSE else (HOUSE, origin)
        found = {str(word) for one in origins for word in self._words(ref, one)}
        return sorted(found | ref.words)

    def members(self, origin: str, kinds: Mapping[str, str]) -> dict[str, frozenset[str]]:
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
            elif word in known.ids.get(kind, ()):
                return True
        return ref.group is not None and word in known.groups.get(ref.group, ())

    def _words(self, ref: Ref, origin: str) -> Iterator[str | int]:
        known = self._known[origin]
        for kind in ref.kinds:
            if kind in VALUE_KINDS:
                yield from (known.before if ref.hides else known.values).of(kind)
            elif kind == "brand":
                yield from self._brands
            else:
                yield from known.ids.get(kind, ())
        if ref.group is not None:
            yield from known.groups.get(ref.group, ())
