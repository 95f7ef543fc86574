"""Say what a channel technically offers: a permission to hide is worth nothing where nobody can hide.

Comes in: a channel, and the table that ships (`capabilities.yml`). Goes out: a `Lack` for an act that the channel does
not offer, with what to do instead. What the house says of its channel (`capabilities:`) counts before the table.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date
from typing import Any

from perimetre.base.folding import fold
from perimetre.base.frozen import dataclass
from perimetre.base.words import LANGUAGES
from perimetre.model import Channel, Text

TABLE = "perimeter/capabilities.yml"
_HOLDS_BACK = "limit-comments"
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What some networks or kinds of channels do not offer.

    Fields:
        names: words of the name of a network, folded; none where it speaks of kinds alone.
        kinds: kinds of channels; none where it speaks of a network, whatever the kind.
        lacks: each act that is not offered, with what to do instead.
        tries: the acts that do instead of one that is not offered, the best first; none where no act does.
        modes: each mode of moderation that is not offered, with what to do instead.
        source: who says so.
        checked_on: the day on which the page at `url` was read; None where the house is still to check.
    """

    id: str
    label: Text
    names: frozenset[str]
    kinds: tuple[str, ...]
    lacks: Mapping[str, Text] = field(hash=False)
    modes: Mapping[str, Text] = field(hash=False)
    tries: Mapping[str, tuple[str, ...]] = field(hash=False)
    source: Text
    url: str | None
    checked_on: date | None

    @property
    def by_advice(self) -> Mapping[Text, tuple[str, ...]]:
        """The acts that are not offered, under what to do instead of them."""
        return _under_advice(self.lacks)

    @property
    def modes_by_advice(self) -> Mapping[Text, tuple[str, ...]]:
        """The modes that are not offered, under what to do instead of them."""
        return _under_advice(self.modes)

    def bears_on(self, kind: str | None, names: frozenset[str]) -> bool:
        """Say whether it speaks of a channel of that kind, on a network of that name."""
        return (not self.names or bool(self.names & names)) and (not self.kinds or kind in self.kinds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """An act that a channel does not offer.

    Fields:
        instead: what to do instead; None where nobody has said.
        entry: the entry of the table that says so; None where the house does.
        tries: the acts that would do instead, if the perimeter allows them; none where the house says what to do.
    """

    instead: Text | None
    entry: Entry | None
    tries: tuple[str, ...] = ()

    @property
    def advice(self) -> tuple[Text, ...]:
        """What to do instead, as a list: none where nobody has said."""
        return () if self.instead is None else (self.instead,)

    @property
    def said_by(self) -> tuple[Text | None, date | None]:
        """Who says so, and the day on which that was read; no one where the house says it of its own channel."""
        return (None, None) if self.entry is None else (self.entry.source, self.entry.checked_on)


# What has been read, by path. Whoever remembers it from one command to another brings it back here.
READ: dict[str, tuple[Entry, ...]] = {}


def table() -> tuple[Entry, ...]:
    """Return the entries that ship: those that name a network first, which count before the others."""
    if TABLE not in READ:
        READ[TABLE] = _read()
    return READ[TABLE]


def _read() -> tuple[Entry, ...]:
    # Who asks nothing of a channel does not wait for the reader of files.
    from importlib.resources import files

    from perimetre.reading.parse import parse
    from perimetre.reading.sources import Source

    parsed = parse(Source(TABLE, f"perimetre/{TABLE}", (files("perimetre") / TABLE).read_bytes()))
    # A slip in the package itself: a test reads it.
    assert parsed.document is not None
    written: Any = parsed.document.data
    entries = [
        Entry(
            id=entry["id"],
            label=_text(entry["label"]),
            names=frozenset(entry.get("names", ())),
            kinds=tuple(entry.get("kinds", ())),
            lacks={act: _text(lack["instead"]) for lack in entry["lacks"] for act in lack.get("actions", ())},
            modes={mode: _text(lack["instead"]) for lack in entry["lacks"] for mode in lack.get("modes", ())},
            tries={act: tuple(lack.get("try", ())) for lack in entry["lacks"] for act in lack.get("actions", ())},
            source=_text(entry["source"]),
            url=entry.get("url"),
            checked_on=date.fromisoformat(entry["checked_on"]) if "checked_on" in entry else None,
        )
        for entry in written["capabilities"]
    ]
    return tuple(sorted(entries, key=lambda entry: not entry.names))


def lack(channel: Channel | None, action: str) -> Lack | None:
    """Return what is known of an act that a channel does not offer; None where it offers it, or nobody says."""
    if channel is None:
        return None
    said = next((capability for capability in channel.capabilities if capability.action == action), None)
    if said is not None and said.offered:
        return None
    shipped = _shipped(channel.kind, _names(channel), action)
    if said is not None and said.offered is False:
        # The house's own advice first; the table's, where it lacks the act too.
        if said.instead or not shipped:
            return Lack(instead=said.instead, entry=None)
        return Lack(instead=shipped.instead, entry=None, tries=shipped.tries)
    return shipped


def lack_of_mode(channel: Channel, mode: str) -> Lack | None:
    """Return what is known of a mode of moderation that a channel does not offer; None where it does, or nobody says.

    A house whose channel holds messages back says so of the act by which it does (`limit-comments: true`).
    """
    if any(own.action == _HOLDS_BACK and own.offered for own in channel.capabilities):
        return None
    names = _names(channel)
    entry = next((entry for entry in table() if entry.bears_on(channel.kind, names) and mode in entry.modes), None)
    return Lack(instead=entry.modes[mode], entry=entry) if entry is not None else None


def kind_offers(kind: str, action: str) -> bool:
    """Say whether channels of a kind offer an act, whatever their network."""
    return _shipped(kind, frozenset(), action) is None


@functools.lru_cache(maxsize=4096)
def _shipped(kind: str | None, names: frozenset[str], action: str) -> Lack | None:
    lacking = (entry for entry in table() if entry.bears_on(kind, names) and action in entry.lacks)
    entry = next(lacking, None)
    return Lack(instead=entry.lacks[action], entry=entry, tries=entry.tries[action]) if entry is not None else None


def _names(channel: Channel) -> frozenset[str]:
    """Return the words of the name of a channel's network: « X (ex-Twitter) » is found by either."""
    if channel.network is None:
        return frozenset()
    return frozenset(word for language in LANGUAGES for word in _WORD.findall(fold(channel.network.in_(language))))


def _under_advice(lacks: Mapping[str, Text]) -> Mapping[Text, tuple[str, ...]]:
    together: dict[Text, list[str]] = {}
    for id_, advice in lacks.items():
        together.setdefault(advice, []).append(id_)
    return {advice: tuple(ids) for advice, ids in together.items()}


def _text(raw: Mapping[str, str]) -> Text:
    return Text(None, raw["fr"], raw["en"])


def lacking(channels: Iterable[Channel], action: str) -> tuple[tuple[Channel, Lack], ...]:
    """Return the channels that do not offer an act, each with what to do instead."""
    pairs = ((channel, lack(channel, action)) for channel in channels)
    return tuple((channel, without) for channel, without in pairs if without is not None)
