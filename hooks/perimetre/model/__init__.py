"""Stage build: turn valid documents into a `Handbook` of frozen objects, its references checked.

Comes in: documents, and which files could not be read. Goes out: the handbook and the diagnostics of what refers to
nothing, stands twice, goes round in a circle or is still to be completed. One module holds the classes of a family of
files; in `building/`, `convert` reads them, `inheritance` unites house and brand, `build` is the stage: whoever has a
handbook already does not import it.
"""

from __future__ import annotations

from perimetre.model.acknowledgements import Acknowledgement
from perimetre.model.basics import HOUSE, File, Named, PageNote, Part, Record
from perimetre.model.brand import BrandFile
from perimetre.model.channels import Channel, ChannelsFile
from perimetre.model.consents import Consent
from perimetre.model.crisis import Crisis, Workflow
from perimetre.model.decision import Decision
from perimetre.model.duties import Duty
from perimetre.model.editorial import EditorialFile, Maker, Pillar, Recurrence, Unspoken
from perimetre.model.escalation import EscalationFile, Fallback, Line, LineStep, Outcome, Severity, Tree
from perimetre.model.files import FILES
from perimetre.model.handbook import Settings
from perimetre.model.lesson import Lesson
from perimetre.model.matches import Facts, FactTest, Match, Situation, Times, facts_named
from perimetre.model.missions import Mission
from perimetre.model.moderation import Ground, LadderStep
from perimetre.model.objectives import Objective, ObjectivesFile
from perimetre.model.operation import Operation
from perimetre.model.people import Assignment, PeopleFile, Person, Role, Schedule
from perimetre.model.periods import Period
from perimetre.model.places import OtherOpening, PlaceOfBrand, PlacePage
from perimetre.model.procedures import Procedure
from perimetre.model.refs import Ref
from perimetre.model.reporting import Insight, Report, Watch
from perimetre.model.requests import Door
from perimetre.model.scope import Group, IfNoAnswer, Meanwhile, RedLine, Rule, ScopeFile
from perimetre.model.shared import Condition, Consult, Contact, Dates, Hours, Inform, Limit, Pause, Time
from perimetre.model.templates import Template
from perimetre.model.text import Markdown, Text
from perimetre.model.validation import Circuit, CircuitStep
from perimetre.model.values import Action, Fact, Value, Values
from perimetre.model.voice import Guideline, Mention, Term, Trait
from perimetre.model.whole import Brand, Handbook, Unread

__all__ = [
    "FILES",
    "HOUSE",
    "Acknowledgement",
    "Action",
    "Assignment",
    "Brand",
    "BrandFile",
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
    "EditorialFile",
    "EscalationFile",
    "Fact",
    "FactTest",
    "Facts",
    "Fallback",
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
    "Maker",
    "Markdown",
    "Match",
    "Meanwhile",
    "Mention",
    "Mission",
    "Named",
    "Objective",
    "ObjectivesFile",
    "Operation",
    "OtherOpening",
    "Outcome",
    "PageNote",
    "Part",
    "Pause",
    "PeopleFile",
    "Period",
    "Person",
    "Pillar",
    "PlaceOfBrand",
    "PlacePage",
    "Procedure",
    "Record",
    "Recurrence",
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
    "Unspoken",
    "Value",
    "Values",
    "Watch",
    "Workflow",
    "facts_named",
]
