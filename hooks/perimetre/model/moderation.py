"""Hold `moderation.yml`: what is removed and why, the sanctions, how one appeals (stage build)."""

from __future__ import annotations

from typing import ClassVar, Literal

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

Mode = Literal["before", "after", "filter"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelMode(Part):
    """When the moderation of some channels comes."""

    channels: tuple[ChannelRef, ...] = ()
    mode: Mode | None = None
    hours: Text | None = None
    read_within: Duration | None = None
    read_during: tuple[Hours, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground(Record):
    """A reason to moderate; grounds stand in their order.

    Fields:
        match: whose messages, about what, on what facts.
        cases: what the messages do (insult, threaten…), which no other dimension says; with `match`, both hold.
        forbidden_copy: to keep a copy is itself an offence: nothing is captured, whatever orders it; `evidence` says
            what is kept instead.
    """

    KIND: ClassVar[str] = "ground"

    cases: tuple[CaseRef, ...] = ()
    match: Match | None = None
    signs: tuple[Text, ...] = ()
    bound: Literal["must", "may"] | None = None
    entry_level: LadderRef | None = None
    record: Literal["full", "short", "none"] | None = None
    legal_basis: tuple[LegalBasisRef, ...] = ()
    action: ActionRef | None = None
    evidence: Text | None = None
    forbidden_copy: bool = False
    then: Text | None = None
    report_to: Text | None = None
    examples: tuple[Text, ...] = ()
    within: Within | None = None
    hours: Literal["service", "always"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms(Part):
    """What a sanction forbids, and where."""

    forbids: Text | None = None
    reach: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderStep(Record):
    """A sanction; a breach climbs to another."""

    KIND: ClassVar[str] = "ladder"

    act: ActionRef | None = None
    durations: tuple[Duration, ...] = ()
    terms: Terms | None = None
    on_breach: LadderRef | None = None
    lifted_by: tuple[Who, ...] = ()
    needs: CircuitRef | None = None
    forgotten_after: Duration | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(Part):
    """When people are told that they are moderated, and whether they are told why."""

    authors: tuple[AuthorRef, ...] = ()
    insider: bool | None = None
    when: Literal["before", "after", "after-report", "never"] | None = None
    reasons: Literal["always", "discretion", "never"] | None = None
    chance_to_edit: bool | None = None
    template: TemplateRef | None = None
    grounds: tuple[GroundRef, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(Part):
    """What is kept before anything is hidden."""

    what: tuple[Text, ...] = ()
    where: Text | None = None
    kept_for: Duration | None = None
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
    notice: tuple[Notice, ...] = ()
    evidence: Evidence | None = None
    appeal: Appeal | None = None
    target_care: tuple[Text, ...] = ()
    never_deleted: tuple[Text, ...] = ()
    filters: Filters | None = None
    flagging: Flagging | None = None
