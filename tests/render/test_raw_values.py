"""No page of a brand shows a word of a closed list as it is written in the files, where it has a label."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterator

import pytest

from perimetre.base.words import say
from perimetre.language.labels import WORDS
from perimetre.pipeline.loading import load_sources
from perimetre.reading.sources import Collected
from perimetre.render.readers import Readers
from perimetre.render.website import render
from tests.support.keys import house, sources

FILES = house()


def ids(data: object) -> Iterator[str]:
    """Yield what the house calls its own records: one that has no title is shown by its id."""
    if isinstance(data, dict):
        if isinstance(data.get("id"), str):
            yield data["id"]
        for value in data.values():
            yield from ids(value)
    elif isinstance(data, list):
        for item in data:
            yield from ids(item)


@pytest.mark.slow
def test_no_page_shows_a_value_that_has_words() -> None:
    handbook = load_sources(Collected(sources(FILES)), folder="playbooks").handbook
    assert handbook is not None
    readers = Readers(language="fr", audience="restricted", today=dt.date(2026, 11, 22))
    french = {say(words, "fr") for values in WORDS.values() for words in values.values()}
    raw = (
        {value for values in WORDS.values() for value in values if not value.isdigit()}
        - french
        - set(ids([*FILES.values()]))
    )
    assert {"full", "holding-only", "service-hours", "timeout"} <= raw
    shown = set()
    for page in render(handbook, readers).pages:
        # The pages that teach the files quote their words.
        for section in page.sections if page.brand is not None else ():
            for words in re.split(r"<[^>]*>", re.sub(r"(?s)<code>.*?</code>", "", section.html)):
                for part in re.split(r"\s:|[,;():]|\s(?:et|ou)\s", html.unescape(words).replace("\u00a0", " ")):
                    if part.strip(" .\n") in raw:
                        shown.add((page.path, part.strip(" .\n")))
    assert shown == set()
