"""Stage build: turn valid documents into a `Handbook` of frozen objects, its references checked.

Comes in: documents, and which files could not be read. Goes out: the handbook and the diagnostics of what refers to
nothing, stands twice, goes round in a circle or is still to be completed. One module holds the classes of a family of
files; `convert` reads them, `inheritance` unites house and brand, `build` is the stage.
"""

from __future__ import annotations

from perimetre.model.basics import (
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
    concerns,
)
from perimetre.model.brand import BrandFile
from perimetre.model.building.build import Built, build
from perimetre.model.channels import Channel, ChannelsFile, Objective, ObjectivesFile
from perimetre.model.crises import Crisis
from perimetre.model.decisions import Acknowledgement, Decision
from perimetre.model.duties import Door, Duty, Period
from perimetre.model.escalation import EscalationFile, Line, LineStep, Outcome, Severity, Tree
from perimetre.model.files import FILES
from perimetre.model.handbook import Brand, Handbook, Unread
from perimetre.model.matches import Facts, FactTest, Match, Situation, Times
from perimetre.model.moderation import Circuit, CircuitStep, Ground, LadderStep
from perimetre.model.operations import Consent, Insight, Lesson, Operation, Report, Watch
from perimetre.model.people import Assignment, Mission, PeopleFile, Person, Role, Schedule
from perimetre.model.scope import Group, IfNoAnswer, Meanwhile, RedLine, Rule, ScopeFile
from perimetre.model.settings import Settings
from perimetre.model.text import Markdown, Text
from perimetre.model.values import Action, Fact, Value, Values
from perimetre.model.voice import Guideline, Mention, Template, Term, Trait

__all__ = [
    "FILES",
    "HOUSE",
    "Acknowledgement",
    "Action",
    "Assignment",
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
    "concerns",
]
