"""Hold the words made ready for a crisis: statements, prepared answers, what they wait for, who agreed (build)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar, Literal

from perimetre.base.closed import Language
from perimetre.base.frozen import dataclass
from perimetre.model.basics import Named, Part
from perimetre.model.delays import Moment, StepRef
from perimetre.model.refs import AudienceRef, ChannelRef, MessageKindRef, Ref, RoleRef, SaysRef, Who
from perimetre.model.shared import Time
from perimetre.model.templates import Medium
from perimetre.model.text import Text

StatementRef = Annotated[str, Ref(("statement",), local=True)]
OwnPhaseRef = Annotated[str, Ref(("phase",), local=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelText(Part):
    """The same message in other words, for other channels."""

    channels: tuple[ChannelRef, ...] = ()
    text: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Precondition(Part):
    """What must be established before a text leaves, in words or by a step, and who confirms it."""

    established: Text | Moment | None = None
    confirmed_by: Who | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenApproval(Part):
    """An agreement that was given: by whom, on what day; `until` is the last day on which it holds."""

    by: RoleRef | None = None
    on: date | None = None
    at: Time | None = None
    until: date | None = None
    ref: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Named):
    """A message made ready.

    Fields:
        texts: the same message in other words, for other channels.
        asserts: the steps that it says are done.
        only_if: what must be true before it leaves.
        otherwise: the statement that leaves in its place meanwhile.
        audience: those whom it is for; nobody in particular where it is unsaid.
        approved_by, approved_at: the former form of an agreement, read as `agreements` gives it.
        approvals: the agreements given.
        on_lost_channel: whether it also leaves on the channel that the crisis took; it does not, unless said.
    """

    KIND: ClassVar[str] = "statement"
    LOCAL: ClassVar[bool] = True

    kind: MessageKindRef | None = None
    language: Language | None = None
    channels: tuple[ChannelRef, ...] = ()
    text: Text | None = None
    approved_by: RoleRef | None = None
    approved_at: datetime | None = None
    version: int | None = None
    phase: OwnPhaseRef | None = None
    status: Literal["pre-approved", "to-approve"] | None = None
    says: tuple[SaysRef, ...] = ()
    title: Text | None = None
    texts: tuple[ChannelText, ...] = ()
    media: tuple[Medium, ...] = ()
    on_lost_channel: bool | None = None
    audience: tuple[AudienceRef, ...] = ()
    asserts: tuple[StepRef, ...] = ()
    only_if: tuple[Precondition, ...] = ()
    otherwise: StatementRef | None = None
    approvals: tuple[GivenApproval, ...] = ()

    @property
    def agreements(self) -> tuple[GivenApproval, ...]:
        """The agreements given, that of the former form first."""
        if self.approved_by is None:
            return self.approvals
        at = self.approved_at
        on, hour = (at.date(), Time(at.hour * 60 + at.minute)) if at is not None else (None, None)
        return (GivenApproval(place=self.place, by=self.approved_by, on=on, at=hour), *self.approvals)

    @property
    def everywhere(self) -> tuple[str, ...]:
        """The channels of the message, in whatever words it is said there."""
        return tuple(dict.fromkeys((*self.channels, *(id_ for other in self.texts for id_ in other.channels))))

    @property
    def wordings(self) -> tuple[Statement | ChannelText, ...]:
        """What it says where: its own words first."""
        return (self, *self.texts)


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedQuestion(Part):
    """A question that will be asked, and its answer."""

    q: Text | None = None
    a: Text | None = None
    version: int | None = None
    approved_by: RoleRef | None = None
    approved_at: datetime | None = None
