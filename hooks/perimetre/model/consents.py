"""Hold `consents.yml`: the rights of images and of people quoted (stage build)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal

from perimetre.base.frozen import dataclass
from perimetre.model.basics import File, Named, Part, Record
from perimetre.model.refs import ref
from perimetre.model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory(Part):
    """Somebody who signed a consent (both parents of a minor)."""

    who: Text | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent(Record):
    """A right to use an image, a quotation, a piece of music; `until` is None where it has no end."""

    KIND: ClassVar[str] = "consent"

    person: Text | None = None
    kind: Literal["image", "quote", "ugc", "music", "testimonial"] | None = None
    minor: bool | None = None
    signatories: tuple[Signatory, ...] = ()
    scope: Text | None = None
    alteration: Literal["none", "crop", "full"] | None = None
    media: tuple[Annotated[str, ref("channel", "channel_kind", selects=True)], ...] = ()
    credit: Text | None = None
    given_on: date | None = None
    until: date | Literal["no-end"] | None = None
    proof: Text | None = None
    withdrawn_on: date | None = None
    on_withdrawal: Text | None = None
    paid: bool | None = None
    territory: Text | None = None
    used_in: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OptOut(Named):
    """Somebody who does not want to appear."""

    KIND: ClassVar[str] = "opt_out"

    who: Text | None = None
    since: date | None = None
    what: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentsFile(File):
    """The consents of `consents.yml`."""

    consents: tuple[Consent, ...] = ()
    opt_outs: tuple[OptOut, ...] = ()
