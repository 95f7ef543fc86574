"""Say who is reachable when, and prove that somebody is: schedules, lines, gaps, rest (between build and judge).

Comes in: a `Handbook`, one of its brands, a first day. Goes out: `Cover` (asked by target and minute), `Call` (a line
followed from an instant), and what `gaps` and `burden` find over the horizon. Instants are minutes since 1970 in UTC,
sets of them half-open intervals (`intervals.py`). Nothing here says a word: rules, pages and reports do.
"""

from __future__ import annotations

from perimetre.cover.burden import (
    Essential,
    Lost,
    Short,
    Turns,
    essential_people,
    lost_time,
    near_changes,
    nights_held,
    share,
    short_rests,
    turns_of_nobody,
)
from perimetre.cover.chains import Chains, Level, by_hours
from perimetre.cover.gaps import (
    Empty,
    Gap,
    Slowest,
    closed_on_purpose,
    empty_steps,
    gaps,
    level,
    open_hours,
    pairs,
    required,
    slowest,
    unsettled,
)
from perimetre.cover.hours import DayClass
from perimetre.cover.intervals import Intervals, ZoneClock, clock
from perimetre.cover.limits import Barred, Exceeded, Load, barred, exceeded
from perimetre.cover.lines import Call, DecisionDelay, StepCall, delays, follow, last_resort
from perimetre.cover.posts import Vacant, idle_replacements, vacant_posts
from perimetre.cover.reach import Cover, Segment, Shown, Target
from perimetre.cover.roster import HORIZON
from perimetre.cover.schedules import Stint
from perimetre.cover.worth import Tired, Worth, tired, worth

__all__ = [
    "HORIZON",
    "Barred",
    "Call",
    "Chains",
    "Cover",
    "DayClass",
    "DecisionDelay",
    "Empty",
    "Essential",
    "Exceeded",
    "Gap",
    "Intervals",
    "Level",
    "Load",
    "Lost",
    "Segment",
    "Short",
    "Shown",
    "Slowest",
    "StepCall",
    "Stint",
    "Target",
    "Tired",
    "Turns",
    "Vacant",
    "Worth",
    "ZoneClock",
    "barred",
    "by_hours",
    "clock",
    "closed_on_purpose",
    "delays",
    "empty_steps",
    "essential_people",
    "exceeded",
    "follow",
    "gaps",
    "idle_replacements",
    "last_resort",
    "level",
    "lost_time",
    "near_changes",
    "nights_held",
    "open_hours",
    "pairs",
    "required",
    "share",
    "short_rests",
    "slowest",
    "tired",
    "turns_of_nobody",
    "unsettled",
    "vacant_posts",
    "worth",
]
