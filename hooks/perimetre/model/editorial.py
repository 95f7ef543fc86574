"""Hold `editorial.yml`: what the brand speaks of, in what proportions, on what dates, and what not (stage build)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from perimetre.base.durations import Duration
from perimetre.base.frozen import dataclass
from perimetre.model.basics import File, Part, Record
from perimetre.model.recurs import Recurs
from perimetre.model.refs import ChannelRef, ObjectiveRef, PeriodRef, PillarRef, RoleRef, TopicRef, Who
from perimetre.model.shares import Share
from perimetre.model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Pillar(Record):
    """One of the few subjects that the brand speaks of of its own accord."""

    KIND: ClassVar[str] = "pillar"

    what: Text | None = None
    formats: tuple[Text, ...] = ()
    channels: tuple[ChannelRef, ...] = ()
    share: Share | None = None
    objectives: tuple[ObjectiveRef, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InPeriod(Part):
    """What becomes of a recurring date that falls in a period."""

    period: PeriodRef | None = None
    do: Literal["keep", "skip"] | None = None
    why: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence(Record):
    """Something that comes back, on the same day of every year or of every week.

    Fields:
        when: "12-13", a day of the week, "sun", or what comes back otherwise.
        prepare: how long before one sets to work.
    """

    KIND: ClassVar[str] = "recurrence"

    when: str | Recurs | None = None
    pillar: PillarRef | None = None
    channels: tuple[ChannelRef, ...] = ()
    prepare: Duration | None = None
    during: tuple[InPeriod, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unspoken(Record):
    """What the brand does not speak of of its own accord: topics, or words, and why."""

    KIND: ClassVar[str] = "unspoken"

    topics: tuple[TopicRef, ...] = ()
    words: tuple[str, ...] = ()
    why: Text | None = None
    instead: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker(Part):
    """Who makes a part of what is published, and how they are asked."""

    does: Literal["write", "design", "photograph", "film", "translate", "interview", "proofread"] | None = None
    who: Who | None = None
    brief: Text | None = None
    lead_time: Duration | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnUp(Part):
    """Who took part in drawing up the line, when."""

    role: RoleRef | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorialFile(File):
    """The editorial line of `editorial.yml`."""

    pillars: tuple[Pillar, ...] = ()
    recurring: tuple[Recurrence, ...] = ()
    not_about: tuple[Unspoken, ...] = ()
    makers: tuple[Maker, ...] = ()
    drawn_up: tuple[DrawnUp, ...] = ()
