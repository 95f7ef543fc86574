"""Read who is on call from what the API of Grafana OnCall answers (stage collect).

Comes in: the schedules of `GET /api/v1/schedules/`, the shifts of `GET /api/v1/on_call_shifts/`, the people of `GET
/api/v1/users/`, and the turns of `GET /api/v1/schedules/{id}/final_shifts`, as
https://grafana.com/docs/oncall/latest/oncall-api-reference/on_call_shifts/ documents them. Goes out: a `Rota` for
each schedule.

Of the shifts of an instant, those of the highest `level` hold it, together where they are several; an override is
above them all. `rolling_users` take turns by what `frequency` counts (`interval` of them each), from the group that
`start_rotation_from_user_index` names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from perimetre.base.words import message
from perimetre.reading.rotas.repeating import walls
from perimetre.reading.rotas.said import (
    Holder,
    Rota,
    RotaSpan,
    RotaTurn,
    Unsaid,
    UnsaidError,
    bounded,
    by_rank,
    crowded,
    instant_in,
    minute_of,
    wall_minute,
    zone_named,
)

KINDS = ("single_event", "recurrent_event", "rolling_users", "override")
_FREQUENCIES = ("hourly", "daily", "weekly", "monthly")
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_OVER_ALL = 1_000_000
_ODD = message("it is not what the documentation describes")
People = Mapping[str, Mapping[str, Any]]
Located = tuple[str, Any]


def read_schedule(
    file: str, schedule: Mapping[str, Any], where: str, shifts: Sequence[Located], people: People, span: RotaSpan
) -> Rota:
    """Read a schedule.

    Args:
        file: the name of the file.
        schedule: what the API answers of it; an empty one for shifts that come alone.
        where: the keys that lead to it.
        shifts: its shifts, each with the keys that lead to it.
        people: those of the file, by id.
        span: the days that are looked at.

    Raises:
        UnsaidError: its zone is none.
    """
    zone = zone_named(str(schedule.get("time_zone") or span.zone))
    unsaid: list[Unsaid] = []
    for key in ("ical_url_primary", "ical_url_overrides"):
        if schedule.get(key):
            why = message("its turns are in the calendar of `{key}`: save that file, and import it", key=key)
            unsaid.append(Unsaid(where=f"{where}.{key}", why=why))
    bounds: list[tuple[int, int | None]] = []
    ranked: list[tuple[int, list[RotaTurn]]] = []
    for keys, shift in shifts:
        crowded(ranked, file)
        try:
            rank = _OVER_ALL if shift["type"] == "override" else int(shift.get("level") or 0)
            ranked.append((rank, list(bounded(_turns(shift, keys, zone, people, span, bounds), file))))
        except UnsaidError as error:
            unsaid.append(Unsaid(where=keys, why=error.message))
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError, IndexError):
            unsaid.append(Unsaid(where=keys, why=_ODD))
    ids = (str(schedule.get("id") or ""), str(schedule.get("name") or ""))
    return Rota(
        ids=tuple(filter(None, ids)),
        zone=zone.key,
        turns=span.cut(bounded(by_rank(ranked), file)),
        first=min((first for first, _ in bounds), default=None),
        last=None if any(last is None for _, last in bounds) else max((last or 0 for _, last in bounds), default=0),
        unsaid=tuple(unsaid),
    )


def read_final(file: str, entries: Sequence[Located], span: RotaSpan) -> Rota:
    """Read the turns that `final_shifts` renders."""
    zone = zone_named(span.zone)
    unsaid: list[Unsaid] = []
    turns: list[RotaTurn] = []
    for keys, entry in entries:
        try:
            start, end = (minute_of(instant_in(entry[key], zone)) for key in ("shift_start", "shift_end"))
            email = str(entry.get("user_email") or "")
            names = (entry.get("user_pk"), email, entry.get("user_username"))
            holder = Holder(names=tuple(str(name) for name in names if name), email=email)
            turns.append(RotaTurn(start=start, end=end, holder=holder, where=keys))
        except UnsaidError as error:
            unsaid.append(Unsaid(where=keys, why=error.message))
        except (KeyError, TypeError, ValueError, AttributeError):
            unsaid.append(Unsaid(where=keys, why=_ODD))
    return Rota(
        ids=(),
        zone=None,
        turns=span.cut(bounded(turns, file)),
        first=min((turn.start for turn in turns), default=None),
        last=max((turn.end for turn in turns), default=0),
        unsaid=tuple(unsaid),
    )


def _turns(
    shift: Any, where: str, of: ZoneInfo, people: People, span: RotaSpan, bounds: list[tuple[int, int | None]]
) -> Iterator[RotaTurn]:
    """Yield the turns of a shift over the span."""
    zone = zone_named(str(shift["time_zone"])) if shift.get("time_zone") else of
    lasts = int(shift["duration"]) // 60
    first = instant_in(shift["start"], zone).astimezone(zone).replace(tzinfo=None)
    groups = [[_holder(user, people) for user in group] for group in _groups(shift)]
    if lasts <= 0:
        raise UnsaidError(message("it ends before it begins, or when it does"))
    if not any(groups):
        raise UnsaidError(message("it names nobody"))
    opens = minute_of(instant_in(shift["rotation_start"], zone)) if shift.get("rotation_start") else None
    last = 0
    for wall, rank in _walls(shift, first, zone, span):
        start = wall_minute(wall, zone)
        # A night lasts until its hour by the wall, whatever the clocks do.
        end = wall_minute(wall + timedelta(minutes=lasts), zone)
        last = max(last, end)
        if end > span.start and (opens is None or start >= opens):
            yield from (RotaTurn(start=start, end=end, holder=one, where=where) for one in groups[rank % len(groups)])
    endless = shift["type"] in KINDS[1:3] and not shift.get("until")
    bounds.append((max(wall_minute(first, zone), opens or 0), None if endless else last))


def _groups(shift: Any) -> list[list[Any]]:
    """Return those who take turns, in their order; those of one group are on call together."""
    if shift["type"] == "rolling_users" or ("rolling_users" in shift and not shift.get("users")):
        if not isinstance(shift["rolling_users"], list):
            raise UnsaidError(_ODD)
        groups = [[*group] if isinstance(group, list) else [group] for group in shift["rolling_users"]]
        first = int(shift.get("start_rotation_from_user_index") or 0)
        return [*groups[first:], *groups[:first]]
    return [list(shift["users"])]


def _walls(shift: Any, first: datetime, zone: ZoneInfo, span: RotaSpan) -> Iterator[tuple[datetime, int]]:
    """Yield the wall time of each turn, and whose it is: the rank of the group."""
    if shift["type"] in ("single_event", "override"):
        yield first, 0
        return
    frequency, every = shift["frequency"], int(shift.get("interval") or 1)
    days = [str(day) for day in shift.get("by_day") or ()]
    if frequency not in _FREQUENCIES or every < 1:
        raise UnsaidError(message("its frequency is of a kind that is not read"))
    groups = len(_groups(shift))
    if frequency == "daily" and days and groups > 1:
        # By its version, a day that is left out takes somebody's turn, or nobody's.
        raise UnsaidError(message("people take turns by days of which some are left out: export `final_shifts`"))
    starts = str(shift.get("week_start") or "SU")
    rule: dict[str, Sequence[str]] = {"FREQ": [frequency.upper()], "INTERVAL": [str(every)], "WKST": [starts]}
    for part, values in (("BYDAY", days), ("BYMONTH", shift.get("by_month")), ("BYMONTHDAY", shift.get("by_monthday"))):
        if values:
            rule[part] = [str(value) for value in values]
    if shift.get("until"):
        until = instant_in(shift["until"], zone).astimezone(zone).replace(tzinfo=None)
        rule["UNTIL"] = [until.isoformat()]
    since = span.first_wall(timedelta(seconds=int(shift["duration"])))
    for wall in walls(rule, first, datetime.combine(span.last_day, time()), since=since, with_first=False):
        yield wall, _period(frequency, first, wall, _DAYS.index(starts)) // every


def _period(frequency: str, first: datetime, wall: datetime, week_start: int) -> int:
    """Return how many hours, days, weeks or months there are from one to another."""
    if frequency == "hourly":
        return (wall - first) // timedelta(hours=1)
    if frequency == "monthly":
        return (wall.year - first.year) * 12 + wall.month - first.month
    begun, now = first.toordinal(), wall.toordinal()
    if frequency == "daily":
        return now - begun
    return ((now - 1 - week_start) // 7) - ((begun - 1 - week_start) // 7)


def _holder(user: Any, people: People) -> Holder:
    known = people.get(str(user), {})
    email = str(known.get("email") or "")
    names = (str(user), email, known.get("username"), known.get("name"))
    return Holder(names=tuple(dict.fromkeys(str(name) for name in names if name)), email=email)
