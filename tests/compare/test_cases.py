"""What a reviewer is told of each edit of the example: the cases of `tests/cases/changes/`."""

from __future__ import annotations

import functools
from datetime import date
from typing import Any

import pytest
import yaml

from perimetre.base.words import say
from perimetre.compare import Comparison, compare
from perimetre.model import Handbook
from perimetre.pipeline.loading import load_sources
from perimetre.reading.sources import Collected, Source, collect
from tests.conftest import ROOT

TODAY = date(2026, 11, 22)
CASES: list[dict[str, Any]] = [
    case
    for path in sorted((ROOT / "tests" / "cases" / "changes").glob("*.yml"))
    for case in yaml.safe_load(path.read_text("utf-8"))
]


@functools.cache
def example() -> tuple[Collected, Handbook]:
    collected = collect(ROOT / "playbooks")
    handbook = load_sources(collected, folder="playbooks").handbook
    assert handbook is not None
    return collected, handbook


def edited(edits: list[dict[str, Any]]) -> Handbook:
    """Return the example with some texts put in the place of others."""
    collected, _ = example()
    sources = {source.path: source for source in collected.sources}
    for edit in edits:
        source = sources[edit["file"]]
        text = source.content.decode()
        assert edit["old"] in text, f"{edit['file']} no longer holds: {edit['old']}"
        text = text.replace(edit["old"], edit["new"], -1 if edit.get("all") else 1)
        if "but" in edit:
            text = text.replace(edit["but"], edit["as"])
        sources[edit["file"]] = Source(source.path, source.file, text.encode())
    loaded = load_sources(Collected(tuple(sources.values()), collected.diagnostics), folder="playbooks")
    assert loaded.handbook is not None
    assert not loaded.handbook.unread, [diagnostic.message for diagnostic in loaded.diagnostics][:3]
    return loaded.handbook


def told(comparison: Comparison, language: str = "fr") -> str:
    return "\n".join(
        f"{change.area} {change.kind} [{change.brand}] {say(change.summary, language)}" for change in comparison.changes
    )


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_an_edit_is_told_for_what_it_does(case: dict[str, Any]) -> None:
    comparison = compare(example()[1], edited(case["edits"]), today=TODAY)
    sentences = told(comparison)
    assert sorted({f"{change.area} {change.kind}" for change in comparison.changes}) == sorted(case["tells"]), sentences
    assert case.get("says", "") in sentences.replace("\N{NO-BREAK SPACE}", " "), sentences


@pytest.mark.slow
def test_a_handbook_read_twice_says_the_same() -> None:
    assert compare(example()[1], edited([]), today=TODAY) == Comparison()
