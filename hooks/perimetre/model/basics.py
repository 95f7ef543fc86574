"""Hold what every kind of file is made of: parts, those that bear an id, records, files (stage build).

A class says what a mapping of YAML becomes. The field's name is the YAML key (with a trailing underscore where Python
keeps the word, as in `from_`), its type says how the value is read, and `convert.py` does the rest. The schemas say
what is required; here every field but the id has a default, since `to-complete` may stand anywhere.
"""

from __future__ import annotations

from dataclasses import field
from datetime import date
from typing import Annotated, Any, ClassVar

from perimetre.base.closed import Confidentiality, Status
from perimetre.base.diagnostics import Place
from perimetre.base.durations import Duration
from perimetre.base.frozen import dataclass
from perimetre.model.refs import CompartmentRef, RoleRef
from perimetre.model.text import Markdown, Text

HOUSE = "house"
NOWHERE = Place("")


class Flat:
    """Beside the type of a field: its keys stand in the mapping of the record itself, not under a key of their own."""


class Own:
    """Beside the type of a block of `brand.yml`: it is each one's own, a brand does not take it from the house."""


class InCurrency:
    """Beside the type of a number that may be an amount: it may be said in each currency (`{EUR: 100, CHF: 110}`)."""


class United:
    """Beside the type of a list without ids: the brand's items are added to the house's, as records are."""


# In the model, the amount in the currency of whoever reads it.
Amount = Annotated[float, InCurrency()]


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
class Named(Part):
    """A part that bears an id, by which others name it; `formerly`: the ids that it bore before."""

    id: str
    formerly: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record(Named):
    """An item that has a life of its own: an owner, a status, a review.

    Fields:
        valid_until: the last day, included.
        compartment: the circle whose readers alone read it, while it lasts.
        replaces: the house's record of the same kind whose place it takes in the brand.
        origin: "house", or the brand that wrote it.
    """

    title: Text | None = None
    description: Markdown | None = None
    owner: RoleRef | None = None
    status: Status = "approved"
    valid_from: date | None = None
    valid_until: date | None = None
    last_reviewed_on: date | None = None
    review_in: Duration | None = None
    confidentiality: Confidentiality = "internal"
    compartment: CompartmentRef | None = None
    sources: tuple[Text, ...] = ()
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


def standing_of(record: Record) -> dict[str, Any]:
    """Return what a record that another one makes has of it, by field: its place, its title, its dates, its readers."""
    shared = ("place", "title", "status", "valid_from", "valid_until", "confidentiality", "compartment", "origin")
    return {name: getattr(record, name) for name in shared}


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
