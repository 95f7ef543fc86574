"""The last resort of a line: nobody whom the line has just called."""

from __future__ import annotations

import datetime as dt

import pytest

from perimetre.cover import Cover, follow, last_resort
from perimetre.model import Handbook
from perimetre.pipeline.loading import load, load_sources
from perimetre.reading.sources import Collected
from perimetre.reports.oncall import CallSheet
from tests.conftest import ROOT
from tests.support.keys import house, sources

SUNDAY = dt.datetime(2026, 11, 29, 22, 40)


@pytest.fixture(scope="module")
def example() -> Handbook:
    handbook = load(ROOT / "playbooks").handbook
    assert handbook is not None
    return handbook


def test_no_line_of_the_example_ends_with_those_it_has_called(example: Handbook) -> None:
    for brand in example.brands:
        for line in brand.escalation.lines:
            wanted = line.fallback.call if line.fallback else ()
            assert last_resort(brand, line) == wanted, line.id


@pytest.mark.parametrize("line_id", ["danger-line", "alert-line", "crisis-line"])
def test_at_any_instant_the_last_resort_is_somebody_who_was_not_called(example: Handbook, line_id: str) -> None:
    brand = example.brands[0]
    cover = Cover(example, brand, SUNDAY.date(), 2)
    line = next(line for line in brand.escalation.lines if line.id == line_id)
    call = follow(cover, line, 4, cover.clock.minute(SUNDAY.toordinal()) + 22 * 60 + 40)
    called = {target.person for step in call.steps for target in step.targets if target.reachable}
    assert call.fallback is not None
    assert called and not called & {target.person for target in call.fallback.targets}


def test_where_nobody_is_left_the_sheet_says_what_to_do() -> None:
    files = house()
    (lines,) = (file["lines"] for path, file in files.items() if path == "brands/lumen/escalation.yml")
    lines[0]["steps"][1]["call"] = lines[0]["fallback"]["call"]
    handbook = load_sources(Collected(sources(files)), folder="playbooks").handbook
    assert handbook is not None
    brand = next(brand for brand in handbook.brands if brand.id == "lumen")
    cover = Cover(handbook, brand, dt.date(2026, 11, 23), 2)
    line = next(line for line in brand.escalation.lines if line.id == "night-line")
    minute = cover.clock.minute(dt.date(2026, 11, 23).toordinal()) + 10 * 60
    text = CallSheet(cover, follow(cover, line, 1, minute), "en").as_text()
    assert "Everybody has been called" in text
