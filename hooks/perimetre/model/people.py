"""Hold `people.yml`: roles, people, who holds what, who is on duty when (stage build)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar, Literal

from perimetre.base.closed import Stage, Weekday
from perimetre.base.durations import Duration
from perimetre.base.frozen import dataclass
from perimetre.model.basics import Amount, File, Named, Part, Record, United
from perimetre.model.handbook import Holidays
from perimetre.model.refs import (
    BrandRef,
    ChannelRef,
    CircuitRef,
    DepartmentRef,
    PersonRef,
    PlaceRef,
    Ref,
    RoleRef,
    TrainingRef,
    ref,
)
from perimetre.model.shared import Contact, Hours, Time
from perimetre.model.text import Text

Employment = Literal["employee", "agency", "freelance", "intern", "executive"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamSize(Part):
    """How many people hold a role."""

    min: int | None = None
    max: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillAsked(Part):
    """A skill on which somebody is chosen, and how it shows.

    Fields:
        sector: whether it is the sector of the brand that asks for it.
        stages: the stages of presence at which it is asked for; none: at any.
    """

    skill: Text | None = None
    proof: Text | None = None
    sector: bool = False
    stages: tuple[Stage, ...] = ()

    def is_asked_at(self, stage: Stage | None) -> bool:
        """Say whether it is asked for by a brand at a stage of presence, or at one that nobody knows."""
        return not self.stages or stage is None or stage in self.stages


@dataclass(frozen=True, slots=True, kw_only=True)
class Role(Record):
    """A part that somebody plays.

    Fields:
        decides_up_to: the number of the gravest severity that it decides alone, or None if it decides none.
        contact, hours: how and when those of a role outside the house are reached, whoever they are.
        from_: the roles among whose holders it is chosen.
    """

    KIND: ClassVar[str] = "role"

    plural: Text | None = None
    side: Literal["brand", "agency", "external"] | None = None
    department: DepartmentRef | None = None
    deputy: RoleRef | None = None
    decides_up_to: int | None = None
    min_employment: tuple[Employment, ...] = ()
    requires_training: tuple[TrainingRef, ...] = ()
    community_manager: bool = False
    trainee: bool = False
    contact: tuple[Contact, ...] = ()
    hours: tuple[Hours, ...] = ()
    appointment: CircuitRef | None = None
    from_: tuple[RoleRef, ...] = ()
    team_size: TeamSize | None = None
    cooling_off: Duration | None = None
    purpose: Text | None = None
    skills: tuple[Text, ...] = ()
    recruitment: tuple[SkillAsked, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Training(Record):
    """What one must have learnt to hold a role."""

    KIND: ClassVar[str] = "training"

    content: Text | None = None
    valid_for: Duration | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained(Part):
    """A training that a person has followed."""

    training: TrainingRef | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Record):
    """Somebody who holds roles."""

    KIND: ClassVar[str] = "person"

    name: str | None = None
    employment: Employment | None = None
    agency: Annotated[str, ref("agency")] | None = None
    languages: tuple[str, ...] = ()
    timezone: str | None = None
    hours: tuple[Hours, ...] = ()
    contact: tuple[Contact, ...] = ()
    trained: tuple[Trained, ...] = ()
    immersed_on: date | None = None
    left_on: date | None = None

    def has_left(self, on: date) -> bool:
        """Say whether they are gone on a day; the day on which they leave is still theirs."""
        return self.left_on is not None and self.left_on < on


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment(Part):
    """A person holds a role, perhaps for some brands, channels, places and days only."""

    person: PersonRef | None = None
    role: RoleRef | None = None
    brands: tuple[BrandRef, ...] = ()
    channels: tuple[ChannelRef, ...] = ()
    places: tuple[PlaceRef, ...] = ()
    from_: date | None = None
    to: date | None = None
    rank: Literal["holder", "deputy"] | None = None

    @property
    def bounds(self) -> tuple[date | None, date | None]:
        """Its first and last day, both included; none where it ends before it begins: that is told, and no more."""
        if self.from_ is not None and self.to is not None and self.to < self.from_:
            return None, None
        return self.from_, self.to

    def is_live(self, on: date) -> bool:
        """Say whether it holds on a day: begun, and not over; both days are included."""
        first, last = self.bounds
        return (first is None or first <= on) and (last is None or on <= last)

    def holds_at(self, place: str) -> bool:
        """Say whether it is for a place, by its id: an assignment that names places holds at these only."""
        return not self.places or place in self.places


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover(Part):
    """How one shift hands over to the next."""

    at: Time | None = None
    summary: bool | None = None
    open_matters: bool | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotation(Part):
    """People who take turns: of a day, a week or a month, or shift by shift."""

    every: Literal["shift", "day", "week", "month"] | None = None
    starts_on: date | None = None
    at: Time | None = None
    people: tuple[PersonRef, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer(Named):
    """A layer of a schedule; a higher one replaces those before it.

    Fields:
        shifts: when somebody is on duty; a shift belongs to the day it starts.
        rotation: the people who take turns.
        people: those who are on duty together.
        follows: the layer whose people this one takes, one turn later.
    """

    KIND: ClassVar[str] = "layer"
    LOCAL: ClassVar[bool] = True

    shifts: tuple[Hours, ...] = ()
    rotation: Rotation | None = None
    people: tuple[PersonRef, ...] = ()
    follows: Annotated[str, Ref(("layer",), local=True)] | None = None
    from_: date | None = None
    to: date | None = None
    only_reason: Text | None = None

    @property
    def named(self) -> tuple[str, ...]:
        """The people whom it names, in turn or together, each once."""
        turns = self.rotation.people if self.rotation else ()
        return tuple(dict.fromkeys((*turns, *self.people)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence(Part):
    """Somebody is away; the reason is nobody's business."""

    person: PersonRef | None = None
    from_: date | datetime | None = None
    to: date | datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Override(Part):
    """Somebody takes the shifts of somebody between two instants, or the whole stretch besides.

    Fields:
        throughout: in the place of somebody, they have the whole stretch all the same.
    """

    from_: datetime | None = None
    to: datetime | None = None
    person: PersonRef | None = None
    instead_of: PersonRef | None = None
    throughout: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedOnPurpose(Part):
    """Hours that nobody covers, by choice, and why: of some days of the week, or between two instants."""

    days: tuple[Weekday, ...] = ()
    from_: Time | date | datetime | None = None
    to: Time | date | datetime | None = None
    reason: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyConsent(Part):
    """Somebody's yes to carry more than a limit: from the day it is given to its last day, both included."""

    person: PersonRef | None = None
    on: date | None = None
    until: date | None = None

    def covers(self, person: str, first: date, last: date) -> bool:
        """Say whether it is a person's yes, and bears on all the days from one to another."""
        begun = self.on is not None and self.on <= first
        return self.person == person and begun and (self.until is None or last <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyLimit(Part):
    """How much of a schedule one person may carry.

    Fields:
        unless: whose yes lets them carry more: their own.
        consents: the yeses that were given.
        of: what is counted; a `stretch` is duty without a pause.
        max: how many at most; for `hours` and `stretch`, how long.
        per: a length of time, wherever it begins, or a stretch of the calendar; None: over all of it.
    """

    of: Literal["nights", "days", "sundays", "weekends", "holidays", "weeks", "hours", "stretch"] | None = None
    max: int | Duration | None = None
    per: Duration | Literal["week", "month", "quarter", "year"] | None = None
    unless: Literal["consent"] | None = None
    consents: tuple[DutyConsent, ...] = ()
    because: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NeverOnDuty(Part):
    """People who are never on duty in a schedule, at some hours or at any.

    Fields:
        employment: everybody who works so.
        days, from_, to: the hours; an end at or before the start is on the next day.
    """

    people: tuple[PersonRef, ...] = ()
    employment: tuple[Employment, ...] = ()
    days: tuple[Weekday, ...] = ()
    from_: Time | None = None
    to: Time | None = None
    because: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Earning(Part):
    """What duty is worth to whoever holds it.

    Fields:
        of: what is counted; what is called out is known afterwards only.
        amount: how much each earns.
        unit: money, in the currency of the brand, or time off.
        counted_once_within: a second one within that time earns nothing.
    """

    NOTED: ClassVar[bool] = True

    of: Literal["nights", "days", "sundays", "weekends", "holidays", "weeks", "hours", "calls", "call-hours"] | None = (
        None
    )
    amount: Amount | None = None
    unit: Literal["money", "hours", "days"] | None = None
    counted_once_within: Duration | None = None
    because: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule(Record):
    """Who holds the phone, when: on call at home (astreinte), or on duty at work (permanence).

    Fields:
        holidays: its public holidays, instead of the house's.
        open: the hours at which somebody is to be on duty, whoever they are; none: nothing is promised.
        contact: its own numbers, which ring at whoever holds the turn.
        rest_after_call: how long whoever has been called out rests before they are at work again.
        volunteers: the only people who hold it: those who said yes; none: anybody.
    """

    KIND: ClassVar[str] = "schedule"

    regime: Literal["on-call", "duty"] | None = None
    role: RoleRef | None = None
    contact: tuple[Contact, ...] = ()
    timezone: str | None = None
    holidays: Holidays | None = None
    brands: tuple[BrandRef, ...] = ()
    notice: Duration | None = None
    rest: Duration = Duration(11, "h")
    rest_after_call: Duration | None = None
    handover: Handover | None = None
    open: tuple[Hours, ...] = ()
    layers: tuple[Layer, ...] = ()
    absences: tuple[Absence, ...] = ()
    overrides: tuple[Override, ...] = ()
    closed_on_purpose: tuple[ClosedOnPurpose, ...] = ()
    limits: tuple[DutyLimit, ...] = ()
    never: tuple[NeverOnDuty, ...] = ()
    volunteers: tuple[PersonRef, ...] = ()
    earns: tuple[Earning, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleFile(File):
    """The roles, people and schedules of `people.yml`."""

    roles: tuple[Role, ...] = ()
    trainings: tuple[Training, ...] = ()
    people: tuple[Person, ...] = ()
    assignments: Annotated[tuple[Assignment, ...], United] = ()
    schedules: tuple[Schedule, ...] = ()

    @property
    def reached(self) -> tuple[Person | Schedule, ...]:
        """What has numbers by which somebody is reached: people, and turns."""
        return (*self.people, *self.schedules)
