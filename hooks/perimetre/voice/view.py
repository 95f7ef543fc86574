"""Hold the one view of a text at which all the detectors look, and find what was typed again.

A part of the linter. Comes in: a text as it was typed. Goes out: a `TextView`: its letters composed, one sign for the
end of a line, no sign that is unseen, no letter that is disguised as another, nothing after the last word; where its
addresses, handles, hashtags and code stand; and for each place of it the place of what was typed. Emoji keep the signs
that they are made of.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
from typing import Literal, TypeAlias

from perimetre.voice.addresses import Sort, Stretch, stretches
from perimetre.voice.emoji import emoji
from perimetre.voice.signs import UNSEEN, disguised

# What holds the place of what a detector does not read: no letter, no space, no sign that anybody types.
ASIDE = "\ue000"
_UNSEEN = re.compile(f"[{UNSEEN}]")
_ODD = re.compile(f"[\r{UNSEEN}]")
_END = re.compile(r"\s+\Z")
_Read: TypeAlias = Literal["words", "form"]
# What each sort of reading leaves aside. A word inside an address is no word; in a hashtag it is said.
_LEFT_ASIDE: dict[_Read, tuple[Sort, ...]] = {
    "words": ("link", "mail", "handle"),
    "form": ("link", "mail", "handle", "hashtag", "code"),
}


class TextView:
    """A text as the detectors read it.

    Args:
        typed: the text as it was typed.
    """

    def __init__(self, typed: str) -> None:
        self.typed = typed
        self._starts: Sequence[int] = ()
        self._ends: Sequence[int] = ()
        text = typed
        if not typed.isascii() or "\r" in typed:
            if _ODD.search(typed) or not unicodedata.is_normalized("NFC", typed):
                text, self._starts, self._ends = _composed(typed)
            self.disguised = disguised(text)
            if self.disguised:
                text = _undisguised(text, self.disguised)
        else:
            self.disguised = ()
        # Networks take off what ends a post.
        self.text = text.rstrip()

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of what was typed that a stretch of the view stands for; empty where it is."""
        if not self._starts:
            return start, end
        if start < end:
            return self._starts[start], self._ends[end - 1]
        at = self._starts[start] if start < len(self.text) else self._ends[start - 1] if start else 0
        return at, at

    def as_typed(self, at: int) -> str:
        """Return what was typed for the sign at a place of the view, the unseen signs after it included."""
        if not self._starts:
            return self.typed[at]
        end = self._starts[at + 1] if at + 1 < len(self._starts) else len(self.typed)
        return self.typed[self._starts[at] : end] if end > self._starts[at] else ""

    @property
    def is_as_typed(self) -> bool:
        """Whether every place of the view is the place of what was typed."""
        return not self._starts

    @functools.cached_property
    def stretches(self) -> tuple[Stretch, ...]:
        """The addresses, handles, hashtags and code of the text, in its order."""
        return tuple(stretches(self.text))

    def of(self, *sorts: Sort) -> tuple[tuple[int, int], ...]:
        """Return the stretches of some sorts."""
        return tuple((start, end) for sort, start, end in self.stretches if sort in sorts)

    @functools.cached_property
    def emoji(self) -> tuple[tuple[int, int], ...]:
        """The stretches of its emoji."""
        return emoji(self.text)

    @functools.cached_property
    def words(self) -> str:
        """The text with its addresses and handles put aside, each sign in its place."""
        return self._without("words")

    @functools.cached_property
    def form(self) -> str:
        """The text with its addresses, handles, hashtags and code put aside, each sign in its place."""
        return self._without("form")

    def _without(self, read: _Read) -> str:
        pieces: list[str] = []
        last = 0
        for start, end in self.of(*_LEFT_ASIDE[read]):
            pieces += (self.text[last:start], ASIDE * (end - start))
            last = end
        return "".join((*pieces, self.text[last:])) if pieces else self.text


@functools.lru_cache(maxsize=64)
def view_of(typed: str) -> TextView:
    """Return the view of a text."""
    return TextView(typed)


def _composed(typed: str) -> tuple[str, list[int], list[int]]:
    """Return a text composed, and for each of its signs where it starts and ends in what was typed."""
    signs: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for start, end in (*emoji(typed), (len(typed), len(typed))):
        while at < start:
            at = _compose(typed, at, start, signs, starts, ends)
        signs += typed[start:end]
        starts += range(start, end)
        ends += range(start + 1, end + 1)
        at = end
    return "".join(signs), starts, ends


def _compose(typed: str, at: int, most: int, signs: list[str], starts: list[int], ends: list[int]) -> int:
    """Add a letter and all that stands on it, and return where the next one starts."""
    if _UNSEEN.match(typed, at):
        return at + 1
    if typed[at] == "\r":
        following = at + 2 if typed[at + 1 : at + 2] == "\n" else at + 1
        signs.append("\n")
        starts.append(at)
        ends.append(following)
        return following
    places = [at]
    following = at + 1
    while following < most:
        sign = typed[following]
        if not _UNSEEN.match(sign):
            if not _stands_on_a_letter(sign):
                break
            places.append(following)
        following += 1
    letter = "".join([typed[place] for place in places])
    composed = letter if letter.isascii() else unicodedata.normalize("NFC", letter)
    if composed != letter:
        # All that makes the letter is taken whole.
        starts += [at] * len(composed)
        ends += [places[-1] + 1] * len(composed)
    else:
        starts += places
        ends += [place + 1 for place in places]
    signs += composed
    return following


def _stands_on_a_letter(sign: str) -> bool:
    """Say whether a sign belongs to the letter before it: an accent, a vowel sign, the end of a Korean syllable."""
    return sign > "\u02ff" and (unicodedata.category(sign)[0] == "M" or "\u1160" < sign < "\u1200")


def _undisguised(text: str, words: Sequence[tuple[int, int, str]]) -> str:
    pieces: list[str] = []
    last = 0
    for start, end, plain in words:
        pieces += (text[last:start], plain)
        last = end
    return "".join((*pieces, text[last:]))
