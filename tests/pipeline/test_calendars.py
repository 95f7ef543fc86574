"""That the calendars beside the pages are for those who read them, at addresses that last."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path

import pytest
from icalendar import Calendar

from perimetre.base.memory import Memory
from perimetre.model import Handbook
from perimetre.pipeline.calendars import calendar_files
from perimetre.pipeline.loading import load
from perimetre.render.pages import Audience
from perimetre.render.readers import Readers
from tests.conftest import ROOT
from tests.support.shared import website_of_the_example

# What takes seconds: `make test-fast` leaves it out.
pytestmark = pytest.mark.slow

TODAY = dt.date(2026, 11, 22)


def files(handbook: Handbook | None, audience: Audience) -> dict[str, str]:
    assert handbook is not None
    readers = Readers(language="fr", today=TODAY, audience=audience)
    return dict(calendar_files(handbook, handbook.brand("veillee"), readers, Memory()))


def test_there_is_a_calendar_for_each_schedule_and_each_person() -> None:
    handbook = load(ROOT / "playbooks").handbook
    assert handbook is not None
    made = files(handbook, "internal")
    brand = handbook.brand("veillee")
    given = {given.person for given in brand.people.assignments if brand.is_among(given.brands)}
    assert {path for path in made if "/people/" in path} == {f"veillee/calendars/people/{id}.ics" for id in given}
    assert "veillee/calendars/night-watch.ics" in made
    assert "veillee/calendars/linen-desk.ics" not in made
    for text in made.values():
        assert not [event for event in Calendar.from_ical(text).events if "status" in event]


def test_whoever_subscribed_to_what_had_another_id_finds_it_where_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "playbooks"
    shutil.copytree(ROOT / "playbooks", folder)
    for file, before, after in (
        ("brands/veillee/brand.yml", "id: veillee\n", "id: veillee\nformerly: [lueur, osier-lin]\n"),
        ("house/people.yml", "  - id: night-watch\n", "  - id: night-watch\n    formerly: [nights]\n"),
        ("house/people.yml", "  - id: helene-marchadour\n", "  - id: helene-marchadour\n    formerly: [helene]\n"),
    ):
        text = (folder / file).read_text("utf-8")
        assert text.count(before) == 1, file
        (folder / file).write_text(text.replace(before, after), "utf-8")
    made = files(load(folder).handbook, "internal")
    # `osier-lin` is the other brand's today.
    assert {path.partition("/")[0] for path in made} == {"veillee", "lueur"}
    for before, after in (("nights", "night-watch"), ("people/helene", "people/helene-marchadour")):
        assert made[f"veillee/calendars/{after}.ics"] == made[f"veillee/calendars/{before}.ics"]
        assert made[f"veillee/calendars/{after}.ics"] == made[f"lueur/calendars/{before}.ics"]


def test_what_is_restricted_is_in_no_calendar_of_others(tmp_path: Path) -> None:
    folder = tmp_path / "playbooks"
    shutil.copytree(ROOT / "playbooks", folder)
    people = folder / "house" / "people.yml"
    text = people.read_text("utf-8")
    for id in ("night-watch", "helene-marchadour"):
        assert text.count(f"  - id: {id}\n") == 1
        text = text.replace(f"  - id: {id}\n", f"  - id: {id}\n    confidentiality: restricted\n")
    people.write_text(text, "utf-8")
    handbook = load(folder).handbook
    theirs, ours = files(handbook, "internal"), files(handbook, "restricted")
    for said in ("night-watch", "helene-marchadour", "Nuits, en astreinte", "Hélène Marchadour"):
        everything = "".join((*theirs, *(text.replace("\r\n ", "").replace("\\", "") for text in theirs.values())))
        assert said not in everything
    assert {"veillee/calendars/night-watch.ics", "veillee/calendars/people/helene-marchadour.ics"} <= {*ours}


def test_the_public_is_given_no_calendar() -> None:
    website = website_of_the_example(audience="public")
    assert website.files == ()
    assert not [page.path for page in website.pages if any(".ics" in section.html for section in page.sections)]


def test_pages_lead_to_every_calendar() -> None:
    website = website_of_the_example()
    (page,) = [page for page in website.pages if page.path == "veillee/escalation/cover"]
    linked = {href for section in page.sections for href in re.findall(r'href="([^"]*\.ics)"', section.html)}
    assert linked == {
        f"../../{path.removeprefix('veillee/')}" for path, _ in website.files if path.startswith("veillee/calendars/")
    }
