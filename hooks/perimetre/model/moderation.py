"""Hold `moderation.yml`: what is removed and why, the sanctions, how one appeals (stage build)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from perimetre.base.closed import InformedOf
from perimetre.base.durations import Duration
from perimetre.base.frozen import dataclass
from perimetre.model.basics import File, Named, Part, Record
from perimetre.model.delays import Within
from perimetre.model.matches import Match
from perimetre.model.refs import (
    ActionRef,
    AuthorRef,
    CaseRef,
    ChannelRef,
    CircuitRef,
    GroundRef,
    LadderRef,
    LegalBasisRef,
    TemplateRef,
    Who,
)
from perimetre.model.shared import Hours
from perimetre.model.text import Markdown, Text

# The fact that says at which stage of membership somebody is: one of those of the house.
MEMBERSHIP = "membership"
Mode = Literal["before", "after", "on-report", "filter"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelMode(Part):
    """When the moderation of some messages comes.

    Fields:
        channels, match: which messages; where both are said, both hold.
        from_, until: the first and the last day, both included; None: no bound.
        read_during: when somebody reads what waits or is reported; none: the service hours.
        read_by: who does; none: the community managers.
    """

    channels: tuple[ChannelRef, ...] = ()
    match: Match | None = None
    mode: Mode | None = None
    from_: date | None = None
    until: date | None = None
    hours: Text | None = None
    read_within: Duration | None = None
    read_during: tuple[Hours, ...] = ()
    read_by: tuple[Who, ...] = ()

    def is_of(self, day: date) -> bool:
        """Say whether `day` is one of its days."""
        return (self.from_ is None or self.from_ <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier(Part):
    """What was already done against the same author, from which something holds.

    Fields:
        ground: for what; None: whatever the ground.
        count: how many measures, at least.
        per: the time over which they are counted, until now.
    """

    ground: GroundRef | None = None
    count: int | None = None
    per: Duration | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground(Record):
    """A reason to moderate; grounds stand in their order.

    Fields:
        match: whose messages, about what, on what facts.
        about: what is judged, a message unless it says otherwise.
        earlier: what was already done against the author; None: it holds the first time too.
        cases: what the messages do (insult, threaten…), which no other dimension says; with `match`, both hold.
        forbidden_copy: to keep a copy is itself an offence: nothing is captured, whatever orders it; `evidence` says
            what is kept instead.
    """

    KIND: ClassVar[str] = "ground"

    about: Literal["message", "account", "person", "profile"] | None = None
    earlier: Earlier | None = None
    cases: tuple[CaseRef, ...] = ()
    match: Match | None = None
    signs: tuple[Text, ...] = ()
    bound: Literal["must", "may"] | None = None
    entry_level: LadderRef | None = None
    record: Literal["full", "short", "none"] | None = None
    legal_basis: tuple[LegalBasisRef, ...] = ()
    action: ActionRef | None = None
    evidence: Text | None = None
    kept_for: Duration | None = None
    forbidden_copy: bool = False
    then: Text | None = None
    report_to: Text | None = None
    examples: tuple[Text, ...] = ()
    within: Within | None = None
    hours: Literal["service", "always"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms(Part):
    """What a sanction forbids, where, and what it asks of whoever is sanctioned."""

    forbids: Text | None = None
    reach: Text | None = None
    asks: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderStep(Record):
    """A sanction; a breach climbs to another.

    Fields:
        earlier: what was already done against the author, from which it may be taken.
    """

    KIND: ClassVar[str] = "ladder"

    act: ActionRef | None = None
    durations: tuple[Duration, ...] = ()
    terms: Terms | None = None
    earlier: Earlier | None = None
    on_breach: LadderRef | None = None
    lifted_by: tuple[Who, ...] = ()
    needs: CircuitRef | None = None
    forgotten_after: Duration | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberStage(Record):
    """A stage of membership, with what it opens; stages stand in their order, the first is that of whoever arrives.

    Fields:
        after: how old an account is from when it is there; None: that does not depend on its age.
        granted_by: who gives it; none: nobody does, it comes with time.
        may: what it opens, beside what those before it do.
    """

    KIND: ClassVar[str] = "member_stage"

    after: Duration | None = None
    granted_by: tuple[Who, ...] = ()
    may: tuple[Text, ...] = ()
    may_not: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(Part):
    """When people are told that they are moderated, and whether they are told why."""

    authors: tuple[AuthorRef, ...] = ()
    insider: bool | None = None
    when: Literal["before", "after", "after-report", "never"] | None = None
    reasons: Literal["always", "discretion", "never"] | None = None
    with_: tuple[InformedOf, ...] = ()
    chance_to_edit: bool | None = None
    template: TemplateRef | None = None
    grounds: tuple[GroundRef, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(Part):
    """What is kept before anything is hidden.

    Fields:
        at_hand_for: how long it is found at once; after that, in the archives.
    """

    what: tuple[Text, ...] = ()
    where: Text | None = None
    kept_for: Duration | None = None
    at_hand_for: Duration | None = None
    who: Who | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeal(Part):
    """How somebody moderated may appeal."""

    address: Text | None = None
    within: Duration | None = None
    suspends: bool | None = None
    decided_by: Who | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterRule(Named):
    """A rule of an automatic filter."""

    KIND: ClassVar[str] = "filter"
    LOCAL: ClassVar[bool] = True

    when: Match | None = None
    terms: tuple[str, ...] = ()
    then: Literal["hide", "hold", "flag", "reject"] | None = None
    because: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters(Part):
    """The automatic filters, in their order."""

    match: Literal["first", "all"] | None = None
    rules: tuple[FilterRule, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Flagging(Part):
    """How anybody may flag a content to us, and when they are answered."""

    address: Text | None = None
    acknowledged_within: Duration | None = None
    decided_within: Duration | None = None
    decided_by: Who | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModerationFile(File):
    """The moderation of `moderation.yml`."""

    mode: Mode | None = None
    match: Literal["first", "all"] | None = None
    modes: tuple[ChannelMode, ...] = ()
    introduction: Markdown | None = None
    grounds: tuple[Ground, ...] = ()
    ladder: tuple[LadderStep, ...] = ()
    membership: tuple[MemberStage, ...] = ()
    notice: tuple[Notice, ...] = ()
    evidence: Evidence | None = None
    appeal: Appeal | None = None
    target_care: tuple[Text, ...] = ()
    never_deleted: tuple[Text, ...] = ()
    filters: Filters | None = None
    flagging: Flagging | None = None
