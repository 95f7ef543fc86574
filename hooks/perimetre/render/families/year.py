"""Draft the cover of a year of a brand: gaps, delays, shares, day by day; and who would be missed.

Comes in: a desk, what was found of the year when the handbook was last judged. Goes out: drafts.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from perimetre.base.words import message, say
from perimetre.cover import Slowest
from perimetre.cover.intervals import total, union
from perimetre.cover.year import Missed, Year
from perimetre.language import typography
from perimetre.language.instants import length
from perimetre.language.plain import plain
from perimetre.render.desk import Desk
from perimetre.render.drafts import PageDraft


def about_year(desk: Desk, year: Year, judged: Mapping[str, object]) -> Iterator[PageDraft]:
    """Return the drafts of the pages on the year.

    Args:
        year: the year.
        judged: when that was, and whether the files have changed since, for the templates.
    """
    brand = desk.brand
    assert brand is not None
    if not year.lines:
        return
    source = brand.files.get("people") or brand.files.get("brand")
    common = {
        **judged,
        "year": year,
        "last": year.first + dt.timedelta(days=year.days - 1),
        "when": functools.partial(_when, desk.language),
        "between": functools.partial(_between, desk.language),
        "length": lambda minutes: say(length(minutes), desk.language),
    }
    yield desk.draft(
        "governance/cover",
        message("Cover of the year"),
        "governance/cover.html",
        source=source,
        audience="internal",
        group="governance",
        keywords=("couverture", "astreinte", "trou", "joignable", "année", "délai", "équité", "répartition"),
        gaps=_gaps(year),
        delays=_delays(year),
        **common,
    )
    yield desk.draft(
        "governance/missed",
        message("Who would be missed"),
        "governance/missed.html",
        source=source,
        audience="internal",
        group="governance",
        keywords=("absence", "personne clé", "indispensable", "remplaçant", "suppléant", "seul"),
        people=_by_person(year),
        **common,
    )


def _when(language: str, moment: dt.datetime) -> str:
    """Return « vendredi 25 décembre 2026 à 22 h »."""
    day = typography.date(moment.date(), language, weekday=True)
    said = message("{date} at {hour}", date=day, hour=typography.hour(moment.strftime("%H:%M"), language))
    return plain(said, language)


def _between(language: str, start: dt.datetime, end: dt.datetime) -> str:
    """Return « le 21 juin 2027 de 8 h à 20 h », or « du … au … » where it goes on the next day."""
    if (end - dt.timedelta(minutes=1)).date() != start.date():
        said = message("from {start} to {end}", start=_when(language, start), end=_when(language, end))
        return plain(said, language)
    said = message(
        "on {date} from {start} to {end}",
        date=typography.date(start.date(), language, weekday=True),
        start=typography.hour(start.strftime("%H:%M"), language),
        end=typography.hour("24:00" if end.date() != start.date() else end.strftime("%H:%M"), language),
    )
    return plain(said, language)


@dataclass(frozen=True, slots=True, kw_only=True)
class GapTold:
    """A gap as a page tells it: its severities and its line, its first stretch, how many others, their total.

    Fields:
        stretches: (first, end) of the first ones, as wall times.
        on_purpose: minutes closed on purpose.
    """

    numbers: tuple[int, ...]
    line: str
    stretches: tuple[tuple[dt.datetime, dt.datetime], ...]
    count: int
    minutes: int
    last: dt.datetime | None
    on_purpose: int


_SHOWN = 12


def _gaps(year: Year) -> tuple[GapTold, ...]:
    alike: dict[tuple[str, object], list[int]] = {}
    gaps = {}
    for gap in year.gaps:
        key = (gap.line.id, gap.when)
        gaps[key] = gap
        alike.setdefault(key, []).extend(() if gap.number is None else (gap.number,))
    wall = year.clock.wall
    return tuple(
        GapTold(
            numbers=tuple(sorted(numbers)),
            line=gaps[key].line.id,
            stretches=tuple((wall(start), wall(end)) for start, end in gaps[key].when[:_SHOWN]),
            count=len(gaps[key].when),
            minutes=gaps[key].minutes,
            last=wall(gaps[key].when[-1][0]) if gaps[key].when else None,
            on_purpose=sum(end - start for start, end in gaps[key].on_purpose),
        )
        for key, numbers in alike.items()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayTold:
    """How long some lines take to reach somebody who can decide, by class of days.

    Fields:
        lines: those that take as long, and promise the same.
        worst: by class of days, (worst, expected) in minutes, None for never; the class is absent where nothing is
            promised.
        late: whether the promise is broken at some minute.
        at, path: the worst way of the first line: the instant, then whom and after how many minutes; empty where the
            first call is enough.
    """

    numbers: tuple[int, ...]
    lines: tuple[str, ...]
    within: int | None
    worst: dict[str, tuple[int | None, int | None]]
    late: bool
    at: dt.datetime | None
    path: tuple[tuple[int, tuple[str, ...]], ...]


def _delays(year: Year) -> tuple[DelayTold, ...]:
    rows: dict[tuple[int, str], list[Slowest]] = {}
    for one in year.slowest:
        rows.setdefault((one.number, one.line.id), []).append(one)
    alike: dict[tuple[object, ...], list[list[Slowest]]] = {}
    for several in rows.values():
        told = ((one.days, one.worst, one.expected, bool(one.never), bool(one.late), one.within) for one in several)
        alike.setdefault(tuple(told), []).append(several)
    return tuple(_delay(year, several) for several in alike.values())


def _delay(year: Year, several: list[list[Slowest]]) -> DelayTold:
    days = several[0]
    slow = max(days, key=lambda one: (bool(one.never), one.worst or 0))
    call = slow.path if slow.worst else None
    steps = call.steps if call is not None else ()
    return DelayTold(
        numbers=tuple(sorted({one[0].number for one in several})),
        lines=tuple(dict.fromkeys(one[0].line.id for one in several)),
        within=days[0].within,
        worst={one.days: (None if one.never else one.worst, one.expected) for one in days},
        late=any(one.late for one in days),
        at=year.clock.wall(call.minute) if call is not None else None,
        path=tuple((step.minutes, tuple(one.person or one.target for one in step.targets)) for step in steps),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What the absence of somebody opens: its first stretch, as wall times, how many there are, the total in minutes.

    Fields:
        lines: the lines that would be without them.
        decides: somebody would answer, but nobody who can decide.
    """

    lines: tuple[str, ...]
    decides: bool
    first: tuple[dt.datetime, dt.datetime]
    count: int
    minutes: int


def _by_person(year: Year) -> tuple[tuple[str, tuple[Opening, ...]], ...]:
    found: dict[str, dict[bool, list[Missed]]] = {}
    wall = year.clock.wall
    for one in year.missed:
        found.setdefault(one.person, {}).setdefault(one.decides, []).append(one)
    told = []
    for person, kinds in found.items():
        openings = []
        for decides, several in sorted(kinds.items()):
            when = union(*(one.when for one in several))
            openings.append(
                Opening(
                    lines=tuple(dict.fromkeys(one.line.id for one in several)),
                    decides=decides,
                    first=(wall(when[0][0]), wall(when[0][1])),
                    count=len(when),
                    minutes=total(when),
                )
            )
        told.append((person, tuple(openings)))
    return tuple(told)
