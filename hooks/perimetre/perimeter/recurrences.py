"""Unroll what comes back in the editorial line, and say in which silences it falls.

Comes in: a brand, its recurring dates, a first day. Goes out: days. The rules and the page both ask here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from perimetre.base.closed import WEEKDAYS
from perimetre.base.days import Calendar, HasHolidays
from perimetre.base.frozen import dataclass
from perimetre.model import Brand, Period, Recurrence
from perimetre.model.editorial import InPeriod
from perimetre.model.recurs import Recurs
from perimetre.perimeter.matching import in_force

# The times in which a house keeps silent, whatever the subject; so do those that pause every post.
_SILENT = frozenset({"quiet-period", "national-mourning"})
_POSTS = frozenset({"posts", "all"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """A day on which something comes back.

    Fields:
        recurrence: what comes back.
        day: the day.
        silences: the periods of silence in which it falls, each with what the house says of it there, or None.
    """

    recurrence: Recurrence
    day: date
    silences: tuple[tuple[Period, InPeriod | None], ...] = ()

    @property
    def is_skipped(self) -> bool:
        """Whether it does not take place: one of the periods in which it falls says so."""
        return any(said is not None and said.do == "skip" for _, said in self.silences)


def is_weekly(recurrence: Recurrence) -> bool:
    """Say whether it comes back every week."""
    return recurrence.when in WEEKDAYS


def occurrences(
    brand: Brand, recurrence: Recurrence, first: date, count: int, settings: HasHolidays
) -> Iterator[Occurrence]:
    """Yield the days on which something comes back, from `first` on, among `count` days; `settings`: the brand's."""
    said = {written.period: written for written in recurrence.during}
    periods = [
        period for period in brand.periods.periods if period.is_live(first) and (is_silent(period) or period.id in said)
    ]
    calendar = Calendar.of(settings)
    for day in (first + timedelta(days=ahead) for ahead in range(count)):
        if _comes_back(recurrence.when, day, calendar):
            noon = datetime.combine(day, time(12))
            met = tuple((period, said.get(period.id)) for period in periods if in_force(period, noon))
            yield Occurrence(recurrence=recurrence, day=day, silences=met)


def _comes_back(when: str | Recurs | None, day: date, calendar: Calendar) -> bool:
    if isinstance(when, Recurs):
        return when.holds_on(day, calendar.class_of)
    return when in (f"{day:%m-%d}", WEEKDAYS[day.weekday()])


def is_silent(period: Period) -> bool:
    """Say whether a period silences what one says of one's own accord."""
    return period.kind in _SILENT or any(pause.scope in _POSTS for pause in period.pauses)
