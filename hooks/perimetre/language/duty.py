"""Say how much duty somebody carries, and how much they may: «8 nights a month», «2 days without a pause»."""

from __future__ import annotations

from perimetre.base.durations import Duration
from perimetre.base.words import Listing, Message, counted, message
from perimetre.language.instants import length
from perimetre.language.labels import word
from perimetre.model.people import DutyLimit, Earning


def amount(of: str | None, how_much: int | Duration | None) -> Message | Listing:
    """Return an amount of duty: «3 nights», «2 days and 4 hours».

    Args:
        of: what is counted, as a limit says it.
        how_much: how many, or for a length how long, in minutes if it is a number.
    """
    if isinstance(how_much, Duration):
        return length(how_much.minutes)
    count = how_much or 0
    match of:
        case "nights":
            return counted("{count} night", "{count} nights", count)
        case "sundays":
            return counted("{count} Sunday", "{count} Sundays", count)
        case "weekends":
            return counted("{count} weekend", "{count} weekends", count)
        case "holidays":
            return counted("{count} public holiday", "{count} public holidays", count)
        case "weeks":
            return counted("{count} week", "{count} weeks", count)
        case "days":
            return counted("{count} day", "{count} days", count)
        case _:
            return length(count)


_EARNS = {
    "nights": message("a night"),
    "days": message("a day of duty"),
    "sundays": message("a Sunday"),
    "weekends": message("a weekend"),
    "holidays": message("a public holiday"),
    "weeks": message("a week of duty"),
    "hours": message("an hour of duty"),
    "calls": message("a call"),
    "call-hours": message("an hour called"),
}


def time_off(amount: float, number: str, unit: str | None) -> Message:
    """Return time that is earned, whose number is written already: «2 hours off», «1.5 days off»."""
    several = 1 if amount == 1 else 2
    if unit == "hours":
        return counted("{n} hour off", "{n} hours off", several, n=number)
    return counted("{n} day off", "{n} days off", several, n=number)


def earning(of: Earning, worth: str) -> Message:
    """Return what duty is worth: «a night: €35», «an hour called: 2 hours off, counted once in 1 day»."""
    words = message("{what}: {worth}", what=_EARNS.get(of.of or "", ""), worth=worth)
    if of.counted_once_within is None:
        return words
    return message("{words}, counted once in {length}", words=words, length=length(of.counted_once_within.minutes))


def limit(of: DutyLimit) -> Message:
    """Return what a limit allows: «at most 8 nights a month», «…in any 28 days», «…, unless they agree to more»."""
    most = _most(of)
    return message("{most}, unless they agree to more", most=most) if of.unless else most


def _most(of: DutyLimit) -> Message:
    most = amount(of.of, of.max)
    if of.of == "stretch":
        return message("at most {amount} without a pause", amount=most)
    if isinstance(of.per, Duration):
        return message("at most {amount} in any {length}", amount=most, length=length(of.per.minutes))
    if of.per is not None:
        return message("at most {amount} {period}", amount=most, period=word("per", of.per))
    return message("at most {amount}", amount=most)
