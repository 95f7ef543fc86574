"""Say what becomes of a posture that was declared: raised or lowered, ended sooner or later, more or less widely.

Comes in: a declaration before and after, the day. Goes out: whether it holds anything back, and what the change of a
key does. To raise is to protect more; to lower, to lift, to end sooner protects less. What is over protects nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from perimetre.base.closed import POSTURES
from perimetre.base.words import Message, message
from perimetre.compare.saying import Later, few, quoted
from perimetre.compare.weighed import Weighed
from perimetre.language.labels import word
from perimetre.language.plain import plain
from perimetre.model.posture import PostureDeclared


def protects(posture: PostureDeclared, today: date) -> bool:
    """Say whether a declaration holds something back, today or later."""
    return posture.status == "approved" and posture.level not in (None, "normal") and not posture.is_over(today)


def posture_change(before: PostureDeclared, after: PostureDeclared, name: str, today: date) -> Iterator[Weighed]:
    """Yield what the change of a key of a declaration does; nothing where nobody can tell."""
    if not protects(before, today) and not protects(after, today):
        return
    if name == "level" and before.level and after.level:
        yield _level(before, after)
    elif name in ("until", "valid_until"):
        yield _end(after, getattr(before, name), getattr(after, name))
    elif name == "status":
        yield _standing(after, is_on=after.status == "approved")
    elif name in ("channels", "topics", "places"):
        yield from _extent(after, getattr(before, name), getattr(after, name))


def _level(before: PostureDeclared, after: PostureDeclared) -> Weighed:
    old, new = before.level or "normal", after.level or "normal"
    return Weighed(
        "strengthened" if POSTURES.index(new) > POSTURES.index(old) else "weakened",
        message(
            "Declared alert level {title}: it is now “{after}” (before: “{before}”).",
            title=_title(after),
            after=word("posture", new),
            before=word("posture", old),
        ),
    )


def _end(after: PostureDeclared, old: date | datetime | None, new: date | datetime | None) -> Weighed:
    is_sooner = new is not None and (old is None or new < old)
    words = {"title": _title(after), "after": _moment(new), "before": _moment(old)}
    if is_sooner:
        return Weighed(
            "weakened", message("Declared alert level {title}: it ends sooner, {after} (before: {before}).", **words)
        )
    return Weighed(
        "strengthened", message("Declared alert level {title}: it ends later, {after} (before: {before}).", **words)
    )


def _standing(after: PostureDeclared, *, is_on: bool) -> Weighed:
    if is_on:
        return Weighed("strengthened", message("Declared alert level {title}: it now holds.", title=_title(after)))
    return Weighed("weakened", message("Declared alert level {title}: it holds no more.", title=_title(after)))


def _extent(after: PostureDeclared, old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[Weighed]:
    """Yield whether it holds more or less widely; of none named, all are meant."""
    words = {"title": _title(after), "after": _named(new), "before": _named(old)}
    if new and (not old or set(new) < set(old)):
        yield Weighed(
            "weakened",
            message("Declared alert level {title}: it holds less widely, {after} (before: {before}).", **words),
        )
    elif old and (not new or set(old) < set(new)):
        yield Weighed(
            "strengthened",
            message("Declared alert level {title}: it holds more widely, {after} (before: {before}).", **words),
        )


def _title(posture: PostureDeclared) -> Message:
    return quoted(posture.title or posture.id)


def _moment(value: date | datetime | None) -> object:
    return message("no day said") if value is None else Later(lambda language: plain(value, language))


def _named(ids: tuple[str, ...]) -> object:
    return few(f"`{id_}`" for id_ in ids) if ids else message("everywhere")
