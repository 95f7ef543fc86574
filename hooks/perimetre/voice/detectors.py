"""Find in a text what a guideline may ask a machine to see, beside words: the short list of its `detect`.

A part of the linter. Comes in: a view of a text, and what the guideline asks. Goes out: stretches of the view.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

from perimetre.voice.sentences import sentences
from perimetre.voice.view import TextView

Part: TypeAlias = Literal["heading", "link", "first-line", "last-line"]
Stretch: TypeAlias = tuple[int, int]

_WORD = re.compile(r"\w+(?:[’'\-.]\w+)*")
_HEADING = re.compile(r"^#{1,6}[ \t][^\n]*", re.MULTILINE)
_LINE = re.compile(r"[^\n]*\S[^\n]*")
# Three full stops are one sign.
_REPEATED = re.compile(r"[!?]{2,}|[!?](?:[ \u00a0\u202f][!?])+|([,;:…])\1+|(?<!\.)\.\.(?!\.)|\.{4,}")
_LEADING = re.compile(r"^[ \t]*([^\w\s«“\"'’(\[@#{•–—\-*>/])[^\n]*", re.MULTILINE)
# «client(e)s», «ami·e·s», «étudiant.e.s»: signs between the letters of one word.
_BRACKETED = re.compile(r"\w+(?:\(\w{1,4}\)\w{0,2}|[·•]\w{1,5}(?:[·•]\w{1,2})?|\.(?:e|es|rice|ne|ve|le)\b(?:\.s\b)?)")
_ACRONYM = re.compile(r"(?<!\w)[A-ZÀ-ÖØ-Ý](?:[A-ZÀ-ÖØ-Ý0-9]|\.(?=[A-Z])){1,7}(?!\w)")
# An acronym that is explained: by what stands between brackets, or after a comma.
_EXPLAINED = re.compile(r"[ \u00a0]*\(|[ \u00a0]?[,:–—][ \u00a0]")
_FIGURE = re.compile(r"(?<![\w.,:/€$£#+\-])\d{1,3}(?![\w.,:/]\d|\w|:\d|/)")
_MEASURED = re.compile(
    r"[ \u00a0\u202f]?(?:%|€|\$|£|°|h\b|min\b|cm\b|mm\b|m\b|kg\b|g\b|km\b|V\b|W\b|Mo\b|Go\b|er\b|e\b)"
)
_MONTH = re.compile(
    r"[ \u00a0](?:janv|févr|mars|avr|mai|juin|juill|août|sept|oct|nov|déc"
    r"|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
)
_SPELT = {
    "fr": "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt",
    "en": "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen twenty",
}
_VALUES = (*range(2, 17), 20)


def part_of(view: TextView, part: Part) -> tuple[Stretch, ...]:
    """Return the stretches of a part of a text: its headings, its links, its first line or its last."""
    if part == "link":
        return view.of("link")
    if part == "heading":
        return tuple(heading.span() for heading in _HEADING.finditer(view.text))
    lines = [line.span() for line in _LINE.finditer(view.text)]
    return tuple(lines[:1] if part == "first-line" else lines[-1:])


def spared(view: TextView, phrases: Iterable[str]) -> tuple[Stretch, ...]:
    """Return where a text has phrases that a guideline leaves alone; capitals do not count."""
    text = view.text.lower()
    return tuple(
        found.span() for phrase in phrases if phrase.strip() for found in re.finditer(re.escape(phrase.lower()), text)
    )


def meets(stretch: Stretch, others: Iterable[Stretch]) -> bool:
    """Say whether a stretch has a sign in common with another."""
    return any(stretch[0] < end and start < stretch[1] for start, end in others)


def long_sentences(view: TextView, most: int) -> Iterator[tuple[int, int, int]]:
    """Yield the sentences of more than `most` words: where each begins and ends, and how many words it has."""
    starts = sentences(view)
    for start, end in zip(starts, (*starts[1:], len(view.words)), strict=True):
        count = sum(1 for _ in _WORD.finditer(view.words, start, end))
        if count > most:
            yield start, end, count


def repetitions(view: TextView, phrase: str, most: int) -> tuple[Stretch, ...]:
    """Return where a phrase stands beyond the first times that are allowed, as a whole word."""
    found = re.finditer(rf"(?<!\w){re.escape(phrase.lower())}(?!\w)", view.form.lower())
    return tuple(stretch.span() for stretch in found)[most:]


def repeated_signs(view: TextView) -> tuple[Stretch, ...]:
    """Return where a sign is written several times: «!!», «? ?», «,,»; three full stops are one sign."""
    return tuple(sign.span() for sign in _REPEATED.finditer(view.form))


def leading_signs(view: TextView) -> tuple[Stretch, ...]:
    """Return the signs and emoji by which a line begins; a dash of a list, a quotation mark, a handle are none."""
    return tuple(line.span(1) for line in _LEADING.finditer(view.text))


def bracketed_words(view: TextView) -> tuple[Stretch, ...]:
    """Return the words that hold signs between their letters: «client(e)s», «ami·e·s», «étudiant.e.s»."""
    return tuple(word.span() for word in _BRACKETED.finditer(view.form))


def unexplained_acronyms(view: TextView) -> tuple[Stretch, ...]:
    """Return the first place of each acronym that the text does not explain: by what stands before it or after."""
    found: dict[str, Stretch] = {}
    for acronym in _ACRONYM.finditer(view.form):
        start, end = acronym.span()
        name = acronym.group().replace(".", "")
        if name in found or not name.isupper() or name.isdigit():
            continue
        explained = _EXPLAINED.match(view.form[end:]) or (
            view.form[:start].endswith("(") and view.form[end : end + 1] == ")"
        )
        found[name] = (-1, -1) if explained else (start, end)
    return tuple(stretch for stretch in found.values() if stretch[0] >= 0)


def numbers_in_figures(view: TextView, up_to: int) -> tuple[Stretch, ...]:
    """Return the small whole numbers that are written in figures; a date, an hour, a price, a measure is none."""
    return tuple(
        number.span()
        for number in _FIGURE.finditer(view.form)
        if 0 < int(number.group()) <= up_to and not _is_measured(view.form, number.end())
    )


def numbers_in_words(view: TextView, up_to: int, language: str) -> tuple[Stretch, ...]:
    """Return the small whole numbers that are written in words; «un» and "one" are also no numbers, and are left."""
    found = spelt(language).finditer(view.form)
    values = dict(zip(_SPELT[language].split(), _VALUES, strict=True))
    return tuple(number.span() for number in found if values[number.group().lower()] <= up_to)


def _is_measured(text: str, end: int) -> bool:
    return bool(_MEASURED.match(text, end) or _MONTH.match(text, end))


@functools.cache
def spelt(language: str) -> re.Pattern[str]:
    """Return the pattern of the small numbers in words."""
    # «dix-sept» is not ten, nor «vingt-deux» two.
    return re.compile(rf"(?<![\w\-])(?:{_SPELT[language].replace(' ', '|')})(?![\w\-])", re.IGNORECASE)
