"""Hold `objectives.yml`: why the brand is there, and how it is measured (stage build)."""

from __future__ import annotations

from typing import ClassVar, Literal

from perimetre.base.closed import Nature, Stage
from perimetre.base.frozen import dataclass
from perimetre.model.basics import File, Named, Record
from perimetre.model.refs import ChannelRef, DepartmentRef
from perimetre.model.shared import Dates
from perimetre.model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Kpi(Named):
    """A measure of an objective."""

    KIND: ClassVar[str] = "kpi"
    LOCAL: ClassVar[bool] = True

    title: Text | None = None
    nature: Nature | None = None
    formula: Text | None = None
    source: Text | None = None
    baseline: str | float | None = None
    target: str | float | None = None
    unit: Text | None = None
    cadence: Literal["week", "month", "quarter", "year"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective(Record):
    """An aim, assigned by a department."""

    KIND: ClassVar[str] = "objective"

    kind: (
        Literal[
            "reputation",
            "engagement",
            "service",
            "acquisition",
            "insight",
            "employer",
            "recruitment",
            "sales",
            "community",
        ]
        | None
    ) = None
    sponsor: DepartmentRef | None = None
    stage: Stage | None = None
    period: Dates | None = None
    channels: tuple[ChannelRef, ...] = ()
    why: Text | None = None
    kpis: tuple[Kpi, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectivesFile(File):
    """The objectives of `objectives.yml`."""

    objectives: tuple[Objective, ...] = ()
