"""Say in words what the data says in keys: hours, days, facts, limits, delays.

Comes in: parts of the model, a language. Goes out: plain strings, set in that language.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

from perimetre.base.closed import WEEK, WEEKDAYS, Weekday
from perimetre.base.durations import Duration
from perimetre.base.words import Message, message, say
from perimetre.language import typography
from perimetre.language.instants import length
from perimetre.language.labels import word
from perimetre.language.plain import plain
from perimetre.model import Action, Fact, FactTest, Hours, Limit, Text, Time, Times
from perimetre.model.escalation import Criterion
from perimetre.model.recurs import Recurs


def days(chosen: Iterable[Weekday], language: str) -> str:
    """Return « du lundi au vendredi », « samedi et jours fériés », « tous les jours »."""
    chosen = set(chosen)
    if chosen >= set(WEEK):
        return say(message("every day, public holidays included"), language)
    if chosen == set(WEEK) - {"holiday"}:
        return say(message("every day but public holidays"), language)
    runs: list[list[Weekday]] = []
    for day in WEEKDAYS:
        if day not in chosen:
            continue
        if runs and WEEK.index(runs[-1][-1]) == WEEK.index(day) - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    parts: list[str] = []
    for run in runs:
        if len(run) > 2:
            first, last = say(word("weekday", run[0]), language), say(word("weekday", run[-1]), language)
            parts.append(say(message("from {first} to {last}", first=first, last=last), language))
        else:
            parts += [say(word("weekday", day), language) for day in run]
    if "holiday" in chosen:
        parts.append(say(message("public holidays"), language))
    return typography.listing(tuple(parts), language)


def hours(of: Iterable[Hours], language: str, title: Callable[[str], str] = str) -> tuple[str, ...]:
    """Return a line for each stretch: « du lundi au vendredi, de 9 h à 18 h », « pendant “Été” : fermé ».

    Args:
        of: the hours.
        language: `fr` or `en`.
        title: gives the title of a period by its id.
    """
    return tuple(_hours(stretch, language, title) for stretch in of)


def _hours(of: Hours, language: str, title: Callable[[str], str]) -> str:
    said = message("shut")
    if not of.closed:
        stretch = _stretch(of.from_, of.to, language)
        on = days(of.days, language) if of.recurs is None else recurs(of.recurs, language)
        said = message("{days}, {stretch}", days=on, stretch=stretch)
    if of.in_ is not None:
        said = message("during “{period}”: {hours}", period=title(of.in_), hours=said)
    return typography.typeset(say(said, language), language)


def recurs(of: Recurs, language: str) -> str:
    """Return « le dernier jour ouvré du mois », « lundi, une semaine sur 2 à partir du 4 janvier 2027 »."""
    day = word("recurs_day", of.day) if of.day in ("working-day", "day") else word("weekday", of.day or "mon")
    if of.nth is not None:
        nth, stretch = word("nth", str(of.nth)), word("recurs_of", of.of)
        return say(message("the {nth} {day} {of}", nth=nth, day=day, of=stretch), language)
    weeks = of.every.minutes // (7 * 24 * 60) if of.every is not None else 1
    first = plain(of.from_, language)
    return say(message("{day}, one week in {count}, from {date} on", day=day, count=weeks, date=first), language)


def _stretch(start: Time | None, end: Time | None, language: str) -> str:
    if (str(start or "00:00"), str(end or "24:00")) in (("00:00", "24:00"), ("00:00", "00:00")):
        return say(message("all day long"), language)
    first = typography.hour(str(start or "00:00"), language)
    last = typography.hour(str(end or "24:00"), language)
    return say(message("from {start} until {end}", start=first, end=last), language)


def opening(stretches: Iterable[tuple[int, int]], language: str) -> str:
    """Return the hours of one day: « de 10 h à 13 h et de 14 h à 19 h », « fermé ».

    Args:
        stretches: half-open, in minutes from 00:00; what goes past 1440 is on the next day.
    """
    said = tuple(_stretch(Time(start), Time(end if end <= 1440 else end - 1440), language) for start, end in stretches)
    return typography.listing(said, language) if said else say(message("shut"), language)


def times(of: Times, language: str) -> str:
    """Return what a rule says of the week: « samedi et dimanche, de 20 h à minuit, hors des heures de service »."""
    parts = []
    if of.days:
        parts.append(days(of.days, language))
    if of.from_ is not None or of.to is not None:
        parts.append(_stretch(of.from_, of.to, language))
    if of.hours:
        parts.append(say(word("hours", of.hours), language))
    return ", ".join(parts)


def fact(test: FactTest, facts: Mapping[str, Fact], currency: str, language: str) -> str:
    """Return « montant : plus de 100 € », « la personne est mineure » or « la personne est mineure : non »."""
    known = facts.get(test.fact or "")
    label = plain(known.label, language) if known else test.fact or ""
    if test.is_:
        return label
    return say(message("{fact}: {value}", fact=label, value=bounds(test, known, currency, language)), language)


def bounds(test: FactTest, known: Fact | None, currency: str, language: str) -> str:
    """Return what a fact must be, without its name: « plus de 100 € », « non »."""
    if test.is_ is not None:
        return say(message("yes") if test.is_ else message("no"), language)
    if test.choices:
        names = {choice.id: plain(choice.label, language) for choice in (known.choices if known else ())}
        return typography.listing(tuple(names.get(choice, choice) for choice in test.choices), language, "or")
    edges: list[Message] = []
    kind = known.type if known else None
    if test.above is not None:
        edges.append(message("more than {value}", value=_amount(test.above, kind, currency, language)))
    if test.up_to is not None:
        edges.append(message("up to {value}", value=_amount(test.up_to, kind, currency, language)))
    if test.times_usual is not None:
        edges.append(message("{n} times the usual or more", n=typography.number(test.times_usual, language)))
    if test.over is not None:
        edges.append(message("over {duration}", duration=plain(test.over, language)))
    return typography.listing(tuple(say(bound, language) for bound in edges), language)


def _amount(value: float | Duration, kind: str | None, currency: str, language: str) -> str:
    if isinstance(value, Duration):
        return plain(value, language)
    return typography.money(value, currency, language) if kind == "money" else typography.number(value, language)


def criterion(of: Criterion, facts: Mapping[str, Fact], currency: str, language: str) -> str:
    """Return a criterion of severity: its own words, or what its fact must be."""
    if of.text is not None:
        return plain(of.text, language)
    test = FactTest(
        fact=of.fact or "",
        is_=of.is_,
        above=of.above,
        up_to=of.up_to,
        times_usual=of.times_usual,
        over=of.over,
    )
    return fact(test, facts, currency, language)


def limit(
    of: Limit, facts: Mapping[str, Fact], currency: str, language: str, actions: Mapping[str, Action] | None = None
) -> str:
    """Return « au plus 150 € par personne payée », « de 2 à 4 publications par jour », « au plus 3 fois par mois »."""
    summed = facts.get(of.sum) if of.sum is not None else None
    kind = summed.type if summed else None
    low = "" if of.min is None else _amount(of.min, kind, currency, language)
    high = "" if of.max is None else _amount(of.max, kind, currency, language)
    bounds = say(message("from {low} to {high}", low=low, high=high), language) if low and high else high or low
    quantity = f"{bounds} {_of_what(of, actions or {}, language)}".strip()
    words: Message | str = quantity
    if not low:
        words = message("{quantity} at most", quantity=quantity)
    elif not high:
        words = message("{quantity} at least", quantity=quantity)
    if isinstance(of.per, Duration):
        words = message("{quantity} in any {length}", quantity=words, length=length(of.per.minutes))
    elif of.per:
        words = message("{quantity} {per}", quantity=words, per=word("per", of.per))
    if of.by:
        words = message("{quantity}, {apart}", quantity=words, apart=word("limit_by", of.by))
    return typography.typeset(say(words, language), language)


def _of_what(of: Limit, actions: Mapping[str, Action], language: str) -> str:
    """Return what a limit counts: in the house's words, else how many times it is done."""
    if of.of is not None:
        return plain(of.of, language)
    if of.count is None or of.count is False:
        return ""
    action = actions.get(of.count) if isinstance(of.count, str) else None
    if action is None or action.label is None:
        return say(message("times"), language)
    return say(message("times “{action}”", action=action.label.in_(language)), language)


def said_by(source: Text | None, checked_on: dt.date | None, language: str) -> str:
    """Return who says that a channel does not offer an act: the house (`source`: None), or what ships, and its day."""
    if source is None:
        return say(message("the house says so of this channel"), language)
    words = source_named(source, checked_on, language)
    if checked_on is not None:
        return words
    return say(message("{source} (comes with the handbook, not yet read again by the house)", source=words), language)


def source_named(source: Text, checked_on: dt.date | None, language: str) -> str:
    """Return a source of what ships, with the day on which it was read, where it was."""
    words = source.in_(language).rstrip(".")
    if checked_on is None:
        return words
    day = typography.date(checked_on, language)
    return say(message("{source} (read on {day})", source=words, day=day), language)
