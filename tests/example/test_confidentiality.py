"""No reader finds above their level: each text and id of a copy of the example is marked, and each byte is searched."""

from __future__ import annotations

import functools
import gzip
import re
import zlib
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from perimetre.judge.memory import JudgeMemory
from perimetre.pipeline.loading import Loaded, judged, load
from perimetre.pipeline.publishing import read
from perimetre.render.pages import Audience, Website
from tests.conftest import DEEP_ALONE, ROOT, deep_alone
from tests.drivers.cli.test_decide import answer_to, told
from tests.support.canary import (
    CIRCLE,
    LEVELS,
    MARK,
    Mark,
    close_every_second_record,
    mark_every_id,
    mark_every_text,
    restrict_every_second_record,
)
from tests.support.sites import TODAY, at_noon, build, files, make_house

# What takes seconds: `make test-fast` leaves it out.
pytestmark = pytest.mark.slow

CASES = yaml.load((ROOT / "tests" / "cases" / "decide.yml").read_text("utf-8"), yaml.CSafeLoader)["cases"]
SEED = 20261122


@dataclass(frozen=True, slots=True)
class House:
    """A copy of the example whose every second record is restricted and whose every text and id bears a mark."""

    folder: Path
    marks: tuple[Mark, ...]
    ids: tuple[Mark, ...]
    # What the rules find of it is the same whoever reads its pages.
    memory: JudgeMemory = field(default_factory=JudgeMemory)

    def pages(self, audience: Audience, compartments: Collection[str] = ()) -> Website:
        """Return its pages for some readers."""
        folder = self.folder / "playbooks"
        made = read(folder, "fr", audience, now=at_noon, memory=self.memory, compartments=compartments).website
        assert made is not None
        return made


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    folder = make_house(tmp_path_factory.mktemp("canary"))
    assert restrict_every_second_record(folder / "playbooks") > 100
    return marked(folder)


@pytest.fixture(scope="module")
def closed_house(tmp_path_factory: pytest.TempPathFactory) -> House:
    folder = make_house(tmp_path_factory.mktemp("circle"))
    assert close_every_second_record(folder / "playbooks") > 100
    return marked(folder)


def marked(folder: Path) -> House:
    """Mark every text and every id of a copy of the example, in which the marks stop no build."""
    ids = mark_every_id(folder / "playbooks", SEED + 1)
    marks = mark_every_text(folder / "playbooks", SEED)
    loaded = load(folder / "playbooks")
    errors = [one for one in loaded.diagnostics if one.severity == "error"]
    assert [(one.rule, one.file, one.span and one.span.line) for one in errors] == []
    # Marks look like numbers of orders and hold no word of the voice: what the rules say of them stops no build, and
    # stands in the pages of governance, where it must be as well kept as anything.
    found = {one.rule for one in judged(loaded, TODAY.date()).diagnostics if one.severity == "error"}
    rows = "".join(f"  - {{rule: {rule}, level: info, reason: Des marques.}}\n" for rule in sorted(found))
    settings = folder / "playbooks" / "handbook.yml"
    text = settings.read_text("utf-8")
    assert found and "rule_levels:" not in text
    settings.write_text(f"{text}\nrule_levels:\n{rows}", "utf-8")
    return House(folder, marks, ids)


def everything(content: bytes, name: str) -> bytes:
    """Return the bytes of a file, with what is packed inside them unpacked, in lower case."""
    packed = [gzip.decompress(content)] if name.endswith(".gz") else []
    if content.startswith(b"\x89PNG"):
        # The words of a picture (zTXt, iTXt) stand packed after their key.
        for found in re.finditer(rb"(?:zTXt|iTXt|eXIf)", content):
            for start in range(found.end(), min(found.end() + 120, len(content))):
                try:
                    packed.append(zlib.decompressobj().decompress(content[start:]))
                except zlib.error:
                    continue
    if name.endswith(".ics"):
        # A calendar folds its lines, in the middle of a mark if need be.
        packed.append(content.replace(b"\r\n ", b""))
    return b"\n".join((content, *packed)).lower()


def searched(folder: Path) -> tuple[int, dict[str, set[str]]]:
    """Return how many bytes a built site has, and by mark the files where it stands."""
    size, found = 0, {}
    for name, content in files(folder).items():
        whole = everything(content, name) + name.lower().encode()
        size += len(whole)
        for mark in MARK.findall(whole):
            found.setdefault(mark.decode(), set()).add(name)
    return size, found


@pytest.mark.parametrize("audience", ["public", "internal"])
def test_no_byte_of_a_site_holds_a_text_above_its_readers(house: House, audience: str, record_property: Any) -> None:
    done = build(house.folder, "--site-dir", f"site-{audience}", PERIMETRE_AUDIENCE=audience)
    assert done.returncode == 0, done.stdout + done.stderr
    size, found = searched(house.folder / f"site-{audience}")
    above = [one for one in house.marks if LEVELS.index(one.level) > LEVELS.index(audience)]
    below = [one for one in house.marks if LEVELS.index(one.level) <= LEVELS.index(audience)]
    record_property("marks", len(house.marks))
    record_property("marks above the readers", len(above))
    record_property("bytes searched", size)
    assert len(above) > 500
    assert size > 1_000_000
    ids = [one for one in house.ids if LEVELS.index(one.level) > LEVELS.index(audience)]
    assert len(ids) > 300
    told = [f"{one.file} {one.path}: {sorted(found[one.mark])[:3]}" for one in (*above, *ids) if one.mark in found]
    assert told == []
    # The control: the search finds what these readers may read.
    there = [one for one in below if one.mark in found]
    record_property("marks found", len(there))
    if audience == "public":
        charter = [one for one in below if one.path.startswith("charter.")]
        assert charter
        assert [one for one in charter if one.mark not in found] == []
        assert any(one.path.startswith("grounds.") for one in there)
    else:
        assert len(there) > len(below) * 0.7
        shown = [one for one in house.ids if one.level == "internal" and one.mark in found]
        assert len(shown) > 150


@pytest.fixture(scope="module")
def other_house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Return a copy of the example where the other half of the records is restricted."""
    folder = make_house(tmp_path_factory.mktemp("other"))
    assert restrict_every_second_record(folder / "playbooks", first=0) > 100
    return House(folder, (), mark_every_id(folder / "playbooks", SEED))


@deep_alone
@pytest.mark.parametrize("audience", ["public", "internal"])
def test_no_page_holds_an_id_above_its_readers_whichever_records_are_hidden(
    other_house: House, audience: Audience
) -> None:
    """The other half of the records is restricted here, and what only a count would tell is asked of the pages."""
    made = other_house.pages(audience)
    found = {mark.decode() for mark in MARK.findall(repr((made.pages, made.navigation)).encode())}
    above = [one for one in other_house.ids if LEVELS.index(one.level) > LEVELS.index(audience)]
    assert len(above) > 300
    assert [f"{one.file} {one.path}" for one in above if one.mark in found] == []


@deep_alone
@pytest.mark.parametrize("audience", ["public", "internal"])
def test_nothing_of_a_compartment_is_read_where_it_is_not_contained(closed_house: House, audience: Audience) -> None:
    found = set(MARK.findall(repr(closed_house.pages(audience)).encode()))
    inside = [one for one in (*closed_house.marks, *closed_house.ids) if one.level == "closed"]
    assert len(inside) > 500
    assert [f"{one.file} {one.path}" for one in inside if one.mark.encode() in found] == []
    # The control: what is in none is there as ever.
    outside = [one for one in closed_house.marks if LEVELS.index(one.level) <= LEVELS.index(audience)]
    assert any(one.mark.encode() in found for one in outside)


def test_no_byte_of_a_site_holds_what_is_in_a_compartment(closed_house: House) -> None:
    done = build(closed_house.folder, "--site-dir", "site", PERIMETRE_AUDIENCE="restricted")
    assert done.returncode == 0, done.stdout + done.stderr
    _, found = searched(closed_house.folder / "site")
    inside = [one for one in (*closed_house.marks, *closed_house.ids) if one.level == "closed"]
    assert len(inside) > 500
    assert [f"{one.file} {one.path}: {sorted(found[one.mark])[:3]}" for one in inside if one.mark in found] == []
    # The control: what is in none is there as ever.
    assert any(one.mark in found for one in closed_house.marks if one.level != "closed")


@deep_alone
def test_a_site_that_contains_a_compartment_says_all_of_it(closed_house: House) -> None:
    circle = next(one for one in closed_house.ids if one.path == "compartments.0.id")
    name = f"{CIRCLE}-{circle.mark}"
    made = closed_house.pages("internal", [name])
    found = set(MARK.findall(repr(made.pages).encode()))
    inside = [one for one in closed_house.marks if one.level == "closed"]
    assert len([one for one in inside if one.mark.encode() in found]) > len(inside) * 0.7
    assert any(page.path == "compartments" for page in made.pages)


@deep_alone
def test_restricted_readers_find_what_is_restricted(house: House) -> None:
    found = set(MARK.findall(repr(house.pages("restricted").pages).encode()))
    restricted = [one for one in house.marks if one.level == "restricted"]
    assert len([one for one in restricted if one.mark.encode() in found]) > len(restricted) * 0.7


ANSWERED = ("authority", "escalation_line", "rules", "agreements", "inform", "would_change_if", "templates")


@functools.cache
def plain_answers() -> list[dict[str, object]]:
    """Return what the example answers to each case."""
    plain = load(ROOT / "playbooks")
    return [answers(case, plain) for case in CASES]


def answers(case: dict[str, Any], loaded: Loaded) -> dict[str, object]:
    answer = answer_to(case["question"], loaded)
    return {name: told(answer, name) for name in ANSWERED}


@pytest.mark.parametrize(
    "hide", [restrict_every_second_record, pytest.param(close_every_second_record, marks=DEEP_ALONE)]
)
def test_hiding_a_text_never_changes_an_answer(hide: Callable[[Path], int], tmp_path: Path) -> None:
    """The perimeter is that of all rules, those that a reader may not see among them."""
    folder = make_house(tmp_path) / "playbooks"
    assert hide(folder) > 100
    hidden = load(folder)
    assert len(CASES) > 30
    for case, plain in zip(CASES, plain_answers(), strict=True):
        assert answers(case, hidden) == plain, case["why"]
