"""Hold `postures/<date>-<slug>.yml`, or an item of `postures:` in `brand.yml`: one posture declared (stage build)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar

from perimetre.base.closed import Posture
from perimetre.base.frozen import dataclass
from perimetre.model.basics import Record
from perimetre.model.refs import ChannelRef, RoleRef, TopicRef, ref
from perimetre.model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class PostureDeclared(Record):
    """A posture that somebody has declared, for the whole brand or for some channels, topics or places."""

    KIND: ClassVar[str] = "posture"

    level: Posture | None = None
    channels: tuple[ChannelRef, ...] = ()
    topics: tuple[TopicRef, ...] = ()
    places: tuple[Annotated[str, ref("place", group="places")], ...] = ()
    declared_by: RoleRef | None = None
    declared_at: datetime | None = None
    until: datetime | None = None
    until_event: Text | None = None
    lifted_by: tuple[RoleRef, ...] = ()
    because: Text | None = None

    def holds_at(self, at: datetime) -> bool:
        """Say whether it is in force at a wall time: from when it is declared until it ends, excluded."""
        started = self.declared_at is None or self.declared_at <= at
        return self.is_live(at.date()) and started and (self.until is None or at < self.until)

    def is_over(self, day: date) -> bool:
        """Say whether it ended before a day began: it holds nothing back any more."""
        return (self.until is not None and self.until.date() < day) or (
            self.valid_until is not None and self.valid_until < day
        )
