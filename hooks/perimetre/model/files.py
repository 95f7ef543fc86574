"""Know which class holds each kind of file (stage build)."""

from __future__ import annotations

from collections.abc import Mapping

from .basics import Part
from .brand import BrandFile
from .channels import ChannelsFile, ObjectivesFile
from .crises import Crisis
from .decisions import AcknowledgementsFile, Decision
from .duties import DutiesFile, PeriodsFile, RequestsFile
from .escalation import EscalationFile
from .moderation import ModerationFile, ValidationFile
from .operations import ConsentsFile, Operation, ReportingFile
from .people import MissionsFile, PeopleFile
from .scope import ScopeFile
from .settings import Settings
from .values import ValuesFile
from .voice import TemplatesFile, VoiceFile

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
