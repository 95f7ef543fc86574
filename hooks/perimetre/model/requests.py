"""Hold `requests.yml`: the doors by which the house asks the community manager for something (stage build)."""

from __future__ import annotations

from typing import ClassVar

from perimetre.base.durations import Duration
from perimetre.base.frozen import dataclass
from perimetre.model.basics import File, Named, Part, Record
from perimetre.model.delays import Within
from perimetre.model.matches import Match
from perimetre.model.refs import LineRef, Who
from perimetre.model.shared import Contact
from perimetre.model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class MayDecline(Part):
    """Who may say no to a request, and on what grounds."""

    by: tuple[Who, ...] = ()
    reasons: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Urgent(Part):
    """What to do with a request that cannot wait."""

    when: Text | None = None
    to: Who | None = None
    contact: Contact | None = None
    within: Within | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Door(Record):
    """A way by which the rest of the house asks the CM for something; or the CM, to be heard.

    Fields:
        for_objections: whoever disagrees with what is about to be decided says so here.
    """

    KIND: ClassVar[str] = "door"

    for_: tuple[Text, ...] = ()
    open_to: tuple[Text, ...] = ()
    to: Who | None = None
    contact: Contact | None = None
    fields: tuple[Text, ...] = ()
    lead_time: Duration | None = None
    answer_within: Within | None = None
    states: tuple[Text, ...] = ()
    may_decline: MayDecline | None = None
    required_for: Match | None = None
    for_objections: bool = False
    when_refused: Text | None = None
    urgent: Urgent | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressure(Named):
    """What somebody may say to make the CM act out of turn, and what to answer."""

    KIND: ClassVar[str] = "pressure"

    said: Text | None = None
    answer: Text | None = None
    then: Text | None = None
    line: LineRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestsFile(File):
    """The doors of `requests.yml`."""

    doors: tuple[Door, ...] = ()
    pressures: tuple[Pressure, ...] = ()
