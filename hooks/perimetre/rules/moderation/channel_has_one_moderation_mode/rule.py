"""Channel has one moderation mode: no two hold at once of the same messages, on the same channel."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from itertools import combinations

from perimetre.base.diagnostics import Problem
from perimetre.base.words import message
from perimetre.language.instants import instant
from perimetre.language.labels import word
from perimetre.model.moderation import ChannelMode
from perimetre.perimeter.bands import HORIZON
from perimetre.perimeter.matching import Matcher
from perimetre.perimeter.moderation import CompiledMode
from perimetre.rules.kit.check import Check, flaw, value
from perimetre.rules.kit.view import View

_DIMENSIONS = ("channels", "topics", "authors", "places", "says", "roles", "actions")


def find(view: View) -> Iterator[Problem]:
    """Yield the modes that hold at once with another, of the same messages."""
    if not view.brand.moderation.modes:
        return
    records = view.perimeter.moderated.records
    for one, other in combinations(records, 2):
        modes = {one.record.mode, other.record.mode} - {None}
        if len(modes) == 2 and one.rank == other.rank:
            met = _meet(view, one, other)
            if met is not None:
                yield _problem(one.record, other.record, *met)
    for compiled in records:
        record = compiled.record
        for channel in view.channels if compiled.rank == (True, False) and record.mode else ():
            named = any(matcher.channels and channel.id in matcher.channels for matcher in compiled.matchers)
            if named and channel.moderation_mode not in (None, record.mode):
                yield flaw(
                    value(channel, "moderation_mode"),
                    message(
                        "`{channel}` has two modes of moderation: {one} and {other}.",
                        channel=channel.id,
                        one=word("moderation_mode", channel.moderation_mode or ""),
                        other=word("moderation_mode", record.mode or ""),
                    ),
                    message("Keep one of them."),
                    (value(record, "mode"), message("The other one is here.")),
                    about=[channel.id],
                )


def _problem(one: ChannelMode, other: ChannelMode, channel: str, at: datetime) -> Problem:
    return flaw(
        value(other, "mode"),
        message(
            "Two modes of moderation hold at once on `{channel}` ({at}): {one} and {other}.",
            channel=channel,
            at=instant(at),
            one=word("moderation_mode", one.mode or ""),
            other=word("moderation_mode", other.mode or ""),
        ),
        message("Part them: other channels, other topics, other dates; or keep one of them."),
        (value(one, "mode"), message("The other one is here.")),
        about=[channel],
    )


def _meet(view: View, one: CompiledMode, other: CompiledMode) -> tuple[str, datetime] | None:
    """Return the first channel, and the first instant of the days to come, where two records hold at once."""
    pairs = [
        (mine, theirs)
        for mine in one.matchers
        for theirs in other.matchers
        if all(_share(mine, theirs, name) for name in _DIMENSIONS)
    ]
    for mine, theirs in pairs:
        step = timedelta(hours=1 if mine.windows or theirs.windows else 24)
        for channel in view.channels:
            if all(matcher.channels is None or channel.id in matcher.channels for matcher in (mine, theirs)):
                at = datetime.combine(view.today, time(0 if step < timedelta(days=1) else 12))
                end = at + timedelta(days=HORIZON)
                while at < end:
                    if one.record.is_of(at.date()) and other.record.is_of(at.date()):
                        ground = view.perimeter.ground
                        if mine.admits_moment(channel.id, at, ground) and theirs.admits_moment(channel.id, at, ground):
                            return channel.id, at
                    at += step
    return None


def _share(mine: Matcher, theirs: Matcher, dimension: str) -> bool:
    """Say whether two matches may hold of the same value of a dimension: what one omits, it takes whole."""
    one, other = getattr(mine, dimension), getattr(theirs, dimension)
    return one is None or other is None or bool(one & other)


RULE = Check(
    id="channel-has-one-moderation-mode",
    level="error",
    needs=(58,),
    find=find,
)
