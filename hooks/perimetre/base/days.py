"""Tell what class a day belongs to: a weekday, or a public holiday of the house's country; and count days.

Comes in: the `holidays:` block of `handbook.yml`. Goes out: `Calendar`, asked day by day.
Public holidays come from the `holidays` library; a house adds its own and takes some away.
"""

from __future__ import annotations

import functools
import importlib.machinery
import importlib.util
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Protocol, TypeAlias

from perimetre.base.closed import HOLIDAY, WEEKDAYS, Weekday
from perimetre.base.durations import Duration

_Day: TypeAlias = date

# What the library has said, by country, region and year: it takes longer to load than an answer to find. Whoever
# remembers it from one command to another brings it back here.
PUBLIC_HOLIDAYS: dict[tuple[str, str | None, int], frozenset[date]] = {}
# The years of which a playbook may speak, and for which a question may be asked.
YEARS = range(1900, 2101)


class DayOff(Protocol):
    """A day that the house adds to the public holidays, or takes away; None where it has yet to say which."""

    @property
    def date(self) -> _Day | None:
        """The day."""


class HolidaysBlock(Protocol):
    """What the `holidays:` block says."""

    @property
    def country(self) -> str | None:
        """ISO 3166 alpha-2 code."""

    @property
    def subdivision(self) -> str | None:
        """The code of a region."""

    @property
    def add(self) -> Iterable[DayOff]:
        """The house's own days off."""

    @property
    def remove(self) -> Iterable[DayOff]:
        """The public holidays on which it works."""


class HasHolidays(Protocol):
    """What `handbook.yml` says, as far as days are concerned."""

    @property
    def holidays(self) -> HolidaysBlock | None:
        """The block, or None."""


class Calendar:
    """The public holidays of a house.

    Args:
        country: ISO 3166 alpha-2 code, or None for a house that keeps no public holiday but its own.
        subdivision: the library's code of a region with holidays of its own, or None.
        added: the house's own days off.
        removed: public holidays on which the house works as on any day.
    """

    def __init__(
        self,
        country: str | None = None,
        subdivision: str | None = None,
        added: frozenset[date] = frozenset(),
        removed: frozenset[date] = frozenset(),
    ) -> None:
        self._country = country
        self._subdivision = subdivision
        self._added = added
        self._removed = removed
        self._years: dict[int, frozenset[date]] = {}

    @classmethod
    def of(cls, settings: HasHolidays) -> Calendar:
        """Return the calendar that the `holidays:` block of `handbook.yml` describes (none: no holiday at all)."""
        block = settings.holidays
        if block is None:
            return cls()
        return cls(
            block.country,
            block.subdivision,
            frozenset(day.date for day in block.add if day.date is not None),
            frozenset(day.date for day in block.remove if day.date is not None),
        )

    def is_holiday(self, day: date) -> bool:
        """Say whether the house keeps `day` as a public holiday; of a country that is not known, only what it adds."""
        if day in self._added:
            return True
        if self._country is None or day in self._removed:
            return False
        year = self._years.get(day.year)
        if year is None:
            asked = self._country, self._subdivision, day.year
            year = self._years[day.year] = PUBLIC_HOLIDAYS.get(asked) or _public_holidays(*asked)
        return day in year

    def is_known(self, year: int) -> bool:
        """Say whether the holidays of the country, and of its subdivision, are known in a year."""
        try:
            return self._country is None or _holidays_of(self._country, self._subdivision, year) is not None
        except NotImplementedError:
            return False

    def class_of(self, day: date) -> Weekday:
        """Return `holiday`, or the weekday (`mon` … `sun`): a public holiday takes the place of the weekday."""
        return HOLIDAY if self.is_holiday(day) else WEEKDAYS[day.weekday()]


def _public_holidays(country: str, subdivision: str | None, year: int) -> frozenset[date]:
    try:
        return _holidays_of(country, subdivision, year)
    except NotImplementedError:
        return frozenset()


@functools.cache
def _holidays_of(country: str, subdivision: str | None, year: int) -> frozenset[date]:
    """Return the holidays of a year.

    Raises:
        NotImplementedError: the library knows no such country, or no such subdivision of it.
    """
    # Late: the library is dear, owed only by a house with a rule or a schedule that speaks of holidays.
    import holidays

    holidays_of = _country(country) or functools.partial(holidays.country_holidays, country)
    days = PUBLIC_HOLIDAYS[country, subdivision, year] = frozenset(holidays_of(subdiv=subdivision, years=year))
    return days


@functools.cache
def _country(code: str) -> Callable[..., Iterable[date]] | None:
    """Return the library's calendar of a country, loaded alone; None where the library is not laid out as it was.

    The library loads two hundred countries when it is asked for one, which takes longer than a check of their days.
    """
    import holidays.registry

    for name, (calendar, *codes) in holidays.registry.COUNTRIES.items():
        if code in codes:
            folders = [f"{folder}/countries" for folder in holidays.__path__]
            spec = importlib.machinery.PathFinder.find_spec(f"holidays.countries.{name}", folders)
            if spec is not None and spec.loader is not None:
                module = importlib.util.module_from_spec(spec)
                spec.loader.exec_module(module)
                found: Callable[..., Iterable[date]] | None = getattr(module, calendar, None)
                return found
    return None


def after(start: date, length: Duration) -> date:
    """Return the day that comes `length` after `start`: calendar months and years, working days as days of the week."""
    if length.unit in ("mo", "y"):
        months = start.month - 1 + length.amount * (12 if length.unit == "y" else 1)
        year, month = start.year + months // 12, months % 12 + 1
        for number in range(start.day, 27, -1):
            try:
                return date(year, month, number)
            except ValueError:
                continue
        return date(year, month, min(start.day, 28))
    if length.unit == "wd":
        day, left = start, length.amount
        while left > 0:
            day += timedelta(days=1)
            left -= day.weekday() < 5
        return day
    return start + timedelta(minutes=length.minutes)
