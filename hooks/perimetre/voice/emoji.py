"""See emoji as people count them: a family, a flag, a waving hand of any colour are one each.

A part of the linter. Comes in: a text. Goes out: the stretches of its emoji.
After Unicode's UTS #51; signs that show as plain text unless told otherwise (©, ™, ℹ, ▶) count only when told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_JOINER, _SHOWN, _KEYCAP = "\u200d", "\ufe0f", "\u20e3"
_TONES = "\U0001f3fb-\U0001f3ff"
_FLAGS = "\U0001f1e6-\U0001f1ff"
_TAGS = "\U000e0020-\U000e007f"
# Signs that are pictures by themselves, or as every network shows them.
_PICTURES = (
    "\u231a\u231b\u2328\u23cf\u23e9-\u23f3\u23f8-\u23fa\u2600-\u2604\u260e\u2611\u2614\u2615\u2618\u261d\u2620\u2622\u2623"
    "\u2626\u262a\u262e\u262f\u2638-\u263a\u2648-\u2653\u265f\u2660\u2663\u2665\u2666\u2668\u267b\u267e\u267f\u2692-\u2697"
    "\u2699\u269b\u269c\u26a0\u26a1\u26a7\u26aa\u26ab\u26b0\u26b1\u26bd\u26be\u26c4\u26c5\u26c8\u26ce\u26cf\u26d1\u26d3\u26d4"
    "\u26e9\u26ea\u26f0-\u26f5\u26f7-\u26fa\u26fd\u2702\u2705\u2708-\u270d\u270f\u2712\u2714\u2716\u271d\u2721\u2728\u2733"
    "\u2734\u2744\u2747\u274c\u274e\u2753-\u2755\u2757\u2763\u2764\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55"
    "\U0001f004\U0001f0cf\U0001f170\U0001f171\U0001f17e\U0001f17f\U0001f18e\U0001f191-\U0001f19a\U0001f201-\U0001f265"
    "\U0001f300-\U0001f3fa\U0001f400-\U0001f64f\U0001f680-\U0001f6ff\U0001f7e0-\U0001f7f0\U0001f900-\U0001f9ff"
    "\U0001fa70-\U0001faff"
)
# Signs that are emoji only when told to show as one.
_TOLD = (
    "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u2199\u21a9\u21aa\u24c2\u25aa\u25ab\u25b6\u25c0\u25fb-\u25fe\u2640\u2642"
    "\u2695\u2747\u27a1\u2934\u2935\u2b05-\u2b07\u3030\u303d\u3297\u3299"
)
# One element of an emoji: a flag, a key, a picture with its tone or tags, a plain sign that is told to show as one, or
# that says who is drawn (« a woman who runs »).
_ELEMENT = re.compile(
    rf"[{_FLAGS}]{{2}}|[0-9#*]{_SHOWN}?{_KEYCAP}|[{_PICTURES}][{_SHOWN}{_TONES}{_TAGS}]*"
    rf"|[{_TOLD}]{_SHOWN}|(?<={_JOINER})[\u2640\u2642\u2695\u27a1]"
)
_ANY = re.compile(f"[{_FLAGS}{_KEYCAP}{_PICTURES}{_SHOWN}]")


def emoji(text: str) -> tuple[tuple[int, int], ...]:
    """Return the stretch of each emoji, its joined parts taken together."""
    return tuple(_emoji(text))


def _emoji(text: str) -> Iterator[tuple[int, int]]:
    if text.isascii() or not _ANY.search(text):
        return
    start = end = -1
    for element in _ELEMENT.finditer(text):
        # Two elements are one emoji where nothing but a joiner stands between them.
        if end >= 0 and element.start() == end + 1 and text[end] == _JOINER:
            end = element.end()
            continue
        if end >= 0:
            yield start, end
        start, end = element.span()
    if end >= 0:
        yield start, end


def shown(sign: str) -> str:
    """Return an emoji as two of them are compared: whatever its tone, told to show or not."""
    return "".join(part for part in sign if part != _SHOWN and not "\U0001f3fb" <= part <= "\U0001f3ff")
