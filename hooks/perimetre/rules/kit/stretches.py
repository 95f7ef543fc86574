"""Say who is missing over the year, and when: the first stretch of time, how far it goes, how much (stage judge)."""

from __future__ import annotations

from collections.abc import Mapping

from perimetre.cover import Intervals
from perimetre.cover.intervals import total
from perimetre.language.instants import instant, length, month
from perimetre.rules.kit.view import View

_ON_DUTY = "cm-on-duty"


def held_by(view: View, who: str | None) -> frozenset[str]:
    """Return the roles, schedules or people that a card means by `who`: the CM on duty is any community manager."""
    if who == _ON_DUTY:
        return view.community_managers
    return frozenset(() if who is None else (who,))


def values_of(view: View, lacking: Intervals) -> Mapping[str, object]:
    """Return what fills the words of a finding: `start` and `end` of the first stretch, `until` when, `total`.

    Args:
        view: the brand.
        lacking: the stretches, one at least, in minutes of its cover.
    """
    wall = view.cover.clock.wall
    return {
        "start": instant(wall(lacking[0][0])),
        "end": instant(wall(lacking[0][1])),
        "until": month(wall(lacking[-1][0])),
        "total": length(total(lacking)),
    }
