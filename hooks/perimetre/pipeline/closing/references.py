"""Find what names a thing in the files of a handbook, and the records that hold it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from perimetre.base.diagnostics import KeyPath
from perimetre.model import Part
from perimetre.model.building.convert import Conversion, convert
from perimetre.model.files import FILES
from perimetre.pipeline.closing.rewriting import Rewriting
from perimetre.pipeline.loaded import Loaded
from perimetre.reading.filing import Filed, kind_of


class WhereNamed(NamedTuple):
    """Where a thing is named.

    Fields:
        path: the word.
        holders: the parts that hold it and bear an id, by path, the nearest first.
    """

    path: KeyPath
    holders: Sequence[tuple[KeyPath, Part]]


class OpenFile:
    """A file that may change, and what is in it."""

    def __init__(self, loaded: Loaded, file: str, filed: Filed) -> None:
        self.kind = filed.kind.id
        self.origin = filed.origin
        self.rewriting = Rewriting(loaded.documents[file], loaded.sources[file])
        self._reading = Conversion(file, filed.origin)
        data = loaded.documents[file].data
        assert isinstance(data, dict)
        self.root = convert(FILES[self.kind], data, self._reading)

    def naming(self, kind: str, id_: str) -> Iterator[WhereNamed]:
        """Yield where a thing is named."""
        paths = [one.path for one in self._reading.references if kind in one.ref.kinds and str(one.word) == id_]
        paths += self._members(f"{kind}s", id_)
        for path in paths:
            yield WhereNamed(
                path,
                [
                    (declared.path, declared.thing)
                    for size in range(len(path), -1, -1)
                    for declared in self._reading.declared
                    if declared.path == path[:size]
                ],
            )

    def _members(self, sort: str, id_: str) -> Iterator[KeyPath]:
        groups = self.rewriting.at(()).get("groups", ()) if self.kind == "scope" else ()
        for rank, group in enumerate(groups if isinstance(groups, list) else ()):
            if group.get("of") == sort and id_ in group.get("members", ()):
                yield "groups", rank, "members", group["members"].index(id_)


def open_files(loaded: Loaded) -> Iterator[OpenFile]:
    """Yield the files of a handbook that could be read."""
    for file, document in sorted(loaded.documents.items()):
        filed = kind_of(document.path)
        if isinstance(filed, Filed) and not loaded.sources[file].is_elsewhere:
            yield OpenFile(loaded, file, filed)
