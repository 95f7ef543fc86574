"""Hold `brand.yml`: who the brand is, its departments, agencies and mandates, its posture, its tools (stage build)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from perimetre.base.closed import Language, Posture, Stage
from perimetre.base.durations import Duration
from perimetre.base.frozen import dataclass
from perimetre.model.basics import File, Own, Part, Record
from perimetre.model.handbook import Holidays
from perimetre.model.posture import PostureDeclared
from perimetre.model.refs import ChannelRef, LevelRef, MissionRef, RoleRef, Who, ref
from perimetre.model.shared import Contact, Hours
from perimetre.model.text import Markdown, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Department(Record):
    """A department of the house: it assigns an aim, and receives what the community teaches."""

    KIND: ClassVar[str] = "department"

    head: RoleRef | None = None
    contact: Contact | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency(Record):
    """A company that works for the brand."""

    KIND: ClassVar[str] = "agency"

    contact: Contact | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate(Record):
    """What an agency is charged with, from a day to a day, both included."""

    KIND: ClassVar[str] = "mandate"

    agency: Annotated[str, ref("agency")] | None = None
    scope: Text | None = None
    missions: tuple[MissionRef, ...] = ()
    channels: tuple[ChannelRef, ...] = ()
    from_: date | None = None
    to: date | None = None
    contract: Text | None = None
    reviewed_by: RoleRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostureRule(Part):
    """Who may declare a posture, who may lift it.

    Fields:
        lasts: how long it is proposed for, where one declares it.
    """

    level: Posture | None = None
    may_declare: tuple[Who, ...] = ()
    may_lift: tuple[Who, ...] = ()
    lasts: Duration | None = None
    effects: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool(Record):
    """A tool of the team."""

    KIND: ClassVar[str] = "tool"

    purpose: Text | None = None
    used_for: tuple[MissionRef, ...] = ()
    access: Text | None = None
    data: Text | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberProgramme(Record):
    """A circle of members or ambassadors: who is invited, what is known of them, how they leave."""

    KIND: ClassVar[str] = "member_programme"

    invites: Text | None = None
    data: Text | None = None
    kept_for: Duration | None = None
    leaves_by: Text | None = None
    gifts: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandValue(Part):
    """A value that the brand stands for."""

    title: Text | None = None
    meaning: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Charter(Part):
    """What the brand promises its public."""

    we_promise: tuple[Text, ...] = ()
    we_moderate: tuple[Text, ...] = ()
    appeal: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandFile(File):
    """The identity of a brand, or of the house.

    Fields:
        formerly: the ids that it bore before, which were the names of its folder.
        within: the brand under which this one stands; none: it is right below the house.
        timezone: the IANA zone of its wall times and of those of the brands below it, instead of that above.
        currency: the ISO 4217 code of its amounts, and of those of the brands below it, likewise.
        holidays: its public holidays, and those of the brands below it, likewise.
        only_ours: words of what this brand alone sells or keeps.
    """

    id: Annotated[str | None, Own] = None
    formerly: Annotated[tuple[str, ...], Own] = ()
    name: Annotated[Text | None, Own] = None
    tagline: Annotated[Text | None, Own] = None
    identity: Annotated[Markdown | None, Own] = None
    promise: Annotated[Text | None, Own] = None
    sector: Annotated[Text | None, Own] = None
    only_ours: Annotated[tuple[str, ...], Own] = ()
    stage: Annotated[Stage | None, Own] = None
    within: Annotated[LevelRef | None, Own] = None
    website: Annotated[str | None, Own] = None
    languages: tuple[Language, ...] = ()
    timezone: str | None = None
    currency: str | None = None
    holidays: Holidays | None = None
    values: Annotated[tuple[BrandValue, ...], Own] = ()
    community: Annotated[Markdown | None, Own] = None
    service_hours: tuple[Hours, ...] = ()
    default_authority_note: Text | None = None
    departments: tuple[Department, ...] = ()
    agencies: tuple[Agency, ...] = ()
    mandates: tuple[Mandate, ...] = ()
    postures: tuple[PostureDeclared, ...] = ()
    posture_rules: tuple[PostureRule, ...] = ()
    tools: tuple[Tool, ...] = ()
    charter: Charter | None = None
    member_programmes: tuple[MemberProgramme, ...] = ()
