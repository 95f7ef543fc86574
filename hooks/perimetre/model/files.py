"""Know which class holds each kind of file (stage build)."""

from __future__ import annotations

from collections.abc import Mapping

from perimetre.model.basics import Part
from perimetre.model.brand import BrandFile
from perimetre.model.channels import ChannelsFile, ObjectivesFile
from perimetre.model.crises import Crisis
from perimetre.model.decisions import AcknowledgementsFile, Decision
from perimetre.model.duties import DutiesFile, PeriodsFile, RequestsFile
from perimetre.model.escalation import EscalationFile
from perimetre.model.moderation import ModerationFile, ValidationFile
from perimetre.model.operations import ConsentsFile, Operation, ReportingFile
from perimetre.model.people import MissionsFile, PeopleFile
from perimetre.model.scope import ScopeFile
from perimetre.model.settings import Settings
from perimetre.model.values import ValuesFile
from perimetre.model.voice import TemplatesFile, VoiceFile

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
