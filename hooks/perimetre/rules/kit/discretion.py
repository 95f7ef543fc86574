"""Say whether sentences speak of what their readers may not see.

Comes in: a handbook, who reads, where something stands and what is said of it. Goes out: yes or no. It is stricter than
`leaks.py`, which looks at whole pages: a record that nobody here may read is neither named nor quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from perimetre.base.diagnostics import Place
from perimetre.model import Handbook
from perimetre.model.basics import Record
from perimetre.rules.kit.leaks import Reader, hidden_records, hidden_texts, reduced

# Sooner, a word of a hidden record is anybody's.
_SHORT = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """What some readers are not told, whenever and of whatever.

    Fields:
        ids: the ids of the records that are hidden, former ones among them.
        words: their texts, reduced to their words.
        files: the files of which they may not read the page, as printed.
    """

    ids: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()

    def __or__(self, other: Secrets) -> Secrets:
        """Return what either hides."""
        return Secrets(ids=self.ids | other.ids, words=self.words | other.words, files=self.files | other.files)

    def hides_words(self, sentences: Iterable[str]) -> bool:
        """Say whether sentences name a hidden record, or quote it."""
        said = tuple(sentences)
        # An id stands alone, or among the words of a command; one of several words is nothing else wherever it stands.
        whole = " ".join(said)
        spans = re.findall(r"`([^`]+)`", whole)
        named = {word for span in spans for word in (span, *re.split(r"[^\w-]+", span))}
        if self.ids & (named | set(re.findall(r"\w+(?:-\w+)+", whole))):
            return True
        text = f" {' '.join(reduced(sentence) for sentence in said)} "
        return any(f" {words} " in text for words in self.words)


class Discretion:
    """What some readers are not told of a handbook.

    Args:
        handbook: the handbook.
        reader: who reads.

    Fields:
        hidden: what holds of it wherever it is spoken of.
    """

    def __init__(self, handbook: Handbook, reader: Reader) -> None:
        records = hidden_records(handbook, reader)
        self._places = {(record.place.file, tuple(record.place.path)) for record in records}
        # That there is a circle is a secret too.
        circles = [circle for circle in handbook.settings.compartments if circle.id in reader.closed]
        brands = (*handbook.brands, *((handbook.house,) if handbook.house else ()))
        notes = ((file, brand.note(kind)) for brand in brands for kind, file in brand.files.items())
        self.hidden = Secrets(
            ids=frozenset(id_ for record in (*records, *circles) for id_ in (record.id, *record.formerly)),
            words=frozenset(
                (
                    *(text.words for text in hidden_texts(handbook, reader) if len(text.words) >= _SHORT),
                    *(reduced(_name(record)) for record in records),
                )
            )
            - {""},
            files=frozenset(
                file
                for file, note in notes
                if note is not None and not reader.may_read(note.confidentiality or "internal")
            ),
        )

    @property
    def hides_nothing(self) -> bool:
        """Whether these readers may see all of it."""
        return not self._places

    def hides_file(self, file: str) -> bool:
        """Say whether something in a file is hidden."""
        return any(file == hidden for hidden, _ in self._places)

    def hides(self, place: Place) -> bool:
        """Say whether a place is that of a hidden record, or inside one."""
        return any((place.file, tuple(place.path[:size])) in self._places for size in range(len(place.path) + 1))

    def hides_words(self, sentences: Iterable[str]) -> bool:
        """Say whether sentences name a hidden record, or quote it."""
        return self.hidden.hides_words(sentences)


def _name(record: Record) -> str:
    """Return what a record is called that is the same in every language: a person's name, a term."""
    names = (getattr(record, field, None) for field in ("name", "term", "handle"))
    return next((name for name in names if isinstance(name, str)), "")
