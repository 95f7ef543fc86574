"""Houses unlike the example: a retailer of forty shops, an agency and its clients, a town and its elected members.

Each is written in under 400 lines, is clean, makes every page, and answers as its people would: what they decided is in
`tests/houses/<house>/answers.yml`, worked out by hand.
"""

from __future__ import annotations

import datetime as dt
import functools
from pathlib import Path
from typing import Any

import pytest
import yaml

from perimetre.cover import Cover, follow
from perimetre.pipeline.loading import Loaded, judged, load
from perimetre.pipeline.publishing import read
from perimetre.render.pages import Website, check_links
from tests.conftest import ROOT
from tests.drivers.cli.test_decide import answer_to, told
from tests.support.sites import TODAY, at_noon

HOUSES = ROOT / "tests" / "houses"
ANSWERS = {
    path.parent.name: yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
    for path in sorted(HOUSES.glob("*/answers.yml"))
}
EACH = pytest.mark.parametrize("house", ANSWERS)
# How much a house may be written in, all its files together.
LINES = 400
# These are whole sets; the others are held by the answer among others.
WHOLE = ("rules", "agreements")


def folder_of(house: str) -> Path:
    return HOUSES / house / "playbooks"


@functools.cache
def loaded(house: str) -> Loaded:
    return load(folder_of(house))


@functools.cache
def site(house: str, language: str) -> Website:
    made = read(folder_of(house), language, "internal", now=at_noon).website
    assert made is not None
    return made


def languages(house: str) -> tuple[str, ...]:
    handbook = loaded(house).handbook
    assert handbook is not None
    return handbook.settings.languages


def the(of: str) -> list[Any]:
    """Return the cases or the calls of every house, each with its house and its name."""
    return [
        pytest.param(house, case, id=f"{house}: {case['why'][:60]}")
        for house, answers in ANSWERS.items()
        for case in answers[of]
    ]


def test_the_houses_are_there() -> None:
    assert set(ANSWERS) == {path.name for path in HOUSES.iterdir() if path.is_dir()} >= {"retailer", "agency", "town"}


@EACH
def test_a_house_is_written_in_under_400_lines(house: str) -> None:
    lines = {path: path.read_text("utf-8").count("\n") for path in folder_of(house).rglob("*.yml")}
    assert sum(lines.values()) < LINES


@EACH
def test_a_house_is_clean(house: str) -> None:
    found = judged(loaded(house), TODAY.date()).diagnostics
    assert [(one.rule, one.file, one.severity) for one in found if one.severity != "info"] == []
    assert {one.rule for one in found} == set(ANSWERS[house]["notes"])


@pytest.mark.slow
@EACH
def test_every_page_is_made_in_each_language_and_its_links_lead_somewhere(house: str) -> None:
    made = [site(house, language) for language in languages(house)]
    for website in made:
        assert check_links(website) == ()
    assert len({tuple(page.path for page in website.pages) for website in made}) == 1


@pytest.mark.slow
@EACH
def test_each_place_has_its_page(house: str) -> None:
    handbook = loaded(house).handbook
    assert handbook is not None
    places = {f"{brand.id}/places/{place.id}" for brand in handbook.brands for place in brand.own_places}
    assert len(places) == ANSWERS[house]["places"]
    assert places <= {page.path for page in site(house, languages(house)[0]).pages}


@pytest.mark.parametrize(("house", "case"), the("cases"))
def test_a_house_answers_as_its_people_would(house: str, case: dict[str, Any]) -> None:
    answer = answer_to(case["question"], loaded(house))
    assert case["expect"], "a case without an expectation proves nothing"
    for name, expected in case["expect"].items():
        value = told(answer, name)
        if name in WHOLE:
            assert value == set(expected), name
        elif isinstance(expected, list):
            assert isinstance(value, set)
            assert set(expected) <= value, name
        else:
            assert value == expected, name


@pytest.mark.parametrize(("house", "call"), the("calls"))
def test_a_line_reaches_whom_the_house_says(house: str, call: dict[str, Any]) -> None:
    handbook = loaded(house).handbook
    assert handbook is not None
    at = dt.datetime.fromisoformat(call["at"])
    brand = handbook.brand(call["brand"])
    place = next((place for place in brand.own_places if place.id == call.get("place")), None)
    cover = Cover(handbook, brand, at.date(), 1, place=place)
    (line,) = (line for line in cover.lines if line.id == call["line"])
    steps = follow(cover, line, 3, cover.clock.of(at)).steps
    assert {target.person for step in steps for target in step.targets if target.reachable} == set(call["reached"])


@pytest.mark.slow
@pytest.mark.parametrize("house", [house for house, answers in ANSWERS.items() if answers.get("kept_apart")])
def test_nothing_of_a_client_is_on_the_pages_of_another(house: str) -> None:
    handbook = loaded(house).handbook
    assert handbook is not None
    website = site(house, languages(house)[0])
    people = {brand.id: {person.id: person.name for person in brand.people.people} for brand in handbook.brands}
    shared = set.intersection(*map(set, people.values()))
    own = {
        brand.id: {
            brand.brand.name.in_(website.language),
            *(name for id, name in people[brand.id].items() if id not in shared),
        }
        for brand in handbook.brands
    }
    for brand, names in own.items():
        written = [repr(page) for page in website.pages if f"{page.path}/".startswith(f"{brand}/")]
        written += [content for path, content in website.files if path.startswith(f"{brand}/")]
        text = "\n".join(written)
        assert len(names) > 2
        # The control: what is looked for is there, on the pages of whose it is.
        assert [name for name in names if name not in text] == []
        others = set().union(*(own[other] for other in own if other != brand))
        assert [name for name in others if name in text] == []
