"""Say whether sentences speak of what their readers may not see.

Comes in: a handbook, who reads, where something stands and what is said of it. Goes out: yes or no. It is stricter than
`leaks.py`, which looks at whole pages: a record that nobody here may read is neither named nor quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from perimetre.base.diagnostics import Place
from perimetre.model import Handbook
from perimetre.rules.kit.leaks import Reader, hidden_records, hidden_texts, reduced

# Sooner, a word of a hidden record is anybody's.
_SHORT = 4


class Discretion:
    """What some readers are not told of a handbook.

    Args:
        handbook: the handbook.
        reader: who reads.

    Fields:
        ids: the ids of the records that are hidden.
        words: their texts, reduced to their words.
    """

    def __init__(self, handbook: Handbook, reader: Reader) -> None:
        hidden = hidden_records(handbook, reader)
        self._places = {(record.place.file, tuple(record.place.path)) for record in hidden}
        self.ids = frozenset(record.id for record in hidden)
        self.words = frozenset(text.words for text in hidden_texts(handbook, reader) if len(text.words) >= _SHORT)

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
        said = tuple(sentences)
        # An id stands alone, or among the words of a command.
        spans = re.findall(r"`([^`]+)`", "".join(said))
        if self.ids & {word for span in spans for word in (span, *re.split(r"[^\w-]+", span))}:
            return True
        text = f" {' '.join(reduced(sentence) for sentence in said)} "
        return any(f" {words} " in text for words in self.words)
