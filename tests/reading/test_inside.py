"""Words inside a long text are found on their own line and columns, however the text is written in YAML."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import assume, example, given
from hypothesis import strategies as st

from perimetre.base.diagnostics import Span
from perimetre.reading.document import Document
from perimetre.reading.parse import parse
from perimetre.reading.sources import Source


def document_of(text: str) -> Document:
    document = parse(Source("a.yml", "a.yml", text.encode())).document
    assert document is not None
    return document


def written(document: Document, span: Span) -> str:
    """Return what a file holds at a span."""
    start = document.starts[span.line - 1] + span.column - 1
    return document.text[start : document.starts[span.end_line - 1] + span.end_column - 1]


def found(text: str, word: str, path: tuple[str | int, ...] = ("text",)) -> tuple[Span, str]:
    """Return where the file says that a word of the value at `path` stands, and what the file holds there."""
    document = document_of(text)
    value = document.data
    for step in path:
        value = value[step]
    start = value.index(word)
    span = document.span_of(path, within=(start, start + len(word)))
    return span, written(document, span)


@pytest.mark.parametrize(
    ("text", "word", "line", "column"),
    [
        ("text: >-\n  Nous répondons\n  sous peu, promis\n  à chacun.\n", "promis", 3, 13),
        ("text: >\n  Un.\n\n  Deux.\n    Plus loin.\n  Trois\n  mots.\n", "mots", 7, 3),
        ("text: >\n  Un.\n\n  Deux.\n    Plus loin.\n  Trois\n  mots.\n", "loin", 5, 10),
        ("list:\n  - text: |-\n      Bonjour,\n\n      c’est agaçant.\n", "agaçant", 5, 13),
        ("text: |2\n    en retrait\n  puis non\n", "puis", 3, 3),
        ("text: |+\n  fin\n\nautre: 1\n", "fin", 2, 3),
        ("text: Une réponse promise demain.\n", "promise", 1, 19),
        ("text: 👩🏽‍🚒 déjà là, promis  # un commentaire\n", "promis", 1, 21),
        ("text: 'l''été, c''est promis'\n", "promis", 1, 23),
        ('text: "d\\u00e9j\\u00e0 \\"vu\\" ; promis"\n', "promis", 1, 32),
        ('text: "d\\u00e9j\\u00e0 vu"\n', "déjà", 1, 8),
        ("text: >-\r\n  une ligne\r\n  et promis\r\n", "promis", 3, 6),
        ("- fr: [un, 'deux mots']\n", "mots", 1, 18),
    ],
    ids=[
        "folded",
        "folded, after an empty line and one further in",
        "folded, on a line further in",
        "literal",
        "literal that tells its indentation",
        "literal that keeps its last lines",
        "plain",
        "plain, after an emoji of several signs",
        "single quotes",
        "double quotes, after escapes",
        "double quotes, an escape itself",
        "folded, lines that end as on Windows",
        "in a list between brackets",
    ],
)
def test_word_is_found_on_its_line(text: str, word: str, line: int, column: int) -> None:
    path = ("list", 0, "text") if text.startswith("list") else (0, "fr", 1) if text.startswith("-") else ("text",)
    span, there = found(text, word, path)
    assert (span.line, span.column) == (line, column)
    assert there == word or there.startswith("d\\u00e9")


def test_words_that_a_fold_parts_are_found_over_both_lines() -> None:
    span, there = found("text: >-\n  Nous répondons\n  sous peu.\n", "répondons sous")
    assert (span.line, span.column, span.end_line, span.end_column) == (2, 8, 3, 7)
    assert there == "répondons\n  sous"


@pytest.mark.parametrize("within", [(2, 2), (3, 400), (-1, 2)], ids=["empty", "too far", "before"])
def test_stretch_that_is_none_is_the_whole_text(within: tuple[int, int]) -> None:
    document = document_of("text: >-\n  un\n  deux\n")
    assert document.span_of(("text",), within=within) == document.span_of(("text",))


def test_stretch_of_what_is_no_text_is_the_whole() -> None:
    document = document_of("list: [1, 2]\nnumber: 12\n")
    for path in (("list",), ("number",), ("absent",)):
        assert document.span_of(path, within=(0, 1)) == document.span_of(path)


LINES = st.text(alphabet="aé€ 👍'\"\\:#-", min_size=1, max_size=12)


@given(st.lists(LINES, min_size=1, max_size=5).map("\n".join), st.sampled_from(["|", ">", '"', "'", None]))
@example("un\n\n  deux\ntrois", ">")
@example("a\n\n\n b\nc ", "|")
def test_each_character_is_found_where_it_is_written(value: str, style: str | None) -> None:
    text = yaml.safe_dump({"text": value}, default_style=style, allow_unicode=True, width=10_000)
    document = parse(Source("a.yml", "a.yml", text.encode())).document
    assume(document is not None and document.data == {"text": value})
    assert document is not None
    key = next(iter(document.data))
    for place, character in enumerate(value):
        there = written(document, document.span_of((key,), within=(place, place + 1)))
        if character in "aé€👍:#-":
            assert there == character or there.startswith("\\")
