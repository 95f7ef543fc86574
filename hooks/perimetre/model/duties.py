"""Hold `duties.yml`, `periods.yml`, `requests.yml`: what is due, when rules change, how the CM is asked (build)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from perimetre.model.basics import (
    ActionRef,
    ClockName,
    Contact,
    Dates,
    Duration,
    File,
    GroundRef,
    LegalBasisRef,
    LineRef,
    Part,
    Pause,
    Record,
    RoleRef,
    Time,
    Who,
)
from perimetre.model.matches import Match, Situation
from perimetre.model.text import Markdown, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger(Part):
    """What makes a duty due."""

    on: (
        Literal[
            "message",
            "ground-met",
            "shift-ends",
            "consent-withdrawn",
            "person-leaves",
            "post-published",
            "incident",
            "date",
            "request",
            "threshold",
        ]
        | None
    ) = None
    match: Match | None = None
    ground: GroundRef | None = None
    text: Text | None = None
    every: Duration | None = None
    first_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyAct(Part):
    """One thing to do: an action, or something in words; and who does it."""

    act: ActionRef | None = None
    text: Text | None = None
    who: Who | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling(Part):
    """People to be told, by whom."""

    audience: Text | None = None
    by: Who | None = None
    individually: bool | None = None
    within: Duration | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IfLate(Part):
    """What happens when the delay is over."""

    then: Text | None = None
    line: LineRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty(Record):
    """What must be done: a trigger, acts, a delay from a named clock, a proof."""

    KIND: ClassVar[str] = "duty"

    trigger: Trigger | None = None
    acts: tuple[DutyAct, ...] = ()
    within: Duration | None = None
    clock: ClockName | None = None
    starts_when: Text | None = None
    hours: Literal["calendar", "working"] | None = None
    proof: Text | None = None
    proof_kind: Literal["capture", "log", "acknowledgement", "ticket", "document"] | None = None
    kept_for: Duration | None = None
    tells: tuple[Telling, ...] = ()
    legal_basis: tuple[LegalBasisRef, ...] = ()
    exempt: tuple[Situation, ...] = ()
    because: Text | None = None
    if_late: IfLate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DutiesFile(File):
    """The duties of `duties.yml`."""

    duties: tuple[Duty, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Period(Record):
    """A time that changes the rules; a period whose end is an event lasts until a date is written."""

    KIND: ClassVar[str] = "period"

    kind: (
        Literal[
            "quiet-period",
            "electoral",
            "embargo",
            "national-mourning",
            "negotiation",
            "seasonal",
            "legal",
            "other",
        ]
        | None
    ) = None
    from_: date | None = None
    from_event: Text | None = None
    until: date | None = None
    until_event: Text | None = None
    declared_by: RoleRef | None = None
    recurring: Literal["yearly", "quarterly"] | None = None
    windows: tuple[Dates, ...] = ()
    effects: Markdown | None = None
    pauses: tuple[Pause, ...] = ()
    contact: Who | None = None
    from_time: Time | None = None
    until_time: Time | None = None
    legal_basis: tuple[LegalBasisRef, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodsFile(File):
    """The periods of `periods.yml`."""

    periods: tuple[Period, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MayDecline(Part):
    """Who may say no to a request, and on what grounds."""

    by: tuple[Who, ...] = ()
    reasons: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Urgent(Part):
    """What to do with a request that cannot wait."""

    when: Text | None = None
    to: Who | None = None
    contact: Contact | None = None
    within: Duration | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Door(Record):
    """A way by which the rest of the house asks the CM for something."""

    KIND: ClassVar[str] = "door"

    for_: tuple[Text, ...] = ()
    open_to: tuple[Text, ...] = ()
    to: Who | None = None
    contact: Contact | None = None
    fields: tuple[Text, ...] = ()
    lead_time: Duration | None = None
    answer_within: Duration | None = None
    states: tuple[Text, ...] = ()
    may_decline: MayDecline | None = None
    required_for: Match | None = None
    when_refused: Text | None = None
    urgent: Urgent | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressure(Part):
    """What somebody may say to make the CM act out of turn, and what to answer."""

    KIND: ClassVar[str] = "pressure"

    id: str
    said: Text | None = None
    answer: Text | None = None
    then: Text | None = None
    line: LineRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestsFile(File):
    """The doors of `requests.yml`."""

    doors: tuple[Door, ...] = ()
    pressures: tuple[Pressure, ...] = ()
