"""Hold `readings.yml`: what the indicators were worth, day by day (stage build)."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from perimetre.base.frozen import dataclass
from perimetre.model.basics import File, Part, United
from perimetre.model.refs import ObjectiveRef
from perimetre.model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class KpiReading(Part):
    """What an indicator was worth on a day.

    Fields:
        indicator: the id of a KPI of an objective.
        objective: whose KPI it is, where several objectives have one of that name.
    """

    indicator: str | None = None
    objective: ObjectiveRef | None = None
    on: date | None = None
    value: float | None = None
    source: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingsFile(File):
    """The readings of `readings.yml`."""

    readings: Annotated[tuple[KpiReading, ...], United] = ()
