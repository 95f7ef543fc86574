"""Know what the values of a closed list mean, in the words of the schemas (stage validate).

Comes in: a plain schema, a value of its list, or what somebody typed. Goes out: the meaning; the value that was meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from perimetre.base.suggest import closest, loose
from perimetre.base.undecided import TO_COMPLETE
from perimetre.base.words import translations

_WORDS = re.compile(r"[^\W_]+")
_SHORTEST_WORD = 4


@dataclass(frozen=True, slots=True)
class MeantValue:
    """A value of a list as one types it, with what it means: what its description in the schema says first.

    Fields:
        typed: the value.
        described: its description, in French.
    """

    typed: str
    described: str

    def in_(self, language: str) -> str:
        """Return both in a language; the value alone where it is the word of that language."""
        words = first_words(translations(language, "schemas").gettext(self.described))
        if loose(words).startswith(loose(self.typed)):
            return f"`{self.typed}`"
        return f"`{self.typed}` ({words if words[1:2].isupper() else words[:1].lower() + words[1:]})"


def first_words(described: str) -> str:
    """Return what a description says first, up to its colon, its full stop or its bracket."""
    return re.split(r"[\u00a0 ]*[:.;(]", described, maxsplit=1)[0]


def of_a_list(schema: Mapping[str, Any], value: str, known: list[object]) -> object | None:
    """Return the value of a list that is near, or that means in French what was typed: `lundi` is `mon`."""
    typed = loose(value)
    for word, described in zip(known, schema.get("markdownEnumDescriptions", ()), strict=False):
        if typed == loose(re.split(r"[\u00a0 ]*[:.,;(]", described, maxsplit=1)[0]):
            return word
    if schema.get("form") == "weekday":
        return _day(typed, known, schema.get("markdownEnumDescriptions", ()))
    near = closest(value, [word for word in known if isinstance(word, str)])
    return near if near is not None else _by_its_words(schema, value, known)


def _by_its_words(schema: Mapping[str, Any], value: str, known: list[object]) -> object | None:
    """Return the one value whose meaning has the words that were typed: `informer` is “faire, puis informer”."""
    typed = " ".join(_WORDS.findall(loose(value)))
    described = schema.get("markdownEnumDescriptions", ())
    meanings = {
        " ".join(_WORDS.findall(loose(first_words(said)))): word
        for word, said in zip(known, described, strict=False)
        if word != TO_COMPLETE
    }
    having = [word for meaning, word in meanings.items() if f" {typed} " in f" {meaning} "]
    if len(having) == 1 and len(typed) >= _SHORTEST_WORD:
        return having[0]
    near = closest(typed, meanings)
    return meanings[near] if near is not None else None


def _day(typed: str, known: list[object], described: Iterable[str]) -> object | None:
    """Return the day that is meant by its name or the first letters of it, in French or in English, many or one."""
    short = typed.strip(".").removesuffix("s")
    if short[:3] in known:
        return short[:3]
    days = [day for day, name in zip(known, described, strict=False) if loose(name).startswith(short)]
    return days[0] if len(short) > 1 and len(days) == 1 else None
