"""Hold what a file of somebody's tool says of who is on call, whatever its form (stage collect).

Comes in: nothing. Goes out: the types that every reader of such a file returns. Instants are minutes since 1970 in
UTC.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from perimetre.base.days import YEARS
from perimetre.base.diagnostics import PerimetreError
from perimetre.base.frozen import dataclass
from perimetre.base.words import Message, message

# A year of turns of a large house is a fifth of that.
LARGEST_ROTA = 5_000_000
# Turns of one file over the days that are looked at; a team that changes every hour has 9,600 in 400 days.
MOST_TURNS = 50_000
# Layers, or shifts, of one schedule.
MOST_LAYERS = 500
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)


class RotaRefusedError(PerimetreError):
    """A file says nothing of who is on call that can be read; its message says where."""


class UnsaidError(PerimetreError):
    """A part of a file is left out; its message says why, whoever catches it says where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Somebody, as their tool names them.

    Fields:
        names: what may name them: an id, a login, an address, a name, the surest first.
        text: a sentence in which they are named, perhaps with others; "" where `names` say who.
        noise: what stands in that sentence and is no name: the title of the calendar.
        email: their address, which is copied nowhere unless it is asked for.
    """

    names: tuple[str, ...] = ()
    text: str = ""
    noise: tuple[str, ...] = ()
    email: str = ""

    @property
    def label(self) -> str:
        """What they are called, for a person who reads."""
        readable = [name for name in self.names if "@" not in name]
        return self.text or (readable or [*self.names] or [""])[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class RotaTurn:
    """Somebody is on call from a minute to another, the end excluded; `where`: the line, or the keys, that say it."""

    start: int
    end: int
    holder: Holder
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsaid:
    """What a file holds and that is left out, and why; `where`: the line, or the keys."""

    where: str
    why: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Rota:
    """One schedule of a file.

    Fields:
        ids: what may name it: an id, a title.
        zone: the IANA zone by which it is kept, or None.
        turns: who is on call when, over the days that were asked for, by time.
        first, last: what it speaks of: the first minute, and the minute after the last; None: it never ends.
        unsaid: what is left out.
    """

    ids: tuple[str, ...]
    zone: str | None
    turns: tuple[RotaTurn, ...]
    first: int | None
    last: int | None
    unsaid: tuple[Unsaid, ...] = ()

    @property
    def title(self) -> str:
        """Its name for a person who reads."""
        return self.ids[-1] if self.ids else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RotaSpan:
    """The days that are looked at, as minutes; and the zone by which what names none is read."""

    start: int
    end: int
    zone: str

    @property
    def last_day(self) -> date:
        """A day after all of it, whatever the zone."""
        return (_EPOCH + self.end * _MINUTE).date() + timedelta(days=2)

    def first_wall(self, length: timedelta | int) -> datetime:
        """Return a wall time before all that lasts so long (in minutes, where it is a number) and touches it."""
        lasts = length if isinstance(length, timedelta) else length * _MINUTE
        begin = _EPOCH.replace(tzinfo=None) + self.start * _MINUTE
        return begin - timedelta(days=2) - min(lasts, begin - datetime(1900, 1, 1))

    def cut(self, turns: Iterable[RotaTurn]) -> tuple[RotaTurn, ...]:
        """Return the turns that touch it, by time."""
        kept = [turn for turn in turns if turn.start < self.end and self.start < turn.end and turn.start < turn.end]
        return tuple(sorted(kept, key=lambda turn: (turn.start, turn.end, turn.holder.label)))


def minute_of(moment: datetime) -> int:
    """Return the minute of an instant that has its zone, the nearest: some tools end a turn at 23:59:59."""
    return (moment.astimezone(UTC) - _EPOCH + _MINUTE / 2) // _MINUTE


def wall_minute(wall: datetime, zone: tzinfo) -> int:
    """Return the minute of a wall time; one that a change of the clocks skips is later by what is skipped."""
    return minute_of(wall.replace(tzinfo=zone))


def zone_named(name: str) -> ZoneInfo:
    """Return a zone by its IANA name.

    Raises:
        UnsaidError: there is none of that name.
    """
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError) as error:
        raise UnsaidError(message("`{zone}` is no time zone", zone=name[:60])) from error


def zone_of(name: str, where: str) -> ZoneInfo:
    """Return the zone of a whole file.

    Raises:
        RotaRefusedError: there is none of that name.
    """
    try:
        return zone_named(name)
    except UnsaidError as error:
        raise RotaRefusedError(message("{where}: {why}.", where=where, why=error.message)) from error


def instant_in(text: object, zone: tzinfo) -> datetime:
    """Return an instant that ISO 8601 writes, by the wall of `zone` where it says none of its own.

    Raises:
        UnsaidError: it is no instant, or of a year of which nothing is known.
    """
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError as error:
        raise UnsaidError(message("`{text}` is no date and time", text=str(text)[:60])) from error
    in_reach(moment)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)


def in_reach(moment: date) -> None:
    """Refuse a year of which nothing is known, and from which no sum can be made.

    Raises:
        UnsaidError: it is of such a year.
    """
    if moment.year not in YEARS:
        raise UnsaidError(
            message(
                "nothing can be said of the year {year}: years go from {first} to {last}",
                year=moment.year,
                first=YEARS[0],
                last=YEARS[-1],
            )
        )


def bounded(turns: Iterable[RotaTurn], file: str) -> Iterator[RotaTurn]:
    """Yield turns, and refuse more than any team has.

    Raises:
        RotaRefusedError: there are too many.
    """
    for count, turn in enumerate(turns):
        if count >= MOST_TURNS:
            raise RotaRefusedError(
                message("`{file}` holds more than {most} turns over these days.", file=file, most=MOST_TURNS)
            )
        yield turn


def crowded(ranked: Sequence[tuple[int, Sequence[RotaTurn]]], file: str) -> None:
    """Refuse more layers, or more turns of them, than any team has.

    Raises:
        RotaRefusedError: there are too many.
    """
    if len(ranked) > MOST_LAYERS or sum(len(turns) for _, turns in ranked) > MOST_TURNS:
        raise RotaRefusedError(
            message("`{file}` holds more than {most} turns over these days.", file=file, most=MOST_TURNS)
        )


def by_rank(ranked: Iterable[tuple[int, Iterable[RotaTurn]]]) -> list[RotaTurn]:
    """Return the turns of layers, of which the highest holds an instant alone; equal ranks hold it together.

    Args:
        ranked: the rank of each, and its turns.
    """
    layers: dict[int, list[RotaTurn]] = {}
    for rank, turns in ranked:
        layers.setdefault(rank, []).extend(turns)
    kept: list[RotaTurn] = []
    covered: list[tuple[int, int]] = []
    for rank in sorted(layers, reverse=True):
        turns = sorted(layers[rank], key=lambda turn: turn.start)
        kept += [
            RotaTurn(start=start, end=end, holder=turn.holder, where=turn.where)
            for turn in turns
            for start, end in _left(turn.start, turn.end, covered)
        ]
        covered = _joined([*covered, *((turn.start, turn.end) for turn in turns)])
    return kept


def _joined(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        elif start < end:
            joined.append((start, end))
    return joined


def _left(start: int, end: int, covered: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    rank = max(0, bisect_right(covered, (start,)) - 1)
    for begin, finish in covered[rank:]:
        if begin >= end:
            break
        if start < begin:
            yield start, begin
        start = max(start, finish)
    if start < end:
        yield start, end
