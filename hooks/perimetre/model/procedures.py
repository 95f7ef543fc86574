"""Hold `procedures.yml`: what is done step by step outside crises (stage build)."""

from __future__ import annotations

from typing import ClassVar, Literal

from perimetre.base.frozen import dataclass
from perimetre.model.basics import File
from perimetre.model.crisis import Workflow
from perimetre.model.refs import ChannelRef, MissionRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure(Workflow):
    """What is done in order: opening an account, welcoming somebody; a delay without a clock runs from its beginning.

    Fields:
        missions, channels: those on whose pages it is found.
    """

    KIND: ClassVar[str] = "procedure"

    kind: Literal["moderation", "channel-opening", "channel-closing", "arrival", "departure", "other"] | None = None
    missions: tuple[MissionRef, ...] = ()
    channels: tuple[ChannelRef, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProceduresFile(File):
    """The procedures of `procedures.yml`."""

    procedures: tuple[Procedure, ...] = ()
