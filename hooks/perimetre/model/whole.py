"""Hold the whole: a `Handbook`, its brands, each with what the house says and what it says itself (stage build)."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Mapping
from dataclasses import field, replace
from datetime import date
from typing import Generic, TypeVar, cast, overload

from perimetre.base.diagnostics import Place
from perimetre.base.frozen import dataclass
from perimetre.model.acknowledgements import AcknowledgementsFile
from perimetre.model.basics import HOUSE, File, Named, PageNote, Record
from perimetre.model.brand import BrandFile
from perimetre.model.channels import ChannelsFile
from perimetre.model.consents import ConsentsFile
from perimetre.model.contacts import ContactsFile
from perimetre.model.crisis import Cell, Crisis
from perimetre.model.decision import Decision
from perimetre.model.duties import DutiesFile
from perimetre.model.editorial import EditorialFile
from perimetre.model.escalation import EscalationFile
from perimetre.model.files import FILES
from perimetre.model.handbook import Settings
from perimetre.model.missions import MissionsFile
from perimetre.model.moderation import ModerationFile
from perimetre.model.objectives import ObjectivesFile
from perimetre.model.operation import Operation
from perimetre.model.people import Assignment, PeopleFile
from perimetre.model.periods import PeriodsFile
from perimetre.model.places import PlaceOfBrand, PlacesFile
from perimetre.model.procedures import ProceduresFile
from perimetre.model.readings import ReadingsFile
from perimetre.model.reporting import ReportingFile
from perimetre.model.requests import RequestsFile
from perimetre.model.scope import ScopeFile
from perimetre.model.templates import TemplatesFile
from perimetre.model.validation import ValidationFile
from perimetre.model.values import LISTS, Values
from perimetre.model.voice import VoiceFile


@dataclasses.dataclass(frozen=True, slots=True)
class Unread:
    """A file that is there and could not be read: what would refer to it is not judged.

    Fields:
        kind: its kind («people»).
        origin: "house", a brand, or "handbook".
        file: its path as printed.
        ids: the ids that it bears all the same, where its form alone is at fault; None where nobody can tell.
    """

    kind: str
    origin: str
    file: str
    ids: frozenset[str | int] | None = None


VALUE_KINDS = frozenset(LISTS)

Records = Mapping[tuple[str, str], Named]

F = TypeVar("F", bound=File)
R = TypeVar("R", bound=Record)
N = TypeVar("N", bound=Named)


class OneFile(Generic[F]):
    """A short name, in a brand, for what a kind of single file says there."""

    def __init__(self, cls: type[F]) -> None:
        """Stand for the file of a class."""
        self._cls = cls

    def __get__(self, brand: Brand, owner: type[Brand]) -> F:
        """Return the file as it is in effect."""
        return brand.of(self._cls)


class ManyFiles(Generic[R]):
    """A short name, in a brand, for the records that have a file each."""

    def __init__(self, cls: type[R]) -> None:
        """Stand for the records of a class."""
        self._cls = cls

    def __get__(self, brand: Brand, owner: type[Brand]) -> tuple[R, ...]:
        """Return the records in effect."""
        return brand.each(self._cls)


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """A brand as it is in effect: its own records and the house's, or the house itself.

    A file is asked for by its class, `brand.of(ChannelsFile)`; a kind that many ask for has a short name besides.

    Fields:
        id: the folder's name, or "house".
        above: the brands under which it stands, the nearest first; none: it is right below the house.
        values: the words in use: those that ship, the house's, the brand's.
        single: by class, each single file, as house and brand say it together.
        folders: by class, the records that have a file each.
        files: by kind, the file that the edit button opens: the brand's own, else the house's; as printed.
        own: by kind and id, the records that the brand wrote.
        inherited: the same, of the house and of the levels above; those of the house are shared by all the brands.
        renamed: by kind and id, the id of the brand's record that takes the place of the house's.
    """

    id: str
    values: Values
    single: Mapping[type[File], File]
    folders: Mapping[type[Record], tuple[Record, ...]]
    files: Mapping[str, str] = field(default_factory=dict, compare=False)
    own: Records = field(default_factory=dict, compare=False, repr=False)
    inherited: Records = field(default_factory=dict, compare=False, repr=False)
    renamed: Mapping[tuple[str, str], str] = field(default_factory=dict, compare=False, repr=False)
    above: tuple[str, ...] = ()

    brand = OneFile(BrandFile)
    channels = OneFile(ChannelsFile)
    objectives = OneFile(ObjectivesFile)
    readings = OneFile(ReadingsFile)
    people = OneFile(PeopleFile)
    contacts = OneFile(ContactsFile)
    missions = OneFile(MissionsFile)
    editorial = OneFile(EditorialFile)
    voice = OneFile(VoiceFile)
    scope = OneFile(ScopeFile)
    duties = OneFile(DutiesFile)
    periods = OneFile(PeriodsFile)
    places = OneFile(PlacesFile)
    requests = OneFile(RequestsFile)
    moderation = OneFile(ModerationFile)
    procedures = OneFile(ProceduresFile)
    validation = OneFile(ValidationFile)
    templates = OneFile(TemplatesFile)
    escalation = OneFile(EscalationFile)
    reporting = OneFile(ReportingFile)
    consents = OneFile(ConsentsFile)
    acknowledgements = OneFile(AcknowledgementsFile)
    crises = ManyFiles(Crisis)
    operations = ManyFiles(Operation)
    decisions = ManyFiles(Decision)

    def of(self, cls: type[F]) -> F:
        """Return what a kind of single file says here, by its class; an empty file where nobody wrote it."""
        file = self.single[cls]
        assert isinstance(file, cls)
        return file

    def each(self, cls: type[R]) -> tuple[R, ...]:
        """Return the records in effect of a kind that has a folder, by their class."""
        return cast("tuple[R, ...]", self.folders[cls])

    def note(self, kind: str) -> PageNote | None:
        """Return who answers for the page of a kind of file («channels»), where the file says so."""
        cls = FILES[kind]
        file = self.single.get(cls) if issubclass(cls, File) else None
        return file.page if file is not None else None

    @overload
    def find(self, kind: type[N], id_: str) -> N | None:
        """Return a record of a class."""

    @overload
    def find(self, kind: str, id_: str) -> Named | None:
        """Return a record of a namespace."""

    def find(self, kind: type[Named] | str, id_: str) -> Named | None:
        """Return the record that an id names in this brand, or None.

        Args:
            kind: the class of the record; or its namespace, where it is known as a word only: "role", "line", "rule"…
                (a red line is of "rule"), a list of values: "action".
            id_: the id; that of a house's record leads to the brand's which takes its place.
        """
        if not isinstance(kind, str):
            record = self.find(kind.KIND or "", id_)
            return record if isinstance(record, kind) else None
        if kind in VALUE_KINDS:
            return self.values.of(kind).get(id_)
        id_ = self.renamed.get((kind, id_), id_)
        return self.own.get((kind, id_)) or self.inherited.get((kind, id_))

    def all(self, kind: str) -> Iterator[Named]:
        """Yield the records of a namespace in effect, the house's first."""
        return (record for namespace, record in self.everything() if namespace == kind)

    def everything(self) -> Iterator[tuple[str, Named]]:
        """Yield every record in effect with its namespace, the house's first; the values are not among them."""
        for key, record in self.inherited.items():
            if key not in self.renamed and key not in self.own:
                yield key[0], record
        for (namespace, _), record in self.own.items():
            yield namespace, record

    def is_among(self, names: Collection[str]) -> bool:
        """Say whether what names brands bears on this one: by its own name, a level above it, or a group of these.

        Where none is named, it does; on the house, everything does.
        """
        if not names or self.id == HOUSE:
            return True
        levels = {self.id, *self.above}
        groups = {group.id: group.members for group in self.scope.groups if group.of == "brands"}
        left, seen = list(names), set[str]()
        while left:
            name = left.pop()
            if name in levels:
                return True
            if name not in seen:
                seen.add(name)
                left += groups.get(name, ())
        return False

    def cell_of(self, crisis: Crisis) -> Cell | None:
        """Return the cell of a card: what the card says of it, and for the rest what is said once for every card."""
        return crisis.cell_beside(self.escalation.cell)

    @property
    def own_places(self) -> tuple[PlaceOfBrand, ...]:
        """The places of this brand: those of its file, and those of the house's that name it."""
        return tuple(place for place in self.places.places if self.is_among(place.brands))

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
            and self.is_among(given.brands)
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

    def settings_of(self, brand: Brand | None) -> Settings:
        """Return the settings that hold for a brand: what a level may say is that of the nearest one that says it."""
        said = brand.brand if brand is not None else None
        if said is None or (said.holidays is None and said.timezone is None and said.currency is None):
            return self.settings
        return replace(
            self.settings,
            holidays=said.holidays or self.settings.holidays,
            timezone=said.timezone or self.settings.timezone,
            currency=said.currency or self.settings.currency,
        )

    def brand(self, id_: str) -> Brand | None:
        """Return a brand by its id; "house" for the house itself; None where there is none."""
        if self.house is not None and id_ == self.house.id:
            return self.house
        return next((brand for brand in self.brands if brand.id == id_), None)
