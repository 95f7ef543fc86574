"""A list in a sentence is as long as somebody reads: beyond, how much else there is stands for the rest."""

from __future__ import annotations

import pytest

from perimetre.base.suggest import nearest
from perimetre.base.words import Listing, few, say
from perimetre.reading.forms import expected


def named(count: int) -> tuple[str, ...]:
    return tuple(f"`n{number}`" for number in range(count))


@pytest.mark.parametrize("count", [1, 2, 8])
def test_a_sentence_lists_eight_names(count: int) -> None:
    assert few(named(count), "or") == Listing(named(count), "or")


@pytest.mark.parametrize("count", [9, 40])
def test_of_more_names_a_sentence_says_some_and_how_many_others(count: int) -> None:
    assert say(few(named(count), "or"), "en") == f"`n0`, `n1`, `n2` or {count - 3} others"


@pytest.mark.parametrize("count", [9, 16, 60])
def test_a_choice_among_many_words_says_how_many_there_are(count: int) -> None:
    words = say(expected({"enum": [f"w{number}" for number in range(count)]}), "en")
    assert words.count("`") == 2 * 7
    assert words.endswith(f"or {count - 7} others")


def test_the_nearest_words_come_first_however_far() -> None:
    assert nearest("hidde", ["publish", "hide", "hidden", "ban"]) == ("hidden", "hide", "ban")


def test_the_words_that_begin_with_what_was_typed_come_before_those_that_look_like_it() -> None:
    assert nearest("accident", ["recall", "incident", "accident-with-victims", "accent"], 2) == (
        "accident-with-victims",
        "accent",
    )
