"""Draft the cover of a year of a brand: gaps, delays, shares, day by day; and who would be missed.

Comes in: a desk, what was found of the year when the handbook was last judged. Goes out: drafts.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
from collections.abc import Iterator

from perimetre.base.frozen import dataclass
from perimetre.base.words import message, say
from perimetre.cover import Slowest
from perimetre.cover.gaps import Gap
from perimetre.cover.intervals import Intervals, total, union
from perimetre.cover.year import Missed, Year
from perimetre.language import typography
from perimetre.language.instants import length
from perimetre.render.desk import Desk
from perimetre.render.drafts import PageDraft
from perimetre.render.views import Opening


def about_year(desk: Desk, year: Year) -> Iterator[PageDraft]:
    """Return the drafts of the pages on the year."""
    brand, year = desk.the_brand, _shown(desk, year)
    if not year.lines:
        return
    source = brand.files.get("people") or brand.files.get("brand")
    common: dict[str, object] = {
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
        gaps=_gaps(year),
        delays=_delays(year),
    ).showing(**common)
    yield desk.draft(
        "governance/missed",
        message("Who would be missed"),
        "governance/missed.html",
        source=source,
        audience="internal",
        group="governance",
        people=_by_person(year),
    ).showing(**common)


def _shown(desk: Desk, year: Year) -> Year:
    """Return the year without the lines, the schedules and the people that the readers may not see."""
    people = {person.id for person in desk.seen(desk.the_brand.people.people)}
    return dataclasses.replace(
        year,
        lines=tuple(row for row in year.lines if desk.may_see(row.line)),
        gaps=tuple(gap for gap in year.gaps if desk.may_see(gap.line)),
        slowest=tuple(slow for slow in year.slowest if desk.may_see(slow.line)),
        missed=tuple(missed for missed in year.missed if missed.person in people and desk.may_see(missed.line)),
        shares=tuple((schedule, turns) for schedule, turns in year.shares if desk.may_see(schedule)),
        worth=tuple(
            (schedule, tuple(worth for worth in earned if worth.person in people))
            for schedule, earned in year.worth
            if desk.may_see(schedule)
        ),
    )


def _when(language: str, moment: dt.datetime) -> str:
    """Return « vendredi 25 décembre 2026 à 22 h »."""
    day = typography.date(moment.date(), language, weekday=True)
    return say(message("{date} at {hour}", date=day, hour=_hour(moment, language)), language)


def _between(language: str, start: dt.datetime, end: dt.datetime) -> str:
    """Return « le 21 juin 2027 de 8 h à 20 h », or « du … au … » where it goes on the next day."""
    if (end - dt.timedelta(minutes=1)).date() != start.date():
        return say(message("from {start} to {end}", start=_when(language, start), end=_when(language, end)), language)
    words = message(
        "on {date} from {start} to {end}",
        date=typography.date(start.date(), language, weekday=True),
        start=_hour(start, language),
        end=typography.hour("24:00", language) if end.date() != start.date() else _hour(end, language),
    )
    return say(words, language)


def _hour(moment: dt.datetime, language: str) -> str:
    return typography.hour(moment.strftime("%H:%M"), language)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownGap:
    """A gap as a page shows it: its severities and its line, its first stretch, how many others, their total.

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


def _gaps(year: Year) -> tuple[ShownGap, ...]:
    alike: dict[tuple[str, Intervals], list[int]] = {}
    gaps: dict[tuple[str, Intervals], Gap] = {}
    for gap in year.gaps:
        key = (gap.line.id, gap.when)
        gaps[key] = gap
        alike.setdefault(key, []).extend(() if gap.number is None else (gap.number,))
    wall = year.clock.wall
    return tuple(
        ShownGap(
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
class ShownDelay:
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


def _delays(year: Year) -> tuple[ShownDelay, ...]:
    rows: dict[tuple[int, str], list[Slowest]] = {}
    for slow in year.slowest:
        rows.setdefault((slow.number, slow.line.id), []).append(slow)
    alike: dict[tuple[object, ...], list[list[Slowest]]] = {}
    for several in rows.values():
        key = (
            (slow.days, slow.worst, slow.expected, bool(slow.never), bool(slow.late), slow.within) for slow in several
        )
        alike.setdefault(tuple(key), []).append(several)
    return tuple(_delay(year, several) for several in alike.values())


def _delay(year: Year, several: list[list[Slowest]]) -> ShownDelay:
    days = several[0]
    slow = max(days, key=lambda day: (bool(day.never), day.worst or 0))
    call = slow.path if slow.worst else None
    steps = call.steps if call is not None else ()
    return ShownDelay(
        numbers=tuple(sorted({row[0].number for row in several})),
        lines=tuple(dict.fromkeys(row[0].line.id for row in several)),
        within=days[0].within,
        worst={day.days: (None if day.never else day.worst, day.expected) for day in days},
        late=any(day.late for day in days),
        at=year.clock.wall(call.minute) if call is not None else None,
        path=tuple((step.minutes, tuple(target.person or target.target for target in step.targets)) for step in steps),
    )


def _by_person(year: Year) -> tuple[tuple[str, tuple[Opening, ...]], ...]:
    by_person: dict[str, dict[bool, list[Missed]]] = {}
    for missed in year.missed:
        by_person.setdefault(missed.person, {}).setdefault(missed.decides, []).append(missed)
    return tuple(
        (person, tuple(_opening(year, decides, several) for decides, several in sorted(kinds.items())))
        for person, kinds in by_person.items()
    )


def _opening(year: Year, decides: bool, several: list[Missed]) -> Opening:
    when = union(*(missed.when for missed in several))
    start, end = when[0]
    return Opening(
        lines=tuple(dict.fromkeys(missed.line.id for missed in several)),
        decides=decides,
        first=(year.clock.wall(start), year.clock.wall(end)),
        count=len(when),
        minutes=total(when),
    )
