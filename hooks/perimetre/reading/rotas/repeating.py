"""Say on which days something comes back, by a rule of recurrence (RFC 5545, 3.3.10), over days that are bounded.

Comes in: a rule as text, the wall time of the first. Goes out: wall times. `dateutil` reads the rules; what it would
take for ever to read, or what no turn of anybody comes back by, is refused.
"""

from __future__ import annotations

import calendar
import itertools
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from dateutil.rrule import rrulestr  # type: ignore[import-untyped]

from perimetre.base.words import message
from perimetre.reading.rotas.said import UnsaidError

# An hour is the shortest turn that somebody has; days of a century are looked through in a tenth of a second.
_MOST_STEPS = 100_000
_STEPS = {"HOURLY": timedelta(hours=1), "DAILY": timedelta(days=1), "WEEKLY": timedelta(days=7)}
_DENSE = ("BYMINUTE", "BYSECOND")
_KNOWN = frozenset(
    (
        "FREQ",
        "INTERVAL",
        "COUNT",
        "UNTIL",
        "WKST",
        "BYSETPOS",
        "BYMONTH",
        "BYWEEKNO",
        "BYYEARDAY",
        "BYMONTHDAY",
        "BYDAY",
    )
) | {"BYHOUR", "BYMINUTE", "BYSECOND"}
# Of days that no year has, `dateutil` looks for the first until the year 9999: they are looked for here, in a round of
# leap years and weekdays. Beyond these places in a month or a year there is none.
_ROUND = 28 * 366
_NUMBERED = ("BYMONTH", "BYMONTHDAY", "BYYEARDAY")
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LAST_PLACE = {"MONTHLY": 5, "YEARLY": 53}
# What may be written of a part, in values.
_MOST_VALUES = 60


def walls(
    rule: Mapping[str, Sequence[str]], first: datetime, last: datetime, *, since: datetime, with_first: bool = True
) -> Iterator[datetime]:
    """Yield the wall times at which something comes back, up to one, in order.

    Args:
        rule: the parts of the rule, in capitals, with their values as they are written; `UNTIL` as a naive wall time in
            ISO 8601.
        first: the wall time of the first, which counts as one even where the rule leaves it out (3.8.5.3).
        last: the wall time up to which they are wanted.
        since: the wall time from which they are: of those before, some or none come.
        with_first: whether `first` is one of them whatever the rule says.

    Raises:
        UnsaidError: no turn comes back by such a rule, or it is none.
    """
    frequency = "".join(rule.get("FREQ", ())).upper()
    if frequency in ("SECONDLY", "MINUTELY") or any(len(rule.get(part, ())) > 1 for part in _DENSE):
        raise UnsaidError(message("a turn that comes back every minute is none"))
    odd = next((part for part in rule if part not in _KNOWN), None)
    if odd is not None:
        raise UnsaidError(message("the recurrence says `{part}`, which is not read", part=odd[:30]))
    if any(len(values) > _MOST_VALUES for values in rule.values()):
        raise UnsaidError(message("the recurrence is too long to be read"))
    if "BYWEEKNO" in rule and not rule.keys().isdisjoint(_NUMBERED):
        # No calendar writes it, and no day may be one of both: it would be looked for over eight thousand years.
        raise UnsaidError(message("the recurrence cannot be read"))
    if not _ever_falls(rule, frequency, first):
        raise UnsaidError(message("no day is one of its recurrence"))
    until = rule.get("UNTIL")
    end = min(last, datetime.fromisoformat(until[0])) if until else last
    text = ";".join(f"{part}={','.join(values)}" for part, values in rule.items() if part not in ("COUNT", "UNTIL"))
    try:
        # The count is counted here: `dateutil` would look for the last of them until the year 9999.
        count = int(rule["COUNT"][0]) if "COUNT" in rule else None
        begun = first if count is not None else _brought_on(frequency, rule, first, since)
        if frequency == "HOURLY" and (end - begun) / timedelta(hours=1) > _MOST_STEPS:
            raise UnsaidError(message("the recurrence goes hour by hour over too many years"))
        found: Iterator[datetime] = iter(rrulestr(text, dtstart=begun).replace(until=end))
    except (ValueError, TypeError, KeyError, IndexError, OverflowError, AttributeError) as error:
        raise UnsaidError(message("the recurrence cannot be read")) from error
    if with_first:
        found = itertools.chain([first], (wall for wall in found if wall != first))
    yield from itertools.islice(found, count) if count is not None else found


def _brought_on(frequency: str, rule: Mapping[str, Sequence[str]], first: datetime, since: datetime) -> datetime:
    """Return a beginning from which a rule falls on the same days, as near as can be before an instant."""
    step = _STEPS.get(frequency)
    if step is None or since <= first:
        return first
    step *= int("".join(rule.get("INTERVAL", ("1",))))
    return first + step * max(0, (since - first) // step - 1)


def _ever_falls(rule: Mapping[str, Sequence[str]], frequency: str, first: datetime) -> bool:
    """Say whether some day may be one of a rule: no would be looked for over eight thousand years."""
    try:
        months, days, of_year = ({int(value) for value in rule.get(part, ())} for part in _NUMBERED)
        places = [int(value[:-2] or 0) for value in rule.get("BYDAY", ())]
        named = {_WEEKDAYS.index(value[-2:].upper()) for value in rule.get("BYDAY", ())}
        every = int("".join(rule.get("INTERVAL", ("1",))))
        if any(abs(place) > _LAST_PLACE.get(frequency, 0) for place in places):
            return False
        if any(abs(int(place)) > 31 for place in rule.get("BYSETPOS", ())) or every < 1:
            return False
    except ValueError:
        return False
    if frequency == "DAILY" and every % 7 == 0 and named and first.weekday() not in named:
        return False
    if not (months or days or of_year):
        return True
    start = first.date()
    for more in range(_ROUND):
        day = start + timedelta(days=more)
        number, last = day.timetuple().tm_yday, 366 if calendar.isleap(day.year) else 365
        length = calendar.monthrange(day.year, day.month)[1]
        if (
            (not months or day.month in months)
            and (not days or day.day in days or day.day - length - 1 in days)
            and (not of_year or number in of_year or number - last - 1 in of_year)
            and (not named or any(places) or day.weekday() in named)
        ):
            return True
    return False
