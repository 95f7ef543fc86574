"""Say at what hours an answer is another one.

Comes in: a compiled `Perimeter`, a question. Goes out: the hours that rules name, at which the level differs from that
of the instant of the question.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from perimetre.base.closed import WEEK
from perimetre.model import Times
from perimetre.perimeter.clauses import Clause
from perimetre.perimeter.matching import BrandGround
from perimetre.perimeter.questions import RANK, OtherHours, Question
from perimetre.perimeter.windows import RuleHours, hours_of

if TYPE_CHECKING:
    from perimetre.perimeter.decisions import Perimeter


def other_hours(perimeter: Perimeter, asked: Question, authority: str) -> tuple[OtherHours, ...]:
    """Return the hours of the week ahead at which an answer is another, once for each way of saying them.

    Args:
        asked: the question, normalised.
        authority: that of the answer to it.
    """
    ground = perimeter.ground

    def holds(window: RuleHours, at: dt.datetime) -> bool:
        return window.holds(at, ground.calendar, lambda: ground.in_service(asked.channel, at))

    found: dict[OtherHours, None] = {}
    for times, window in _windows(perimeter.bearing_on(asked)):
        now = holds(window, asked.at)
        at = next((at for at in _week(asked.at, window, ground) if holds(window, at) != now), None)
        if at is not None:
            other = replace(asked, at=at)
            level, _ = perimeter.level(other, perimeter.bearing_on(other))
            if level != authority:
                days = tuple(sorted(set(times.days), key=WEEK.index))
                found[OtherHours(times=replace(times, days=days), outside=now, authority=level)] = None
    # As the week goes, however the rules and their days are ordered.
    return tuple(sorted(found, key=_rank))


def _rank(hours: OtherHours) -> tuple[object, ...]:
    times = hours.times
    start, end = (-1 if minute is None else minute for minute in (times.from_, times.to))
    days = tuple(map(WEEK.index, times.days))
    return not days, days, start, end, times.hours or "", hours.outside, RANK[hours.authority]


def _windows(bearing: Iterable[Clause]) -> Iterator[tuple[Times, RuleHours]]:
    """Yield the hours that clauses and their exceptions name, as written and as compiled."""
    for rule in {clause.rule.id: clause.rule for clause in bearing}.values():
        outs = (out for case in rule.match.cases for out in case.except_ if not out.incomplete)
        for situation in (*rule.match.cases, *outs):
            for times in situation.times:
                yield times, hours_of(times)


def _week(start: dt.datetime, window: RuleHours, ground: BrandGround) -> Iterator[dt.datetime]:
    """Yield an instant of each stretch of the week ahead that hours tell apart."""
    windows = (window, *(ground.service_windows() if window.service is not None else ()))
    minutes = sorted({0, *(edge % 1440 for hours in windows for edge in (hours.from_, hours.to))})
    midnight = dt.datetime.combine(start.date(), dt.time())
    for ahead in range(8):
        for minute in minutes:
            yield midnight + dt.timedelta(days=ahead, minutes=minute)
