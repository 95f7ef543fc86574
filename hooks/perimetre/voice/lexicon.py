"""Look for the words of a brand's lexicon in a text, and say what to write instead.

A part of the linter. Comes in: the terms that are switched on, and a text. Goes out: remarks, one a place: a word
inside a phrase of the same gravity is not told twice, and a word is not told where the term's own exceptions allow it.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from perimetre.base.words import Message, message
from perimetre.voice.inflections import forms
from perimetre.voice.phrases import Found, PhraseFinder, tokens
from perimetre.voice.remarks import GRAVITY, MOST, Remark, RemarkLevel

if TYPE_CHECKING:
    from perimetre.model import Term

LEVELS: dict[str, RemarkLevel] = {
    "forbidden": "error",
    "avoid": "warning",
    "careful": "info",
    "preferred": "suggestion",
}
CLASSES = ("careful", "avoid", "forbidden")


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


class Lexicon:
    """The terms of a brand that are switched on together, compiled."""

    def __init__(self, terms: Iterable[Term], language: str) -> None:
        graves = sorted(terms, key=lambda one: (GRAVITY[LEVELS[one.class_ or "preferred"]], one.id))
        self.terms = tuple(graves)
        self._language = language
        phrases: dict[tuple[str, ...], list[Use]] = {}
        for one in graves:
            if one.class_ is not None and (one.class_ != "preferred" or one.case_sensitive):
                for words, use in _phrases_of(one, language):
                    phrases.setdefault(words, []).append(use)
        self._phrases: PhraseFinder[Meant] = PhraseFinder((words, _meant(uses)) for words, uses in phrases.items())

    def remarks(self, text: str, found: Sequence[tuple[Term, int, int]], *, whole: bool) -> Iterator[Remark]:
        """Yield a remark for each word of the lexicon that should be mended or weighed, the gravest where many are."""
        if not whole:
            said = message("This draft holds so many words of the lexicon that it was not read to its end.")
            yield Remark(start=0, end=0, rule="words-are-ours", level="error", message=said)
        if len(found) > MOST:
            found = sorted(found, key=lambda one: GRAVITY[LEVELS[one[0].class_ or "preferred"]])[: MOST + 1]
        for term, start, end in found:
            yield _remark(term, start, end, text[start:end], self._language)

    def found(self, text: str) -> tuple[list[tuple[Term, int, int]], bool]:
        """Return the terms found and their stretches, in the order of the text; and whether it was read to its end."""
        exceptions: list[tuple[int, int, frozenset[str]]] = []
        hits: list[tuple[int, int, list[Term]]] = []
        for one in self._phrases.find(text):
            meant = one.meanings[0]
            if meant.allows:
                exceptions.append((one.start, one.end, meant.allows))
            named = [use.term for use in meant.uses if _stands(use, one, text)]
            if named:
                hits.append((one.start, one.end, named))
                if len(hits) > _ENOUGH:
                    break
        chosen = []
        at = 0
        for start, end, named in hits:
            # Both come by their ends: an exception that ends before this word is done with.
            while at < len(exceptions) and exceptions[at][1] < end:
                at += 1
            term = next((one for one in named if not _allowed(one, start, end, exceptions, at)), None)
            if term is not None:
                chosen.append((term, start, end))
        return _outermost(chosen), len(hits) <= _ENOUGH


def _allowed(term: Term, start: int, end: int, exceptions: Sequence[tuple[int, int, frozenset[str]]], at: int) -> bool:
    """Say whether one of the term's own exceptions holds the stretch; `at` is the first that does not end before it."""
    if not term.exceptions:
        return False
    near = itertools.islice(exceptions, at, at + _NEAR)
    return any(first <= start and end <= last and term.id in allows for first, last, allows in near)


def _meant(uses: Sequence[Use]) -> Meant:
    told = tuple(one for one in uses if one.sort != "exception")
    return Meant(told[:_NAMESAKES], frozenset(one.term.id for one in uses if one.sort == "exception"))


def _stands(use: Use, found: Found[Meant], text: str) -> bool:
    """Say whether a phrase found is the term as it is meant: its capitals, its hashtag, not somebody's name."""
    before = text[found.start - 1] if found.start else ""
    if before == "@" or (use.sort == "hashtag" and before != "#"):
        return False
    if use.term.case_sensitive:
        written = _plain(text[found.start : found.end])
        as_said = written in _spellings(use.term)
        if use.term.class_ == "preferred":
            return not as_said and not written.isupper() and before != "#"
        return as_said
    return True


def _outermost(chosen: Sequence[tuple[Term, int, int]]) -> list[tuple[Term, int, int]]:
    """Return what no other of the same gravity, or graver, holds within its stretch."""
    if all(one[2] <= other[1] for one, other in itertools.pairwise(chosen)):
        return list(chosen)
    levels: dict[str, list[tuple[Term, int, int]]] = {}
    for one in chosen:
        levels.setdefault(LEVELS[one[0].class_ or ""], []).append(one)
    kept: list[tuple[Term, int, int]] = []
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
                kept.append((term, start, end))
        covers = outer
    return sorted(kept, key=lambda one: (one[1], one[2]))


def _phrases_of(term: Term, language: str) -> Iterator[tuple[tuple[str, ...], Use]]:
    use, run_together, exception = Use(term), Use(term, "hashtag"), Use(term, "exception")
    seen = set()
    written = [words for one in (term.term, *term.forms) if one and (words := tokens(one))]
    spoken = term.language or language
    guessed = (form for words in written for form in forms(words, language=spoken, feminine=not term.forms))
    for words in (*written, *guessed):
        if words not in seen:
            seen.add(words)
            yield words, use
            if len(words) > 1:
                yield ("".join(words),), run_together
    for one in term.exceptions:
        words = tokens(one)
        if words:
            yield words, exception
            yield from ((form, exception) for form in forms(words, language=spoken, feminine=False))


@functools.lru_cache(maxsize=4096)
def _spelling(*written: str) -> frozenset[str]:
    return frozenset(_plain(one) for one in written)


def _spellings(term: Term) -> frozenset[str]:
    return _spelling(term.term or "", *term.forms)


def _plain(text: str) -> str:
    """Return a text with one form for each accent, apostrophe and space."""
    return " ".join(unicodedata.normalize("NFC", re.sub("[’ʼ‘]", "'", text)).split())


def _remark(term: Term, start: int, end: int, found: str, language: str) -> Remark:
    level = LEVELS[term.class_ or "careful"]
    spelt = term.class_ == "preferred"
    instead = (term.term or "",) if spelt else tuple(one.in_(language) for one in term.replace_by)
    # « N’hésitez pas » opens a sentence: so does what takes its place.
    if found[:1].isupper() and not found.isupper() and not spelt:
        instead = tuple(one[:1].upper() + one[1:] for one in instead)
    return Remark(
        start=start,
        end=end,
        rule="words-are-ours",
        level=level,
        message=_said(term, quoted(found), language),
        source=term.id,
        place=term.place,
        replacements=instead,
        literal=spelt,
    )


def _said(term: Term, found: str, language: str) -> Message:
    because = term.reason.in_(language) if term.reason else None
    match term.class_, because:
        case "forbidden", None:
            return message("“{word}” is never said here.", word=found)
        case "forbidden", _:
            return message("“{word}” is never said here. {because}", word=found, because=because)
        case "avoid", None:
            return message("“{word}” is to be avoided.", word=found)
        case "avoid", _:
            return message("“{word}” is to be avoided. {because}", word=found, because=because)
        case "careful", None:
            return message("“{word}” should be used with care.", word=found)
        case "careful", _:
            return message("“{word}” should be used with care. {because}", word=found, because=because)
    return message("“{word}” is spelt differently here.", word=found)


def quoted(found: str) -> str:
    """Return words of a draft as a message shows them: on one line, and short."""
    flat = " ".join(found[:200].split())
    return flat if len(flat) <= 60 else flat[:59].rstrip() + "…"
