"""Say whether one match takes everything that another takes (stage judge)."""

from __future__ import annotations

from perimetre.perimeter.facts import FactBounds
from perimetre.perimeter.matching import Matcher

_SETS = ("roles", "actions", "says", "channels", "topics", "authors", "phases", "places")


def covers(wide: Matcher, narrow: Matcher) -> bool:
    """Say whether every case that `narrow` takes is one that `wide` takes; no where that cannot be told."""
    for name in _SETS:
        theirs, mine = getattr(wide, name), getattr(narrow, name)
        if theirs is not None and (mine is None or not mine <= theirs):
            return False
    if wide.exceptions or wide.posture > narrow.posture:
        return False
    moments = ((wide.during, narrow.during), (wide.windows, narrow.windows), (wide.elections, narrow.elections))
    if any(theirs is not None and theirs != mine for theirs, mine in moments):
        return False
    return all(fact in narrow.when and _within(narrow.when[fact], asked) for fact, asked in wide.when.items())


def _within(narrow: FactBounds, wide: FactBounds) -> bool:
    if wide.among is not None:
        return narrow.among is not None and narrow.among <= wide.among
    if wide.times_usual is not None:
        return narrow.times_usual is not None and narrow.times_usual >= wide.times_usual
    above = wide.above is None or (narrow.above is not None and narrow.above >= wide.above)
    up_to = wide.up_to is None or (narrow.up_to is not None and narrow.up_to <= wide.up_to)
    return above and up_to
