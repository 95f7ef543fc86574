"""Say in words what the data says in keys: hours, days, facts, limits, delays.

A part of the stage render. Comes in: parts of the model, a language. Goes out: plain strings, set in that language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from perimetre.base.closed import WEEK, WEEKDAYS, Weekday
from perimetre.base.durations import Duration
from perimetre.base.words import Message, message, say
from perimetre.language import typography
from perimetre.language.labels import word
from perimetre.language.plain import plain
from perimetre.model.matches import FactTest, Times
from perimetre.model.shared import Hours, Limit


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
    said: list[str] = []
    for run in runs:
        if len(run) > 2:
            first, last = say(word("weekday", run[0]), language), say(word("weekday", run[-1]), language)
            said.append(say(message("from {first} to {last}", first=first, last=last), language))
        else:
            said += [say(word("weekday", day), language) for day in run]
    if "holiday" in chosen:
        said.append(say(message("public holidays"), language))
    return typography.listing(tuple(said), language)


def hours(of: Iterable[Hours], language: str) -> tuple[str, ...]:
    """Return a line for each stretch: « du lundi au vendredi, de 9 h à 18 h »."""
    return tuple(
        say(
            message("{days}, {stretch}", days=days(one.days, language), stretch=_stretch(one.from_, one.to, language)),
            language,
        )
        for one in of
    )


def _stretch(start: object, end: object, language: str) -> str:
    if (str(start or "00:00"), str(end or "24:00")) in (("00:00", "24:00"), ("00:00", "00:00")):
        return say(message("all day long"), language)
    first = typography.hour(str(start or "00:00"), language)
    last = typography.hour(str(end or "24:00"), language)
    return say(message("from {start} until {end}", start=first, end=last), language)


def times(one: Times, language: str) -> str:
    """Return what a rule says of the week: « samedi et dimanche, de 20 h à minuit, hors des heures de service »."""
    said = []
    if one.days:
        said.append(days(one.days, language))
    if one.from_ is not None or one.to is not None:
        said.append(_stretch(one.from_, one.to, language))
    if one.hours:
        said.append(say(word("hours", one.hours), language))
    return ", ".join(said)


def fact(test: FactTest, facts: Mapping[str, Any], currency: str, language: str) -> str:
    """Return « montant : plus de 100 € », « la personne est mineure » or « la personne est mineure : non »."""
    known = facts.get(test.fact)
    label = plain(known.label, language) if known else test.fact
    if test.is_:
        return label
    return say(message("{fact}: {value}", fact=label, value=_bounds(test, known, currency, language)), language)


def _bounds(test: FactTest, known: Any, currency: str, language: str) -> str:
    if test.is_ is not None:
        return say(message("yes") if test.is_ else message("no"), language)
    if test.choices:
        names = {choice.id: plain(choice.label, language) for choice in getattr(known, "choices", ())}
        return typography.listing(tuple(names.get(choice, choice) for choice in test.choices), language, "or")
    said: list[Message] = []
    kind = getattr(known, "type", None)
    if test.above is not None:
        said.append(message("more than {value}", value=_amount(test.above, kind, currency, language)))
    if test.up_to is not None:
        said.append(message("up to {value}", value=_amount(test.up_to, kind, currency, language)))
    if test.times_usual is not None:
        said.append(message("more than {n} times the usual", n=typography.number(test.times_usual, language)))
    if test.over is not None:
        said.append(message("over {duration}", duration=plain(test.over, language)))
    return ", ".join(say(one, language) for one in said)


def _amount(value: float | Duration, kind: str | None, currency: str, language: str) -> str:
    if isinstance(value, Duration):
        return plain(value, language)
    return typography.money(value, currency, language) if kind == "money" else typography.number(value, language)


def criterion(one: Any, facts: Mapping[str, Any], currency: str, language: str) -> str:
    """Return a criterion of severity: its own words, or what its fact must be."""
    if one.text is not None:
        return plain(one.text, language)
    test = FactTest(
        fact=one.fact,
        is_=getattr(one, "is_", None),
        above=one.above,
        up_to=one.up_to,
        times_usual=one.times_usual,
        over=one.over,
    )
    return fact(test, facts, currency, language)


def limit(one: Limit, facts: Mapping[str, Any], currency: str, language: str) -> str:
    """Return « 150 € au plus par personne payée », « 2 publications au plus par jour »."""
    money = one.sum is not None and getattr(facts.get(one.sum), "type", "") == "money"
    most = "" if one.max is None else _amount(one.max, "money" if money else None, currency, language)
    what = plain(one.of, language)
    quantity = f"{most} {what}".strip()
    said = message("{quantity} at most", quantity=quantity)
    if one.per:
        said = message("{quantity} at most {per}", quantity=quantity, per=word("per", one.per))
    return typography.typeset(say(said, language), language)
