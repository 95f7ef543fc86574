"""Find many phrases in a text at once, in time that grows with the text alone.

A part of the linter: Aho and Corasick's automaton, on words. Comes in: phrases, each with what it stands for, and a
text. Goes out: the places where they stand.
A phrase is a run of words and signs; spaces, apostrophes and hyphens between them do not count, so that « calmez-vous »
is found in « Calmez vous », and « n’hésitez » in "n'hésitez". Capitals do not count. A word without accents stands for
the accented one (« ecologique »), since that is how many type; an accent that the phrase does not have makes another
word (« salé » is not « sale »), and so does its absence in a word of three letters (« du » is not « dû »).
"""

from __future__ import annotations

import functools
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

from perimetre.base.folding import bare, small
from perimetre.voice.view import ASIDE, TextView, view_of

Meaning = TypeVar("Meaning")

# Marks that belong to the letter before, and what joins the parts of an emoji.
_MARKS = "\u0300-\u036f\u200d\ufe0e\ufe0f"
# One group a sort of token: what is copied letter for letter, a word, the end of a paragraph, any other sign.
_TOKEN = re.compile(
    r"(\{\{[^{}\n]{0,80}\}\})"
    rf"|([\w{_MARKS}]+)"
    r"|(\n[^\S\n]*\n)"
    r"|([^\w\s'’‘ʼ\-\u2010\u2011]|(?<=\s)[-\u2010\u2011](?=\s))"
)
_WORD, _SIGN = 2, 4
_HIDDEN = dict.fromkeys([0x200D, 0xFE0E, 0xFE0F])
# How many phrases that end at one place are looked at: those that end in each other, the longest first.
_NESTED = 4


@functools.lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Return a word as it is compared: small letters, one form for each accent, no ligature, nothing hidden."""
    return small(word if word.isascii() else word.translate(_HIDDEN))


def tokens(phrase: str) -> tuple[str, ...]:
    """Return the folded words and signs of a phrase; those of an address are other words (`inside`)."""
    return tuple(word for word, _, _, sort in _tokens(view_of(phrase)) if sort in (_WORD, _SIGN)) if phrase else ()


def inside(words: Sequence[str]) -> tuple[str, ...]:
    """Return words as they are when they stand in an address or a handle, where no phrase of plain words is found."""
    return tuple(word if word[0] == ASIDE else ASIDE + word for word in words)


# Each word or sign of a text, folded, with its stretch. The end of a paragraph is no word that any phrase has; marks
# alone count for nothing, and are left out.
Words: TypeAlias = tuple[tuple[str, int, int], ...]


def words_of(view: TextView) -> Words:
    """Return the words of a text, as phrases are looked for in them."""
    return tuple((word, start, end) for word, start, end, _ in _tokens(view))


def words_of_text(*, text: str) -> Words:
    """Return the words of a text as it is typed."""
    return words_of(view_of(text))


def _tokens(view: TextView) -> Iterator[tuple[str, int, int, int | None]]:
    aside = view.of("link", "mail", "handle")
    at = 0
    # The underscore parts words too (#fake_news).
    for token in _TOKEN.finditer(view.text.replace("_", " ")):
        start, end = token.span()
        while at < len(aside) and aside[at][1] <= start:
            at += 1
        if word := fold(token.group()):
            in_address = at < len(aside) and aside[at][0] <= start
            yield ASIDE + word if in_address else word, start, end, token.lastindex


@dataclass(frozen=True, slots=True)
class Found(Generic[Meaning]):
    """A phrase found: from `start` to `end` in the text, and all that it stands for."""

    start: int
    end: int
    meanings: Sequence[Meaning]


class PhraseFinder(Generic[Meaning]):
    """Phrases, compiled once to be looked for in any number of texts."""

    def __init__(self, phrases: Iterable[tuple[Sequence[str], Meaning]]) -> None:
        """Compile phrases.

        Args:
            phrases: the folded tokens of each (see `tokens`) and what it stands for. Of what is said twice of the same
                tokens, the first counts before the others.
        """
        self.numbers: dict[str, int] = {}
        self.next: list[dict[int, int]] = [{}]
        self.meanings: list[list[Meaning]] = [[]]
        self.length: list[int] = [0]
        for words, meaning in phrases:
            self._add(words, meaning)
        self.back = [0] * len(self.next)
        # The longest phrase that ends where the state does: the state itself, or one further back.
        self.ends = [0] * len(self.next)
        self._link()
        self._number = self._accents() | self.numbers

    def _add(self, words: Sequence[str], meaning: Meaning) -> None:
        state = 0
        for depth, word in enumerate(words, 1):
            number = self.numbers.setdefault(word, len(self.numbers) + 1)
            following = self.next[state].get(number)
            if following is None:
                following = self.next[state][number] = len(self.next)
                self.next.append({})
                self.meanings.append([])
                self.length.append(depth)
            state = following
        if state:
            self.meanings[state].append(meaning)

    def _link(self) -> None:
        waiting = deque(self.next[0].values())
        while waiting:
            state = waiting.popleft()
            self.ends[state] = state if self.meanings[state] else self.ends[self.back[state]]
            for number, following in self.next[state].items():
                back = self.back[state]
                while back and number not in self.next[back]:
                    back = self.back[back]
                self.back[following] = self.next[back].get(number, 0)
                waiting.append(following)

    def _accents(self) -> dict[str, int]:
        """Return the forms without accents, or with a bare capital (« Ecologique », « Elève »), of the words known."""
        variants: dict[str, int] = {}
        for word, number in self.numbers.items():
            if not word.isascii() and len(word) > 3:
                for form in (bare(word), bare(word[0]) + word[1:]):
                    if form not in self.numbers:
                        variants.setdefault(form, number)
        return variants

    def find(self, words: Words) -> Iterator[Found[Meaning]]:
        """Yield the phrases of a text by their end, the longest of each place first, four at most."""
        following, back, ends, numbers = self.next, self.back, self.ends, self._number
        state = 0
        for rank, (word, _, finish) in enumerate(words):
            number = numbers.get(word)
            # A word that no phrase has ends what was begun.
            if number is None:
                state = 0
                continue
            while state and number not in following[state]:
                state = back[state]
            state = following[state].get(number, 0)
            end = ends[state]
            for _ in range(_NESTED):
                if not end:
                    break
                yield Found(words[rank + 1 - self.length[end]][1], finish, self.meanings[end])
                end = ends[back[end]]
