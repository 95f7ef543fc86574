"""Say first the values that somebody changed: amounts, limits, delays, dates, numbers, each before and after.

Comes in: a record before and after. Goes out: a phrase for each value that is said otherwise, wherever it stands in the
record; what is no value (texts, lists of names, what is matched) is told by who may do what.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Hashable, Iterator
from dataclasses import fields

from perimetre.base.durations import Duration
from perimetre.base.words import Message, message, say
from perimetre.compare.keys import key_title
from perimetre.compare.neutral import ASIDE, neutral, neutral_field
from perimetre.compare.saying import Later, Names, quoted
from perimetre.language.plain import plain
from perimetre.model import Inform, Limit, Named, Part, Text
from perimetre.model.delays import Delay, latest
from perimetre.model.matches import FactTest
from perimetre.model.shared import Time

# How far one may go is told by who may do what.
_TOLD = ASIDE | {"id", "authority", "owner", "status", "edition", "confidentiality", "compartment"}
_AMOUNT = "amount"


def value_phrases(
    before: Named, after: Named, names: Names, only: Collection[str] | None = None
) -> tuple[Message, ...]:
    """Return what becomes of the values of a record, a phrase each, each once.

    Args:
        before, after: the record.
        names: the names of whose it is.
        only: the fields that are looked at; None: all.
    """
    phrases = _of_parts(before, after, names, only) if type(before) is type(after) else ()
    return tuple({say(phrase, "en"): phrase for phrase in phrases}.values())


def inform_words(before: Inform, after: Inform, names: Names) -> Message:
    """Return by when somebody is told, before and after; that they are told otherwise, where this is not the delay."""
    who = names.who(after.who or "")
    if neutral(before, leave=("within",)) != neutral(after, leave=("within",)):
        return message("{who}: to be informed otherwise", who=who)
    return message(
        "{who}: to be informed {after} (before: {before})",
        who=who,
        after=_by_when(after),
        before=_by_when(before),
    )


def limit_words(before: Limit, after: Limit, names: Names) -> Message:
    """Return a limit, before and after."""
    return message("the limit is now {after} (before: {before})", after=names.limit(after), before=names.limit(before))


def _by_when(told: Inform) -> Message:
    within = latest(told.within)
    if within is None:
        return message("without any delay said")
    return message("within {delay}", delay=_plain(within))


def _of_parts(before: Part, after: Part, names: Names, only: Collection[str] | None = None) -> Iterator[Message]:
    for field in fields(type(after)):
        name = field.name
        old, new = getattr(before, name), getattr(after, name)
        if name in _TOLD or (only is not None and name not in only):
            continue
        if old == new or neutral_field(name, old) == neutral_field(name, new):
            continue
        yield from _of_values(type(after), name, old, new, names)


def _of_values(cls: type[Part], name: str, old: object, new: object, names: Names) -> Iterator[Message]:
    if isinstance(old, Limit) and isinstance(new, Limit):
        yield limit_words(old, new, names)
    elif isinstance(old, Inform) and isinstance(new, Inform):
        yield inform_words(old, new, names)
    elif isinstance(old, FactTest) and isinstance(new, FactTest):
        yield from _of_tests(old, new, names)
    elif isinstance(old, Delay | Duration) and isinstance(new, Delay | Duration):
        delays = latest(old), latest(new)
        if neutral(delays[0]) != neutral(delays[1]):
            yield _value(cls, name, *delays)
    elif isinstance(old, Part) and isinstance(new, Part) and type(old) is type(new):
        yield from _of_parts(old, new, names)
    elif isinstance(old, tuple) and isinstance(new, tuple):
        yield from _of_lists(cls, name, old, new, names)
    elif not isinstance(old, bool) and not isinstance(new, bool) and _is_value(old) and _is_value(new):
        yield _value(cls, name, old, new)


def _of_lists(
    cls: type[Part], name: str, old: tuple[object, ...], new: tuple[object, ...], names: Names
) -> Iterator[Message]:
    """Yield what becomes of the values of what a list holds: of two things that are the same one, by what names it."""
    before = {_name(item, rank): item for rank, item in enumerate(old)}
    after = {_name(item, rank): item for rank, item in enumerate(new)}
    for key in after:
        if key in before and isinstance(after[key], Part) and neutral(before[key]) != neutral(after[key]):
            head = _head(after[key])
            for phrase in _of_values(cls, name, before[key], after[key], names):
                yield phrase if head is None else message("{head}, {value}", head=head, value=phrase)


def _name(item: object, rank: int) -> Hashable:
    """Return what makes an item of a list the same one before and after: its id, whom it tells, its place else."""
    match item:
        case Named():
            return item.id
        case Inform():
            return item.who, item.when
        case FactTest():
            return item.fact or rank
        case Limit():
            return item.count, item.sum, item.by, str(item.per)
    return rank


def _head(item: object) -> object | None:
    title = getattr(item, "title", None)
    return quoted(title) if isinstance(item, Named) and isinstance(title, Text) else None


def _of_tests(old: FactTest, new: FactTest, names: Names) -> Iterator[Message]:
    """Yield what a fact must be, before and after; of a sum of money with one bound, that bound alone."""
    if old.fact != new.fact or new.fact is None:
        return
    for bound, other in (("up_to", "above"), ("above", "up_to")):
        edges = [getattr(test, bound) for test in (old, new)]
        if new.fact == _AMOUNT and None not in edges and getattr(old, other) == getattr(new, other):
            before, after = (names.money(edge) for edge in edges)
            yield message("the amount goes from {before} to {after}", before=before, after=after)
            return
    yield message("{after} (before: {before})", after=names.test(new), before=names.bounds(old))


def _is_value(value: object) -> bool:
    return value is None or isinstance(value, int | float | dt.date | Duration | Time)


def _value(cls: type[Part], name: str, old: object, new: object) -> Message:
    key = key_title(cls, name)
    if old is None:
        return message("{key} is now said: {after}", key=key, after=_plain(new))
    if new is None:
        return message("{key} is no longer said (before: {before})", key=key, before=_plain(old))
    return message("{key} is {after} (before: {before})", key=key, before=_plain(old), after=_plain(new))


def _plain(value: object) -> Later:
    return Later(lambda language: plain(value, language))
