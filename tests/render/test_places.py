"""The pages of places: one short page each, for whom may read it, with who answers there and what changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest

from perimetre.pipeline.loading import Loaded, load, load_sources
from perimetre.reading.sources import Collected
from perimetre.render.pages import Page
from perimetre.render.readers import Readers
from perimetre.render.website import render
from tests.conftest import ROOT
from tests.support.keys import Data, house, put, sources

TODAY = dt.date(2026, 11, 29)
Pages = dict[str, str]


def html_of(page: Page) -> str:
    return page.lead + "".join(f"<h2>{section.title}</h2>{section.html}" for section in page.sections)


def loaded(files: Mapping[str, Data]) -> Loaded:
    return load_sources(Collected(sources(files)), folder="playbooks")


def pages_of(house: Loaded, audience: str = "internal") -> Pages:
    assert house.handbook is not None
    site = render(house.handbook, Readers(language="en", audience=audience, today=TODAY))
    return {page.path: html_of(page) for page in site.pages}


@pytest.fixture(scope="module")
def example() -> Pages:
    return pages_of(load(ROOT / "playbooks"))


@pytest.fixture(scope="module")
def small() -> Pages:
    """The pages of the small house that uses every key."""
    return pages_of(loaded(house()))


def test_each_of_the_thirteen_shops_has_its_page(example: Pages) -> None:
    shops = [path for path in example if path.startswith("veillee/places/")]
    assert len(shops) == 13
    assert [path for path in example if path.startswith("osier-lin/places")] == [], "it sells on line only"


def test_a_page_says_who_answers_there_and_by_what_number(example: Pages) -> None:
    lille, nantes = example["veillee/places/lille"], example["veillee/places/nantes"]
    assert ("Célestin Varlet" in lille, "Célestin Varlet" in nantes) == (True, False)
    assert 'href="tel:0353013411"' in lille
    assert "https://fiches.example.org/veillee-lille" in lille


def test_a_page_says_the_hours_of_today_and_of_days_apart(example: Pages) -> None:
    lille, strasbourg = example["veillee/places/lille"], example["veillee/places/strasbourg"]
    assert "<dt>Today, 29\u00a0November 2026</dt><dd>shut</dd>" in lille, "it is a Sunday"
    assert "<dt>Today, 29\u00a0November 2026</dt><dd>from 11:00 until 19:00</dd>" in strasbourg
    assert "Veille de Noël" in lille


def test_a_page_says_what_changes_there(example: Pages) -> None:
    assert "shop-managers-answer-their-reviews" in example["veillee/places/lille"]


def test_a_ready_answer_is_filled_in_with_what_it_takes_from_the_place(example: Pages) -> None:
    pages = (example[f"veillee/places/{place}"] for place in ("lille", "nantes"))
    there = [page.partition("Ready answers from here")[2] for page in pages]
    assert ["Boutique de Lille" in shop for shop in there] == [True, False]
    assert ["03\u00a053\u00a001\u00a034\u00a011" in shop for shop in there] == [True, False]
    answer = example["veillee/templates/still-in-shop"]
    assert "[the name of the place]" in answer
    assert "[the number of the place]" in answer


def test_a_posture_of_one_place_stands_on_its_page_alone(small: Pages) -> None:
    assert "Le quai est fermé." in small["lumen/places/harbour"]
    assert "Le quai est fermé." not in small["lumen/places/mill"]


def test_a_place_that_is_independent_says_so(small: Pages) -> None:
    assert "It is asked, and not ordered." in small["lumen/places/harbour"]
    assert "It is asked, and not ordered." not in small["lumen/places/mill"]


def test_a_page_says_the_rules_that_take_the_place_out_too(small: Pages) -> None:
    assert "quay-photos" in small["lumen/places/mill"]


def test_a_place_above_the_reader_leaves_nothing_of_itself(small: Pages) -> None:
    restricted = loaded(put(house(), "brands/lumen/places.yml", ("places", 0, "confidentiality"), "restricted"))
    assert [path for path, html in small.items() if "L’atelier du port" in html or "places/harbour" in html] != []
    pages = pages_of(restricted)
    assert [path for path, html in pages.items() if "L’atelier du port" in html or "harbour" in path + html] == []
    assert "lumen/places/harbour" in pages_of(restricted, audience="restricted")


def test_the_public_is_given_no_page_of_a_place() -> None:
    pages = pages_of(loaded(house()), audience="public")
    assert [path for path, html in pages.items() if "places" in path or "quai des Bougies" in html] == []
