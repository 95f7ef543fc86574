"""Know the names that are kept until a day: those of a compartment, and the words of the lexicon under embargo.

Comes in: a handbook and a day. Goes out: each name as it may be written, who reads it, and until when.

A word of the lexicon counts whole, and so does a person's name; the title of an operation, of a recurring date, of a
place or of a channel from two words on: one word is too often that of something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from perimetre.base.folding import fold
from perimetre.base.frozen import dataclass
from perimetre.model import Handbook, Operation, Period, Person, PlaceOfBrand, Record, Recurrence, Term
from perimetre.model.channels import Channel
from perimetre.model.handbook import Compartment
from perimetre.rules.kit.texts import writings

_NO_WORD = re.compile(r"[\W_]+")
_WORD = re.compile(r"[^\W_]+")
_TITLED = (Operation, Recurrence, PlaceOfBrand, Channel)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptName:
    """A name that not everybody may read yet.

    Fields:
        text: as the house writes it.
        forms: as it may stand in a text that `spelt` has reduced: its words, and the same in one, as a hashtag has it.
        record: what is called so.
        key: the field of the record that says it.
        compartment: the circle that keeps it, or None: the embargo is that of a period.
        until: the last day, included; None: no day is written.
        exceptions: phrases, reduced, in which it means something else.
    """

    text: str
    forms: tuple[str, ...]
    record: Record
    key: str
    compartment: Compartment | None = None
    until: date | None = None
    exceptions: tuple[str, ...] = ()

    def stands_in(self, words: str) -> bool:
        """Say whether a text that `spelt` has reduced says it, in capitals or not."""
        if not any(form in words for form in self.forms):
            return False
        for phrase in self.exceptions:
            words = words.replace(phrase, " ")
        return any(form in words for form in self.forms)

    def is_meant_by(self, text: str) -> bool:
        """Say whether a text which says it, as it is written, means it: its capitals may tell it from a common word."""
        return not getattr(self.record, "case_sensitive", None) or self.stretch_of(text) is not None

    def stretch_of(self, text: str) -> tuple[int, int] | None:
        """Return where it stands in a text as it is written, the end exclusive; None where that cannot be told."""
        words = [re.escape(word) for word in _WORD.findall(self.text)]
        either = "|".join((r"[\W_]+".join(words), "".join(words)))
        flags = 0 if getattr(self.record, "case_sensitive", None) else re.IGNORECASE
        found = re.search(rf"(?<!\w)(?:{either})(?!\w)", text, flags)
        return found.span() if found else None


def spelt(text: str) -> str:
    """Return a text as names are looked for in it: its words without accents, a space on each side."""
    return f" {_NO_WORD.sub(' ', fold(text)).strip()} "


def kept_names(handbook: Handbook, today: date) -> tuple[KeptName, ...]:
    """Return the names that are kept on a day, each once."""
    circles = {circle.id: circle for circle in handbook.settings.compartments if circle.holds(today)}
    brands = (*((handbook.house,) if handbook.house else ()), *handbook.brands)
    kept: dict[int, tuple[KeptName, ...]] = {}
    for brand in brands:
        embargoes = {
            period.id: period
            for period in brand.periods.periods
            if period.kind == "embargo" and not _over(period, today)
        }
        if not circles and not embargoes:
            continue
        for _, record in brand.everything():
            if not isinstance(record, Record) or id(record) in kept:
                continue
            circle = circles.get(record.compartment or "")
            period = next((embargoes[id_] for id_ in getattr(record, "during", ()) if id_ in embargoes), None)
            if circle is not None:
                kept[id(record)] = tuple(_names(record, circle, circle.until))
            elif period is not None and isinstance(record, Term):
                kept[id(record)] = tuple(_names(record, None, period.until))
    return tuple(name for names in kept.values() for name in names)


def _over(period: Period, today: date) -> bool:
    return period.until is not None and period.until < today


def _names(record: Record, circle: Compartment | None, until: date | None) -> Iterator[KeptName]:
    exceptions = tuple(spelt(phrase) for phrase in record.exceptions) if isinstance(record, Term) else ()
    for key, text in _called(record):
        words = spelt(text).split()
        forms = dict.fromkeys((f" {' '.join(words)} ", f" {''.join(words)} "))
        if words:
            yield KeptName(
                text=text,
                forms=tuple(forms),
                record=record,
                key=key,
                compartment=circle,
                until=until,
                exceptions=exceptions,
            )


def _called(record: Record) -> Iterator[tuple[str, str]]:
    """Yield what a record is called, each with the field that says it."""
    if isinstance(record, Term):
        if record.term:
            yield "term", record.term
        yield from (("forms", form) for form in record.forms)
    elif isinstance(record, Person):
        if record.name:
            yield "name", record.name
    elif isinstance(record, _TITLED):
        yield from (("title", text) for text in writings(record.title) if len(spelt(text).split()) > 1)
