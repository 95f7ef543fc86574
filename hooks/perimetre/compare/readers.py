"""Say who must read again: those whose perimeter, or voice, is no longer the version that they acknowledged.

Comes in: the brands before and after, the day. Goes out: changes: of people whom several brands reach, one for all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from perimetre.base.memory import Memory
from perimetre.base.words import Message, counted
from perimetre.compare.changes import Change
from perimetre.compare.pairs import Pair
from perimetre.compare.saying import Names, few
from perimetre.model import Brand
from perimetre.model.acknowledgements import AcknowledgementsFile
from perimetre.model.basics import HOUSE
from perimetre.versions.versions import Compared, Versions, holders

_SENTENCES: Mapping[str, Callable[..., Message]] = {
    "perimeter": lambda count, **words: counted(
        "{count} person must read their perimeter again: {people}.",
        "{count} people must read their perimeter again: {people}.",
        count,
        **words,
    ),
    "voice": lambda count, **words: counted(
        "{count} person must read how we speak again: {people}.",
        "{count} people must read how we speak again: {people}.",
        count,
        **words,
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """Somebody who must read again: what they are called, what it is, in which brand."""

    person: str
    name: object
    what: str
    brand: str


def reading_changes(pairs: Iterable[Pair], today: date) -> Iterator[Change]:
    """Yield who must read again, counted."""
    readers: dict[str, list[_Reader]] = {}
    memories = Memory(), Memory()
    for pair in pairs:
        for reader in _readers(pair, today, memories):
            readers.setdefault(reader.what, []).append(reader)
        for memory in memories:
            memory.turn()
    for what, several in readers.items():
        names = {reader.person: reader.name for reader in several}
        brands = tuple(sorted({reader.brand for reader in several}))
        yield Change(
            kind="review",
            area="people",
            brand=brands[0] if len(brands) == 1 else HOUSE,
            reaches=brands,
            summary=_SENTENCES[what](len(names), people=few(names[person] for person in sorted(names))),
            about=(what,),
        )


def _readers(pair: Pair, today: date, memories: tuple[Memory, Memory]) -> Iterator[_Reader]:
    old, new = (Versions(brand, memory) for (_, brand), memory in zip((pair.old, pair.new), memories, strict=True))
    compared = Compared(old, new, memories)
    names = Names(pair.new, pair.old)
    acknowledged = {(record.person, record.what) for record in pair.new[1].of(AcknowledgementsFile).acknowledgements}
    before, after = (_held(brand, today) for _, brand in (pair.old, pair.new))
    voices = [side.of_voice() if side.has_voice else None for side in (old, new)]
    for person, held in sorted(after.items()):
        known = before.get(person, frozenset())
        name = names.title("person", person)
        if (person, "perimeter") in acknowledged and compared.differ(known, held):
            yield _Reader(person=person, name=name, what="perimeter", brand=pair.id)
        if (person, "voice") in acknowledged and held & new.managers and voices[0] != voices[1]:
            yield _Reader(person=person, name=name, what="voice", brand=pair.id)


def _held(brand: Brand, today: date) -> Mapping[str, frozenset[str]]:
    """Return the roles that each person holds on a day."""
    held: dict[str, set[str]] = {}
    for role, people in holders(brand, today).items():
        for person in people:
            held.setdefault(person, set()).add(role)
    return {person: frozenset(roles) for person, roles in held.items()}
