"""Hold `periods.yml`: the times that change the rules (stage build)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import ClassVar, Literal, Protocol, TypeVar

from perimetre.base.frozen import dataclass
from perimetre.model.basics import File, Record
from perimetre.model.refs import LegalBasisRef, RoleRef, Who
from perimetre.model.shared import Dates, Pause, Time
from perimetre.model.text import Markdown, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Period(Record):
    """A time that changes the rules; a period whose end is an event lasts until a date is written."""

    KIND: ClassVar[str] = "period"

    kind: (
        Literal[
            "quiet-period",
            "electoral",
            "embargo",
            "national-mourning",
            "negotiation",
            "seasonal",
            "legal",
            "other",
        ]
        | None
    ) = None
    from_: date | None = None
    from_event: Text | None = None
    until: date | None = None
    until_event: Text | None = None
    declared_by: RoleRef | None = None
    recurring: Literal["yearly", "quarterly"] | None = None
    windows: tuple[Dates, ...] = ()
    effects: Markdown | None = None
    pauses: tuple[Pause, ...] = ()
    contact: Who | None = None
    from_time: Time | None = None
    until_time: Time | None = None
    legal_basis: tuple[LegalBasisRef, ...] = ()

    def holds_on(self, day: date) -> bool:
        """Say whether a day is one of it, whatever the hour: by its own dates, its windows, or those of every year.

        A period that begins with an event waits for a date to be written; one that ends with an event lasts until then.
        """
        stretches = ((self.from_, self.until), *((window.from_, window.to) for window in self.windows))
        return any(first is not None and self.spans(first, last, day) for first, last in stretches)

    def spans(self, first: date, last: date | None, day: date) -> bool:
        """Say whether a day is in one of its stretches, of that year or of every year."""
        if self.recurring == "yearly" and last is not None:
            start, end, today = (first.month, first.day), (last.month, last.day), (day.month, day.day)
            return day >= first and (start <= today <= end if start <= end else today >= start or today <= end)
        return first <= day and (last is None or day <= last)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodsFile(File):
    """The periods of `periods.yml`."""

    periods: tuple[Period, ...] = ()


class OfAPeriod(Protocol):
    """Hours of the week, perhaps of a period."""

    @property
    def in_(self) -> str | None:
        """The period in which they hold, or None."""

    @property
    def closed(self) -> bool:
        """No hours at all in that period."""


Some = TypeVar("Some", bound=OfAPeriod)


def hours_on(week: Iterable[Some], day: date, periods: Mapping[str, Period]) -> tuple[Some, ...]:
    """Return which hours of the week hold on a day: those of a period that holds then, else those that name none.

    Args:
        week: the hours.
        day: the day.
        periods: those that the hours may name, by id.
    """
    week = tuple(week)
    apart = [some for some in week if some.in_ is not None and _is_in(periods.get(some.in_), day)]
    if apart:
        return tuple(some for some in apart if not some.closed)
    return tuple(some for some in week if some.in_ is None)


def _is_in(period: Period | None, day: date) -> bool:
    return period is not None and period.is_live(day) and period.holds_on(day)
