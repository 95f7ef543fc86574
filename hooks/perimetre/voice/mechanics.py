"""Hold a text against the mechanics of its channel: length, emoji, hashtags, capitals, exclamation marks.

A part of the linter. Comes in: the mechanics that speak of the draft's channel, and a text. Goes out: remarks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from perimetre.base.words import Message, counted, message
from perimetre.voice.emoji import emoji, length, shown
from perimetre.voice.lexicon import quoted
from perimetre.voice.phrases import fold, tokens
from perimetre.voice.remarks import Remark, RemarkLevel

if TYPE_CHECKING:
    from perimetre.model.voice import Mechanic

HASHTAG = re.compile(r"(?<![\w&/#])#(\w{1,139})(?!\ufe0f?\u20e3)")
_CAPITALS = re.compile(r"(?<![\w@#])[^\W\d_a-zà-öø-ÿœ]{2,}+(?!\w)")
_SENTENCE = re.compile(r"(?<![.!?…])[.!?…]++(?:[\u00a0\u202f ]?[»”\")])?+(?=\s|$)|\n")
_LETTER = re.compile(r"\w")
_SHORTENED = frozenset(
    ("m", "mm", "mme", "mlle", "dr", "pr", "st", "ste", "art", "p", "cf", "ex", "env", "no", "av", "bd", "tél", "n")
)


def hashtags(text: str) -> list[tuple[int, int]]:
    """Return the stretches of the hashtags of a text."""
    return [one.span() for one in HASHTAG.finditer(text)]


def sentences(text: str) -> list[int]:
    """Return where each sentence begins; the end of a line ends a sentence too."""
    starts: list[int] = []
    begin = 0
    for one in _SENTENCE.finditer(text):
        if one.group()[0] == ".":
            word = text[max(begin, one.start() - 6) : one.start()].split()
            if word and word[-1].strip("(«").lower() in _SHORTENED:
                continue
        begin = _next(text, begin, one.start(), one.end(), starts)
    _next(text, begin, len(text), len(text), starts)
    return starts


def _next(text: str, begin: int, stop: int, end: int, starts: list[int]) -> int:
    first = _LETTER.search(text, begin, stop)
    if first is not None:
        starts.append(first.start())
    return end


def remarks(text: str, mechanics: Sequence[Mechanic], *, post: bool, names: frozenset[str]) -> Iterator[Remark]:
    """Yield what passes a mechanic.

    Args:
        text: the draft.
        mechanics: those that speak of its channel; of two that set one thing, both count.
        post: whether it stands by itself: an answer need not hold the hashtags of a publication.
        names: the words, folded, that are written in capitals by right.
    """
    for one in mechanics:
        yield from _length(text, one)
        yield from _emoji(text, one)
        yield from _hashtags(text, one, post=post)
        yield from _exclamations(text, one)
    yield from _shouting(text, next((one for one in mechanics if one.capitals), None), names)


def told(rule: str, level: RemarkLevel, start: int, end: int, said: Message, source: Mechanic | None) -> Remark:
    """Return a remark of a mechanic."""
    return Remark(
        start=start,
        end=end,
        rule=rule,
        level=level,
        message=said,
        source=source.id if source else "",
        place=source.place if source else None,
    )


def _fits(start: int, end: int, said: Message, source: Mechanic | None) -> Remark:
    return told("message-fits-its-channel", "warning", start, end, said, source)


def _length(text: str, mechanic: Mechanic) -> Iterator[Remark]:
    if mechanic.max_length is not None and (count := length(text)) > mechanic.max_length:
        said = too_long(count, mechanic.max_length)
        yield _fits(min(mechanic.max_length, len(text)), len(text), said, mechanic)


def too_long(count: int, most: int) -> Message:
    """Return the words for a text that is too long."""
    return message(
        "{count} characters, for {most} at most: {over} too many.", count=count, most=most, over=count - most
    )


def _emoji(text: str, mechanic: Mechanic) -> Iterator[Remark]:
    if mechanic.emoji is None:
        return
    found = list(emoji(text))
    most = mechanic.emoji.max
    if most is not None and len(found) > most:
        yield _fits(*found[most], too_many_emoji(len(found), most), mechanic)
    if mechanic.emoji.allowed:
        allowed = {shown(one) for one in mechanic.emoji.allowed}
        for start, end in found:
            if shown(text[start:end]) not in allowed:
                said = message("This emoji is not one of ours: {allowed}.", allowed=" ".join(mechanic.emoji.allowed))
                yield _fits(start, end, said, mechanic)


def too_many_emoji(count: int, most: int) -> Message:
    """Return the words for a text with too many emoji."""
    if most == 0:
        return message("No emoji here.")
    return counted("{count} emoji, for {most} at most.", "{count} emoji, for {most} at most.", count, most=most)


def _hashtags(text: str, mechanic: Mechanic, *, post: bool) -> Iterator[Remark]:
    if mechanic.hashtags is None:
        return
    found = hashtags(text)
    most = mechanic.hashtags.max
    if most is not None and len(found) > most:
        yield _fits(*found[most], too_many_hashtags(len(found), most), mechanic)
    there = {fold(text[start + 1 : end]) for start, end in found}
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
    said = counted(
        "{count} exclamation mark, for {most} at most.",
        "{count} exclamation marks, for {most} at most.",
        count,
        most=most,
    )
    yield _fits(at, at + 1, said if most else message("No exclamation mark here."), mechanic)


def _shouting(text: str, mechanic: Mechanic | None, names: frozenset[str]) -> Iterator[Remark]:
    """Yield the runs of capitals: several words, or a long one; a name and an abbreviation are no shouting."""
    for start, end in _runs(text):
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


def _runs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of words in capitals that follow each other."""
    start = end = -1
    for one in _CAPITALS.finditer(text):
        if not one.group().isupper():
            continue
        if end >= 0 and one.start() - end <= 3 and not text[end : one.start()].strip(" \u00a0\u202f’'!-"):
            end = one.end()
            continue
        if end >= 0:
            yield start, end
        start, end = one.span()
    if end >= 0:
        yield start, end


def _opens(text: str, at: int) -> bool:
    before = text[max(0, at - 3) : at].rstrip()
    return not before or before[-1] in ".!?…\n"
