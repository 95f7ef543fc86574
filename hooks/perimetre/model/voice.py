"""Hold `voice.yml`: how the brand speaks (stage build)."""

from __future__ import annotations

from typing import ClassVar, Literal

from perimetre.base.closed import Language, Posture
from perimetre.base.durations import Duration
from perimetre.base.frozen import dataclass
from perimetre.model.basics import File, Part, Record
from perimetre.model.refs import (
    AuthorRef,
    CaseRef,
    ChannelKindRef,
    ChannelRef,
    CrisisRef,
    LegalBasisRef,
    PeriodRef,
    TopicRef,
)
from perimetre.model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Example(Part):
    """A message as it should be written, or as it should not."""

    text: Text | None = None
    why: Text | None = None
    channel: ChannelRef | None = None
    case: CaseRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trait(Record):
    """A trait of the brand's voice."""

    KIND: ClassVar[str] = "trait"

    meaning: Text | None = None
    do: tuple[Example, ...] = ()
    dont: tuple[Example, ...] = ()
    not_: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToneDimension(Part):
    """One of the four dimensions of tone, and its two ends."""

    id: Literal["formality", "humour", "respect", "enthusiasm"]
    low: Text | None = None
    high: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToneBase(Part):
    """The tone when nothing else is said, from 1 to 5 by dimension."""

    formality: int | None = None
    humour: int | None = None
    respect: int | None = None
    enthusiasm: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleBounds(Part):
    """At least, at most."""

    min: int | None = None
    max: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToneSetting(Part):
    """The tone of some cases, channels or postures: a level, or bounds."""

    cases: tuple[CaseRef, ...] = ()
    channels: tuple[ChannelRef, ...] = ()
    topics: tuple[TopicRef, ...] = ()
    authors: tuple[AuthorRef, ...] = ()
    posture: Posture | None = None
    formality: int | ScaleBounds | None = None
    humour: int | ScaleBounds | None = None
    respect: int | ScaleBounds | None = None
    enthusiasm: int | ScaleBounds | None = None
    because: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToneBounds(Part):
    """What every setting stays within."""

    formality: ScaleBounds | None = None
    humour: ScaleBounds | None = None
    respect: ScaleBounds | None = None
    enthusiasm: ScaleBounds | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tone(Part):
    """The tone: its dimensions, its base, its settings."""

    dimensions: tuple[ToneDimension, ...] = ()
    base: ToneBase | None = None
    bounds: ToneBounds | None = None
    settings: tuple[ToneSetting, ...] = ()


FormOfAddress = Literal["tu", "vous", "as-addressed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressException(Part):
    """Where the other form of address is used."""

    channels: tuple[ChannelRef, ...] = ()
    authors: tuple[AuthorRef, ...] = ()
    cases: tuple[CaseRef, ...] = ()
    use: FormOfAddress | None = None
    because: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Address(Part):
    """Whether we say «tu» or «vous»."""

    default: FormOfAddress | None = None
    exceptions: tuple[AddressException, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature(Part):
    """How a message is signed."""

    channels: tuple[ChannelRef, ...] = ()
    cases: tuple[CaseRef, ...] = ()
    form: Literal["first-name", "initials", "team", "none"] | None = None
    pattern: str | None = None
    example: Text | None = None


TermClass = Literal["preferred", "careful", "avoid", "forbidden"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term(Record):
    """A word of the lexicon, how far it may be used, and what to say instead."""

    KIND: ClassVar[str] = "term"

    term: str | None = None
    forms: tuple[str, ...] = ()
    class_: TermClass | None = None
    replace_by: tuple[Text, ...] = ()
    reason: Text | None = None
    definition: Text | None = None
    exceptions: tuple[str, ...] = ()
    channels: tuple[ChannelRef, ...] = ()
    cases: tuple[CaseRef, ...] = ()
    during: tuple[PeriodRef, ...] = ()
    scenarios: tuple[CrisisRef, ...] = ()
    case_sensitive: bool | None = None
    authors: tuple[AuthorRef, ...] = ()
    topics: tuple[TopicRef, ...] = ()
    language: Language | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AtMost(Part):
    """A count that is not passed."""

    max: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat(Part):
    """A phrase that is written so many times at most in one text."""

    phrase: str | None = None
    max: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers(Part):
    """How small whole numbers are written, up to one: in figures, or in words."""

    up_to: int | None = None
    in_: Literal["figures", "words"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Detect(Part):
    """How the check of drafts finds a breach of a guideline.

    Fields:
        part: the only part of the text in which words are looked for, those that should be there and those that not.
        acronyms: each is explained where it first stands.
        except_: phrases of which nothing is held against the text.
    """

    terms: tuple[str, ...] = ()
    class_: Literal["careful", "avoid", "forbidden"] | None = None
    max_sentences: int | None = None
    emoji: Literal["none"] | AtMost | None = None
    hashtags: Literal["none"] | AtMost | None = None
    casing: Text | None = None
    max_length: int | None = None
    must_contain: tuple[str, ...] = ()
    part: Literal["heading", "link", "first-line", "last-line"] | None = None
    max_words: int | None = None
    repeats: tuple[Repeat, ...] = ()
    acronyms: Literal["explained"] | None = None
    repeated_signs: Literal["none"] | None = None
    leading_signs: Literal["none"] | None = None
    bracketed_words: Literal["none"] | None = None
    numbers: Numbers | None = None
    except_: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Guideline(Record):
    """A guideline of writing."""

    KIND: ClassVar[str] = "guideline"

    cases: tuple[CaseRef, ...] = ()
    channels: tuple[ChannelRef, ...] = ()
    topics: tuple[TopicRef, ...] = ()
    strength: Literal["must", "target"] | None = None
    detect: Detect | None = None
    by_hand: bool | None = None
    good: tuple[Text, ...] = ()
    bad: tuple[Text, ...] = ()
    authors: tuple[AuthorRef, ...] = ()
    channel_kinds: tuple[ChannelKindRef, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EmojiUse(Part):
    """How many emoji, and which."""

    max: int | None = None
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HashtagUse(Part):
    """How many hashtags, and which must be there."""

    max: int | None = None
    required: tuple[str, ...] = ()
    casing: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mechanic(Record):
    """The mechanics of writing on some channels."""

    KIND: ClassVar[str] = "mechanic"

    channels: tuple[ChannelRef, ...] = ()
    channel_kinds: tuple[ChannelKindRef, ...] = ()
    max_length: int | None = None
    emoji: EmojiUse | None = None
    hashtags: HashtagUse | None = None
    capitals: Text | None = None
    exclamation_marks: AtMost | None = None
    links: Text | None = None
    alt_text: Literal["required", "advised"] | None = None
    captions: Literal["required", "advised"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention(Record):
    """A mention that must appear."""

    KIND: ClassVar[str] = "mention"

    text: Text | None = None
    where: Text | None = None
    when: Text | None = None
    legal_basis: LegalBasisRef | None = None
    accepted: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceFile(File):
    """The voice of `voice.yml`."""

    traits: tuple[Trait, ...] = ()
    tone: Tone | None = None
    address: Address | None = None
    signature: tuple[Signature, ...] = ()
    we_are: Text | None = None
    lexicon: tuple[Term, ...] = ()
    guidelines: tuple[Guideline, ...] = ()
    mechanics: tuple[Mechanic, ...] = ()
    required_mentions: tuple[Mention, ...] = ()
    fallback_guide: Text | None = None
    acknowledged_every: Duration | None = None
