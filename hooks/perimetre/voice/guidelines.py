"""Hold a text against the guidelines that a machine can see, the parts of its kind of message and its mentions.

A part of the linter. Comes in: the guidelines, the kind and the mentions that speak of the draft, and a text. Goes out:
remarks. What the house does not say how to recognise is left to a reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from perimetre.base.words import Listing, Message, message
from perimetre.voice.emoji import emoji, length
from perimetre.voice.inflections import forms
from perimetre.voice.lexicon import CLASSES, quoted
from perimetre.voice.mechanics import hashtags, sentences, too_long, too_many_emoji, too_many_hashtags
from perimetre.voice.phrases import Found, PhraseFinder, tokens
from perimetre.voice.remarks import Remark, RemarkLevel

if TYPE_CHECKING:
    from perimetre.model import Guideline, Mention, Term
    from perimetre.model.templates import MessageKind
    from perimetre.model.voice import AtMost

_VARIABLE = re.compile(r"\{\{[^{}\n]{0,80}\}\}")


# What a phrase is looked for: a sort, the record that looks for it, what is written there.
Meaning: TypeAlias = tuple[str, Any, str]


class Wanted:
    """The phrases by which guidelines, parts of messages and mentions are seen, compiled together, once for a voice."""

    def __init__(
        self, guidelines: Iterable[Guideline], kinds: Iterable[MessageKind], mentions: Iterable[Mention], language: str
    ) -> None:
        self._language = language
        self._phrases: PhraseFinder[Meaning] = PhraseFinder(
            [*self._of_guidelines(guidelines), *self._of_kinds(kinds), *self._of_mentions(mentions)]
        )

    def found(self, text: str) -> tuple[Found[Meaning], ...]:
        """Return where the phrases stand in a text."""
        return tuple(self._phrases.find(text)) if self._phrases.numbers else ()

    def _of_guidelines(self, guidelines: Iterable[Guideline]) -> Iterator[tuple[tuple[str, ...], Meaning]]:
        for one in guidelines:
            if one.detect is None:
                continue
            for phrase in one.detect.terms:
                yield from self._inflected(phrase, ("term", one, phrase), feminine=False)
            for phrase in one.detect.must_contain:
                yield tokens(phrase), ("contain", one, phrase)
            if one.detect.casing is not None:
                spelt = one.detect.casing.in_(self._language)
                yield tokens(spelt), ("casing", one, spelt)

    def _of_kinds(self, kinds: Iterable[MessageKind]) -> Iterator[tuple[tuple[str, ...], Meaning]]:
        for part in (part for kind in kinds for part in kind.parts):
            for phrase in part.shown_by:
                yield from self._inflected(phrase, ("part", part, phrase), feminine=True)

    def _of_mentions(self, mentions: Iterable[Mention]) -> Iterator[tuple[tuple[str, ...], Meaning]]:
        for mention in mentions:
            for said in (mention.text, *mention.accepted):
                for phrase in pieces(said.in_(self._language)) if said else ():
                    yield tokens(phrase), ("mention", mention, phrase)

    def _inflected(self, phrase: str, meaning: Meaning, *, feminine: bool) -> Iterator[tuple[tuple[str, ...], Meaning]]:
        words = tokens(phrase)
        yield words, meaning
        for form in forms(words, language=self._language, feminine=feminine) if words else ():
            yield form, meaning


class Guide:
    """The guidelines, the kind of message and the mentions that speak of a draft."""

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
        self._speaking = {id(one) for one in (*guidelines, *(kind.parts if kind else ()), *mentions)}

    def remarks(
        self, text: str, wanted: Sequence[Found[Meaning]], lexicon: Sequence[tuple[Term, int, int]]
    ) -> tuple[Remark, ...]:
        """Return what the text lacks or holds against the guidelines.

        Args:
            text: the draft.
            wanted: what `Wanted` has found in it.
            lexicon: the terms of the lexicon found in it, with their stretches.
        """
        return tuple(self._remarks(text, wanted, lexicon))

    def _remarks(
        self, text: str, wanted: Sequence[Found[Meaning]], lexicon: Sequence[tuple[Term, int, int]]
    ) -> Iterator[Remark]:
        there: set[tuple[str, int]] = set()
        for found in wanted:
            for sort, owner, written in found.meanings:
                if id(owner) not in self._speaking:
                    continue
                there.add((sort, id(owner)))
                stretch = text[found.start : found.end]
                if sort == "term":
                    said = message("“{word}” breaks the guideline.", word=quoted(stretch))
                    yield _broken(owner, found.start, found.end, self._named(owner, said))
                elif sort == "casing" and stretch != written:
                    said = message("“{word}” is spelt “{spelt}”.", word=quoted(stretch), spelt=written)
                    yield _broken(owner, found.start, found.end, self._named(owner, said), written)
        for one in self.guidelines:
            yield from self._counts(text, one, lexicon)
            if one.detect and one.detect.must_contain and ("contain", id(one)) not in there:
                wanted = Listing(tuple(f"«{phrase}»" for phrase in one.detect.must_contain), "or")
                yield _broken(one, 0, 0, self._named(one, message("{wanted} must be there.", wanted=wanted)))
        yield from self._lacking(there)

    def _named(self, guideline: Guideline, said: Message) -> Message:
        title = guideline.title
        if title is None:
            return said
        return message("{said} Guideline: {title}.", said=said, title=title.in_(self._language).rstrip("."))

    def _counts(self, text: str, one: Guideline, lexicon: Sequence[tuple[Term, int, int]]) -> Iterator[Remark]:
        detect = one.detect
        assert detect is not None
        if detect.class_ is not None:
            graves = CLASSES[CLASSES.index(detect.class_) :]
            for term, start, end in lexicon:
                if term.class_ in graves:
                    said = message("“{word}” breaks the guideline.", word=quoted(text[start:end]))
                    yield _broken(one, start, end, self._named(one, said))
        if detect.max_sentences is not None:
            starts = sentences(text)
            if len(starts) > detect.max_sentences:
                said = message("{count} sentences, for {most} at most.", count=len(starts), most=detect.max_sentences)
                yield _broken(one, starts[detect.max_sentences], len(text), self._named(one, said))
        if detect.max_length is not None and (count := length(text)) > detect.max_length:
            said = too_long(count, detect.max_length)
            yield _broken(one, min(detect.max_length, len(text)), len(text), self._named(one, said))
        if detect.emoji is not None:
            yield from self._at_most(one, list(emoji(text)), detect.emoji, too_many_emoji)
        if detect.hashtags is not None:
            yield from self._at_most(one, hashtags(text), detect.hashtags, too_many_hashtags)

    def _at_most(
        self, one: Guideline, found: list[tuple[int, int]], bound: AtMost | str, said: object
    ) -> Iterator[Remark]:
        most = 0 if isinstance(bound, str) else bound.max
        if most is not None and len(found) > most:
            told = said(len(found), most)  # type: ignore[operator]
            yield _broken(one, *found[most], self._named(one, told))

    def _lacking(self, there: set[tuple[str, int]]) -> Iterator[Remark]:
        for part in self._kind.parts if self._kind else ():
            if (part.required or part.or_says_none) and part.shown_by and ("part", id(part)) not in there:
                assert self._kind is not None
                title = part.title.in_(self._language) if part.title else part.id
                words = Listing(tuple(f"«{one}»" for one in part.shown_by), "or")
                yield Remark(
                    start=0,
                    end=0,
                    rule="message-has-its-parts",
                    level="warning",
                    message=message(
                        "The part “{part}” is missing: it is recognised by {words}.", part=title, words=words
                    ),
                    source=self._kind.id,
                    place=part.place,
                )
        for mention in self._mentions:
            if mention.text is not None and ("mention", id(mention)) not in there:
                wanted = mention.text.in_(self._language)
                yield Remark(
                    start=0,
                    end=0,
                    rule="required-mention-is-there",
                    level="error",
                    message=message("The mention “{mention}” is missing.", mention=wanted),
                    source=mention.id,
                    place=mention.place,
                    replacements=(wanted,),
                )


def pieces(phrase: str) -> list[str]:
    """Return the longest of what is said between the variables of a phrase: « Photo : » of « Photo : {{author}} »."""
    said = [one for one in _VARIABLE.split(phrase) if tokens(one)]
    return sorted(said, key=len, reverse=True)[:1]


def _broken(guideline: Guideline, start: int, end: int, said: Message, *instead: str) -> Remark:
    level: RemarkLevel = "error" if guideline.strength == "must" else "warning"
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
