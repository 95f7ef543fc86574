"""Hold `crises/<scenario>.yml`: what was prepared for a crisis (stage build)."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, datetime
from typing import Annotated, ClassVar, Literal

from perimetre.base.closed import ClockName, Language, Strategy
from perimetre.base.durations import Duration
from perimetre.base.frozen import dataclass
from perimetre.model.basics import Named, Part, Record
from perimetre.model.delays import CountedIn, Delay, DelayKind, Moment, StepRef, Within, whole
from perimetre.model.matches import Facts
from perimetre.model.refs import (
    ActionRef,
    Addressee,
    AudienceRef,
    ChannelRef,
    CircuitRef,
    CrisisKindRef,
    CrisisRef,
    DutyRef,
    LegalBasisRef,
    LineRef,
    MessageKindRef,
    Ref,
    RoleRef,
    SaysRef,
    SeverityRef,
    TemplateRef,
    TermRef,
    Who,
)
from perimetre.model.shared import Pause, Time
from perimetre.model.templates import Variable
from perimetre.model.text import Markdown, Text

StatementRef = Annotated[str, Ref(("statement",), local=True)]
OwnPhaseRef = Annotated[str, Ref(("phase",), local=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell(Part):
    """Those who decide together in a crisis, and where they meet."""

    chair: RoleRef | None = None
    deputy: RoleRef | None = None
    secretary: RoleRef | None = None
    bridge: Text | None = None
    outside_channel: Text | None = None
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
class ChannelText(Part):
    """The same message in other words, for other channels."""

    channels: tuple[ChannelRef, ...] = ()
    text: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Precondition(Part):
    """What must be established before a text leaves, in words or by a step, and who confirms it."""

    established: Text | Moment | None = None
    confirmed_by: Who | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenApproval(Part):
    """An agreement that was given: by whom, on what day; `until` is the last day on which it holds."""

    by: RoleRef | None = None
    on: date | None = None
    at: Time | None = None
    until: date | None = None
    ref: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Named):
    """A message made ready.

    Fields:
        texts: the same message in other words, for other channels.
        asserts: the steps that it says are done.
        only_if: what must be true before it leaves.
        otherwise: the statement that leaves in its place meanwhile.
        audience: those whom it is for; nobody in particular where it is unsaid.
        approved_by, approved_at: the former form of an agreement, read as `agreements` gives it.
        approvals: the agreements given.
    """

    KIND: ClassVar[str] = "statement"
    LOCAL: ClassVar[bool] = True

    kind: MessageKindRef | None = None
    language: Language | None = None
    channels: tuple[ChannelRef, ...] = ()
    text: Text | None = None
    approved_by: RoleRef | None = None
    approved_at: datetime | None = None
    version: int | None = None
    phase: OwnPhaseRef | None = None
    status: Literal["pre-approved", "to-approve"] | None = None
    says: tuple[SaysRef, ...] = ()
    title: Text | None = None
    texts: tuple[ChannelText, ...] = ()
    audience: tuple[AudienceRef, ...] = ()
    asserts: tuple[StepRef, ...] = ()
    only_if: tuple[Precondition, ...] = ()
    otherwise: StatementRef | None = None
    approvals: tuple[GivenApproval, ...] = ()

    @property
    def agreements(self) -> tuple[GivenApproval, ...]:
        """The agreements given, that of the former form first."""
        if self.approved_by is None:
            return self.approvals
        at = self.approved_at
        on, hour = (at.date(), Time(at.hour * 60 + at.minute)) if at is not None else (None, None)
        return (GivenApproval(place=self.place, by=self.approved_by, on=on, at=hour), *self.approvals)

    @property
    def everywhere(self) -> tuple[str, ...]:
        """The channels of the message, in whatever words it is said there."""
        return tuple(dict.fromkeys((*self.channels, *(id_ for other in self.texts for id_ in other.channels))))

    @property
    def wordings(self) -> tuple[Statement | ChannelText, ...]:
        """What it says where: its own words first."""
        return (self, *self.texts)


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedQuestion(Part):
    """A question that will be asked, and its answer."""

    q: Text | None = None
    a: Text | None = None
    version: int | None = None
    approved_by: RoleRef | None = None
    approved_at: datetime | None = None


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
