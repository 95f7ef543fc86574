"""What is measured is said and drawn as one reads it: gaps, forecasts, what was spent for each reaction."""

from __future__ import annotations

from typing import Any, cast

import pytest

from perimetre.model import Text
from perimetre.model.operation import Budget, Forecast, Operation
from perimetre.model.shares import Share
from perimetre.render.measures import Measures
from perimetre.render.pictures import spark


class Tools:
    """What a page gives, in English."""

    language = "en"

    def say(self, text: Text | None) -> str:
        return text.in_("en") if text is not None else ""

    def money(self, value: float) -> str:
        return f"€{value}"


MEASURES = Measures(cast(Any, Tools()))
PERCENT = Text(plain="%")


@pytest.mark.parametrize(
    ("value", "result", "unit", "said"),
    [
        (900, 1350, None, "+50 %"),
        (400, 365, None, "−9 %"),
        (300, 300, None, "as expected"),
        (30, 41, PERCENT, "+11 pt"),
        (4, 3.5, PERCENT, "−0.5 pt"),
        (300, None, None, ""),
    ],
)
def test_a_result_is_set_against_its_forecast(value: float, result: float | None, unit: Text | None, said: str) -> None:
    assert MEASURES.against_forecast(Forecast(value=value, result=result, unit=unit)).replace("\u00a0", " ") == said


def test_what_was_spent_is_set_against_engagement_alone() -> None:
    forecast = (
        Forecast(nature="engagement", value=900, result=1350),
        Forecast(nature="quantity", value=400, result=365),
    )
    spent = Operation(id="glass", budget=Budget(max=1200, spent=1080), forecast=forecast)
    assert "€0.8 " in MEASURES.return_on_engagement(spent)
    unspent = Operation(id="glass", budget=Budget(max=1200), forecast=forecast)
    assert MEASURES.return_on_engagement(unspent) == ""


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (Share(min=30, max=45), "from 30 to 45 %"),
        (Share(min=30), "30 % at least"),
        (Share(max=20), "20 % at most"),
        (Share(min=20, max=20), "20 %"),
    ],
)
def test_a_share_is_said_by_its_bounds(share: Share, said: str) -> None:
    assert MEASURES.share_of(share).replace("\u00a0", " ") == said


def test_a_curve_goes_up_with_its_values_and_bears_its_target() -> None:
    drawn = spark.draw([(0, 10.0), (10, 20.0)], target=20, name="2 readings")
    assert 'd="M4.0 28.0L116.0 4.0"' in drawn
    assert 'aria-label="2 readings"' in drawn and drawn.count("pm-spark-target") == 1
    assert "pm-spark-target" not in spark.draw([(0, 1.0), (1, 1.0)], target=None, name="flat")
