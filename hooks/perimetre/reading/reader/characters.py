"""Turn a file's bytes into text, and refuse the characters that a reader cannot see; or show what they are.

Comes in: bytes. Goes out: text in UTF-8 without its byte-order mark, or the refusals, each with its place in the text.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

_BREAKS = "\x85\u2028\u2029"
_DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
# Controls, fillers that print nothing, variation characters that can hide text, private use, non-characters.
_OTHERS = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d"
    "\u2060-\u2065\u206a-\u206f\u2800\u3164\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff\U000f0000-\U0010ffff"
)
INVISIBLE = re.compile(f"[{_BREAKS}{_DIRECTIONS}{_OTHERS}]")
# A carriage return ends a line of a file. In a value it is a control like the others: a terminal overwrites its line.
INVISIBLE_IN_VALUE = re.compile(f"[{_BREAKS}{_DIRECTIONS}{_OTHERS}\r]")
_BREAK = re.compile(f"[{_BREAKS}]")
_DIRECTION = re.compile(f"[{_DIRECTIONS}]")
# What joins two emoji (a family, a profession) and what spells a region's flag is part of the picture.
_EMOJI = "\u00a9\u00ae\u2190-\u2bff\u3030\u303d\u3297\u3299\ufe0f\U0001f000-\U0001faff"
_JOINED = f"(?<=[{_EMOJI}])\u200d(?=[{_EMOJI}])"
_EMOJI_PARTS = re.compile(_JOINED + "|(?<=\U0001f3f4)[\U000e0020-\U000e007e]{1,8}\U000e007f")
_SHOWN = re.compile(f"(?P<part>{_EMOJI_PARTS.pattern})|{INVISIBLE_IN_VALUE.pattern}|[\t\n]")


class CharacterRefusal(NamedTuple):
    """A refusal at a stretch of the text: `start` and `end` count code points from 0."""

    name: str
    start: int
    end: int
    values: dict[str, str]


def decode(content: bytes) -> str | CharacterRefusal:
    """Return the text of a file, or why it has none; the place of a bad byte counts in the text before it."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return CharacterRefusal("yaml-encoding.utf16", 0, 0, {})
    content = content.removeprefix(codecs.BOM_UTF8)
    start = content[:400]
    if b"\0" in start:
        # Text in UTF-16 without a mark: every second byte of plain letters is null.
        halves = start[0::2].count(0), start[1::2].count(0)
        wide = min(halves) == 0 and max(halves) * 3 >= len(start)
        return CharacterRefusal("yaml-encoding.utf16" if wide else "yaml-encoding.binary", 0, 0, {})
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = len(content[: error.start].decode("utf-8"))
        controls = sum(byte < 9 or 13 < byte < 32 for byte in start)
        return CharacterRefusal("yaml-encoding.binary" if controls > 5 else "yaml-encoding", before, before + 1, {})


def findings(text: str) -> Iterator[CharacterRefusal]:
    """Find the invisible characters, and the first accent that stands apart from its letter."""
    visible = text
    if "\u200d" in text or "\U000e007f" in text:
        visible = _EMOJI_PARTS.sub(lambda joiner: "x" * len(joiner[0]), text)
    for invisible in INVISIBLE.finditer(visible):
        code = f"U+{ord(invisible[0]):04X}"
        yield CharacterRefusal(invisible_name(invisible[0]), invisible.start(), invisible.end(), {"code": code})
    if not composed(text):
        start = _first_not_composed(text)
        end = start + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        yield CharacterRefusal("yaml-not-composed", start, end, {"text": text[start:end]})


def composed(text: str) -> bool:
    """Tell whether every accent of a text is one with its letter (Unicode's form C)."""
    return unicodedata.is_normalized("NFC", text)


def sound(line: str) -> str:
    """Return a line as it should be typed: nothing invisible, accents one with their letters."""
    return unicodedata.normalize("NFC", INVISIBLE.sub("", _BREAK.sub(" ", line))).strip("\r\n")


def visible(text: str, keep: str = "") -> str:
    """Return a text on one line, with the code of each character that nobody sees (`<U+001B>`) in its place.

    Args:
        text: anything, from anywhere.
        keep: those that go out as they are, such as a line end.
    """

    def shown(found: re.Match[str]) -> str:
        if found["part"] or found[0] in keep:
            return found[0]
        return "    " if found[0] == "\t" else f"<U+{ord(found[0]):04X}>"

    return _SHOWN.sub(shown, text)


def invisible_name(character: str) -> str:
    """Return the name of the refusal that an invisible character calls for."""
    if _BREAK.match(character):
        return "yaml-invisible-character.break"
    return "yaml-invisible-character" + (".direction" if _DIRECTION.match(character) else "")


def _first_not_composed(text: str) -> int:
    low, high = 0, len(text)
    # The shortest prefix that is not composed ends with the culprit; halving finds it without comparing every letter.
    while low < high:
        middle = (low + high) // 2
        if composed(text[: middle + 1]):
            low = middle + 1
        else:
            high = middle
    while low > 0 and unicodedata.combining(text[low]):
        low -= 1
    return min(low, len(text) - 1)
