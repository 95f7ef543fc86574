"""Hold the one form of what comes back on days that no list of weekdays says: the last working day… (stage build)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Literal

from perimetre.base.closed import WEEKDAYS
from perimetre.base.durations import Duration
from perimetre.base.frozen import dataclass
from perimetre.model.basics import Part

_WORKED = frozenset(WEEKDAYS[:5])
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurs(Part):
    """A day that comes back: the second Monday of the month, its last working day, one Monday in two.

    Fields:
        day: a day of the week, whether or not it is a public holiday; a day that is worked; or any.
        nth: which of these days in each stretch (`of`); None: those of the weeks that `every` counts.
        of: the stretch of the calendar.
        every, from_: one week in so many, counted from the week of that day on, which is the first.
    """

    day: Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun", "working-day", "day"] | None = None
    nth: Literal[1, 2, 3, 4, 5, "last"] | None = None
    of: Literal["month", "quarter", "year"] = "month"
    every: Duration | None = None
    from_: date | None = None

    def holds_on(self, day: date, class_of: Callable[[date], str]) -> bool:
        """Say whether it comes back on a day; `class_of` gives the class of a day: a weekday, or `holiday`."""
        if not self._is_such(day, class_of):
            return False
        if self.nth is not None:
            return self._rank_holds(day, class_of)
        if self.every is None or self.from_ is None or day < self.from_:
            return False
        weeks = max(1, self.every.minutes // (7 * 24 * 60))
        return (day - self.from_ + timedelta(days=self.from_.weekday())).days // 7 % weeks == 0

    def _is_such(self, day: date, class_of: Callable[[date], str]) -> bool:
        if self.day == "working-day":
            return class_of(day) in _WORKED
        return self.day == "day" or WEEKDAYS[day.weekday()] == self.day

    def _rank_holds(self, day: date, class_of: Callable[[date], str]) -> bool:
        first, last = self._stretch(day)
        if self.nth == "last":
            others = (day + timedelta(days=ahead) for ahead in range(1, (last - day).days + 1))
            return not any(self._is_such(other, class_of) for other in others)
        before = (first + timedelta(days=ahead) for ahead in range((day - first).days))
        return sum(self._is_such(other, class_of) for other in before) + 1 == self.nth

    def _stretch(self, day: date) -> tuple[date, date]:
        """Return the first and the last day of the month, quarter or year of a day."""
        months = _MONTHS[self.of]
        begins = (day.month - 1) // months * months
        year, month = divmod(day.year * 12 + begins + months, 12)
        return date(day.year, begins + 1, 1), date(year, month + 1, 1) - timedelta(days=1)
