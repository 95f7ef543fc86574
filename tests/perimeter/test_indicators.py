"""An indicator has its readings, the brand's before the house's, and says how far it is from its target."""

from __future__ import annotations

from typing import Any

import pytest

from perimetre.perimeter.indicators import measured
from tests.support.voices import brand_of


def of(readings: list[dict[str, Any]], **kpi: Any) -> tuple[list[float | None], float | None]:
    """Return the values of an indicator in their order, and its gap."""
    written = {"id": "tone", "title": "Le ton", "nature": "quality", "formula": "…", "source": "…", "cadence": "month"}
    objective = {"id": "trust", "title": "Être crue", "kind": "reputation", "kpis": [{**written, **kpi}]}
    brand = brand_of(objectives={"objectives": [objective]}, readings={"readings": readings})
    (indicator,) = measured(brand)
    return [reading.value for reading in indicator.readings], indicator.gap


def reading(on: str, value: float, indicator: str = "tone") -> dict[str, Any]:
    return {"indicator": indicator, "on": on, "value": value}


def test_readings_come_in_the_order_of_their_days() -> None:
    values, _ = of([reading("2026-10-31", 3), reading("2026-08-31", 1), reading("2026-09-30", 2)], target=9)
    assert values == [1, 2, 3]


def test_readings_of_another_indicator_are_left_out() -> None:
    assert of([reading("2026-10-31", 3, "other")], target=9) == ([], None)


def test_the_last_written_of_a_day_counts() -> None:
    assert of([reading("2026-10-31", 3), reading("2026-10-31", 4)], target=9)[0] == [4]


@pytest.mark.parametrize(
    ("baseline", "target", "value", "gap"),
    [(60, 80, 75, 5), (60, 80, 80, 0), (60, 80, 90, 0), (9, 4, 6, 2), (9, 4, 4, 0), (9, 4, 3, 0), (None, 80, 70, 10)],
)
def test_the_gap_is_to_the_target_in_the_direction_from_the_baseline(
    baseline: int | None, target: int, value: int, gap: float
) -> None:
    known = {"target": target} | ({"baseline": baseline} if baseline is not None else {})
    assert of([reading("2026-10-31", value)], **known)[1] == gap


def test_words_are_not_compared() -> None:
    assert of([reading("2026-10-31", 3)], target="moins de deux heures")[1] is None
