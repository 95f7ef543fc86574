"""What the search indexes: the words of pages and of their parts, in the file of who reads them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perimetre.render.pages import Page, Section, Website
from perimetre.render.search import AUTHORS, HOUSE, SEPARATOR, TITLES, index_files, plain, quoted_for_style


@given(st.one_of(st.text(), st.text("a}{;\"'\\</style>\n\r\f\x000 é")))
def test_name_of_a_brand_ends_neither_its_quotes_nor_its_style(name: str) -> None:
    quoted = quoted_for_style(name)
    # A string of a style sheet (CSS Syntax 4.3.5), of word characters, spaces and codes alone.
    assert re.fullmatch(r'"(?:[\w ]|\\[0-9a-f]{1,6} )*"', quoted)
    assert re.sub(r"\\([0-9a-f]+) ", lambda code: chr(int(code[1], 16)), quoted[1:-1]) == name


def test_plain_keeps_words_whole_and_apart() -> None:
    html = "<p>d<em>’escalade</em></p><ul><li>un</li><li>deux</li></ul>"
    html += "<svg><title>Dessin</title></svg><td>a</td><td>b</td>"
    assert plain(html) == "d’escalade un deux a b"


@pytest.mark.parametrize("text", ["d'escalade", "l’équipe", "« oui »", "question ?", "fr/en", "bad-buzz"])
def test_separator_parts_words_as_french_does(text: str) -> None:
    assert all(re.fullmatch(r"\w+", word) for word in re.split(SEPARATOR, text) if word)


def test_a_page_stands_with_its_parts_its_words_and_what_it_is_found_by() -> None:
    part = Section(level=2, id="c", title="Cœur & vie", html="<p>L’été &amp; <b>l’hiver</b></p>", keywords=("urgence",))
    page = Page(path="a/b", title="Détresse", lead="<p>Appeler le 15</p>", sections=(part,), keywords=("suicide",))
    (entry,) = dict(index_files(Website(pages=(page,), navigation=())))[HOUSE]["pages"]
    section = {"id": "c", "title": "Cœur & vie", "text": "L’été & l’hiver", "words": ("urgence",)}
    assert entry == {
        "url": "a/b/",
        "title": "Détresse",
        "text": "Appeler le 15",
        "words": ("suicide",),
        "boost": 1.0,
        "sections": [section],
    }


def test_pages_stand_in_the_file_of_their_brand_of_the_house_or_of_authors() -> None:
    pages = (
        Page(path="one/x", title="X", brand="one"),
        Page(path="two/x", title="X", brand="two"),
        Page(path="glossary", title="Glossary"),
        Page(path="reference/scope", title="Scope", boost=0.4),
        Page(path="one/x/card", title="Card", brand="one", boost=0),
    )
    files = dict(index_files(Website(pages=pages, navigation=())))
    titles = files.pop(TITLES)["pages"]
    assert [(page["url"], page["text"]) for page in titles] == [("one/x/", ""), ("two/x/", "")]
    held = {name: [page["url"] for page in content["pages"]] for name, content in files.items()}
    assert held == {
        HOUSE: ["glossary/"],
        AUTHORS: ["reference/scope/"],
        "brands/one": ["one/x/"],
        "brands/two": ["two/x/"],
    }
    assert files[AUTHORS]["last"] is True


def test_the_file_of_the_house_says_the_language_and_its_words() -> None:
    house = dict(index_files(Website(pages=(), navigation=(), language="en", synonyms=(("lamp", "light"),))))[HOUSE]
    assert house["language"] == "en"
    assert "the" in house["little"]
    assert any("burnt" in words for words in house["dangers"])
    assert ("lamp", "light") in house["synonyms"]
    assert any("giveaway" in group for group in house["synonyms"])


def test_whoever_is_of_no_brand_is_offered_each_of_them() -> None:
    pages = (
        Page(path="", title="Maison"),
        *(Page(path=brand, title=brand.title(), brand=brand) for brand in ("one", "two")),
        Page(path="one/two", title="Two", brand="one"),
    )
    house = dict(index_files(Website(pages=pages, navigation=(), language="en")))[HOUSE]
    assert [(way["url"], way["title"]) for way in house["choices"]] == [
        ("one/", "Search in One"),
        ("two/", "Search in Two"),
    ]


def test_pages_written_by_hand_are_found_too() -> None:
    by_hand = [
        {"location": "welcome/", "title": "Hello &amp; welcome", "text": "<p>First <b>words</b></p>"},
        {"location": "welcome/#more", "title": "More", "text": "<ul><li>one</li></ul>"},
    ]
    (entry,) = dict(index_files(Website(pages=(), navigation=()), by_hand))[HOUSE]["pages"]
    assert (entry["title"], entry["text"]) == ("Hello & welcome", "First words")
    assert entry["sections"] == [{"id": "more", "title": "More", "text": "one"}]
