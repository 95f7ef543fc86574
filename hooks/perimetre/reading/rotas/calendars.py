"""Read who is on call from an iCalendar file, kept by hand or published by a tool (RFC 5545, stage collect).

Comes in: text. Goes out: a `Rota` for each calendar, or for each schedule of one that `perimetre oncall` wrote.
Recurrences, their exceptions and the occurrences that were moved are followed; those that have no end are, up to the
last day that is looked at. A turn that comes back keeps its hours by the wall, also in the night when the clocks
change, as calendars show it.

The feed of PagerDuty (https://support.pagerduty.com/main/docs/schedules-in-apps) writes « On Call - NAME - SCHEDULE »
and the address as `ATTENDEE`; that of Grafana OnCall (https://grafana.com/docs/oncall/latest/manage/on-call-
schedules/ical-schedules/) the login, after a level, `[L2]`, of which the highest is on call alone.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from icalendar import Calendar

from perimetre.base.words import message
from perimetre.reading.rotas.repeating import walls
from perimetre.reading.rotas.said import (
    Holder,
    Rota,
    RotaRefusedError,
    RotaSpan,
    RotaTurn,
    Unsaid,
    UnsaidError,
    bounded,
    by_rank,
    in_reach,
    minute_of,
    zone_of,
)

MOST_EVENTS = 20_000
# A team has a rule for each of its people; each may take a second to be followed.
_MOST_RULES = 500
# A rule that counts is followed from its first: a turn of each day for ten people over fifty years.
_MOST_OCCURRENCES = 200_000
# What the library raises of a file that is broken, here and there by mistake.
_BROKEN = (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError, RecursionError, OSError)
_LEVEL = re.compile(r"^\s*\[L(\d{1,3})\]\s*", re.IGNORECASE)
# What `perimetre oncall` writes as its own.
_OURS = "perimetre oncall"
# An event as its calendar has it: its rank in the file, then what it is.
_Event = tuple[int, Any]


def read_calendars(file: str, text: str, span: RotaSpan) -> list[Rota]:
    """Read the schedules of a calendar.

    Raises:
        RotaRefusedError: it is cut, is none, or holds more than any calendar of a team does; it says where.
    """
    lines = text.splitlines()
    if not any(line.strip().upper() == "END:VCALENDAR" for line in lines[-20:]):
        last = f"{file}:{max(1, len(lines))}"
        raise RotaRefusedError(message("{where}: the calendar is cut: `END:VCALENDAR` is missing.", where=last))
    at = [number for number, line in enumerate(lines, 1) if line.strip().upper() == "BEGIN:VEVENT"]
    if len(at) > MOST_EVENTS:
        raise RotaRefusedError(message("`{file}` holds more than {most} events.", file=file, most=MOST_EVENTS))
    try:
        found = Calendar.from_ical(text, multiple=True)
    except _BROKEN as error:
        where = _broken(lines, at)
        raise RotaRefusedError(
            message(
                "{where}: this is no calendar that can be read: {reason}",
                where=file if where is None else f"{file}:{where}",
                reason=str(error)[:200],
            )
        ) from error
    if sum("RRULE" in event for calendar in found for event in calendar.walk("VEVENT")) > _MOST_RULES:
        raise RotaRefusedError(message("`{file}` holds more than {most} recurrences.", file=file, most=_MOST_RULES))
    rotas: list[Rota] = []
    rank = 0
    for calendar in found:
        events = [(rank + more, event) for more, event in enumerate(calendar.walk("VEVENT"))]
        rank += len(events)
        rotas += _CalendarReading(file, calendar, at, span).rotas(events)
    return rotas


def _broken(lines: Sequence[str], at: Sequence[int]) -> int | None:
    """Return the line of the first event that cannot be read by itself."""
    for number, following in itertools.pairwise([*at, len(lines) + 1]):
        event = lines[number - 1 : following - 1]
        end = next((rank for rank, line in enumerate(event) if line.strip().upper() == "END:VEVENT"), len(event))
        try:
            Calendar.from_ical("\r\n".join(["BEGIN:VCALENDAR", *event[: end + 1], "END:VCALENDAR"]))
        except _BROKEN:
            return number
    return None


class _CalendarReading:
    def __init__(self, file: str, calendar: Any, at: Sequence[int], span: RotaSpan) -> None:
        self._file = file
        self._at = at
        self._followed = 0
        self._span = span
        self._name = str(calendar.get("X-WR-CALNAME", "")).strip()
        self._ours = _OURS in str(calendar.get("PRODID", ""))
        named = str(calendar.get("X-WR-TIMEZONE", "")).strip()
        self._zone_name = named or None
        self._zone: tzinfo = zone_of(named or span.zone, file)

    def rotas(self, events: list[_Event]) -> list[Rota]:
        """Return what the events say; those of a calendar that `perimetre oncall` wrote, by schedule."""
        if not self._ours:
            return [self._rota((self._name,) if self._name else (), events, self._name)]
        schedules: dict[str, list[_Event]] = {}
        for rank, event in events:
            # What is due that day takes nobody's time: it is no turn.
            if str(event.get("TRANSP", "")) != "TRANSPARENT" or not _is_day(event):
                schedules.setdefault(self._category(event), []).append((rank, event))
        return [self._rota((title,), some, title) for title, some in schedules.items()]

    def _rota(self, ids: tuple[str, ...], events: list[_Event], title: str) -> Rota:
        unsaid: list[Unsaid] = []
        levels: dict[int, list[RotaTurn]] = {}
        ends: list[tuple[int, int | None]] = []
        moved = self._moved(events, unsaid)
        latest = _latest(events)
        for rank, event in events:
            uid = str(event.get("UID", "")) or f"#{rank}"
            # An occurrence that was moved comes with its event; where the file does not have that, it is one.
            if (uid in latest) if "RECURRENCE-ID" in event else _sequence(event) < latest.get(uid, 0):
                continue
            where = self._where(rank)
            level = self._level(event)
            for part in (event, *moved.get(uid, {}).values()):
                if part is event or part.get("STATUS") != "CANCELLED":
                    try:
                        turns = self._turns(part, where, title, moved.get(uid, {}) if part is event else {}, ends)
                        levels.setdefault(level if part is event else self._level(part), []).extend(turns)
                    except UnsaidError as error:
                        unsaid.append(Unsaid(where=where, why=error.message))
                    except _BROKEN:
                        unsaid.append(Unsaid(where=where, why=message("the event cannot be read")))
        turns = list(bounded((turn for some in levels.values() for turn in some), self._file))
        if len(levels) > 1:
            turns = by_rank(levels.items())
        last = [end for _, end in ends]
        return Rota(
            ids=ids,
            zone=self._zone_name,
            turns=self._span.cut(turns),
            first=min((start for start, _ in ends), default=None),
            last=None if None in last else max((end for end in last if end is not None), default=None),
            unsaid=tuple(unsaid),
        )

    # --- one event ------------------------------------------------------------------------------------------------

    def _turns(
        self,
        event: Any,
        where: str,
        title: str,
        moved: Mapping[int, Any],
        ends: list[tuple[int, int | None]],
    ) -> list[RotaTurn]:
        if str(event.get("STATUS", "")).upper() == "CANCELLED":
            return []
        if event.errors:
            raise UnsaidError(message("`{key}` cannot be read", key=str(event.errors[0][0])[:40]))
        if "EXRULE" in event:
            raise UnsaidError(message("the recurrence says `{part}`, which is not read", part="EXRULE"))
        if any("THISANDFUTURE" in str(part["RECURRENCE-ID"].params.get("RANGE", "")) for part in moved.values()):
            raise UnsaidError(
                message("one occurrence changes all that follow (`RANGE=THISANDFUTURE`), which is not read")
            )
        begin, length, zone = self._bounds(event)
        holders = self._holders(event, title)
        if not holders:
            raise UnsaidError(message("it names nobody"))
        starts = self._starts(event, begin, zone, ends, length)
        out_days, out_minutes = self._left_out(event, zone)
        turns: list[RotaTurn] = []
        for wall, end in starts:
            start = minute_of(wall)
            finish = end if end is not None else _after(wall, length)
            if start in moved or start in out_minutes or wall.date() in out_days or finish <= self._span.start:
                continue
            turns += [RotaTurn(start=start, end=finish, holder=holder, where=where) for holder in holders]
            if len(turns) > MOST_EVENTS:
                raise UnsaidError(message("it comes back more often than any turn does"))
        return turns

    def _bounds(self, event: Any) -> tuple[datetime, timedelta | int, tzinfo]:
        """Return its first instant, how long it lasts by the wall (in minutes: on the clock), and its zone."""
        if "DTSTART" not in event:
            raise UnsaidError(message("it has no beginning (`DTSTART`)"))
        begin, zone = self._moment(event["DTSTART"])
        if "DTEND" in event:
            end, _ = self._moment(event["DTEND"])
            if end.tzinfo is begin.tzinfo or str(end.tzinfo) == str(begin.tzinfo):
                length: timedelta | int = end.replace(tzinfo=None) - begin.replace(tzinfo=None)
            else:
                length = minute_of(end) - minute_of(begin)
        elif "DURATION" in event:
            lasts = event["DURATION"].dt
            length = lasts if lasts % timedelta(days=1) == timedelta() else lasts // timedelta(minutes=1)
        else:
            length = timedelta(days=1) if _is_day(event) else 0
        if _after(begin, length) <= minute_of(begin):
            raise UnsaidError(message("it ends before it begins, or when it does"))
        return begin, length, zone

    def _moment(self, value: Any) -> tuple[datetime, tzinfo]:
        moment: date = value.dt
        in_reach(moment)
        if not isinstance(moment, datetime):
            return datetime.combine(moment, time(), self._zone), self._zone
        if moment.tzinfo is None:
            named = value.params.get("TZID")
            if named is not None:
                raise UnsaidError(
                    message("`{zone}` is no time zone, and the file does not say what it is", zone=str(named))
                )
            return moment.replace(tzinfo=self._zone), self._zone
        return moment, moment.tzinfo

    def _starts(
        self,
        event: Any,
        begin: datetime,
        zone: tzinfo,
        ends: list[tuple[int, int | None]],
        length: timedelta | int,
    ) -> Iterator[tuple[datetime, int | None]]:
        """Yield each start, and the end of those that say their own; note in `ends` what the event speaks of."""
        rules = event.get("RRULE", [])
        first, last = minute_of(begin), _after(begin, length)
        wall = begin.replace(tzinfo=None)
        starts: dict[datetime, int | None] = {begin: None}
        for rule in rules if isinstance(rules, list) else [rules]:
            said = {part.upper(): [_written(value, zone) for value in values] for part, values in rule.items()}
            endless = not {"UNTIL", "COUNT"} & said.keys()
            limit = datetime.combine(self._span.last_day, time())
            for other in walls(said, wall, limit, since=self._span.first_wall(length)):
                self._followed += 1
                if self._followed > _MOST_OCCURRENCES:
                    raise RotaRefusedError(
                        message(
                            "`{file}` holds more than {most} turns over these days.",
                            file=self._file,
                            most=_MOST_OCCURRENCES,
                        )
                    )
                starts.setdefault(other.replace(tzinfo=zone), None)
                last = max(last, _after(other.replace(tzinfo=zone), length))
            if endless:
                ends.append((first, None))
        for more in _listed(event, "RDATE"):
            for value in more.dts:
                if isinstance(value.dt, tuple):
                    start, end = value.dt
                    finish = end if isinstance(end, datetime) else start + end
                    starts[start] = minute_of(finish)
                else:
                    start, _ = self._moment(value)
                    starts.setdefault(start, None)
                last = max(last, starts[start] or _after(start, length))
        ends.append((first, last))
        yield from starts.items()

    def _left_out(self, event: Any, zone: tzinfo) -> tuple[set[date], set[int]]:
        """Return the days, and the minutes, that an event leaves out (`EXDATE`)."""
        days: set[date] = set()
        minutes: set[int] = set()
        for value in (value for some in _listed(event, "EXDATE") for value in some.dts):
            if isinstance(value.dt, datetime):
                moment = value.dt if value.dt.tzinfo is not None else value.dt.replace(tzinfo=zone)
                minutes.add(minute_of(moment))
            else:
                days.add(value.dt)
        return days, minutes

    # --- what it says ---------------------------------------------------------------------------------------------

    def _holders(self, event: Any, title: str) -> tuple[Holder, ...]:
        text = _LEVEL.sub("", str(event.get("SUMMARY", ""))).strip()
        noise = tuple(dict.fromkeys(filter(None, (title, self._category(event)))))
        mails: list[tuple[str, str]] = []
        for guest in _listed(event, "ATTENDEE"):
            address = str(guest).removeprefix("mailto:").removeprefix("MAILTO:").strip()
            mails.append((address, str(guest.params.get("CN", "")).strip()))
        if len(mails) == 1 and mails[0][0]:
            address, name = mails[0]
            return (Holder(names=tuple(filter(None, (address, name))), text=text, noise=noise, email=address),)
        if mails and not text:
            return tuple(
                Holder(names=tuple(filter(None, (address, name))), email=address) for address, name in mails if address
            )
        return (Holder(text=text, noise=noise),) if text else ()

    def _level(self, event: Any) -> int:
        level = _LEVEL.match(str(event.get("SUMMARY", "")))
        return int(level[1]) if level else 0

    @staticmethod
    def _category(event: Any) -> str:
        some = _listed(event, "CATEGORIES")
        return ", ".join(str(name) for each in some for name in getattr(each, "cats", ())).strip()

    def _moved(self, events: Sequence[_Event], unsaid: list[Unsaid]) -> dict[str, dict[int, Any]]:
        """Return the occurrences that say something of their own: by event, then by the minute that they replace."""
        moved: dict[str, dict[int, Any]] = {}
        for rank, event in events:
            if "RECURRENCE-ID" in event:
                try:
                    moment, _ = self._moment(event["RECURRENCE-ID"])
                except (UnsaidError, AttributeError, ValueError, TypeError):
                    why = message("`{key}` cannot be read", key="RECURRENCE-ID")
                    unsaid.append(Unsaid(where=self._where(rank), why=why))
                    continue
                moved.setdefault(str(event.get("UID", "")) or f"#{rank}", {})[minute_of(moment)] = event
        return moved

    def _where(self, rank: int) -> str:
        return f"{self._file}:{self._at[rank]}" if rank < len(self._at) else self._file


def _latest(events: Sequence[_Event]) -> dict[str, int]:
    latest: dict[str, int] = {}
    for _, event in events:
        if "RECURRENCE-ID" not in event and "UID" in event:
            uid = str(event["UID"])
            latest[uid] = max(latest.get(uid, 0), _sequence(event))
    return latest


def _sequence(event: Any) -> int:
    try:
        return int(event.get("SEQUENCE", 0))
    except (TypeError, ValueError):
        return 0


def _listed(event: Any, key: str) -> list[Any]:
    some = event.get(key, [])
    return some if isinstance(some, list) else [some]


def _is_day(event: Any) -> bool:
    begin = getattr(event.get("DTSTART"), "dt", None)
    return isinstance(begin, date) and not isinstance(begin, datetime)


def _after(begin: datetime, length: timedelta | int) -> int:
    """Return the minute at which what begins ends: so long after by the wall, or so many minutes."""
    return minute_of(begin) + length if isinstance(length, int) else minute_of(begin + length)


def _written(value: Any, zone: tzinfo) -> str:
    if isinstance(value, datetime):
        wall = value.astimezone(zone) if value.tzinfo is not None else value
        return wall.replace(tzinfo=None).isoformat()
    if isinstance(value, date):
        return datetime.combine(value, time(23, 59)).isoformat()
    return value.decode() if isinstance(value, bytes) else str(value)
