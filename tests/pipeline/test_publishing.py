"""Publish: what a server keeps from one save to the next never shows in its pages."""

from __future__ import annotations

import gc
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from perimetre.judge.memory import JudgeMemory
from perimetre.model import Handbook
from perimetre.pipeline.publishing import read
from perimetre.reading.document import Document
from perimetre.render import website
from perimetre.render.desk import Desk
from perimetre.render.drafts import PageDraft
from perimetre.render.kept import RenderCache
from perimetre.render.pages import Page, Website
from perimetre.render.readers import Site
from tests.conftest import DEEP_ALONE, ROOT, deep_alone
from tests.support.sites import at_noon, copy_agency

# What takes seconds: `make test-fast` leaves it out.
pytestmark = pytest.mark.slow

NEW = "house/decisions/2026-11-18-more-words.yml"
# One save after the other: a file, what stands in it, and what a manager writes in its place. Where nothing is sought,
# the file is new; where nothing is written, it is taken away.
SAVES: dict[str, tuple[str, str, str | None]] = {
    "a rule's title": ("brands/musee/scope.yml", r"title: (?=\w)", "title: Autrement dit "),
    "a person": ("house/people.yml", "name: Wendeline Ozanam", "name: Wendeline Ozan"),
    "the voice": ("brands/musee/voice.yml", "term: ", "term: tout "),
    "the brand's name": ("brands/laiterie/brand.yml", r"(?m)^name: .*$", "name: La Laiterie des Monts"),
    "a role of the house": ("house/people.yml", "title: Community manager", "title: Animateur de communauté"),
    "a word of the house": ("house/values.yml", r"label: \{fr: ", "label: {fr: Autre "),
    "a new decision": (
        NEW,
        "",
        "id: 2026-11-18-more-words\ntitle: Un mot de plus\ndecided_on: 2026-11-18\ndecided_by: [client-director]\n"
        "kind: narrowing\nwhat: Rien de plus.\nwhy: Pour voir.\n",
    ),
    "a decision": (NEW, r"(?m)^title: ", "title: Encore "),
    "a decision taken away": (NEW, "", None),
    "the handbook's title": ("handbook.yml", r"(?m)^title: .*$", "title: Un autre titre"),
}
# The same in the example, all at once.
SAVES_OF_THE_EXAMPLE: dict[str, tuple[str, str, str | None]] = {
    "a rule's title": ("brands/veillee/scope.yml", r"(?m)^( +)title: (?=\w)", r"\1title: Autrement dit, "),
    "a person": ("brands/veillee/people.yml", r"name: Mathis Olvard", "name: Mathis Olvar"),
    "the voice": ("brands/veillee/voice.yml", r"(?m)^( +term: )", r"\1tout "),
    "the brand's name": ("brands/osier-lin/brand.yml", r"(?m)^name: .*$", "name: Osier, Lin et Jonc"),
    "a role of the house": ("house/people.yml", r"title: Community manager\b", "title: Animateur de communauté"),
    "a word of the house": ("house/values.yml", r"label: \{fr: ", "label: {fr: Autre "),
    "a decision": ("house/decisions/2026-11-17-strike-words.yml", r"(?m)^title: ", "title: Encore "),
    "a new decision": (
        NEW,
        "",
        "id: 2026-11-18-more-words\ntitle: Un mot de plus\ndecided_on: 2026-11-18\ndecided_by: [hr-director]\n"
        "kind: narrowing\nwhat: Rien de plus.\nwhy: Pour voir.\n",
    ),
    "a decision taken away": ("brands/veillee/decisions/2026-10-12-repair-delays.yml", "", None),
    "the handbook's title": ("handbook.yml", r"(?m)^title: .*$", "title: Un autre titre"),
}


def save(folder: Path, saved: tuple[str, str, str | None]) -> None:
    file, pattern, written = saved
    path = folder / file
    if written is None:
        path.unlink()
        return
    text = path.read_text("utf-8") if pattern else ""
    text, changes = re.subn(pattern, written, text, count=1)
    assert changes == 1, saved
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")


@pytest.fixture
def agency(tmp_path: Path) -> Path:
    """Return a copy of a small house of three brands."""
    return copy_agency(tmp_path / "playbooks")


def publish_again(folder: Path, last: Website, kept: RenderCache, judged: JudgeMemory, name: str) -> Website:
    """Read a house that has been saved, and compare with a reading from the start; return its pages."""
    again = read(folder, "fr", "internal", kept, at_noon, judged)
    anew = read(folder, "fr", "internal", None, at_noon)
    assert anew.website is not None and again.website is not None, name
    assert again.website == anew.website, name
    assert again.findings == anew.findings, name
    # What is the same page is the same object, so that what is made of pages is not made again either.
    before = {page.path: page for page in last.pages}
    changed = [page for page in again.website.pages if before.get(page.path) is not page]
    assert changed and all(before.get(page.path) != page for page in changed), name
    return again.website


# A few at a time, as an editor that saves all its files does; in depth, each save alone.
@pytest.mark.parametrize("count", [4, pytest.param(1, marks=DEEP_ALONE)])
def test_after_each_of_many_saves_the_pages_are_those_of_a_reading_from_the_start(agency: Path, count: int) -> None:
    kept, judged = RenderCache(), JudgeMemory()
    last = read(agency, "fr", "internal", kept, at_noon, judged).website
    assert last is not None
    names = list(SAVES)
    for first in range(0, len(names), count):
        together = names[first : first + count]
        for name in together:
            save(agency, SAVES[name])
        last = publish_again(agency, last, kept, judged, ", ".join(together))


@deep_alone
def test_after_many_saves_of_the_example_its_pages_are_those_of_a_reading_from_the_start(tmp_path: Path) -> None:
    folder = tmp_path / "playbooks"
    shutil.copytree(ROOT / "playbooks", folder)
    kept, judged = RenderCache(), JudgeMemory()
    last = read(folder, "fr", "internal", kept, at_noon, judged).website
    assert last is not None
    for saved in SAVES_OF_THE_EXAMPLE.values():
        save(folder, saved)
    publish_again(folder, last, kept, judged, "all at once")


def test_a_save_writes_only_the_pages_that_have_read_it(agency: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, judged = RenderCache(), JudgeMemory()
    save(agency, SAVES["a new decision"])
    read(agency, "fr", "internal", kept, at_noon, judged)
    written: list[str] = []
    write = website._write

    def noted(draft: PageDraft, desk: Desk, site: Site) -> Page:
        written.append(draft.path)
        return write(draft, desk, site)

    monkeypatch.setattr(website, "_write", noted)
    save(agency, SAVES["a decision"])
    read(agency, "fr", "internal", kept, at_noon, judged)
    assert {"laiterie/governance/decisions", "musee/governance/decisions"} <= set(written)
    assert len(written) < 10
    written.clear()
    save(agency, SAVES["the voice"])
    read(agency, "fr", "internal", kept, at_noon, judged)
    assert "musee/voice/lexicon" in written
    # The glossary of the house gathers the words of all brands.
    assert {path for path in written if not path.startswith("musee/")} <= {"glossary"}


def alive() -> Counter[str]:
    """Count the handbooks and the files read that something still holds."""
    gc.collect()
    return Counter(type(one).__name__ for one in gc.get_objects() if isinstance(one, (Handbook, Document)))


def test_a_server_holds_in_memory_only_what_its_pages_are_made_of(agency: Path) -> None:
    kept, judged, counts = RenderCache(), JudgeMemory(), [alive()]
    saved = agency / "brands" / "musee" / "people.yml"
    text = saved.read_text("utf-8")
    for number in range(5):
        saved.write_text(f"{text}# {number}\n", "utf-8")
        read(agency, "fr", "internal", kept, at_noon, judged)
        counts.append(alive())
    # What stands of an earlier reading holds its answers, not its handbook.
    assert counts[3] == counts[4] == counts[5]
    assert counts[5]["Handbook"] - counts[0]["Handbook"] <= 3
