"""Give the templates what they write with: links, names of records, badges, lists of people.

A part of the stage render. One `Tools` is made for each page: it knows the page (links are relative), the brand whose
records it names, the reader (what is above them is not there) and the language.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from markupsafe import Markup, escape

from perimetre.base.undecided import TO_COMPLETE
from perimetre.base.words import message, say
from perimetre.language import describe, typography
from perimetre.language.labels import AUTHORITIES, WORDS, word
from perimetre.language.plain import plain
from perimetre.model.basics import Duration, Record
from perimetre.model.handbook import Brand, Handbook
from perimetre.model.text import Text
from perimetre.render.environment import lines, to_complete
from perimetre.render.markdown import markdown
from perimetre.render.pages import AUDIENCES, Audience, link
from perimetre.render.shelves import shelf
from perimetre.render.tables import named

R = TypeVar("R", bound=Record)

_STANDINGS = WORDS["who"]


def visible(record: Any, audience: Audience) -> bool:
    """Say whether a reader of `audience` may read the record (or the file's page)."""
    level = getattr(record, "confidentiality", None) or "internal"
    return AUDIENCES.index(level) <= AUDIENCES.index(audience)


def shown_records(records: Iterable[R], audience: Audience, today: dt.date) -> tuple[R, ...]:
    """Return the records that a reader may see; the public is not shown drafts nor what is over."""
    return tuple(one for one in records if visible(one, audience) and (audience != "public" or one.is_live(today)))


class Tools:
    """The functions that templates call, for one page."""

    def __init__(
        self,
        handbook: Handbook,
        *,
        brand: Brand | None,
        path: str,
        pages: Callable[[str], bool],
        hidden: Callable[[str], bool],
        language: str,
        audience: Audience,
        today: dt.date,
    ) -> None:
        self.handbook = handbook
        self.values = brand.values if brand else handbook.values
        self.brand = brand
        self.path = path
        self.language = language
        self.audience = audience
        self.today = today
        self._pages = pages
        self._hidden = hidden
        # Pages of the house name the house's roles, without a link: it has no pages of its own for them.
        self._at = brand or handbook.house
        self.currency = handbook.settings.currency or "EUR"

    def names(self) -> dict[str, object]:
        """Return what the templates are given, by name."""
        given: dict[str, object] = {
            name: getattr(self, name)
            for name in (
                "authority", "badge", "cadence", "contacts", "criterion", "days", "dur", "has", "here",
                "hours", "label", "limit", "link", "listing", "md", "money", "number", "offset",
                "person_names", "ref", "refs", "root", "say", "seen", "sign", "t", "to_do", "value_ref",
                "who", "whos", "labels", "holders",
                "word", "instant", "title_of", "legal", "legals", "href", "facts",
                "quote", "each", "bare", "open_to", "told", "lookup",
            )
        }  # fmt: skip
        given |= {
            "brand": self.brand,
            "handbook": self.handbook,
            "values": self.values,
            "today": self.today,
            "language": self.language,
            "audience": self.audience,
            "columns_named": named,
            "internal": self.audience != "public",
        }
        return given

    # --- words ---------------------------------------------------------------------------------------------------

    def say(self, what: object) -> str:
        """Return any value as plain words."""
        return plain(what, self.language)

    def bare(self, text: object) -> str:
        """Return a text without its final full stop, to go on with the sentence."""
        said = plain(text, self.language).strip()
        return said[:-1] if said.endswith(".") and not said.endswith("..") else said

    def t(self, text: object) -> Markup:
        """Return a text of the house or a plain string of the data, set and escaped."""
        if isinstance(text, Text):
            return to_complete(self.language) if text.is_to_complete else lines(text, self.language)
        if isinstance(text, str):
            return lines(Text(plain=text), self.language) if text != TO_COMPLETE else to_complete(self.language)
        return escape(plain(text, self.language))

    def md(self, text: Text | None) -> Markup:
        """Return a Markdown field as safe HTML."""
        if text is None:
            return Markup("")
        if text.is_to_complete:
            return Markup("<p>{}</p>").format(to_complete(self.language))
        return markdown(text.in_(self.language), self.language, self._resolve)

    def _resolve(self, path: str, anchor: str | None) -> str | None:
        return None if self._hidden(path) else link(path, anchor or "", here=self.path)

    def word(self, list_: str, value: str | None) -> str:
        """Return the words for a value of a closed list, or the mark of what is to be completed."""
        return say(word(list_, value), self.language) if value is not None else ""

    def label(self, list_: str, id: str) -> str:
        """Return the label of a value («masquer»), of a group of values, or the id itself."""
        found = getattr(self.values, list_).get(id)
        if found is not None:
            return self.say(found.label)
        return self.group(id) or id

    def dur(self, value: Duration | None) -> str:
        """Return « 30 minutes »."""
        return plain(value, self.language)

    def each(self, value: Duration) -> str:
        """Return « toutes les 2 heures »."""
        return typography.each(value.amount, value.unit, self.language)

    def offset(self, value: Duration) -> str:
        """Return « 14 jours avant »."""
        return typography.offset(value.amount, value.unit, self.language)

    def hours(self, of: Sequence[Any]) -> tuple[str, ...]:
        """Return a line for each stretch of hours."""
        return describe.hours(of, self.language)

    def days(self, of: Iterable[Any]) -> str:
        """Return « du lundi au vendredi »."""
        return describe.days(of, self.language)

    def instant(self, value: dt.datetime) -> str:
        """Return « 22 novembre 2026 à 22 h 40 »."""
        return typography.instant(value, self.language)

    def money(self, value: float) -> str:
        """Return « 150 € » in the house's currency."""
        return typography.money(value, self.currency, self.language)

    def number(self, value: float) -> str:
        """Return « 1 500 »."""
        return typography.number(value, self.language)

    def limit(self, value: Any) -> str:
        """Return « 2 publications au plus par jour »."""
        return describe.limit(value, self.values.facts, self.currency, self.language)

    def criterion(self, value: Any) -> str:
        """Return the words of a criterion."""
        return describe.criterion(value, self.values.facts, self.currency, self.language)

    def facts(self, tests: Iterable[Any]) -> tuple[str, ...]:
        """Return a line for each fact of a condition."""
        return tuple(describe.fact(one, self.values.facts, self.currency, self.language) for one in tests)

    def cadence(self, value: str | None) -> str:
        """Return « chaque mois »."""
        return self.word("cadence", value)

    def listing(self, items: Iterable[object], last: str = "and") -> Markup:
        """Return « a, b et c »; links in it stay links."""
        kept = [escape(item) for item in items]
        joint = typography.listing(("", ""), self.language, last)
        if len(kept) < 2:
            return Markup("").join(kept)
        return Markup(", ").join(kept[:-1]) + joint + kept[-1]

    # --- links ---------------------------------------------------------------------------------------------------

    def has(self, path: str) -> bool:
        """Say whether the site has this page."""
        return self._pages(path)

    def root(self, path: str) -> str:
        """Return the path of a page of this brand."""
        assert self.brand is not None
        return f"{self.brand.id}/{path}" if path else self.brand.id

    def link(self, path: str, anchor: str = "") -> str:
        """Return the relative address of a page that exists (the core checks it)."""
        return link(path, anchor, here=self.path)

    def here(self, path: str, anchor: str = "") -> str:
        """Return the relative address of a page of this brand."""
        return self.link(self.root(path), anchor)

    def href(self, kind: str, id: str) -> str | None:
        """Return the address of a record, or None where these readers have no such page."""
        if self.brand is None:
            return None
        record = self.brand.find(kind, id)
        if record is None or not shown_records((record,), self.audience, self.today):
            return None
        kind = "red_line" if kind == "rule" and not hasattr(record, "authority") else kind
        path, anchor = shelf(kind, record.id, self.brand.id)
        return link(path, anchor, here=self.path) if self._pages(path) else None

    def title_of(self, kind: str, id: str) -> str:
        """Return the name of a record, or its id where it has none; hidden records have no name."""
        record = self._at.find(kind, id) if self._at else None
        if record is None:
            return id
        if not visible(record, self.audience):
            return say(message("(not shown here)"), self.language)
        for name in ("title", "name", "term"):
            value = getattr(record, name, None)
            if value:
                return self.say(value)
        return id

    def ref(self, kind: str, id: str, text: object = None) -> Markup:
        """Return a link to a record, titled; plain words where these readers have no such page."""
        said = escape(self.say(text) if text is not None else self.title_of(kind, id))
        href = self.href(kind, id)
        return Markup('<a href="{}">{}</a>').format(href, said) if href else said

    def refs(self, kind: str, ids: Iterable[str], last: str = "and") -> Markup:
        """Return « a, b et c », each a link."""
        return self.listing([self.ref(kind, id) for id in ids], last)

    def labels(self, list_: str, ids: Iterable[str], last: str = "and") -> Markup:
        """Return the labels of values as a list: « Santé, allergène ou produit »."""
        said = [self.label(list_, id) for id in ids]
        return self.listing([said[0], *map(_uncapitalised, said[1:])], last) if said else Markup("")

    def value_ref(self, list_: str, id: str, *, inside: bool = False) -> Markup:
        """Return the label of an action, linked to the page that says who may do it; of another value, its label."""
        name = self.label(list_, id)
        said = escape(_uncapitalised(name) if inside else name)
        if list_ == "actions" and self.brand is not None and (found := self.values.actions.get(id)):
            path = self.root(f"perimeter/actions/{found.mission}")
            if self._pages(path):
                return Markup('<a href="{}">{}</a>').format(link(path, id, here=self.path), said)
        return said

    def legal(self, id: str) -> Markup:
        """Return a link to a legal basis."""
        found = self.values.legal_bases.get(id)
        said = escape(self.say(found.label)) if found else escape(id)
        if found and self._pages("reference/legal"):
            return Markup('<a href="{}">{}</a>').format(link("reference/legal", id, here=self.path), said)
        return said

    def legals(self, ids: Iterable[str]) -> Markup:
        """Return legal bases, each a link."""
        return self.listing([self.legal(id) for id in ids])

    def quote(self, text: object) -> str:
        """Return words between quotation marks: « … »."""
        said = self.say(text).strip('«»“”"' + typography.NBSP + " ")
        return typography.typeset(f'"{said}"', self.language)

    def lookup(self, kind: str, id: str) -> Any:
        """Return the record itself, or None where these readers may not see it."""
        record = self._at.find(kind, id) if self._at else None
        return record if record is not None and shown_records((record,), self.audience, self.today) else None

    # --- people --------------------------------------------------------------------------------------------------

    def who(self, id: str | None) -> Markup:
        """Return whoever is meant: a role, a person, a schedule, or a standing («l’auteur du message»)."""
        if id is None:
            return Markup("")
        if id == TO_COMPLETE:
            return to_complete(self.language)
        if id in _STANDINGS:
            return escape(say(_STANDINGS[id], self.language))
        for kind in ("role", "schedule", "person", "department"):
            if self._at is not None and self._at.find(kind, id) is not None:
                return self.ref(kind, id)
        return escape(id)

    def whos(self, ids: Iterable[str], last: str = "and") -> Markup:
        """Return « a, b et c » of people."""
        return self.listing([self.who(id) for id in ids], last)

    def open_to(self, texts: Iterable[Text]) -> Markup:
        """Return those to whom a door is open: departments by their title, others as written."""
        return self.listing(
            [self.who(one.plain) if one.plain and " " not in one.plain else self.t(one) for one in texts]
        )

    def told(self, audience: Text | None) -> Markup:
        """Return those who are told: one of the usual audiences, or as written."""
        if audience is not None and audience.plain in WORDS["told"]:
            return escape(self.word("told", audience.plain))
        return self.t(audience) if audience is not None else to_complete(self.language)

    def person_names(self, ids: Iterable[str]) -> Markup:
        """Return the names of people."""
        return self.refs("person", ids)

    def contacts(self, of: Iterable[Any]) -> tuple[Markup, ...]:
        """Return the ways to reach somebody; never to the public."""
        return tuple(self._contact(one) for one in of) if self.audience != "public" else ()

    def holders(self, role: str) -> tuple[Any, ...]:
        """Return the people who hold a role for this brand today, the deputies last."""
        if self.brand is None or self.audience == "public":
            return ()
        found = [
            (given.rank == "deputy", self.lookup("person", given.person))
            for given in self.brand.assignments_on(self.today)
            if given.role == role
        ]
        return tuple(person for _, person in sorted(found, key=lambda pair: pair[0]) if person is not None)

    def _contact(self, one: Any) -> Markup:
        value = one.value or ""
        if value == TO_COMPLETE or (not value and not one.contact_ref):
            shown = to_complete(self.language)
        elif one.mode in ("phone", "sms") and value:
            scheme = "tel" if one.mode == "phone" else "sms"
            digits = "".join(sign for sign in value if sign.isdigit() or sign == "+")
            shown = Markup('<a href="{}:{}">{}</a>').format(scheme, digits, value.replace(" ", typography.NBSP))
        elif one.mode == "mail" and value and "@" in value and not set(value) & set(' <>"?&'):
            shown = Markup('<a href="mailto:{}">{}</a>').format(value, value)
        elif one.mode in ("web", "form") and value.startswith(("https://", "http://")):
            shown = Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(value, value)
        else:
            shown = escape(value or say(message("(kept outside this handbook)"), self.language))
        mode = self.word("contact_mode", one.mode) if one.mode else ""
        note = Markup(" ({})").format(self.t(one.note)) if one.note else ""
        return (Markup('<span class="pm-mode">{}</span> {}{}').format(mode, shown, note)) if mode else shown + note

    # --- records and levels --------------------------------------------------------------------------------------

    def seen(self, records: Iterable[R]) -> tuple[R, ...]:
        """Return the records that this reader may see."""
        return shown_records(records, self.audience, self.today)

    def to_do(self) -> Markup:
        """Return the mark of what is to be completed."""
        return to_complete(self.language)

    def sign(self, authority: str | None) -> str:
        """Return the sign of a level."""
        return AUTHORITIES[authority].sign if authority else "…"

    def badge(self, authority: str | None) -> Markup:
        """Return a level of authority by its sign, its word and its colour."""
        if authority is None:
            return to_complete(self.language)
        level = AUTHORITIES[authority]
        return Markup(
            '<span class="pm-level pm-level--{}"><span class="pm-sign" aria-hidden="true">{}</span> {}</span>'
        ).format(authority, level.sign, say(level.word, self.language))

    def authority(self, authority: str | None) -> str:
        """Return the sentence that says what a level means."""
        return say(AUTHORITIES[authority].meaning, self.language) if authority else ""

    def group(self, id: str) -> str | None:
        """Return the title of a group, or None where there is no such group."""
        return self.title_of("group", id) if self._at and self._at.find("group", id) else None


def _uncapitalised(name: str) -> str:
    """Return a label as it is written inside a sentence; an acronym keeps its capitals."""
    return name[:1].lower() + name[1:] if name[1:2].islower() or name[1:2] in ("’", " ") else name


def synonyms_of(value: Any, language: str) -> tuple[str, ...]:
    """Return the everyday words of a value in a language."""
    return value.synonyms.in_(language)
