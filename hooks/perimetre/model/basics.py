"""Hold what every kind of file is made of: parts, records, references, durations, hours, contacts (stage build).

A class says what a mapping of YAML becomes. The field's name is the YAML key (with a trailing underscore where Python
keeps the word, as in `from_`), its type says how the value is read, and `convert.py` does the rest. The schemas say
what is required; here every field but the id has a default, since `to-complete` may stand anywhere.
"""

from __future__ import annotations

import functools
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, ClassVar, Literal

from perimetre.base.diagnostics import Place
from perimetre.base.durations import Duration
from perimetre.model.text import Markdown, Text

HOUSE = "house"
NOWHERE = Place("")


# --- times ---------------------------------------------------------------------------------------------------------


class Time(int):
    """A wall time as minutes from midnight: 0 to 1440, since a day may end at 24:00."""

    __slots__ = ()

    @classmethod
    @functools.lru_cache(maxsize=2048)
    def parse(cls, text: str) -> Time:
        """Read "HH:MM"."""
        return cls(int(text[:2]) * 60 + int(text[3:]))

    def __str__(self) -> str:
        return f"{self // 60:02d}:{self % 60:02d}"


Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun", "holiday"]


# --- references ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ref:
    """What a string points to, said beside its type: `Annotated[str, Ref("role")]`.

    Fields:
        kinds: the namespaces in which the word may be; the first that has it wins.
        group: the sort of group that may stand for several («roles»), or None.
        words: words that mean somebody or something by where they stand («author», «origin»).
        selects: the word chooses among what there is, so that a house file may name what one brand alone has.
        local: the word is an id of the same record (the steps of a scenario, the layers of a schedule).
        hides: the word takes a value out of use, so that it names one of those that were there before.
    """

    kinds: tuple[str, ...]
    group: str | None = None
    words: frozenset[str] = frozenset()
    selects: bool = False
    local: bool = False
    hides: bool = False


def ref(*kinds: str, group: str | None = None, words: tuple[str, ...] = (), selects: bool = False) -> Ref:
    """Return a reference to one of `kinds`."""
    return Ref(kinds, group, frozenset(words), selects)


STANDINGS = ("author", "requester", "doer", "substitute-if-unavailable", "cm-on-duty", "sponsor")

RoleRef = Annotated[str, ref("role")]
Who = Annotated[str, ref("role", words=STANDINGS)]
PersonRef = Annotated[str, ref("person")]
BrandRef = Annotated[str, ref("brand")]
ChannelRef = Annotated[str, ref("channel", selects=True)]
ObjectiveRef = Annotated[str, ref("objective")]
DepartmentRef = Annotated[str, ref("department")]
MissionRef = Annotated[str, ref("mission")]
ToolRef = Annotated[str, ref("tool")]
RuleRef = Annotated[str, ref("rule")]
CircuitRef = Annotated[str, ref("circuit")]
TemplateRef = Annotated[str, ref("template")]
MessageKindRef = Annotated[str, ref("message_kind")]
LineRef = Annotated[str, ref("line")]
SeverityRef = Annotated[str | int, ref("severity")]
DoorRef = Annotated[str, ref("door")]
DutyRef = Annotated[str, ref("duty")]
GroundRef = Annotated[str, ref("ground")]
LadderRef = Annotated[str, ref("ladder")]
PeriodRef = Annotated[str, ref("period", selects=True)]
CrisisRef = Annotated[str, ref("crisis")]
TermRef = Annotated[str, ref("term")]
MentionRef = Annotated[str, ref("mention")]
TrainingRef = Annotated[str, ref("training")]
ActionRef = Annotated[str, ref("action")]
SaysRef = Annotated[str, ref("says")]
TopicRef = Annotated[str, ref("topic")]
AuthorRef = Annotated[str, ref("author")]
ChannelKindRef = Annotated[str, ref("channel_kind")]
FactRef = Annotated[str, ref("fact")]
CaseRef = Annotated[str, ref("case")]
CrisisKindRef = Annotated[str, ref("crisis_kind")]
MissionKeyRef = Annotated[str, ref("mission_key")]
LegalBasisRef = Annotated[str, ref("legal_basis")]

Posture = Literal["normal", "vigilance", "alert", "crisis"]
Stage = Literal["launch", "growth", "established", "sunset"]
Ownership = Literal["owned", "managed", "third-party", "personal"]
Status = Literal["draft", "approved", "deprecated"]
Confidentiality = Literal["public", "internal", "restricted"]
Language = Literal["fr", "en"]
LimitWindow = Literal["day", "week", "month", "quarter", "season", "year", "operation", "payee", "person", "site"]
ClockName = Literal[
    "detection",
    "publication",
    "receipt",
    "qualification",
    "first-message",
    "event",
    "shift-end",
    "month-start",
]
Strategy = Literal[
    "instructing-information",
    "adjusting-information",
    "attack-the-accuser",
    "denial",
    "scapegoat",
    "excuse",
    "justification",
    "compensation",
    "apology",
    "reminder",
    "ingratiation",
    "victimage",
]


class Flat:
    """Beside the type of a field: its keys stand in the mapping of the record itself, not under a key of their own."""


class Own:
    """Beside the type of a block of `brand.yml`: it is each one's own, a brand does not take it from the house."""


class United:
    """Beside the type of a list without ids: the brand's items are added to the house's, as records are."""


# --- parts and records ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Anything that a mapping of YAML becomes.

    Fields:
        place: where it is written; two parts that say the same are equal wherever they stand.
    """

    # The namespace of its id, or none; a local one is known inside its record only.
    KIND: ClassVar[str | None] = None
    LOCAL: ClassVar[bool] = False
    # Whether the build keeps a list of them, to check each by itself.
    NOTED: ClassVar[bool] = False

    place: Place = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record(Part):
    """An item that has a life of its own: an owner, a status, a review.

    Fields:
        valid_until: the last day, included.
        replaces: the house's record of the same kind whose place it takes in the brand.
        origin: "house", or the brand that wrote it.
    """

    id: str
    title: Text | None = None
    description: Markdown | None = None
    owner: RoleRef | None = None
    status: Status = "approved"
    valid_from: date | None = None
    valid_until: date | None = None
    last_reviewed_on: date | None = None
    review_in: Duration | None = None
    confidentiality: Confidentiality = "internal"
    sources: tuple[Text, ...] = ()
    formerly: tuple[str, ...] = ()
    replaces: str | None = None
    note: Text | None = None
    origin: str = HOUSE

    def is_live(self, day: date) -> bool:
        """Say whether it holds on `day`: approved, and within its dates, both included."""
        return (
            self.status == "approved"
            and (self.valid_from is None or self.valid_from <= day)
            and (self.valid_until is None or day <= self.valid_until)
        )


def concerns(brands: Collection[str], brand: str) -> bool:
    """Say whether what names some brands bears on one: where it names none, it does; on the house, everything does."""
    return not brands or brand in brands or brand == HOUSE


@dataclass(frozen=True, slots=True, kw_only=True)
class PageNote(Part):
    """Who answers for the page that a file makes."""

    owner: RoleRef | None = None
    last_reviewed_on: date | None = None
    review_in: Duration | None = None
    confidentiality: Confidentiality | None = None
    introduction: Markdown | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class File(Part):
    """The root of a file that holds lists."""

    page: PageNote | None = None


# --- shared parts --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours(Part):
    """Hours of some days of the week, half-open; an end at or before the start is on the next day."""

    days: tuple[Weekday, ...] = ()
    from_: Time | None = None
    to: Time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates(Part):
    """A stretch of days, both included."""

    from_: date | None = None
    to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(Part):
    """A way to reach somebody; `contact_ref` names an entry of a file that is not committed."""

    mode: Literal["phone", "sms", "mail", "chat", "post", "form", "web"] | None = None
    value: str | None = None
    contact_ref: str | None = None
    note: Text | None = None
    shared: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inform(Part):
    """Somebody to tell, before or after."""

    who: Who | None = None
    when: Literal["before", "after"] | None = None
    within: Duration | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consult(Part):
    """Somebody whose view is asked; never an agreement."""

    of: tuple[Who, ...] = ()
    mode: Literal["required", "optional", "in-doubt"] | None = None
    when: Text | None = None
    lead_time: Duration | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition(Part):
    """What must hold: something in the message, a state of things, a proof."""

    kind: Literal["element", "state", "proof"] | None = None
    value: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit(Part):
    """How many, or how much, over a window of time."""

    count: ActionRef | bool | None = None
    sum: FactRef | None = None
    max: float | None = None
    min: float | None = None
    of: Text | None = None
    per: LimitWindow | None = None
    includes: tuple[Annotated[str, ref("rule", "action")], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause(Part):
    """What stops for a while, and who starts it again."""

    scope: (
        Literal["posts", "ads", "unlisted-ads", "mail", "push", "creators", "executives", "contests", "all"] | None
    ) = None
    min: Duration | None = None
    max: Duration | None = None
    lifted_by: Who | None = None
    resume: Literal["full", "soft"] | None = None
