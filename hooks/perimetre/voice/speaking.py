"""Tell which records of a voice speak of a draft: its channel, its case, whom it answers, what is open or in force.

A part of the linter. Comes in: a brand, a day; then what tells a draft from another. Goes out: the records that speak.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import Generic, NamedTuple, TypeVar

from perimetre.base.frozen import dataclass
from perimetre.model import Brand, Guideline, Record, Term
from perimetre.model.voice import Mechanic

Speaking = TypeVar("Speaking", Term, Guideline, Mechanic)


class Speech(NamedTuple):
    """What tells a draft from another for the records of a voice: what none of them names is left out."""

    at: datetime
    language: str
    channels: str | None
    channel_kinds: str | None
    cases: str | None
    topics: frozenset[str]
    authors: frozenset[str]
    scenarios: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Of which drafts a record speaks; nothing in a field: of all."""

    language: str | None = None
    channels: tuple[str, ...] = ()
    channel_kinds: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    scenarios: tuple[str, ...] = ()
    during: tuple[str, ...] = ()

    def admits(self, case: Speech) -> bool:
        """Say whether it speaks of a case, whatever is open or in force; what depends on something unknown does not."""
        return (
            self.language in (None, case.language)
            and (not self.channels or case.channels in self.channels)
            and (not self.channel_kinds or case.channel_kinds in self.channel_kinds)
            and (not self.cases or case.cases in self.cases)
            and (not self.topics or not case.topics.isdisjoint(self.topics))
            and (not self.authors or not case.authors.isdisjoint(self.authors))
        )


_EVERYWHERE = Bounds()


class Block(Generic[Speaking]):
    """The records of a block of the voice that are live on a day, each with the drafts of which it speaks."""

    def __init__(self, records: Iterable[Speaking], day: date) -> None:
        self._live: list[Speaking] = [record for record in records if record.is_live(day)]
        # Most records speak everywhere.
        self.bound: list[tuple[Speaking, Bounds]] = [
            (record, bounds) for record in self._live if (bounds := bounds_of(record)) != _EVERYWHERE
        ]
        waits = any(bounds.scenarios or bounds.during for _, bounds in self.bound)
        self._telling = tuple(
            name
            for name in Speech._fields
            if (waits if name in ("at", "scenarios") else any(getattr(bounds, name) for _, bounds in self.bound))
        )
        self._known: dict[tuple[object, ...], tuple[Speaking, ...]] = {}
        self._alike: dict[frozenset[str], tuple[Speaking, ...]] = {}

    def speaking(self, case: Speech, is_on: Callable[[Speech, Speaking, Bounds], bool]) -> tuple[Speaking, ...]:
        """Return the records that speak of a case, as the same tuple for the same."""
        key = tuple([getattr(case, name) for name in self._telling])
        records = self._known.get(key)
        if records is None:
            silent = frozenset([record.id for record, bounds in self.bound if not is_on(case, record, bounds)])
            spoken = tuple(record for record in self._live if record.id not in silent)
            records = self._known[key] = self._alike.setdefault(silent, spoken)
        return records


class VoiceOfDay:
    """What a voice says on a day, and what its records name: what none of them does tells no draft from another."""

    def __init__(self, brand: Brand, day: date) -> None:
        voice = brand.voice
        self.lexicon = Block(
            (*voice.lexicon, *(term for left_alone, term in unspoken_terms(brand) if left_alone.is_live(day))), day
        )
        self.guidelines = Block(voice.guidelines, day)
        self.mechanics = Block(voice.mechanics, day)
        bounds = [bounds for _, bounds in (*self.lexicon.bound, *self.guidelines.bound, *self.mechanics.bound)]
        bounds += [
            Bounds(channels=exception.channels, cases=exception.cases, authors=exception.authors)
            for exception in (voice.address.exceptions if voice.address else ())
        ]
        self.channels = frozenset(named for each in bounds for named in each.channels)
        self.channel_kinds = frozenset(named for each in bounds for named in each.channel_kinds)
        self.cases = frozenset(named for each in bounds for named in each.cases)
        self.topics = frozenset(named for each in bounds for named in each.topics)
        self.authors = frozenset(named for each in bounds for named in each.authors)
        # Something is switched on by a scenario that it names, or that names it; or by a period.
        self.scenarios = frozenset(named for each in bounds for named in each.scenarios)
        if any(each.scenarios or each.during for each in bounds):
            self.scenarios |= {crisis.id for crisis in brand.crises if crisis.lexicon}


def unspoken_terms(brand: Brand) -> Iterator[tuple[Record, Term]]:
    """Yield the words that the editorial line leaves alone, each with its record, as terms to be avoided.

    No term has such an id.
    """
    for unspoken in brand.editorial.not_about:
        for word in unspoken.words:
            yield (
                unspoken,
                Term(
                    id=f"{unspoken.id}/{word}",
                    title=unspoken.title,
                    term=word,
                    class_="avoid",
                    reason=unspoken.why,
                    place=unspoken.place,
                    origin=unspoken.origin,
                ),
            )


def bounds_of(record: Term | Guideline | Mechanic) -> Bounds:
    """Return of which drafts a record speaks."""
    if isinstance(record, Term):
        return Bounds(
            language=record.language,
            channels=record.channels,
            cases=record.cases,
            topics=record.topics,
            authors=record.authors,
            scenarios=record.scenarios,
            during=record.during,
        )
    if isinstance(record, Guideline):
        return Bounds(
            channels=record.channels,
            channel_kinds=record.channel_kinds,
            cases=record.cases,
            topics=record.topics,
            authors=record.authors,
        )
    return Bounds(channels=record.channels, channel_kinds=record.channel_kinds)
