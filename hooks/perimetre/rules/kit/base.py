"""Hold what a rule is, and what it looks at (stage judge).

A rule is a sentence that should hold, its id; a generator that yields a `Problem` at a symbolic place wherever it does
not hold; and the kinds of file that it stands on. It knows nothing of levels, lines, pages or suppressions: the engine
adds them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property
from typing import TypeVar

from perimetre.base.days import after
from perimetre.base.diagnostics import FindingLevel, Place, Problem
from perimetre.base.memory import Memory
from perimetre.base.words import Message
from perimetre.cover import Cover, Intervals, lost_time
from perimetre.cover.intervals import union
from perimetre.model import Brand, Channel, Circuit, Handbook, Line, Part, Person, Record, Role, Text, concerns
from perimetre.perimeter.decisions import Answer, Perimeter
from perimetre.perimeter.whole_space import Space
from perimetre.reading.parse import Document
from perimetre.versions.acknowledgements import Acknowledged, acknowledgement_states
from perimetre.versions.versions import holders
from perimetre.voice import OwnFinding, judge_own_words

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A rule of the judge.

    Fields:
        id: a sentence that should hold, kebab-case; also the name of its module, its page and its examples.
        level: what a breach is, unless the house says otherwise in `handbook.yml`.
        needs: the numbers of the needs that it keeps true; none for what the model itself needs.
        ground: the kinds of file without which it cannot be judged.
        find: what yields the problems: of one brand, or of the whole handbook.
        whole: whether it looks at the whole handbook, once.
        built: whether it is read in the built pages: the judge leaves it to whoever builds them.
    """

    id: str
    level: FindingLevel
    needs: tuple[int, ...] = ()
    ground: tuple[str, ...] = ()
    find: Callable[[View], Iterable[Problem]]
    whole: bool = False
    built: bool = False


@dataclass(frozen=True, kw_only=True)
class View:
    """What a rule looks at: a brand in effect, the handbook around it, the day.

    Fields:
        brand: the brand; for a rule that looks at the whole handbook, the house, or the first brand.
        today: the day, in the house's zone.
        documents: what could be read, by path as printed.
        views: for a rule that looks at the whole handbook, the view of each brand.
        memory: what has been worked out of what the brands share; one for all the views of a handbook.
    """

    handbook: Handbook
    brand: Brand
    today: date
    documents: Mapping[str, Document] = field(repr=False)
    views: tuple[View, ...] = field(default=(), repr=False)
    memory: Memory = field(default_factory=Memory, compare=False, repr=False)

    # --- places ------------------------------------------------------------------------------------------------

    def file(self, kind: str) -> str:
        """Return the file where something of this kind would be written: the brand's, else the house's, else its id."""
        return self.brand.files.get(kind) or self.brand.files.get("brand") or self.handbook.settings.place.file

    def lacking(self, kind: str, *path: str | int) -> Place:
        """Return the place to speak of something absent from a file: its key if it is there, else the file's start."""
        return Place(self.file(kind), path if kind in self.brand.files else (), "key")

    # --- what counts -------------------------------------------------------------------------------------------

    def live(self, records: Iterable[R]) -> tuple[R, ...]:
        """Return the records in force today: what is a draft or over is not judged."""
        return tuple(record for record in records if record.is_live(self.today))

    @cached_property
    def channels(self) -> tuple[Channel, ...]:
        """The channels in use: live and active."""
        return tuple(one for one in self.live(self.brand.channels.channels) if one.state == "active")

    @cached_property
    def roles(self) -> Mapping[str, Role]:
        """The roles by id."""
        return {role.id: role for role in self.brand.people.roles}

    @cached_property
    def people(self) -> Mapping[str, Person]:
        """The people by id."""
        return {person.id: person for person in self.brand.people.people}

    @cached_property
    def circuits(self) -> Mapping[str, Circuit]:
        """The circuits of validation by id."""
        return {circuit.id: circuit for circuit in self.brand.validation.circuits}

    @cached_property
    def community_managers(self) -> frozenset[str]:
        """The roles that community managers hold."""
        return frozenset(id_ for id_, role in self.roles.items() if role.community_manager)

    @cached_property
    def holders(self) -> Mapping[str, tuple[str, ...]]:
        """The people who hold each role in this brand today."""
        return holders(self.brand, self.today)

    def concerns(self, brands: Collection[str]) -> bool:
        """Say whether something that names brands bears on this one: the house bears on all."""
        return concerns(brands, self.brand.id)

    def decides(self, role: str | None, severity: int) -> bool:
        """Say whether a role decides alone at a severity, on the brand's side."""
        found = self.roles.get(role or "")
        return (
            found is not None
            and found.side == "brand"
            and found.decides_up_to is not None
            and found.decides_up_to >= severity
        )

    def severity_number(self, said: str | int | None) -> int | None:
        """Return the number of a severity named by number or by id."""
        if said is None or isinstance(said, int):
            return said
        return next((one.number for one in self.brand.escalation.severities if one.id == said), None)

    # --- the perimeter -----------------------------------------------------------------------------------------

    @cached_property
    def perimeter(self) -> Perimeter:
        """The brand's perimeter, compiled once for all rules."""
        return Perimeter(self.handbook, self.brand)

    @cached_property
    def space(self) -> Space:
        """The whole perimeter of the day, at noon."""
        return Space(self.perimeter, self.noon)

    @cached_property
    def answers(self) -> dict[tuple[object, ...], Answer]:
        """What the perimeter has answered to the rules: crises ask the same of the same people (`asking.asked`)."""
        return {}

    # --- records -----------------------------------------------------------------------------------------------

    @cached_property
    def acknowledged(self) -> tuple[Acknowledged, ...]:
        """Who has acknowledged what they have to know: worked out once for all rules."""
        return acknowledgement_states(self.brand, self.today, self.memory)

    # --- cover and words ---------------------------------------------------------------------------------------

    @cached_property
    def cover(self) -> Cover:
        """Who can be reached when, from the day on: worked out once for all rules.

        Whoever has no usable contact counts as reached: `contact-is-usable` tells that, once, and no gap besides.
        """
        return Cover(self.handbook, self.brand, self.today, trusting=True, memory=self.memory)

    @cached_property
    def _lost(self) -> Mapping[str, Intervals]:
        return {
            schedule.id: union(*(one.when for one in lost_time(self.cover, schedule)))
            for schedule in self.cover.schedules
        }

    def lost(self, line: Line) -> Intervals:
        """Return the hours lost between two shifts of those whom a line calls, which `schedule-is-continuous` tells."""
        return union(*(self._lost.get(target, ()) for step in line.steps for target in step.call))

    @cached_property
    def own_words(self) -> tuple[OwnFinding, ...]:
        """What is to be mended in the words that the brand holds ready: read once for all rules."""
        return judge_own_words(self.brand, at=self.noon, memory=self.memory)

    @property
    def noon(self) -> datetime:
        """The instant at which the day's perimeter is asked."""
        return datetime.combine(self.today, time(12))


def key(part: Part, *path: str | int) -> Place:
    """Return the place of a key of a part; of the part itself where the key is absent."""
    return Place(part.place.file, (*part.place.path, *path), "key")


def value(part: Part, *path: str | int) -> Place:
    """Return the place of a value inside a part."""
    return Place(part.place.file, (*part.place.path, *path))


def flaw(place: Place, said: Message, hint: Message | None = None, *related: tuple[Place, Message]) -> Problem:
    """Return a problem at a place: what is wrong, what to write, and where else to look."""
    return Problem(place=place, message=said, hint=hint, related=related)


_NOTHING = frozenset(
    {"", "-", "—", "n/a", "na", "aucun", "aucune", "rien", "néant", "none", "nothing", "tbd", "à définir"}
)


def says_nothing(text: Text | None) -> bool:
    """Say whether a text is absent, or a word that stands for nothing («rien», «n/a», «à définir»)."""
    if text is None:
        return True
    return any(
        said is not None and said.strip().rstrip(".").casefold() in _NOTHING for said in (text.plain, text.fr, text.en)
    )


__all__ = ["Check", "Problem", "View", "after", "flaw", "key", "says_nothing", "value"]
