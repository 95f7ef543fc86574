"""Hold `crises/<scenario>.yml`: what was prepared for a crisis (stage build)."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, datetime
from typing import ClassVar, Literal

from perimetre.base.closed import ClockName, Strategy
from perimetre.base.durations import Duration
from perimetre.base.frozen import dataclass
from perimetre.model.basics import Named, Part, Record
from perimetre.model.delays import CountedIn, Delay, DelayKind, Moment, StepRef, Within, whole
from perimetre.model.matches import Facts
from perimetre.model.refs import (
    ActionRef,
    Addressee,
    ChannelRef,
    CircuitRef,
    CrisisKindRef,
    CrisisRef,
    DutyRef,
    LegalBasisRef,
    LineRef,
    RoleRef,
    SaysRef,
    SeverityRef,
    TemplateRef,
    TermRef,
    Who,
)
from perimetre.model.shared import Contact, Pause
from perimetre.model.statements import PreparedQuestion, Statement, StatementRef
from perimetre.model.templates import Variable
from perimetre.model.text import Markdown, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell(Part):
    """Those who decide together in a crisis, and where they meet.

    Fields:
        contact: what whoever has just been called dials to join.
    """

    chair: RoleRef | None = None
    deputy: RoleRef | None = None
    secretary: RoleRef | None = None
    bridge: Text | None = None
    outside_channel: Text | None = None
    contact: tuple[Contact, ...] = ()
    members: tuple[RoleRef, ...] = ()
    log: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spokesperson(Part):
    """Who speaks to an audience."""

    audience: Text | None = None
    role: RoleRef | None = None
    backup: RoleRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm(Part):
    """How often we speak in a phase."""

    every: Duration | None = None
    max_gap: Duration | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase(Named):
    """A phase of a crisis; rules may name it."""

    KIND: ClassVar[str] = "phase"
    # Known to the whole brand (rules name it), yet two scenarios may both have an «opening».
    LOCAL: ClassVar[bool] = True

    title: Text | None = None
    from_: Text | Moment | None = None
    not_before: Duration | None = None
    until: Text | Moment | None = None
    rhythm: Rhythm | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepChoice(Part):
    """A way out of a decision."""

    if_: Text | None = None
    then: StepRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CrisisStep(Named):
    """A step of the workflow: who does what, by when, and what follows."""

    KIND: ClassVar[str] = "step"
    LOCAL: ClassVar[bool] = True

    kind: Literal["action", "decision", "parallel", "wait", "end"] | None = None
    title: Text | None = None
    do: Markdown | None = None
    act: ActionRef | None = None
    channels: tuple[ChannelRef, ...] = ()
    actor: Who | None = None
    clock: ClockName | None = None
    within: Within | None = None
    hours: CountedIn | None = None
    needs: tuple[CircuitRef, ...] = ()
    template: TemplateRef | None = None
    next: StepRef | None = None
    on_success: StepRef | None = None
    on_failure: StepRef | None = None
    on_timeout: StepRef | None = None
    branches: tuple[StepRef, ...] = ()
    joins: StepRef | None = None
    choices: tuple[StepChoice, ...] = ()
    every: Duration | None = None
    until: Text | None = None
    for_: Duration | None = None
    evidence: Text | None = None
    says: tuple[SaysRef, ...] = ()
    since_event: Text | None = None
    since_step: StepRef | None = None
    statement: StatementRef | None = None

    @property
    def delay(self) -> Delay | None:
        """By when it is done, whichever way that is written."""
        since = Moment(step=self.since_step, event=self.since_event) if self.since_step or self.since_event else None
        return whole(self.within, from_=since or self.clock, hours=self.hours, every=self.every, until=self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFacts(Part):
    """What is established, what is not, what is not to be said."""

    established: tuple[Text, ...] = ()
    not_established: tuple[Text, ...] = ()
    not_to_be_said: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldFirst(Part):
    """Who is told, in what rank."""

    rank: int | None = None
    audience: Text | None = None
    by: Who | None = None
    how: Text | None = None
    within: Within | None = None
    step: StepRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeaksFirst(Part):
    """Who speaks before us, once they have taken command; `step`: where we wait for their word."""

    who: Addressee | None = None
    when: Text | None = None
    step: StepRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalClock(Part):
    """A delay that runs during a crisis, which the law sets unless `kind` says that the house or a contract does.

    Fields:
        step: the step that does what it asks, by whoever does that step.
    """

    basis: LegalBasisRef | None = None
    within: Duration | None = None
    clock: ClockName | None = None
    who: Who | None = None
    to: Text | None = None
    when: Text | None = None
    kind: DelayKind | None = None
    step: StepRef | None = None

    @property
    def delay(self) -> Delay | None:
        """The same, in the form that every delay has."""
        kind = self.kind or "legal"
        return whole(self.within, from_=self.clock, kind=kind, to=self.to, when=self.when, basis=self.basis)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interrupt(Part):
    """What changes the course whatever the step: something that happens, or that it is not over after so long."""

    on: Text | None = None
    after: Within | None = None
    do: Text | None = None
    line: LineRef | None = None
    step: StepRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inject(Part):
    """What one learns in an exercise, so long after it has begun, and from whom."""

    after: Duration | None = None
    say: Text | None = None
    from_: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relief(Part):
    """After how long somebody is relieved, by whom, with what support."""

    after: Within | None = None
    who: Who | None = None
    support: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reinforcement(Part):
    """Who comes when there is too much."""

    above: Text | None = None
    who: Who | None = None
    when: Facts = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exit(Part):
    """When a crisis is over, and who says so."""

    criteria: tuple[Text, ...] = ()
    decided_by: Who | None = None
    afterwards: Markdown | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CrisisReview(Part):
    """The look back (RETEX): on the spot, and later."""

    on_the_spot: Text | None = None
    within: Duration | None = None
    by: Who | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval(Part):
    """Who approved a version, when."""

    version: int | None = None
    approved_by: RoleRef | None = None
    approved_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Workflow(Record):
    """What is done step by step: in a crisis, or in an ordinary procedure.

    Fields:
        triggers: what makes it begin.
        lead: whose it is, and whoever does a step that names nobody.
        start: the first step.
    """

    triggers: tuple[Text, ...] = ()
    lead: RoleRef | None = None
    steps: tuple[CrisisStep, ...] = ()
    start: StepRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Crisis(Workflow):
    """A crisis scenario: its signs, its steps, its words."""

    KIND: ClassVar[str] = "crisis"

    kind: CrisisKindRef | None = None
    severity: SeverityRef | None = None
    thresholds: Facts = ()
    not_this: Text | None = None
    first_step: Text | None = None
    tone: Text | None = None
    cell: Cell | None = None
    spokespeople: tuple[Spokesperson, ...] = ()
    escalation_line: LineRef | None = None
    phases: tuple[Phase, ...] = ()
    facts: KnownFacts | None = None
    statements: tuple[Statement, ...] = ()
    variables: tuple[Variable, ...] = ()
    language_elements: tuple[Text, ...] = ()
    questions: tuple[PreparedQuestion, ...] = ()
    told_first: tuple[ToldFirst, ...] = ()
    speaks_first: tuple[SpeaksFirst, ...] = ()
    duties: tuple[DutyRef, ...] = ()
    legal_clocks: tuple[LegalClock, ...] = ()
    evidence: tuple[Text, ...] = ()
    pauses: tuple[Pause, ...] = ()
    interrupts: tuple[Interrupt, ...] = ()
    lexicon: tuple[TermRef, ...] = ()
    relief: Relief | None = None
    reinforcement: Reinforcement | None = None
    exit: Exit | None = None
    review: CrisisReview | None = None
    strategies: tuple[Strategy, ...] = ()
    linked: tuple[CrisisRef, ...] = ()
    exercised_on: tuple[date, ...] = ()
    exercise_in: Duration | None = None
    injects: tuple[Inject, ...] = ()
    approval: Approval | None = None
    kit: tuple[Text, ...] = ()

    def cell_beside(self, usual: Cell | None) -> Cell | None:
        """Return its cell: what it says of it, and for the rest what `usual` says for every card."""
        own = self.cell
        if usual is None or own is None:
            return own or usual
        said = {each.name: value for each in fields(own) if (value := getattr(own, each.name))}
        return replace(usual, **said)
