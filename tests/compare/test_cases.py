"""What a reviewer is told of each edit of the example: the cases of `tests/cases/changes/`."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import yaml

from perimetre.base.words import say
from perimetre.compare import Comparison, compare
from perimetre.compare.neutral import ORDERED
from perimetre.language.labels import word
from perimetre.model import Handbook
from perimetre.pipeline.loading import load_sources
from perimetre.reading.parse import parse
from perimetre.reading.sources import Collected, Source, collect
from tests.conftest import DEEP_ALONE, ROOT

TODAY = date(2026, 11, 22)
MOST_WORDS = 65
PROMISE = "la liste entière suit"
CASES: list[dict[str, Any]] = [
    case
    for path in sorted((ROOT / "tests" / "cases" / "changes").glob("*.yml"))
    for case in yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
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
        f"{change.area} {change.kind} [{change.brand}] "
        + " ".join(say(said, language) for said in (change.summary, *change.lists, *change.holds))
        for change in comparison.changes
    )


def by_depth() -> Iterator[Any]:
    """Yield the cases: in `make test` one of each sort of change at least, in `make test-deep` all of them."""
    known: set[str] = set()
    for case in CASES:
        yield pytest.param(case, id=case["name"], marks=() if {*case["tells"]} - known else DEEP_ALONE)
        known |= {*case["tells"]}


@pytest.mark.slow
@pytest.mark.parametrize("case", list(by_depth()))
def test_an_edit_is_told_for_what_it_does(case: dict[str, Any]) -> None:
    comparison = compare(example()[1], edited(case["edits"]), today=TODAY)
    sentences = told(comparison)
    assert sorted({f"{change.area} {change.kind}" for change in comparison.changes}) == sorted(case["tells"]), sentences
    assert case.get("says", "") in sentences.replace("\N{NO-BREAK SPACE}", " "), sentences
    for change in comparison.changes:
        # The tag stands before the sentence; "restreint" is also what only some may read.
        said = say(change.summary, "fr").replace("confidentialité\N{NO-BREAK SPACE}: restreint", "")
        assert say(word("change_kind", change.kind), "fr") not in said, sentences
        # Where a sentence promises a list, the list is there; what stands apart promises none.
        assert (PROMISE in say(change.summary, "fr")) <= bool(change.lists), sentences
        assert not any(PROMISE in say(line, "fr") for line in (*change.holds, *change.details, *change.cases)), (
            sentences
        )
        # One sentence is read at once: what it holds for stands below it.
        assert len(say(change.summary, "fr").split()) <= MOST_WORDS, sentences


@pytest.mark.slow
def test_a_handbook_read_twice_says_the_same() -> None:
    assert compare(example()[1], edited([]), today=TODAY) == Comparison()


def otherwise(value: Any, key: str = "") -> Any:
    """Return data with its keys and its lists in another order, but for lists whose order says something."""
    if isinstance(value, dict):
        return {name: otherwise(held, name) for name, held in reversed(value.items())}
    if isinstance(value, list):
        return [otherwise(item) for item in (value if key in ORDERED else reversed(value))]
    return value


@pytest.mark.slow
def test_a_handbook_written_in_any_order_says_the_same() -> None:
    collected, handbook = example()
    sources = []
    for source in reversed(collected.sources):
        document = parse(source).document
        assert document is not None, source.file
        written = json.dumps(otherwise(document.data), ensure_ascii=False, default=str)
        sources.append(Source(source.path, source.file, written.encode()))
    turned = load_sources(Collected(tuple(sources), ()), folder="playbooks").handbook
    assert turned is not None and not turned.unread
    assert told(compare(handbook, turned, today=TODAY)) == ""


OTHER_WAY = {
    "widened": "narrowed",
    "narrowed": "widened",
    "weakened": "strengthened",
    "strengthened": "weakened",
    "added": "removed",
    "removed": "added",
}


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        "for two weeks, a rule is set aside",
        *(
            pytest.param(name, marks=DEEP_ALONE)
            for name in ("a network is opened", "silence becomes a yes", "a word is allowed again")
        ),
    ],
)
def test_the_edit_undone_is_told_the_other_way(name: str) -> None:
    case = next(case for case in CASES if case["name"] == name)
    new = edited(case["edits"])
    there, back = (compare(*pair, today=TODAY) for pair in ((example()[1], new), (new, example()[1])))

    def cells(comparison: Comparison, *, mirrored: bool) -> list[tuple[str, str, str, int]]:
        kinds = OTHER_WAY if mirrored else {}
        return sorted(
            (change.area, change.brand, kinds.get(change.kind, change.kind), change.cells)
            for change in comparison.changes
        )

    assert cells(there, mirrored=True) == cells(back, mirrored=False), f"{told(there)}\n\n{told(back)}"


@pytest.mark.slow
def test_who_gives_an_agreement_no_more_is_named_on_a_line_of_its_own() -> None:
    case = next(case for case in CASES if case["name"] == "somebody else agrees")
    comparison = compare(example()[1], edited(case["edits"]), today=TODAY)
    lines = [say(line, "en") for change in comparison.of("rerouted") for line in change.holds]
    assert "No longer asked for an agreement: Responsable du service clients." in lines


@pytest.mark.slow
def test_what_the_house_changes_is_told_once_with_the_brands_that_it_reaches() -> None:
    case = next(case for case in CASES if case["name"] == "a prohibition is deleted")
    comparison = compare(example()[1], edited(case["edits"]), today=TODAY)
    widened = comparison.of("widened")
    assert [(change.brand, change.reaches) for change in widened] == [("house", ("osier-lin", "veillee"))]
    assert widened[0].about == ("comparisons-are-forbidden",)
    assert widened[0].place is not None
    assert widened[0].place.file.endswith("house/scope.yml")
    assert widened[0].cells > 0


@pytest.mark.slow
def test_a_brand_that_comes_or_goes_is_told_as_such() -> None:
    whole = example()[1]
    alone = replace(whole, brands=whole.brands[:1])
    for old, new, kind in ((alone, whole, "added"), (whole, alone, "removed")):
        changes = compare(old, new, today=TODAY).changes
        assert [(change.kind, change.brand) for change in changes] == [(kind, whole.brands[1].id)]
        # What a new brand lets its managers do is a few sentences, of which one says what nobody has to agree to.
        sentences = [say(detail, "fr") for detail in changes[0].details]
        assert (kind == "added") is (2 <= len(sentences) <= 16)
        assert (kind == "added") is any(sentence.startswith("Community manager") for sentence in sentences)
