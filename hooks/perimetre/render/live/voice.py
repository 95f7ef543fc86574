"""Write a brand's voice as data, for the browser that reads a draft over as it is typed.

Comes in: a brand, the days to answer for. Goes out: two values made of mappings, lists, words and numbers: what the
check of drafts is made of whatever the brand, and what the brand says. Nothing of either is written here: patterns are
those of `perimetre.voice`, written out by `patterns`; sentences are those that its modules say; phrases are those that
it looks for. `render/assets/live/lint.js` answers from them as `Linter.lint` does, and a test compares the two.

The words of records that the readers may not see are not written: of these the browser knows nothing.
"""

from __future__ import annotations

import ast
import functools
import inspect
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from types import ModuleType
from typing import Any

from perimetre.base import folding
from perimetre.base.words import LANGUAGES, Listing, message, say, translations
from perimetre.model import Brand, Guideline, Record, Term
from perimetre.model.voice import Detect, Mechanic
from perimetre.perimeter.matching import in_force
from perimetre.render.live import patterns
from perimetre.render.live.dialling import dialling, zeros
from perimetre.render.live.instants import Horizon
from perimetre.voice import (
    address,
    addresses,
    capitals,
    claims,
    counting,
    detectors,
    drafts,
    emoji,
    guidelines,
    letters,
    lexicon,
    linter,
    mechanics,
    phones,
    phrases,
    privacy,
    remarks,
    sentences,
    signs,
    typography,
    view,
)
from perimetre.voice.speaking import Bounds, bounds_of, unspoken_terms

Data = dict[str, Any]

# The modules that read a draft: their patterns and their sentences are those of the browser.
_MODULES: Mapping[str, ModuleType] = {
    module.__name__.rpartition(".")[2]: module
    for module in (
        address,
        addresses,
        capitals,
        claims,
        counting,
        detectors,
        drafts,
        emoji,
        folding,
        guidelines,
        letters,
        lexicon,
        mechanics,
        phones,
        phrases,
        privacy,
        remarks,
        sentences,
        signs,
        typography,
        view,
    )
}
# Of the plain values of these modules, those that are read.
_TABLES = (
    ("address", "_INSTEAD"),
    ("detectors", "_SPELT"),
    ("detectors", "_VALUES"),
    ("lexicon", "CLASSES"),
    ("lexicon", "LEVELS"),
    ("lexicon", "_NAMESAKES"),
    ("lexicon", "_NEAR"),
    ("lexicon", "_ENOUGH"),
    ("phones", "_FRANCE"),
    ("phones", "_FICTION"),
    ("phones", "_HIGHEST_DRAWN"),
    ("phrases", "_NESTED"),
    ("privacy", "_LENGTHS"),
    ("privacy", "_LOCAL"),
    ("privacy", "_UNITS"),
    ("remarks", "COUNTS"),
    ("remarks", "GRAVITY"),
    ("remarks", "LONGEST"),
    ("remarks", "MOST"),
    ("remarks", "WORDS"),
    ("sentences", "_SHORTENED"),
    ("signs", "_ALIKE"),
    ("addresses", "_DOMAINS"),
    ("addresses", "_SENTENCE_END"),
    ("capitals", "_SAID"),
    ("capitals", "_LONG"),
    ("counting", "_LIGHT"),
    ("view", "ASIDE"),
    ("view", "_LEFT_ASIDE"),
    ("drafts", "_SEVERITIES"),
)


@functools.cache
def checks() -> Data:
    """Return what reads a draft, whatever the brand: patterns, tables, telephone numbers."""
    written = {
        f"{name}.{key.strip('_').lower()}": patterns.as_javascript(value)
        for name, module in _MODULES.items()
        for key, value in vars(module).items()
        if isinstance(value, re.Pattern)
    }
    for language in LANGUAGES:
        written[f"detectors.spelt.{language}"] = patterns.as_javascript(detectors.spelt(language))
    return {
        "patterns": written,
        "classes": {"word": patterns.WORD, "space": patterns.SPACE},
        "tables": {f"{name}.{key.strip('_').lower()}": _plain(getattr(_MODULES[name], key)) for name, key in _TABLES},
        "typography": [
            [patterns.as_javascript(sign), instead, slug(said.text)] for sign, instead, said in typography.RULES
        ],
        "folded": _folded(),
        "combining": patterns.as_class(sign for sign in map(chr, range(0x370, 0x20000)) if unicodedata.combining(sign)),
        "zeros": list(zeros()),
        "dialling": dialling(),
    }


def _folded() -> dict[str, str]:
    """Return the letters that are compared as others than their small form."""
    signs = map(chr, range(0x20000))
    return {sign: sign.casefold() for sign in signs if sign.casefold() != sign.lower()}


def _plain(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    return value


# --- sentences ------------------------------------------------------------------------------------------------------


def slug(text: str) -> str:
    """Return the name by which the browser calls a sentence: its words."""
    return "-".join(re.findall("[a-z]+", text.lower()))


@functools.cache
def _said() -> Mapping[str, tuple[str, str | None]]:
    """Return the sentences of the modules that read drafts, in English, with their plural, by their names."""
    sentences_: dict[str, tuple[str, str | None]] = {}
    for module in (*_MODULES.values(), linter):
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("message", "counted")
            ):
                texts = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
                words = [text for text in texts if isinstance(text, str)]
                if words:
                    key = slug(words[0])
                    sentence = (words[0], words[1] if node.func.id == "counted" else None)
                    if sentences_.setdefault(key, sentence) != sentence:
                        raise ValueError(key)
    return sentences_


def sentences_in(language: str) -> Data:
    """Return the sentences in a language: a text, or those for one and for several."""
    catalogue = translations(language)
    written: Data = {}
    for name, (text, plural) in _said().items():
        if plural is None:
            written[name] = catalogue.gettext(text)
        else:
            written[name] = [catalogue.ngettext(text, plural, count) for count in (0, 1, 2)]
    # A list of words between quotation marks.
    written["quoted"] = say(message("“{words}”", words="{words}"), language)
    return written


# --- a brand --------------------------------------------------------------------------------------------------------


def spoken(
    brand: Brand,
    horizon: Horizon,
    *,
    country: str,
    levels: Mapping[str, str],
    draft_languages: Sequence[str],
    language: str,
    may_see: Callable[[Record], bool] = lambda _: True,
) -> Data:
    """Return what a brand says of its drafts.

    Args:
        brand: the brand.
        horizon: the days to answer for.
        country: that of the house (ISO 3166 alpha-2).
        levels: the level that the house gives to some rules.
        draft_languages: those in which a draft may be written.
        language: that of the page.
        may_see: whether the readers may see a record.
    """
    return _Speaker(brand, horizon, may_see).data(draft_languages) | {
        "first": horizon.first.isoformat(),
        "days": horizon.days,
        "country": country,
        "levels": dict(levels),
        "words": sentences_in(language),
        "or": say(Listing(("|", "|"), "or"), language).strip("|"),
    }


class _Speaker:
    """A brand's voice, being written as data; the arguments are those of `spoken`."""

    def __init__(self, brand: Brand, horizon: Horizon, may_see: Callable[[Record], bool]) -> None:
        self._brand = brand
        self._horizon = horizon
        self._may_see = may_see
        voice = brand.voice
        self._terms: list[tuple[Record, Term]] = [(term, term) for term in voice.lexicon if may_see(term)]
        self._terms += [(record, term) for record, term in unspoken_terms(brand) if may_see(record)]
        self._guidelines = [guideline for guideline in voice.guidelines if may_see(guideline)]
        self._mechanics = [mechanic for mechanic in voice.mechanics if may_see(mechanic)]

    def data(self, draft_languages: Sequence[str]) -> Data:
        """Return the whole."""
        brand, linter_ = self._brand, linter.Linter(self._brand)
        # Of what the readers may not see, neither a name nor a number is written.
        own = privacy.own_contacts(brand, self._may_see)
        names = {" ".join(sorted(name.replace("-", " ").split())) for name in own.people}
        return {
            "brand": brand.brand.id,
            "channels": {channel.id: self._channel(channel.id, channel.kind, linter_) for channel in self._channels()},
            "address": self._address(),
            "names": sorted(linter.own_names(brand, self._may_see)),
            "own": {
                "numbers": sorted(own.numbers),
                "mails": sorted(own.mails),
                "domains": sorted(own.domains),
                "people": sorted(names),
            },
            "mechanics": [written for mechanic in self._mechanics if (written := self._mechanic(mechanic))],
            "languages": {language: self._in(language) for language in draft_languages},
        }

    def _channels(self) -> Iterator[Any]:
        return (channel for channel in self._brand.channels.channels if self._may_see(channel))

    def _seen_of(self, channels: Sequence[str]) -> list[str] | None:
        """Return those channels that the readers may see; None where something is bound to others alone."""
        ours = {channel.id for channel in self._channels()}
        seen = [id_ for id_ in channels if id_ in ours]
        return seen if seen or not channels else None

    def _channel(self, id_: str, kind: str | None, linter_: linter.Linter) -> Data:
        way = linter_.counting(id_)
        return {"kind": kind, "count": way.count, "links": way.links, "bare_handles": way.bare_handles}

    def _address(self) -> Data | None:
        form = self._brand.voice.address
        if form is None:
            return None
        exceptions = [
            {"channels": seen, "authors": list(each.authors), "cases": list(each.cases), "use": each.use}
            for each in form.exceptions
            if (seen := self._seen_of(each.channels)) is not None
        ]
        return {"default": form.default, "exceptions": exceptions}

    # --- when a record speaks ---------------------------------------------------------------------------------------

    def _bound(self, record: Term | Guideline | Mechanic, dated: Record) -> Data | None:
        """Return of which drafts a record speaks; None where it never will in the days to come."""
        bounds: Bounds = bounds_of(record)
        live = self._horizon.days_of(dated.is_live)
        channels = self._seen_of(tuple(bounds.channels))
        if not live or channels is None:
            return None
        written: Data = {
            name: list(values) if isinstance(values, tuple) else values
            for name in ("language", "channel_kinds", "cases", "topics", "authors")
            if (values := getattr(bounds, name))
        }
        if channels:
            written["channels"] = channels
        if live != self._horizon.always:
            written["live"] = _edges(live)
        if bounds.scenarios or bounds.during:
            periods = [period for period in self._brand.periods.periods if period.id in bounds.during]
            minutes = [int(at) for period in periods for at in (period.from_time, period.until_time) if at is not None]

            def is_on(at: datetime) -> bool:
                return any(in_force(period, at) for period in periods)

            # No scenario is open where nobody says so.
            written["on"] = _edges(self._horizon.edges(is_on, minutes))
        return written

    # --- records ----------------------------------------------------------------------------------------------------

    def _mechanic(self, mechanic: Mechanic) -> Data | None:
        when = self._bound(mechanic, mechanic)
        if when is None:
            return None
        written: Data = {
            "id": mechanic.id,
            "when": when,
            "max_length": mechanic.max_length,
            "emoji": {"max": mechanic.emoji.max, "allowed": list(mechanic.emoji.allowed)} if mechanic.emoji else None,
            "hashtags": {"max": mechanic.hashtags.max, "required": list(mechanic.hashtags.required)}
            if mechanic.hashtags
            else None,
            "exclamation_marks": mechanic.exclamation_marks.max if mechanic.exclamation_marks else None,
            "capitals": bool(mechanic.capitals) or None,
        }
        return _said_only(written)

    def _in(self, language: str) -> Data:
        """Return what depends on the language of a draft."""
        terms = [written for dated, term in self._terms if (written := self._term(term, dated, language))]
        ranks = {id(guideline): rank for rank, guideline in enumerate(self._guidelines)}
        voice = self._brand.voice
        wished = [
            *(guidelines.phrases_of_guideline(guideline, language=language) for guideline in voice.guidelines),
            *(guidelines.phrases_of_kind(kind, language=language) for kind in self._brand.templates.message_kinds),
            *(guidelines.phrases_of_mention(mention, language=language) for mention in voice.required_mentions),
        ]
        return {
            "terms": terms,
            "guidelines": [self._guideline(guideline, language) for guideline in self._guidelines],
            "wanted": [
                [" ".join(words), wish.sort, ranks[id(wish.owner)], wish.written]
                for several in wished
                for words, wish in several
                if words and id(wish.owner) in ranks
            ],
        }

    def _term(self, term: Term, dated: Record, language: str) -> Data | None:
        when = self._bound(term, dated)
        seen = lexicon.phrases_of_term(term, language=language).phrases
        if when is None or not seen:
            return None
        written: Data = {
            "id": term.id,
            "when": when,
            "class": term.class_,
            "reason": term.reason.in_(language) if term.reason else None,
            "instead": [text.in_(language) for text in term.replace_by] or None,
            "phrases": [" ".join(words) for words, use in seen if use.sort == "term"],
            "hashtags": [" ".join(words) for words, use in seen if use.sort == "hashtag"] or None,
            "exceptions": [" ".join(words) for words, use in seen if use.sort == "exception"] or None,
            "term": term.term if term.class_ == "preferred" else None,
            "excepts": bool(term.exceptions) or None,
        }
        if term.case_sensitive:
            written["spellings"] = sorted(lexicon.spellings(term))
            written["replacements"] = sorted(lexicon.replacements(term))
        return _said_only(written)

    def _guideline(self, guideline: Guideline, language: str) -> Data:
        when = self._bound(guideline, guideline)
        detect = guideline.detect
        # Its rank is what the phrases name, also where it never speaks.
        if when is None or detect is None:
            return {"id": guideline.id}
        return _said_only(
            {
                "id": guideline.id,
                "when": when,
                "must": guideline.strength == "must" or None,
                "title": guideline.title.in_(language) if guideline.title else None,
                "detect": _detected(detect),
                "counted": detect != Detect(terms=detect.terms, casing=detect.casing) or None,
            }
        )


def _detected(detect: Detect) -> Data:
    def most(bound: Any) -> int | None:
        return 0 if isinstance(bound, str) else bound.max if bound else None

    numbers = detect.numbers
    return _said_only(
        {
            "class": detect.class_,
            "max_sentences": detect.max_sentences,
            "emoji": most(detect.emoji),
            "hashtags": most(detect.hashtags),
            "max_length": detect.max_length,
            "must_contain": list(detect.must_contain) or None,
            "part": detect.part,
            "max_words": detect.max_words,
            "repeats": [[each.phrase, each.max] for each in detect.repeats if each.phrase and each.max is not None]
            or None,
            "acronyms": detect.acronyms,
            "repeated_signs": detect.repeated_signs,
            "leading_signs": detect.leading_signs,
            "bracketed_words": detect.bracketed_words,
            "numbers": [numbers.up_to, numbers.in_] if numbers and numbers.up_to is not None else None,
            "except": [phrase for phrase in detect.except_ if phrase.strip()] or None,
        }
    )


def _said_only(written: Data) -> Data:
    return {name: value for name, value in written.items() if value is not None}


def _edges(differences: Iterable[int]) -> list[int]:
    """Return edges as minutes since the first day."""
    edges, at = [], 0
    for step in differences:
        at += step
        edges.append(at)
    return edges
