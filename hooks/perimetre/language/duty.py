"""Say how much duty somebody carries, and how much they may: «8 nights a month», «2 days without a pause»."""

from __future__ import annotations

from perimetre.base.durations import Duration
from perimetre.base.words import Listing, Message, counted, message
from perimetre.language.instants import length
from perimetre.model.people import DutyLimit

_CALENDAR = {
    "week": message("a week"),
    "month": message("a month"),
    "quarter": message("a quarter"),
    "year": message("a year"),
}


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


def limit(of: DutyLimit) -> Message:
    """Return what a limit allows: «at most 8 nights a month», «at most 1 week in any 28 days»."""
    most = amount(of.of, of.max)
    if of.of == "stretch":
        return message("at most {amount} without a pause", amount=most)
    if isinstance(of.per, Duration):
        return message("at most {amount} in any {length}", amount=most, length=length(of.per.minutes))
    if of.per is not None:
        return message("at most {amount} {period}", amount=most, period=_CALENDAR[of.per])
    return message("at most {amount}", amount=most)
