"""What waits is read when the house says so: somebody is there at the hours of reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from perimetre.base.diagnostics import Place, Problem
from perimetre.base.words import message
from perimetre.cover import Intervals
from perimetre.cover.intervals import intersect, subtract, union
from perimetre.language.instants import instant
from perimetre.model import Channel
from perimetre.model.moderation import ChannelMode
from perimetre.perimeter.moderation import WAITING, CompiledMode
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.listings import listed
from perimetre.rules.kit.view import View

# Whoever reads where nobody is named.
_MANAGERS = frozenset({"cm-on-duty", "doer"})


def find(view: View) -> Iterator[Problem]:
    """Yield the hours of reading at which nobody who reads is there."""
    if any(record.read_during or record.mode in WAITING for record in view.brand.moderation.modes):
        for compiled in view.perimeter.moderated.records:
            yield from _of_a_record(view, compiled)
    for channel in view.channels:
        if channel.moderation_mode in WAITING:
            place = value(channel, "moderation_mode")
            yield from _alone(view, place, [channel], _service(view, channel), sorted(view.community_managers))


def _of_a_record(view: View, compiled: CompiledMode) -> Iterator[Problem]:
    record = compiled.record
    channels = [channel for channel in view.channels if compiled.counts_on(channel)]
    if record.read_during:
        hours = view.cover.weekly(record.read_during)
        place = value(record, "read_during")
    elif record.mode in WAITING:
        hours = union(*(_service(view, channel) for channel in channels))
        place = value(record, "mode")
    else:
        return
    yield from _alone(view, place, channels, intersect(hours, _days(view, record)), _readers(view, record))


def _readers(view: View, record: ChannelMode) -> list[str]:
    named = frozenset(record.read_by)
    managers = view.community_managers if not named or named & _MANAGERS else frozenset[str]()
    return sorted((named - _MANAGERS) | managers)


def _service(view: View, channel: Channel) -> Intervals:
    """Return the service hours of a channel: the brand's where it has none of its own."""
    return view.cover.weekly(channel.service_hours) if channel.service_hours else view.cover.service_hours()


def _days(view: View, record: ChannelMode) -> Intervals:
    """Return the days of a record, over the days to come."""
    minute = view.cover.clock.minute
    start = view.cover.start if record.from_ is None else minute(record.from_.toordinal())
    end = view.cover.end if record.until is None else minute(record.until.toordinal() + 1)
    return intersect(((start, end),) if start < end else (), view.cover.whole)


def _alone(
    view: View, place: Place, channels: Sequence[Channel], hours: Intervals, readers: Sequence[str]
) -> Iterator[Problem]:
    cover = view.cover
    there = union(*(cover.reached(role) for role in readers if view.holders.get(role)))
    alone = subtract(intersect(hours, cover.whole), there)
    if channels and alone:
        start, end = (instant(cover.clock.wall(minute)) for minute in alone[0])
        hint = message("Put a community manager on duty at those hours, or take them out of `read_during`.")
        if place.path[-1] != "read_during":
            hint = message("These are the service hours: write those when somebody reads under `read_during`.")
        yield flaw(
            place,
            message(
                "Nobody is there from {start} to {end} to read what waits on {channels}.",
                start=start,
                end=end,
                channels=listed(sorted(channel.id for channel in channels)),
            ),
            hint,
            about=readers,
        )


RULE = Check(
    id="waiting-messages-are-read",
    level="warning",
    needs=(58,),
    find=find,
)
