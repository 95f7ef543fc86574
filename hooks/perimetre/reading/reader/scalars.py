"""Give a plain scalar its value, as the core schema of YAML 1.2 does, and refuse the numbers that would lose something.

Comes in: the text of an unquoted value. Goes out: text, number, true, false or nothing; or the name of a refusal.
`22:00`, `2026-11-22`, `no` and `oui` are text; `0639980000` and `+33639980000` would lose a digit or a sign.
"""

from __future__ import annotations

import math
import re

# Nothing else can begin a scalar that is not text: one look-up spares the patterns for nearly all values.
SPECIAL_START = frozenset("0123456789+-.~nNtTfF")

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("null", "Null", "NULL", "~"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_DECIMAL = re.compile(r"[-+]?[0-9]+\Z")
_OCTAL_OR_HEXADECIMAL = re.compile(r"0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)\Z|\.(?:nan|NaN|NAN)\Z")
_LEADING_ZERO = re.compile(r"[-+]?0[0-9]")
# Beyond this, JSON readers (and the site's scripts) round.
_LARGEST = 2**53


class Inexact(Exception):  # noqa: N818 - it is caught at once, and never shown
    """The scalar reads as a number that would not be what was typed; `args[0]` is the name of the refusal."""


def resolve(text: str) -> str | int | float | bool | None:
    """Return the value of a plain scalar.

    Raises:
        Inexact: a number with a leading zero or plus sign, too large, or not finite.
    """
    if not text:
        return None
    if text[0] not in SPECIAL_START:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _DECIMAL.match(text) or _FLOAT.match(text):
        return _number(text)
    if _OCTAL_OR_HEXADECIMAL.match(text):
        if len(text) > 16:
            raise Inexact("yaml-number")
        return int(text, 0)
    if _NOT_FINITE.match(text):
        raise Inexact("yaml-number")
    return text


def _number(text: str) -> int | float:
    if text[0] == "+":
        raise Inexact("yaml-leading-plus")
    if _LEADING_ZERO.match(text):
        raise Inexact("yaml-leading-zero")
    if len(text) > 40:
        raise Inexact("yaml-number")
    number = int(text) if _DECIMAL.match(text) else float(text)
    if abs(number) > _LARGEST or not math.isfinite(number):
        raise Inexact("yaml-number")
    return number
