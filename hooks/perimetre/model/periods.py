"""Hold `periods.yml`: the times that change the rules (stage build)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from perimetre.base.frozen import dataclass
from perimetre.model.basics import File, Record
from perimetre.model.refs import LegalBasisRef, RoleRef, Who
from perimetre.model.shared import Dates, Pause, Time
from perimetre.model.text import Markdown, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Period(Record):
    """A time that changes the rules; a period whose end is an event lasts until a date is written."""

    KIND: ClassVar[str] = "period"

    kind: (
        Literal[
            "quiet-period",
            "electoral",
            "embargo",
            "national-mourning",
            "negotiation",
            "seasonal",
            "legal",
            "other",
        ]
        | None
    ) = None
    from_: date | None = None
    from_event: Text | None = None
    until: date | None = None
    until_event: Text | None = None
    declared_by: RoleRef | None = None
    recurring: Literal["yearly", "quarterly"] | None = None
    windows: tuple[Dates, ...] = ()
    effects: Markdown | None = None
    pauses: tuple[Pause, ...] = ()
    contact: Who | None = None
    from_time: Time | None = None
    until_time: Time | None = None
    legal_basis: tuple[LegalBasisRef, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodsFile(File):
    """The periods of `periods.yml`."""

    periods: tuple[Period, ...] = ()
