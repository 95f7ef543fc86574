"""Hold `decisions/<date>-<slug>.yml` and `acknowledgements.yml`: who decided what, who has read what (stage build)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Literal

from perimetre.model.basics import Duration, File, PageNote, Part, PersonRef, Record, RoleRef, RuleRef, United
from perimetre.model.text import Markdown, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionObjection(Part):
    """Somebody who disagreed, and what they were answered."""

    by: RoleRef | None = None
    said: Text | None = None
    answer: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Record):
    """A decision of the house: what, why, who, when."""

    KIND: ClassVar[str] = "decision"

    decided_on: date | None = None
    decided_by: tuple[RoleRef, ...] = ()
    kind: Literal["widening", "narrowing", "derogation", "posture", "policy", "other"] | None = None
    what: Markdown | None = None
    why: Markdown | None = None
    until: date | None = None
    rules: tuple[RuleRef, ...] = ()
    alternatives: Text | None = None
    review_on: date | None = None
    objection: DecisionObjection | None = None
    page: PageNote | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement(Part):
    """Somebody has read an exact version."""

    person: PersonRef | None = None
    role: RoleRef | None = None
    what: Literal["perimeter", "voice"] | None = None
    version: str | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgementsFile(File):
    """The acknowledgements of `acknowledgements.yml`."""

    every: Duration | None = None
    acknowledgements: Annotated[tuple[Acknowledgement, ...], United] = ()
