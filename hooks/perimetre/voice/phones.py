"""Find telephone numbers, in whatever clothes they are written.

A part of the linter. Comes in: a view of a text, the country of the house. Goes out: stretches, each with the digits by
which it may be dialled. The work is that of `phonenumbers`, the library of telephone numbers of Google; here it is
helped with what it does not read: strokes and dots between pairs, the address of a messaging service. The number of a
service (08…, toll-free…) is no person's, nor are the numbers of a draw.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator

from perimetre.voice.remarks import MOST
from perimetre.voice.view import ASIDE, TextView

COUNTRY = "FR"
"""The country of a house that says none."""

_FRANCE = 33
# Those that ARCEP keeps for works of fiction: no operator has them, and they stand for somebody's all the same.
_MOBILE_FICTION = "63998"
_FICTION = ("19900", "26191", "35301", "46571", "53649", _MOBILE_FICTION)
# Most texts hold nothing like a number, and the library is not called for them.
_MAY_RING = re.compile(r"(?:[+＋]|00|0)(?:[^\w\n]{0,3}[0-9_]){7}|wa\.me/|phone=|tel:|\d{9}")
_BETWEEN = re.compile(r"(?<=\d)([ \u00a0\u202f]?)[/_·•|]([ \u00a0\u202f]?)(?=\d)")
# « 12/06/2026 12:30 » is no number.
_DAY_AND_MONTH = r"(?<![\d./-])(?:0?[1-9]|[12]\d|3[01])([ ./-])(?:0?[1-9]|1[0-2])\1"
_DATE = re.compile(
    rf"{_DAY_AND_MONTH}(?:(?:19|20)\d\d(?!\d)|(?<=[./-])\d\d(?![ ./-]?\d))|(?<!\d)(?:19|20)\d\d-\d\d-\d\d(?!\d)"
)
_HOUR = re.compile(r"(?<!\d)(?<!\d:)(?:[01]?\d|2[0-3])(?::[0-5]\d){1,2}(?![:\d])")
# « Tirage du Loto : 05 12 23 34 41 ».
_DRAW = re.compile(
    r"\b(?:tirages?|loto|euromillions?|keno|combinaison|num[ée]ros? (?:gagnants?|sortis)|grille|lottery|draw"
    r"|winning numbers?)\b[^\n]{0,40}\Z",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"\b(?:t[ée]l|appel|call|phone|joi(?:nd|gn)|contact|num[ée]ro de|sms|whatsapp|infos?|au\W*\Z|ring)", re.IGNORECASE
)
_HIGHEST_DRAWN = 70
_MESSAGING = re.compile(r"(?:wa\.me|signal\.me/#p)/|[?&]phone=|\btel:", re.IGNORECASE)


def phones(view: TextView, country: str) -> Iterator[tuple[int, int, frozenset[str]]]:
    """Yield the numbers of a text that may be somebody's: start, end, and the digits by which each may be dialled.

    Without the sign of a number from abroad, a number counts where it is one of the house's country.

    Args:
        country: that of the house (ISO 3166 alpha-2).
    """
    text = view.text
    if not _MAY_RING.search(text):
        return
    # Late: it takes a tenth of a second, and few texts need it.
    from phonenumbers import Leniency, PhoneNumberMatcher, PhoneNumberType, is_valid_number, number_type
    from phonenumbers import country_code_for_region as code_of
    from phonenumbers import ndd_prefix_for_region as prefix_of

    services = (
        PhoneNumberType.TOLL_FREE,
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.SHARED_COST,
        PhoneNumberType.UAN,
    )
    matcher = PhoneNumberMatcher(_readable(view), country, leniency=Leniency.POSSIBLE)
    for match in itertools.islice(matcher, MOST * 10):
        number, raw = match.number, match.raw_string.lstrip("([ ")
        national = str(number.national_number)
        is_french = number.country_code == _FRANCE
        if raw[0] not in "+＋":
            is_ours = number.country_code == code_of(country) and raw.startswith(prefix_of(country, True) or "")
            is_known = is_valid_number(number) or (is_french and national.startswith(_FICTION))
            if not ((is_ours or raw.startswith("00")) and is_known) or _is_drawn(text, match.start, raw):
                continue
        if number_type(number) in services or (is_french and (len(national) != 9 or national[0] == "8")):
            continue
        dialled = frozenset((national, f"0{national}", f"{number.country_code}{national}"))
        # The sign before the number of a messaging service is ours.
        start = match.start + (text[match.start] in "/=:")
        yield start, match.end, dialled


def _is_drawn(text: str, start: int, raw: str) -> bool:
    """Say whether pairs of figures are the numbers of a draw, of which the words before them speak, and of no call."""
    pairs = re.split(r"\D+", raw.strip())
    if len(set(pairs)) < len(pairs) or not all(len(pair) == 2 and 0 < int(pair) <= _HIGHEST_DRAWN for pair in pairs):
        return False
    before = _DRAW.search(text, max(0, start - 80), start)
    return before is not None and _CALL.search(before[0]) is None


@functools.cache
def is_mobile(number: str, country: str) -> bool:
    """Say whether a number is a mobile telephone's, to which a text may be sent; `country`: that of the house."""
    from phonenumbers import NumberParseException, PhoneNumberType, number_type, parse

    try:
        parsed = parse(number, country)
    except NumberParseException:
        return False
    is_fiction = parsed.country_code == _FRANCE and str(parsed.national_number).startswith(_MOBILE_FICTION)
    return is_fiction or number_type(parsed) in (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)


def digits(number: str) -> str:
    """Return the digits of a telephone number, a French one as it is dialled in France."""
    dialled = "".join(sign for sign in number.replace("(0)", "") if sign.isdigit())
    for prefix in ("0033", "33"):
        if dialled.startswith(prefix) and len(dialled) == len(prefix) + 9:
            return "0" + dialled[len(prefix) :]
    return dialled


def _readable(view: TextView) -> str:
    """Return the text in signs that the library reads, each in its place."""
    text = _aside(_HOUR, _aside(_DATE, view.text))
    # A number in an address is seen where it is one to call.
    pieces: list[str] = []
    last = 0
    for start, end in view.of("link"):
        call = _MESSAGING.search(text, start, end)
        written = ASIDE * (end - start)
        if call is not None:
            written = (
                ASIDE * (call.end() - start - 1) + "+" + text[call.end() : end].lstrip("+ ").rjust(end - call.end())
            )
        pieces += (text[last:start], written)
        last = end
    text = "".join((*pieces, text[last:]))
    return _BETWEEN.sub(lambda sign: f"{sign[1]}-{sign[2]}", text)


def _aside(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda stretch: ASIDE * len(stretch[0]), text)
