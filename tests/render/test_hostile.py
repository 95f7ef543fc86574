"""Whatever a house has written, in any field, is only text on its pages."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import Any

import pytest

from perimetre.judge.judgement import Judgement, pronounce
from perimetre.model import Handbook
from perimetre.pipeline.loading import Loaded, load, load_sources
from perimetre.reading.sources import Collected
from perimetre.render.families.governance import RulesReport
from perimetre.render.pages import Website
from perimetre.render.readers import Readers
from perimetre.render.website import render
from tests.conftest import DEEP_ALONE, ROOT, deep_alone
from tests.render.test_website import faults_of, html_of
from tests.support.changed import changed
from tests.support.keys import house, sources

# What takes seconds: `make test-fast` leaves it out.
pytestmark = pytest.mark.slow

TODAY = dt.date(2026, 11, 22)
AT = dt.datetime.combine(TODAY, dt.time(10, 32))

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "[clic](javascript:alert(1)) ![x](x) <javascript:alert(1)>",
    "{{7*7}}{% raw %}${7*7}",
    "</div></section></main><style>*{display:none}</style>",
    "&lt;script&gt; &#60;b&#62; \x00 \u202e",
    "javascript:alert(1)",
    'https://example.org/"><script>alert(1)</script>',
)


def hostile_site(handbook: Handbook, judgement: Judgement, hostile: str) -> Website:
    """Return the site of a house whose every text and every free string is a hostile one, but the pages without any."""

    def change(value: Any, _: tuple[Any, ...]) -> Any:
        return hostile if isinstance(value, str) else type(value)(plain=hostile)

    made = render(
        changed(handbook, change),
        Readers(language="fr", audience="restricted", today=TODAY),
        report=RulesReport(judgement=judgement),
    )
    return replace(made, pages=tuple(page for page in made.pages if not page.path.startswith("reference/")))


@deep_alone
def test_hostile_text_in_every_field_is_only_text() -> None:
    loaded = load(ROOT / "playbooks")
    assert loaded.handbook is not None
    judgement = pronounce(loaded.handbook, loaded.documents, AT, found=loaded.diagnostics)
    pages = hostile_site(loaded.handbook, judgement, " ".join(HOSTILE)).pages
    assert len(pages) > 300
    assert [fault for page in pages for fault in faults_of(page)] == []
    # What could be computed is never computed.
    assert not [page.path for page in pages if ">49<" in html_of(page)]


@pytest.fixture(scope="module")
def every_key() -> Loaded:
    """Return the small house that uses every key."""
    return load_sources(Collected(sources(house())), folder="playbooks")


# All in one text, then what must stand alone to be an address; in depth each of them alone.
TOGETHER = " ".join(HOSTILE)
ALONE = ("javascript:alert(1)", 'https://example.org/"><script>alert(1)</script>')


@pytest.mark.parametrize(
    "hostile",
    [TOGETHER, *(pytest.param(text, marks=() if text in ALONE else DEEP_ALONE) for text in HOSTILE)],
)
def test_hostile_text_in_the_field_of_every_key_is_only_text(every_key: Loaded, hostile: str) -> None:
    assert every_key.handbook is not None
    judgement = Judgement(diagnostics=every_key.diagnostics, at=AT)
    pages = hostile_site(every_key.handbook, judgement, hostile).pages
    assert len(pages) > 50
    assert [fault for page in pages for fault in faults_of(page)] == []
    assert not [page.path for page in pages if "7*7" in hostile and ">49<" in html_of(page)]


def test_a_sign_of_markup_in_any_field_is_read_as_it_was_written(every_key: Loaded) -> None:
    assert every_key.handbook is not None
    judgement = Judgement(diagnostics=every_key.diagnostics, at=AT)
    pages = hostile_site(every_key.handbook, judgement, 'Vente & "suivi" <L\'atelier>').pages
    read_as_code = re.compile(r"&(?:amp|lt|gt|quot|#\d+);")
    titles = [
        text for page in pages for text in (page.title, page.description, *(part.title for part in page.sections))
    ]
    assert [title for title in titles if read_as_code.search(title)] == []
    assert sum("Vente & " in title for title in titles) > 50
    # Once in the markup itself; twice shows the code in the place of the sign.
    escaped_twice = re.compile(r"&amp;(?:amp|lt|gt|quot|#\d+);")
    assert [page.path for page in pages if escaped_twice.search(html_of(page))] == []
