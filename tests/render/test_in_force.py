"""What is in force: a line on every page of a brand, chosen in the browser by the present instant."""

from __future__ import annotations

import datetime as dt

from perimetre.perimeter.matching import in_force
from perimetre.pipeline.loading import load
from perimetre.render.desk import Desk
from perimetre.render.live.in_force import holds, notices_of
from perimetre.render.live.rules import HORIZON
from perimetre.render.readers import Readers
from tests.conftest import ROOT
from tests.support.shared import website_of_the_example

TODAY = dt.date(2026, 11, 22)


def test_every_page_of_a_brand_says_what_is_in_force_and_where_the_rest_is_told() -> None:
    website = website_of_the_example()
    files = dict(website.files)
    for page in website.pages:
        assert ("pm-today" in page.notice) == (page.brand is not None), page.path
    told = {path: text for path, text in files.items() if "/today." in path}
    assert {path.split("/")[0] for path in told} == {page.brand for page in website.pages if page.brand}
    home = next(page for page in website.pages if page.path == "veillee")
    assert "Collection d’hiver sous embargo" in home.notice
    # It is small, and not in the search: each page would be found by it.
    assert all(len(text.encode()) < 4_000 for text in told.values())
    assert "embargo" not in home.lead


def test_public_is_told_nothing_of_it() -> None:
    website = website_of_the_example(audience="public")
    assert not any(page.notice for page in website.pages)
    assert not any("/today." in path for path, _ in website.files)


def test_minutes_of_a_notice_are_those_at_which_it_holds() -> None:
    handbook = load(ROOT / "playbooks").handbook
    assert handbook is not None
    brand = next(brand for brand in handbook.brands if brand.id == "veillee")
    desk = Desk(handbook=handbook, readers=Readers(language="fr", today=TODAY), brand=brand)
    notices = {notice.text: notice.edges for notice in notices_of(desk)}
    midnight = dt.datetime.combine(TODAY, dt.time())
    for period in brand.periods.periods:
        edges = notices.get(desk.say(period.title), ())
        for hours in range(0, HORIZON * 24, 7):
            assert holds(edges, hours * 60) == in_force(period, midnight + dt.timedelta(hours=hours))
    # She is away from the 21st at nine to the 24th at seven in the evening.
    away = notices["Absence\u00a0: Inès Caradec"]
    for at, is_away in [("21T08:59", False), ("21T09:00", True), ("24T18:59", True), ("24T19:00", False)]:
        minute = (dt.datetime.fromisoformat(f"2026-12-{at}") - midnight) // dt.timedelta(minutes=1)
        assert holds(away, minute) == is_away
