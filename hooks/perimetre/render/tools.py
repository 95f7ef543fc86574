"""Give the templates what they write with: links, names of records, badges, lists of people.

A part of the stage render. One `Tools` is made for each page: it knows the page (links are relative), the brand whose
records it names, the reader (what is above them is not there) and the language.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from markupsafe import Markup, escape

from perimetre.base.undecided import TO_COMPLETE
from perimetre.base.words import message, say
from perimetre.language.labels import WORDS
from perimetre.model import Brand, Handbook, Inform, Person, Record, Rule, Text
from perimetre.model.duties import Telling
from perimetre.model.moderation import Ground, LadderStep
from perimetre.render.environment import to_complete
from perimetre.render.given import given, given_by
from perimetre.render.markdown import markdown
from perimetre.render.pages import CALENDARS, file_link, link
from perimetre.render.reaching import Reaching
from perimetre.render.readers import Readers, Site
from perimetre.render.shelves import shelf
from perimetre.render.tables import named

R = TypeVar("R", bound=Record)

_STANDINGS = WORDS["who"]
# Where the rules that moderation makes are read.
_RULES_OF_MODERATION = {Ground: "ground", LadderStep: "ladder"}

COLONS = {"fr": Markup("&nbsp;:"), "en": Markup(":")}
"""What stands before what is said of something, by language."""


class Tools(Reaching):
    """The functions that templates call, for one page.

    Args:
        handbook: the whole handbook.
        brand: the brand of the page, or None for a page of the house.
        path: the page.
        site: which pages there are.
        readers: who reads them.
    """

    def __init__(self, handbook: Handbook, *, brand: Brand | None, path: str, site: Site, readers: Readers) -> None:
        values, settings = brand.values if brand else handbook.values, handbook.settings_of(brand)
        super().__init__(readers, values, settings.currency or "EUR", brand=brand, country=settings.country)
        self.path = path
        self._handbook = handbook
        self._site = site
        # Pages of the house name the house's roles, without a link: it has no pages of its own for them.
        self._at = brand or handbook.house

    def for_templates(self) -> dict[str, object]:
        """Return what the templates are given, by name."""
        return given_by(self) | {
            "brand": self.brand,
            "handbook": self._handbook,
            "values": self.values,
            "today": self.readers.today,
            "language": self.language,
            "columns_named": named,
            "colon": COLONS[self.language],
            "internal": not self.readers.is_public,
            "restricted": self.readers.audience == "restricted",
            "reads_directory": self.readers.reads_directory,
        }

    @given
    def md(self, text: Text | None) -> Markup:
        """Return a Markdown field as safe HTML."""
        if text is None:
            return Markup("")
        if text.is_to_complete:
            return Markup("<p>{}</p>").format(to_complete(self.language))
        return markdown(text.in_(self.language), self.language, self._resolve)

    def _resolve(self, path: str, anchor: str | None) -> str | None:
        return None if self._site.hides(path) else link(path, anchor or "", here=self.path)

    @given
    def label(self, list_: str, id: str) -> str:
        """Return the label of a value («masquer»), of a group of values, or the id itself."""
        value = getattr(self.values, list_).get(id)
        if value is not None:
            return self.say(value.label)
        return self.group(id) or id

    # --- links ---------------------------------------------------------------------------------------------------

    @given
    def has(self, path: str) -> bool:
        """Say whether the site has this page."""
        return self._site.has(path)

    @given
    def root(self, path: str) -> str:
        """Return the path of a page of this brand."""
        assert self.brand is not None
        return f"{self.brand.id}/{path}" if path else self.brand.id

    @given
    def link(self, path: str, anchor: str = "") -> str:
        """Return the relative address of a page that exists (the core checks it)."""
        return link(path, anchor, here=self.path)

    @given
    def here(self, path: str, anchor: str = "") -> str:
        """Return the relative address of a page of this brand."""
        return self.link(self.root(path), anchor)

    @given
    def calendar(self, path: str) -> str:
        """Return the relative address of a calendar of this brand, by what stands after its folder."""
        return file_link(self.root(f"{CALENDARS}/{path}.ics"), here=self.path)

    def _record(self, kind: str, id: str) -> Record | None:
        record = self._at.find(kind, id) if self._at else None
        if record is None and kind == "rule" and self._at:
            # What a ground forbids bears the ground's id; what the ladder reserves, that of its step.
            record = self._at.find("ground", id) or self._at.find("ladder", id.removeprefix("ladder-"))
        return record if isinstance(record, Record) else None

    def _elsewhere(self, kind: str, id: str) -> Record | None:
        found = (brand.find(kind, id) for brand in self._handbook.brands)
        return next((record for record in found if isinstance(record, Record)), None)

    def is_here(self, kind: str, id: str) -> bool:
        """Say whether an id names a record, or a group, of the brand of the page; of the house's, anything is."""
        return self.brand is None or self._record(kind, id) is not None or self.group(id) is not None

    def href(self, kind: str, id: str) -> str | None:
        """Return the address of a record, or None where these readers have no such page."""
        record = self._record(kind, id)
        if self.brand is None or record is None or not self.readers.seen((record,)):
            return None
        if kind == "rule" and not isinstance(record, Rule):
            kind = _RULES_OF_MODERATION.get(type(record), "red_line")
        place = shelf(kind, record.id, self.brand.id)
        return link(*place, here=self.path) if place is not None and self.has(place[0]) else None

    @given
    def title_of(self, kind: str, id: str) -> str:
        """Return the name of a record, or its id where it has none; hidden records have no name.

        What the house says may name what another brand alone has: it bears its name there.
        """
        record = self._record(kind, id) or self._elsewhere(kind, id)
        if record is None:
            return id
        if not self.readers.may_see(record):
            return say(message("(not shown here)"), self.language)
        for name in ("title", "name", "term"):
            value = getattr(record, name, None)
            if value:
                return self.say(value)
        return id

    @given
    def ref(self, kind: str, id: str, text: object = None) -> Markup:
        """Return a link to a record, titled; plain words where these readers have no such page."""
        title = escape(self.say(text) if text is not None else self.title_of(kind, id))
        href = self.href(kind, id)
        return _anchor(href, title) if href else title

    @given
    def refs(self, kind: str, ids: Iterable[str], last: str = "and") -> Markup:
        """Return « a, b et c », each a link."""
        return self.listing([self.ref(kind, id) for id in ids], last)

    @given
    def labels(self, list_: str, ids: Iterable[str], last: str = "and") -> Markup:
        """Return the labels of values as a list: « Santé, allergène ou produit »."""
        names = [self.label(list_, id) for id in ids]
        return self.listing([names[0], *map(uncapitalised, names[1:])], last) if names else Markup("")

    @given
    def value_ref(self, list_: str, id: str, *, inside: bool = False) -> Markup:
        """Return the label of an action, linked to the page that says who may do it; of another value, its label."""
        label = self.label(list_, id)
        name = escape(uncapitalised(label) if inside else label)
        if list_ == "actions" and self.brand is not None and (action := self.values.actions.get(id)):
            path = self.root(f"perimeter/actions/{action.mission}")
            if self.has(path):
                return _anchor(link(path, id, here=self.path), name)
        return name

    @given
    def legal(self, id: str) -> Markup:
        """Return a link to a legal basis."""
        basis = self.values.legal_bases.get(id)
        name = escape(self.say(basis.label)) if basis else escape(id)
        if basis and self.has("reference/legal"):
            return _anchor(link("reference/legal", id, here=self.path), name)
        return name

    @given
    def legals(self, ids: Iterable[str]) -> Markup:
        """Return legal bases, each a link."""
        return self.listing([self.legal(id) for id in ids])

    @given
    def lookup(self, kind: str, id: str) -> Record | None:
        """Return the record itself, or None where these readers may not see it."""
        record = self._record(kind, id)
        return record if record is not None and self.readers.seen((record,)) else None

    @given
    def circle_of(self, part: object) -> str:
        """Return the compartment in which something is kept, in words; nothing where none keeps it."""
        id_ = getattr(part, "compartment", None)
        circle = next((circle for circle in self._handbook.settings.compartments if circle.id == id_), None)
        if circle is None or not circle.holds(self.readers.today):
            return ""
        title = self.say(circle.title)
        if circle.until is None:
            return say(message("circle “{title}”", title=title), self.language)
        day = self.say(circle.until)
        return say(message("circle “{title}”, until {day} included", title=title, day=day), self.language)

    # --- people --------------------------------------------------------------------------------------------------

    @given
    def who(self, id: str | None) -> Markup:
        """Return whoever is meant: a role, a person, a schedule, or a standing («l’auteur du message»)."""
        if id is None:
            return Markup("")
        if id == TO_COMPLETE:
            return to_complete(self.language)
        if id in self.values.audiences and self._record("role", id) is None:
            return escape(self.label("audiences", id))
        if id in _STANDINGS:
            return escape(say(_STANDINGS[id], self.language))
        for kind in ("role", "schedule", "person", "department"):
            if self._record(kind, id) is not None:
                return self.ref(kind, id)
        for kind in ("role", "person") if self.brand is None else ():
            if self._elsewhere(kind, id) is not None:
                return self.ref(kind, id)
        return escape(id)

    @given
    def whos(self, ids: Iterable[str], last: str = "and") -> Markup:
        """Return « a, b et c » of people."""
        return self.listing([self.who(id) for id in ids], last)

    @given
    def open_to(self, texts: Iterable[Text]) -> Markup:
        """Return those to whom a door is open: departments by their title, others as written."""
        return self.listing(
            [self.who(text.plain) if text.plain and " " not in text.plain else self.t(text) for text in texts]
        )

    @given
    def told(self, audience: Text | None) -> Markup:
        """Return those who are told: one of the usual audiences, or as written."""
        if audience is not None and audience.plain and audience.plain in self.values.audiences:
            return escape(self.label("audiences", audience.plain))
        return self.t(audience) if audience is not None else to_complete(self.language)

    @given
    def informed_of(self, of: Iterable[str]) -> Markup:
        """Return what somebody is told: « pourquoi, comment contester »."""
        return self.listing([self.word("informed_of", what) for what in of])

    @given
    def addressee(self, inform: Inform) -> Markup:
        """Return who is told, and what: « l’auteur du message (pourquoi, comment contester) »."""
        return self.who(inform.who) + self.with_what(inform)

    @given
    def with_what(self, told: Inform | Telling) -> Markup:
        """Return what somebody is told, in brackets after who it is; nothing where nothing is said."""
        of = [self.word("informed_of", what) for what in told.with_]
        if told.copy:
            of.append(say(message("with a copy of the message"), self.language))
        return Markup(" ({})").format(", ".join(of)) if of else Markup("")

    @given
    def person_names(self, ids: Iterable[str]) -> Markup:
        """Return the names of people."""
        return self.refs("person", ids)

    def period_title(self, id: str) -> str:
        """Return the title of a period, as readers may see it."""
        return self.title_of("period", id)

    def other_brand(self, id: str) -> Brand | None:
        """Return a brand of the handbook, by its id."""
        return self._handbook.brand(id)

    @property
    def keeper(self) -> str | None:
        """The role that answers for what the house writes, where nothing else is said; None: none is named."""
        defaults = self._handbook.settings.defaults
        return defaults.owner if defaults is not None else None

    @given
    def holders(self, role: str) -> tuple[Person, ...]:
        """Return the people who hold a role for this brand today, the deputies last."""
        if self.brand is None or self.readers.is_public:
            return ()
        holding = [
            assignment for assignment in self.brand.assignments_on(self.readers.today) if assignment.role == role
        ]
        holding.sort(key=lambda assignment: assignment.rank == "deputy")
        people = (self.lookup("person", assignment.person) for assignment in holding if assignment.person)
        return tuple(person for person in people if isinstance(person, Person))

    @given
    def seen(self, records: Iterable[R]) -> tuple[R, ...]:
        """Return the records that this reader may see."""
        return self.readers.seen(records)

    def group(self, id: str) -> str | None:
        """Return the title of a group, or None where there is no such group."""
        return self.title_of("group", id) if self._record("group", id) is not None else None


def _anchor(href: str, words: Markup) -> Markup:
    """Return a link to a page of the site; a page has hundreds, for which `Markup.format` is slow."""
    return Markup(f'<a href="{escape(href)}">{words}</a>')


def uncapitalised(name: str) -> str:
    """Return a label as it is written inside a sentence; an acronym keeps its capitals."""
    return name[:1].lower() + name[1:] if name[1:2].islower() or name[1:2] in ("’", " ") else name
