"""What the search indexes: the words of a section, and the same in other letters and other words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perimetre.render.pages import Page, Section, Website
from perimetre.render.search import SynonymIndex, entries, fold, plain, quoted_for_style, separator


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Communiqué", "communique"),
        ("cœur, œuvre, ex æquo", "coeur, oeuvre, ex aequo"),
        ("DÉJÀ VU À NOËL", "deja vu a noel"),
        ("plain", "plain"),
        ("ﬁn", "fin"),
    ],
)
def test_fold_takes_accents_and_ligatures_away(text: str, folded: str) -> None:
    assert fold(text) == folded


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
    assert all(re.fullmatch(r"\w+", word) for word in re.split(separator("fr"), text) if word)


@pytest.mark.parametrize(
    ("typed", "searched"),
    [
        ("mot de passe", ["mot", "passe"]),
        ("de", []),
        ("tu ou vous", ["tu", "vous"]),
        ("demain à l’aube", ["demain", "aube"]),
        ("mode, laisse", ["mode", "laisse"]),
    ],
)
def test_little_words_are_not_searched(typed: str, searched: list[str]) -> None:
    assert [word for word in re.split(separator("fr"), typed) if word] == searched


def test_little_words_are_those_of_the_language_of_the_site() -> None:
    assert [word for word in re.split(separator("en"), "the review of an ai") if word] == ["review", "ai"]


def test_synonyms_come_with_any_word_of_their_group_with_and_without_accents() -> None:
    known = SynonymIndex([("communiqué", "prise de parole"), ("MP", "message privé")])
    assert set(known.of("Le communiqué de presse").split()) >= {"prise", "de", "parole", "communique"}
    assert "communiqué" in known.of("une prise de parole")
    assert "communiqué" not in known.of("une prise de sang")
    assert "prive" in known.of("par mp").split()
    assert known.of("rien") == ""


def test_a_page_is_found_by_itself_by_its_sections_and_by_its_keywords() -> None:
    part = Section(level=2, id="c", title="Cœur & vie", html="<p>L’été</p>", keywords=("urgence",))
    page = Page(path="a/b", title="Détresse", lead="<p>Appeler le 15</p>", sections=(part,), keywords=("suicide",))
    found = {entry["location"]: entry for entry in entries(Website(pages=(page,), navigation=()))}
    assert found.keys() == {"a/b/", "a/b/#c"}
    assert found["a/b/"]["text"] == "Appeler le 15"
    assert {"suicide", "detresse"} <= set(str(found["a/b/"]["name"]).split())
    assert found["a/b/#c"]["title"] == "Cœur &amp; vie"
    assert {"coeur", "urgence"} <= set(str(found["a/b/#c"]["name"]).split())
    assert "ete" in str(found["a/b/#c"]["fold"]).split()
