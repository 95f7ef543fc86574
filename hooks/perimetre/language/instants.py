"""Say instants and lengths of time in messages that are not yet in a language (stage judge)."""

from __future__ import annotations

from datetime import datetime

from perimetre.base.words import Listing, Message, counted, message

_WEEKDAYS = (
    message("Monday"),
    message("Tuesday"),
    message("Wednesday"),
    message("Thursday"),
    message("Friday"),
    message("Saturday"),
    message("Sunday"),
)
_MONTHS = (
    message("January"),
    message("February"),
    message("March"),
    message("April"),
    message("May"),
    message("June"),
    message("July"),
    message("August"),
    message("September"),
    message("October"),
    message("November"),
    message("December"),
)


def instant(wall: datetime) -> Message:
    """Return a wall time: «Friday 25 December 2026 at 22:00»."""
    values = {
        "weekday": _WEEKDAYS[wall.weekday()],
        "day": wall.day,
        "month": _MONTHS[wall.month - 1],
        "year": wall.year,
        "hour": hour(wall.hour * 60 + wall.minute),
    }
    if wall.day == 1:
        # French says «1er», and no other day so.
        return message("{weekday} 1 {month} {year} at {hour}", **{**values, "day": 1})
    return message("{weekday} {day} {month} {year} at {hour}", **values)


def day(wall: datetime) -> Message:
    """Return a day: «25 December 2026»."""
    month, year = _MONTHS[wall.month - 1], wall.year
    if wall.day == 1:
        return message("1 {month} {year}", month=month, year=year)
    return message("{day} {month} {year}", day=wall.day, month=month, year=year)


def month(wall: datetime) -> Message:
    """Return a month and its year: «December 2027»."""
    return message("{month} {year}", month=_MONTHS[wall.month - 1], year=wall.year)


def hour(minutes: int) -> Message:
    """Return a time of day, in minutes after midnight: «22:00»."""
    if minutes % 60 == 0:
        return message("{hour}:00", hour=minutes // 60)
    return message("{hour}:{minutes}", hour=minutes // 60, minutes=f"{minutes % 60:02}")


def length(minutes: int) -> Listing:
    """Return a length of time: «1 day and 3 hours», the two greatest units of it."""
    days, rest = divmod(minutes, 1440)
    hours, left = divmod(rest, 60)
    parts = (
        (days, counted("{count} day", "{count} days", days)),
        (hours, counted("{count} hour", "{count} hours", hours)),
        (left, counted("{count} minute", "{count} minutes", left)),
    )
    units = tuple(unit for count, unit in parts if count)
    return Listing(units[:2] or (counted("{count} minute", "{count} minutes", 0),))
