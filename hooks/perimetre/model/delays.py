"""Hold the one form of a delay, wherever one is written: from when, how soon, how late, for whom (stage build).

`within: 4h` and `within: at-once` are its short forms, and stay durations. Where a record says with other keys what
belongs to a delay (`clock`, `hours`), `whole` makes one of all that is said.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from perimetre.base.closed import ClockName
from perimetre.base.durations import Duration
from perimetre.base.frozen import dataclass
from perimetre.model.basics import Part
from perimetre.model.refs import LegalBasisRef, Ref
from perimetre.model.text import Text

StepRef = Annotated[str, Ref(("step",), local=True)]
CountedIn = Literal["calendar", "service", "working"]
DelayKind = Literal["legal", "contract", "house"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment(Part):
    """A moment that a step or an event makes."""

    step: StepRef | None = None
    event: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay(Part):
    """By when something is done: what it counts from, how soon and how late, what sets it.

    Fields:
        from_: a clock, a step, or an event.
        offset: when, for what has its hour: before it where it is negative.
        not_before: the earliest.
        not_after: the latest.
        until: when it no longer comes back.
        to: who receives it.
        when: in what case it runs.
        basis: the text of law that sets it.
    """

    from_: ClockName | Moment | None = None
    offset: Duration | None = None
    not_before: Duration | None = None
    not_after: Duration | None = None
    every: Duration | None = None
    until: Duration | Text | Moment | None = None
    hours: CountedIn | None = None
    kind: DelayKind | None = None
    to: Text | None = None
    when: Text | None = None
    basis: LegalBasisRef | None = None

    @property
    def latest(self) -> Duration | None:
        """After how long it is late, from what it counts from; None where nothing says."""
        return self.not_after or self.offset

    @property
    def is_legal(self) -> bool:
        """Whether it is said to be the law's: a text of law that is named sets it, unless something else does."""
        return self.kind == "legal" or (self.kind is None and self.basis is not None)

    @property
    def is_worked(self) -> bool:
        """Whether it counts only the days or the hours that somebody works."""
        latest = self.latest
        return self.hours == "working" or (latest is not None and latest.unit == "wd")


Within = Duration | Delay


def latest(within: Within | None) -> Duration | None:
    """Return after how long something is late, whichever way it is written."""
    return within.latest if isinstance(within, Delay) else within


def minutes(within: Within | None) -> int | None:
    """Return the same in minutes: fewer than none where it is due before what it counts from."""
    end = latest(within)
    return None if end is None else end.minutes


def whole(
    within: Within | None,
    *,
    from_: ClockName | Moment | None = None,
    hours: CountedIn | None = None,
    every: Duration | None = None,
    until: Duration | Text | Moment | None = None,
    kind: DelayKind | None = None,
    to: Text | None = None,
    when: Text | None = None,
    basis: str | None = None,
) -> Delay | None:
    """Return all that is said of a delay in its one form; None where nothing says how long.

    Args:
        within: the delay as it is written.
        from_: what the record around it says that it counts from; the delay's own word comes first, here and below.
        hours: how it is counted.
        every: how often it comes back; `until` when.
        kind: what sets it, with the text of law that does (`basis`), to whom it is due and in what case.
    """
    if within is None:
        return None
    delay = within if isinstance(within, Delay) else Delay(not_after=within)
    return replace(
        delay,
        from_=delay.from_ or from_,
        hours=delay.hours or hours,
        every=delay.every or every,
        until=delay.until or until,
        kind=delay.kind or kind,
        to=delay.to or to,
        when=delay.when or when,
        basis=delay.basis or basis,
    )
