"""Say what a sheet of A4 has room for, and draw the address of a page so that a telephone reads it from the paper.

A part of the stage render. One `Paper` goes with the `Tools` of a page, and templates are given its methods. Sizes are
those of `assets/paper.css`, in which letters never grow smaller so that more of them would go on a sheet: what has no
room is left out, the last first, and the sheet names it.
"""

from __future__ import annotations

import dataclasses
import ipaddress
import math
import re
from collections.abc import Iterable, Sequence
from urllib.parse import urljoin, urlsplit

from markupsafe import Markup

from perimetre.base.frozen import dataclass
from perimetre.base.words import message, say
from perimetre.render.given import given
from perimetre.render.pictures.svg import drawing, element
from perimetre.render.tools import Tools

# Measured in Chromium on the sheets of the example, part by part: a line of one of the two columns holds so many
# letters of 10.5 points, and half of a heading is the space above it. Both columns hold 112 lines under the title of a
# sheet; some are lost where a step does not go on in the other column.
_LETTERS = 56
_LINES = 94.0
_HEADING = 1.6
_GAP = 0.05
# What stands above the columns is wider, larger and higher.
_LETTERS_ABOVE = 85
_LINES_ABOVE = 2.2
# The code of the address stands beside them: they are no less high than it.
_LEAST_ABOVE = 4.0
_BLOCK = re.compile(r"</?(?:p|li|ul|ol|div|blockquote|figure|dl|dt|dd)\b[^>]*>|<br>")
_TAG = re.compile(r"<[^>]+>")

# In pixels of CSS, of which 96 make an inch: a module is 0.66 mm, which a telephone reads at a hand's length.
_MODULE = 2.5
_QUIET = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPart:
    """A part of a sheet, with what it says one thing after the other.

    Fields:
        id: its anchor.
        title: what it is called.
        rank: the higher, the sooner it is left out; 0: it never is.
        before, rows, after: what it says, safe and final: a list, and what stands around it.
        least: how many rows it has at least; the others are there where there is room.
        left: how many rows it has left out.
    """

    id: str
    title: str
    rank: int
    before: str = ""
    rows: tuple[str, ...] = ()
    after: str = ""
    least: int = 0
    left: int = 0

    @property
    def html(self) -> Markup:
        """What it says."""
        return Markup(f"{self.before}{''.join(self.rows)}{self.after}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedSheet:
    """What goes on one sheet.

    Fields:
        parts: in their order.
        rest: what has no room: the parts that are not there, and the rows that others leave out, in their order.
    """

    parts: tuple[SheetPart, ...]
    rest: tuple[SheetPart, ...] = ()

    @property
    def without(self) -> tuple[str, ...]:
        """What the parts that have no room are called."""
        there = {part.id for part in self.parts}
        return tuple(part.title for part in self.rest if part.id not in there)


def lines_of(html: str, letters: int = _LETTERS) -> float:
    """Return about how many lines some HTML takes, of so many letters each."""
    pieces = (" ".join(_TAG.sub("", piece).split()) for piece in _BLOCK.split(html))
    return sum(math.ceil(len(piece) / letters) + _GAP for piece in pieces if piece)


def fitted(head: str, parts: Sequence[SheetPart], room: float = _LINES) -> FittedSheet:
    """Return what goes on one sheet: parts by their rank, then more rows of those that are there.

    Args:
        head: what stands above the columns, as HTML.
        parts: in their order.
        room: how many lines the two columns of an empty sheet hold together.
    """
    room -= _LINES_ABOVE * max(lines_of(head, _LETTERS_ABOVE), _LEAST_ABOVE)
    rows: dict[str, int] = {}
    ranked = sorted(parts, key=lambda part: part.rank)
    for part in ranked:
        least = dataclasses.replace(part, rows=part.rows[: part.least])
        cost = _HEADING + lines_of(least.html)
        if not part.rank or cost <= room:
            room -= cost
            rows[part.id] = len(least.rows)
    for part in ranked:
        for row in part.rows[rows.get(part.id, len(part.rows)) :]:
            room -= lines_of(row)
            if room < 0:
                break
            rows[part.id] += 1
    return FittedSheet(
        parts=tuple(
            dataclasses.replace(part, rows=part.rows[: rows[part.id]], left=len(part.rows) - rows[part.id])
            for part in parts
            if part.id in rows
        ),
        rest=tuple(
            dataclasses.replace(part, rows=part.rows[rows.get(part.id, 0) :])
            for part in parts
            if part.id not in rows or rows[part.id] < len(part.rows)
        ),
    )


def sheets(head: str, parts: Sequence[SheetPart]) -> tuple[FittedSheet, ...]:
    """Return one sheet after the other, until everything has its room; each goes under a heading of its own.

    Args:
        head: what stands above the columns of the first, as HTML.
        parts: in their order.
    """
    found = [fitted(head, parts)]
    while rest := found[-1].rest:
        after = fitted("", rest)
        # What is longer than a sheet stands on one all the same, and goes on as the browser breaks it.
        found.append(after if _rows(after.rest) < _rows(rest) else FittedSheet(parts=rest[:1], rest=rest[1:]))
    return tuple(found)


def _rows(parts: Iterable[SheetPart]) -> int:
    return sum(1 + len(part.rows) for part in parts)


class Paper:
    """What templates ask of a sheet of paper, for one page."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    @given
    def sheet_part(
        self,
        id: str,
        title: object,
        rank: int,
        before: str = "",
        rows: Iterable[str] = (),
        after: str = "",
        least: int = 0,
    ) -> SheetPart:
        """Return a part of a sheet; its arguments are the fields of `SheetPart`."""
        return SheetPart(
            id=id,
            title=str(title),
            rank=rank,
            before=str(before).strip(),
            rows=tuple(str(row).strip() for row in rows),
            after=str(after).strip(),
            least=least,
        )

    @given
    def on_one_sheet(self, head: str, parts: Sequence[SheetPart]) -> FittedSheet:
        """Return what goes on one sheet, under what stands above its columns."""
        return fitted(head, parts)

    @given
    def on_sheets(self, head: str, parts: Sequence[SheetPart]) -> tuple[FittedSheet, ...]:
        """Return the sheets on which the whole goes, the first under what stands above its columns."""
        return sheets(head, parts)

    @given
    def site_address(self, path: str) -> str:
        """Return the whole address of a page of this brand; "": nobody said where the site is."""
        return page_address(self._tools.readers.site_url, self._tools.root(path))

    @given
    def code(self, address: str) -> Markup:
        """Return the QR code of an address: black on white, whatever the colours of the page."""
        # Late: most pages have none.
        import segno

        rows = segno.make_qr(address, error="m").matrix
        side = len(rows) + 2 * _QUIET
        path = "".join(
            f"M{start} {line}h{end - start}v1h{start - end}z"
            for line, row in enumerate(rows, _QUIET)
            for start, end in _runs(row)
        )
        size = math.ceil(side * _MODULE)
        parts = [
            element("rect", width=size, height=size, klass="pm-qr-paper"),
            element("path", d=path, transform=f"scale({_MODULE})", klass="pm-qr-ink"),
        ]
        name = say(message("QR code of {address}", address=address), self._tools.language)
        return drawing(parts, height=size, width=str(size), klass="pm-qr", name=name)


def page_address(site_url: str, path: str) -> str:
    """Return the whole address of a page; "" where the site has none, or one that only this machine knows.

    Args:
        site_url: where the site is published.
        path: of the page.
    """
    parts = urlsplit(site_url)
    if parts.scheme not in ("http", "https") or not parts.hostname or _is_this_machine(parts.hostname):
        return ""
    return urljoin(f"{site_url.rstrip('/')}/", f"{path}/")


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback or ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _runs(row: Iterable[int]) -> Iterable[tuple[int, int]]:
    """Yield where the dark modules of a row begin and end, the quiet zone counted."""
    start = None
    for at, dark in enumerate((*row, 0), _QUIET):
        if dark and start is None:
            start = at
        elif not dark and start is not None:
            yield start, at
            start = None
