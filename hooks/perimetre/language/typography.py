"""Set words as a good printer would: French and English typography, dates, hours, durations, amounts, lists.

Comes in: plain text as a manager typed it, or a date, an hour, a duration; and a language.
Goes out: plain text, set. Nothing here knows HTML, and nothing elsewhere touches a space or a quotation mark.
Setting a text twice changes nothing.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Mapping

from perimetre.base.words import Listing, Message, counted, message, say

NBSP = "\u00a0"
# What stands between two parts that a comma would not keep apart.
SEMICOLONS = {"fr": f"{NBSP}; ", "en": "; "}
_SPACES = " \u00a0\u202f"

# Holds the place of what is copied as it is while the rest is set: a character that nobody types.
_ASIDE = "\ue000"
_ROUNDS = 30

# What is copied letter for letter: addresses, mentions, hashtags, variables of ready answers, code between backquotes.
_KEPT = re.compile(
    r"https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.-]+|(?<!\w)[@#][\w.-]*\w|\{\{[^{}\n]{0,80}\}\}|`[^`\n]{1,200}`"
)

# A telephone number is read, and copied, in one piece: « 01 99 00 12 44 », "+33 1 99 00 12 44".
_PHONE = re.compile(
    rf"(?<![\w.,])(?:\+\d{{1,3}}(?:[{_SPACES}]\d{{1,4}}){{2,6}}|0\d?(?:[{_SPACES}]\d{{1,4}}){{3,6}})(?!\d)"
)

_BOTH = (
    (re.compile(r"\.\.\."), "…"),
    # An apostrophe: after a letter and before one, or closing a word (« l'avis », "don't", "brands' rules").
    (re.compile(r"(?<=\w)'(?=\w|\s|$)"), "’"),
    # A dash between two spaces; a list's dash at the start of a line is left alone.
    (re.compile(r"(?<=\S) -(?= \S)"), " –"),
)
_FRENCH = (
    (re.compile(r'"([^"\n]*\S)"(?!\w)'), r"«\1»"),
    (re.compile(r"“([^”\n]+)”"), r"«\1»"),
    (re.compile(rf"«[{_SPACES}]*(?=\S)"), f"«{NBSP}"),
    (re.compile(rf"(?<=[^\s«])[{_SPACES}]*»"), f"{NBSP}»"),
    # High punctuation: a space that exists becomes one that does not break...
    (re.compile(rf"(?<=[^\s:;!?])[{_SPACES}]+(?=[;:!?]+(?:\s|$|[»)…]))"), NBSP),
    # ... and one that was forgotten is put, where the sign ends a word (never in 10:30).
    (re.compile(r"(?<=[\w»)’€%…\ue000])(?=[;:!?]+(?:\s|$|[»)]))"), NBSP),
    (re.compile(r"\b([01]?\d|2[0-4]) ?[hH] ?([0-5]\d)\b"), rf"\1{NBSP}h{NBSP}\2"),
    (re.compile(r"\b([01]?\d|2[0-4]) ?[hH]\b(?! *\d)"), rf"\1{NBSP}h"),
    (re.compile(rf"(?<=\d)[{_SPACES}]?(?=[%€])"), NBSP),
    (re.compile(rf"(?<=\d)[{_SPACES}](?=\d{{3}}(?!\d))"), NBSP),
    (re.compile(r"\b(n°|art\.|p\.|M\.|Mme|no) (?=\w)"), rf"\1{NBSP}"),
    (
        re.compile(
            r"(?<=\d) (?=(?:minutes?|min|heures?|jours?|semaines?|mois|ans?|caractères?|signes?|euros?|k€|M€)\b)"
        ),
        NBSP,
    ),
)
_ENGLISH = (
    (re.compile(r'"([^"\n]*\S)"(?!\w)'), r"“\1”"),
    (re.compile(r"(?<!\w)'([^'\n]*[^'\s])'(?!\w)"), r"‘\1’"),
)
_RULES = {"fr": _BOTH + _FRENCH, "en": _ENGLISH + _BOTH}


@functools.lru_cache(maxsize=16384)
def typeset(text: str, language: str) -> str:
    """Return `text` with the spaces, apostrophes, quotation marks and dashes of `language` ("fr" or "en")."""
    aside: list[str] = []

    def put_aside(copied: re.Match[str]) -> str:
        aside.append(copied.group())
        return _ASIDE

    text = _KEPT.sub(put_aside, text.replace(_ASIDE, ""))
    # Quotations in quotations take a round each; a text of everyday takes one, and one to see that nothing is left.
    for _ in range(_ROUNDS):
        before = text
        text = _PHONE.sub(_in_one_piece, text)
        for pattern, by in _RULES[language]:
            text = pattern.sub(by, text)
        if text == before:
            break
    back = iter(aside)
    return re.sub(_ASIDE, lambda _: next(back), text)


def _in_one_piece(number: re.Match[str]) -> str:
    return re.sub(rf"[{_SPACES}]", NBSP, number.group())


def date(day: dt.date, language: str, *, weekday: bool = False, year: bool = True) -> str:
    """Return « 22 novembre 2026 », « 1er mai 2026 », "22 November 2026".

    Args:
        day: the day.
        language: `fr` or `en`.
        weekday: whether to say the day of the week.
        year: whether to say the year.
    """
    from babel.dates import format_date

    pattern = " ".join(part for part, is_said in (("EEEE", weekday), ("d MMMM", True), ("y", year)) if is_said)
    written = format_date(day, pattern, locale=_LOCALE[language])
    if language == "fr" and day.day == 1:
        written = re.sub(r"\b1 ", "1er ", written, count=1)
    return re.sub(r"(?<=\d|r) (?=\D)", NBSP, written, count=1)


def span(first: dt.date, last: dt.date, language: str) -> str:
    """Return « du 8 au 9 décembre 2026 », « le 8 décembre 2026 », "from 8 to 9 December 2026".

    Args:
        first: the first day, or the instant where it begins.
        last: the last day, or the instant where it ends.
        language: `fr` or `en`.
    """
    if isinstance(first, dt.datetime) and isinstance(last, dt.datetime):
        ends = [instant(moment, language) for moment in (first, last)]
        return say(message("from {start} to {end}", start=ends[0], end=ends[1]), language)
    end = date(last, language)
    if first == last:
        return say(message("on {day}", day=end), language)
    start = date(first, language, year=first.year != last.year)
    # What both have is said once: the year, then the month.
    if (first.year, first.month) == (last.year, last.month):
        start = start.split(NBSP)[0]
    return say(message("from {start} to {end}", start=start, end=end), language)


_LOCALE = {"fr": "fr", "en": "en_GB"}


def hour(written: str, language: str) -> str:
    """Return « 22 h 40 », « 9 h », « minuit » (for 24:00), "22:40"; `written` is "HH:MM"."""
    hours, _, minutes = written.partition(":")
    if written == "24:00":
        return say(message("midnight"), language)
    if language != "fr":
        return f"{hours}:{minutes}"
    return f"{int(hours)}{NBSP}h" + (f"{NBSP}{minutes}" if minutes != "00" else "")


def instant(moment: dt.datetime, language: str) -> str:
    """Return « 22 novembre 2026 à 22 h 40 »."""
    return say(
        message("{date} at {hour}", date=date(moment.date(), language), hour=hour(moment.strftime("%H:%M"), language)),
        language,
    )


def duration(amount: int, unit: str, language: str) -> str:
    """Return « 30 minutes », « 2 jours ouvrés » for 30 "min", 2 "wd"."""
    return say(_unit(unit, amount), language).replace(" ", NBSP, 1)


def offset(amount: int, unit: str, language: str) -> str:
    """Return « 14 jours avant », « 2 heures après », « le jour même »."""
    if amount == 0:
        return say(message("on the day"), language)
    span = duration(abs(amount), unit, language)
    if amount < 0:
        return say(message("{duration} before", duration=span), language)
    return say(message("{duration} after", duration=span), language)


def _unit(unit: str, count: int) -> Message:
    match unit:
        case "at-once":
            return message("at once")
        case "min":
            return counted("{count} minute", "{count} minutes", count)
        case "h":
            return counted("{count} hour", "{count} hours", count)
        case "d":
            return counted("{count} day", "{count} days", count)
        case "wd":
            return counted("{count} working day", "{count} working days", count)
        case "w":
            return counted("{count} week", "{count} weeks", count)
        case "mo":
            return counted("{count} month", "{count} months", count)
        case _:
            return counted("{count} year", "{count} years", count)


def each(amount: int, unit: str, language: str) -> str:
    """Return « toutes les 2 heures », « tous les 3 jours », « chaque mois »."""
    return say(_every(unit, amount), language)


def _every(unit: str, count: int) -> Message:
    match unit:
        case "min":
            return counted("every minute", "every {count} minutes", count)
        case "h":
            return counted("every hour", "every {count} hours", count)
        case "d":
            return counted("every day", "every {count} days", count)
        case "wd":
            return counted("every working day", "every {count} working days", count)
        case "w":
            return counted("every week", "every {count} weeks", count)
        case "mo":
            return counted("every month", "every {count} months", count)
        case _:
            return counted("every year", "every {count} years", count)


def number(value: int | float, language: str) -> str:
    """Return « 1 500 », « 4,5 », "1,500"."""
    from babel.numbers import format_decimal

    return format_decimal(value, locale=_LOCALE[language]).replace("\u202f", NBSP)


def money(value: int | float, currency: str, language: str) -> str:
    """Return « 150 € », « 1 234,50 € », "€150"; cents only where there are some."""
    from babel.numbers import format_currency

    written = format_currency(
        value,
        currency,
        locale=_LOCALE[language],
        currency_digits=False,
        format=None if value != int(value) else ("#,##0 ¤" if language == "fr" else "¤#,##0"),
    )
    return written.replace("\u202f", NBSP).replace(" ", NBSP)


def currency_sign(currency: str, language: str) -> str:
    """Return « € », « $US »."""
    from babel.numbers import get_currency_symbol

    return get_currency_symbol(currency, locale=_LOCALE[language])


def listing(items: tuple[str, ...], language: str, last: str = "and") -> str:
    """Return « a, b et c » (or « ou », with `last="or"`)."""
    return say(Listing(items, last), language)


def language_name(tag: str, language: str) -> str:
    """Return « anglais » for "en"; a tag that has no name is returned as it is."""
    from babel import Locale

    names: Mapping[str, str] = Locale.parse(language).languages
    return names.get(tag.replace("-", "_"), tag)


def short_day(day: dt.date, language: str, pattern: str) -> str:
    """Return « lun. 23 » ("EEE d"), « 23 nov. » ("d MMM"): for the lanes of a picture."""
    from babel.dates import format_date

    return format_date(day, pattern, locale=_LOCALE[language]).replace(" ", NBSP)


def weekdays(language: str) -> tuple[str, ...]:
    """Return the seven days in short, from Monday: « lun. », …"""
    from babel.dates import get_day_names

    names = get_day_names("abbreviated", locale=_LOCALE[language])
    return tuple(names[day] for day in range(7))
