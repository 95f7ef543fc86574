"""Read what built pages say that their readers may not read, for `confidentiality-does-not-leak`.

Comes in: a handbook, who reads, the words of each page. Goes out: problems at the records that are hidden.

A text counts from 25 letters on: below, a title is often that of something else. What a record that these readers may
see says as well is no leak, unless it repeats a long sentence of a record that the house has marked `restricted`.
"""

from __future__ import annotations

import dataclasses
import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from perimetre.base.diagnostics import Place, Problem
from perimetre.base.words import counted, message, spoken
from perimetre.model import Handbook, Record, Text
from perimetre.model.shared import Contact

LEVELS = ("public", "internal", "restricted")
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
_SAID = re.compile(r'\s(?:aria-label|alt|title|content|data-[a-z-]+)="([^"]*)"')
_NO_WORD = re.compile(r"[\W_]+")


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


@dataclass(frozen=True, slots=True)
class BuiltPage:
    """A page as the rule reads it: its title, its address, all of its HTML and other words."""

    title: str
    path: str
    html: str


def leaks(handbook: Handbook, audience: str, pages: Iterable[BuiltPage]) -> Iterator[Problem]:
    """Yield a problem for each hidden record of which a page says something.

    Args:
        handbook: the handbook of which the pages were made.
        audience: who reads the pages.
        pages: all that there is to read.
    """
    looked: dict[str, Written] = {}
    for one in hidden_texts(handbook, audience):
        if len(one.words) >= (CONTACT if one.is_contact else LONG):
            looked.setdefault(one.words, one)
    if not looked:
        return
    texts = [(page, f" {reduced(bare(page.html))} ") for page in pages]
    # Most are nowhere: one search through all pages says so.
    everything = "\n".join(text for _, text in texts)
    looked = {words: one for words, one in looked.items() if f" {words} " in everything}
    visible = visible_texts(handbook, audience) if looked else ()
    shown = "\n".join(dict.fromkeys(one.words for one in visible))
    ours = ""
    told: dict[int, list[tuple[Written, Written | None, list[BuiltPage]]]] = {}
    for words, one in looked.items():
        copy = None
        if words in shown:
            if one.level != "restricted" or one.is_name or one.is_contact or len(words) < COPIED:
                continue
            copy = next((other for other in visible if words in other.words), None)
        elif one.is_name:
            # What something is called may be said in passing by the product itself: «on nous menace d’un procès».
            ours = ours or "\n".join(f" {reduced(said)} " for said in spoken())
            if f" {words} " in ours:
                continue
        where = [page for page, text in texts if f" {words} " in text]
        told.setdefault(id(one.record), []).append((one, copy, where))
    for found in told.values():
        yield _problem(found, audience)


def _problem(found: list[tuple[Written, Written | None, list[BuiltPage]]], audience: str) -> Problem:
    one, copy, where = found[0]
    assert one.record is not None
    values = {
        "id": one.record.id,
        "level": one.level,
        "audience": audience,
        "text": one.text if len(one.text) <= 60 else one.text[:57].rstrip() + "…",
        "page": where[0].title,
        "path": f"{where[0].path}/" if where[0].path else "index.html",
    }
    count = sum(len(pages) for _, _, pages in found) - 1
    if count:
        said = counted(
            "`{id}` is for `{level}` readers, and a page made for `{audience}` readers says it: “{text}”, on “{page}” "
            "(`{path}`), and {count} time more.",
            "`{id}` is for `{level}` readers, and a page made for `{audience}` readers says it: “{text}”, on “{page}” "
            "(`{path}`), and {count} times more.",
            count,
            **values,
        )
    else:
        said = message(
            "`{id}` is for `{level}` readers, and a page made for `{audience}` readers says it: “{text}”, on “{page}” "
            "(`{path}`).",
            **values,
        )
    if copy is not None:
        hint = message(
            "The same words are in a record that these readers may read: remove them there, or lower the "
            "`confidentiality` of this one."
        )
        return Problem(
            place=one.place,
            message=said,
            hint=hint,
            related=((copy.place, message("These readers find the same words here.")),),
        )
    hint = message(
        "Look for what the page takes from this record; until it is fixed, publish nothing, or lower the "
        "`confidentiality` of this record."
    )
    return Problem(place=one.place, message=said, hint=hint)


# --- words ---------------------------------------------------------------------------------------------------------


def reduced(text: str) -> str:
    """Return the words of a text in lower case, one space between two: what typography changes is gone."""
    return _NO_WORD.sub(" ", text.casefold()).strip()


def bare(said: str) -> str:
    """Return the words of HTML: those that are shown, and those that a screen reader says."""
    heard = " ".join(_SAID.findall(said))
    # What explains a word stands in the middle of the sentence; it is said after.
    tips = " ".join(_TIP.findall(said))
    return html.unescape(f"{_TAG.sub(' ', _TIP.sub('', said))} . {heard} . {_TAG.sub(' ', tips)}")


def hidden_records(handbook: Handbook, audience: str) -> tuple[Record, ...]:
    """Return the records that these readers may not see, each once."""
    most = LEVELS.index(audience)
    brands = (*handbook.brands, *((handbook.house,) if handbook.house else ()))
    records = (one for brand in brands for one in (*brand.own.values(), *brand.inherited.values()))
    hidden = (one for one in records if isinstance(one, Record) and LEVELS.index(one.confidentiality) > most)
    return tuple({id(one): one for one in hidden}.values())


def hidden_texts(handbook: Handbook, audience: str) -> Iterator[Written]:
    """Yield the texts of the records that these readers may not see."""
    return _texts([(one, one.confidentiality, one.place, None, "") for one in hidden_records(handbook, audience)])


def visible_texts(handbook: Handbook, audience: str) -> tuple[Written, ...]:
    """Return all other texts; what is in no record is for whoever reads the page of its file."""
    most = LEVELS.index(audience)
    return tuple(one for one in _texts([(handbook, "public", Place(""), None, "")]) if LEVELS.index(one.level) <= most)


# --- the texts of a handbook ---------------------------------------------------------------------------------------


# What is to be read, who may read it at least, where it stands, the record that holds it, the name of its field.
_Held = tuple[Any, str, Place, "Record | None", str]


def _texts(waiting: list[_Held]) -> Iterator[Written]:
    """Yield every text that some values hold, once."""
    seen: set[int] = set()
    while waiting:
        value, level, place, record, name = waiting.pop()
        if isinstance(value, Text):
            for language in ("plain", "fr", "en"):
                said = getattr(value, language)
                if said and (words := reduced(_LINK.sub(r"\1", said))):
                    yield Written(
                        words=words, level=level, text=said, place=place, record=record, is_name=name in _NAMES
                    )
        elif isinstance(value, tuple | list | frozenset):
            waiting += [
                (one, level, Place(place.file, (*place.path, rank)), record, name) for rank, one in enumerate(value)
            ]
        elif isinstance(value, Mapping):
            waiting += [(one, level, place, record, name) for one in value.values()]
        elif dataclasses.is_dataclass(value) and not isinstance(value, type | Place):
            if id(value) in seen:
                continue
            seen.add(id(value))
            own = getattr(value, "place", place)
            place = own if isinstance(own, Place) and own.file else place
            if isinstance(value, Record):
                level = max(level, value.confidentiality, key=LEVELS.index)
                record = record or value
            if isinstance(value, Contact) and value.value and (words := reduced(value.value)):
                yield Written(words=words, level=level, text=value.value, place=place, record=record, is_contact=True)
            for field in dataclasses.fields(value):
                if field.name != "place":
                    key = field.name.rstrip("_")
                    inside = Place(place.file, (*place.path, key))
                    waiting.append((getattr(value, field.name), level, inside, record, key))
