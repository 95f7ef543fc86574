"""Hold `operations/<operation>.yml`: a campaign, a contest, a partnership, a launch (stage build)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from perimetre.base.closed import Nature
from perimetre.base.durations import Duration
from perimetre.base.frozen import dataclass
from perimetre.model.basics import Amount, Part, Record
from perimetre.model.refs import (
    ActionRef,
    ChannelRef,
    CircuitRef,
    CrisisRef,
    MentionRef,
    ObjectiveRef,
    PillarRef,
    RoleRef,
    SaysRef,
    TemplateRef,
    TopicRef,
    Who,
)
from perimetre.model.shared import Limit, Time
from perimetre.model.text import Markdown, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class CmConsulted(Part):
    """When the CM was consulted on an operation."""

    on: date | None = None
    stage: Literal["design", "preparation"] | None = None
    by: RoleRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget(Part):
    """What may be spent."""

    NOTED: ClassVar[bool] = True

    max: Amount | None = None
    spent: Amount | None = None
    spend_limit: Limit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineItem(Part):
    """An act at an offset from the start."""

    offset: Duration | None = None
    act: ActionRef | None = None
    text: Text | None = None
    channel: ChannelRef | None = None
    by: Who | None = None
    at: Time | None = None
    topics: tuple[TopicRef, ...] = ()
    says: tuple[SaysRef, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurring(Part):
    """An act that comes back."""

    every: Duration | None = None
    act: ActionRef | None = None
    channel: ChannelRef | None = None
    text: Text | None = None
    by: Who | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistItem(Part):
    """Something to have done before."""

    item: Text | None = None
    by: Who | None = None
    before: Duration | None = None
    done_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed(Part):
    """Who signed, when."""

    role: RoleRef | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidPartnership(Part):
    """A partner who is paid: the contract and the mention due."""

    with_: Text | None = None
    contract: Text | None = None
    mention: MentionRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalAgreement(Part):
    """Who agreed for the law, when."""

    by: RoleRef | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest(Part):
    """The rules and prizes of a contest."""

    rules_url: str | None = None
    legal_agreement: Text | LegalAgreement | None = None
    deposit: Text | None = None
    prizes: Text | None = None
    jury: CircuitRef | None = None
    winners_told_within: Duration | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast(Part):
    """What one expects of an operation, in figures, and what came of it."""

    what: Text | None = None
    nature: Nature | None = None
    value: float | None = None
    unit: Text | None = None
    result: float | None = None
    source: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation(Record):
    """A campaign, a contest, a partnership, a launch, an event."""

    KIND: ClassVar[str] = "operation"

    kind: Literal["campaign", "contest", "partnership", "launch", "event", "editorial"] | None = None
    objective: ObjectiveRef | None = None
    objectives: tuple[ObjectiveRef, ...] = ()
    pillar: PillarRef | None = None
    channels: tuple[ChannelRef, ...] = ()
    from_: date | None = None
    to: date | None = None
    lead: Who | None = None
    cm_consulted: CmConsulted | None = None
    community_impact: Markdown | None = None
    process: CircuitRef | None = None
    budget: Budget | None = None
    brief: Markdown | None = None
    timeline: tuple[TimelineItem, ...] = ()
    recurring: tuple[Recurring, ...] = ()
    checklist: tuple[ChecklistItem, ...] = ()
    different_people: tuple[tuple[Who, ...], ...] = ()
    signed: tuple[Signed, ...] = ()
    paid_partnership: PaidPartnership | None = None
    contest: Contest | None = None
    mentions: tuple[MentionRef, ...] = ()
    templates: tuple[TemplateRef, ...] = ()
    forecast: tuple[Forecast, ...] = ()
    results: Markdown | None = None
    expected_crises: tuple[CrisisRef, ...] = ()
