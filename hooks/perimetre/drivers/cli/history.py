"""Read what was already done against somebody: a CSV file of measures, one a line (`decide --history`)."""

from __future__ import annotations

import csv
from datetime import date, datetime
from typing import TYPE_CHECKING

from perimetre.base.words import message
from perimetre.drivers.cli.shared import UsageError, by_id, known_one
from perimetre.drivers.cli.texts import text_of

if TYPE_CHECKING:
    from perimetre.model import Brand
    from perimetre.perimeter.history import Measure

# The column that there must be, and the one that there may be.
_ON, _GROUND = "on", "ground"


def measures_of(name: str, brand: Brand, at: datetime) -> tuple[Measure, ...]:
    """Return the measures that a file lists: a day each (`on`), and the ground (`ground`) where it is said.

    Columns are separated by commas or semicolons, others are left alone; `-` is what comes in by the pipe.

    Raises:
        UsageError: the file cannot be read, has no such column, or a line says what cannot be.
    """
    from perimetre.perimeter.history import Measure

    lines = text_of(name).splitlines()
    rows = csv.DictReader(lines, delimiter=";" if lines and ";" in lines[0] else ",")
    if _ON not in (rows.fieldnames or ()):
        raise UsageError(
            message(
                "`{file}` has no column `{column}`. Begin it with this line: `{example}`.",
                file=name,
                column=_ON,
                example=f"{_ON},{_GROUND}",
            )
        )
    grounds = by_id(brand.moderation.grounds)
    measures = []
    for row in rows:
        ground = (row.get(_GROUND) or "").strip()
        measures.append(
            Measure(
                on=_day(name, rows.line_num, row.get(_ON) or "", at.date()),
                ground=known_one(message("ground"), ground, grounds).id if ground else None,
            )
        )
    return tuple(measures)


def _day(name: str, line: int, text: str, last: date) -> date:
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        day = None
    if day is None or day > last:
        raise UsageError(
            message(
                "`{file}`, line {line}: “{text}” is no day before the instant asked for. Write it as `2026-11-22`.",
                file=name,
                line=line,
                text=text,
            )
        )
    return day
