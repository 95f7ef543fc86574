"""Work out once, for all the processes of a session of tests, what many tests only read.

The first process that asks works it out and keeps it in the session's folder; the others take it from there.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import functools
import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from perimetre.judge.judgement import pronounce
from perimetre.judge.memory import JudgedBefore, JudgeMemory
from perimetre.pipeline.loading import judged, load, load_sources
from perimetre.pipeline.publishing import SiteReading, read
from perimetre.reading.sources import Collected
from perimetre.render.families.governance import RulesReport
from perimetre.render.pages import Audience, EditTemplate, Website
from perimetre.render.readers import Readers
from perimetre.render.website import render
from tests.conftest import ROOT, SESSION
from tests.support.keys import house, sources
from tests.support.sites import TODAY, at_noon

Worth = TypeVar("Worth")
DAY = TODAY.date()


def once(name: str, work_out: Callable[[], Worth]) -> Worth:
    """Return what is worked out, or what another process has worked out under the same name."""
    folder = Path(os.environ[SESSION])
    made = folder / f"{name}.pickle"
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if made.exists():
            worth: Worth = pickle.loads(made.read_bytes())
            return worth
        worth = work_out()
        made.write_bytes(pickle.dumps(worth, protocol=pickle.HIGHEST_PROTOCOL))
    return worth


@functools.cache
def judgement_of_the_example() -> JudgedBefore:
    """Return what the rules found of the example on the day of the tests, which whoever judges it again may recall."""

    def work_out() -> JudgedBefore:
        memory = JudgeMemory()
        judged(load(ROOT / "playbooks", ROOT), DAY, memory)
        now = memory.now()
        assert now is not None
        return now

    return once("example-judged", work_out)


@functools.cache
def reading_of_the_example(language: str = "fr", audience: Audience = "internal") -> SiteReading:
    """Return what the stages make of the example on the day of the tests, its pages and what is found."""

    def work_out() -> SiteReading:
        # What the rules find is the same for all readers.
        memory = JudgeMemory(judgement_of_the_example())
        return read(ROOT / "playbooks", language, audience, now=at_noon, memory=memory)

    return once(f"example-{language}-{audience}", work_out)


def website_of_the_example(language: str = "fr", audience: Audience = "internal") -> Website:
    """Return the pages of the example, as data."""
    website = reading_of_the_example(language, audience).website
    assert website is not None
    return website


@functools.cache
def open_website_of_the_example() -> Website:
    """Return the pages of the example for its own readers, with all that is in its compartments."""

    def work_out() -> Website:
        loaded = load(ROOT / "playbooks")
        assert loaded.handbook is not None
        at = dt.datetime.combine(DAY, dt.time(10, 32))
        judgement = pronounce(loaded.handbook, loaded.documents, at, found=loaded.diagnostics)
        begun = "https://example.org/new?filename={folder}/{name}&value={text}"
        edit = EditTemplate(pattern="https://example.org/edit/{path!p}", new=begun)
        report = RulesReport(judgement=judgement, edit=edit)
        return render(loaded.handbook, Readers(language="fr", today=DAY), report=report, edit=edit)

    return once("example-open", work_out)


@functools.cache
def website_of_every_key(language: str = "fr", audience: Audience = "internal", today: dt.date = DAY) -> Website:
    """Return the pages of the small house that uses every key, as data."""

    def work_out() -> Website:
        handbook = load_sources(Collected(sources(house())), folder="playbooks").handbook
        assert handbook is not None
        return render(handbook, Readers(language=language, audience=audience, today=today))

    return once(f"every-key-{language}-{audience}-{today}", work_out)
