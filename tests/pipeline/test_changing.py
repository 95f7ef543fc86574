"""A key of a record gets another value: nothing else of the file moves, comments, quotes and ends of lines included."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from perimetre.base.diagnostics import KeyPath
from perimetre.pipeline.adding.changing import value_in, with_value
from perimetre.pipeline.adding.inserting import NotAddedError
from perimetre.reading.document import Document
from perimetre.reading.parse import parse
from perimetre.reading.sources import Source
from tests.conftest import DEEP, ROOT

FILE = """\
# Les gens.
people:
  - id: a   # la première
    name: "A"
    # Ce que l’on en sait.
  - {id: b, name: B}   # entre accolades
last: x
"""


def document(text: str) -> Document:
    read = parse(Source("house/people.yml", "playbooks/house/people.yml", text.encode()))
    assert read.document is not None, (text, read.diagnostics)
    return read.document


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("path", "key", "before", "after"),
    [
        (("people", 0), "name", '    name: "A"\n', "    name: 2026-12-18\n"),
        (("people", 1), "name", "name: B}", "name: 2026-12-18}"),
        (("people", 1), "left_on", "name: B}", "name: B, left_on: 2026-12-18}"),
        ((), "more", "last: x\n", "last: x\nmore: 2026-12-18\n"),
    ],
)
def test_a_value_is_written_to_the_byte(path: KeyPath, key: str, before: str, after: str, ends: str) -> None:
    text, data = with_value(document(FILE.replace("\n", ends)), path, key, "2026-12-18")
    assert text == FILE.replace(before, after).replace("\n", ends)
    assert document(text).data == data


def test_a_key_that_is_new_is_written_after_the_comments_of_its_record() -> None:
    text, data = with_value(document(FILE), ("people", 0), "left_on", "2026-12-18")
    assert document(text).data == data
    lines = text.splitlines()
    assert set(FILE.splitlines()) <= set(lines) and "    left_on: 2026-12-18" in lines


@pytest.mark.parametrize("path", [("nothing",), ("people", 7), ("last",)])
def test_what_is_no_record_is_left_alone(path: KeyPath) -> None:
    with pytest.raises(NotAddedError):
        with_value(document(FILE), path, "key", "x")


def mappings(data: object, path: KeyPath = ()) -> Iterator[KeyPath]:
    if isinstance(data, dict):
        yield path
        for key, inner in data.items():
            yield from mappings(inner, (*path, key))
    elif isinstance(data, list):
        for rank, inner in enumerate(data):
            yield from mappings(inner, (*path, rank))


@pytest.mark.parametrize("file", sorted((ROOT / "playbooks").rglob("people.yml")), ids=lambda file: file.parts[-2])
def test_every_record_of_the_example_takes_a_key_and_nothing_else_moves(file: object) -> None:
    text = file.read_text("utf-8")  # type: ignore[attr-defined]
    before = document(text)
    for path in list(mappings(before.data))[:: 1 if DEEP else 7]:
        holder = value_in(before.data, path)
        assert isinstance(holder, dict)
        if not holder:
            continue
        after, data = with_value(before, path, "a-new-key", "x")
        assert document(after).data == data, path
        # Without what is added, it is the file that it was.
        removed = after.replace(", a-new-key: x", "", 1)
        if removed == after:
            removed = "".join(line for line in after.splitlines(keepends=True) if line.strip() != "a-new-key: x")
        assert removed == text, path
