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
from perimetre.rules.kit.leaks import Reader, hidden_records, hidden_texts, reduced

# Sooner, a word of a hidden record is anybody's.
_SHORT = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """What some readers are not told, whenever and of whatever.

    Fields:
        ids: the ids of the records that are hidden, former ones among them.
        words: their texts, reduced to their words.
        files: the files of which they may not read the page, as printed.
    """

    ids: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()

    def __or__(self, other: Hidden) -> Hidden:
        """Return what either hides."""
        return Hidden(ids=self.ids | other.ids, words=self.words | other.words, files=self.files | other.files)

    def hides_words(self, sentences: Iterable[str]) -> bool:
        """Say whether sentences name a hidden record, or quote it."""
        said = tuple(sentences)
        # An id stands alone, or among the words of a command.
        spans = re.findall(r"`([^`]+)`", "".join(said))
        if self.ids & {word for span in spans for word in (span, *re.split(r"[^\w-]+", span))}:
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
        brands = (*handbook.brands, *((handbook.house,) if handbook.house else ()))
        notes = ((file, brand.note(kind)) for brand in brands for kind, file in brand.files.items())
        self.hidden = Hidden(
            ids=frozenset(id_ for record in records for id_ in (record.id, *record.formerly)),
            words=frozenset(text.words for text in hidden_texts(handbook, reader) if len(text.words) >= _SHORT),
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
