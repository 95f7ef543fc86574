"""Publish: what a server keeps from one save to the next never shows in its pages."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from perimetre.pipeline.publishing import read
from perimetre.render.website import RenderCache
from tests.conftest import ROOT
from tests.support.sites import at_noon

# A file, what stands in it once, and what a manager writes in its place.
SAVES = [
    ("brands/osier-lin/brand.yml", r"^name: .*$", "name: Osier, Lin et Jonc"),
    ("handbook.yml", r"^title: .*$", "title: Un autre titre"),
    ("house/values.yml", r"\A", "# Relu.\n"),
    ("house/people.yml", r"title: Community manager\b", "title: Animateur ou animatrice de communauté"),
]


@pytest.mark.parametrize(("file", "pattern", "written"), SAVES, ids=[file for file, _, _ in SAVES])
def test_pages_made_from_what_is_kept_are_those_of_a_reading_from_the_start(
    tmp_path: Path, file: str, pattern: str, written: str
) -> None:
    folder = tmp_path / "playbooks"
    shutil.copytree(ROOT / "playbooks", folder)
    kept = RenderCache()
    first = read(folder, "fr", "internal", kept, at_noon)
    assert first.website is not None
    said, changes = re.subn(pattern, written, (folder / file).read_text("utf-8"), count=1, flags=re.MULTILINE)
    assert changes == 1
    (folder / file).write_text(said, "utf-8")
    again = read(folder, "fr", "internal", kept, at_noon, first.judgement)
    anew = read(folder, "fr", "internal", None, at_noon, first.judgement)
    assert anew.website is not None
    assert again.website == anew.website
    assert again.website.pages != first.website.pages
