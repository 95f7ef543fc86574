"""Say when something changes: dates, days of the week, hours, as one would say it.

Comes in: instants of a union, each standing for others. Goes out: `Moments`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from perimetre.base.closed import WEEK, Weekday
from perimetre.compare.perimeter.union import Union
from perimetre.perimeter.bands import HORIZON

# So many stretches of days are named one by one.
_FEW = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """When something changes.

    Fields:
        from_, to: the first and the last day, included; None where it is already so, where it goes on beyond.
        weekdays: the days of the week on which it does; none: all.
        hours: the stretches of the day, in minutes, half-open; none: the whole day.
        but: the stretches of days, first and last included, on which it does not.
        days: on how many days, where they have no simpler name; 0 where they have one.
    """

    from_: date | None = None
    to: date | None = None
    weekdays: tuple[Weekday, ...] = ()
    hours: tuple[tuple[int, int], ...] = ()
    but: tuple[tuple[date, date], ...] = ()
    days: int = 0

    @classmethod
    def of(cls, union: Union, instants: Collection[datetime]) -> Moments:
        """Return what instants stand for."""
        minutes_of: dict[date, set[int]] = {}
        for at in instants:
            minutes_of.setdefault(at.date(), set()).add(at.hour * 60 + at.minute)
        days = sorted(day for first in minutes_of for day in union.days[first])
        ends = [*union.minutes[1:], 1440]
        hours: list[tuple[int, int]] = []
        if len({frozenset(minutes) for minutes in minutes_of.values()}) == 1:
            for start, end in zip(union.minutes, ends, strict=True):
                if start not in next(iter(minutes_of.values())):
                    continue
                if hours and hours[-1][1] == start:
                    hours[-1] = hours[-1][0], end
                else:
                    hours.append((start, end))
        whole = hours in ([], [(0, 1440)])
        last = union.today + timedelta(days=HORIZON - 1)
        from_ = days[0] if days[0] > union.today else None
        to = days[-1] if days[-1] < last else None
        stretch = (days[-1] - days[0]).days + 1
        if stretch == len(days):
            return cls(from_=from_, to=to, hours=() if whole else tuple(hours))
        class_of = union.new.perimeter.ground.calendar.class_of
        classes = {class_of(day) for day in days}
        between = (days[0] + timedelta(days=ahead) for ahead in range(stretch))
        if sum(class_of(day) in classes for day in between) == len(days):
            near = 7
            return cls(
                from_=from_ if from_ and (from_ - union.today).days >= near else None,
                to=to if to and (last - to).days >= near else None,
                weekdays=tuple(name for name in WEEK if name in classes),
                hours=() if whole else tuple(hours),
            )
        but = _missing(days)
        if len(but) <= _FEW:
            return cls(from_=from_, to=to, hours=() if whole else tuple(hours), but=but)
        return cls(from_=from_, to=to, hours=() if whole else tuple(hours), days=len(days))


def _missing(days: Sequence[date]) -> tuple[tuple[date, date], ...]:
    """Return the stretches of days that are missing between the first and the last of some, in order."""
    one = timedelta(days=1)
    return tuple((day + one, after - one) for day, after in pairwise(days) if after - day > one)
