"""Hold `places.yml`: the shops, agencies, sections of a brand, and who answers there (stage build)."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, ClassVar

from perimetre.base.frozen import dataclass
from perimetre.model.basics import File, Part, Record
from perimetre.model.handbook import Holidays
from perimetre.model.refs import BrandRef, ChannelRef, ref
from perimetre.model.shared import Contact, Hours, Time
from perimetre.model.text import Text

RoleOrPersonRef = Annotated[str, ref("role", "person")]


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherOpening(Part):
    """Days on which a place keeps other hours than those of the week, or is shut.

    Fields:
        from_, to: the first and the last day, both included; one day where the last is left out.
        opens, closes: the hours of each of these days; none: it is shut.
    """

    from_: date | None = None
    to: date | None = None
    opens: Time | None = None
    closes: Time | None = None
    because: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacePage(Part):
    """The page of a place on a channel of the brand: its own listing, its own account."""

    channel: ChannelRef | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceOfBrand(Record):
    """An address of a brand: a shop, an agency, a section.

    Fields:
        brands: the brands whose place it is; none: that of the file.
        timezone: the zone of its hours, instead of the house's.
        holidays: its public holidays, instead of the house's.
        manager, deputy: who answers there, then who answers instead.
        independent: it can be asked, and not ordered: a franchise, a section of a federation.
    """

    KIND: ClassVar[str] = "place"

    brands: tuple[BrandRef, ...] = ()
    address: Text | None = None
    timezone: str | None = None
    holidays: Holidays | None = None
    opening_hours: tuple[Hours, ...] = ()
    exceptions: tuple[OtherOpening, ...] = ()
    manager: RoleOrPersonRef | None = None
    deputy: RoleOrPersonRef | None = None
    phone: Contact | None = None
    pages: tuple[PlacePage, ...] = ()
    independent: bool = False


# What a text may take from the place of which it speaks (`{{place.phone}}`), and the type of variable that each is.
PLACE_VARIABLES = {
    "place.name": "place",
    "place.address": "place",
    "place.phone": "number",
    "place.hours": "time",
    "place.link": "link",
}


_TAKEN = re.compile(r"\{\{ ?(place\.[a-z]{1,20}) ?\}\}")


def taken_from_a_place(text: Text | None) -> tuple[str, ...]:
    """Return those of `PLACE_VARIABLES` that a text takes, in any language, in the order in which it does."""
    writings = (text.plain, text.fr, text.en) if text is not None else ()
    taken = (found[1] for writing in writings if writing for found in _TAKEN.finditer(writing))
    return tuple(dict.fromkeys(variable for variable in taken if variable in PLACE_VARIABLES))


def lacks(place: PlaceOfBrand, variable: str) -> bool:
    """Say whether nobody has written of a place what one of `PLACE_VARIABLES` takes from it."""
    written = {
        "place.name": place.title,
        "place.address": place.address,
        "place.phone": place.phone and (place.phone.value or place.phone.contact_ref),
        "place.hours": place.opening_hours,
        "place.link": link_of(place),
    }
    return not written[variable]


def link_of(place: PlaceOfBrand) -> str | None:
    """Return the address of the first page of a place that has one."""
    return next((page.address for page in place.pages if page.address), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacesFile(File):
    """The places of `places.yml`."""

    places: tuple[PlaceOfBrand, ...] = ()
