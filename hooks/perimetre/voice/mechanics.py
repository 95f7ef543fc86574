"""Hold a text against the mechanics of its channel: length, emoji, hashtags, exclamation marks.

A part of the linter. Comes in: the mechanics that speak of the draft's channel, how its network counts, and a view of a
text. Goes out: remarks. Where several mechanics bound one thing, the strictest is told, once, with all that ask for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from perimetre.base.words import Message, counted, message
from perimetre.voice.counting import Counting, excess
from perimetre.voice.emoji import shown
from perimetre.voice.phrases import fold, tokens
from perimetre.voice.remarks import Remark
from perimetre.voice.view import TextView

if TYPE_CHECKING:
    from perimetre.model.voice import Mechanic


def remarks(view: TextView, mechanics: Sequence[Mechanic], counting: Counting, *, post: bool) -> Iterator[Remark]:
    """Yield what passes a mechanic, capitals apart.

    Args:
        view: the draft.
        mechanics: those that speak of its channel; of two that set one thing, both count.
        counting: how the channel's network counts a length.
        post: whether it stands by itself: an answer need not hold the hashtags of a publication.
    """
    most, asking = _strictest(mechanics, lambda mechanic: mechanic.max_length)
    if most is not None and (over := excess(view, counting, most)):
        yield _fits(over.start, len(view.text), too_long(over.total, most), asking)
    yield from _emoji(view, mechanics)
    yield from _hashtags(view, mechanics, post=post)
    yield from _exclamations(view, mechanics)


def _strictest(
    mechanics: Sequence[Mechanic], bound: Callable[[Mechanic], int | None]
) -> tuple[int | None, Sequence[Mechanic]]:
    """Return the lowest bound, and the mechanics that set it."""
    bounds = [(most, mechanic) for mechanic in mechanics if (most := bound(mechanic)) is not None]
    if not bounds:
        return None, ()
    lowest = min(most for most, _ in bounds)
    return lowest, [mechanic for most, mechanic in bounds if most == lowest]


def _fits(start: int, end: int, what: Message, asking: Sequence[Mechanic]) -> Remark:
    return Remark(
        start=start,
        end=end,
        rule="message-fits-its-channel",
        level="warning",
        message=what,
        source=asking[0].id,
        others=tuple(mechanic.id for mechanic in asking[1:]),
        places=tuple(mechanic.place for mechanic in asking),
    )


def too_long(count: int, most: int) -> Message:
    """Return the words for a text that is too long."""
    return message(
        "{count} characters, for {most} at most: {over} too many.", count=count, most=most, over=count - most
    )


def _emoji(view: TextView, mechanics: Sequence[Mechanic]) -> Iterator[Remark]:
    most, asking = _strictest(mechanics, lambda mechanic: mechanic.emoji.max if mechanic.emoji else None)
    if most is not None and len(view.emoji) > most:
        yield _fits(*view.emoji[most], too_many_emoji(len(view.emoji), most), asking)
    for mechanic in mechanics:
        if mechanic.emoji is None or not mechanic.emoji.allowed:
            continue
        allowed = {shown(sign) for sign in mechanic.emoji.allowed}
        for start, end in view.emoji:
            if shown(view.text[start:end]) not in allowed:
                what = message("This emoji is not one of ours: {allowed}.", allowed=" ".join(mechanic.emoji.allowed))
                yield _fits(start, end, what, [mechanic])


def too_many_emoji(count: int, most: int) -> Message:
    """Return the words for a text with too many emoji."""
    if most == 0:
        return message("No emoji here.")
    return counted("{count} emoji, for {most} at most.", "{count} emoji, for {most} at most.", count, most=most)


def _hashtags(view: TextView, mechanics: Sequence[Mechanic], *, post: bool) -> Iterator[Remark]:
    stretches = view.of("hashtag")
    most, asking = _strictest(mechanics, lambda mechanic: mechanic.hashtags.max if mechanic.hashtags else None)
    if most is not None and len(stretches) > most:
        yield _fits(*stretches[most], too_many_hashtags(len(stretches), most), asking)
    there = {fold(view.text[start + 1 : end]) for start, end in stretches}
    for mechanic in mechanics if post else ():
        for wanted in mechanic.hashtags.required if mechanic.hashtags else ():
            name = wanted.lstrip("#＃")
            if fold(name) not in there and "".join(tokens(name)) not in there:
                what = message("The hashtag {hashtag} is missing.", hashtag="#" + name)
                yield _fits(len(view.text), len(view.text), what, [mechanic])


def too_many_hashtags(count: int, most: int) -> Message:
    """Return the words for a text with too many hashtags."""
    if most == 0:
        return message("No hashtag here.")
    return counted("{count} hashtag, for {most} at most.", "{count} hashtags, for {most} at most.", count, most=most)


def _exclamations(view: TextView, mechanics: Sequence[Mechanic]) -> Iterator[Remark]:
    text = view.form
    most, asking = _strictest(
        mechanics, lambda mechanic: mechanic.exclamation_marks.max if mechanic.exclamation_marks else None
    )
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
    yield _fits(at, at + 1, what if most else message("No exclamation mark here."), asking)
