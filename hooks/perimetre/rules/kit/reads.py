"""Note which kinds of file are read while something is worked out: what it stands on is learnt, never listed.

Comes in: a handbook, one of its brands, its documents. Goes out: the same, which note in a `Reads` each kind of file
that is asked of them. Whoever uses what was worked out before, for all, rests on what was read for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from perimetre.model import Brand, Handbook, Part
from perimetre.model.building.names import HOMES
from perimetre.reading.kinds import FOLDERS, HANDBOOK, HOUSE, KINDS
from perimetre.reading.parse import Document


class Reads:
    """What has been read for the sake of one thing.

    Fields:
        kinds: the kinds of file, by whose they are: a brand, "house", "handbook".
        everything: whether all the files there are have been looked through.
    """

    __slots__ = ("_others", "everything", "kinds")

    def __init__(self) -> None:
        """Begin with nothing read."""
        self.kinds: dict[str, set[str]] = {}
        self.everything = False
        self._others: set[Reads] = set()

    def of(self, owner: str) -> set[str]:
        """Return the kinds read of somebody, to add to them."""
        return self.kinds.setdefault(owner, set())

    def rest_on(self, other: Reads) -> None:
        """Count what was read for another thing, and will be, as read for this one."""
        self._others.add(other)

    def all(self) -> tuple[Reads, ...]:
        """Return this, and all that it rests on."""
        met = {self: None}
        waiting = [self]
        while waiting:
            new = [other for other in waiting.pop()._others if other not in met]
            met.update(dict.fromkeys(new))
            waiting += new
        return tuple(met)


class WatchedBrand(Brand):
    """A brand that notes which kinds of file are read of it."""

    __slots__ = ("_read", "_whole")
    _read: set[str]
    _whole: Brand

    def __init__(self, whole: Brand, reads: Reads) -> None:
        """Watch a brand; one that is watched already for something else is watched for this alone."""
        object.__setattr__(self, "_whole", whole._whole if isinstance(whole, WatchedBrand) else whole)
        object.__setattr__(self, "_read", reads.of(whole.id))

    def __getattr__(self, name: str) -> object:
        """Note that a field is read, the first time; from then on it stands here, as in any brand."""
        if name.startswith("_"):
            raise AttributeError(name)
        self._read.update(_KINDS_OF.get(name, ()))
        return _keep(self, name, getattr(self._whole, name))

    def find(self, kind: str, id_: str) -> Part | None:
        """Return the record that an id names in this brand, or None, as `Brand` does."""
        self._read.add(HOMES[kind])
        return self._whole.find(kind, id_)

    def all(self, kind: str) -> Iterator[Part]:
        """Yield the records of a namespace in effect, the house's first, as `Brand` does."""
        self._read.add(HOMES[kind])
        return self._whole.all(kind)


class WatchedHandbook(Handbook):
    """A handbook that notes which kinds of file are read of it, and of its brands."""

    __slots__ = ("_reads", "_whole")
    _reads: Reads
    _whole: Handbook

    def __init__(self, whole: Handbook, reads: Reads) -> None:
        """Watch a handbook; one that is watched already for something else is watched for this alone."""
        object.__setattr__(self, "_whole", whole._whole if isinstance(whole, WatchedHandbook) else whole)
        object.__setattr__(self, "_reads", reads)

    def __getattr__(self, name: str) -> object:
        """Note that a field is read, the first time; from then on it stands here, as in any handbook."""
        if name.startswith("_"):
            raise AttributeError(name)
        found = getattr(self._whole, name)
        if name == "settings":
            self._reads.of(HANDBOOK).add(HANDBOOK)
        elif name == "values":
            self._reads.of(HOUSE).add(name)
        elif name == "house" and found is not None:
            found = WatchedBrand(found, self._reads)
        elif name == "brands":
            found = tuple(WatchedBrand(brand, self._reads) for brand in found)
        return _keep(self, name, found)


class WatchedDocuments(Mapping[str, Document]):
    """The documents by path as printed: to look through them is to read everything, to take one is not."""

    def __init__(self, whole: Mapping[str, Document], reads: Reads) -> None:
        """Watch documents; those that are watched already for something else are watched for this alone."""
        self._whole: Mapping[str, Document] = whole._whole if isinstance(whole, WatchedDocuments) else whole
        self._reads = reads

    def __getitem__(self, file: str) -> Document:
        return self._whole[file]

    def __iter__(self) -> Iterator[str]:
        self._reads.everything = True
        return iter(self._whole)

    def __len__(self) -> int:
        return len(self._whole)


# A brand has a field for each kind of file; its records by id are of all kinds; whose they are, and where, is of none.
_KINDS_OF: Mapping[str, tuple[str, ...]] = {
    **{kind: (kind,) for kind in KINDS},
    **{folder: (kind.id,) for folder, kind in FOLDERS.items()},
    **dict.fromkeys(("own", "inherited", "renamed"), tuple(KINDS)),
}


def _keep(whole: Brand | Handbook, name: str, found: object) -> object:
    object.__setattr__(whole, name, found)
    return found
