"""Hold a text against the guidelines that a machine can see, the parts of its kind of message and its mentions.

A part of the linter. Comes in: the guidelines, the kind and the mentions that speak of the draft, and a text. Goes out:
remarks. What the house does not say how to recognise is left to a reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ..words import Listing, Message, message
from .emoji import emoji, length
from .inflections import forms
from .lexicon import CLASSES, quoted
from .mechanics import hashtags, sentences, too_long, too_many_emoji, too_many_hashtags
from .phrases import Phrases, tokens
from .remarks import Level, Remark

if TYPE_CHECKING:
    from ..model import Guideline, Mention, Term
    from ..model.voice import AtMost, MessageKind

_VARIABLE = re.compile(r"\{\{[^{}\n]{0,80}\}\}")


class Guide:
    """The guidelines, the kind of message and the mentions that speak of a draft, their words compiled together."""

    def __init__(
        self,
        guidelines: Sequence[Guideline],
        kind: MessageKind | None,
        mentions: Sequence[Mention],
        language: str,
    ) -> None:
        self.guidelines = tuple(one for one in guidelines if one.detect is not None)
        self._kind = kind
        self._mentions = mentions
        self._language = language
        self._phrases: Phrases[tuple[str, int, str]] = Phrases(self._wanted())

    def _wanted(self) -> Iterator[tuple[tuple[str, ...], tuple[str, int, str]]]:
        """Yield each phrase to look for, with what looks for it: a sort, the number of its owner, what is written."""
        for number, one in enumerate(self.guidelines):
            assert one.detect is not None
            for phrase in one.detect.terms:
                words = tokens(phrase)
                yield words, ("term", number, phrase)
                for form in forms(words, language=self._language, feminine=False) if words else ():
                    yield form, ("term", number, phrase)
            for phrase in one.detect.must_contain:
                yield tokens(phrase), ("contain", number, phrase)
            if one.detect.casing is not None:
                spelt = one.detect.casing.in_(self._language)
                yield tokens(spelt), ("casing", number, spelt)
        for number, part in enumerate(self._kind.parts if self._kind else ()):
            for phrase in part.shown_by:
                words = tokens(phrase)
                yield words, ("part", number, phrase)
                for form in forms(words, language=self._language) if words else ():
                    yield form, ("part", number, phrase)
        for number, mention in enumerate(self._mentions):
            for said in (mention.text, *mention.accepted):
                for phrase in pieces(said.in_(self._language)) if said else ():
                    yield tokens(phrase), ("mention", number, phrase)

    def remarks(self, text: str, lexicon: Sequence[tuple[Term, int, int]]) -> Iterator[Remark]:
        """Yield what the text lacks or holds against the guidelines.

        Args:
            text: the draft.
            lexicon: the terms of the lexicon found in it, with their stretches.
        """
        there: set[tuple[str, int]] = set()
        for found in self._phrases.find(text) if self._phrases.numbers else ():
            for sort, number, written in found.meanings:
                there.add((sort, number))
                stretch = text[found.start : found.end]
                if sort == "term":
                    said = message("«{word}» breaks the guideline.", word=quoted(stretch))
                    yield _broken(self.guidelines[number], found.start, found.end, self._named(number, said))
                elif sort == "casing" and stretch != written:
                    said = message("«{word}» is spelt «{spelt}».", word=quoted(stretch), spelt=written)
                    yield _broken(self.guidelines[number], found.start, found.end, self._named(number, said), written)
        for number, one in enumerate(self.guidelines):
            yield from self._counts(text, number, one, lexicon)
            if one.detect and one.detect.must_contain and ("contain", number) not in there:
                wanted = Listing(tuple(f"«{phrase}»" for phrase in one.detect.must_contain), "or")
                yield _broken(one, 0, 0, self._named(number, message("{wanted} must be there.", wanted=wanted)))
        yield from self._lacking(there)

    def _named(self, number: int, said: Message) -> Message:
        title = self.guidelines[number].title
        if title is None:
            return said
        return message("{said} Guideline: {title}.", said=said, title=title.in_(self._language).rstrip("."))

    def _counts(
        self, text: str, number: int, one: Guideline, lexicon: Sequence[tuple[Term, int, int]]
    ) -> Iterator[Remark]:
        detect = one.detect
        assert detect is not None
        if detect.class_ is not None:
            graves = CLASSES[CLASSES.index(detect.class_) :]
            for term, start, end in lexicon:
                if term.class_ in graves:
                    said = message("«{word}» breaks the guideline.", word=quoted(text[start:end]))
                    yield _broken(one, start, end, self._named(number, said))
        if detect.max_sentences is not None:
            starts = sentences(text)
            if len(starts) > detect.max_sentences:
                said = message("{count} sentences, for {most} at most.", count=len(starts), most=detect.max_sentences)
                yield _broken(one, starts[detect.max_sentences], len(text), self._named(number, said))
        if detect.max_length is not None and (count := length(text)) > detect.max_length:
            said = too_long(count, detect.max_length)
            yield _broken(one, min(detect.max_length, len(text)), len(text), self._named(number, said))
        if detect.emoji is not None:
            yield from self._at_most(number, list(emoji(text)), detect.emoji, too_many_emoji)
        if detect.hashtags is not None:
            yield from self._at_most(number, hashtags(text), detect.hashtags, too_many_hashtags)

    def _at_most(
        self, number: int, found: list[tuple[int, int]], bound: AtMost | str, said: object
    ) -> Iterator[Remark]:
        most = 0 if isinstance(bound, str) else bound.max
        if most is not None and len(found) > most:
            told = said(len(found), most)  # type: ignore[operator]
            yield _broken(self.guidelines[number], *found[most], self._named(number, told))

    def _lacking(self, there: set[tuple[str, int]]) -> Iterator[Remark]:
        for number, part in enumerate(self._kind.parts if self._kind else ()):
            if (part.required or part.or_says_none) and part.shown_by and ("part", number) not in there:
                assert self._kind is not None
                title = part.title.in_(self._language) if part.title else part.id
                words = Listing(tuple(f"«{one}»" for one in part.shown_by), "or")
                yield Remark(
                    start=0,
                    end=0,
                    rule="message-has-its-parts",
                    level="warning",
                    message=message("The part «{part}» lacks: it is known by {words}.", part=title, words=words),
                    source=self._kind.id,
                    place=part.place,
                )
        for number, mention in enumerate(self._mentions):
            if mention.text is not None and ("mention", number) not in there:
                wanted = mention.text.in_(self._language)
                yield Remark(
                    start=0,
                    end=0,
                    rule="required-mention-is-there",
                    level="error",
                    message=message("The mention «{mention}» lacks.", mention=wanted),
                    source=mention.id,
                    place=mention.place,
                    replacements=(wanted,),
                )


def pieces(phrase: str) -> list[str]:
    """Return the longest of what is said between the variables of a phrase: « Photo : » of « Photo : {{author}} »."""
    said = [one for one in _VARIABLE.split(phrase) if tokens(one)]
    return sorted(said, key=len, reverse=True)[:1]


def _broken(guideline: Guideline, start: int, end: int, said: Message, *instead: str) -> Remark:
    level: Level = "error" if guideline.strength == "must" else "warning"
    return Remark(
        start=start,
        end=end,
        rule="guideline-is-followed",
        level=level,
        message=said,
        source=guideline.id,
        place=guideline.place,
        replacements=instead,
        literal=bool(instead),
    )
