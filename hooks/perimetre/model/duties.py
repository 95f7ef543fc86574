"""Hold `duties.yml`: what must be done, by whom, within what time (stage build)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from perimetre.base.closed import ClockName, InformedOf
from perimetre.base.durations import Duration
from perimetre.base.frozen import dataclass
from perimetre.model.basics import File, Part, Record
from perimetre.model.delays import CountedIn, Delay, Within, whole
from perimetre.model.matches import Match, Situation
from perimetre.model.recurs import Recurs
from perimetre.model.refs import ActionRef, GroundRef, LegalBasisRef, LineRef, Who
from perimetre.model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger(Part):
    """What makes a duty due.

    Fields:
        recurs: the days on which it is, where no length of time says them (`every`).
    """

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
    recurs: Recurs | None = None
    first_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyAct(Part):
    """One thing to do: an action, or something in words; and who does it."""

    act: ActionRef | None = None
    text: Text | None = None
    who: Who | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling(Part):
    """People to be told, by whom.

    Fields:
        with_: what they are told.
        copy: the message itself is sent to them.
    """

    audience: Text | None = None
    by: Who | None = None
    individually: bool | None = None
    with_: tuple[InformedOf, ...] = ()
    copy: bool = False
    within: Within | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IfLate(Part):
    """What happens when the delay is over."""

    then: Text | None = None
    line: LineRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty(Record):
    """What must be done: a trigger, acts, a delay from a named clock, a proof.

    Fields:
        at_hand_for: how long the proof is found at once; after that, in the archives.
    """

    KIND: ClassVar[str] = "duty"

    trigger: Trigger | None = None
    acts: tuple[DutyAct, ...] = ()
    within: Within | None = None
    clock: ClockName | None = None
    starts_when: Text | None = None
    hours: CountedIn | None = None
    proof: Text | None = None
    proof_kind: Literal["capture", "log", "acknowledgement", "ticket", "document"] | None = None
    kept_for: Duration | None = None
    at_hand_for: Duration | None = None
    tells: tuple[Telling, ...] = ()
    legal_basis: tuple[LegalBasisRef, ...] = ()
    exempt: tuple[Situation, ...] = ()
    because: Text | None = None
    if_late: IfLate | None = None

    @property
    def delay(self) -> Delay | None:
        """By when it is done, whichever way that is written."""
        return whole(self.within, from_=self.clock, hours=self.hours)


@dataclass(frozen=True, slots=True, kw_only=True)
class DutiesFile(File):
    """The duties of `duties.yml`."""

    duties: tuple[Duty, ...] = ()
