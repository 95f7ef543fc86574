"""Hold the one form of match that rules, red lines, duties, grounds, doors and triage branches share (stage build).

All dimensions that a match names must hold; within a dimension any of its words. A dimension that it omits is empty
here and matches every value. What matches what is said by `scope.py`, in one function.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from perimetre.base.closed import Ownership, Posture, Stage, Weekday
from perimetre.base.durations import Duration
from perimetre.base.frozen import dataclass
from perimetre.model.basics import Part
from perimetre.model.refs import FactRef, PeriodRef, ref
from perimetre.model.shared import Time


@dataclass(frozen=True, slots=True, kw_only=True)
class FactTest(Part):
    """What one fact must be.

    Fields:
        is_: what a yes-or-no fact must be.
        above: more than that, the bound excluded: a number, or a duration for an age.
        up_to: that or less, the bound included.
        times_usual: how many times the usual volume.
        over: the stretch of time over which it is counted.
        choices: one of these, for a fact that is a choice.
    """

    NOTED: ClassVar[bool] = True

    fact: FactRef
    is_: bool | None = None
    above: float | Duration | None = None
    up_to: float | Duration | None = None
    times_usual: float | None = None
    over: Duration | None = None
    choices: tuple[str, ...] = ()

    @staticmethod
    def spell_out(fact: str, test: object) -> dict[str, object]:
        """Return the mapping that a short form stands for: `minor: true`, `event: [launch, gala]`."""
        if isinstance(test, bool):
            return {"fact": fact, "is": test}
        if isinstance(test, list):
            return {"fact": fact, "choices": test}
        return {"fact": fact, **test} if isinstance(test, dict) else {"fact": fact}


# A mapping of facts in YAML, each with what it must be; sorted by fact here, all must hold.
Facts = tuple[FactTest, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Times(Part):
    """When in the week: days, hours (half-open; an end at or before the start is on the next day), or service hours."""

    days: tuple[Weekday, ...] = ()
    from_: Time | None = None
    to: Time | None = None
    hours: Literal["service", "outside-service"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation(Part):
    """The dimensions of a match, all of which must hold.

    Fields:
        channels: channels, or groups of them.
        places: places, or groups of them: the shops, sections, agencies of the brand.
        posture: that posture or worse.
        phase: phases of crisis scenarios.
        during: periods.
        when: what facts must be.
        incomplete: something in it is still to be completed, and is left open here: what frees somebody should not
            count on it, nor should an exception.
    """

    roles: tuple[Annotated[str, ref("role", group="roles", selects=True)], ...] = ()
    actions: tuple[Annotated[str, ref("action", group="actions", selects=True)], ...] = ()
    says: tuple[Annotated[str, ref("says", group="says", selects=True)], ...] = ()
    channels: tuple[Annotated[str, ref("channel", group="channels", selects=True)], ...] = ()
    channel_kinds: tuple[Annotated[str, ref("channel_kind", selects=True)], ...] = ()
    ownership: tuple[Ownership, ...] = ()
    stages: tuple[Stage, ...] = ()
    topics: tuple[Annotated[str, ref("topic", group="topics", selects=True)], ...] = ()
    authors: tuple[Annotated[str, ref("author", group="authors", selects=True)], ...] = ()
    places: tuple[Annotated[str, ref("place", group="places", selects=True)], ...] = ()
    posture: Posture | None = None
    phase: tuple[Annotated[str, ref("phase", selects=True)], ...] = ()
    during: tuple[PeriodRef, ...] = ()
    times: tuple[Times, ...] = ()
    when: Facts = ()
    incomplete: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Match(Situation):
    """A situation, and those taken out of it for good."""

    except_: tuple[Situation, ...] = ()
