"""Hold `handbook.yml`: what the whole handbook goes by (stage build)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Annotated, ClassVar, Literal

from perimetre.base.closed import Confidentiality, Language
from perimetre.base.durations import Duration
from perimetre.base.frozen import dataclass
from perimetre.model.basics import File, Named, Part
from perimetre.model.refs import CrisisKindRef, RoleRef, ref
from perimetre.model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedHoliday(Part):
    """A day off that the calendar of the country does not have."""

    date: date | None = None
    name: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovedHoliday(Part):
    """A holiday of the country on which the house works, and why."""

    date: date | None = None
    reason: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Holidays(Part):
    """The calendar of holidays: a country (ISO 3166), a subdivision of it, and the house's own corrections."""

    country: str | None = None
    subdivision: str | None = None
    add: tuple[AddedHoliday, ...] = ()
    remove: tuple[RemovedHoliday, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary(Part):
    """The house's own words for house, brand and community manager."""

    house: Text | None = None
    brand: Text | None = None
    cm: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleLevel(Part):
    """The level that the house gives to a rule of the check, with its reason."""

    rule: str | None = None
    level: Literal["error", "warning", "info", "off"] | None = None
    reason: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Search(Part):
    """Everyday words that mean the same when one searches the site."""

    synonyms: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Defaults(Part):
    """What a record has when it does not say."""

    owner: RoleRef | None = None
    review_in: Duration | None = None
    confidentiality: Confidentiality | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CrisisSetAside(Part):
    """A kind of crisis that a house is expected to foresee and does not, with its reason."""

    kind: CrisisKindRef | None = None
    reason: Text | None = None


# Somebody whom one brand alone may have: a circle is the whole handbook's.
ReaderRef = Annotated[str, ref("role", "person", selects=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compartment(Named):
    """A circle of named readers: what is in it leaves no word in a site that does not contain it, while it lasts.

    Fields:
        readers: the roles and the people who read what is in it.
        until: the last day on which it holds, included; None: until somebody writes one.
    """

    KIND: ClassVar[str] = "compartment"

    title: Text | None = None
    readers: tuple[ReaderRef, ...] = ()
    until: date | None = None
    reason: Text | None = None

    def holds(self, day: date) -> bool:
        """Say whether what is in it is kept on `day`."""
        return self.until is None or day <= self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(File):
    """The settings of the handbook.

    Fields:
        languages: the languages of the site, the first is the default.
        timezone: the IANA zone of every wall time that names no other.
        currency: the ISO 4217 code of every amount.
        in_service: the handbook is in use: what is to be completed is then an error.
        directory: where the numbers are that the handbook does not show.
    """

    format: int = 1
    title: Text | None = None
    languages: tuple[Language, ...] = ("fr",)
    timezone: str = "Europe/Paris"
    currency: str = "EUR"
    in_service: bool = False
    holidays: Holidays | None = None
    vocabulary: Vocabulary | None = None
    rule_levels: tuple[RuleLevel, ...] = ()
    search: Search | None = None
    defaults: Defaults | None = None
    compartments: tuple[Compartment, ...] = ()
    contact: Text | None = None
    directory: Text | None = None
    expected_crises_set_aside: tuple[CrisisSetAside, ...] = ()

    def closed(self, day: date, contained: Collection[str] = ()) -> frozenset[str]:
        """Return the compartments that hold on `day`, but those that are contained."""
        return frozenset(circle.id for circle in self.compartments if circle.holds(day) and circle.id not in contained)

    @property
    def country(self) -> str | None:
        """The country of the house (ISO 3166 alpha-2): that whose public holidays it keeps."""
        return self.holidays.country if self.holidays else None
