"""Tell where sentences begin.

A part of the linter. Comes in: a view of a text. Goes out: places.
"""

from __future__ import annotations

import bisect
import functools
import re

from perimetre.voice.view import TextView

_END = re.compile(r"(?<![.!?…])[.!?…]++(?:[\u00a0\u202f ]?[»”\")])?+(?=\s|$)|\n")
_LETTER = re.compile(r"\w")
_SHORTENED = frozenset(
    ("m", "mm", "mme", "mlle", "dr", "pr", "st", "ste", "art", "p", "cf", "ex", "env", "no", "av", "bd", "tél", "n")
)


# Several mechanics and guidelines ask the same of one text.
@functools.lru_cache(maxsize=16)
def sentences(view: TextView) -> tuple[int, ...]:
    """Return where each sentence begins; the end of a line ends a sentence too."""
    text = view.text
    starts: list[int] = []
    begin = 0
    for end in _END.finditer(text):
        if end.group()[0] == ".":
            word = text[max(begin, end.start() - 6) : end.start()].split()
            if word and word[-1].strip("(«").lower() in _SHORTENED:
                continue
        begin = _next(text, begin, end.start(), end.end(), starts)
    _next(text, begin, len(text), len(text), starts)
    return tuple(starts)


def opens_a_sentence(view: TextView, at: int) -> bool:
    """Say whether a word is the first of a sentence, or of what is quoted in one."""
    starts = sentences(view)
    rank = bisect.bisect_left(starts, at)
    if rank < len(starts) and starts[rank] == at:
        return True
    return view.text[max(0, at - 3) : at].rstrip().endswith(("«", "“", '"', ":", "•", "–", "—"))


def _next(text: str, begin: int, stop: int, end: int, starts: list[int]) -> int:
    first = _LETTER.search(text, begin, stop)
    if first is not None:
        starts.append(first.start())
    return end
