"""Hold `operations/<operation>.yml`, `consents.yml` and `reporting.yml` (stage build)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Literal

from perimetre.model.basics import (
    ActionRef,
    ChannelRef,
    CircuitRef,
    CrisisRef,
    DepartmentRef,
    Duration,
    File,
    Limit,
    LineRef,
    MentionRef,
    ObjectiveRef,
    PageNote,
    Part,
    Record,
    RoleRef,
    SaysRef,
    TemplateRef,
    Time,
    ToolRef,
    TopicRef,
    Who,
    ref,
)
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

    max: float | None = None
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
class Operation(Record):
    """A campaign, a contest, a partnership, a launch, an event."""

    KIND: ClassVar[str] = "operation"

    kind: Literal["campaign", "contest", "partnership", "launch", "event", "editorial"] | None = None
    objective: ObjectiveRef | None = None
    objectives: tuple[ObjectiveRef, ...] = ()
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
    results: Markdown | None = None
    expected_crises: tuple[CrisisRef, ...] = ()
    page: PageNote | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory(Part):
    """Somebody who signed a consent (both parents of a minor)."""

    who: Text | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent(Record):
    """A right to use an image, a quotation, a piece of music; `until` is None where it has no end."""

    KIND: ClassVar[str] = "consent"

    person: Text | None = None
    kind: Literal["image", "quote", "ugc", "music", "testimonial"] | None = None
    minor: bool | None = None
    signatories: tuple[Signatory, ...] = ()
    scope: Text | None = None
    alteration: Literal["none", "crop", "full"] | None = None
    media: tuple[Annotated[str, ref("channel", "channel_kind", selects=True)], ...] = ()
    credit: Text | None = None
    given_on: date | None = None
    until: date | Literal["no-end"] | None = None
    proof: Text | None = None
    withdrawn_on: date | None = None
    on_withdrawal: Text | None = None
    paid: bool | None = None
    territory: Text | None = None
    used_in: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OptOut(Part):
    """Somebody who does not want to appear."""

    KIND: ClassVar[str] = "opt_out"

    id: str
    who: Text | None = None
    since: date | None = None
    what: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentsFile(File):
    """The consents of `consents.yml`."""

    consents: tuple[Consent, ...] = ()
    opt_outs: tuple[OptOut, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSection(Part):
    """A part of a report."""

    KIND: ClassVar[str] = "section"
    LOCAL: ClassVar[bool] = True

    id: str
    title: Text | None = None
    covers: (
        Literal[
            "actions",
            "followers",
            "ads",
            "community-voice",
            "tone",
            "captures",
            "service",
            "incidents",
            "lessons",
            "third-party-places",
            "kpis",
            "budget",
            "other",
        ]
        | None
    ) = None
    from_: Text | None = None
    objectives: tuple[ObjectiveRef, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Record):
    """What is reported, to whom, how often."""

    KIND: ClassVar[str] = "report"

    cadence: Literal["week", "month", "quarter", "year", "event"] | None = None
    due: Text | None = None
    due_day: int | None = None
    by: Who | None = None
    to: tuple[RoleRef, ...] = ()
    sections: tuple[ReportSection, ...] = ()
    kept_at: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch(Record):
    """What is watched, and who is alerted."""

    KIND: ClassVar[str] = "watch"

    kind: (
        Literal[
            "trade-media",
            "expert",
            "professional-body",
            "trade-union",
            "institution",
            "event",
            "competitor",
            "brand-name",
            "leader-name",
            "product",
            "technical",
            "hashtag",
            "review-site",
            "other",
        ]
        | None
    ) = None
    terms: tuple[str, ...] = ()
    sources: tuple[Text, ...] = ()
    channels: tuple[ChannelRef, ...] = ()
    tool: ToolRef | None = None
    cadence: Text | None = None
    alert_to: Who | None = None
    within: Duration | None = None
    outside_hours: Text | None = None
    line: LineRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Insight(Record):
    """What the community teaches, and the department that hears it."""

    KIND: ClassVar[str] = "insight"

    topics: tuple[TopicRef, ...] = ()
    to: DepartmentRef | None = None
    how: Text | None = None
    cadence: Literal["week", "month", "quarter", "year", "event"] | None = None
    feedback: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson(Record):
    """What an event taught, and what was changed."""

    KIND: ClassVar[str] = "lesson"

    happened_on: date | None = None
    what: Text | None = None
    lesson: Text | None = None
    changed: tuple[Text, ...] = ()
    crisis: CrisisRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportingFile(File):
    """Reports, watch, insights and lessons of `reporting.yml`."""

    reports: tuple[Report, ...] = ()
    watch: tuple[Watch, ...] = ()
    insights: tuple[Insight, ...] = ()
    lessons: tuple[Lesson, ...] = ()
