"""Hold `reporting.yml`: reports, watch, what the community teaches, lessons (stage build)."""

from __future__ import annotations

from typing import ClassVar, Literal

from perimetre.base.frozen import dataclass
from perimetre.model.basics import File, Named, Record
from perimetre.model.delays import Within
from perimetre.model.lesson import Lesson
from perimetre.model.refs import (
    ChannelRef,
    DepartmentRef,
    LineRef,
    ObjectiveRef,
    RoleRef,
    ToolRef,
    TopicRef,
    Who,
)
from perimetre.model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSection(Named):
    """A part of a report."""

    KIND: ClassVar[str] = "section"
    LOCAL: ClassVar[bool] = True

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
    due_working_day: int | None = None
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
    within: Within | None = None
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
class ReportingFile(File):
    """Reports, watch, insights and lessons of `reporting.yml`."""

    reports: tuple[Report, ...] = ()
    watch: tuple[Watch, ...] = ()
    insights: tuple[Insight, ...] = ()
    lessons: tuple[Lesson, ...] = ()
