"""Bring what a team's tool says of who is on call beside what the handbook says: people matched, accounts compared.

Comes in: a brand, its cover, the schedules of a file. Goes out: values, that reports say. Nobody is matched by
likeness: a name, a login or an address means one person of the brand, or it means nobody and is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from perimetre.base.folding import fold
from perimetre.base.frozen import dataclass
from perimetre.base.words import Message, counted, few, message
from perimetre.cover import Cover, ZoneClock, clock
from perimetre.cover.agreement import Disagreement, Held, disagreements
from perimetre.cover.recognised import Recognised, amended, recognised
from perimetre.model import Brand, Person, Schedule
from perimetre.reading.rotas import Holder, Rota, RotaTurn
from perimetre.reports.schedule_draft import DraftSchedule, Newcomer, draft
from perimetre.reports.schedule_draft import id_of as id_for

# What stands before somebody whom the brand does not know, in the place of an id: no id holds it.
UNKNOWN = "?"
# Between two people of one title, and between the parts of one.
_TOGETHER = re.compile(r"\s*(?:[,;&+/|]|\bet\b|\band\b)\s*", re.IGNORECASE)
_PARTS = re.compile(r"\s+[-–—:|]\s+|\s*[\u00a0\u202f]?:\s+")
# What tools write in a title that is no name (PagerDuty).
_WORDS = frozenset({"on call", "oncall", "astreinte", "d'astreinte", "de permanence", "permanence"})


class Namesakes:
    """Whom a tool's names mean among the people of a brand.

    Args:
        brand: the brand.
        said: names of the tool, and the ids of the people that they mean, as somebody said.
    """

    def __init__(self, brand: Brand, said: Mapping[str, str] | None = None) -> None:
        self._said = {_plain(name): person for name, person in (said or {}).items()}
        self._ids = {person.id: person.id for person in brand.people.people}
        self._names = _unique((_plain(person.name or ""), person.id) for person in brand.people.people)
        self._mails = _unique(
            (value.casefold(), person.id) for person in brand.people.people for value in _addresses(person, brand)
        )

    def who(self, holder: Holder) -> tuple[str, ...]:
        """Return the ids of the people whom somebody of a tool is; `?name` for each who is unknown."""
        for name in holder.names:
            if (known := self._one(name)) is not None:
                return (known,)
        if not holder.text:
            return (UNKNOWN + holder.label,)
        whole = self._one(holder.text)
        if whole is not None:
            return (whole,)
        noise = {_plain(word) for word in holder.noise} | _WORDS
        parts = [part for part in self._parts(holder) if _plain(part) not in noise]
        lists = [[name for name in _TOGETHER.split(part) if name] for part in parts]
        # The part that names somebody whom the brand knows is the one that names people.
        named = next((names for names in lists if any(self._one(name) for name in names)), None)
        if named is None:
            named = lists[0] if lists else [holder.text]
        return tuple(dict.fromkeys(self._one(name) or UNKNOWN + name for name in named))

    @staticmethod
    def _parts(holder: Holder) -> list[str]:
        text = holder.text
        for title in sorted(holder.noise, key=len, reverse=True):
            # A title that holds signs of its own is taken off first, at either end.
            for pattern in (rf"^{re.escape(title)}\s*[-–—:|\u00a0]+\s*", rf"\s*[-–—:|\u00a0]+\s*{re.escape(title)}$"):
                shorter = re.sub(pattern, "", text, flags=re.IGNORECASE)
                if shorter != text and shorter.strip():
                    text = shorter
        return [part.strip() for part in _PARTS.split(text) if part.strip()]

    def _one(self, name: str) -> str | None:
        plain = _plain(name)
        found = self._said.get(plain) or self._ids.get(name.strip()) or self._names.get(plain)
        if found is None and "@" in name:
            address = name.strip().casefold()
            found = self._mails.get(address) or self._login(address.partition("@")[0])
        return found or self._login(name.strip())

    def _login(self, login: str) -> str | None:
        """Return whom `camille.durand` or `camille_durand` means."""
        words = re.split(r"[._-]", login)
        return self._names.get(_plain(" ".join(words))) if len(words) > 1 else None


def _addresses(person: Person, brand: Brand) -> Iterator[str]:
    for contact in person.contact:
        value = contact.value or brand.contacts.number(contact.contact_ref)
        # An address that several share is nobody's.
        if contact.mode == "mail" and value and not contact.shared:
            yield value


def _unique(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for name, person in pairs:
        if name:
            found.setdefault(name, set()).add(person)
    return {name: next(iter(people)) for name, people in found.items() if len(people) == 1}


def _plain(name: str) -> str:
    return " ".join(fold(name).replace("’", "'").split())


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedRota:
    """What a schedule of the handbook, and that of a file, do not say alike.

    Fields:
        schedule: that of the handbook.
        title: that of the file.
        start, end: the minutes that were compared.
        found: where they differ, each with the place in the file, "" where it names nobody.
    """

    schedule: Schedule
    title: str
    start: int
    end: int
    found: tuple[tuple[Disagreement, str], ...]


def held(rota: Rota, namesakes: Namesakes) -> list[Held]:
    """Return who holds the turns of a schedule of a file, by their ids."""
    known: dict[Holder, tuple[str, ...]] = {}
    return [
        (turn.start, turn.end, person)
        for turn in rota.turns
        for person in known.setdefault(turn.holder, namesakes.who(turn.holder))
    ]


def check(cover: Cover, schedule: Schedule, rota: Rota, namesakes: Namesakes, start: int, end: int) -> CheckedRota:
    """Compare a schedule of the handbook, as it is held, with that of a file, between two minutes."""
    theirs = held(rota, namesakes)
    ours = [(duty.start, duty.end, duty.person) for duty in cover.duties_of(schedule.id)]
    found: list[tuple[Disagreement, str]] = []
    waiting: list[RotaTurn] = []
    rank = 0
    for differing in disagreements(ours, theirs, start, end):
        # Turns come by their beginning: those that are over before this stretch are over before the next.
        while rank < len(rota.turns) and rota.turns[rank].start < differing.end:
            waiting.append(rota.turns[rank])
            rank += 1
        waiting = [turn for turn in waiting if turn.end > differing.start]
        found.append((differing, waiting[0].where if waiting else ""))
    return CheckedRota(schedule=schedule, title=rota.title, start=start, end=end, found=tuple(found))


def drafted(
    cover: Cover, rotas: Sequence[Rota], namesakes: Namesakes, id_: str | None, *, contacts: bool
) -> tuple[str, list[Message]]:
    """Return the draft of the schedules of a file, and what whoever puts it in the handbook must know.

    Args:
        id_: the id of the schedule, where there is one; None: made of its name.
        contacts: whether the addresses of those whom the handbook does not know are copied.
    """
    taken = {schedule.id for schedule in cover.brand.people.schedules}
    told: list[Message] = []
    schedules: list[DraftSchedule] = []
    newcomers: dict[str, Newcomer] = {}
    ids = {person.id for person in cover.brand.people.people}
    for rota in rotas:
        turns = held(rota, namesakes)
        for holder in dict.fromkeys(turn.holder for turn in rota.turns):
            for person in namesakes.who(holder):
                if person.startswith(UNKNOWN) and person not in newcomers:
                    known = id_for(person[1:], ids)
                    ids.add(known)
                    email = holder.email if contacts else ""
                    newcomers[person] = Newcomer(id=known, name=person[1:], email=email)
        by = clock(rota.zone or cover.clock.name)
        start = max(cover.start, rota.first if rota.first is not None else cover.start)
        end = min(cover.end, rota.last if rota.last is not None else cover.end)
        if not turns or start >= end:
            told.append(message("`{name}` has no turn over these days: nothing is drafted of it.", name=rota.title))
            continue
        if (known_one := cover.schedule(id_) if id_ else None) is not None:
            by = cover.clock_of(known_one)
            parts = amended(known_one, turns, by, cover.window_of(known_one), start, end)
            schedules.append(DraftSchedule(id=known_one.id, title="", zone="", parts=parts, is_known=True))
            told.append(_to_add(known_one.id, parts))
            continue
        ends = rota.last is not None and rota.last <= cover.end
        parts = recognised(turns, by, cover.window, start, end, ends=ends)
        name = id_ or id_for(rota.title or "on-call", taken)
        taken.add(name)
        zone = by.name if by.name != cover.clock.name else ""
        schedules.append(DraftSchedule(id=name, title=rota.title, zone=zone, parts=parts))
        told += _to_know(name, parts, by, end, ends=ends)
    if newcomers:
        told.append(
            counted(
                "{count} person of the file is unknown here, and is drafted: {names}. Say who it is with `--person`.",
                "{count} people of the file are unknown here, and are drafted: {names}. Say who they are with "
                "`--person`.",
                len(newcomers),
                names=few(newcomer.name for newcomer in newcomers.values()),
            )
        )
    if not schedules:
        return "", told
    return draft(schedules, newcomers.values(), {key: newcomer.id for key, newcomer in newcomers.items()}), told


def _to_add(name: str, parts: Recognised) -> Message:
    if not parts.overrides and not parts.closed:
        return message("`{name}` says already what the file says: there is nothing to add.", name=name)
    return message(
        "`{name}` is in the handbook: what is printed is to be added after what it has, so that it says what the file "
        "says.",
        name=name,
    )


def _to_know(name: str, parts: Recognised, by: ZoneClock, end: int, *, ends: bool) -> Iterator[Message]:
    last = by.wall(end - 1).date().isoformat()
    if not parts.layers:
        yield message(
            "`{name}`: nothing comes back in it; each turn is a line of `overrides`, up to {day}.", name=name, day=last
        )
    elif ends:
        yield message(
            "`{name}`: the file ends on {day}, and so does `to`: take it out if the turns go on.", name=name, day=last
        )
    else:
        yield message("`{name}`: the turns go on; what is written of exceptions goes up to {day}.", name=name, day=last)
    if parts.inexact:
        yield counted(
            "`{name}`: {count} turn begins or ends in the hour that comes twice, which cannot be written: it is an "
            "hour early.",
            "`{name}`: {count} turns begin or end in the hour that comes twice, which cannot be written: they are "
            "an hour early.",
            len(parts.inexact),
            name=name,
        )


def pairs_of(
    rotas: Sequence[Rota], schedules: Sequence[Schedule], titles: Mapping[str, Sequence[str]]
) -> list[tuple[Rota, Schedule]]:
    """Return the schedules of a file with those of the handbook that bear the same name, or the same id.

    Args:
        titles: what each schedule of the handbook is called, in each language, by its id.
    """
    named = {_plain(name): schedule for schedule in schedules for name in (*titles[schedule.id], schedule.id)}
    return [
        (rota, found)
        for rota in rotas
        if (found := next((named[_plain(id_)] for id_ in reversed(rota.ids) if _plain(id_) in named), None)) is not None
    ]
