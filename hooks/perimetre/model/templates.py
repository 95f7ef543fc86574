"""Hold `templates.yml`: the ready answers, and the kinds of message with their parts (stage build)."""

from __future__ import annotations

from typing import ClassVar

from perimetre.base.closed import Language
from perimetre.base.frozen import dataclass
from perimetre.model.basics import File, Named, Record
from perimetre.model.matches import Match
from perimetre.model.refs import (
    AuthorRef,
    CaseRef,
    ChannelKindRef,
    ChannelRef,
    CircuitRef,
    MessageKindRef,
    SaysRef,
    TopicRef,
)
from perimetre.model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePart(Named):
    """A part that every message of a kind has."""

    KIND: ClassVar[str] = "part"
    LOCAL: ClassVar[bool] = True

    title: Text | None = None
    required: bool | None = None
    or_says_none: bool | None = None
    shown_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageKind(Record):
    """A kind of message (holding, update, closing…) and its parts."""

    KIND: ClassVar[str] = "message_kind"

    parts: tuple[MessagePart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant(Named):
    """A wording of a ready answer."""

    KIND: ClassVar[str] = "variant"
    LOCAL: ClassVar[bool] = True

    text: Text | None = None
    channels: tuple[ChannelRef, ...] = ()
    language: Language | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable(Named):
    """What the CM fills in, written `{{name}}` in a text."""

    KIND: ClassVar[str] = "variable"
    LOCAL: ClassVar[bool] = True

    label: Text | None = None
    example: Text | None = None
    personal: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Template(Record):
    """A ready answer."""

    KIND: ClassVar[str] = "template"

    case: CaseRef | None = None
    authors: tuple[AuthorRef, ...] = ()
    channels: tuple[ChannelRef, ...] = ()
    channel_kinds: tuple[ChannelKindRef, ...] = ()
    topics: tuple[TopicRef, ...] = ()
    says: tuple[SaysRef, ...] = ("ready-answer",)
    kind: MessageKindRef | None = None
    private: bool | None = None
    variants: tuple[Variant, ...] = ()
    variables: tuple[Variable, ...] = ()
    before: tuple[Text, ...] = ()
    after: tuple[Text, ...] = ()
    do_not: tuple[Text, ...] = ()
    validation: tuple[CircuitRef, ...] = ()
    match: Match | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplatesFile(File):
    """The ready answers of `templates.yml`."""

    message_kinds: tuple[MessageKind, ...] = ()
    templates: tuple[Template, ...] = ()
