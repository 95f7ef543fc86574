"""What is due for review: every record of every kind and every page, with one answer for the rule and for the page."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from perimetre.base.diagnostics import Place
from perimetre.base.durations import Duration
from perimetre.model import Brand, Handbook, PageNote, Record
from perimetre.model.handbook import Defaults
from perimetre.model.people import PeopleFile
from perimetre.model.reviews import reviews
from perimetre.pipeline.loading import load_sources
from perimetre.reading.sources import Collected, Source
from perimetre.render.desk import Desk
from perimetre.render.families.governance import drafts
from perimetre.render.readers import Readers
from perimetre.rules.governance.review_is_due.rule import find
from perimetre.rules.kit.view import View
from tests.support.parts import every_part
from tests.support.rule_cases import BASE

TODAY = date(2026, 11, 22)
RECORDS = sorted(
    (part for part in every_part() if issubclass(part, Record) and part.KIND is not None),
    key=lambda part: part.__name__,
)
YEAR = Duration(1, "y")


def handbook(usual: Duration | None = None) -> Handbook:
    sources = tuple(Source(path, f"playbooks/{path}", BASE[path].encode()) for path in sorted(BASE))
    built = load_sources(Collected(sources), folder="playbooks").handbook
    assert built is not None
    settings = dataclasses.replace(built.settings, defaults=Defaults(review_in=usual))
    return dataclasses.replace(built, settings=settings)


def with_(record: Record) -> Brand:
    brand = handbook().brands[0]
    return dataclasses.replace(brand, own={**brand.own, (record.KIND or "", record.id): record})


def told_by_the_rule(brand: Brand) -> list[Place]:
    view = View(handbook=handbook(), brand=brand, today=TODAY, documents={})
    return [problem.place for problem in find(view)]


def listed_as_late(brand: Brand) -> list[object]:
    desk = Desk(handbook=handbook(), readers=Readers(language="en", today=TODAY), brand=brand)
    page = next((draft for draft in drafts(desk) if draft.path.endswith("/governance/reviews")), None)
    return [] if page is None else [review.reviewed for review in page.things["late"]]


@pytest.mark.parametrize("cls", RECORDS, ids=lambda cls: cls.__name__)
def test_late_record_of_any_kind_is_told_by_the_rule_and_listed_on_the_page(cls: type[Record]) -> None:
    place = Place("playbooks/x.yml", ("x", 0))
    late = cls(id="late", last_reviewed_on=date(2025, 1, 1), review_in=YEAR, place=place)
    brand = with_(late)
    assert told_by_the_rule(brand) == [Place("playbooks/x.yml", ("x", 0, "last_reviewed_on"))]
    assert listed_as_late(brand) == [late]


def test_there_are_records_of_every_kind_to_try() -> None:
    assert len(RECORDS) >= 40
    assert {"Mandate", "Group", "Tree", "LadderStep", "Person", "Watch"} <= {cls.__name__ for cls in RECORDS}


@pytest.mark.parametrize(
    ("record", "is_told", "is_listed"),
    [
        (Record(id="x", last_reviewed_on=date(2025, 11, 21), review_in=YEAR), False, True),
        (Record(id="x", last_reviewed_on=date(2025, 11, 22), review_in=YEAR), False, False),
        (Record(id="x", last_reviewed_on=date(2025, 11, 8), review_in=YEAR), False, True),
        (Record(id="x", last_reviewed_on=date(2025, 11, 7), review_in=YEAR), True, True),
        (Record(id="x", last_reviewed_on=date(2020, 1, 1)), False, False),
        (Record(id="x", review_in=YEAR), False, True),
        (Record(id="x"), False, False),
        (Record(id="x", status="draft", last_reviewed_on=date(2020, 1, 1), review_in=YEAR), False, False),
        (Record(id="x", valid_until=date(2026, 1, 1), last_reviewed_on=date(2020, 1, 1), review_in=YEAR), False, False),
    ],
    ids=["late", "due-today", "last-day-of-grace", "grace-is-over", "no-delay", "never", "no-date", "draft", "over"],
)
def test_rule_tells_after_two_weeks_what_the_page_lists_from_the_first_day(
    record: Record, is_told: bool, is_listed: bool
) -> None:
    brand = with_(record)
    assert (bool(told_by_the_rule(brand)), bool(listed_as_late(brand))) == (is_told, is_listed)


def test_delay_of_the_handbook_holds_where_a_record_gives_none() -> None:
    brand = with_(Record(id="x", last_reviewed_on=date(2026, 1, 1)))
    due = [review.due for review in reviews(handbook(Duration(6, "mo")), brand, TODAY) if review.kind == ""]
    assert due == [date(2026, 7, 1)]


def test_late_page_of_a_file_is_told_and_listed() -> None:
    note = PageNote(last_reviewed_on=date(2025, 1, 1), review_in=YEAR, place=Place("playbooks/p.yml", ("page",)))
    brand = handbook().brands[0]
    people = dataclasses.replace(brand.people, page=note)
    brand = dataclasses.replace(brand, single={**brand.single, PeopleFile: people})
    assert told_by_the_rule(brand) == [Place("playbooks/p.yml", ("page", "last_reviewed_on"))]
    assert listed_as_late(brand) == [note]
