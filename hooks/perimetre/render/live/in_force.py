"""Write what is in force when, for the line that stands on every page of a brand: alerts, periods, closures, absences.

Comes in: a desk. Goes out: what may be in force over the days that a site answers for, each in a few words with the
minutes at which it begins and ends (`instants`), the same as data for the browser, and the line of the first day.
`render/assets/live/today.js` says what is in force at the present instant, by the clock of the house.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time

from perimetre.base.closed import POSTURES
from perimetre.base.days import Calendar
from perimetre.base.frozen import dataclass
from perimetre.base.words import message
from perimetre.language.labels import word
from perimetre.model import Schedule
from perimetre.model.people import Absence, ClosedOnPurpose
from perimetre.model.posture import PostureDeclared
from perimetre.perimeter.matching import in_force
from perimetre.render.desk import Desk
from perimetre.render.live.instants import DAY, Horizon
from perimetre.render.live.rules import HORIZON

# Noon: what a day is like, for who reads the line as it was printed.
_NOON = 720


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """What stands on every page of a brand.

    Fields:
        file: the script that gives the data to its pages: its path from the top of the site, and its text.
        today: what is in force on the first day, at noon, in order.
    """

    file: tuple[str, str]
    today: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeInForce:
    """Something that is in force at times: its words, and its edges (`Horizon.edges`)."""

    text: str
    edges: tuple[int, ...]


def in_force_of(desk: Desk) -> InForce | None:
    """Return what is in force when, for the pages of a brand; None where nothing ever is."""
    notices = tuple(notices_of(desk))
    if not notices:
        return None
    data = {
        "first": desk.today.isoformat(),
        "days": HORIZON,
        "notices": [[notice.text, list(notice.edges)] for notice in notices],
    }
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    brand = desk.the_brand.id
    version = hashlib.sha256(written.encode()).hexdigest()[:12]
    return InForce(
        file=(
            f"{brand}/today.{version}.js",
            f"(self.PerimetreInForce ??= {{}})[{json.dumps(brand)}] = {written};\n",
        ),
        today=tuple(notice.text for notice in notices if holds(notice.edges, _NOON)),
    )


def holds(edges: Sequence[int], minute: int) -> bool:
    """Say whether a minute, counted from the first of the first day, is between edges: the first begins, the second
    ends, and so on."""
    at = passed = 0
    for step in edges:
        at += step
        if at > minute:
            break
        passed += 1
    return passed % 2 == 1


def notices_of(desk: Desk) -> Iterator[NoticeInForce]:
    """Yield what may be in force over the days of the site and the readers may know, the gravest first."""
    brand = desk.the_brand
    horizon = Horizon(first=desk.today, days=HORIZON)
    postures = [posture for posture in desk.seen(brand.brand.postures) if posture.level not in (None, "normal")]
    for posture in sorted(postures, key=lambda each: -POSTURES.index(each.level or "normal")):
        moments = (moment for moment in (posture.declared_at, posture.until) if moment is not None)
        yield from _notice(horizon, _alert(desk, posture), posture.holds_at, map(_minute_of, moments))
    for period in desk.seen(brand.periods.periods):
        if not period.is_live(desk.today):
            continue
        edges = (minute for minute in (period.from_time, period.until_time) if minute is not None)
        title = desk.say(period.title or period.id)
        yield from _notice(horizon, title, functools.partial(in_force, period), edges)
    calendar = Calendar.of(desk.handbook.settings_of(brand))
    yield from _notice(horizon, desk.say(message("Public holiday")), lambda at: calendar.is_holiday(at.date()), ())
    for schedule in desk.seen(brand.people.schedules):
        if not schedule.brands or brand.id in schedule.brands:
            yield from _of_schedule(desk, horizon, schedule)


def _of_schedule(desk: Desk, horizon: Horizon, schedule: Schedule) -> Iterator[NoticeInForce]:
    title = desk.say(schedule.title or schedule.id)
    for closed in schedule.closed_on_purpose:
        if not closed.days and (stretch := _stretch(closed)) is not None:
            text = desk.say(message("Closed: {what}", what=title))
            yield from _notice(horizon, text, stretch, (0, *_minutes(closed)))
    people = {person.id: person for person in desk.seen(desk.the_brand.people.people)}
    for absence in schedule.absences:
        person = people.get(absence.person or "")
        if person is not None and (stretch := _stretch(absence)) is not None:
            text = desk.say(message("Away: {who}", who=person.name or person.id))
            yield from _notice(horizon, text, stretch, _minutes(absence))


def _alert(desk: Desk, posture: PostureDeclared) -> str:
    level = desk.say(message("Alert level: {level}", level=word("posture", posture.level or "normal")))
    channels = {channel.id: channel.title or channel.id for channel in desk.channels}
    places = {place.id: place.title or place.id for place in desk.seen(desk.the_brand.own_places)}
    where = (
        *(desk.say(channels[id]) for id in posture.channels if id in channels),
        *(desk.say(known.label or id) for id in posture.topics if (known := desk.values.topics.get(id)) is not None),
        *(desk.say(places[id]) for id in posture.places if id in places),
    )
    return ", ".join((level, *where))


def _notice(
    horizon: Horizon, text: str, stands: Callable[[datetime], bool], minutes: Iterable[int]
) -> Iterator[NoticeInForce]:
    edges = horizon.edges(stands, minutes)
    if edges:
        yield NoticeInForce(text=text, edges=edges)


def _stretch(part: Absence | ClosedOnPurpose) -> Callable[[datetime], bool] | None:
    """Return what says whether an instant is in a stretch of days or of instants; None: it is none."""
    first, last = part.from_, part.to
    if not isinstance(first, date) or not isinstance(last, date):
        return None
    begins = first if isinstance(first, datetime) else datetime.combine(first, time())
    # A day that ends a stretch is in it.
    ends = last if isinstance(last, datetime) else datetime.combine(last, time(23, 59))
    return lambda at: begins <= at < ends if isinstance(last, datetime) else begins <= at <= ends


def _minutes(part: Absence | ClosedOnPurpose) -> Iterator[int]:
    yield from (_minute_of(moment) for moment in (part.from_, part.to) if isinstance(moment, datetime))


def _minute_of(at: datetime) -> int:
    return (at.hour * 60 + at.minute) % DAY
