"""Cut the time to come into bands: between two of them, whatever instant is asked gives the same answers.

Comes in: a compiled `Perimeter`, a first day, how many days. Goes out: a day for each class of days that no rule tells
apart (the first of its class), and in a day the minutes at which something may change. What is proved of these instants
is proved of all the others.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from perimetre.model import Period
from perimetre.perimeter.decisions import Perimeter
from perimetre.perimeter.matching import Matcher, in_force
from perimetre.perimeter.windows import RuleHours

HORIZON = 400
"""How many days ahead are judged."""


class Bands:
    """The bands of the days to come; days on which a channel is served are apart from those on which it is not.

    Args:
        perimeter: the brand's compiled perimeter.
        first: the first day.
        count: how many days.

    Attributes:
        days: the first day of each class, in order.
    """

    def __init__(self, perimeter: Perimeter, first: date, count: int = HORIZON) -> None:
        self._perimeter = perimeter
        clauses = perimeter.clauses
        matchers = [matcher for clause in clauses for matcher in (clause.matcher, *clause.matcher.exceptions)]
        self._windows = tuple(dict.fromkeys(_windows(matchers, perimeter)))
        named = [period for matcher in matchers for period in matcher.during or ()]
        named += perimeter.ground.elections if any(matcher.elections is not None for matcher in matchers) else ()
        periods = {id(period): period for period in named}.values()
        # One that begins and ends with the day is in force at all its minutes, or at none.
        self._whole_days = tuple(period for period in periods if not _edges(period))
        self._cut_short = tuple(period for period in periods if _edges(period))
        self._dated = tuple(clause.rule for clause in clauses if not clause.is_always_live)
        self._channels = tuple(channel.id for channel in perimeter.brand.channels.channels)
        self.minutes = self._cut_day()
        classes: dict[tuple[object, ...], date] = {}
        for ahead in range(count):
            day = first + timedelta(days=ahead)
            classes.setdefault(self.signature(day), day)
        self.days = tuple(classes.values())

    def signature(self, day: date) -> tuple[object, ...]:
        """Return what the rules see of a day."""
        calendar = self._perimeter.ground.calendar
        before = day - timedelta(days=1)
        midnight = datetime.combine(day, time())
        return (
            tuple(rule.is_live(day) for rule in self._dated),
            tuple(self._perimeter.ground.is_served(channel, day) for channel in self._channels),
            tuple(
                (window.keeps(day, calendar), window.keeps(before, calendar))
                # A window that crosses midnight belongs to the day it starts.
                if window.from_ >= window.to
                else window.keeps(day, calendar)
                for window in self._windows
            ),
            tuple(in_force(period, midnight) for period in self._whole_days),
            tuple(
                in_force(period, midnight + timedelta(minutes=minute))
                for period in self._cut_short
                for minute in self.minutes
            ),
        )

    def _cut_day(self) -> tuple[int, ...]:
        edges = {0, *(edge for window in self._windows for edge in (window.from_, window.to))}
        edges |= {edge for period in self._cut_short for edge in _edges(period)}
        return tuple(sorted(edge for edge in edges if edge < 1440))


def _edges(period: Period) -> tuple[int, ...]:
    """Return the minutes at which a period begins, on its first day, and ends, on its last."""
    return tuple(int(edge) for edge in (period.from_time, period.until_time) if edge is not None)


def _windows(matchers: Iterable[Matcher], perimeter: Perimeter) -> tuple[RuleHours, ...]:
    windows = tuple(window for matcher in matchers for window in matcher.windows or ())
    if any(window.service is not None for window in windows):
        windows += perimeter.ground.service_windows()
    return windows
