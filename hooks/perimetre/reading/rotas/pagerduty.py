"""Read who is on call from what the API of PagerDuty answers (stage collect).

Comes in: the schedules of `GET /schedules/{id}`, the people of `GET /users`, the overrides of `GET
/schedules/{id}/overrides`, as https://developer.pagerduty.com/api-reference/3f03afb2c84a4-get-a-schedule documents
them. Goes out: a `Rota` for each schedule.

The first layer of `schedule_layers` is the highest, and holds an instant alone; an override is above them all. Turns
of whole days change hands at the same hour by the wall of the schedule. What `final_schedule` renders (asked with
`since` and `until`) is believed from its first entry to its last; the layers say the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from perimetre.base.words import message
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

_DAY = 86_400
# A layer of each hour of the week has fewer.
_MOST_RESTRICTIONS = 170
_OVER_ALL = 1_000_000
# Turns at either end of the days are whole: a year and a half is longer than any.
_WHOLE = 800_000
People = Mapping[str, Mapping[str, Any]]


def read_schedule(
    file: str,
    schedule: Mapping[str, Any],
    where: str,
    people: People,
    overrides: Sequence[tuple[str, Any]],
    span: RotaSpan,
) -> Rota:
    """Read a schedule.

    Args:
        file: the name of the file.
        schedule: what the API answers of it.
        where: the keys that lead to it.
        people: those of `GET /users`, by id; none: what the schedule says of them.
        overrides: those of `GET /schedules/{id}/overrides`, each with the keys that lead to it.
        span: the days that are looked at.

    Raises:
        UnsaidError: its zone is none.
    """
    name = schedule.get("time_zone") or span.zone
    zone = zone_named(str(name))
    unsaid: list[Unsaid] = []
    ranked: list[tuple[int, list[RotaTurn]]] = []
    bounds: list[tuple[int, int | None]] = []
    layers = schedule.get("schedule_layers") or []
    for rank, layer in enumerate(layers if isinstance(layers, list) else []):
        keys = f"{where}.schedule_layers[{rank}]"
        crowded(ranked, file)
        try:
            ranked.append((len(layers) - rank, list(bounded(_layer(layer, keys, zone, people, span, bounds), file))))
        except UnsaidError as error:
            unsaid.append(Unsaid(where=keys, why=error.message))
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            unsaid.append(Unsaid(where=keys, why=message("it is not what the documentation describes")))
    above = [(f"{where}.{keys}", entry) for keys, entry in _entries(schedule, "overrides_subschedule")]
    ranked.append((_OVER_ALL, _rendered([*above, *overrides], zone, people, unsaid)))
    turns = by_rank(ranked)
    final = _rendered(
        [(f"{where}.{keys}", entry) for keys, entry in _entries(schedule, "final_schedule")], zone, people, unsaid
    )
    if final:
        start, end = min(turn.start for turn in final), max(turn.end for turn in final)
        outside = [turn for turn in turns if turn.start < start or turn.end > end]
        before = [_to(turn, turn.start, min(turn.end, start)) for turn in outside if turn.start < start]
        after = [_to(turn, max(turn.start, end), turn.end) for turn in outside if turn.end > end]
        turns = [*before, *final, *after]
        bounds.append((start, end))
    bounds += [(turn.start, turn.end) for turn in ranked[-1][1]]
    ids = (str(schedule.get("id") or ""), str(schedule.get("name") or schedule.get("summary") or ""))
    return Rota(
        ids=tuple(filter(None, ids)),
        zone=zone.key,
        turns=span.cut(bounded(turns, file)),
        first=min((first for first, _ in bounds), default=None),
        last=None if any(last is None for _, last in bounds) else max((last or 0 for _, last in bounds), default=0),
        unsaid=tuple(unsaid),
    )


def holder_of(user: Any, people: People) -> Holder:
    """Return somebody whom a schedule names, with what else the file says of them."""
    known = {**people.get(str(user.get("id")), {}), **{key: value for key, value in user.items() if value}}
    email = str(known.get("email") or "")
    names = (known.get("id"), email, known.get("name"), known.get("summary"))
    return Holder(names=tuple(dict.fromkeys(str(name) for name in names if name)), email=email)


def _layer(
    layer: Any, where: str, zone: ZoneInfo, people: People, span: RotaSpan, bounds: list[tuple[int, int | None]]
) -> Iterator[RotaTurn]:
    """Yield the turns of a layer over the span."""
    length = int(layer["rotation_turn_length_seconds"])
    holders = [holder_of(each.get("user", each), people) for each in layer["users"]]
    if length < 3600:
        raise UnsaidError(message("its turns are shorter than an hour"))
    if not holders:
        raise UnsaidError(message("it names nobody"))
    begin = minute_of(instant_in(layer["start"], zone))
    end = minute_of(instant_in(layer["end"], zone)) if layer.get("end") else None
    virtual = instant_in(layer.get("rotation_virtual_start") or layer["start"], zone).astimezone(zone)
    bounds.append((begin, end))
    first, last = max(begin, span.start), min(span.end if end is None else end, span.end)
    closes_at = span.end + _WHOLE if end is None else end
    limited = bool(layer.get("restrictions"))
    open_ = list(_restricted(layer.get("restrictions") or [], zone, span))
    from_ = minute_of(virtual)
    rank = (first - from_) * 60 // length - 2
    while (start := _turn(virtual, length, rank, zone)) < last:
        finish = _turn(virtual, length, rank + 1, zone)
        for opens, closes in open_ if limited else [(start, finish)]:
            if opens >= finish:
                break
            a, b = max(start, opens, begin), min(finish, closes, closes_at)
            if a < b:
                yield RotaTurn(start=a, end=b, holder=holders[rank % len(holders)], where=where)
        # What is open before this turn ends before all others too.
        while open_ and open_[0][1] <= start:
            open_.pop(0)
        rank += 1


def _turn(virtual: datetime, length: int, rank: int, zone: ZoneInfo) -> int:
    """Return the minute at which a turn begins: by the wall where it lasts whole days."""
    if length % _DAY == 0:
        return wall_minute(virtual.replace(tzinfo=None) + timedelta(seconds=length * rank), zone)
    return minute_of(virtual) + length * rank // 60


def _restricted(restrictions: Any, zone: ZoneInfo, span: RotaSpan) -> Iterator[tuple[int, int]]:
    """Yield when a layer may have somebody, sorted; nothing where it always may."""
    stretches: list[tuple[int, int]] = []
    if len(restrictions) > _MOST_RESTRICTIONS:
        raise UnsaidError(message("its restrictions are too many to be read"))
    first = datetime.fromtimestamp(span.start * 60, zone).date() - timedelta(days=8)
    days = (span.last_day - first).days
    for restriction in restrictions:
        if restriction.get("type") not in ("daily_restriction", "weekly_restriction"):
            raise UnsaidError(message("its restrictions are of a kind that is not read"))
        at, lasts = time.fromisoformat(restriction["start_time_of_day"]), int(restriction["duration_seconds"])
        on = int(restriction["start_day_of_week"]) if restriction["type"] == "weekly_restriction" else None
        for day in (first + timedelta(days=more) for more in range(days)):
            if on in (None, day.isoweekday()):
                wall = datetime.combine(day, at.replace(tzinfo=None))
                stretches.append((wall_minute(wall, zone), wall_minute(wall + timedelta(seconds=lasts), zone)))
    joined: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    yield from joined


def _entries(schedule: Mapping[str, Any], key: str) -> list[tuple[str, Any]]:
    part = schedule.get(key)
    entries = part.get("rendered_schedule_entries") if isinstance(part, dict) else None
    return [(f"{key}.rendered_schedule_entries[{rank}]", entry) for rank, entry in enumerate(entries or [])]


def _rendered(
    entries: Sequence[tuple[str, Any]], zone: ZoneInfo, people: People, unsaid: list[Unsaid]
) -> list[RotaTurn]:
    turns: list[RotaTurn] = []
    for where, entry in entries:
        try:
            start, end = (minute_of(instant_in(entry[key], zone)) for key in ("start", "end"))
            turns.append(RotaTurn(start=start, end=end, holder=holder_of(entry["user"], people), where=where))
        except UnsaidError as error:
            unsaid.append(Unsaid(where=where, why=error.message))
        except (KeyError, TypeError, ValueError, AttributeError):
            unsaid.append(Unsaid(where=where, why=message("it is not what the documentation describes")))
    return turns


def _to(turn: RotaTurn, start: int, end: int) -> RotaTurn:
    return RotaTurn(start=start, end=end, holder=turn.holder, where=turn.where)
