"""Hold `scope.yml`: the rules of the perimeter, its red lines and its groups (stage build)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal

from perimetre.base.closed import Strength
from perimetre.base.durations import Duration
from perimetre.base.frozen import dataclass
from perimetre.model.basics import File, Flat, Part, Record
from perimetre.model.matches import Match
from perimetre.model.refs import (
    ActionRef,
    Addressee,
    CircuitRef,
    DoorRef,
    LegalBasisRef,
    LineRef,
    MentionRef,
    RuleRef,
    TemplateRef,
)
from perimetre.model.shared import Condition, Consult, Inform, Limit
from perimetre.model.text import Text

Authority = Literal["free", "template", "notify", "approve", "escalate", "forbidden"]


EVERYTHING = Match()
# What one may do without asking: a rule of these frees.
PERMISSIONS: tuple[Authority, ...] = ("free", "template", "notify")
ADVICE: tuple[Strength, ...] = ("should", "may")


GroupOf = Literal["roles", "actions", "says", "channels", "topics", "authors", "places", "brands"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Record):
    """A name for several roles, actions, channels… or for other groups of the same sort."""

    KIND: ClassVar[str] = "group"

    of: GroupOf | None = None
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Meanwhile(Part):
    """What may be done while waiting for a yes."""

    say: Text | None = None
    do: tuple[ActionRef, ...] = ()
    template: TemplateRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IfNoAnswer(Part):
    """What happens when nobody answers."""

    after: Duration | None = None
    then: Text | None = None
    line: LineRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Record):
    """What may be done, and under what obligations; a derogation where `derogates` names rules.

    Fields:
        match: the questions that the rule answers; its keys stand in the rule itself.
        authority: how far one may go alone; None while it is to be completed, and for advice.
        strength: a rule unless it says otherwise; what one should or may do is advice, and decides nothing.
        speaks_first: those before whom we do not speak.
        until: the last day of a derogation, included.
        supersedes: the rules whose place it takes.
        regrant_by: the last day on which a permission holds unless it is granted again, included.
        edition: the edition of the house's text from which it comes.
    """

    KIND: ClassVar[str] = "rule"

    match: Annotated[Match, Flat] = EVERYTHING
    authority: Authority | None = None
    strength: Strength | None = None
    validation: tuple[CircuitRef, ...] = ()
    templates: tuple[TemplateRef, ...] = ()
    inform: tuple[Inform, ...] = ()
    consult: tuple[Consult, ...] = ()
    speaks_first: tuple[Addressee, ...] = ()
    conditions: tuple[Condition, ...] = ()
    limit: Limit | None = None
    limits: tuple[Limit, ...] = ()
    required_mentions: tuple[MentionRef, ...] = ()
    meanwhile: Meanwhile | None = None
    if_no_answer: IfNoAnswer | None = None
    escalation_line: LineRef | None = None
    instead: tuple[Text, ...] = ()
    request: DoorRef | None = None
    lift: CircuitRef | None = None
    because: Text | None = None
    derogable: bool | None = None
    derogates: tuple[RuleRef, ...] = ()
    reason: Text | None = None
    until: date | None = None
    supersedes: tuple[RuleRef, ...] = ()
    regrant_by: date | None = None
    edition: Text | None = None

    @property
    def is_advice(self) -> bool:
        """Say whether it is said, and decides nothing."""
        return self.strength in ADVICE

    @property
    def is_derogation(self) -> bool:
        """Say whether it sets other rules aside for a time."""
        return bool(self.derogates)

    def is_live(self, day: date) -> bool:
        """Say whether it holds on `day`; a derogation ends with `until` too, a permission with `regrant_by`."""
        return self.is_granted_on(day) and self._stands_on(day)

    def has_lapsed(self, day: date) -> bool:
        """Say whether it would hold on `day`, had it been granted again."""
        return self._stands_on(day) and not self.is_granted_on(day)

    def is_granted_on(self, day: date) -> bool:
        """Say whether it is granted on `day`; only a permission is to be granted again: what restrains stays."""
        return self.regrant_by is None or self.authority not in PERMISSIONS or day <= self.regrant_by

    def _stands_on(self, day: date) -> bool:
        # Not `super()`: a slotted dataclass is a second class, which the name in the closure does not know on 3.11.
        return Record.is_live(self, day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class RedLine(Record):
    """What is forbidden whatever else is said, with what to do instead."""

    KIND: ClassVar[str] = "rule"

    match: Annotated[Match, Flat] = EVERYTHING
    strength: Strength | None = None
    instead: tuple[Text, ...] = ()
    because: Text | None = None
    legal_basis: tuple[LegalBasisRef, ...] = ()
    supersedes: tuple[RuleRef, ...] = ()
    edition: Text | None = None

    @property
    def is_advice(self) -> bool:
        """Say whether it is said, and forbids nothing."""
        return self.strength in ADVICE


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeFile(File):
    """The perimeter as `scope.yml` says it; `edition`: the edition of the house's text that is in force."""

    edition: Text | None = None
    groups: tuple[Group, ...] = ()
    rules: tuple[Rule, ...] = ()
    red_lines: tuple[RedLine, ...] = ()
