"""Tell whether an instant falls in hours: those that a rule names, those of a service, those of a period.

Comes in: hours of the week as a playbook writes them, the periods that they may name. Goes out: `RuleHours`, asked of
an instant or of a day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from perimetre.base.days import Calendar
from perimetre.model import Hours, Period, Times
from perimetre.model.recurs import Recurs


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleHours:
    """Hours in which a rule speaks: days of these classes, from a minute to another, or the channel's service hours.

    Fields:
        within: the period in which they hold; None: out of those of `out_of`.
        out_of: the periods that have hours of their own.
        recurs: the days, where no classes say them.
    """

    days: frozenset[str] | None
    from_: int
    to: int
    service: bool | None
    within: Period | None = None
    out_of: tuple[Period, ...] = ()
    recurs: Recurs | None = None

    def holds(self, at: datetime, calendar: Calendar, in_service: Callable[[], bool]) -> bool:
        """Say whether `at` falls in the window; a window that crosses midnight belongs to the day it starts."""
        if self.service is not None and in_service() != self.service:
            return False
        minute = at.hour * 60 + at.minute
        today = at.date()
        if self.from_ < self.to:
            return self.from_ <= minute < self.to and self.keeps(today, calendar)
        if minute >= self.from_:
            return self.keeps(today, calendar)
        return minute < self.to and self.keeps(today - timedelta(days=1), calendar)

    def keeps(self, day: date, calendar: Calendar) -> bool:
        """Say whether the window is one of `day`."""
        if self.within is not None and not _holds_on(self.within, day):
            return False
        if any(_holds_on(period, day) for period in self.out_of):
            return False
        if self.recurs is not None:
            return self.recurs.holds_on(day, calendar.class_of)
        return self.days is None or calendar.class_of(day) in self.days


def windows_of(week: Sequence[Hours], periods: Mapping[str, Period]) -> tuple[RuleHours, ...]:
    """Return hours of the week ready to be asked, each in its period or out of those that the others name.

    Args:
        week: the hours.
        periods: those that they may name, by id.
    """
    named = dict.fromkeys(shift.in_ for shift in week if shift.in_ is not None)
    apart = tuple(periods[id_] for id_ in named if id_ in periods)
    usual = (replace(_window(shift), out_of=apart) for shift in week if shift.in_ is None)
    in_periods = (
        replace(_window(shift), within=periods[shift.in_])
        for shift in week
        if shift.in_ is not None and shift.in_ in periods and not shift.closed
    )
    return (*usual, *in_periods)


def _holds_on(period: Period, day: date) -> bool:
    return period.is_live(day) and period.holds_on(day)


def _window(hours: Hours | Times, service: str | None = None) -> RuleHours:
    return RuleHours(
        days=frozenset(hours.days) or None,
        from_=hours.from_ or 0,
        to=1440 if hours.to is None else hours.to,
        service=None if service is None else service == "service",
        recurs=hours.recurs if isinstance(hours, Hours) else None,
    )


def hours_of(times: Times) -> RuleHours:
    """Return the hours that a match names, ready to be asked."""
    return _window(times, times.hours)
