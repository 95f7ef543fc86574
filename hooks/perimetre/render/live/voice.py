"""Write a brand's voice as data, for the browser that reads a draft over as it is typed.

Comes in: a brand, the days to answer for. Goes out: a value made of mappings, lists, words and numbers: what the brand
says. What reads a draft whatever the brand is `reading_over`'s. Phrases are those that the modules of `perimetre.voice`
look for. `render/assets/live/lint.js` answers from both as `Linter.lint` does, and a test compares the two.

The words of records that the readers may not see are not written: of these the browser knows nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from perimetre.base.words import Listing, say
from perimetre.model import Brand, Guideline, Record, Term
from perimetre.model.voice import Detect, Mechanic
from perimetre.perimeter.matching import in_force
from perimetre.render.live.instants import Horizon
from perimetre.render.live.reading_over import Data, sentences_in
from perimetre.voice import guidelines, lexicon, linter, privacy
from perimetre.voice.speaking import Bounds, bounds_of, unspoken_terms


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
