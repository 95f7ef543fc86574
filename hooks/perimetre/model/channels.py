"""Hold `channels.yml`: the places where the brand speaks or is spoken of (stage build)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal

from perimetre.base.closed import Language, Ownership, Stage
from perimetre.base.frozen import dataclass
from perimetre.model.basics import File, Part, Record
from perimetre.model.delays import Delay, Within
from perimetre.model.refs import ActionRef, AudienceRef, ChannelKindRef, ObjectiveRef, PersonRef, Who, ref
from perimetre.model.shared import Hours
from perimetre.model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence(Part):
    """How often we publish."""

    min: int | None = None
    max: int | None = None
    per: Literal["day", "week", "month"] | None = None
    slots: tuple[Hours, ...] = ()
    alternation: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyPromise(Part):
    """A promised delay, and what keeps the promise."""

    within: Within | None = None
    counts_as: Literal["reaction", "acknowledgement", "answer"] | None = None
    hours: Literal["service", "always"] | None = None
    note: Text | None = None

    @property
    def is_at_any_hour(self) -> bool:
        """Whether it runs at night too, and not in service hours only."""
        counted = self.within.hours if isinstance(self.within, Delay) else None
        return self.hours == "always" or counted == "calendar"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyWithin(Part):
    """The delays promised on a channel."""

    comments: ReplyPromise | None = None
    messages: ReplyPromise | None = None
    reviews: ReplyPromise | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelSettings(Part):
    """How the place is set."""

    who_posts: Literal["everybody", "members", "us"] | None = None
    comments: Literal["open", "filtered", "closed"] | None = None
    messages: Literal["open", "closed"] | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyHolder(Part):
    """Somebody who has the keys of an account, from one day to another, both included."""

    person: PersonRef | None = None
    from_: date | None = None
    to: date | None = None

    def is_live(self, day: date) -> bool:
        """Say whether they have them on a day."""
        return (self.from_ is None or self.from_ <= day) and (self.to is None or day <= self.to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Access(Part):
    """Who holds the keys, and where they are kept."""

    holders: tuple[Who, ...] = ()
    people: tuple[KeyHolder, ...] = ()
    naming: Text | None = None
    mailbox: str | None = None
    listed: tuple[Text, ...] = ()
    paid_by: Who | None = None
    store: Text | None = None
    two_factor: bool | None = None
    second_factor: Text | None = None
    requires: tuple[Text, ...] = ()
    recovery: Text | None = None
    ends_with_mandate: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedVolume(Part):
    """How many messages come in a day, and above how many it is a surge."""

    per_day: int | None = None
    surge_above: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Capability(Part):
    """What the house says that its channel offers, or does not, whatever ships of it.

    Fields:
        offered: whether the act can be done there; None: the house has yet to say, and what ships counts.
        instead: what to do where it cannot.
    """

    action: ActionRef
    offered: bool | None = None
    instead: Text | None = None

    @staticmethod
    def spell_out(action: str, said: object) -> dict[str, object]:
        """Return the mapping that a short form stands for: `hide: false`, `hide: {offered: false, instead: …}`."""
        if isinstance(said, bool):
            return {"action": action, "offered": said}
        return {"action": action, **said} if isinstance(said, dict) else {"action": action}


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel(Record):
    """A place where the brand speaks or is spoken of."""

    KIND: ClassVar[str] = "channel"

    kind: ChannelKindRef | None = None
    network: Text | None = None
    handle: str | None = None
    url: str | None = None
    ownership: Ownership | None = None
    state: Literal["planned", "active", "paused", "retired"] | None = None
    stage: Stage | None = None
    audience: Text | None = None
    read_by: tuple[AudienceRef, ...] = ()
    profiles: tuple[Text, ...] = ()
    objectives: tuple[ObjectiveRef, ...] = ()
    service_hours: tuple[Hours, ...] = ()
    priority: int | None = None
    languages: tuple[Language, ...] = ()
    cadence: Cadence | None = None
    reply_within: ReplyWithin | None = None
    settings: ChannelSettings | None = None
    access: Access | None = None
    moderation_mode: Literal["before", "after", "on-report", "filter"] | None = None
    public_rules: Text | None = None
    opened_on: date | None = None
    closed_on: date | None = None
    successor: Annotated[str, ref("channel")] | None = None
    expected_volume: ExpectedVolume | None = None
    capabilities: tuple[Capability, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelsFile(File):
    """The channels of `channels.yml`."""

    channels: tuple[Channel, ...] = ()
