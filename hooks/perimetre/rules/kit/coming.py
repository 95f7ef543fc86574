"""Ask which clauses may speak on the days to come, and since when none of some does (stage judge).

Comes in: the whole perimeter of the days to come. Goes out: `Coming`, asked by clauses, a bit each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime

from perimetre.perimeter.clauses import Clause
from perimetre.perimeter.whole_space import UNNAMED, Space


class Coming:
    """The clauses that may speak at each instant to come on each channel, whatever is asked.

    Args:
        space: the perimeter of the days to come; what it has cut into bands is used again.

    Attributes:
        channels: the channels of the brand, and `""` for any that it has not.
    """

    def __init__(self, space: Space) -> None:
        self._clauses = space.clauses
        speakers = (1 << len(space.clauses)) - 1
        holding: dict[str, dict[datetime, int]] = {}
        where = next(dimension for dimension in space.dimensions if dimension.name == "channel")
        for together, mask in zip(where.classes, where.masks, strict=True):
            for value in together:
                if isinstance(value, tuple):
                    holding.setdefault(value[0], {})[value[1]] = mask & speakers
        self._holding = holding
        self._instants = sorted(holding[UNNAMED])
        self.channels = tuple(holding)

    def bits(self, test: Callable[[Clause], bool]) -> int:
        """Return the clauses that pass a test, a bit each."""
        return sum(1 << n for n, clause in enumerate(self._clauses) if test(clause))

    def each(self, wanted: int) -> Iterable[tuple[Clause, datetime]]:
        """Yield each of some clauses with the first instant at which it may speak."""
        for n, clause in enumerate(self._clauses):
            if wanted >> n & 1:
                speaking = (at for at in self._instants if self._any(1 << n, self.channels, at))
                yield clause, next(speaking)

    def first_without(self, wanted: int, channels: Iterable[str]) -> datetime | None:
        """Return the first instant at which none of some clauses may speak on any of some channels, or None."""
        channels = tuple(channels)
        return next((at for at in self._instants if not self._any(wanted, channels, at)), None)

    def first_day_without(
        self, wanted: int, channels: Iterable[str], counts: Callable[[date], bool] | None = None
    ) -> datetime | None:
        """Return the first instant of the first day on which none of some clauses may speak at any hour, or None.

        Args:
            counts: which days count; None: all.
        """
        channels = tuple(channels)
        days: dict[date, list[datetime]] = {}
        for at in self._instants:
            if counts is None or counts(at.date()):
                days.setdefault(at.date(), []).append(at)
        silent = (hours for hours in days.values() if not any(self._any(wanted, channels, at) for at in hours))
        return next((hours[0] for hours in silent), None)

    def _any(self, wanted: int, channels: Iterable[str], at: datetime) -> bool:
        return any(self._holding[channel][at] & wanted for channel in channels)
