"""Know who answers for what is written: the owner of a record, else of the page of its file, else of the handbook.

Comes in: a handbook. Goes out: the role that answers for a place, or for a whole file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from perimetre.base.diagnostics import KeyPath, Place
from perimetre.model.basics import PageNote, Record
from perimetre.model.files import FILES
from perimetre.model.whole import Brand, Handbook


class Owners:
    """Who answers for what is written in a handbook.

    Fields:
        usual: the role that answers where nothing else is said, or None.
    """

    def __init__(self, handbook: Handbook) -> None:
        """Note each owner at the place whose content is theirs."""
        self.usual = handbook.settings.defaults.owner if handbook.settings.defaults else None
        # By file, each owner by the path of keys below which everything is theirs.
        self._written: dict[str, dict[KeyPath, str]] = {}
        for level in (*((handbook.house,) if handbook.house else ()), *handbook.brands):
            for part, owner in _owned(level):
                # A page's note stands under a key of its own, and is about the whole file.
                path = () if isinstance(part, PageNote) else part.place.path
                self._written.setdefault(part.place.file, {})[path] = owner

    def of(self, place: Place) -> str | None:
        """Return the id of the role that answers for a place, or None where nobody is said to."""
        above = [path for path in self._written.get(place.file, {}) if place.path[: len(path)] == path]
        return self._written[place.file][max(above, key=len)] if above else self.usual

    def by_file(self, files: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        """Return, by file, the roles that answer for something in it, by id; a file of nobody is left out."""
        owners = {file: self._of_file(file) for file in files}
        return {file: tuple(sorted(roles)) for file, roles in owners.items() if roles}

    def _of_file(self, file: str) -> set[str]:
        written = self._written.get(file, {})
        # Where a file has an owner as a whole, the handbook's usual one has no part in it.
        whole = {self.usual} if self.usual and () not in written else set()
        return {*written.values(), *whole}


def _owned(level: Brand) -> Iterable[tuple[Record | PageNote, str]]:
    for record in level.own.values():
        if isinstance(record, Record) and record.owner:
            yield record, record.owner
    for kind in FILES:
        note = level.note(kind)
        if note is not None and note.owner:
            yield note, note.owner
