"""Stage build: turn valid documents into a `Handbook` of frozen objects, its references checked.

Comes in: documents, and which files could not be read. Goes out: the handbook and the diagnostics of what refers to
nothing, stands twice, goes round in a circle or is still to be completed. One module holds the classes of a family of
files; `convert` reads them, `inheritance` unites house and brand, `build` is the stage.
"""

from __future__ import annotations

from .basics import (
    HOUSE,
    Condition,
    Consult,
    Contact,
    Dates,
    File,
    Hours,
    Inform,
    Limit,
    PageNote,
    Part,
    Pause,
    Record,
    Ref,
    Time,
)
from .brand import BrandFile
from .build import Built, build
from .channels import Channel, ChannelsFile, Objective, ObjectivesFile
from .crises import Crisis
from .decisions import Acknowledgement, Decision
from .duties import Door, Duty, Period
from .escalation import EscalationFile, Line, LineStep, Outcome, Severity, Tree
from .files import FILES
from .handbook import Brand, Handbook, Unread
from .matching import Facts, FactTest, Match, Situation, Times
from .moderation import Circuit, CircuitStep, Ground, LadderStep
from .operations import Consent, Insight, Lesson, Operation, Report, Watch
from .people import Mission, PeopleFile, Person, Role, Schedule
from .scope import Group, IfNoAnswer, Meanwhile, RedLine, Rule, ScopeFile
from .settings import Settings
from .text import TO_COMPLETE, Markdown, Text
from .values import Action, Fact, Value, Values
from .voice import Guideline, Mention, Template, Term, Trait

__all__ = [
    "FILES",
    "HOUSE",
    "TO_COMPLETE",
    "Acknowledgement",
    "Action",
    "Brand",
    "BrandFile",
    "Built",
    "Channel",
    "ChannelsFile",
    "Circuit",
    "CircuitStep",
    "Condition",
    "Consent",
    "Consult",
    "Contact",
    "Crisis",
    "Dates",
    "Decision",
    "Door",
    "Duty",
    "EscalationFile",
    "Fact",
    "FactTest",
    "Facts",
    "File",
    "Ground",
    "Group",
    "Guideline",
    "Handbook",
    "Hours",
    "IfNoAnswer",
    "Inform",
    "Insight",
    "LadderStep",
    "Lesson",
    "Limit",
    "Line",
    "LineStep",
    "Markdown",
    "Match",
    "Meanwhile",
    "Mention",
    "Mission",
    "Objective",
    "ObjectivesFile",
    "Operation",
    "Outcome",
    "PageNote",
    "Part",
    "Pause",
    "PeopleFile",
    "Period",
    "Person",
    "Record",
    "RedLine",
    "Ref",
    "Report",
    "Role",
    "Rule",
    "Schedule",
    "ScopeFile",
    "Settings",
    "Severity",
    "Situation",
    "Template",
    "Term",
    "Text",
    "Time",
    "Times",
    "Trait",
    "Tree",
    "Unread",
    "Value",
    "Values",
    "Watch",
    "build",
]
