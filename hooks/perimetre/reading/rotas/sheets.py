"""Read who is on call from a spreadsheet saved as CSV (stage collect).

Comes in: text. Goes out: a `Rota` for each schedule that a column names, or one. A row is a turn: who, from when,
until when. Headers are French or English; dates are `2026-08-03` or, in French order, `03/08/2026`; hours are `8h30`
or `08:30`. Where a row says days and no hours, the last day is included.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta

from perimetre.base.folding import fold
from perimetre.base.words import few, message
from perimetre.reading.rotas.said import (
    Holder,
    Rota,
    RotaRefusedError,
    RotaSpan,
    RotaTurn,
    Unsaid,
    UnsaidError,
    in_reach,
    wall_minute,
    zone_of,
)

MOST_ROWS = 20_000
# Headers by what they hold, folded, the most precise first.
_HEADERS: Mapping[str, tuple[str, ...]] = {
    "from": (
        "debut",
        "date de debut",
        "du",
        "de",
        "a partir du",
        "start",
        "from",
        "start date",
        "begin",
        "starts",
        "start time",
    ),
    "to": ("fin", "date de fin", "au", "a", "jusqu'au", "end", "to", "end date", "until", "ends", "end time"),
    "day": ("date", "jour", "day"),
    "from_hour": ("heure de debut", "heure debut", "debut heure", "start hour", "from hour", "de (heure)"),
    "to_hour": ("heure de fin", "heure fin", "fin heure", "end hour", "to hour", "a (heure)"),
    "who": (
        "personne",
        "nom",
        "qui",
        "agent",
        "astreinte",
        "de permanence",
        "person",
        "name",
        "who",
        "on call",
        "user",
        "assignee",
    ),
    "email": ("email", "e-mail", "mail", "courriel", "adresse"),
    "schedule": ("tableau", "planning", "tableau de service", "equipe", "schedule", "rota", "team"),
    "id": ("id", "identifiant", "login", "username"),
}
_DAY_FORMS = (
    re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"),
    re.compile(r"(?P<d>\d{1,2})[-/.](?P<m>\d{1,2})[-/.](?P<y>\d{4})"),
)
_HOUR = re.compile(r"(?P<h>\d{1,2})\s*(?::|h|H)\s*(?P<m>\d{2})?(?::\d{2})?")
_BETWEEN = re.compile(r"[\sT,]*(?:à|at)?\s*", re.IGNORECASE)
_NEXT = timedelta(days=1)


def read_sheet(file: str, text: str, span: RotaSpan) -> list[Rota]:
    """Read the schedules of a spreadsheet.

    Raises:
        RotaRefusedError: no column says who, or when; or two rows cannot be told apart; it says where.
    """
    lines = text.splitlines(keepends=True)
    first = next((line for line in lines if line.strip()), "")
    told = first.strip().lower().startswith("sep=") and len(first.strip()) == len("sep=;")
    delimiter = first.strip()[-1] if told else max(";,\t", key=first.count)
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        if told:
            # What Excel writes for itself.
            next(rows)
        columns = _columns(next(rows, []), file)
        return _rotas(file, rows, columns, span)
    except csv.Error as error:
        raise RotaRefusedError(
            message(
                "{where}: the row cannot be read: a quote is not closed, or a cell is too long.",
                where=f"{file}:{rows.line_num}",
            )
        ) from error


def _columns(header: list[str], file: str) -> dict[str, int]:
    columns: dict[str, int] = {}
    for rank, cell in enumerate(header[:100]):
        name = " ".join(fold(cell).replace("’", "'").split())
        kind = next((kind for kind, names in _HEADERS.items() if name in names), None)
        if kind is not None:
            columns.setdefault(kind, rank)
    if not {"who", "email", "id"} & columns.keys() or not (
        {"from", "to"} <= columns.keys()
        or {"day", "from_hour", "to_hour"} <= columns.keys()
        or {"day", "from", "to"} <= columns.keys()
    ):
        raise RotaRefusedError(
            message(
                "{where}: no column says who, from when and until when: these are {headers}. Name them, for instance, "
                "`nom;début;fin`, or `name,start,end`.",
                where=f"{file}:1",
                headers=few(f"`{cell.strip()[:30]}`" for cell in header[:20]),
            )
        )
    return columns


def _rotas(file: str, rows: Iterator[list[str]], columns: Mapping[str, int], span: RotaSpan) -> list[Rota]:
    zone = zone_of(span.zone, file)
    turns: dict[str, list[RotaTurn]] = {}
    unsaid: dict[str, list[Unsaid]] = {}
    # The days on which rows begin and end that say no hours, by schedule.
    begun: dict[tuple[str, date], str] = {}
    ended: dict[tuple[str, date], str] = {}
    for count, row in enumerate(rows):
        where = f"{file}:{rows.line_num}"  # type: ignore[attr-defined]
        if count >= MOST_ROWS:
            raise RotaRefusedError(message("`{file}` holds more than {most} rows.", file=file, most=MOST_ROWS))
        if not any(cell.strip() for cell in row):
            continue
        said = {kind: row[rank].strip() for kind, rank in columns.items() if rank < len(row)}
        schedule = said.get("schedule", "")
        names = tuple(filter(None, (said.get("id"), said.get("email"), said.get("who"))))
        try:
            start, end, whole = _stretch(said)
        except UnsaidError as error:
            unsaid.setdefault(schedule, []).append(Unsaid(where=where, why=error.message))
            continue
        if not names:
            unsaid.setdefault(schedule, []).append(Unsaid(where=where, why=message("it names nobody")))
            continue
        if whole:
            begun.setdefault((schedule, start.date()), where)
            ended.setdefault((schedule, end.date() - _NEXT), where)
        holder = Holder(
            names=names[:-1] if said.get("who") else names, text=said.get("who", ""), email=said.get("email", "")
        )
        first, last = wall_minute(start, zone), wall_minute(end, zone)
        turns.setdefault(schedule, []).append(RotaTurn(start=first, end=last, holder=holder, where=where))
    for place, where in begun.items():
        other = ended.get(place)
        if other is not None and other != where:
            raise RotaRefusedError(
                message(
                    "{where}: this row begins on the day on which that of {other} ends, and neither says the hour: "
                    "write it, `03/08/2026 09:00`.",
                    where=where,
                    other=other,
                )
            )
    return [_rota(name, turns.get(name, []), unsaid.get(name, []), span) for name in dict.fromkeys([*turns, *unsaid])]


def _rota(name: str, turns: list[RotaTurn], unsaid: list[Unsaid], span: RotaSpan) -> Rota:
    return Rota(
        ids=(name,) if name else (),
        zone=None,
        turns=span.cut(turns),
        first=min((turn.start for turn in turns), default=None),
        last=max((turn.end for turn in turns), default=0),
        unsaid=tuple(unsaid),
    )


def _stretch(said: Mapping[str, str]) -> tuple[datetime, datetime, bool]:
    """Return from when to when, by the wall, and whether it says days alone."""
    if said.get("day"):
        day = _moment(said["day"])[0]
        begin = _hour(said.get("from_hour") or said.get("from", ""))
        finish = _hour(said.get("to_hour") or said.get("to", ""))
        start, end = datetime.combine(day, time()) + begin, datetime.combine(day, time()) + finish
        return start, end if end > start else end + _NEXT, False
    (first, at), (last, until) = _moment(said.get("from", "")), _moment(said.get("to", ""))
    if said.get("from_hour"):
        at = _hour(said["from_hour"])
    if said.get("to_hour"):
        until = _hour(said["to_hour"])
    if (at is None) != (until is None):
        raise UnsaidError(message("it says the hour at one end only"))
    start = datetime.combine(first, time()) + (at or timedelta())
    end = datetime.combine(last, time()) + (until if until is not None else _NEXT)
    if end <= start:
        raise UnsaidError(message("it ends before it begins, or when it does"))
    return start, end, at is None


def _moment(cell: str) -> tuple[date, timedelta | None]:
    """Return the day of a cell, and its hour if it says one."""
    for form in _DAY_FORMS:
        if (found := form.match(cell)) is not None:
            try:
                day = date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                break
            in_reach(day)
            rest = _BETWEEN.sub("", cell[found.end() :], count=1)
            return day, _hour(rest) if rest else None
    raise UnsaidError(
        message("`{text}` is no date: write `2026-08-03`, or the day first, `03/08/2026`", text=cell[:40])
    )


def _hour(cell: str) -> timedelta:
    found = _HOUR.fullmatch(cell.strip())
    hours, minutes = (int(found["h"]), int(found["m"] or 0)) if found else (99, 0)
    if hours > 24 or minutes > 59 or (hours == 24 and minutes):
        raise UnsaidError(message("`{text}` is no hour: write `08:30`, or `8h30`", text=cell[:40]))
    return timedelta(hours=hours, minutes=minutes)
