"""Know the signs that are not what they seem: unseen ones, and those drawn like the letters of our alphabet.

A part of the linter. Comes in: a text. Goes out: where it holds such signs, and what a reader takes them for.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator

# Unicode's Default_Ignorable_Code_Point: what is in a text and takes no place in it.
UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
# Letters of the Cyrillic, Greek and Armenian alphabets, and the Latin ones that they are taken for.
_ALIKE = dict(
    zip(
        "асԁеһіјкոорԛѕսԝхуԍёїАВЅЕНІЈКМОРԚЅТԜХУЁЇαικνορτυχγΑΒΕΖΗΙΚΜΝΟΡΤΥΧցօ",
        "acdehijknopqsuwxygëïABSEHIJKMOPQSTWXYËÏaiknoptuxyABEZHIKMNOPTYXgo",
        strict=True,
    )
)
# Letters drawn for mathematics, on the whole width of a square or in a circle; digits too.
_DRAWN = "\U0001d400-\U0001d7ff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\u24b6-\u24e9"
_OTHERS = "\u0370-\u03ff\u0400-\u052f\u0531-\u058f"
_ODD_WORD = re.compile(rf"[^\W_]*[{_OTHERS}{_DRAWN}][^\W_]*")
_OTHER = re.compile(f"[{_OTHERS}]")
_LATIN = re.compile("[A-Za-zÀ-ɏ]")


def disguised(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return the words written with letters that look like others: start, end, and what a reader takes them for.

    A word of another alphabet is what it seems, and is left alone; so is one that no letter of ours stands beside, in a
    text that speaks that alphabet.
    """
    return () if text.isascii() else tuple(_disguised(text))


def _disguised(text: str) -> Iterator[tuple[int, int, str]]:
    for word in _ODD_WORD.finditer(text):
        plain = "".join(map(_plain, word.group()))
        # « α-tocophérol » : a letter by itself is what it is.
        if plain == word.group() or _OTHER.search(plain) or (len(plain) == 1 and _OTHER.search(word.group())):
            continue
        if _LATIN.search(word.group()) or not _OTHER.search(word.group()) or not _speaks_another(text):
            yield word.start(), word.end(), plain


@functools.lru_cache(maxsize=4)
def _speaks_another(text: str) -> bool:
    """Say whether a text holds words of another alphabet that nobody would take for ours."""
    return any(_OTHER.search("".join(map(_plain, word.group()))) for word in _ODD_WORD.finditer(text))


def _plain(letter: str) -> str:
    if letter in _ALIKE:
        return _ALIKE[letter]
    folded = unicodedata.normalize("NFKC", letter) if letter > "\u24b5" else letter
    return _ALIKE.get(folded, folded) if len(folded) == 1 else letter
