"""Publish: what a server keeps from one save to the next never shows in its pages."""

from __future__ import annotations

import gc
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from perimetre.judge.standing import Standing
from perimetre.model import Handbook
from perimetre.pipeline.publishing import read
from perimetre.reading.parse import Document
from perimetre.render.website import RenderCache
from tests.conftest import ROOT
from tests.support.sites import at_noon

# A file, what stands in it once, and what a manager writes in its place.
SAVES = [
    ("brands/osier-lin/brand.yml", r"^name: .*$", "name: Osier, Lin et Jonc"),
    ("handbook.yml", r"^title: .*$", "title: Un autre titre"),
    ("house/values.yml", r"label: \{fr: ", "label: {fr: Autre "),
    ("house/people.yml", r"title: Community manager\b", "title: Animateur ou animatrice de communauté"),
]


@pytest.mark.parametrize(("file", "pattern", "written"), SAVES, ids=[file for file, _, _ in SAVES])
def test_pages_made_from_what_is_kept_are_those_of_a_reading_from_the_start(
    tmp_path: Path, file: str, pattern: str, written: str
) -> None:
    folder = tmp_path / "playbooks"
    shutil.copytree(ROOT / "playbooks", folder)
    kept, standing = RenderCache(), Standing()
    first = read(folder, "fr", "internal", kept, at_noon, standing)
    assert first.website is not None
    said, changes = re.subn(pattern, written, (folder / file).read_text("utf-8"), count=1, flags=re.MULTILINE)
    assert changes == 1
    (folder / file).write_text(said, "utf-8")
    again = read(folder, "fr", "internal", kept, at_noon, standing)
    anew = read(folder, "fr", "internal", None, at_noon)
    assert anew.website is not None
    assert again.website == anew.website
    assert again.findings == anew.findings
    assert again.website.pages != first.website.pages


def alive() -> Counter[str]:
    """Count the handbooks and the files read that something still holds."""
    gc.collect()
    return Counter(type(one).__name__ for one in gc.get_objects() if isinstance(one, (Handbook, Document)))


def test_a_server_holds_in_memory_only_what_its_pages_are_made_of(tmp_path: Path) -> None:
    folder = tmp_path / "playbooks"
    shutil.copytree(ROOT / "playbooks", folder)
    kept, standing, counts = RenderCache(), Standing(), [alive()]
    saved = folder / "brands" / "osier-lin" / "people.yml"
    text = saved.read_text("utf-8")
    for number in range(5):
        saved.write_text(f"{text}# {number}\n", "utf-8")
        read(folder, "fr", "internal", kept, at_noon, standing)
        counts.append(alive())
    # The drafts that no save changes hold the handbook of one of the first two readings; the others, the last one.
    assert counts[3] == counts[4] == counts[5]
    assert counts[5]["Handbook"] - counts[0]["Handbook"] <= 3
