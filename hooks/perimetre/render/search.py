"""Make the index of the search from the pages, without reading any HTML back: stage render.

Comes in: a `Website`. Goes out: the files of the index as plain data: one of the house, one of each brand, one of
the titles of all brands, one of what is written for authors, so that a reader fetches what may answer. Words stand
there as they are written: their forms, accents and synonyms are the matter of what searches, `render/assets/search/`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping

from perimetre.base.words import message, say
from perimetre.render.kept import NothingKept, RenderCache
from perimetre.render.keywords import dangers, light_words, little_words, trade_words
from perimetre.render.pages import Page, Section, Website

# What parts two words, as the browser reads it: Material marks on a page the words that led to it.
SEPARATOR = r"[\s\-,:!?;.=\[\]()\"'’«»/…·]+"
# The files of the index besides those of the brands, without their ending.
HOUSE = "house"
AUTHORS = "authors"
TITLES = "titles"
# Pages at this boost or below are written for who writes the handbook: they come after all that answers its readers.
FOR_AUTHORS = 0.5

_DRAWING = re.compile(r"<(svg|style|script)\b.*?</\1>", re.DOTALL)
# What a word means is found on the page of the glossary, not wherever the word is.
_TIP = re.compile(r'<span class="pm-tip"[^>]*>[^<]*</span>')
_TERM = re.compile(r'<span class="pm-term">(.*?)</span>')
# What is to be filled in stands against the full stop after it; who keeps a page up to date is not what it says.
_VARIABLE = re.compile(r'<span class="pm-var"[^>]*>([^<]*)</span>')
_HEAD = re.compile(r'<p class="pm-head">.*?</p>', re.DOTALL)
# Elements that stand inside a word or a sentence: taking them out must not part what they join.
_INLINE = re.compile(r"</?(?:a|abbr|b|bdi|cite|code|dfn|em|i|kbd|mark|q|s|small|strong|sub|sup|time|u|var)\b[^>]*>")
# What answers in the browser holds the words of every answer: the page is found by what it is for.
_DIRECTORY = re.compile(r'<form class="pm-directory".*?</form>', re.DOTALL)
_TEMPLATE = re.compile(r"<template\b.*?</template>", re.DOTALL)
_LIVE = re.compile(r'<div class="pm-live".*</div>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_SPACES = re.compile(r"\s+")


def quoted_for_style(text: str) -> str:
    """Return `text` between quotes for a style sheet: nothing in it ends the quotes, or the element around."""
    # What is neither letter, digit nor space is written by its code, which a space ends.
    return '"' + re.sub(r"[^\w ]", lambda sign: f"\\{ord(sign[0]):x} ", text) + '"'


def plain(markup: str) -> str:
    """Return the words of our own HTML; `&amp;` and the like stay."""
    if '<div class="pm-live"' in markup:
        markup = _LIVE.sub(" ", markup)
    if 'class="pm-directory"' in markup:
        markup = _DIRECTORY.sub(" ", markup)
    if "<template" in markup:
        markup = _TEMPLATE.sub(" ", markup)
    if "<svg" in markup or "<style" in markup or "<script" in markup:
        markup = _DRAWING.sub(" ", markup)
    if "pm-tip" in markup:
        markup = _TIP.sub("", markup)
        markup = _TERM.sub(r"\1", markup)
    if "pm-var" in markup:
        markup = _VARIABLE.sub(r"\1", markup)
    if "pm-head" in markup:
        markup = _HEAD.sub(" ", markup)
    return _SPACES.sub(" ", _TAG.sub(" ", _INLINE.sub("", markup))).strip()


def brand_file(brand: str) -> str:
    """Return the name of the file of a brand's pages, without its ending."""
    return f"brands/{brand}"


def index_files(
    website: Website, by_hand: Iterable[Mapping[str, object]] = (), cache: RenderCache | None = None
) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield the files of the index, one after another: the name, without its ending, and the content.

    Args:
        website: the pages.
        by_hand: the entries of pages that are not ours, as Material's plugin writes them.
        cache: what an earlier call has left, to be used again.
    """
    cache = cache if cache is not None else NothingKept()
    pages: dict[str, list[Page]] = {name: [] for name in (HOUSE, AUTHORS, *map(brand_file, brands(website)))}
    for page in website.pages:
        if page.boost:
            pages[_file_of(page)].append(page)
    language = website.language
    words = {
        "language": language,
        "mine": say(message("For your role:"), language),
        "little": little_words(language),
        "light": light_words(language),
        "dangers": [words for _, words in dangers(language)],
        "synonyms": [*trade_words(language), *website.synonyms],
        "choices": list(_choices(website)),
    }
    yield TITLES, {"pages": [_title_entry(page) for page in website.pages if page.boost and page.brand is not None]}
    more: Mapping[str, Mapping[str, object]] = {HOUSE: words, AUTHORS: {"last": True}}
    for name, ours in pages.items():
        if any(page.path in website.elsewhere for page in ours):
            # Written where their bodies are.
            continue
        entries = [cache.once(_page_entry, page) for page in ours]
        yield name, {**more.get(name, {}), "pages": [*entries, *(_pages_by_hand(by_hand) if name == HOUSE else ())]}


def brands(website: Website) -> tuple[str, ...]:
    """Return the brands of a website, in the order of its pages."""
    return tuple(dict.fromkeys(page.brand for page in website.pages if page.brand is not None))


def _choices(website: Website) -> Iterator[dict[str, str]]:
    """Yield what whoever is of no brand yet is shown among what answers: one way into each brand."""
    hint = message("Its pages are searched once it is chosen; this device then remembers it.")
    for page in website.pages:
        if page.path == page.brand:
            title = message("Search in {brand}", brand=page.title)
            yield {"url": page.url, "title": say(title, website.language), "text": say(hint, website.language)}


def _file_of(page: Page) -> str:
    if page.brand is not None:
        return brand_file(page.brand)
    return AUTHORS if page.boost <= FOR_AUTHORS else HOUSE


def _page_entry(page: Page) -> dict[str, object]:
    return {
        **({"role": page.role} if page.role else {}),
        "url": page.url,
        "title": page.title,
        "text": _text(page.lead) or page.description,
        "words": page.keywords,
        "boost": page.boost,
        "sections": [_section_entry(section) for section in page.sections],
    }


def _title_entry(page: Page) -> dict[str, object]:
    """Return what a page of a brand is found by before a brand is chosen."""
    return {"url": page.url, "title": page.title, "text": "", "words": page.keywords, "boost": page.boost}


def _section_entry(section: Section) -> dict[str, object]:
    part: dict[str, object] = {"id": section.id, "title": section.title, "text": _text(section.html)}
    if section.keywords:
        part["words"] = section.keywords
    return part


def _pages_by_hand(by_hand: Iterable[Mapping[str, object]]) -> Iterator[dict[str, object]]:
    """Yield pages of entries that come one a part, a page's own before its parts'."""
    pages: dict[str, dict[str, object]] = {}
    sections: dict[str, list[dict[str, object]]] = {}
    for entry in by_hand:
        url, _, anchor = str(entry["location"]).partition("#")
        own: dict[str, object] = {"title": html.unescape(str(entry["title"])), "text": _text(str(entry["text"]))}
        if url not in pages:
            pages[url] = {"url": url, **own, "words": entry.get("tags", ()), "boost": entry.get("boost", 1.0)}
            sections[url] = []
        else:
            sections[url].append({"id": anchor, **own})
    for url, page in pages.items():
        yield {**page, "sections": sections[url]}


def _text(markup: str) -> str:
    return _SPACES.sub(" ", html.unescape(plain(markup))).strip()
