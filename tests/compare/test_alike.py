"""What the house makes in several brands is told once."""

from __future__ import annotations

from perimetre.base.diagnostics import Place
from perimetre.base.words import message
from perimetre.compare.alike import told_once
from perimetre.compare.changes import Change

HOUSE_FILE = Place("house/people.yml", ("assignments", 3))


def change(brand: str, words: str = "She holds a role.", place: Place | None = HOUSE_FILE) -> Change:
    return Change(
        kind="widened",
        area="people",
        brand=brand,
        reaches=(brand,),
        summary=message("{words}", words=words),
        place=place,
        about=("press-officer",),
    )


def test_what_is_written_once_and_reads_alike_is_told_once_with_the_brands_that_it_reaches() -> None:
    told = list(told_once([change("lumen"), change("osier")]))
    assert [(of.brand, of.reaches) for of in told] == [("house", ("lumen", "osier"))]


def test_what_reads_otherwise_or_is_written_elsewhere_is_told_of_each_brand() -> None:
    others = [
        change("osier", "She holds another role."),
        change("osier", place=Place("brands/osier/people.yml", ("assignments", 3))),
        change("osier", place=None),
    ]
    for other in others:
        assert [of.brand for of in told_once([change("lumen"), other])] == ["lumen", "osier"]
    assert [of.brand for of in told_once([change("lumen"), change("lumen")])] == ["lumen", "lumen"]
