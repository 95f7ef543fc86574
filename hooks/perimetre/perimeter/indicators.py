"""Say what the indicators of a brand were worth, and how far each is from its target.

Comes in: a brand. Goes out: each indicator with its readings, the earliest first. The rules and the page both ask here.
"""

from __future__ import annotations

from collections.abc import Iterator

from perimetre.base.frozen import dataclass
from perimetre.model import Brand, Objective
from perimetre.model.objectives import Kpi
from perimetre.model.readings import KpiReading


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """An indicator of an objective, and its readings.

    Fields:
        readings: those that have a day and a value, the earliest first, one a day: the brand's own where it has one.
    """

    objective: Objective
    kpi: Kpi
    readings: tuple[KpiReading, ...]

    @property
    def gap(self) -> float | None:
        """How much is still missing to the target, 0 where it is reached; None where numbers do not tell."""
        last = self.readings[-1].value if self.readings else None
        target, baseline = self.kpi.target, self.kpi.baseline
        if last is None or not isinstance(target, int | float):
            return None
        # A delay is to fall: the target is below the point where one began.
        falls = isinstance(baseline, int | float) and target < baseline
        return max(0.0, last - target if falls else target - last)


def measured(brand: Brand) -> Iterator[Measured]:
    """Yield the indicators of the objectives in effect, each with its readings."""
    by_day: dict[tuple[str, str], dict[object, KpiReading]] = {}
    for reading in brand.readings.readings:
        # The house's come first, so that the brand's take their place.
        for objective, kpi in named(brand, reading):
            if reading.on is not None and reading.value is not None:
                by_day.setdefault((objective.id, kpi.id), {})[reading.on] = reading
    for objective in brand.objectives.objectives:
        for kpi in objective.kpis:
            readings = by_day.get((objective.id, kpi.id), {}).values()
            yield Measured(
                objective=objective,
                kpi=kpi,
                readings=tuple(sorted(readings, key=lambda reading: str(reading.on))),
            )


def named(brand: Brand, reading: KpiReading) -> tuple[tuple[Objective, Kpi], ...]:
    """Return the indicators that a reading may be of: one, unless it names none, or does not tell which."""
    asked = brand.find(Objective, reading.objective) if reading.objective else None
    return tuple(
        (objective, kpi)
        for objective in brand.objectives.objectives
        for kpi in objective.kpis
        if kpi.id == reading.indicator and (reading.objective is None or objective is asked)
    )
