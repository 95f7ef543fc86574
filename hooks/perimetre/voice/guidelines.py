"""Hold a text against the guidelines that a machine can see, the parts of its kind of message and its mentions.

A part of the linter. Comes in: the guidelines, the kind and the mentions that speak of the draft, and a text. Goes out:
remarks. What the house does not say how to recognise is left to a reader.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from perimetre.base.memory import Memory
from perimetre.base.words import LANGUAGES, Message, counted, message, quoted_words
from perimetre.model import Guideline
from perimetre.model.voice import Detect
from perimetre.voice import detectors
from perimetre.voice.counting import Counting, excess
from perimetre.voice.inflections import forms
from perimetre.voice.lexicon import CLASSES, TermFound, quoted
from perimetre.voice.mechanics import too_long, too_many_emoji, too_many_hashtags
from perimetre.voice.phrases import Found, PhraseFinder, Words, inside, tokens, words_of_text
from perimetre.voice.remarks import Remark, RemarkLevel
from perimetre.voice.sentences import opens_a_sentence, sentences
from perimetre.voice.view import TextView

if TYPE_CHECKING:
    from perimetre.model import Mention
    from perimetre.model.templates import MessageKind, MessagePart
    from perimetre.model.voice import AtMost

_VARIABLE = re.compile(r"\{\{[^{}\n]{0,80}\}\}")


class Wish(NamedTuple):
    """What a phrase is looked for: a sort, the record that looks for it, what is written there."""

    sort: Literal["term", "contain", "casing", "part", "mention"]
    owner: Guideline | MessagePart | Mention
    written: str


WishedPhrases: TypeAlias = tuple[tuple[tuple[str, ...], Wish], ...]


class Wanted:
    """The phrases by which guidelines, parts of messages and mentions are seen, compiled together, once for a voice."""

    def __init__(self, *several: WishedPhrases) -> None:
        self._phrases: PhraseFinder[Wish] = PhraseFinder(itertools.chain.from_iterable(several))

    def found(self, words: Words) -> tuple[Found[Wish], ...]:
        """Return where the phrases stand in a text."""
        return tuple(self._phrases.find(words))


def phrases_of_guideline(guideline: Guideline, *, language: str) -> WishedPhrases:
    """Return the phrases by which a guideline is seen to be followed or broken."""
    detect = guideline.detect
    if detect is None:
        return ()
    phrases: list[tuple[tuple[str, ...], Wish]] = []
    for term in detect.terms:
        phrases += _inflected(Wish("term", guideline, term), language, feminine=False)
    for phrase in detect.must_contain:
        phrases += _anywhere(tokens(phrase), Wish("contain", guideline, phrase))
    if detect.casing is not None:
        spelt = detect.casing.in_(language)
        phrases.append((tokens(spelt), Wish("casing", guideline, spelt)))
    return tuple(phrases)


def phrases_of_kind(kind: MessageKind, *, language: str) -> WishedPhrases:
    """Return the phrases by which the parts of a kind of message are seen."""
    return tuple(
        phrase
        for part in kind.parts
        for shown in part.shown_by
        for words, wish in _inflected(Wish("part", part, shown), language, feminine=True)
        for phrase in _anywhere(words, wish)
    )


def parts_shown(kind: MessageKind, texts: Iterable[str], memory: Memory) -> frozenset[str]:
    """Return the ids of the parts of a kind of message that one of several texts shows, in whatever language it is."""
    wanted = memory.once(_wanted_of_kind, kind)
    signs = {
        (number, wish.owner.id, wish.written)
        for number, text in enumerate(texts)
        for found in wanted.found(memory.once(words_of_text, text=text))
        for wish in found.meanings
    }
    counts = Counter((number, part) for number, part, _ in signs)
    enough = {part.id: part.at_least or 1 for part in kind.parts}
    return frozenset(part for (_, part), count in counts.items() if count >= enough[part])


def _wanted_of_kind(kind: MessageKind) -> Wanted:
    return Wanted(*(phrases_of_kind(kind, language=language) for language in LANGUAGES))


def phrases_of_mention(mention: Mention, *, language: str) -> WishedPhrases:
    """Return the phrases by which a mention is seen."""
    return tuple(
        phrase
        for text in (mention.text, *mention.accepted)
        if text
        for piece in pieces(text.in_(language))
        for phrase in _anywhere(tokens(piece), Wish("mention", mention, piece))
    )


def _anywhere(words: tuple[str, ...], wish: Wish) -> WishedPhrases:
    """Return a phrase that is there in a sentence, and in an address too."""
    return tuple((words, wish) for words in dict.fromkeys((words, inside(words))))


def _inflected(wish: Wish, language: str, *, feminine: bool) -> Iterator[tuple[tuple[str, ...], Wish]]:
    words = tokens(wish.written)
    yield words, wish
    for form in forms(words, language=language, feminine=feminine) if words else ():
        yield form, wish


class Guide:
    """The guidelines, the kind of message and the mentions that speak of a draft."""

    def __init__(
        self,
        guidelines: Sequence[Guideline],
        kind: MessageKind | None,
        mentions: Sequence[Mention],
        language: str,
    ) -> None:
        # Those that ask for more than words that should not be there.
        self._counted = [
            (guideline, guideline.detect)
            for guideline in guidelines
            if guideline.detect is not None
            and guideline.detect != Detect(terms=guideline.detect.terms, casing=guideline.detect.casing)
        ]
        self._kind = kind
        self._mentions = mentions
        self._language = language
        self._speaking = {id(record) for record in (*guidelines, *(kind.parts if kind else ()), *mentions)}

    @property
    def bounds(self) -> Sequence[tuple[Guideline, int]]:
        """The guidelines that bound the length of the whole, each with the most that it allows."""
        return [(guideline, detect.max_length) for guideline, detect in self._counted if detect.max_length is not None]

    def remarks(
        self, view: TextView, counting: Counting, wanted: Sequence[Found[Wish]], lexicon: Sequence[TermFound]
    ) -> Iterator[Remark]:
        """Yield what the text lacks or holds against the guidelines.

        Args:
            view: the draft.
            counting: how the draft's network counts a length.
            wanted: what `Wanted` has found in it.
            lexicon: the terms of the lexicon found in it, with their stretches.
        """
        there: dict[tuple[str, int], set[str]] = {}
        for found in wanted:
            for sort, owner, written in found.meanings:
                if id(owner) not in self._speaking or _is_elsewhere(view, owner, (found.start, found.end)):
                    continue
                there.setdefault((sort, id(owner)), set()).add(written)
                stretch = view.text[found.start : found.end]
                if not isinstance(owner, Guideline) or self._is_spared(view, owner, (found.start, found.end)):
                    continue
                if sort == "term":
                    what = message("“{word}” breaks the guideline.", word=quoted(stretch))
                    yield _broken(owner, found.start, found.end, self._named(owner, what))
                elif sort == "casing" and not _is_spelt(view, found.start, stretch, written):
                    what = message("“{word}” is spelt “{spelt}”.", word=quoted(stretch), spelt=written)
                    yield _broken(owner, found.start, found.end, self._named(owner, what), written)
        for guideline, detect in self._counted:
            yield from self._counts(view, counting, guideline, detect, lexicon)
            if detect.must_contain and ("contain", id(guideline)) not in there:
                phrases = quoted_words(detect.must_contain)
                what = message("{wanted} must be there.", wanted=phrases)
                yield _broken(guideline, 0, 0, self._named(guideline, what))
        yield from self._lacking(there)

    def _named(self, guideline: Guideline, what: Message) -> Message:
        title = guideline.title
        if title is None:
            return what
        return message("{said} Guideline: {title}.", said=what, title=title.in_(self._language).rstrip("."))

    def _counts(
        self, view: TextView, counting: Counting, guideline: Guideline, detect: Detect, lexicon: Sequence[TermFound]
    ) -> Iterator[Remark]:
        text = view.text
        if detect.class_ is not None:
            graves = CLASSES[CLASSES.index(detect.class_) :]
            for term, start, end in lexicon:
                if term.class_ in graves:
                    what = message("“{word}” breaks the guideline.", word=quoted(text[start:end]))
                    yield _broken(guideline, start, end, self._named(guideline, what))
        if detect.max_sentences is not None:
            starts = sentences(view)
            if len(starts) > detect.max_sentences:
                what = message("{count} sentences, for {most} at most.", count=len(starts), most=detect.max_sentences)
                yield _broken(guideline, starts[detect.max_sentences], len(text), self._named(guideline, what))
        if detect.max_length is not None and (over := excess(view, counting, detect.max_length)):
            what = too_long(over.total, detect.max_length)
            yield _broken(guideline, over.start, len(text), self._named(guideline, what))
        for start, end, what in self._seen(view, detect):
            if not self._is_spared(view, guideline, (start, end)):
                yield _broken(guideline, start, end, self._named(guideline, what))
        if detect.emoji is not None:
            yield from self._at_most(guideline, view.emoji, detect.emoji, too_many_emoji)
        if detect.hashtags is not None:
            yield from self._at_most(guideline, view.of("hashtag"), detect.hashtags, too_many_hashtags)

    def _seen(self, view: TextView, detect: Detect) -> Iterator[tuple[int, int, Message]]:
        """Yield what the other detectors see: where, and what is wrong with it."""
        if detect.max_words is not None:
            for start, end, count in detectors.long_sentences(view, detect.max_words):
                told = message(
                    "This sentence has {count} words, for {most} at most.", count=count, most=detect.max_words
                )
                yield start, end, told
        for repeat in detect.repeats:
            if repeat.phrase is not None and repeat.max is not None:
                told = counted(
                    "“{phrase}” may stand there {count} time at most.",
                    "“{phrase}” may stand there {count} times at most.",
                    repeat.max,
                    phrase=repeat.phrase,
                )
                yield from ((*span, told) for span in detectors.repetitions(view, repeat.phrase, repeat.max))
        if detect.acronyms is not None:
            for start, end in detectors.unexplained_acronyms(view):
                acronym = quoted(view.text[start:end])
                yield start, end, message("“{acronym}” is not explained where it first stands.", acronym=acronym)
        if detect.repeated_signs is not None:
            yield from _each(detectors.repeated_signs(view), message("One sign is enough."))
        if detect.leading_signs is not None:
            yield from _each(detectors.leading_signs(view), message("A line begins with a word."))
        if detect.bracketed_words is not None:
            told = message("A word holds letters alone: another turn says it whole.")
            yield from _each(detectors.bracketed_words(view), told)
        numbers = detect.numbers
        if numbers is not None and numbers.up_to is not None and numbers.in_ == "words":
            told = message("Numbers up to {number} are written in words.", number=numbers.up_to)
            yield from _each(detectors.numbers_in_figures(view, numbers.up_to), told)
        elif numbers is not None and numbers.up_to is not None:
            told = message("Numbers up to {number} are written in figures.", number=numbers.up_to)
            yield from _each(detectors.numbers_in_words(view, numbers.up_to, self._language), told)

    def _is_spared(self, view: TextView, guideline: Guideline, stretch: tuple[int, int]) -> bool:
        """Say whether a stretch is in a phrase that the guideline leaves alone."""
        phrases = guideline.detect.except_ if guideline.detect is not None else ()
        return bool(phrases) and detectors.meets(stretch, detectors.spared(view, phrases))

    def _at_most(
        self,
        guideline: Guideline,
        stretches: Sequence[tuple[int, int]],
        bound: AtMost | str,
        too_many: Callable[[int, int], Message],
    ) -> Iterator[Remark]:
        most = 0 if isinstance(bound, str) else bound.max
        if most is not None and len(stretches) > most:
            what = too_many(len(stretches), most)
            yield _broken(guideline, *stretches[most], self._named(guideline, what))

    def _lacking(self, there: Mapping[tuple[str, int], set[str]]) -> Iterator[Remark]:
        for part in self._kind.parts if self._kind else ():
            shown = len(there.get(("part", id(part)), ())) >= (part.at_least or 1)
            if (part.required or part.or_says_none) and part.shown_by and not shown:
                assert self._kind is not None
                title = part.title.in_(self._language) if part.title else part.id
                words = quoted_words(part.shown_by)
                yield Remark(
                    start=0,
                    end=0,
                    rule="message-has-its-parts",
                    level="warning",
                    message=message(
                        "The part “{part}” is missing: it is recognised by {words}.", part=title, words=words
                    ),
                    source=self._kind.id,
                    places=(part.place,),
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
                    places=(mention.place,),
                    replacements=(wanted,),
                )


def _is_elsewhere(view: TextView, owner: object, stretch: tuple[int, int]) -> bool:
    """Say whether a phrase stands outside the part of the text in which its guideline looks for it."""
    part = owner.detect.part if isinstance(owner, Guideline) and owner.detect is not None else None
    return part is not None and not detectors.meets(stretch, detectors.part_of(view, part))


def _each(stretches: Iterable[tuple[int, int]], what: Message) -> Iterator[tuple[int, int, Message]]:
    return ((*stretch, what) for stretch in stretches)


def _is_spelt(view: TextView, start: int, stretch: str, written: str) -> bool:
    """Say whether a word has the capitals that it should have; the first of a sentence takes one, whatever it is."""
    return stretch == written or (
        stretch[1:] == written[1:] and stretch[:1] == written[:1].upper() and opens_a_sentence(view, start)
    )


def pieces(phrase: str) -> list[str]:
    """Return the longest of what is said between the variables of a phrase: « Photo : » of « Photo : {{author}} »."""
    between = [piece for piece in _VARIABLE.split(phrase) if tokens(piece)]
    return sorted(between, key=len, reverse=True)[:1]


def _broken(guideline: Guideline, start: int, end: int, what: Message, *instead: str) -> Remark:
    level: RemarkLevel = "error" if guideline.strength == "must" else "warning"
    return Remark(
        start=start,
        end=end,
        rule="guideline-is-followed",
        level=level,
        message=what,
        source=guideline.id,
        places=(guideline.place,),
        replacements=instead,
        literal=bool(instead),
    )
