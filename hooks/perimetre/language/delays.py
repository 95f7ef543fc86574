"""Say a delay in one phrase, wherever one is written: «within 72 hours, set by law, to the CNIL, if…».

Comes in: a delay of the model, a language. Goes out: plain strings, set in that language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from perimetre.base.durations import Duration
from perimetre.base.words import Message, message, say
from perimetre.language import typography
from perimetre.language.labels import word
from perimetre.language.plain import plain
from perimetre.model.delays import Delay, Moment, Within, whole
from perimetre.model.text import Text

# The words that bear a capital only because they stand first.
_OPENING = frozenset(
    [
        "le",
        "la",
        "les",
        "l",
        "un",
        "une",
        "des",
        "du",
        "au",
        "aux",
        "si",
        "sauf",
        "quand",
        "dès",
        "notre",
        "nos",
        "en",
        "à",
        "lorsque",
        "tant",
        "the",
        "a",
        "an",
        "if",
        "unless",
        "when",
        "our",
        "in",
        "once",
    ]
)


def delay(within: Within | None, language: str, steps: Mapping[str, str] | None = None) -> str:
    """Return all that a delay says, but the text of law that sets it; nothing where there is none.

    Args:
        within: as it is written, or whole.
        language: that of the reader.
        steps: the names of the steps that it may count from, by id.
    """
    of = whole(within)
    if of is None:
        return ""
    moment = _moment(of.from_, language, steps or {}) if of.from_ else ""
    parts = [say(bound, language) for bound in _bounds(of, moment, language)]
    if of.hours:
        hours = say(word("hours", of.hours), language)
        parts[-1:] = [f"{parts[-1]} ({hours})" if parts else hours]
    if of.from_ and not _names(of) and not _day_of_month(of):
        clock = word("clock", of.from_) if isinstance(of.from_, str) else message("from {moment}", moment=moment)
        parts.append(say(clock, language))
    if of.every:
        parts.append(say(message("again {delay}", delay=_each(of.every, language)), language))
    if of.until:
        parts.append(say(_until(of.until, language, steps or {}), language))
    if of.is_legal or of.kind:
        parts.append(say(word("delay_set", "legal" if of.is_legal else of.kind or ""), language))
    if of.to:
        parts.append(_contracted(say(message("to {audience}", audience=inside(plain(of.to, language))), language)))
    if of.when:
        parts.append(inside(plain(of.when, language)))
    return ", ".join(parts)


def inside(words: str) -> str:
    """Return words as they go on with a sentence: without a last stop, nor the capital of a first small word."""
    words = words.strip()
    words = words[:-1] if words.endswith(".") and not words.endswith("..") else words
    first = words.replace("’", " ").replace("'", " ").partition(" ")[0]
    is_small = first.lower() in _OPENING and first[1:] == first[1:].lower()
    return words[:1].lower() + words[1:] if is_small else words


def _contracted(words: str) -> str:
    """Return French words with «à le» and «à les» in one, as they are always said."""
    return re.sub(r"^à (le|les) ", lambda article: "au " if article[1] == "le" else "aux ", words)


def _names(of: Delay) -> bool:
    """Say whether the bounds of a delay name what it counts from."""
    latest = of.not_after
    return of.offset is not None or of.not_before is not None or (latest is not None and latest.minutes < 0)


def _day_of_month(of: Delay) -> int | None:
    """Return the day of the month by which a delay of days from its first is over, which is how one says it."""
    latest = of.not_after
    if of.from_ != "month-start" or latest is None or latest.unit != "d" or latest.amount < 2:
        return None
    return latest.amount


def _bounds(of: Delay, moment: str, language: str) -> list[Message]:
    """Return when: the hour said, the earliest and the latest; what they count from is said once."""
    said: list[Message] = []
    if not _names(of) and (day := _day_of_month(of)) is not None:
        return [message("by day {day} of the month", day=day)]
    if of.offset is not None:
        said.append(_point(of.offset, moment, language))
    if of.not_before is not None:
        said.append(_earliest(of.not_before, "" if said else moment, language))
    if of.not_after is not None:
        said.append(_latest(of.not_after, "" if said else moment, language))
    return said


def _point(at: Duration, moment: str, language: str) -> Message:
    """Return «2 working days before the sitting», «4 hours after»."""
    values = {"length": typography.duration(abs(at.amount), at.unit, language), "moment": moment}
    if at.minutes < 0:
        return message("{length} before {moment}", **values) if moment else message("{length} before", **values)
    if at.minutes > 0:
        return message("{length} after {moment}", **values) if moment else message("{length} after", **values)
    return message("at the moment of: {moment}", moment=moment) if moment else message("at once")


def _earliest(at: Duration, moment: str, language: str) -> Message:
    if not at.minutes and moment:
        return message("not before {moment}", moment=moment)
    return message("at the earliest {point}", point=_point(at, moment, language))


def _latest(at: Duration, moment: str, language: str) -> Message:
    if at.minutes < 0:
        return message("at the latest {point}", point=_point(at, moment, language))
    return message("within {delay}", delay=plain(at, language)) if at.minutes else message("at once")


def _each(every: Duration, language: str) -> str:
    return typography.each(every.amount, every.unit, language)


def _moment(of: str | Moment, language: str, steps: Mapping[str, str]) -> str:
    """Return what it counts from, as a noun: «the first message»."""
    if isinstance(of, str):
        return say(word("clock_moment", of), language)
    if of.step is not None:
        return say(message("the end of “{step}”", step=steps.get(of.step, of.step)), language)
    return inside(plain(of.event, language))


def _until(until: Duration | Text | Moment, language: str, steps: Mapping[str, str]) -> Message:
    if isinstance(until, Duration):
        return message("for {length}", length=plain(until, language))
    moment = _moment(until, language, steps) if isinstance(until, Moment) else inside(plain(until, language))
    return message("until {until}", until=moment)
