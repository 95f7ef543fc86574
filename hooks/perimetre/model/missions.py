"""Hold `missions.yml`: what community managers are charged with, and who answers for it (stage build)."""

from __future__ import annotations

from typing import ClassVar, Literal

from perimetre.base.frozen import dataclass
from perimetre.model.basics import File, Part, Record
from perimetre.model.refs import ActionRef, ChannelRef, MissionKeyRef, ObjectiveRef, PillarRef, RoleRef, ToolRef
from perimetre.model.shares import Share
from perimetre.model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Raci(Part):
    """Who answers for a mission (one), who does it, whose view is asked, who is told."""

    accountable: RoleRef | None = None
    responsible: tuple[RoleRef, ...] = ()
    consulted: tuple[RoleRef, ...] = ()
    informed: tuple[RoleRef, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mission(Record):
    """What community managers are charged with.

    Fields:
        time_share: the part of the team's time that it takes.
    """

    KIND: ClassVar[str] = "mission"

    key: MissionKeyRef | None = None
    purpose: Text | None = None
    objectives: tuple[ObjectiveRef, ...] = ()
    pillar: PillarRef | None = None
    actions: tuple[ActionRef, ...] = ()
    raci: Raci | None = None
    tools: tuple[ToolRef, ...] = ()
    cadence: Text | None = None
    channels: tuple[ChannelRef, ...] = ()
    time_share: Share | None = None
    limits: Text | None = None
    deliverables: tuple[Text, ...] = ()
    steps: tuple[Text, ...] = ()
    tempo: Literal["before", "every-day", "hot"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MissionsFile(File):
    """The missions of `missions.yml`."""

    missions: tuple[Mission, ...] = ()
