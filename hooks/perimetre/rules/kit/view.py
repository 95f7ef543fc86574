"""Hold what a rule looks at: a brand in effect, the handbook around it, the day (stage judge).

What several rules look at is worked out once for all of them, and each that uses it rests on what was read for it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Generic, TypeVar, overload

from perimetre.base.diagnostics import Place
from perimetre.base.memory import Memory
from perimetre.cover import Cover, Intervals, lost_time
from perimetre.cover.intervals import union
from perimetre.model import Brand, Channel, Circuit, Handbook, Line, Person, Record, Role
from perimetre.perimeter.bands import Bands
from perimetre.perimeter.decisions import Perimeter
from perimetre.perimeter.questions import Answer
from perimetre.perimeter.whole_space import Space
from perimetre.reading.document import Document
from perimetre.rules.kit.coming import Coming
from perimetre.rules.kit.reads import Reads, WatchedBrand, WatchedDocuments, WatchedHandbook
from perimetre.versions.acknowledgements import Acknowledged, acknowledgement_states
from perimetre.versions.versions import holders
from perimetre.voice import COUNTRY, OwnFinding, judge_own_words

R = TypeVar("R", bound=Record)
Worth = TypeVar("Worth")


class shared(Generic[Worth]):  # noqa: N801 - it is used as `property` is
    """What is worked out once for all the rules that look at a brand: each rests on what was read for it."""

    def __init__(self, work_out: Callable[[View], Worth]) -> None:
        self._work_out = work_out
        self.__doc__ = work_out.__doc__

    def __set_name__(self, owner: type[View], name: str) -> None:
        self._name = name

    @overload
    def __get__(self, view: None, owner: type[View]) -> shared[Worth]: ...
    @overload
    def __get__(self, view: View, owner: type[View]) -> Worth: ...
    def __get__(self, view: View | None, owner: type[View]) -> shared[Worth] | Worth:
        if view is None:
            return self
        worth = view.once(self._work_out)
        # Found at once from here on, as what `cached_property` keeps.
        view.__dict__[self._name] = worth
        return worth


@dataclass(frozen=True, slots=True)
class GivenAnswers:
    """A perimeter, and what it has answered, by question."""

    perimeter: Perimeter
    known: dict[tuple[object, ...], Answer] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class View:
    """What a rule looks at: a brand in effect, the handbook around it, the day.

    Fields:
        brand: the brand; for a rule that looks at the whole handbook, the house, or the first brand.
        today: the day, in the house's zone.
        documents: what could be read, by path as printed.
        views: for a rule that looks at the whole handbook, the view of each brand.
        memory: what has been worked out of what the brands share; one for all the views of a handbook.
        known: what has been worked out of the brand, by what works it out, each with what was read for it.
        reads: what is read through this view.
    """

    handbook: Handbook
    brand: Brand
    today: date
    documents: Mapping[str, Document] = field(repr=False)
    views: tuple[View, ...] = field(default=(), repr=False)
    memory: Memory = field(default_factory=Memory, compare=False, repr=False)
    known: dict[Callable[[View], object], tuple[object, Reads]] = field(default_factory=dict, compare=False, repr=False)
    reads: Reads = field(default_factory=Reads, compare=False, repr=False)

    def anew(self, reads: Reads | None = None) -> View:
        """Return the same view, of which nothing has been read; `reads`: where to note what is."""
        reads = reads or Reads()
        return replace(
            self,
            handbook=WatchedHandbook(self.handbook, reads),
            brand=WatchedBrand(self.brand, reads),
            documents=WatchedDocuments(self.documents, reads),
            views=tuple(view.anew(reads) for view in self.views),
            reads=reads,
        )

    def once(self, work_out: Callable[[View], Worth]) -> Worth:
        """Return what is worked out of the brand once, for all the rules that look at it."""
        known = self.known.get(work_out)
        if known is None:
            # What is worked out as it is asked for, like the answers of a perimeter, goes on noting what it reads here.
            own = self.anew()
            known = self.known[work_out] = (work_out(own), own.reads)
        worth, reads = known
        self.reads.rest_on(reads)
        return worth  # type: ignore[return-value] # it is what `work_out` returned

    def let_go(self, but: Collection[Callable[[View], object]] = ()) -> None:
        """Forget what has been worked out of the brand, which nobody looks at any more; `but`: what is still asked for.

        What it shares with the next brand is kept for that one.
        """
        kept = {work_out: known for work_out, known in self.known.items() if work_out in but}
        self.known.clear()
        self.known.update(kept)
        self.memory.turn()

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

    @shared
    def channels(self) -> tuple[Channel, ...]:
        """The channels in use: live and active."""
        return tuple(channel for channel in self.live(self.brand.channels.channels) if channel.state == "active")

    @shared
    def roles(self) -> Mapping[str, Role]:
        """The roles by id."""
        return {role.id: role for role in self.brand.people.roles}

    @shared
    def people(self) -> Mapping[str, Person]:
        """The people by id."""
        return {person.id: person for person in self.brand.people.people}

    @shared
    def circuits(self) -> Mapping[str, Circuit]:
        """The circuits of validation by id."""
        return {circuit.id: circuit for circuit in self.brand.validation.circuits}

    @shared
    def community_managers(self) -> frozenset[str]:
        """The roles that community managers hold."""
        return frozenset(id_ for id_, role in self.roles.items() if role.community_manager)

    @shared
    def holders(self) -> Mapping[str, tuple[str, ...]]:
        """The people who hold each role in this brand today."""
        return holders(self.brand, self.today)

    def is_vacant(self, who: str | None) -> bool:
        """Say whether somebody named is a role, and one that nobody holds."""
        return who is not None and who in self.roles and not self.holders.get(who) and not self.is_to_be_named(who)

    def is_to_be_named(self, role: str) -> bool:
        """Say whether the house has yet to complete who holds a role: it is told there."""
        return any(
            given.role == role and given.person is None and self.brand.is_among(given.brands)
            for given in self.brand.people.assignments
        )

    def decides(self, role: str | None, severity: int) -> bool:
        """Say whether a role decides alone at a severity, on the brand's side."""
        held = self.roles.get(role or "")
        return (
            held is not None
            and held.side == "brand"
            and held.decides_up_to is not None
            and held.decides_up_to >= severity
        )

    def severity_number(self, reference: str | int | None) -> int | None:
        """Return the number of a severity named by number or by id."""
        if reference is None or isinstance(reference, int):
            return reference
        return next(
            (severity.number for severity in self.brand.escalation.severities if severity.id == reference), None
        )

    # --- the perimeter -----------------------------------------------------------------------------------------

    @shared
    def perimeter(self) -> Perimeter:
        """The brand's perimeter, compiled once for all rules."""
        return Perimeter(self.handbook, self.brand)

    @shared
    def space(self) -> Space:
        """The whole perimeter of every band of the days to come, the day's noon first."""
        return Space(self.perimeter, self.noon, Bands(self.perimeter, self.today))

    @shared
    def coming(self) -> Coming:
        """Which rules may speak at each instant of the days to come."""
        return Coming(self.space)

    @shared
    def answers(self) -> GivenAnswers:
        """What the perimeter has answered to the rules: crises ask the same of the same people (`asking.asked`)."""
        return GivenAnswers(self.perimeter)

    # --- records -----------------------------------------------------------------------------------------------

    @shared
    def acknowledged(self) -> tuple[Acknowledged, ...]:
        """Who has acknowledged what they have to know: worked out once for all rules."""
        # A brand's ready answers may take the place of the house's under other ids, by which rules then name them.
        _ = self.brand.templates
        return acknowledgement_states(self.brand, self.today, self.memory)

    # --- cover and words ---------------------------------------------------------------------------------------

    @shared
    def cover(self) -> Cover:
        """Who can be reached when, from the day on: worked out once for all rules.

        Whoever has no usable contact counts as reached: `contact-is-usable` tells that, once, and no gap besides.
        """
        return Cover(self.handbook, self.brand, self.today, trusting=True, memory=self.memory)

    @shared
    def _lost(self) -> Mapping[str, Intervals]:
        return {
            schedule.id: union(*(lost.when for lost in lost_time(self.cover, schedule)))
            for schedule in self.cover.schedules
        }

    def lost(self, line: Line) -> Intervals:
        """Return the hours lost between two shifts of those whom a line calls, which `schedule-is-continuous` tells."""
        return union(*(self._lost.get(target, ()) for step in line.steps for target in step.call))

    @shared
    def own_words(self) -> tuple[OwnFinding, ...]:
        """What is to be mended in the words that the brand holds ready: read once for all rules."""
        return judge_own_words(
            self.brand,
            at=self.noon,
            memory=self.memory,
            country=self.handbook.settings_of(self.brand).country or COUNTRY,
        )

    @property
    def noon(self) -> datetime:
        """The instant at which the day's perimeter is asked."""
        return datetime.combine(self.today, time(12))
