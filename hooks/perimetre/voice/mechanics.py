"""Hold a text against the mechanics of its channel: length, emoji, hashtags, capitals, exclamation marks.

A part of the linter. Comes in: the mechanics that speak of the draft's channel, and a text. Goes out: remarks.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from perimetre.base.words import Message, counted, message
from perimetre.voice.emoji import emoji, length, shown
from perimetre.voice.lexicon import quoted
from perimetre.voice.phrases import fold, tokens
from perimetre.voice.remarks import Remark

if TYPE_CHECKING:
    from perimetre.model.voice import Mechanic

HASHTAG = re.compile(r"(?<![\w&/#])#(\w{1,139})(?!\ufe0f?\u20e3)")
_CAPITALS = re.compile(r"(?<![\w@#])[^\W\d_a-zà-öø-ÿœ]{2,}+(?!\w)")
_SENTENCE = re.compile(r"(?<![.!?…])[.!?…]++(?:[\u00a0\u202f ]?[»”\")])?+(?=\s|$)|\n")
_LETTER = re.compile(r"\w")
_SHORTENED = frozenset(
    ("m", "mm", "mme", "mlle", "dr", "pr", "st", "ste", "art", "p", "cf", "ex", "env", "no", "av", "bd", "tél", "n")
)


# Several mechanics and guidelines ask the same of one text.
@functools.lru_cache(maxsize=16)
def hashtags(text: str) -> tuple[tuple[int, int], ...]:
    """Return the stretches of the hashtags of a text."""
    return tuple(tag.span() for tag in HASHTAG.finditer(text)) if "#" in text else ()


@functools.lru_cache(maxsize=16)
def sentences(text: str) -> tuple[int, ...]:
    """Return where each sentence begins; the end of a line ends a sentence too."""
    starts: list[int] = []
    begin = 0
    for end in _SENTENCE.finditer(text):
        if end.group()[0] == ".":
            word = text[max(begin, end.start() - 6) : end.start()].split()
            if word and word[-1].strip("(«").lower() in _SHORTENED:
                continue
        begin = _next(text, begin, end.start(), end.end(), starts)
    _next(text, begin, len(text), len(text), starts)
    return tuple(starts)


def _next(text: str, begin: int, stop: int, end: int, starts: list[int]) -> int:
    first = _LETTER.search(text, begin, stop)
    if first is not None:
        starts.append(first.start())
    return end


def remarks(text: str, mechanics: Sequence[Mechanic], *, post: bool) -> Iterator[Remark]:
    """Yield what passes a mechanic, capitals apart.

    Args:
        text: the draft.
        mechanics: those that speak of its channel; of two that set one thing, both count.
        post: whether it stands by itself: an answer need not hold the hashtags of a publication.
    """
    for mechanic in mechanics:
        yield from _length(text, mechanic)
        yield from _emoji(text, mechanic)
        yield from _hashtags(text, mechanic, post=post)
        yield from _exclamations(text, mechanic)


def _fits(start: int, end: int, what: Message, source: Mechanic) -> Remark:
    return Remark(
        start=start,
        end=end,
        rule="message-fits-its-channel",
        level="warning",
        message=what,
        source=source.id,
        place=source.place,
    )


def _length(text: str, mechanic: Mechanic) -> Iterator[Remark]:
    if mechanic.max_length is not None and (count := length(text)) > mechanic.max_length:
        what = too_long(count, mechanic.max_length)
        yield _fits(min(mechanic.max_length, len(text)), len(text), what, mechanic)


def too_long(count: int, most: int) -> Message:
    """Return the words for a text that is too long."""
    return message(
        "{count} characters, for {most} at most: {over} too many.", count=count, most=most, over=count - most
    )


def _emoji(text: str, mechanic: Mechanic) -> Iterator[Remark]:
    if mechanic.emoji is None:
        return
    stretches = emoji(text)
    most = mechanic.emoji.max
    if most is not None and len(stretches) > most:
        yield _fits(*stretches[most], too_many_emoji(len(stretches), most), mechanic)
    if mechanic.emoji.allowed:
        allowed = {shown(sign) for sign in mechanic.emoji.allowed}
        for start, end in stretches:
            if shown(text[start:end]) not in allowed:
                what = message("This emoji is not one of ours: {allowed}.", allowed=" ".join(mechanic.emoji.allowed))
                yield _fits(start, end, what, mechanic)


def too_many_emoji(count: int, most: int) -> Message:
    """Return the words for a text with too many emoji."""
    if most == 0:
        return message("No emoji here.")
    return counted("{count} emoji, for {most} at most.", "{count} emoji, for {most} at most.", count, most=most)


def _hashtags(text: str, mechanic: Mechanic, *, post: bool) -> Iterator[Remark]:
    if mechanic.hashtags is None:
        return
    stretches = hashtags(text)
    most = mechanic.hashtags.max
    if most is not None and len(stretches) > most:
        yield _fits(*stretches[most], too_many_hashtags(len(stretches), most), mechanic)
    there = {fold(text[start + 1 : end]) for start, end in stretches}
    for wanted in mechanic.hashtags.required if post else ():
        if "".join(tokens(wanted.lstrip("#"))) not in there:
            hashtag = "#" + wanted.lstrip("#")
            yield _fits(len(text), len(text), message("The hashtag {hashtag} is missing.", hashtag=hashtag), mechanic)


def too_many_hashtags(count: int, most: int) -> Message:
    """Return the words for a text with too many hashtags."""
    if most == 0:
        return message("No hashtag here.")
    return counted("{count} hashtag, for {most} at most.", "{count} hashtags, for {most} at most.", count, most=most)


def _exclamations(text: str, mechanic: Mechanic) -> Iterator[Remark]:
    most = mechanic.exclamation_marks.max if mechanic.exclamation_marks else None
    if most is None or text.count("!") <= most:
        return
    at = -1
    for _ in range(most + 1):
        at = text.find("!", at + 1)
    count = text.count("!")
    what = counted(
        "{count} exclamation mark, for {most} at most.",
        "{count} exclamation marks, for {most} at most.",
        count,
        most=most,
    )
    yield _fits(at, at + 1, what if most else message("No exclamation mark here."), mechanic)


def shouting(
    text: str, runs: Sequence[tuple[int, int]], mechanics: Sequence[Mechanic], names: frozenset[str]
) -> Iterator[Remark]:
    """Yield the runs of capitals: several words, or a long one; a name and an abbreviation are no shouting.

    Args:
        text: the draft.
        runs: its words in capitals (`runs`).
        mechanics: those that speak of its channel.
        names: the words, folded, that are written in capitals by right.
    """
    mechanic = next((mechanic for mechanic in mechanics if mechanic.capitals), None)
    for start, end in runs:
        unknown = [word for word in tokens(text[start:end]) if word not in names and len(word) > 1]
        if sum(map(len, unknown)) < 6 or (all(len(word) < 6 for word in unknown[:1]) and len(unknown) == 1):
            continue
        words = text[start:end]
        yield Remark(
            start=start,
            end=end,
            rule="message-fits-its-channel",
            level="warning" if mechanic else "info",
            message=message("“{words}” is shouting: write it in lower case.", words=quoted(words)),
            source=mechanic.id if mechanic else "",
            place=mechanic.place if mechanic else None,
            replacements=(words.capitalize() if _opens(text, start) else words.lower(),),
            literal=True,
        )


def runs(text: str) -> tuple[tuple[int, int], ...]:
    """Return the stretches of words in capitals that follow each other."""
    return tuple(_runs(text))


def _runs(text: str) -> Iterator[tuple[int, int]]:
    start = end = -1
    for word in _CAPITALS.finditer(text):
        if not word.group().isupper():
            continue
        if end >= 0 and word.start() - end <= 3 and not text[end : word.start()].strip(" \u00a0\u202f’'!-"):
            end = word.end()
            continue
        if end >= 0:
            yield start, end
        start, end = word.span()
    if end >= 0:
        yield start, end


def _opens(text: str, at: int) -> bool:
    before = text[max(0, at - 3) : at].rstrip()
    return not before or before[-1] in ".!?…\n"
