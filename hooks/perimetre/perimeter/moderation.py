"""Say how the messages of others are moderated: before they appear, after, when somebody reports one, by filter.

Comes in: a brand, what its matches stand on, a question. Goes out: the mode in force there and then. What bears on some
messages or some days counts before what bears on a whole channel, then what the channel says of itself, then what the
house says of all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from perimetre.base.frozen import dataclass
from perimetre.model import Brand, Channel, Hours, Match
from perimetre.model.moderation import ChannelMode
from perimetre.perimeter.capabilities import lack_of_mode
from perimetre.perimeter.matching import BrandGround, ElementaryQuestion, Matcher

# The mission whose acts bear on the messages of others.
MISSION = "moderation"
# Modes in which something waits for a reader, or somebody for an answer.
WAITING = ("before", "on-report")


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeInForce:
    """How messages are moderated on a channel at an instant.

    Fields:
        mode: `before`, `after`, `on-report` or `filter`.
        record: the record of `modes` that says so; None where the channel or the house does, in one word.
        is_read: whether the instant is one of the hours of reading; None where nobody says those hours.
    """

    mode: str
    record: ChannelMode | None = None
    is_read: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledMode:
    """A record of `modes`, with the ways in which it holds."""

    record: ChannelMode
    matchers: tuple[Matcher, ...]

    def names(self, channel: str) -> bool:
        """Say whether it bears on a channel, in some of its ways."""
        return any(matcher.channels is None or channel in matcher.channels for matcher in self.matchers)

    def holds(self, cases: Iterable[ElementaryQuestion], at: datetime, ground: BrandGround) -> bool:
        """Say whether it holds of one of these cases, that day."""
        return self.record.is_of(at.date()) and any(
            matcher.admits(case, ground) for case in cases for matcher in self.matchers
        )


class Moderated:
    """How a brand moderates, compiled once and asked often."""

    def __init__(self, brand: Brand, ground: BrandGround) -> None:
        self._brand = brand
        self._ground = ground
        self.records = tuple(_compiled(brand.moderation.modes, ground))

    def mode(self, channel: str, at: datetime, cases: Sequence[ElementaryQuestion]) -> ModeInForce | None:
        """Return the mode in force for some cases on a channel; None where nobody says, or the channel offers none."""
        holding = [compiled.record for compiled in self.records if compiled.holds(cases, at, self._ground)]
        record = next((record for record in holding if record.is_particular), holding[0] if holding else None)
        if record is not None and record.mode is not None:
            is_read = self.is_read(record.read_during, at) if record.read_during else None
            return ModeInForce(mode=record.mode, record=record, is_read=is_read)
        known = self._brand.find(Channel, channel)
        mode = known.moderation_mode if known is not None else None
        if mode is None:
            mode = self._brand.moderation.mode
            # What is said of all channels is not said of one where it cannot be done.
            if mode is not None and known is not None and lack_of_mode(known, mode) is not None:
                mode = None
        return ModeInForce(mode=mode) if mode is not None else None

    def is_read(self, week: Iterable[Hours], at: datetime) -> bool:
        """Say whether an instant is one of some hours of the week."""
        return any(window.holds(at, self._ground.calendar, bool) for window in self._ground.windows_of(week))


def _compiled(records: Iterable[ChannelMode], ground: BrandGround) -> Iterator[CompiledMode]:
    for record in records:
        matchers = ground.compile(record.match or Match())
        if record.channels:
            named = ground.expand(record.channels)
            matchers = tuple(
                replace(matcher, channels=named if matcher.channels is None else named & matcher.channels)
                for matcher in matchers
            )
        yield CompiledMode(record=record, matchers=matchers)
