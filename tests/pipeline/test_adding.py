"""A record is added to a file of which nothing else moves: comments, order, quotes, ends of lines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from perimetre.base.diagnostics import KeyPath
from perimetre.base.words import LANGUAGES, message, say
from perimetre.pipeline.adding.derived import id_from
from perimetre.pipeline.adding.inserting import NotAddedError, with_record
from perimetre.pipeline.adding.kinds import ADDITIONS
from perimetre.pipeline.adding.options import OPTIONS
from perimetre.pipeline.adding.records import Given, filled, in_braces, item, left_in, meant, rows
from perimetre.reading.document import Document
from perimetre.reading.kinds import KINDS
from perimetre.reading.parse import parse
from perimetre.reading.sources import Source
from tests.conftest import DEEP, ROOT, examples

# As the reader of playbooks does: a day is a text.
CASES = yaml.load((ROOT / "tests" / "cases" / "adding.yml").read_text("utf-8"), yaml.CBaseLoader)
RECORD = {"id": "new-one", "title": "Un titre : deux"}
PLAYBOOKS = sorted((ROOT / "playbooks").rglob("*.yml"))


def document(text: str) -> Document:
    read = parse(Source("house/people.yml", "playbooks/house/people.yml", text.encode()))
    assert read.document is not None, (text, read.diagnostics)
    return read.document


def typed(value: Any) -> Any:
    """Return what a case holds, of which the words that are yes or a number are."""
    if isinstance(value, dict):
        return {key: typed(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [typed(inner) for inner in value]
    return True if value == "true" else int(value) if value.isdecimal() else value


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("case", CASES["cases"], ids=[case["title"] for case in CASES["cases"]])
def test_a_file_is_written_as_a_case_says_to_the_byte(case: dict[str, Any], ends: str) -> None:
    before = document(case["before"].replace("\n", ends))
    record = typed(case.get("record", CASES["record"]))
    at = tuple(int(step) if step.isdecimal() else step for step in case["at"])
    if "refused" in case:
        with pytest.raises(NotAddedError):
            with_record(before, at, record)
        return
    after = with_record(before, at, record, on_one_line="on_one_line" in case)
    assert after == case["after"].replace("\n", ends)
    assert held(document(after).data, at)[-1] == record


def held(data: Any, path: KeyPath) -> Any:
    for step in path:
        data = data[step]
    return data


def lists(data: Any, path: KeyPath = ()) -> Iterator[KeyPath]:
    """Yield where lists of records stand, and where one may be begun."""
    if isinstance(data, dict):
        yield (*path, "added-here")
        for key, inner in data.items():
            yield from lists(inner, (*path, key))
    elif isinstance(data, list):
        if all(isinstance(inner, dict) for inner in data):
            yield path
        for rank, inner in enumerate(data):
            yield from lists(inner, (*path, rank))


def without_a_stretch(after: str, before: str) -> bool:
    """Say whether a text is another one with something put in at one place."""
    same = next((place for place, sign in enumerate(before) if after[place] != sign), len(before))
    return after.endswith(before[same:])


@pytest.mark.parametrize("file", PLAYBOOKS, ids=[str(file.relative_to(ROOT / "playbooks")) for file in PLAYBOOKS])
def test_each_file_of_the_example_is_the_same_around_what_is_added(file: Path) -> None:
    before = document(file.read_text("utf-8"))
    places = sorted(lists(before.data), key=len)
    # At the top of the file, and as deep as it goes: the rest is asked of the cases, and in depth.
    for path in places[:200] if DEEP else (places[0], *places[1:2], places[-1]):
        after = with_record(before, path, RECORD)
        if path[-1] == "added-here" or held(before.data, path):
            assert without_a_stretch(after, before.text), path
        then = document(after)
        assert held(then.data, path).pop() == RECORD
        if path[-1] == "added-here":
            assert held(then.data, path[:-1]).pop(path[-1]) == []
        assert then.data == before.data, path


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn", "Zl", "Zp"]), min_size=1
).filter(lambda text: "\ufeff" not in text)
VALUES = st.recursive(
    TEXTS | st.booleans() | st.integers(0, 9999),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        | st.dictionaries(st.sampled_from("abcd"), inner, min_size=1, max_size=3)
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(["title", "text", "many", "more"]), VALUES, min_size=1))
@settings(max_examples=examples(40, 2000))
def test_whatever_is_given_is_read_back(record: dict[str, Any]) -> None:
    record = {"id": "one", **record}
    for written in ("\n".join(rows(record)), "- " + "\n".join(item(record))[2:], f"list: [{in_braces(record)}]"):
        read = parse(Source("a.yml", "a.yml", f"{written}\n".encode())).document
        # What no file may hold (an odd character, a form that the reader refuses) is refused, and never another text.
        if read is not None:
            data = read.data
            data = data[0] if isinstance(data, list) else data["list"][0] if "list" in data else data  # type: ignore[index]
            assert data == record


def test_what_was_not_given_is_left_out_or_marked() -> None:
    template = {"id": Given("id"), "none": Given("none"), "inner": {"day": Given("day", message("The first day."))}}
    record = filled(template, {"id": "one"}, "fr")
    assert meant(record) == {"id": "one", "inner": {"day": "to-complete"}}
    assert list(left_in(record)) == [(("inner", "day"), "Le premier jour.")]
    assert rows(record) == ["id: one", "inner:", "  # Le premier jour.", "  day: to-complete"]


@pytest.mark.parametrize("kind", ADDITIONS)
def test_each_kind_names_files_options_and_words_that_there_are(kind: str) -> None:
    made = ADDITIONS[kind]
    assert {record.file for record in made.records} <= KINDS.keys()
    assert {*made.needs, *made.takes} <= OPTIONS.keys()
    for language in LANGUAGES:
        assert say(made.what, language)
        for record in made.records:
            hints = [hint for _, hint in left_in(filled({"kept": "one", **record.template}, {}, language))]
            # It stands in a line of comment.
            assert not any("\n" in hint or len(hint) > 116 for hint in hints), hints


def test_each_option_is_taken() -> None:
    taken = {name for made in ADDITIONS.values() for name in (*made.needs, *made.takes)}
    assert taken == OPTIONS.keys()


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("Salomé Verdier", "salome-verdier"),
        ("L’œuvre & Cie", "l-oeuvre-cie"),
        ("  24 h  ", "24-h"),
        ("🎈", ""),
        ("a" * 80, "a" * 64),
    ],
)
def test_a_name_makes_an_id(name: str, id_: str) -> None:
    assert id_from(name) == id_
