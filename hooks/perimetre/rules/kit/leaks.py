"""Read what built pages say that their readers may not read, for `confidentiality-does-not-leak`.

Comes in: a handbook, who reads, the words of each page. Goes out: problems at the records that are hidden.

A text counts from 25 letters on: below, a title is often that of something else; a name that is kept until a day
(`embargoes.py`) counts whatever its length. What a record that these readers may see says as well is no leak, unless it
is such a name, or repeats a long sentence of a record that the house has marked `restricted` or put in a compartment.
"""

from __future__ import annotations

import dataclasses
import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from perimetre.base.diagnostics import Place, Problem
from perimetre.base.frozen import dataclass
from perimetre.base.words import counted, message, spoken
from perimetre.model import Handbook, Record, Text
from perimetre.model.shared import Contact
from perimetre.rules.kit.embargoes import KeptName, kept_names, spelt

# The last is that of what is in a compartment which the pages do not contain, whatever its record says besides.
LEVELS = ("public", "internal", "restricted", "compartment")
# What a text must have, once reduced to its words, to be told from any other.
LONG = 25
# A number or an address is nobody else's sooner.
CONTACT = 9
# Two people write the same short sentence; nobody writes so long a one twice but by copying it.
COPIED = 80

_NAMES = frozenset(("title", "name", "term", "label"))
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_TIP = re.compile(r'<span class="pm-tip".*?</span>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
# Two choices of a form are no sentence together: what parts them is a letter that nobody writes.
_CHOICE = re.compile(r"</(?:label|option)>")
_PARTED = " \u01c2 "
_SAID = re.compile(r'\s(?:aria-label|alt|title|content|data-[a-z-]+)="([^"]*)"')
# What is not one space already.
_NO_WORD = re.compile(r"(?:[^\w ]|_| (?=[\W_]))[\W_]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A text of a handbook.

    Fields:
        words: reduced to its words, as `reduced` does.
        level: who may read it.
        text: as the house wrote it.
        place: where it stands.
        record: the outermost record that holds it, or None.
        is_name: whether it is what something is called.
    """

    words: str
    level: str
    text: str
    place: Place
    record: Record | None
    is_name: bool = False
    is_contact: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads some pages.

    Fields:
        audience: nothing above it is for them.
        closed: the compartments that hold and are not theirs.
        today: the day, which says what is still kept.
    """

    audience: str
    today: date
    closed: frozenset[str] = frozenset()

    def level_of(self, record: Record) -> str:
        """Return who may read a record."""
        return "compartment" if record.compartment in self.closed else record.confidentiality

    def may_read(self, level: str) -> bool:
        """Say whether what is of a level is for them."""
        return LEVELS.index(level) <= LEVELS.index(self.audience)


@dataclasses.dataclass(frozen=True, slots=True)
class BuiltPage:
    """A page as the rule reads it: its title, its address, its words as `words_of` reduces them, its text."""

    title: str
    path: str
    words: str
    # As it is written, capitals included, for the few pages of which that is asked.
    text: Callable[[], str] = lambda: ""


# A hidden text, the visible one that says it too, and the pages where it is read.
_Leak = tuple[Written, "Written | None", list[BuiltPage]]


def leaks(
    handbook: Handbook, reader: Reader, pages: Iterable[BuiltPage], asked: Iterable[str] = ()
) -> Iterator[Problem]:
    """Yield a problem for each hidden record of which a page says something.

    Args:
        handbook: the handbook of which the pages were made.
        reader: who reads the pages.
        pages: all that there is to read.
        asked: what the product says by itself besides its messages: the questions that come back.
    """
    looked: dict[str, Written] = {}
    for hidden in hidden_texts(handbook, reader):
        if len(hidden.words) >= (CONTACT if hidden.is_contact else LONG):
            looked.setdefault(hidden.words, hidden)
    kept = tuple(name for name in kept_names(handbook, reader.today) if not reader.may_read(_level_of(name, reader)))
    if not looked and not kept:
        return
    built = tuple(pages)
    # Most are nowhere: one search through all pages says so.
    everything = "\n".join(page.words for page in built)
    looked = {words: written for words, written in looked.items() if f" {words} " in everything}
    visible = visible_texts(handbook, reader) if looked or kept else ()
    shown = "\n".join(dict.fromkeys(written.words for written in visible))
    ours = ""
    leaks_of: dict[int, list[_Leak]] = {}
    for words, hidden in looked.items():
        copy = None
        if words in shown:
            if hidden.level not in ("restricted", "compartment") or hidden.is_name or hidden.is_contact:
                continue
            if len(words) < COPIED:
                continue
            copy = next((other for other in visible if words in other.words), None)
        elif hidden.is_name:
            # What something is called may be said in passing by the product itself: «on nous menace d’un procès».
            ours = ours or "\n".join(f" {reduced(sentence)} " for sentence in (*spoken(), *asked))
            if f" {words} " in ours:
                continue
        where = [page for page in built if f" {words} " in page.words]
        leaks_of.setdefault(id(hidden.record), []).append((hidden, copy, where))
    for name, where in _kept_in(kept, built):
        said = [other for other in visible if name.stands_in(spelt(other.text)) and name.is_meant_by(other.text)]
        place = Place(name.record.place.file, (*name.record.place.path, name.key))
        hidden = Written(words="", level=_level_of(name, reader), text=name.text, place=place, record=name.record)
        leaks_of.setdefault(id(name.record), []).append((hidden, said[0] if said else None, where))
    for leaked in leaks_of.values():
        yield _problem(leaked, reader.audience)


def _level_of(name: KeptName, reader: Reader) -> str:
    """Return who may read a name: what is under embargo is no news for the public, whatever its record says."""
    return max(reader.level_of(name.record), "internal", key=LEVELS.index)


def _kept_in(names: tuple[KeptName, ...], built: tuple[BuiltPage, ...]) -> Iterator[tuple[KeptName, list[BuiltPage]]]:
    """Yield the kept names that some pages say, with these pages."""
    if names:
        spelt_pages = [(page, spelt(f"{page.path} {page.words}")) for page in built]
        for name in names:
            where = [page for page, words in spelt_pages if name.stands_in(words) and name.is_meant_by(page.text())]
            if where:
                yield name, where


def _problem(leaked: list[_Leak], audience: str) -> Problem:
    hidden, copy, where = leaked[0]
    assert hidden.record is not None
    values = {
        "id": hidden.record.id,
        "level": hidden.level,
        "audience": audience,
        "text": hidden.text if len(hidden.text) <= 60 else hidden.text[:57].rstrip() + "…",
        "page": where[0].title,
        "path": f"{where[0].path}/" if where[0].path else "index.html",
    }
    count = sum(len(pages) for _, _, pages in leaked) - 1
    if count:
        page = counted(
            "“{page}” (`{path}`), and {count} time more",
            "“{page}” (`{path}`), and {count} times more",
            count,
            **values,
        )
    else:
        page = message("“{page}” (`{path}`)", **values)
    if hidden.level == "compartment":
        what = message(
            "`{id}` is in the compartment `{compartment}`, which this site does not contain, and it says it: “{text}”, "
            "on {where}.",
            **values,
            compartment=hidden.record.compartment or "",
            where=page,
        )
    else:
        what = message(
            "`{id}` is for `{level}` readers, and a page made for `{audience}` readers says it: “{text}”, on {where}.",
            **values,
            where=page,
        )
    if copy is not None:
        hint = message(
            "The same words are in a record that these readers may read: remove them there, or lower the "
            "`confidentiality` of this one."
        )
        if hidden.level == "compartment":
            hint = message(
                "The same words are in a record that these readers may read: remove them there, or put that record in "
                "the same compartment."
            )
        return Problem(
            place=hidden.place,
            message=what,
            hint=hint,
            related=((copy.place, message("These readers find the same words here.")),),
        )
    hint = message(
        "Look for what the page takes from this record; until it is fixed, publish nothing, or lower the "
        "`confidentiality` of this record."
    )
    return Problem(place=hidden.place, message=what, hint=hint)


# --- words ---------------------------------------------------------------------------------------------------------


def reduced(text: str) -> str:
    """Return the words of a text in lower case, one space between two: what typography changes is gone."""
    return _NO_WORD.sub(" ", text.casefold()).strip()


def words_of(page: str) -> str:
    """Return the words of HTML, and other words, as they are looked through."""
    return f" {reduced(bare(page))} "


def bare(page: str) -> str:
    """Return the words of HTML: those that are shown, and those that a screen reader says."""
    heard = " ".join(_SAID.findall(page))
    # What explains a word stands in the middle of the sentence; it is said after.
    tips = " ".join(_TIP.findall(page))
    page = _CHOICE.sub(_PARTED, page)
    return html.unescape(f"{_TAG.sub(' ', _TIP.sub('', page))} . {heard} . {_TAG.sub(' ', tips)}")


def hidden_records(handbook: Handbook, reader: Reader) -> tuple[Record, ...]:
    """Return the records that these readers may not see, each once."""
    brands = (*handbook.brands, *((handbook.house,) if handbook.house else ()))
    records = (record for brand in brands for record in (*brand.own.values(), *brand.inherited.values()))
    hidden = (
        record for record in records if isinstance(record, Record) and not reader.may_read(reader.level_of(record))
    )
    return tuple({id(record): record for record in hidden}.values())


def hidden_texts(handbook: Handbook, reader: Reader) -> Iterator[Written]:
    """Yield the texts of the records that these readers may not see."""
    hidden = hidden_records(handbook, reader)
    return _texts([(record, reader.level_of(record), record.place, None, "") for record in hidden], reader)


def visible_texts(handbook: Handbook, reader: Reader) -> tuple[Written, ...]:
    """Return all other texts; what is in no record is for whoever reads the page of its file."""
    whole: list[_Held] = [(handbook, "public", Place(""), None, "")]
    return tuple(written for written in _texts(whole, reader) if reader.may_read(written.level))


# --- the texts of a handbook ---------------------------------------------------------------------------------------


# What is to be read, who may read it at least, where it stands, the record that holds it, the name of its field.
_Held = tuple[object, str, Place, "Record | None", str]


def _texts(waiting: list[_Held], reader: Reader) -> Iterator[Written]:
    """Yield every text that some values hold, once."""
    seen: set[int] = set()
    while waiting:
        value, level, place, record, name = waiting.pop()
        if isinstance(value, Text):
            for language in ("plain", "fr", "en"):
                writing = getattr(value, language)
                if writing and (words := reduced(_LINK.sub(r"\1", writing))):
                    yield Written(
                        words=words, level=level, text=writing, place=place, record=record, is_name=name in _NAMES
                    )
        elif isinstance(value, tuple | list | frozenset):
            waiting += [
                (item, level, Place(place.file, (*place.path, rank)), record, name) for rank, item in enumerate(value)
            ]
        elif isinstance(value, Mapping):
            waiting += [(item, level, place, record, name) for item in value.values()]
        elif dataclasses.is_dataclass(value) and not isinstance(value, type | Place):
            if id(value) in seen:
                continue
            seen.add(id(value))
            own = getattr(value, "place", place)
            place = own if isinstance(own, Place) and own.file else place
            if isinstance(value, Record):
                level = max(level, reader.level_of(value), key=LEVELS.index)
                record = record or value
            if isinstance(value, Contact) and value.value and (words := reduced(value.value)):
                yield Written(words=words, level=level, text=value.value, place=place, record=record, is_contact=True)
            for field in dataclasses.fields(value):
                if field.name != "place":
                    key = field.name.rstrip("_")
                    inside = Place(place.file, (*place.path, key))
                    waiting.append((getattr(value, field.name), level, inside, record, key))
