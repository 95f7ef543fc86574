"""Write where the handbook and a team's tool disagree on who is on call: for a person, or as JSON.

Comes in: what was compared. Goes out: text, or JSON (`schemas/output/schedule.schema.json`). Instants are by the wall
clock of the brand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from perimetre.base.words import Listing, Message, counted, message, say
from perimetre.cover import Cover
from perimetre.cover.agreement import Disagreement
from perimetre.language import typography
from perimetre.model import Schedule
from perimetre.reading.rotas import Unsaid
from perimetre.reports import plain

# More is read in the JSON: nobody reads a longer list.
_MOST = 60
_UNKNOWN = "?"


class ComparedRota(Protocol):
    """A schedule of the handbook that was compared with one of a file."""

    @property
    def schedule(self) -> Schedule:
        """That of the handbook."""

    @property
    def title(self) -> str:
        """What the file calls it."""

    @property
    def start(self) -> int:
        """The first minute that was compared."""

    @property
    def end(self) -> int:
        """The minute after the last."""

    @property
    def found(self) -> Sequence[tuple[Disagreement, str]]:
        """Where they differ, each with its place in the file."""


class RotaReport:
    """Say where the handbook and a file disagree.

    Args:
        cover: the people of the brand, and its clock.
        compared: what was compared.
        unsaid: what the file holds and was left out.
        language: `fr` or `en`.
    """

    def __init__(self, cover: Cover, compared: Sequence[ComparedRota], unsaid: Sequence[Unsaid], language: str) -> None:
        self._cover = cover
        self._compared = compared
        self._unsaid = unsaid
        self._language = language

    @property
    def count(self) -> int:
        """How many differences there are."""
        return sum(len(each.found) for each in self._compared)

    def as_text(self) -> str:
        """Return them by schedule and by time, then what was left out."""
        return plain.lines("\n".join(self._lines()) + "\n")

    def as_json(self) -> str:
        """Return them as one JSON object."""
        schedules = [
            {
                "schedule": each.schedule.id,
                "title": each.title,
                "from": self._written(each.start),
                "to": self._written(each.end),
                "differences": [
                    {
                        "from": self._written(found.start),
                        "to": self._written(found.end),
                        "handbook": sorted(found.ours),
                        "file": sorted(person for person in found.theirs if person[:1] != _UNKNOWN),
                        "unknown": sorted(person[1:] for person in found.theirs if person[:1] == _UNKNOWN),
                        "where": where,
                    }
                    for found, where in each.found
                ],
            }
            for each in self._compared
        ]
        unsaid = [{"where": each.where, "why": self._say(each.why)} for each in self._unsaid]
        return plain.as_json(
            {"timezone": self._cover.clock.name, "schedules": schedules, "left_out": unsaid, "differences": self.count}
        )

    def _lines(self) -> Iterator[str]:
        for each in self._compared:
            title = self._say(each.schedule.title.in_(self._language)) if each.schedule.title else each.schedule.id
            yield self._say(
                message(
                    "{schedule} (`{id}`), from {start} to {end}, {zone} time",
                    schedule=title,
                    id=each.schedule.id,
                    start=self._instant(each.start),
                    end=self._instant(each.end),
                    zone=self._cover.clock.name,
                )
            )
            if not each.found:
                yield "  " + self._say(message("The handbook and the file say the same."))
            yield from (self._difference(found, where) for found, where in each.found[:_MOST])
            if len(each.found) > _MOST:
                more = len(each.found) - _MOST
                yield "  " + self._say(
                    counted(
                        "… and {count} more: `--format json` lists them all.",
                        "… and {count} more: `--format json` lists them all.",
                        more,
                    )
                )
            yield ""
        yield from left_out(self._unsaid, self._language)
        yield self._say(
            message("The handbook and the file agree.")
            if not self.count
            else counted(
                "{count} difference between the handbook and the file.",
                "{count} differences between the handbook and the file.",
                self.count,
            )
        )

    def _difference(self, found: Disagreement, where: str) -> str:
        said = self._say(
            message(
                "{start} → {end}: the handbook says {ours}, the file says {theirs}",
                start=self._instant(found.start),
                end=self._instant(found.end),
                ours=self._people(found.ours),
                theirs=self._people(found.theirs),
            )
        )
        return f"  – {said}" + (f" ({where})" if where else "")

    def _people(self, people: Iterable[str]) -> Message | Listing:
        names = sorted(people)
        return Listing(tuple(self._name(person) for person in names)) if names else message("nobody")

    def _name(self, person: str) -> Message | str:
        if person[:1] == _UNKNOWN:
            return message("“{name}” (unknown here)", name=person[1:])
        known = self._cover.person(person)
        return (known.name or known.id) if known is not None else person

    def _instant(self, minute: int) -> str:
        return typography.instant(self._cover.clock.wall(minute), self._language)

    def _written(self, minute: int) -> str:
        return self._cover.clock.aware(minute).isoformat(timespec="minutes")

    def _say(self, what: object) -> str:
        return say(what, self._language)


def left_out(unsaid: Sequence[Unsaid], language: str) -> Iterator[str]:
    """Yield the lines of what a file holds and that was left out, with an empty one after them."""
    if not unsaid:
        return
    yield say(message("Left out:"), language)
    for each in unsaid[:_MOST]:
        yield "  – " + say(message("{where}: {why}", where=each.where, why=each.why), language)
    if len(unsaid) > _MOST:
        more = len(unsaid) - _MOST
        yield "  " + say(counted("… and {count} more.", "… and {count} more.", more), language)
    yield ""
