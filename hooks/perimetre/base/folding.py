"""Fold letters: make of two spellings of a word the same letters, for whoever compares words.

Comes in: a text. Goes out: the text in small letters, without ligatures, or without accents either.
"""

from __future__ import annotations

import re
import unicodedata

_ACCENT = re.compile("[\u0300-\u036f]+")
# The marks of other writings stand here and there elsewhere; said of what they are not, the set is compiled at once.
_OTHER_WRITINGS = re.compile("[^\x00-\u036f\u2000-\u20cf]")


def fold(text: str) -> str:
    """Return a text in small letters, without accents or ligatures."""
    return text.lower() if text.isascii() else bare(small(text))


def small(text: str) -> str:
    """Return a text in small letters, one form for each accent, without ligatures."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", text).casefold().replace("œ", "oe").replace("æ", "ae")


def bare(text: str) -> str:
    """Return a text without accents."""
    return _OTHER_WRITINGS.sub(_letter, _ACCENT.sub("", unicodedata.normalize("NFD", text)))


def _letter(sign: re.Match[str]) -> str:
    return "" if unicodedata.combining(sign[0]) else sign[0]
