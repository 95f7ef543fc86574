"""Read who is on call from the files in which teams keep it: calendars, spreadsheets, exports (stage collect).

Comes in: bytes, which anybody may have written, and the days that are looked at. Goes out: a `Rota` for each schedule
of the files; or why they are none, and where. Nothing is asked of a network, and what cannot be read is told, with
its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from perimetre.base.words import message
from perimetre.reading.rotas.said import LARGEST_ROTA, Holder, Rota, RotaRefusedError, RotaSpan, RotaTurn, Unsaid

__all__ = ["LARGEST_ROTA", "Holder", "Rota", "RotaRefusedError", "RotaSpan", "RotaTurn", "Unsaid", "read_rotas"]


def read_rotas(files: Sequence[tuple[str, bytes]], span: RotaSpan) -> list[Rota]:
    """Read the schedules of files; those in JSON are read together, since an API answers people and shifts apart.

    Args:
        files: the name of each, as printed, and its bytes; of what is too long, a byte more than may be read is enough.
        span: the days that are looked at.

    Raises:
        RotaRefusedError: one of them is cut, too long, or of no form that is read; it says where.
    """
    rotas: list[Rota] = []
    objects: list[tuple[str, str]] = []
    for file, content in files:
        if len(content) > LARGEST_ROTA:
            raise RotaRefusedError(
                message("`{file}` is larger than {size} MB: no schedule is.", file=file, size=LARGEST_ROTA // 1_000_000)
            )
        text = _text(content)
        head = text.lstrip()[:200].upper()
        if not head:
            raise RotaRefusedError(message("`{file}` is empty.", file=file))
        if "\0" in text[:1000]:
            raise RotaRefusedError(
                message("`{file}` is no text: save it as CSV, JSON or an iCalendar file.", file=file)
            )
        if head.startswith(("{", "[")):
            objects.append((file, text))
        elif head.startswith("BEGIN:VCALENDAR"):
            from perimetre.reading.rotas.calendars import read_calendars

            rotas += read_calendars(file, text, span)
        else:
            from perimetre.reading.rotas.sheets import read_sheet

            rotas += read_sheet(file, text, span)
    if objects:
        from perimetre.reading.rotas.answers import read_answers

        rotas += read_answers(objects, span)
    return rotas


def _text(content: bytes) -> str:
    """Return a text, whatever a spreadsheet saves: UTF-8, UTF-16 where it says so, else what Windows writes."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def unsaid_of(rotas: Iterable[Rota]) -> tuple[Unsaid, ...]:
    """Return what is left out of several schedules."""
    return tuple(each for rota in rotas for each in rota.unsaid)
