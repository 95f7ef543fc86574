"""Keep what the rules found, for as long as nothing that they have read changes (stage judge).

Comes in: a handbook, and the one that was judged before it in the same process. Goes out: what still stands of what was
found then. A rule stands on the kinds of file that it has read, which it notes while it runs (`rules/kit/reads.py`):
after a save, only the rules that read what was saved look again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar, cast

from perimetre.model import Handbook
from perimetre.reading.filing import Filed, kind_of
from perimetre.reading.kinds import HANDBOOK, HOUSE
from perimetre.reading.parse import Document
from perimetre.rules.kit.reads import Reads

Worth = TypeVar("Worth")


@dataclass(frozen=True, slots=True)
class _Ground:
    """What a whole judgement stands on: where one of these differs, nothing that was found before stands."""

    today: date
    # Which files there are says where what is lacking would be written.
    files: frozenset[str]
    unread: object
    to_complete: object
    # An id of the house's that gives way to a brand's is changed in every file that names it.
    renamed: object


class Standing:
    """What has been worked out of the last handbook, each with what was read for it."""

    def __init__(self) -> None:
        self._ground: _Ground | None = None
        self._documents: Mapping[str, Document] = {}
        self._known: dict[tuple[object, ...], tuple[object, Reads]] = {}

    def turn(self, handbook: Handbook, documents: Mapping[str, Document], today: date) -> None:
        """Go on to another handbook: forget what does not stand any more.

        Args:
            handbook: the handbook as built.
            documents: what could be read, by path as printed; one that has not changed is the same object.
            today: the day, in the house's zone.
        """
        ground = _Ground(
            today=today,
            files=frozenset(documents),
            unread=handbook.unread,
            to_complete=handbook.to_complete,
            renamed=[(brand.id, dict(brand.renamed)) for brand in handbook.brands],
        )
        if ground == self._ground:
            saved = [document for file, document in documents.items() if document is not self._documents[file]]
            places = [kind_of(document.path) for document in saved]
            owned = {(place.origin, place.kind.id) for place in places if isinstance(place, Filed)}
            files = frozenset(document.file for document in saved)
            if (HANDBOOK, HANDBOOK) in owned:
                self._known = {}
            elif saved:
                self._known = {key: known for key, known in self._known.items() if not _rests(known[1], owned, files)}
        else:
            self._known = {}
        self._ground, self._documents = ground, dict(documents)

    def knows(self, *key: object) -> bool:
        """Say whether what was worked out under a key still stands."""
        return key in self._known

    def take(self, work_out: Callable[[], tuple[Worth, Reads]], *key: object) -> tuple[Worth, Reads]:
        """Return what stands under a key, else what `work_out` returns: its worth, and what was read for it."""
        if key not in self._known:
            self._known[key] = work_out()
        return cast("tuple[Worth, Reads]", self._known[key])


def _rests(reads: Reads, owned: set[tuple[str, str]], files: frozenset[str]) -> bool:
    """Say whether something rests on one of the files that were saved. What the house says is read in each brand."""
    return any(
        some.everything
        or not files.isdisjoint(some.files)
        or any(
            kind in kinds for owner, kinds in some.kinds.items() for origin, kind in owned if origin in (owner, HOUSE)
        )
        for some in reads.all()
    )
