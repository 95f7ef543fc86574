"""Look for the words of a brand's lexicon in a text, and say what to write instead.

A part of the linter. Comes in: the terms that are switched on, and a text. Goes out: remarks, one a place: a word
inside a phrase of the same gravity is not told twice, and a word is not told where the term's own exceptions allow it.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from perimetre.base.words import LANGUAGES, Message, message
from perimetre.voice.inflections import forms
from perimetre.voice.phrases import Found, PhraseFinder, Words, inside, tokens
from perimetre.voice.remarks import GRAVITY, MOST, Remark, RemarkLevel
from perimetre.voice.sentences import opens_a_sentence
from perimetre.voice.view import TextView

if TYPE_CHECKING:
    from perimetre.model import Term

LEVELS: dict[str, RemarkLevel] = {
    "forbidden": "error",
    "avoid": "warning",
    "careful": "info",
    "preferred": "suggestion",
}
CLASSES = ("careful", "avoid", "forbidden")


_APOSTROPHE = re.compile("[’ʼ‘]")
# How many terms of the same words are looked at, the gravest first.
_NAMESAKES = 4
# How many exceptions that end at a word or after it are looked at.
_NEAR = 16
# A text that holds more words of the lexicon than that is not read further, and says so.
_ENOUGH = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class Use:
    """What a phrase found stands for: a term, its words run together in a hashtag, or where terms are allowed."""

    term: Term
    sort: Literal["term", "hashtag", "exception"] = "term"


@dataclass(frozen=True, slots=True, eq=False)
class Meant:
    """All that a phrase stands for: terms, and the terms whose exception it is."""

    uses: tuple[Use, ...]
    allows: frozenset[str]


class TermPhrases(NamedTuple):
    """A term, and the phrases by which it is seen."""

    term: Term
    phrases: tuple[tuple[tuple[str, ...], Use], ...]


class TermFound(NamedTuple):
    """A term found in a text, from `start` to `end`."""

    term: Term
    start: int
    end: int


class Lexicon:
    """The terms of a brand that are switched on together, compiled.

    Args:
        terms: the terms, each with its phrases.
        language: `fr` or `en`.
    """

    def __init__(self, *terms: TermPhrases, language: str) -> None:
        self._language = language
        uses_of: dict[tuple[str, ...], list[Use]] = {}
        for _, phrases in sorted(terms, key=lambda seen: (_gravity(seen.term), seen.term.id)):
            for words, use in phrases:
                uses_of.setdefault(words, []).append(use)
        self._phrases: PhraseFinder[Meant] = PhraseFinder((words, _meant(uses)) for words, uses in uses_of.items())

    def remarks(self, view: TextView, found: Sequence[TermFound], *, whole: bool) -> Iterator[Remark]:
        """Yield a remark for each word of the lexicon that should be mended or weighed, the gravest where many are."""
        if not whole:
            cut = message("This draft holds so many words of the lexicon that it was not read to its end.")
            yield Remark(start=0, end=0, rule="words-are-ours", level="error", message=cut)
        if len(found) > MOST:
            found = sorted(found, key=lambda seen: _gravity(seen.term))[: MOST + 1]
        for term, start, end in found:
            yield _remark(term, start, end, view.text[start:end], self._language)

    def found(self, words: Words, view: TextView) -> tuple[tuple[TermFound, ...], bool]:
        """Return the terms found, in the order of the text; and whether it was read to its end."""
        exceptions: list[tuple[int, int, frozenset[str]]] = []
        hits: list[tuple[int, int, list[Term]]] = []
        for phrase in self._phrases.find(words):
            meant = phrase.meanings[0]
            if meant.allows:
                exceptions.append((phrase.start, phrase.end, meant.allows))
            named = [use.term for use in meant.uses if _stands(use, phrase, view)]
            if named:
                hits.append((phrase.start, phrase.end, named))
                if len(hits) > _ENOUGH:
                    break
        chosen = []
        at = 0
        for start, end, named in hits:
            # Both come by their ends: an exception that ends before this word is done with.
            while at < len(exceptions) and exceptions[at][1] < end:
                at += 1
            term = next((term for term in named if not _allowed(term, start, end, exceptions, at)), None)
            if term is not None:
                chosen.append(TermFound(term, start, end))
        return tuple(_outermost(chosen)), len(hits) <= _ENOUGH


def _gravity(term: Term) -> int:
    return GRAVITY[LEVELS[term.class_ or "preferred"]]


def _allowed(term: Term, start: int, end: int, exceptions: Sequence[tuple[int, int, frozenset[str]]], at: int) -> bool:
    """Say whether one of the term's own exceptions holds the stretch; `at` is the first that does not end before it."""
    if not term.exceptions:
        return False
    near = itertools.islice(exceptions, at, at + _NEAR)
    return any(first <= start and end <= last and term.id in allows for first, last, allows in near)


def _meant(uses: Sequence[Use]) -> Meant:
    terms = tuple(use for use in uses if use.sort != "exception")
    return Meant(terms[:_NAMESAKES], frozenset(use.term.id for use in uses if use.sort == "exception"))


def _stands(use: Use, found: Found[Meant], view: TextView) -> bool:
    """Say whether a phrase found is the term as it is meant: its capitals, its hashtag."""
    text, term = view.text, use.term
    before = text[found.start - 1] if found.start else ""
    if use.sort == "hashtag" and before not in ("#", "＃"):
        return False
    if not term.case_sensitive:
        return True
    written = _plain(text[found.start : found.end])
    written_so = spellings(term)
    # The first word of a sentence takes a capital, whatever it is: « Email » where we write « email ».
    lowered = written[:1].lower() + written[1:] if opens_a_sentence(view, found.start) else written
    if term.class_ == "preferred":
        return written not in written_so and lowered not in written_so and not written.isupper() and before != "#"
    return written in written_so and not (lowered != written and lowered in replacements(term))


def _outermost(chosen: Sequence[TermFound]) -> list[TermFound]:
    """Return what no other of the same gravity, or graver, holds within its stretch."""
    if all(before.end <= after.start for before, after in itertools.pairwise(chosen)):
        return list(chosen)
    levels: dict[str, list[TermFound]] = {}
    for seen in chosen:
        levels.setdefault(LEVELS[seen.term.class_ or ""], []).append(seen)
    outermost: list[TermFound] = []
    # A stretch is its start and its end counted backwards: in order, the longest of those that start together is first.
    covers: list[tuple[int, int]] = []
    for gravity in sorted(levels, key=GRAVITY.__getitem__):
        outer, reach = [], -1
        for start, back in sorted({*covers, *((start, -end) for _, start, end in levels[gravity])}):
            if -back > reach:
                outer.append((start, back))
                reach = -back
        wanted = set(outer).difference(covers)
        for term, start, end in levels[gravity]:
            if (start, -end) in wanted:
                wanted.discard((start, -end))
                outermost.append(TermFound(term, start, end))
        covers = outer
    return sorted(outermost, key=lambda seen: (seen.start, seen.end))


def phrases_of_term(term: Term, *, language: str) -> TermPhrases:
    """Return a term with the phrases by which it is seen; none for one that is only advice."""
    seen = term.class_ is not None and (term.class_ != "preferred" or term.case_sensitive)
    return TermPhrases(term, tuple(_phrases_of(term, language)) if seen else ())


def _phrases_of(term: Term, language: str) -> Iterator[tuple[tuple[str, ...], Use]]:
    use, run_together, exception = Use(term), Use(term, "hashtag"), Use(term, "exception")
    seen = set()
    written = [words for form in (term.term, *term.forms) if form and (words := tokens(form))]
    spoken = term.language or language
    guessed = (form for words in written for form in forms(words, language=spoken, feminine=not term.forms))
    for words in (*written, *guessed):
        if words not in seen:
            seen.add(words)
            yield words, use
            if len(words) > 1 and words != inside(words):
                yield ("".join(words),), run_together
    for phrase in term.exceptions:
        words = tokens(phrase)
        if words:
            yield words, exception
            yield from ((form, exception) for form in forms(words, language=spoken, feminine=False))


@functools.lru_cache(maxsize=4096)
def _spelling(*written: str) -> frozenset[str]:
    return frozenset(_plain(spelling) for spelling in written)


def spellings(term: Term) -> frozenset[str]:
    """Return how a term is written."""
    return _spelling(term.term or "", *term.forms)


def replacements(term: Term) -> frozenset[str]:
    """Return what takes the place of a term, in any language."""
    return _spelling(*(text.in_(language) for text in term.replace_by for language in LANGUAGES))


def _plain(text: str) -> str:
    """Return a text with one form for each accent, apostrophe and space."""
    return " ".join(unicodedata.normalize("NFC", _APOSTROPHE.sub("'", text)).split())


def _remark(term: Term, start: int, end: int, written: str, language: str) -> Remark:
    level = LEVELS[term.class_ or "careful"]
    spelt = term.class_ == "preferred"
    instead = (term.term or "",) if spelt else tuple(text.in_(language) for text in term.replace_by)
    # « N’hésitez pas » opens a sentence: so does what takes its place. What is condemned is no way out.
    if not spelt:
        opening = written[:1].isupper() and not written.isupper()
        offered = ((text[:1].upper() + text[1:], text) if opening else (text,) for text in instead)
        condemned = _plain(written)
        fitting = (next((text for text in either if _plain(text) != condemned), None) for either in offered)
        instead = tuple(text for text in fitting if text is not None)
    return Remark(
        start=start,
        end=end,
        rule="words-are-ours",
        level=level,
        message=_sentence(term, quoted(written), language),
        source=term.id,
        places=(term.place,),
        replacements=instead,
        literal=spelt,
    )


def _sentence(term: Term, word: str, language: str) -> Message:
    because = term.reason.in_(language) if term.reason else None
    match term.class_, because:
        case "forbidden", None:
            return message("“{word}” is never said here.", word=word)
        case "forbidden", _:
            return message("“{word}” is never said here. {because}", word=word, because=because)
        case "avoid", None:
            return message("“{word}” is to be avoided.", word=word)
        case "avoid", _:
            return message("“{word}” is to be avoided. {because}", word=word, because=because)
        case "careful", None:
            return message("“{word}” should be used with care.", word=word)
        case "careful", _:
            return message("“{word}” should be used with care. {because}", word=word, because=because)
    return message("“{word}” is spelt differently here.", word=word)


def quoted(written: str) -> str:
    """Return words of a draft as a message shows them: on one line, and short."""
    flat = " ".join(written[:200].split())
    return flat if len(flat) <= 60 else flat[:59].rstrip() + "…"
