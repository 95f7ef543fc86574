"""The words of the glossary are explained where they first appear, and nothing else is touched."""

from __future__ import annotations

import re

import pytest

from perimetre.render.glossary import Glossary, Word
from perimetre.render.search import plain

WORDS = (
    Word(path="glossary", anchor="ligne", forms=("chaîne d’alerte",), meaning="Qui est appelé <d’abord>."),
    Word(path="glossary", anchor="attente", forms=("message d’attente", "attente"), meaning="Les premiers mots."),
    Word(path="glossary", anchor="perimetre", forms=("périmètre",), meaning="Ce que l’on peut."),
)


def explained(html: str) -> list[str]:
    """Return the words that are explained in a part, as they are written."""
    made, _ = Glossary(WORDS).explain(html, "brand/page")
    return re.findall(r'aria-describedby="tip-\d+">([^<]*)</a>', made)


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>Le périmètre, puis le périmètre.</p>", ["périmètre"]),
        ("<p>Périmètres</p>", ["Périmètres"]),
        ("<p>Ouvrir la chaîne\u00a0d’alerte.</p>", ["chaîne\u00a0d’alerte"]),
        ("<p>Les chaînes d’alerte et un message d’attente</p>", ["chaînes d’alerte", "message d’attente"]),
        ("<p>périmètre-test et superpérimètre</p>", []),
        ('<p><a href="./">périmètre</a> <strong>périmètre</strong> <code>périmètre</code></p>', []),
        ("<blockquote>le périmètre</blockquote><dl><dt>périmètre</dt><dd>le périmètre</dd></dl>", ["périmètre"]),
        ("<p>Écrire à périmètre@maison.example, ou sur maison.périmètre/attente.</p>", []),
        ("<p><label>Le périmètre <select><option>L’attente</option></select></label></p><p>l’attente</p>", ["attente"]),
        ("<p><button type=button>Le périmètre</button> <textarea>périmètre</textarea></p>", []),
        ("<p>rien</p>", []),
        ("", []),
    ],
)
def test_a_word_is_explained_once_and_only_in_running_text(html: str, found: list[str]) -> None:
    assert explained(html) == found


def test_a_word_inside_a_name_or_a_longer_word_is_not_explained_by_the_shorter_one() -> None:
    watch = Word(path="glossary", anchor="permanence", forms=("permanence",), meaning="Soirs et week-ends.")
    director = Word(path="glossary", anchor="cadre", forms=("cadre de permanence",), meaning="Qui décide la nuit.")
    html = "<p>Le cadre de permanence, la Modération de permanence, puis la permanence.</p>"
    made, _ = Glossary((watch, director), ("Modération de permanence",)).explain(html, "page")
    assert re.findall(r'aria-describedby="tip-\d+">([^<]*)</a>', made) == ["cadre de permanence", "permanence"]
    assert made.index("Modération de permanence") < made.index(">permanence<")


def test_an_explanation_is_bound_to_its_word_and_its_page() -> None:
    made, after = Glossary(WORDS).explain("<p>Le périmètre et l’attente</p>", "brand/page", 7)
    described = re.findall(r'aria-describedby="(tip-\d+)"', made)
    assert sorted(described) == sorted(re.findall(r'role="tooltip" id="(tip-\d+)"', made)) == ["tip-7", "tip-8"]
    assert after == 9
    assert 'href="../../glossary/#perimetre"' in made


def test_a_meaning_is_text_and_is_not_searched() -> None:
    made, _ = Glossary(WORDS).explain("<p>La chaîne d’alerte.</p>", "page")
    assert "&lt;d’abord&gt;" in made
    assert plain(made) == "La chaîne d’alerte."


def test_without_words_nothing_changes() -> None:
    assert Glossary(()).explain("<p>périmètre</p>", "page") == ("<p>périmètre</p>", 1)
