"""Hold the whole: a `Handbook`, its brands, each with what the house says and what it says itself (stage build)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from perimetre.base.diagnostics import Place
from perimetre.model.basics import Part
from perimetre.model.brand import BrandFile
from perimetre.model.channels import ChannelsFile, ObjectivesFile
from perimetre.model.crises import Crisis
from perimetre.model.decisions import AcknowledgementsFile, Decision
from perimetre.model.duties import DutiesFile, PeriodsFile, RequestsFile
from perimetre.model.escalation import EscalationFile
from perimetre.model.moderation import ModerationFile, ValidationFile
from perimetre.model.operations import ConsentsFile, Operation, ReportingFile
from perimetre.model.people import Assignment, MissionsFile, PeopleFile
from perimetre.model.scope import ScopeFile
from perimetre.model.settings import Settings
from perimetre.model.values import LISTS, Values
from perimetre.model.voice import TemplatesFile, VoiceFile


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that is there and could not be read: what would refer to it is not judged.

    Fields:
        kind: its kind («people»).
        origin: "house", a brand, or "handbook".
        file: its path as printed.
    """

    kind: str
    origin: str
    file: str


VALUE_KINDS = frozenset(LISTS)

Records = Mapping[tuple[str, str], Part]


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """A brand as it is in effect: its own records and the house's, or the house itself.

    Fields:
        id: the folder's name, or "house".
        values: the words in use: those that ship, the house's, the brand's.
        files: by kind, the file that the edit button opens: the brand's own, else the house's; as printed.
        own: by kind and id, the records that the brand wrote.
        inherited: the same, of the house; shared by all the brands.
        renamed: by kind and id, the id of the brand's record that takes the place of the house's.
    """

    id: str
    values: Values
    brand: BrandFile
    channels: ChannelsFile
    objectives: ObjectivesFile
    people: PeopleFile
    missions: MissionsFile
    voice: VoiceFile
    scope: ScopeFile
    duties: DutiesFile
    periods: PeriodsFile
    requests: RequestsFile
    moderation: ModerationFile
    validation: ValidationFile
    templates: TemplatesFile
    escalation: EscalationFile
    reporting: ReportingFile
    consents: ConsentsFile
    acknowledgements: AcknowledgementsFile
    crises: tuple[Crisis, ...]
    operations: tuple[Operation, ...]
    decisions: tuple[Decision, ...]
    files: Mapping[str, str] = field(default_factory=dict, compare=False)
    own: Records = field(default_factory=dict, compare=False, repr=False)
    inherited: Records = field(default_factory=dict, compare=False, repr=False)
    renamed: Mapping[tuple[str, str], str] = field(default_factory=dict, compare=False, repr=False)

    def find(self, kind: str, id_: str) -> Part | None:
        """Return the record that an id names in this brand, or None.

        Args:
            kind: the namespace: "role", "line", "rule"… (a red line is of "rule"), or a list of values: "action".
            id_: the id; that of a house's record leads to the brand's which takes its place.
        """
        if kind in VALUE_KINDS:
            return self.values.of(kind).get(id_)
        id_ = self.renamed.get((kind, id_), id_)
        return self.own.get((kind, id_)) or self.inherited.get((kind, id_))

    def all(self, kind: str) -> Iterator[Part]:
        """Yield the records of a namespace in effect, the house's first."""
        for (of, id_), record in self.inherited.items():
            if of == kind and (of, id_) not in self.renamed and (of, id_) not in self.own:
                yield record
        yield from (record for (of, _), record in self.own.items() if of == kind)

    def assignments_on(self, day: date) -> tuple[Assignment, ...]:
        """Return who holds what role here on a day: the assignments that are live, of people who have not left."""
        left = {person.id for person in self.people.people if person.has_left(day)}
        return tuple(
            given
            for given in self.people.assignments
            if given.person
            and given.role
            and given.person not in left
            and given.is_live(day)
            and given.concerns(self.id)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Handbook:
    """Everything that the playbooks say.

    Fields:
        settings: `handbook.yml`; the defaults where it could not be read.
        values: the words that ship and those of the house.
        house: what the house says, or None where there is no `house/`.
        brands: sorted by id.
        to_complete: every place where the house has yet to say something.
        unread: the files that could not be read.
    """

    settings: Settings
    values: Values
    house: Brand | None
    brands: tuple[Brand, ...]
    to_complete: tuple[Place, ...] = field(default=(), compare=False)
    unread: frozenset[Unread] = frozenset()

    def brand(self, id_: str) -> Brand | None:
        """Return a brand by its id; "house" for the house itself; None where there is none."""
        if self.house is not None and id_ == self.house.id:
            return self.house
        return next((brand for brand in self.brands if brand.id == id_), None)
