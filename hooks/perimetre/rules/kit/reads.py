"""Note which kinds of file are read while something is worked out: what it stands on is learnt, never listed.

Comes in: a handbook, one of its brands, its documents. Goes out: the same, which note in a `Reads` each kind of file
that is asked of them. Whoever uses what was worked out before, for all, rests on what was read for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from perimetre.model import FILES, Brand, Handbook, Part
from perimetre.reading.document import Document
from perimetre.reading.kinds import HANDBOOK, HOMES, HOUSE, JOINING, KINDS

Key = TypeVar("Key")
Value = TypeVar("Value")


class Reads:
    """What has been read for the sake of one thing.

    Fields:
        kinds: the kinds of file, by whose they are: a brand, "house", "handbook".
        files: the documents of which what they hold was taken, by path as printed.
        texts: those that were taken as they are written: their text, their lines, where something stands in it.
        everything: whether all the files there are have been looked through.
        above: by brand that was read, the brands above it, whose files are read with its own.
    """

    __slots__ = ("_others", "above", "everything", "files", "kinds", "texts")

    def __init__(self) -> None:
        """Begin with nothing read."""
        self.kinds: dict[str, set[str]] = {}
        self.files: set[str] = set()
        self.texts: set[str] = set()
        self.everything = False
        self.above: dict[str, tuple[str, ...]] = {}
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


def kinds_read(every: Iterable[Reads]) -> frozenset[tuple[str, str]]:
    """Return whose files of what kinds were read: where a brand's was, those of the levels above it and the house's."""
    return frozenset(
        (level, kind)
        for some in every
        for owner, kinds in some.kinds.items()
        for kind in kinds
        for level in (owner, *some.above.get(owner, ()), HOUSE)
    )


class WatchedBrand(Brand):
    """A brand that notes which kinds of file are read of it."""

    __slots__ = ("_read", "_whole")
    _read: set[str]
    _whole: Brand

    def __init__(self, whole: Brand, reads: Reads) -> None:
        """Watch a brand; one that is watched already for something else is watched for this alone."""
        object.__setattr__(self, "_whole", whole._whole if isinstance(whole, WatchedBrand) else whole)
        object.__setattr__(self, "_read", reads.of(whole.id))
        reads.above[whole.id] = self._whole.above

    def __getattr__(self, name: str) -> object:
        """Watch a field, the first time; from then on it stands here, as in any brand."""
        if name.startswith("_"):
            raise AttributeError(name)
        value = getattr(self._whole, name)
        if name == "values":
            self._read.add(name)
        elif name in ("single", "folders"):
            value = _Watched(value, self._read, _KINDS.__getitem__)
        elif isinstance(value, Mapping) and name != "files":
            value = _Watched(value, self._read, _kind_of_record)
        return _keep(self, name, value)


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
        value = getattr(self._whole, name)
        if name == "settings":
            self._reads.of(HANDBOOK).add(HANDBOOK)
        elif name == "values":
            self._reads.of(HOUSE).add(name)
        elif name == "house" and value is not None:
            value = WatchedBrand(value, self._reads)
        elif name == "brands":
            value = tuple(WatchedBrand(brand, self._reads) for brand in value)
        return _keep(self, name, value)


class _Watched(Mapping[Key, Value]):
    """What a brand keeps, by key: to take one thing is to read its kind of file, to go through them all kinds."""

    def __init__(self, whole: Mapping[Key, Value], read: set[str], kind_of: Callable[[Key], str]) -> None:
        self._whole = whole
        self._read = read
        self._kind_of = kind_of

    def __getitem__(self, key: Key) -> Value:
        kind = self._kind_of(key)
        # What joins a file is read with it, and may be written in it.
        self._read.update((kind, *JOINING[kind]))
        if (home := KINDS[kind].joins) is not None:
            self._read.add(home)
        return self._whole[key]

    def __iter__(self) -> Iterator[Key]:
        self._read.update(KINDS)
        return iter(self._whole)

    def __len__(self) -> int:
        return len(self._whole)


class WatchedDocument(Document):
    """A document that notes whether it is taken as it is written, or only for what it holds."""

    __slots__ = ("_reads", "_whole")
    _reads: Reads
    _whole: Document

    def __init__(self, whole: Document, reads: Reads) -> None:
        """Watch a document."""
        object.__setattr__(self, "_whole", whole)
        object.__setattr__(self, "_reads", reads)

    def __getattr__(self, name: str) -> object:
        """Note that a field is read, the first time; from then on it stands here, as in any document."""
        if name.startswith("_"):
            raise AttributeError(name)
        if name not in ("path", "file", "data"):
            self._reads.texts.add(self._whole.file)
        return _keep(self, name, getattr(self._whole, name))


class WatchedDocuments(Mapping[str, Document]):
    """The documents by path as printed: to look through them is to read everything, to take one is to read that one."""

    def __init__(self, whole: Mapping[str, Document], reads: Reads) -> None:
        """Watch documents; those that are watched already for something else are watched for this alone."""
        self._whole: Mapping[str, Document] = whole._whole if isinstance(whole, WatchedDocuments) else whole
        self._reads = reads
        self._watched: dict[str, Document] = {}

    def __getitem__(self, file: str) -> Document:
        self._reads.files.add(file)
        document = self._watched.get(file)
        if document is None:
            document = self._watched[file] = WatchedDocument(self._whole[file], self._reads)
        return document

    def __iter__(self) -> Iterator[str]:
        self._reads.everything = True
        return iter(self._whole)

    def __len__(self) -> int:
        return len(self._whole)


# The kind of file that each class is made of.
_KINDS: Mapping[type[Part], str] = {cls: kind for kind, cls in FILES.items()}


def _kind_of_record(key: tuple[str, str]) -> str:
    return HOMES[key[0]].id


def _keep(whole: Brand | Handbook | Document, name: str, value: object) -> object:
    object.__setattr__(whole, name, value)
    return value
