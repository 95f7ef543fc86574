"""Read the words that pages are found by, besides their own: what people type when they look for them.

A part of the stage render. Comes in: data/search.yml. Goes out: words, in the language of the site.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping

from perimetre.base.frozen import dataclass
from perimetre.model.basics import Part
from perimetre.model.values import Synonyms
from perimetre.render.data import load


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWords(Part):
    """What a page is found by.

    Fields:
        page: the template that writes it, without its ending.
    """

    page: str
    words: Synonyms

    @staticmethod
    def spell_out(key: str, words: object) -> dict[str, object]:
        """Return the whole form of an entry whose key is its page."""
        return {"page": key, "words": words}


@dataclass(frozen=True, slots=True, kw_only=True)
class DangerWords(Part):
    """A family of words that say that somebody is in danger.

    Fields:
        kinds: the crises whose scenarios come before anything else then, the first one first: often none.
    """

    kinds: tuple[str, ...]
    words: Synonyms


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFile(Part):
    """The file of the words of the search.

    Fields:
        little_words: what parts the other words and is not searched.
        light_words: what says nothing beside other words: who writes, that they want or say something.
        dangers: what puts somebody in danger, and comes before the rest of a question.
        trade: groups of words of the trade that mean the same.
    """

    pages: tuple[PageWords, ...]
    little_words: Synonyms
    light_words: Synonyms
    dangers: tuple[DangerWords, ...]
    trade: tuple[Synonyms, ...]


@functools.cache
def search_file() -> SearchFile:
    """Return the words that ship."""
    return load(SearchFile, "search.yml")[0]


@functools.cache
def _by_page() -> Mapping[str, Synonyms]:
    return {entry.page: entry.words for entry in search_file().pages}


def keywords(template: str, language: str) -> tuple[str, ...]:
    """Return what the page that a template writes is found by, besides what it says: often nothing."""
    words = _by_page().get(template.removesuffix(".html"))
    return words.in_(language) if words is not None else ()


def little_words(language: str) -> tuple[str, ...]:
    """Return the words that are not searched in a site of `language`."""
    return search_file().little_words.in_(language)


def light_words(language: str) -> tuple[str, ...]:
    """Return the words that weigh next to nothing beside others in a site of `language`."""
    return search_file().light_words.in_(language)


def urgent_words(language: str) -> tuple[str, ...]:
    """Return the words that come before the others of a question in a site of `language`."""
    return tuple(word for family in search_file().dangers for word in family.words.in_(language))


def dangers(language: str) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """Return the families of words of danger in a site of `language`: the kinds of crises it leads to, its words."""
    return tuple((family.kinds, family.words.in_(language)) for family in search_file().dangers)


def danger_words(kind: str, language: str) -> tuple[str, ...]:
    """Return the words of danger that lead to the scenarios of a kind of crisis in a site of `language`: often none."""
    return tuple(word for kinds, words in dangers(language) if kind in kinds for word in words)


def trade_words(language: str) -> tuple[tuple[str, ...], ...]:
    """Return the groups of words of the trade that mean the same in a site of `language`."""
    return tuple(group.in_(language) for group in search_file().trade)
