"""Hold `values.yml`: the words that ship with the product, those that a house or a brand adds, their union (build)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from perimetre.base.closed import Strategy
from perimetre.base.durations import Duration
from perimetre.base.frozen import dataclass
from perimetre.model.basics import File, Named, Part
from perimetre.model.refs import LegalBasisRef, MissionKeyRef, Ref
from perimetre.model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Synonyms:
    """Other words for the same thing, for the search.

    Fields:
        plain: words of no told language.
        fr: French words.
        en: English words.
    """

    plain: tuple[str, ...] = ()
    fr: tuple[str, ...] = ()
    en: tuple[str, ...] = ()

    @classmethod
    def parse(cls, raw: Sequence[str] | Mapping[str, Sequence[str]]) -> Synonyms:
        """Read a list of words, or a list by language."""
        if isinstance(raw, Mapping):
            return cls(fr=tuple(raw.get("fr", ())), en=tuple(raw.get("en", ())))
        return cls(plain=tuple(raw))

    def in_(self, language: str) -> tuple[str, ...]:
        """Return the words to search by in `language`: those of no language, and its own."""
        return self.plain + (self.en if language == "en" else self.fr)


@dataclass(frozen=True, slots=True, kw_only=True)
class Value(Named):
    """A word of the data: a topic, an author, a case, a kind of channel…"""

    label: Text | None = None
    definition: Text | None = None
    synonyms: Synonyms = Synonyms()


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic(Value):
    """What a message is about."""

    KIND: ClassVar[str] = "topic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience(Value):
    """Whom something is said to, asked of or kept from; `told`: when they learn of a crisis, None where it is open."""

    KIND: ClassVar[str] = "audience"

    told: Literal["first", "before-the-public", "last"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelKind(Value):
    """A sort of place; `account`: one enters it by an account, which has keys."""

    KIND: ClassVar[str] = "channel_kind"

    account: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Case(Value):
    """A sort of message that comes in; `report_first`: the authorities hear of it before its author does."""

    KIND: ClassVar[str] = "case"

    report_first: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MissionKey(Value):
    """A mission that a community manager may have."""

    KIND: ClassVar[str] = "mission_key"


@dataclass(frozen=True, slots=True, kw_only=True)
class Action(Value):
    """A verb that can be allowed or not.

    Fields:
        protective: it protects people or the house, and is never withheld from whoever is on duty.
        reversible: it can be undone.
        public: the public sees it.
        about: what it bears on alone, a message or an account; None: on either.
    """

    KIND: ClassVar[str] = "action"

    mission: MissionKeyRef | None = None
    protective: bool = False
    reversible: bool = False
    public: bool = False
    about: Literal["message", "account"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Says(Value):
    """What a message does."""

    KIND: ClassVar[str] = "says"

    risky: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Author(Value):
    """Who speaks to us; an insider is bound to the house."""

    KIND: ClassVar[str] = "author"

    insider: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Value):
    """A value of a fact that is a choice."""

    KIND: ClassVar[str] = "choice"
    LOCAL: ClassVar[bool] = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(Value):
    """Something measured or established that a rule may ask for.

    Fields:
        question: what asks it of whoever has a message before them; None: its label does.
    """

    KIND: ClassVar[str] = "fact"

    question: Text | None = None
    type: Literal["boolean", "number", "money", "count", "duration", "rating", "choice"] | None = None
    choices: tuple[Choice, ...] = ()
    cumulated_per: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CrisisKind(Value):
    """A sort of crisis, with its place in Coombs' theory (SCCT) and the strategies that fit it.

    Fields:
        takes_channel: whether one of our channels is itself the incident: what is said is said elsewhere.
    """

    KIND: ClassVar[str] = "crisis_kind"

    tier: int | None = None
    cluster: Literal["victim", "accidental", "preventable"] | None = None
    type: (
        Literal[
            "natural-disaster",
            "rumour",
            "workplace-violence",
            "product-tampering",
            "challenge",
            "technical-error-accident",
            "technical-error-product-harm",
            "human-error-accident",
            "human-error-product-harm",
            "organisational-misdeed",
        ]
        | None
    ) = None
    strategies: tuple[Strategy, ...] = ()
    takes_channel: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyNumber(Value):
    """A number that helps people in danger."""

    KIND: ClassVar[str] = "emergency_number"

    number: str | None = None
    by: Literal["call", "sms", "web"] | None = None
    for_: Text | None = None
    not_for: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalDelay(Part):
    """A delay that a text of law sets: zero minutes where it says «at once»."""

    within: Duration | None = None
    to: Text | None = None
    when: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBasis(Value):
    """A law or a judgment that a rule rests on; the product gives no legal advice.

    Fields:
        report_first: what it punishes is reported to the authorities before its author is told anything.
    """

    KIND: ClassVar[str] = "legal_basis"

    reference: Text | None = None
    rule: Text | None = None
    delay: Text | None = None
    delays: tuple[LegalDelay, ...] = ()
    url: str | None = None
    checked_on: date | None = None
    checked_by: Text | None = None
    report_first: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Network(Value):
    """A network, and how it counts the length of a post.

    Fields:
        names: the words by which a channel's network is known; its address is another way.
        count: what one is: a sign as a reader sees it, a code unit of UTF-16, a weighted sign, an emoji by its bytes.
        links: what any link counts for; None: all its signs.
        bare_handles: whether only the name counts in `@name@server`.
        source, checked_on: where it was read, and the day.
    """

    KIND: ClassVar[str] = "network"

    names: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    count: Literal["signs", "utf-16", "weighted", "emoji-bytes"] | None = None
    links: int | None = None
    bare_handles: bool | None = None
    source: str | None = None
    checked_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked(Part):
    """A legal basis that somebody of the house has read again: which, when, who."""

    basis: LegalBasisRef
    on: date | None = None
    by: Text | None = None


ListName = Literal[
    "actions",
    "says",
    "topics",
    "authors",
    "audiences",
    "channel_kinds",
    "facts",
    "cases",
    "mission_keys",
    "crisis_kinds",
    "emergency_numbers",
    "legal_bases",
    "networks",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden(Part):
    """Values that ship and that this house does not use, by list."""

    actions: tuple[Annotated[str, Ref(("action",), hides=True)], ...] = ()
    says: tuple[Annotated[str, Ref(("says",), hides=True)], ...] = ()
    topics: tuple[Annotated[str, Ref(("topic",), hides=True)], ...] = ()
    authors: tuple[Annotated[str, Ref(("author",), hides=True)], ...] = ()
    audiences: tuple[Annotated[str, Ref(("audience",), hides=True)], ...] = ()
    channel_kinds: tuple[Annotated[str, Ref(("channel_kind",), hides=True)], ...] = ()
    facts: tuple[Annotated[str, Ref(("fact",), hides=True)], ...] = ()
    cases: tuple[Annotated[str, Ref(("case",), hides=True)], ...] = ()
    mission_keys: tuple[Annotated[str, Ref(("mission_key",), hides=True)], ...] = ()
    crisis_kinds: tuple[Annotated[str, Ref(("crisis_kind",), hides=True)], ...] = ()
    emergency_numbers: tuple[Annotated[str, Ref(("emergency_number",), hides=True)], ...] = ()
    legal_bases: tuple[Annotated[str, Ref(("legal_basis",), hides=True)], ...] = ()
    networks: tuple[Annotated[str, Ref(("network",), hides=True)], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuesFile(File):
    """`values.yml`: values to add, to hide, lists to replace wholly, and the legal bases that were checked."""

    actions: tuple[Action, ...] = ()
    says: tuple[Says, ...] = ()
    topics: tuple[Topic, ...] = ()
    authors: tuple[Author, ...] = ()
    audiences: tuple[Audience, ...] = ()
    channel_kinds: tuple[ChannelKind, ...] = ()
    facts: tuple[Fact, ...] = ()
    cases: tuple[Case, ...] = ()
    mission_keys: tuple[MissionKey, ...] = ()
    crisis_kinds: tuple[CrisisKind, ...] = ()
    emergency_numbers: tuple[EmergencyNumber, ...] = ()
    legal_bases: tuple[LegalBasis, ...] = ()
    networks: tuple[Network, ...] = ()
    checked: tuple[Checked, ...] = ()
    hidden: Hidden | None = None
    replace: tuple[ListName, ...] = ()


# Which list holds the values of a namespace.
LISTS: Mapping[str, str] = {
    "action": "actions",
    "says": "says",
    "topic": "topics",
    "author": "authors",
    "audience": "audiences",
    "channel_kind": "channel_kinds",
    "fact": "facts",
    "case": "cases",
    "mission_key": "mission_keys",
    "crisis_kind": "crisis_kinds",
    "emergency_number": "emergency_numbers",
    "legal_basis": "legal_bases",
    "network": "networks",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """Every value in use, by list and by id, in the order in which they ship and are added."""

    actions: Mapping[str, Action] = field(default_factory=dict)
    says: Mapping[str, Says] = field(default_factory=dict)
    topics: Mapping[str, Topic] = field(default_factory=dict)
    authors: Mapping[str, Author] = field(default_factory=dict)
    audiences: Mapping[str, Audience] = field(default_factory=dict)
    channel_kinds: Mapping[str, ChannelKind] = field(default_factory=dict)
    facts: Mapping[str, Fact] = field(default_factory=dict)
    cases: Mapping[str, Case] = field(default_factory=dict)
    mission_keys: Mapping[str, MissionKey] = field(default_factory=dict)
    crisis_kinds: Mapping[str, CrisisKind] = field(default_factory=dict)
    emergency_numbers: Mapping[str, EmergencyNumber] = field(default_factory=dict)
    legal_bases: Mapping[str, LegalBasis] = field(default_factory=dict)
    networks: Mapping[str, Network] = field(default_factory=dict)

    def with_(self, file: ValuesFile) -> Values:
        """Return these values with what a file replaces, hides and adds, in that order, and what it checked dated."""
        lists: dict[str, dict[str, Any]] = {}
        for name in LISTS.values():
            hidden = getattr(file.hidden, name) if file.hidden else ()
            before: Mapping[str, Value] = {} if name in file.replace else getattr(self, name)
            added: tuple[Value, ...] = getattr(file, name)
            lists[name] = {id_: value for id_, value in before.items() if id_ not in hidden}
            lists[name] |= {value.id: value for value in added}
        # The latest check counts: a house keeps the earlier ones if it likes.
        for check in sorted((check for check in file.checked if check.on), key=lambda check: check.on or date.min):
            if basis := lists["legal_bases"].get(check.basis or ""):
                lists["legal_bases"][basis.id] = replace(basis, checked_on=check.on, checked_by=check.by)
        return Values(**lists)

    def of(self, kind: str) -> Mapping[str, Value]:
        """Return the list of a namespace («action»)."""
        values: Mapping[str, Value] = getattr(self, LISTS[kind])
        return values
