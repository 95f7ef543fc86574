"""Hold `lessons/<date>-<slug>.yml`, or an item of `lessons:` in `reporting.yml`: what an event taught (stage build)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from perimetre.base.frozen import dataclass
from perimetre.model.basics import Part, Record
from perimetre.model.refs import CrisisRef
from perimetre.model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPart(Part):
    """What was done and when, of one sort: the steps, the texts that left, the notes."""

    title: Text | None = None
    lines: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson(Record):
    """What an event, or an exercise, taught, and what was changed.

    Fields:
        exercise: whether it was one: its day counts for the scenario, and nothing need have changed.
        log: how it went, from the log that was kept.
    """

    KIND: ClassVar[str] = "lesson"

    happened_on: date | None = None
    what: Text | None = None
    lesson: Text | None = None
    changed: tuple[Text, ...] = ()
    crisis: CrisisRef | None = None
    exercise: bool | None = None
    log: tuple[LogPart, ...] = ()
