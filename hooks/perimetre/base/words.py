"""Hold the words that the product says, and put them into French or English.

Comes in: a `Message` (an English text with named fields, as written in the code) and a language. Goes out: a string.
The core never chooses a language: it makes messages, and the two ends (reports, pages) translate them.
The catalogues are `locales/<language>/LC_MESSAGES/perimetre.po`, read as they are: nothing is compiled, nor stale.
The schemas speak French, so that editors do: what they say in English is `locales/en/LC_MESSAGES/schemas.po`.
"""

from __future__ import annotations

import functools
import gettext
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

LANGUAGES = ("fr", "en")
LOCALES = Path(__file__).parents[1] / "locales"

# By catalogue, the language in which its texts are written: they are its keys, so that it needs no file of its own.
SOURCE_LANGUAGES = {"perimetre": "en", "schemas": "fr"}


@dataclass(frozen=True, slots=True)
class Message:
    """A text that is not yet in a language.

    Fields:
        text: the English text, with `{named}` fields; it is the key of the catalogues.
        values: what the fields hold: strings, numbers, other messages, or a `Choice`.
        plural: the English plural of `text`, where the text counts something.
        count: the number that chooses between `text` and `plural`; it is also the field `{count}`.
    """

    text: str
    values: Mapping[str, object] = field(default_factory=dict)
    plural: str | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """Several words said as one list: «a, b ou c» (`last="or"`), «a, b et c» (`last="and"`)."""

    items: tuple[object, ...]
    last: str = "and"


def message(text: str, /, **values: object) -> Message:
    """Return `text` as a message; Babel finds the call, so the text must be a literal."""
    return Message(text, values)


def counted(text: str, plural: str, count: int, /, **values: object) -> Message:
    """Return a message that counts: `text` for one, `plural` for several, as the language says."""
    return Message(text, values, plural, count)


LONGEST = 8
"""How many names a sentence lists at most: beyond, nobody reads them."""


def few(names: Iterable[object], last: str = "and") -> Listing:
    """Return names as a sentence lists them: all where they are no more than `LONGEST`, else some and how many more."""
    names = tuple(names)
    return Listing(names, last) if len(names) <= LONGEST else some(names, last)


def quoted_words(words: Iterable[str], last: str = "or") -> Listing:
    """Return words as a sentence lists them, each between the quotation marks of the reader's language."""
    return Listing(tuple(message("“{words}”", words=word) for word in words), last)


def some(names: Iterable[object], last: str = "and", *, most: int = 3) -> Listing:
    """Return names as a sentence lists them: all where they are few, else `most` of them and how many others."""
    names = tuple(names)
    # To count one other takes no less room than to name it.
    if len(names) <= most + 1:
        return Listing(names, last)
    rest = len(names) - most
    return Listing((*names[:most], counted("{count} other", "{count} others", rest)), last)


def say(what: object, language: str) -> str:
    """Put a message, a listing, a text of the house or a plain value into `language` ("fr" or "en").

    Raises:
        KeyError: a field of the message has no value.
    """
    if isinstance(what, Message):
        catalogue = translations(language)
        values: dict[str, object] = {name: say(value, language) for name, value in what.values.items()}
        if what.plural is None:
            return catalogue.gettext(what.text).format_map(values)
        values["count"] = what.count
        return catalogue.ngettext(what.text, what.plural, what.count or 0).format_map(values)
    if isinstance(what, Listing):
        words = [say(item, language) for item in what.items]
        if len(words) < 2:
            return "".join(words)
        last = {("or", "fr"): " ou ", ("and", "fr"): " et ", ("or", "en"): " or ", ("and", "en"): " and "}
        return ", ".join(words[:-1]) + last[what.last, language] + words[-1]
    # What a house has written, in one language or in several, says so itself.
    in_language: Callable[[str], str] | None = getattr(what, "in_", None)
    return in_language(language) if in_language is not None else str(what)


@functools.cache
def translations(language: str, of: str = "perimetre") -> gettext.NullTranslations:
    """Return the catalogue `of` something in `language`: an object with `gettext` and `ngettext`, as Jinja takes it.

    Args:
        language: "fr" or "en".
        of: "perimetre" (what the product says) or "schemas" (their titles and descriptions).
    """
    if language == SOURCE_LANGUAGES[of]:
        return gettext.NullTranslations()
    # Late: what speaks English reads nothing.
    from perimetre.base.catalogues import Catalogue

    with (LOCALES / language / "LC_MESSAGES" / f"{of}.po").open("rb") as file:
        return Catalogue(file)


def spoken() -> Iterator[str]:
    """Yield every text that the product says by itself, in English and in the languages of the catalogues."""
    for language in LANGUAGES:
        catalogue: Mapping[object, str] = getattr(translations(language), "_catalog", {})
        for key, text in catalogue.items():
            yield key[0] if isinstance(key, tuple) else str(key)
            yield text
