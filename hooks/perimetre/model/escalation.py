"""Hold `escalation.yml`: severities, lines, triage (stage build)."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from perimetre.base.closed import Posture
from perimetre.base.durations import Duration
from perimetre.base.frozen import dataclass
from perimetre.model.basics import Amount, File, Named, Part, Record
from perimetre.model.crisis import Cell
from perimetre.model.matches import Match
from perimetre.model.refs import (
    PLACE_MANAGER,
    ActionRef,
    Addressee,
    BrandRef,
    CrisisRef,
    DutyRef,
    FactRef,
    LineRef,
    RoleRef,
    SeverityRef,
    TemplateRef,
    Who,
    ref,
)
from perimetre.model.text import Text

CallTargetRef = Annotated[str, ref("role", "schedule", "person", words=(PLACE_MANAGER,))]
TreeRef = Annotated[str, ref("tree")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion(Part):
    """A sign of a severity: in words, or a fact and its bounds."""

    NOTED: ClassVar[bool] = True

    text: Text | None = None
    fact: FactRef | None = None
    above: Amount | Duration | None = None
    up_to: Amount | Duration | None = None
    is_: bool | None = None
    times_usual: float | None = None
    over: Duration | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria(Part):
    """The signs of a severity: any of these, all of those."""

    any: tuple[Criterion, ...] = ()
    all: tuple[Criterion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Opens(Part):
    """What a severity starts.

    Fields:
        over: how far the posture holds: no further than where it happens, or everywhere; None: the whole brand.
    """

    posture: Posture | None = None
    over: Literal["channel", "topic", "place", "brand", "house"] | None = None
    scenario: CrisisRef | None = None
    duties: tuple[DutyRef, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Severity(Record):
    """How grave it is; the mildest has the lowest number."""

    KIND: ClassVar[str] = "severity"

    number: int | None = None
    criteria: Criteria | None = None
    examples: tuple[Text, ...] = ()
    cover: Literal["always", "service-hours", "none"] | None = None
    decision_within: Duration | None = None
    leads: RoleRef | None = None
    cm_may_speak: Literal["yes", "holding-only", "no"] | None = None
    may_declare: tuple[Who, ...] = ()
    when_unsure: Literal["higher", "lower", "ask"] | None = None
    response: Literal["call", "message", "ticket", "none"] | None = None
    reply_within: Duration | None = None
    joins: tuple[RoleRef, ...] = ()
    opens: Opens | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactMode(Part):
    """A mode tried at a step: after how long, repeated how often."""

    mode: Literal["phone", "sms", "mail", "chat", "post", "form", "web"] | None = None
    after: Duration | None = None
    repeat_every: Duration | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineStep(Part):
    """A step of a line: who is called, how many minutes after the first call; `formerly`: its earlier ids."""

    KIND: ClassVar[str] = "line_step"
    LOCAL: ClassVar[bool] = True

    id: str | None = None
    formerly: tuple[str, ...] = ()
    after_minutes: int | None = None
    call: tuple[CallTargetRef, ...] = ()
    contact: tuple[ContactMode, ...] = ()
    climb: Literal["timeout", "judgement"] | None = None
    may_ack: tuple[Who, ...] = ()
    takeover: bool | None = None
    only: tuple[ActionRef, ...] = ()
    tell: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fallback(Part):
    """What happens when nobody on a line answered."""

    call: tuple[CallTargetRef, ...] = ()
    then: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Record):
    """Who is called, in what order; `meanwhile`: what holds until somebody answers, where no rule says it."""

    KIND: ClassVar[str] = "line"

    brands: tuple[BrandRef, ...] = ()
    default: bool = False
    severities: tuple[SeverityRef, ...] = ()
    match: Match | None = None
    steps: tuple[LineStep, ...] = ()
    repeat: int | None = None
    meanwhile: Text | None = None
    fallback: Fallback | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Part):
    """Where a branch of the triage leads."""

    act: (
        Literal[
            "leave",
            "watch",
            "thank",
            "correct",
            "remedy",
            "bring-home",
            "template",
            "transfer",
            "escalate",
            "scenario",
            "tree",
            "emergency",
        ]
        | None
    ) = None
    say: Text | None = None
    template: TemplateRef | None = None
    to: Who | None = None
    line: LineRef | None = None
    scenario: CrisisRef | None = None
    tree: TreeRef | None = None
    severity: SeverityRef | None = None
    inform: tuple[Addressee, ...] = ()
    limits: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchTest(Part):
    """What a branch asks: a question to the reader, or a match."""

    question: Text | None = None
    match: Match | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch(Named):
    """A branch of a tree; branches stand in their order."""

    KIND: ClassVar[str] = "branch"
    LOCAL: ClassVar[bool] = True

    if_: BranchTest | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree(Record):
    """A tree of questions that says what to do with a message."""

    KIND: ClassVar[str] = "tree"

    match: Literal["first"] | None = None
    branches: tuple[Branch, ...] = ()
    otherwise: Outcome | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Triage(Part):
    """The trees, and the one to begin with."""

    entry: TreeRef | None = None
    trees: tuple[Tree, ...] = ()
    danger_signs: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationFile(File):
    """Severities, lines and triage of `escalation.yml`.

    Fields:
        cell: the crisis cell of every card, where the card does not say otherwise.
    """

    cell: Cell | None = None
    severities: tuple[Severity, ...] = ()
    lines: tuple[Line, ...] = ()
    triage: Triage | None = None
