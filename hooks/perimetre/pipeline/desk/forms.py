"""Make the form of a kind of record: its fields are the options of `perimetre new`, its choices the house's own ids.

Comes in: a kind of `ADDITIONS`, the brand where it goes, the handbook, a language. Goes out: a `DeskForm`. What an
option is called and how it is explained is said in `adding/options.py`, once; what may be written there, by the schema.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from perimetre.base.folding import fold
from perimetre.base.frozen import dataclass
from perimetre.base.words import Message, message, say
from perimetre.language.plain import plain
from perimetre.model import Brand, Handbook, Named
from perimetre.model.basics import HOUSE, Record
from perimetre.model.crisis import Crisis
from perimetre.model.people import Person
from perimetre.model.values import Value
from perimetre.model.whole import VALUE_KINDS
from perimetre.pipeline.adding.kinds import ADDITIONS
from perimetre.pipeline.adding.options import OPTIONS
from perimetre.pipeline.adding.shapes import Addition
from perimetre.pipeline.desk.fields import SchemaForm, form_at, places_of

Control = Literal["line", "lines", "day", "moment", "choice", "choices", "words", "pairs", "yes"]

# The edits that managers make, by what they are about; a kind that is named in no group stands in the last one.
GROUPS: tuple[tuple[Message, tuple[str, ...]], ...] = (
    (message("The team"), ("absence", "swap", "person", "departure")),
    (message("What we say"), ("template", "variant", "term")),
    (message("Where and when"), ("channel", "period", "place", "operation")),
    (message("When it heats up"), ("statement", "step", "step-change", "crisis")),
    (message("Who decides"), ("rule", "agency", "brand")),
)

# What follows from an option under another name, where a template writes it so (`derived.py`).
DERIVED: Mapping[str, str] = {
    "start": "from",
    "end": "to",
    "validation": "circuit",
    "variables": "text",
    "contact": "phone",
    "brands": "role",
}
# What records name most often.
_NAMING = ("channel", "role", "person")
_LONG = frozenset(("markdown",))
_DAYS: Mapping[str, Control] = {"date": "day", "date-or-instant": "moment", "instant": "moment"}
# «the person: who is away» is a name, then what it is.
_NAMED = re.compile(r"(?P<name>[^:(]+?)\s*(?::\s*(?P<after>.+)|\((?P<within>.+)\)\s*)\Z", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChoice:
    """One of the words that may be chosen, and how it is said."""

    id: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing that may be filled in.

    Fields:
        name: the option's name, under which it is posted.
        label: how it is called.
        help: what it is, in a few words; "" where its name says it all.
        control: how it is filled in.
        needed: whether nothing is written without it.
        choices: what may be chosen; none where anything may be written.
        aside: whether few people fill it in.
    """

    name: str
    label: str
    help: str
    control: Control
    needed: bool
    choices: tuple[FieldChoice, ...] = ()
    aside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskForm:
    """What a page shows to add a record.

    Fields:
        kind: the kind, as `perimetre new` takes it.
        what: what is added, as it is said.
        brand: the id of the brand where it goes, "house", or None where that is not asked.
        levels: where it may go, to choose from; none where that is not asked.
        fields: in order: what it needs first.
    """

    kind: str
    what: str
    brand: str | None
    levels: tuple[FieldChoice, ...]
    fields: tuple[Field, ...]

    def field(self, name: str) -> Field | None:
        """Return the field where something is filled in, by the name of what follows from it too."""
        known = {field.name: field for field in self.fields}
        return known.get(name) or known.get(DERIVED.get(name, ""))


def form_of(kind: str, brand_id: str | None, handbook: Handbook, language: str) -> DeskForm:
    """Return the form of a kind of record.

    Args:
        kind: one of `ADDITIONS`.
        brand_id: the brand that was asked for; one that is not there, or None: the first that there may be.
        handbook: the handbook.
        language: of what is said.
    """
    addition = ADDITIONS[kind]
    levels = tuple(_levels(addition, handbook, language))
    brand = next((level.id for level in levels if level.id == brand_id), levels[0].id if levels else None)
    known = _known(brand, handbook)
    said = _said(addition, language)
    names = (*addition.needs, *addition.takes)
    fields = [_field(name, name in addition.needs, said.get(name), known, language) for name in names]
    return DeskForm(kind=kind, what=say(addition.what, language), brand=brand, levels=levels, fields=tuple(fields))


def names_in(handbook: Handbook, language: str) -> Mapping[str, str]:
    """Return how the brands, the roles, the people and the channels of a house are called, by id."""
    levels = _known(None, handbook)
    records = (record for level in levels for namespace in _NAMING for record in level.all(namespace))
    brands = {brand.id: plain(brand.brand.name, language) or brand.id for brand in handbook.brands}
    return {**{record.id: _label(record, language) for record in records}, **brands}


def _levels(addition: Addition, handbook: Handbook, language: str) -> Iterator[FieldChoice]:
    if addition.level in ("new", "turns"):
        return
    for brand in handbook.brands:
        yield FieldChoice(id=brand.id, label=plain(brand.brand.name, language) or brand.id)
    if addition.level == "any" and handbook.house is not None:
        yield FieldChoice(id=HOUSE, label=say(message("The house, for all its brands"), language))


def _known(brand_id: str | None, handbook: Handbook) -> tuple[Brand, ...]:
    """Return the levels whose records may be named."""
    if brand_id is None:
        return (*((handbook.house,) if handbook.house is not None else ()), *handbook.brands)
    if brand_id == HOUSE:
        return (handbook.house,) if handbook.house is not None else ()
    return tuple(brand for brand in handbook.brands if brand.id == brand_id)


def _said(addition: Addition, language: str) -> Mapping[str, SchemaForm]:
    """Return what the schemas say of each option, where a template writes it as it is given."""
    said: dict[str, SchemaForm] = {}
    for name, rank, keys in places_of(addition):
        record = addition.records[rank]
        found = form_at(record.file, (*record.schema_path, *keys), language)
        if found is not None:
            said.setdefault(name, found)
    for derived, name in (("start", "from"), ("end", "to")):
        if derived in said:
            said.setdefault(name, said[derived])
    for change in addition.changes:
        if change.list is not None and change.of is None:
            found = form_at(change.file, (change.list, 0, change.key), language)
            if found is not None:
                said.setdefault(change.value, found)
    return said


def _field(name: str, needed: bool, said: SchemaForm | None, levels: tuple[Brand, ...], language: str) -> Field:
    option = OPTIONS[name]
    label, help_ = named(say(option.about, language))
    choices: tuple[FieldChoice, ...] = ()
    if name in ("after", "step"):
        choices = tuple(_steps(levels, language, with_ends=name == "step"))
    elif option.form in ("one", "several"):
        choices = tuple(_choices(option.names, said, levels, language))
    if choices and "`" in help_:
        # The words that the files hold, which are chosen here.
        help_ = ""
    control = _control(name, said, has_choices=bool(choices))
    return Field(
        name=name,
        label=label,
        # A day that is picked says by itself how it is written.
        help=help_ if control not in _DAYS.values() else "",
        control=control,
        needed=needed,
        choices=choices,
        aside=name == "id" or option.form == "pairs",
    )


def named(about: str) -> tuple[str, str]:
    """Return what is called, with a capital, and what is said of it besides.

    Args:
        about: what an option is, as its help says it: «the person: who is away».
    """
    found = _NAMED.match(about)
    name = found["name"] if found else about
    rest = (found["after"] or found["within"]) if found else ""
    return f"{name[:1].upper()}{name[1:]}", f"{rest[:1].upper()}{rest[1:]}"


def _control(name: str, said: SchemaForm | None, *, has_choices: bool) -> Control:
    option = OPTIONS[name]
    if option.form == "said":
        return "yes"
    if option.form == "pairs":
        return "pairs"
    if option.form == "several":
        return "choices" if has_choices else "words"
    if has_choices:
        return "choice"
    if said is not None and said.form in _DAYS:
        return _DAYS[said.form]
    return "lines" if option.is_long or (said is not None and said.form in _LONG) else "line"


def _choices(
    names: str | None, said: SchemaForm | None, levels: tuple[Brand, ...], language: str
) -> Iterator[FieldChoice]:
    """Yield what may be chosen: the records of the house that are meant, and the words that the schema lists."""
    namespace = names or (said.namespace if said is not None else None)
    found: dict[str, str] = {}
    for level in levels:
        for record in _records(namespace, level):
            found.setdefault(record.id, _label(record, language))
    # Of the words that ship, the house may have put aside some: what it uses is told by its own values.
    told = said.choices if said is not None and names is None and not (namespace in VALUE_KINDS and found) else ()
    listed = [FieldChoice(id=word, label=about.rstrip(".") or word) for word, about in told if word not in found]
    yield from listed
    yield from sorted(
        (FieldChoice(id=id_, label=label) for id_, label in found.items()), key=lambda one: fold(one.label)
    )


def _steps(levels: tuple[Brand, ...], language: str, *, with_ends: bool) -> Iterator[FieldChoice]:
    """Yield the steps of the scenarios, each with its scenario: all of them, or those after which one step comes."""
    for level in levels:
        for crisis in sorted(level.each(Crisis), key=lambda one: fold(_label(one, language))):
            for step in crisis.steps:
                if with_ends or step.next is not None:
                    label = f"{_label(crisis, language)} › {plain(step.title, language) or step.id}"
                    yield FieldChoice(id=f"{crisis.id}/{step.id}", label=label)


def _records(namespace: str | None, level: Brand) -> Iterable[Named]:
    if namespace is None:
        return ()
    if namespace in VALUE_KINDS:
        return level.values.of(namespace).values()
    return level.all(namespace)


def _label(record: Named, language: str) -> str:
    name: object = None
    if isinstance(record, Person):
        name = record.name
    elif isinstance(record, Value):
        name = record.label
    elif isinstance(record, Record):
        name = record.title
    return plain(name, language) if name else record.id
