"""Hold the parts that several kinds of file have: times, hours, contacts, limits, pauses… (stage build)."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import date
from typing import Annotated, ClassVar, Literal

from perimetre.base.closed import InformedOf, LimitShare, LimitWindow, Weekday
from perimetre.base.durations import Duration
from perimetre.base.frozen import dataclass
from perimetre.model.basics import Amount, Part
from perimetre.model.delays import Within
from perimetre.model.recurs import Recurs
from perimetre.model.refs import ActionRef, Addressee, CircuitRef, FactRef, PeriodRef, Who, ref
from perimetre.model.text import Text


class Time(int):
    """A wall time as minutes from midnight: 0 to 1440, since a day may end at 24:00."""

    __slots__ = ()

    @classmethod
    @functools.lru_cache(maxsize=2048)
    def parse(cls, text: str) -> Time:
        """Read "HH:MM"."""
        return cls(int(text[:2]) * 60 + int(text[3:]))

    def __str__(self) -> str:
        return f"{self // 60:02d}:{self % 60:02d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours(Part):
    """Hours of some days of the week, half-open; an end at or before the start is on the next day.

    Fields:
        in_: the period in which they hold, in the place of those beside them that name none.
        closed: no hours at all in that period.
        recurs: the days, where a list of weekdays does not say them.
    """

    days: tuple[Weekday, ...] = ()
    recurs: Recurs | None = None
    from_: Time | None = None
    to: Time | None = None
    in_: PeriodRef | None = None
    closed: bool = False

    def keeps(self, day: date, class_of: Callable[[date], str]) -> bool:
        """Say whether they are those of a day, whatever the period; `class_of` gives a weekday, or `holiday`."""
        return self.recurs.holds_on(day, class_of) if self.recurs is not None else class_of(day) in self.days


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates(Part):
    """A stretch of days, both included."""

    from_: date | None = None
    to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(Part):
    """A way to reach somebody; `contact_ref` names an entry of a file that is not committed."""

    mode: Literal["phone", "sms", "mail", "chat", "post", "form", "web"] | None = None
    value: str | None = None
    contact_ref: str | None = None
    note: Text | None = None
    shared: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inform(Part):
    """Somebody to tell, before or after.

    Fields:
        with_: what they are told.
        copy: the message itself is sent to them.
    """

    who: Addressee | None = None
    with_: tuple[InformedOf, ...] = ()
    copy: bool = False
    when: Literal["before", "after"] | None = None
    within: Within | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consult(Part):
    """Somebody whose view is asked; never an agreement."""

    of: tuple[Addressee, ...] = ()
    mode: Literal["required", "optional", "in-doubt"] | None = None
    when: Text | None = None
    lead_time: Duration | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition(Part):
    """What must hold: something in the message, a state of things, a proof."""

    kind: Literal["element", "state", "proof"] | None = None
    value: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit(Part):
    """How many, or how much, over a window of time.

    Fields:
        count: an action; or True, for the times when the rule serves.
        sum: a fact, whose values are added up.
        per: a stretch of the calendar, or a length of time, wherever it begins.
        by: for whom or where it is counted apart; None: for all together.
        lift: whose yes lets one go beyond; None: nobody's.
    """

    NOTED: ClassVar[bool] = True

    count: ActionRef | bool | None = None
    sum: FactRef | None = None
    max: Amount | None = None
    min: Amount | None = None
    of: Text | None = None
    per: Duration | LimitWindow | None = None
    by: LimitShare | None = None
    lift: CircuitRef | None = None
    includes: tuple[Annotated[str, ref("rule", "action")], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause(Part):
    """What stops for a while, and who starts it again."""

    scope: (
        Literal["posts", "ads", "unlisted-ads", "mail", "push", "creators", "executives", "contests", "all"] | None
    ) = None
    min: Duration | None = None
    max: Duration | None = None
    lifted_by: Who | None = None
    resume: Literal["full", "soft"] | None = None
