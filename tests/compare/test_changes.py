"""What a comparison holds, as its readers count on it."""

from __future__ import annotations

import json

from perimetre.base.words import message
from perimetre.compare import AREAS, KINDS, Change, Comparison, Kind
from tests.conftest import ROOT


def change(kind: Kind) -> Change:
    return Change(kind=kind, area="perimeter", brand="lumen", summary=message("free"))


def test_a_change_that_both_widens_and_narrows_is_among_those_that_widen() -> None:
    comparison = Comparison((change("widened"), change("mixed"), change("narrowed")))
    assert [found.kind for found in comparison.of("widened")] == ["widened", "mixed"]
    assert [found.kind for found in comparison.of("narrowed")] == ["narrowed"]


def test_kinds_that_there_are_are_counted_in_one_order() -> None:
    comparison = Comparison((change("editorial"), change("widened"), change("widened")))
    assert list(comparison.counts.items()) == [("widened", 2), ("editorial", 1)]


def test_the_published_form_knows_every_kind_and_every_area() -> None:
    published = json.loads((ROOT / "schemas" / "output" / "diff.schema.json").read_text("utf-8"))["$defs"]
    assert published["kind"]["enum"] == list(KINDS)
    assert published["change"]["properties"]["area"]["enum"] == list(AREAS)
