"""Work out once, for all the processes of a session of tests, what many tests only read.

The first process that asks works it out and keeps it in the session's folder; the others take it from there.
"""

from __future__ import annotations

import fcntl
import functools
import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from perimetre.pipeline.publishing import SiteReading, read
from perimetre.render.pages import Audience, Website
from tests.conftest import ROOT, SESSION
from tests.support.sites import at_noon

Worth = TypeVar("Worth")


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
def reading_of_the_example(language: str = "fr", audience: Audience = "internal") -> SiteReading:
    """Return what the stages make of the example on the day of the tests, its pages and what is found."""
    return once(f"example-{language}-{audience}", lambda: read(ROOT / "playbooks", language, audience, now=at_noon))


def website_of_the_example(language: str = "fr", audience: Audience = "internal") -> Website:
    """Return the pages of the example, as data."""
    website = reading_of_the_example(language, audience).website
    assert website is not None
    return website
