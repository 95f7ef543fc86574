"""Procedures, modes of moderation and the ladder: read where somebody looks for them."""

from __future__ import annotations

import copy
import datetime as dt
import re
from typing import Any

import pytest

from perimetre.pipeline.loading import load_sources
from perimetre.reading.sources import Collected
from perimetre.render.pages import Audience, Page, Website
from perimetre.render.readers import Readers
from perimetre.render.website import render
from tests.support.keys import Data, house, sources
from tests.support.shared import website_of_every_key

# What takes seconds: `make test-fast` leaves it out.
pytestmark = pytest.mark.slow

TODAY = dt.date(2026, 11, 22)


def pages_of(files: dict[str, Data], audience: str = "internal", today: dt.date = TODAY) -> dict[str, str]:
    handbook = load_sources(Collected(sources(files)), folder="playbooks").handbook
    assert handbook is not None
    site = render(handbook, Readers(language="en", audience=audience, today=today))
    return words_of(site)


def of_every_key(audience: Audience = "internal", today: dt.date = TODAY) -> dict[str, str]:
    return words_of(website_of_every_key("en", audience, today))


def words_of(site: Website) -> dict[str, str]:
    return {page.path: _words(page) for page in site.pages}


def _words(page: Page) -> str:
    html = page.lead + "".join(f"<h2>{section.title}</h2>{section.html}" for section in page.sections)
    return re.sub(r"\s+", " ", re.sub(r"<(?!a )[^>]+>", " ", html))


@pytest.fixture(scope="module")
def small() -> dict[str, str]:
    """The pages of the small house that uses every key."""
    return of_every_key()


def test_a_procedure_is_found_from_its_mission_its_channel_and_the_page_of_all_channels(small: dict[str, str]) -> None:
    for path in ("lumen/missions/lights", "lumen/channels/page", "lumen/channels", "lumen/procedures"):
        assert 'relight/">' in small[path], path
    assert 'relight/">' not in small["lumen/roles"], "nobody arrives or leaves in it"


def test_a_page_of_a_procedure_says_who_does_what_by_when_and_what_follows(small: dict[str, str]) -> None:
    page = small["lumen/procedures/relight"]
    assert re.search(r"Reprendre le nom.*within 2.working days.*from the beginning.*Le registre.*Le dire", page)


def test_the_public_reads_no_procedure() -> None:
    assert [path for path in of_every_key("public") if "procedures" in path] == []


def test_a_mode_that_is_over_is_not_read_any_more(small: dict[str, str]) -> None:
    said, after = "to 1 March 2027", of_every_key(today=dt.date(2027, 3, 2))
    for path in ("lumen/moderation", "lumen/channels/page"):
        assert (said in small[path], said in after[path]) == (True, False), path


def test_the_ladder_says_from_how_many_measures_a_step_holds_and_what_is_asked(small: dict[str, str]) -> None:
    page = small["lumen/moderation"]
    assert re.search(r"Dehors.*after 2 earlier measures for “Le feu” in 90.days", page)
    assert "Rallumer" in page


def test_a_mode_of_all_channels_is_not_said_where_it_cannot_be_done() -> None:
    files: dict[str, Any] = copy.deepcopy(dict(house()))
    moderation = files["brands/lumen/moderation.yml"]
    moderation["modes"], moderation["mode"] = [{"channels": ["page"], "mode": "after"}], "before"
    channel = next(one for one in files["brands/lumen/channels.yml"]["channels"] if one["id"] == "page")
    channel.pop("moderation_mode", None)
    assert "after publication" in pages_of(files)["lumen/channels/page"]
    moderation["modes"] = [{"match": {"topics": ["wicks"]}, "mode": "after"}]
    channel["network"], channel["kind"] = "X", "social"
    channel.pop("capabilities", None)
    assert "before publication" not in pages_of(files)["lumen/channels/page"]
