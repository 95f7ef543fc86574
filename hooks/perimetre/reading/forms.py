"""Know what each form of value looks like, in words, and how a slip of the hand is most likely mended (stage validate).

Comes in: a plain schema, and the value that does not fit it. Goes out: what is expected, as a message with an example,
and the value that was most likely meant. The caller checks that what is proposed does fit.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Literal

from perimetre.base.suggest import closest, loose
from perimetre.base.undecided import TO_COMPLETE
from perimetre.base.words import Listing, Message, message, some
from perimetre.reading.meanings import MeantValue, first_words, of_a_list
from perimetre.reading.reader.values import quoted

SHORT_LIST = 8
_LONGEST_MEANING = 60

_ID = message("an id, in lower-case letters without accents, digits and hyphens: `commercial-gesture`")
_TEXT = message("a text, or a text per language: `{example}`", example="{fr: …, en: …}")
_TIME = message("a time of day in five characters: `08:30`")
_BOUNDS = message("bounds: `{example}`", example="{above: 50, up_to: 150}")
_LENGTH = message("a duration: `30min`, `4h`, `2d`, `2wd` (working days), `1w`, `6mo` or `1y`")
FORMS: Mapping[str, Message] = {
    "duration": _LENGTH,
    "within": _LENGTH,
    "offset": message("an offset from the day: `-14d` (before) or `+2h` (after)"),
    "date": message("a date, year-month-day: `2026-11-22`"),
    "instant": message("a date and a time: `2026-11-22T22:40`"),
    "date-or-instant": message("a date, with or without a time: `2026-11-22` or `2026-11-22T22:40`"),
    "time": _TIME,
    "clock-time": _TIME,
    "timezone": message("a time zone: `Europe/Paris`"),
    "url": message("a web address: `https://www.example.org`"),
    "language-tag": message("the code of a language: `fr`, `en`, `pt-BR`"),
    "threshold": _BOUNDS,
    "fact-number": _BOUNDS,
    "fact-any": message(
        "`true` or `false`, bounds `{example}`, or a list of choices", example="{above: 50, up_to: 150}"
    ),
    "severity-ref": message("the number or the id of a severity: `3` or `high`"),
    "text": _TEXT,
    "markdown": _TEXT,
    "labels": _TEXT,
    "id": _ID,
    "ref": _ID,
}
_KINDS: Mapping[str, Message] = {
    "integer": message("a whole number: `3`"),
    "number": message("a number: `150`"),
    "boolean": message("`true` or `false`"),
    "string": message("a text"),
    "null": message("nothing"),
}


def kinds(schema: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the types that a schema takes, the text `to-complete` set apart."""
    if "enum" in schema or "const" in schema:
        return ("enum",)
    written = schema.get("type", ("string",) if "anyOf" in schema else ())
    types = (written,) if isinstance(written, str) else tuple(written)
    if len(types) > 1 and schema.get("pattern") == rf"^{TO_COMPLETE}\Z":
        types = tuple(kind for kind in types if kind != "string")
    return types


def takes_to_complete(schema: Mapping[str, Any]) -> bool:
    """Say whether `to-complete` may stand for a value."""
    if "enum" in schema:
        return TO_COMPLETE in schema["enum"]
    if "anyOf" in schema:
        return True
    pattern = schema.get("pattern")
    types = schema.get("type", ())
    return "string" in types and bool(pattern is None or re.search(pattern, TO_COMPLETE))


def expected(schema: Mapping[str, Any], *, item: bool = False) -> Message | Listing:
    """Say in words what a schema takes, with an example; `item`: in a list, where it begins with its hyphen."""
    if item and kinds(schema) == ("object",) and schema.get("required"):
        return message("an item with its hyphen: `{example}`", example=_item(schema))
    if "enum" in schema:
        known = [value for value in schema["enum"] if value != TO_COMPLETE]
        if len(known) > SHORT_LIST:
            return some((f"`{as_yaml(value)}`" for value in known), "or", most=SHORT_LIST - 1)
        return _with_meanings(schema, known) or listing(known)
    if "const" in schema:
        return listing([schema["const"]])
    if "examples" in schema:
        return message("a value such as {values}", values=listing(schema["examples"]))
    form = schema.get("form", "")
    if form in FORMS:
        return FORMS[form]
    if "anyOf" in schema:
        return _open_list(schema)
    if form.endswith("-ref"):
        return _ID
    words = tuple(_kind(kind, schema) for kind in kinds(schema))
    return words[0] if len(words) == 1 else Listing(words, "or")


def _open_list(schema: Mapping[str, Any]) -> Message:
    """Say a list that a house may add to: what ships, or an id."""
    known: list[object] = next((part["enum"] for part in schema["anyOf"] if "enum" in part), [])
    if schema.get("form") in ("who", "addressee"):
        values = some((f"`{as_yaml(value)}`" for value in known), "or", most=SHORT_LIST - 1)
        return message("the id of a role, or {values}", values=values)
    if len(known) > SHORT_LIST:
        return message("{values}… or a value of your own", values=_commas(known[:SHORT_LIST]))
    return message("{values}, or an id", values=_commas(known))


def _commas(values: list[object]) -> str:
    return ", ".join(f"`{as_yaml(value)}`" for value in values)


def listing(values: Iterable[object]) -> Listing:
    """Return values as a list of words, each as it is typed."""
    return Listing(tuple(f"`{as_yaml(value)}`" for value in values), "or")


def _with_meanings(schema: Mapping[str, Any], known: list[object]) -> Listing | None:
    """Return the values of a list, each with what it means; None where one has no meaning that is short."""
    described = schema.get("markdownEnumDescriptions", ())[: len(known)]
    meanings = [first_words(words) for words in described]
    if len(meanings) != len(known) or not all(
        len(words) <= _LONGEST_MEANING and "`" not in words for words in meanings
    ):
        return None
    pairs = zip(known, described, strict=True)
    return Listing(tuple(MeantValue(as_yaml(value), meaning) for value, meaning in pairs), "or")


def _kind(kind: str, schema: Mapping[str, Any]) -> Message:
    if kind == "array":
        items = schema.get("items", {})
        if "object" not in kinds(items) or "string" in kinds(items):
            return message("a list: `{example}`", example="[a, b]")
        if "id" in items.get("required", ()):
            return message("a list whose items each begin with `- id:`")
        if items.get("required"):
            return message("a list, of which each item begins with a hyphen: `{example}`", example=_item(items))
        return message(
            "a list whose items each begin with a hyphen and have one of {keys}", keys=keys_of(items, last="or")
        )
    if kind == "object":
        needed = schema.get("required", ())
        if not needed:
            return message(
                "at least one of these keys, each on its own line and indented: {keys}", keys=keys_of(schema, last="or")
            )
        if len(needed) == 1:
            return message("{keys}, on its own line and indented", keys=_needed(schema))
        return message("{keys}, each on its own line and indented", keys=_needed(schema))
    return _KINDS[kind]


def _needed(schema: Mapping[str, Any]) -> Listing:
    return Listing(tuple(f"`{name}:`" for name in schema["required"]))


def _item(schema: Mapping[str, Any]) -> str:
    """Return an item of a list with the keys that it needs, as one types it: `- {person: …, from: …}`."""
    return f"- {{{', '.join(f'{name}: …' for name in schema['required'])}}}"


def keys_of(schema: Mapping[str, Any], most: int = 8, last: Literal["and", "or"] = "and") -> Listing:
    """Return the keys of a schema, those that must be there first, at most `most` of them."""
    required = tuple(schema.get("required", ()))
    names = [*required, *(name for name in schema.get("properties", ()) if name not in required)]
    cut = names if len(names) <= most else [*names[: max(most, len(required))]]
    return Listing(tuple(f"`{name}:`" for name in cut), last)


def as_yaml(value: object) -> str:
    """Return a value as one types it on a line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "[" + ", ".join(as_yaml(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {as_yaml(item)}" for key, item in value.items()) + "}"
    if not isinstance(value, str):
        return str(value)
    return value if _PLAIN.match(value) and not _NOT_TEXT.match(value) else quoted(value)


_PLAIN = re.compile(
    r"[^\W\d_](?:[^\n:#,\[\]{}\"'&*!|>%@`]*[^\s:#,\[\]{}\"'&*!|>%@`])?\Z|[0-9][0-9A-Za-z:T+-]*\Z|[+-][0-9]+[a-z]+\Z"
)
_NOT_TEXT = re.compile(r"(?:true|false|null|~|[0-9]+)\Z", re.IGNORECASE)


def mended(schema: Mapping[str, Any], value: object, key: str = "") -> object | None:
    """Return what was most likely meant by a value that does not fit, or None; the caller checks that it fits.

    Args:
        schema: what the value should be.
        value: the value.
        key: the key of the value, whose name may say a unit (`after_minutes`).
    """
    types = kinds(schema)
    if "array" in types and not isinstance(value, (list, dict)) and value is not None:
        items = schema.get("items", {})
        if isinstance(value, str) and "," in value and "object" not in kinds(items) and items.get("form") != "text":
            return [_scalar(items, part.strip()) for part in value.split(",") if part.strip()]
        return [_scalar(items, value)]
    if isinstance(value, list) and len(value) == 1 and "array" not in types:
        return _scalar(schema, value[0])
    return _mended_scalar(schema, value, key)


def _scalar(schema: Mapping[str, Any], value: object) -> object:
    meant = _mended_scalar(schema, value)
    return value if meant is None else meant


def _mended_scalar(schema: Mapping[str, Any], value: object, key: str = "") -> object | None:
    types = kinds(schema)
    known = schema.get("enum") or next((part["enum"] for part in schema.get("anyOf", ()) if "enum" in part), None)
    if isinstance(value, str) and known:
        near = of_a_list(schema, value, known)
        if near is not None:
            return near
    if isinstance(value, str) and ("boolean" in types) and loose(value) in _YES_NO:
        return _YES_NO[loose(value)]
    if isinstance(value, str) and ("integer" in types or "number" in types) and "form" not in schema:
        number = _number(value)
        return _without_unit(value, key) if number is None else number
    mend = _MENDS.get(schema.get("form", ""))
    if mend is None and (schema.get("form", "").endswith("-ref") or "anyOf" in schema):
        mend = _id
    if mend is None and isinstance(value, str) and "pattern" in schema:
        return _moment(schema["pattern"], value.strip(_AROUND))
    if mend is not None and isinstance(value, (str, int)) and not isinstance(value, bool):
        return mend(str(value).strip(_AROUND))
    if isinstance(value, (bool, int, float)) and "string" in types and "pattern" not in schema:
        return as_yaml(value)
    return None


# What hurried or helpful hands leave around a value: quotes of print, spaces of print, a comma.
_AROUND = " \t\u00a0\u202f«»“”„\"'‘’,;"


_YES_NO: Mapping[str, bool] = {
    **dict.fromkeys(("oui", "yes", "vrai", "on", "true"), True),
    **dict.fromkeys(("non", "no", "faux", "off", "false"), False),
}
_UNITS = {
    "min": "min minute minutes mn m",
    "h": "h heure heures hour hours hr hrs",
    "d": "d day days j jour jours",
    "wd": "wd jo jour-ouvre jours-ouvres working-day working-days workday workdays",
    "w": "w week weeks semaine semaines sem",
    "mo": "mo mois month months",
    "y": "y year years an ans annee annees a",
}
_UNIT = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_MONTHS = {
    "janvier": 1, "january": 1, "fevrier": 2, "february": 2, "mars": 3, "march": 3, "avril": 4, "april": 4,
    "mai": 5, "may": 5, "juin": 6, "june": 6, "juillet": 7, "july": 7, "aout": 8, "august": 8,
    "septembre": 9, "september": 9, "octobre": 10, "october": 10, "novembre": 11, "november": 11,
    "decembre": 12, "december": 12,
}  # fmt: skip


def _duration(value: str) -> str | None:
    sign, value = (value[0], value[1:].strip()) if value[:1] in ("+", "-") else ("", value)
    both = re.match(r"([0-9]{1,3}) ?h(?:eures?)? ?([0-9]{1,2})(?: ?min)?\Z", value)
    if both:
        return f"{sign}{int(both[1]) * 60 + int(both[2])}min"
    length = re.match(r"([0-9]{1,5})[ \u00a0\u202f]*(.+)\Z", value)
    unit = _UNIT.get(loose(length[2])) if length else None
    return f"{sign}{int(length[1])}{unit}" if length and unit else None


def _time(value: str) -> str | None:
    time = re.match(r"([0-9]{1,2}) ?(?:[h:.](?:eures?)? ?([0-9]{2})?(?::[0-9]{2})?)?\Z", value, re.IGNORECASE)
    return f"{int(time[1]):02}:{time[2] or '00'}" if time else None


def _date(value: str) -> str | None:
    value = loose(value).replace("-er-", "-")
    for pattern, order in (
        (r"([0-9]{4})[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,2})\Z", (1, 2, 3)),
        (r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})\Z", (3, 2, 1)),
    ):
        if figures := re.match(pattern, value):
            year, month, day = figures[order[0]], int(figures[order[1]]), int(figures[order[2]])
            month, day = (day, month) if month > 12 >= day else (month, day)
            return f"{year}-{month:02}-{day:02}"
    words = re.match(r"([0-9]{1,2})(?:er)?-([a-z]+)\.?-([0-9]{4})\Z", value)
    if not words or words[2] not in _MONTHS:
        return None
    return f"{words[3]}-{_MONTHS[words[2]]:02}-{int(words[1]):02}"


def _instant(value: str) -> str | None:
    both = re.match(r"(\S+?)(?:[T ]+(?:à )?)([0-9].*?)Z?\Z", value)
    if not both:
        return _date(value)
    day, time = _date(both[1]), _time(both[2])
    return f"{day}T{time}" if day and time else None


def _moment(pattern: str, value: str) -> str | None:
    """Return a day, an hour or an instant that a pattern of its own takes."""
    meant = (mend(value) for mend in (_date, _instant, _time))
    return next((moment for moment in meant if moment and re.search(pattern, moment)), None)


def day_of(value: object) -> str | None:
    """Return the day that a value says, in whatever form: `14/01/2027`; None where it says none."""
    return _date(str(value).strip(_AROUND)) if isinstance(value, (str, date)) else None


def _id(value: str) -> str | None:
    return re.sub(r"[^a-z0-9]+", "-", loose(value)).strip("-")[:64] or None


def _url(value: str) -> str | None:
    return f"https://{value}" if re.match(r"[^\s/]+\.[a-z]{2,}", value) else None


def _number(value: str) -> int | float | None:
    digits = re.sub(r"[\s€%$£]|eur(?:os?)?", "", value.casefold()).replace(",", ".")
    if re.match(r"[0-9][0-9ol]*\Z", digits):
        digits = digits.replace("o", "0").replace("l", "1")
    if re.match(r"[0-9]{1,12}\Z", digits):
        return int(digits)
    return float(digits) if re.match(r"[0-9]{1,12}\.[0-9]{1,6}\Z", digits) else None


# How many minutes there are in a unit, where that is always so.
_MINUTES = {"min": 1, "h": 60, "d": 1440, "w": 10080}


def _without_unit(value: str, key: str) -> int | None:
    """Return the number of `15 min`, in the unit that the key says where it says one (`after_minutes: 1 h` is 60)."""
    length = re.match(r"([0-9]{1,6})[\s\u00a0\u202f]*([^\W\d_][^\d]{0,30}|%)\Z", value.strip())
    if not length:
        return None
    number, unit, wanted = int(length[1]), _UNIT.get(loose(length[2])), _UNIT.get(key.rpartition("_")[2])
    if unit == wanted or unit is None or wanted is None:
        return number
    if unit not in _MINUTES or wanted not in _MINUTES:
        return None
    whole, rest = divmod(number * _MINUTES[unit], _MINUTES[wanted])
    return None if rest else whole


def _timezone(value: str) -> str | None:
    city = loose(value)
    return next((zone for zone in _zones() if loose(zone).endswith(f"/{city}")), None) or closest(value, _zones())


@functools.cache
def _zones() -> tuple[str, ...]:
    """Return the time zones that there are: the list is made by walking a folder."""
    from zoneinfo import available_timezones

    return tuple(sorted(available_timezones()))


_MENDS: Mapping[str, Callable[[str], object | None]] = {
    "duration": _duration,
    "within": _duration,
    "offset": _duration,
    "date": _date,
    "instant": _instant,
    "date-or-instant": _instant,
    "time": _time,
    "clock-time": _time,
    "timezone": _timezone,
    "url": _url,
    "id": _id,
    "ref": _id,
    "money": _number,
}
