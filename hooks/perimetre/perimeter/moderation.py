"""Say how the messages of others are moderated: before they appear, after, when somebody reports one, by filter.

Comes in: a brand, what its matches stand on, a question. Goes out: the mode in force there and then. The narrower
counts before the wider: what bears on some messages or some days, then what names channels, then what the channel says
of itself, then what is said of sorts of channels, or of all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from perimetre.base.frozen import dataclass
from perimetre.model import Brand, Channel, Hours, Match
from perimetre.model.matches import these
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

    def counts_on(self, channel: Channel) -> bool:
        """Say whether it bears on a channel, in some of its ways, and the channel does not say otherwise."""
        if self.is_wide and channel.moderation_mode is not None:
            return False
        return any(matcher.channels is None or channel.id in matcher.channels for matcher in self.matchers)

    @property
    def is_particular(self) -> bool:
        """Whether it bears on some messages or some days only."""
        dated = self.record.from_ is not None or self.record.until is not None
        return dated or any(replace(matcher, channels=None) != _EVERYTHING for matcher in self.matchers)

    @property
    def names_channels(self) -> bool:
        """Whether it says by their names on which channels it bears."""
        cases = self.record.match.cases if self.record.match is not None else ()
        return bool(self.record.channels) or (bool(cases) and all(these(case.channels) for case in cases))

    @property
    def rank(self) -> tuple[bool, bool]:
        """Its place among others, the narrower first: of two that hold, the first counts."""
        return not self.is_particular, not self.names_channels

    @property
    def is_wide(self) -> bool:
        """Whether it is said of sorts of channels, whatever the message and the day: a channel's own word is before."""
        return self.rank == (True, True)

    def holds(self, cases: Iterable[ElementaryQuestion], at: datetime, ground: BrandGround) -> bool:
        """Say whether it holds of one of these cases, that day."""
        return self.record.is_of(at.date()) and any(
            matcher.admits(case, ground) for case in cases for matcher in self.matchers
        )


# A match that takes everything.
_EVERYTHING = Matcher(
    roles=None,
    actions=None,
    says=None,
    channels=None,
    topics=None,
    authors=None,
    phases=None,
    posture=0,
    during=None,
    windows=None,
    when={},
)


class Moderated:
    """How a brand moderates, compiled once and asked often."""

    def __init__(self, brand: Brand, ground: BrandGround) -> None:
        self._brand = brand
        self._ground = ground
        self.records = tuple(sorted(_compiled(brand.moderation.modes, ground), key=lambda compiled: compiled.rank))

    def mode(self, channel: str, at: datetime, cases: Sequence[ElementaryQuestion]) -> ModeInForce | None:
        """Return the mode in force for some cases on a channel; None where nobody says, or the channel offers none."""
        holding = next((compiled for compiled in self.records if compiled.holds(cases, at, self._ground)), None)
        known = self._brand.find(Channel, channel)
        mode = known.moderation_mode if known is not None else None
        if holding is not None and holding.record.mode is not None and not (mode and holding.is_wide):
            record = holding.record
            is_read = self.is_read(record.read_during, at) if record.read_during else None
            return ModeInForce(mode=holding.record.mode, record=record, is_read=is_read)
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
