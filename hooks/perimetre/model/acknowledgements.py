"""Hold `acknowledgements.yml`: who has read which version (stage build)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from perimetre.base.durations import Duration
from perimetre.base.frozen import dataclass
from perimetre.model.basics import File, Part, United
from perimetre.model.refs import FormerPersonRef, RoleRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement(Part):
    """Somebody has read an exact version."""

    person: FormerPersonRef | None = None
    role: RoleRef | None = None
    what: Literal["perimeter", "voice"] | None = None
    version: str | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgementsFile(File):
    """The acknowledgements of `acknowledgements.yml`."""

    every: Duration | None = None
    acknowledgements: Annotated[tuple[Acknowledgement, ...], United] = ()
