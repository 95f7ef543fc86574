"""Know which class holds each kind of file (stage build)."""

from __future__ import annotations

from collections.abc import Mapping

from perimetre.model.acknowledgements import AcknowledgementsFile
from perimetre.model.basics import Part
from perimetre.model.brand import BrandFile
from perimetre.model.channels import ChannelsFile
from perimetre.model.consents import ConsentsFile
from perimetre.model.crisis import Crisis
from perimetre.model.decision import Decision
from perimetre.model.duties import DutiesFile
from perimetre.model.escalation import EscalationFile
from perimetre.model.handbook import Settings
from perimetre.model.missions import MissionsFile
from perimetre.model.moderation import ModerationFile
from perimetre.model.objectives import ObjectivesFile
from perimetre.model.operation import Operation
from perimetre.model.people import PeopleFile
from perimetre.model.periods import PeriodsFile
from perimetre.model.reporting import ReportingFile
from perimetre.model.requests import RequestsFile
from perimetre.model.scope import ScopeFile
from perimetre.model.templates import TemplatesFile
from perimetre.model.validation import ValidationFile
from perimetre.model.values import ValuesFile
from perimetre.model.voice import VoiceFile

FILES: Mapping[str, type[Part]] = {
    "handbook": Settings,
    "values": ValuesFile,
    "brand": BrandFile,
    "channels": ChannelsFile,
    "objectives": ObjectivesFile,
    "people": PeopleFile,
    "missions": MissionsFile,
    "voice": VoiceFile,
    "scope": ScopeFile,
    "duties": DutiesFile,
    "periods": PeriodsFile,
    "requests": RequestsFile,
    "moderation": ModerationFile,
    "validation": ValidationFile,
    "templates": TemplatesFile,
    "escalation": EscalationFile,
    "reporting": ReportingFile,
    "consents": ConsentsFile,
    "acknowledgements": AcknowledgementsFile,
    "crisis": Crisis,
    "operation": Operation,
    "decision": Decision,
}
