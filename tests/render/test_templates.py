"""The templates can be read by whoever changes a page, and call what there is."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import nodes

import perimetre
from perimetre.render.delay_phrases import DelayPhrases
from perimetre.render.duty_phrases import DutyPhrases
from perimetre.render.environment import environment
from perimetre.render.given import given, given_by
from perimetre.render.measures import Measures
from perimetre.render.phrases import PagePhrases
from perimetre.render.pictures import Pictures
from perimetre.render.situations import Situations
from perimetre.render.tools import Tools
from tests.support.shared import open_website_of_the_example, website_of_every_key

PACKAGE = Path(perimetre.__path__[0])
PAGES = PACKAGE / "render" / "templates"
FOLDERS = (PAGES, PACKAGE / "drivers" / "mkdocs" / "theme", PACKAGE / "drivers" / "desk" / "templates")
WIDTH = 160


def test_no_line_of_a_template_is_wider_than_a_screen() -> None:
    templates = [file for folder in FOLDERS for file in folder.rglob("*.html")]
    assert len(templates) > 60
    wide = [
        f"{file.relative_to(PACKAGE)}:{number} ({len(line)})"
        for file in templates
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if len(line) > WIDTH
    ]
    assert not wide, "\n".join(wide)


@pytest.mark.slow
def test_every_template_of_a_page_makes_one() -> None:
    """A page that nobody drafts any more leaves its template behind."""
    templates = {
        file.relative_to(PAGES).with_suffix("").as_posix()
        for file in PAGES.rglob("*.html")
        if "sheet.lead" in file.read_text("utf-8")
    }
    sites = (
        open_website_of_the_example(),
        website_of_every_key(),
        website_of_every_key(audience="public"),
    )
    # What has changed is told where there is a past (`tests/drivers/test_past.py`).
    assert templates - {page.kind for site in sites for page in site.pages} == {"governance/changes"}


def test_what_templates_are_given_has_one_name_and_is_called() -> None:
    kinds = (Tools, PagePhrases, DelayPhrases, DutyPhrases, Situations, Pictures, Measures)
    names = [name for kind in kinds for name in given_by(object.__new__(kind))]
    assert len(names) > 60
    assert len(set(names)) == len(names)
    trees = [environment("fr").parse(file.read_text("utf-8")) for file in PAGES.rglob("*.html")]
    called = {name.name for tree in trees for name in tree.find_all(nodes.Name) if name.ctx == "load"}
    assert sorted(set(names) - called) == []


def test_given_are_the_methods_that_say_so() -> None:
    class House:
        @given
        def door(self) -> str:
            return "open"

        def cellar(self) -> str:
            return "closed"

    class Villa(House):
        @given
        def garden(self) -> str:
            return "green"

    offered = given_by(Villa())
    assert offered.keys() == {"door", "garden"}
    assert offered["door"]() == "open"  # type: ignore[operator] # a template calls it
