"""Gather how the messages of others are moderated, channel by channel, for the pages that say so.

A part of the stage render. Comes in: a desk, a channel. Goes out: the modes that bear on it, those of some messages or
some days first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from perimetre.model import Channel
from perimetre.model.moderation import ChannelMode
from perimetre.perimeter.capabilities import lack_of_mode
from perimetre.render.desk import Desk


def modes_of(desk: Desk, channel: Channel) -> tuple[ChannelMode, ...]:
    """Return the modes that bear on a channel, and are not over: those of some messages or days, then the usual one."""
    file = desk.the_brand.moderation
    holding = [mode for mode in desk.moderated.records if mode.counts_on(channel) and not _is_over(desk, mode.record)]
    particular = [mode.record for mode in holding if mode.is_particular]
    # What names channels stands before what is said of sorts of channels.
    first = next((mode.rank for mode in holding if not mode.is_particular), None)
    usual = [mode.record for mode in holding if mode.rank == first]
    if not usual and channel.moderation_mode is not None:
        usual = [ChannelMode(mode=channel.moderation_mode)]
    elif not usual and file.mode is not None and lack_of_mode(channel, file.mode) is None:
        usual = [ChannelMode(mode=file.mode)]
    return (*particular, *usual)


def modes_by_channels(
    desk: Desk, channels: Iterable[Channel]
) -> tuple[tuple[tuple[Channel, ...], tuple[ChannelMode, ...]], ...]:
    """Return the modes of channels, those that are moderated alike told together; what is said of none is left out."""
    alike: list[tuple[tuple[ChannelMode, ...], list[Channel]]] = []
    for channel in channels:
        # Which channels a record names is said beside it.
        modes = tuple(replace(mode, channels=()) for mode in modes_of(desk, channel))
        same = next((several for known, several in alike if known == modes), None)
        if same is not None:
            same.append(channel)
        elif modes:
            alike.append((modes, [channel]))
    return tuple((tuple(several), modes) for modes, several in alike)


def _is_over(desk: Desk, record: ChannelMode) -> bool:
    return record.until is not None and record.until < desk.today
