"""Write when something holds as the minutes at which it begins and ends, over the days that a site answers for.

Comes in: a predicate of an instant, the minutes of a day at which it may change. Goes out: edges, counted from the
first minute of the first day (wall time of the house): the first begins, the second ends, and so on. Each is written
as what it adds to the one before: weeks are alike, so the text is small once compressed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta

from perimetre.base.frozen import dataclass

DAY = 1440


@dataclass(frozen=True, slots=True, kw_only=True)
class Horizon:
    """The days that a site answers for: the first, and how many."""

    first: date
    days: int

    def edges(self, holds: Callable[[datetime], bool], minutes: Iterable[int]) -> tuple[int, ...]:
        """Return the edges of when something holds, none where it never does.

        Args:
            holds: asked of wall times.
            minutes: those of a day at which it may change; midnight is one.
        """
        cuts = tuple(sorted({0, *(minute for minute in minutes if minute < DAY)}))
        return tuple(self._differences(holds, cuts))

    def days_of(self, holds: Callable[[date], bool]) -> tuple[int, ...]:
        """Return the same of what holds or not for whole days."""
        return self.edges(lambda at: holds(at.date()), ())

    @property
    def always(self) -> tuple[int, ...]:
        """The edges of what always holds."""
        return (0, self.days * DAY)

    def _differences(self, holds: Callable[[datetime], bool], cuts: tuple[int, ...]) -> Iterator[int]:
        last, held = 0, False
        for ahead in range(self.days):
            midnight = datetime.combine(self.first + timedelta(days=ahead), time())
            for cut in cuts:
                if holds(midnight + timedelta(minutes=cut)) != held:
                    held = not held
                    yield ahead * DAY + cut - last
                    last = ahead * DAY + cut
        if held:
            yield self.days * DAY - last
