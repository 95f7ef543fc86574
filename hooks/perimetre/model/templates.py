"""Hold `templates.yml`: the ready answers, and the kinds of message with their parts (stage build)."""

from __future__ import annotations

from typing import ClassVar, Literal

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
    ConsentRef,
    CrisisKindRef,
    MessageKindRef,
    SaysRef,
    TopicRef,
    Who,
)
from perimetre.model.text import Text

MediumKind = Literal["image", "video", "audio", "document"]
VariableType = Literal["text", "name", "place", "product", "lot", "time", "number", "link"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePart(Named):
    """A part that every message of a kind has.

    Fields:
        shown_by: words of which `at_least` so many (one, unless said) show that the part is there.
        variable: the type of the variable without which the part is not there.
    """

    KIND: ClassVar[str] = "part"
    LOCAL: ClassVar[bool] = True

    title: Text | None = None
    required: bool | None = None
    or_says_none: bool | None = None
    shown_by: tuple[str, ...] = ()
    at_least: int | None = None
    variable: VariableType | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageKind(Record):
    """A kind of message (holding, update, closing…) and its parts."""

    KIND: ClassVar[str] = "message_kind"

    parts: tuple[MessagePart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Medium(Named):
    """What leaves with a text: a picture, a film.

    Fields:
        kind: a picture, unless it is said.
        what: what it is, and where it is found.
        alt: what is read, or heard, in its place.
        consent: what allows it to be shown; none where it is wholly ours.
        channels: those where it is joined; all those of the text where none is named.
    """

    KIND: ClassVar[str] = "medium"
    LOCAL: ClassVar[bool] = True

    kind: MediumKind = "image"
    what: Text | None = None
    alt: Text | None = None
    caption: Text | None = None
    consent: ConsentRef | None = None
    channels: tuple[ChannelRef, ...] = ()
    format: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant(Named):
    """A wording of a ready answer.

    Fields:
        title: what it is called on pages, so that «the evening's wording» can be found; no name where it has none.
    """

    KIND: ClassVar[str] = "variant"
    LOCAL: ClassVar[bool] = True

    title: Text | None = None
    text: Text | None = None
    channels: tuple[ChannelRef, ...] = ()
    language: Language | None = None
    media: tuple[Medium, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable(Named):
    """What is filled in before a text leaves, written `{{name}}` in it.

    Fields:
        type: what it holds; a name that somebody shows (`name`) is nothing to hide.
        filled_by: who gives it; whoever sends the text, where nobody is named.
        required: whether the text stays while it is not known; it does, unless said.
    """

    KIND: ClassVar[str] = "variable"
    LOCAL: ClassVar[bool] = True

    label: Text | None = None
    example: Text | None = None
    type: VariableType | None = None
    filled_by: Who | None = None
    required: bool | None = None
    personal: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Template(Record):
    """A ready answer; `crises`: the kinds of crisis for which it is written."""

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
    crises: tuple[CrisisKindRef, ...] = ()
    validation: tuple[CircuitRef, ...] = ()
    match: Match | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplatesFile(File):
    """The ready answers of `templates.yml`."""

    message_kinds: tuple[MessageKind, ...] = ()
    templates: tuple[Template, ...] = ()
