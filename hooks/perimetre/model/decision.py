"""Hold `decisions/<date>-<slug>.yml`: who decided what, when, why (stage build)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from perimetre.base.frozen import dataclass
from perimetre.model.basics import Part, Record
from perimetre.model.refs import RoleRef, RuleRef
from perimetre.model.text import Markdown, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionObjection(Part):
    """Somebody who disagreed, and what they were answered."""

    by: RoleRef | None = None
    said: Text | None = None
    answer: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Record):
    """A decision of the house: what, why, who, when.

    Fields:
        records: the ids of what it changes and that is no rule in force: a rule that goes, a role, a line, a word.
    """

    KIND: ClassVar[str] = "decision"

    decided_on: date | None = None
    decided_by: tuple[RoleRef, ...] = ()
    kind: Literal["widening", "narrowing", "derogation", "posture", "policy", "other"] | None = None
    what: Markdown | None = None
    why: Markdown | None = None
    until: date | None = None
    rules: tuple[RuleRef, ...] = ()
    records: tuple[str, ...] = ()
    alternatives: Text | None = None
    review_on: date | None = None
    objection: DecisionObjection | None = None
