"""List the turns that somebody who leaves had still to take: who takes them is for the house to say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from perimetre.base.words import Message, counted, message
from perimetre.cover import Cover, vacant_posts
from perimetre.language.instants import instant, month
from perimetre.pipeline.loaded import Loaded

_MOST = 6


def turns_left(after: Loaded, person: str, day: date) -> Iterator[tuple[str, Message]]:
    """Yield the first turns after somebody's last day, in each schedule, and how many follow within the year.

    Args:
        after: the handbook in which they have left.
        person: who leaves.
        day: the day from which turns are looked at.

    Yields:
        the file and the line, as printed, and the turn.
    """
    assert after.handbook is not None
    told: set[str] = set()
    for brand in after.handbook.brands:
        cover = Cover(after.handbook, brand, day)
        for vacant in vacant_posts(cover):
            if vacant.person != person or vacant.schedule.id in told:
                continue
            told.add(vacant.schedule.id)
            place = vacant.named[0]
            where = f"{place.file}:{after.span_of(place).line}"
            wall = cover.clock.wall
            for start, end in vacant.when[:_MOST]:
                yield (
                    where,
                    message(
                        "`{schedule}`, from {start} to {end}: who takes it?",
                        schedule=vacant.schedule.id,
                        start=instant(wall(start)),
                        end=instant(wall(end)),
                    ),
                )
            others = len(vacant.when) - _MOST
            if others > 0:
                yield (
                    where,
                    counted(
                        "`{schedule}`: {count} other turn until {until}.",
                        "`{schedule}`: {count} other turns until {until}.",
                        others,
                        schedule=vacant.schedule.id,
                        until=month(wall(vacant.when[-1][0])),
                    ),
                )
