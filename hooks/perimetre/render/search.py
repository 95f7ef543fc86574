"""Make the entries of the search from the pages, without reading any HTML back: stage render.

Comes in: a `Website`. Goes out: the entries that the search in the browser indexes, one a section, as plain data.
The words of a page stand in `title` and `text`; `fold` holds what else they should be found by: the same words without
accents and ligatures, the keywords of the page, and the everyday words that the house counts as the same.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping

from perimetre.base import folding
from perimetre.render.kept import NothingKept, RenderCache
from perimetre.render.keywords import little_words
from perimetre.render.pages import Page, Section, Website

# An elision goes with its apostrophe: «d'escalade» is searched as «escalade», not as all that begins with «d» as well.
_ELISION = r"\b(?:[cdjlmnstCDJLMNST]|[qQ]u|[jJ]usqu|[lL]orsqu|[pP]uisqu)['’]"
_BETWEEN = r"[\s\-,:!?;.=\[\]()\"'’«»/…·]"
# A page's own title says more than the title of one of its parts.
PAGE_BOOST = 2.0
# The words of a title weigh a thousand in Material; their unaccented twins must outweigh the text in the same way.
FIELDS: Mapping[str, Mapping[str, float]] = {
    "title": {"boost": 1e3},
    "text": {"boost": 1.0},
    "tags": {"boost": 1e6},
    "name": {"boost": 8e2},
    "fold": {"boost": 0.9},
}

_DRAWING = re.compile(r"<(svg|style|script)\b.*?</\1>", re.DOTALL)
# What a word means is found on the page of the glossary, not wherever the word is.
_TIP = re.compile(r'<span class="pm-tip"[^>]*>[^<]*</span>')
_TERM = re.compile(r'<span class="pm-term">(.*?)</span>')
# What is to be filled in stands against the full stop after it; who keeps a page up to date is not what it says.
_VARIABLE = re.compile(r'<span class="pm-var">([^<]*)</span>')
_HEAD = re.compile(r'<p class="pm-head">.*?</p>', re.DOTALL)
# Elements that stand inside a word or a sentence: taking them out must not part what they join.
_INLINE = re.compile(r"</?(?:a|abbr|b|bdi|cite|code|dfn|em|i|kbd|mark|q|s|small|strong|sub|sup|time|u|var)\b[^>]*>")
_TAG = re.compile(r"<[^>]+>")
_SPACES = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+")


def separator(language: str) -> str:
    """Return the pattern of what parts words in a site of `language`, as the browser reads it."""
    # Little words part the others and are not searched: «mot de passe» would find all that begins with «de» before it.
    # They are written without looking behind, which not every browser knows.
    little = rf"(?:^|{_BETWEEN})(?:{'|'.join(little_words(language))})(?={_BETWEEN}|$)"
    return rf"(?:{_ELISION}|{little}|{_BETWEEN})+"


def fold(text: str) -> str:
    """Return `text` in lower case, without accents and ligatures."""
    return folding.fold(text).replace("’", "'")


def quoted_for_style(text: str) -> str:
    """Return `text` between quotes for a style sheet: nothing in it ends the quotes, or the element around."""
    # What is neither letter, digit nor space is written by its code, which a space ends.
    return '"' + re.sub(r"[^\w ]", lambda sign: f"\\{ord(sign[0]):x} ", text) + '"'


def plain(html: str) -> str:
    """Return the words of our own HTML; `&amp;` and the like stay, as the search shows its results as HTML."""
    if "<svg" in html or "<style" in html or "<script" in html:
        html = _DRAWING.sub(" ", html)
    if "pm-tip" in html:
        html = _TIP.sub("", html)
        html = _TERM.sub(r"\1", html)
    if "pm-var" in html:
        html = _VARIABLE.sub(r"\1", html)
    if "pm-head" in html:
        html = _HEAD.sub(" ", html)
    return _SPACES.sub(" ", _TAG.sub(" ", _INLINE.sub("", html))).strip()


def entries(website: Website, cache: RenderCache | None = None) -> list[dict[str, object]]:
    """Return the entries of the search, in the order of the pages: a page's own first, then its sections'.

    Args:
        website: the pages.
        cache: what an earlier call has left, to be used again.
    """
    cache = cache if cache is not None else NothingKept()
    synonyms = _index(website.synonyms)
    return [entry for page in website.pages if page.boost for entry in cache.once(page_entries, page, synonyms)]


def page_entries(page: Page, synonyms: SynonymIndex) -> list[dict[str, object]]:
    """Return the entries of one page."""
    text = plain(page.lead) or _escape(page.description)
    own = _entry(page.boost * PAGE_BOOST, page.url, page.title, text, page.keywords, synonyms)
    return [own, *(_section_entry(page, section, synonyms) for section in page.sections)]


def _section_entry(page: Page, section: Section, synonyms: SynonymIndex) -> dict[str, object]:
    location = f"{page.url}#{section.id}"
    return _entry(page.boost, location, section.title, plain(section.html), section.keywords, synonyms)


def _entry(
    boost: float, location: str, title: str, text: str, keywords: tuple[str, ...], synonyms: SynonymIndex
) -> dict[str, object]:
    entry: dict[str, object] = {"location": location, "title": _escape(title), "text": text}
    # The name: what the entry is about in other letters or words. The fold: what its text says, in other letters.
    names = " ".join(keywords)
    name = unaccented(f"{title} {names}")
    if also := " ".join(part for part in (names, name, synonyms.of(f"{title} {names}")) if part):
        entry["name"] = also
    if rest := " ".join(part for part in (unaccented(text), synonyms.of(text)) if part):
        entry["fold"] = rest
    if boost != 1.0:
        entry["boost"] = boost
    return entry


def unaccented(text: str) -> str:
    """Return the words of `text` that folding changes, folded, once each."""
    if text.isascii():
        return ""
    words = dict.fromkeys(word for word in _WORD.findall(text.lower()) if not word.isascii())
    return " ".join(map(_folded, words))


@functools.lru_cache(maxsize=65536)
def _folded(word: str) -> str:
    return fold(word)


class SynonymIndex:
    """Everyday words that mean the same: one word of a group brings the others, with and without accents."""

    def __init__(self, groups: Iterable[tuple[str, ...]]) -> None:
        self._groups = [tuple(groups) for groups in groups]
        self._by_word: dict[str, list[tuple[int, str]]] = {}
        for number, group in enumerate(self._groups):
            for term in group:
                flat = " ".join(_WORD.findall(fold(term)))
                if flat:
                    self._by_word.setdefault(flat.split(" ", 1)[0], []).append((number, f" {flat} "))

    def of(self, text: str) -> str:
        """Return the words that mean the same as words of `text`, each as written and without accents."""
        if not self._by_word or not text:
            return ""
        words = _WORD.findall(fold(text))
        whole = f" {' '.join(words)} "
        groups = {
            number
            for word in set(words) & self._by_word.keys()
            for number, term in self._by_word[word]
            if term in whole
        }
        others: dict[str, None] = {}
        for number in sorted(groups):
            for term in self._groups[number]:
                others[term] = None
                others[fold(term)] = None
        return " ".join(others)


@functools.lru_cache(maxsize=4)
def _index(groups: tuple[tuple[str, ...], ...]) -> SynonymIndex:
    return SynonymIndex(groups)


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
