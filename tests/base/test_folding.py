"""Two spellings of a word are one word: with or without capitals, accents, ligatures, marks of any writing."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from perimetre.base.folding import bare, fold, small
from perimetre.base.suggest import closest, only_near
from perimetre.voice import phrases


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Élève", "eleve"),
        ("Cœur", "coeur"),
        ("CŒUR", "coeur"),
        ("Lætitia", "laetitia"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("ﬁche", "fiche"),
        ("e\u0301te\u0301", "ete"),
        ("Ça", "ca"),
        ("שָׁלוֹם", "שלום"),
        ("plain", "plain"),
    ],
)
def test_spellings_of_a_word_become_one(written: str, folded: str) -> None:
    assert fold(written) == folded
    assert bare(phrases.fold(written)) == folded


def test_an_accent_is_a_letter_until_it_is_taken_off() -> None:
    assert small("ÉLÈVE") == "élève" == small("e\u0301le\u0300ve")
    assert bare("élève") == "eleve"


def test_what_a_hurried_hand_leaves_out_costs_nothing() -> None:
    assert closest("Mise_en\u202fœuvre", ["mise-en-oeuvre", "mise-en-vente"]) == "mise-en-oeuvre"


def test_further_than_a_slip_the_only_word_near_is_found() -> None:
    steps = ["new-keys", "clean", "complaint", "proof", "call"]
    assert (closest("new-kez", steps), only_near("new-kez", steps)) == (None, "new-keys")
    assert only_near("new-kez", [*steps, "new-keep"]) is None
    assert only_near("nothing-like-it", steps) is None


def is_mark(letter: str) -> bool:
    """Say whether a sign stands on the letter before it; the joiner of graphemes stands there too, unseen."""
    return unicodedata.combining(letter) > 0 or letter == "\u034f"


@given(st.text())
@example("Ǆ ΐ ﷺ ½ œ́ אָ 한 É")
@example("a\u034fe\u0301")
def test_no_mark_is_left_over_and_nothing_else_is_lost(text: str) -> None:
    folded = fold(text)
    assert not any(is_mark(letter) for letter in folded)
    letters = unicodedata.normalize("NFD", text)
    assert bare(text) == "".join(letter for letter in letters if not is_mark(letter))
