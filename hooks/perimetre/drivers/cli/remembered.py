"""Remember what the files of a handbook gave, so that what has not changed is neither read nor judged again.

Comes in: the files, byte by byte. Goes out: what the same code made of the same files: of one file its document, of all
of them the handbook, and on the same day the verdict of a check. A handbook with errors is not remembered: it is read.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import pickle
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from perimetre.base.days import PUBLIC_HOLIDAYS
from perimetre.base.diagnostics import Diagnostic
from perimetre.base.frozen import dataclass
from perimetre.drivers.cli.cache import Cache, collecting_nothing
from perimetre.pipeline.loaded import Loaded
from perimetre.reading.sources import Collected, Source, collect, shown_prefix

if TYPE_CHECKING:
    from pathlib import Path

    from perimetre.base.shards import Shard
    from perimetre.judge.brands import Looked
    from perimetre.judge.memory import JudgeMemory
    from perimetre.model import Handbook
    from perimetre.pipeline.loading import Reading
    from perimetre.reading.document import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckVerdict:
    """What a check found.

    Fields:
        diagnostics: all that was found, in the order in which it is shown.
        lines: the lines of each file that something is said of, by path as printed.
        files: how many files were read.
        language: the handbook's first language, or None where it says none.
        timezone: the handbook's, by its IANA name.
        day: the day on which it holds, in that zone.
    """

    diagnostics: tuple[Diagnostic, ...]
    lines: Mapping[str, Sequence[str]]
    files: int
    language: str | None
    timezone: str
    day: date


class CheckMemory:
    """The verdict on a handbook as it stands."""

    def __init__(self, cache: Cache, collected: Collected, against: Collected | None = None, named: str = "") -> None:
        """Find where it is remembered.

        Args:
            cache: what is kept of the playbooks.
            collected: the files of the handbook, and what could not be read of them.
            against: those of the handbook from which it comes, if it is held against one.
            named: what that state is called, which the verdict says.
        """
        self._cache = cache
        states = [cache.name_of_state(state) for state in (collected, against) if state is not None]
        called = [hashlib.sha256(named.encode("utf-8", "surrogateescape")).hexdigest()[:16]] if named else []
        self._name = f"{'-'.join([*states, *called])}.verdict"

    def recall(self, today: date | None) -> CheckVerdict | None:
        """Return the verdict of a day (None: today in the house's zone), or None where nobody has given it yet."""
        verdict = self._cache.read(self._name, CheckVerdict)
        if verdict is None:
            return None
        return verdict if verdict.day == (today or datetime.now(ZoneInfo(verdict.timezone)).date()) else None

    def keep(self, verdict: CheckVerdict) -> None:
        """Remember a verdict."""
        self._cache.write(self._name, verdict)


class ReadMemory:
    """What each file gave when it was read last."""

    def __init__(self, cache: Cache) -> None:
        """Bring back what is remembered."""
        self._cache = cache
        self._name = f"{cache.name_of_place()}.read"
        # By path as printed: what tells the file from any other, and what it gave, which is brought back if asked for.
        self._known: dict[str, tuple[bytes, bytes]] = cache.read(self._name, dict) or {}

    def recall(self, source: Source) -> Reading | None:
        """Return what a file gave, if it was the same."""
        known = self._known.get(source.file)
        if known is None or known[0] != _digest(source):
            return None
        # Whatever a damaged file may raise, it says nothing.
        with contextlib.suppress(Exception):
            reading: Reading = pickle.loads(known[1])
            return reading
        return None

    def keep(self, sources: Mapping[str, Source]) -> None:
        """Remember what these files have given, and no others."""
        from perimetre.pipeline.loading import reading_of

        kept = {}
        for file, source in sources.items():
            digest = _digest(source)
            known = self._known.get(file)
            if known is None or known[0] != digest:
                known = digest, pickle.dumps(reading_of(source), protocol=pickle.HIGHEST_PROTOCOL)
            kept[file] = known
        if kept != self._known:
            self._cache.write(self._name, kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltBefore:
    """A handbook without errors, and what was found on the way."""

    handbook: Handbook
    diagnostics: tuple[Diagnostic, ...]


class _Documents(Mapping[str, "Document"]):
    """The documents of a handbook that is remembered, each read when it is asked for."""

    def __init__(self, sources: Mapping[str, Source], cache: Cache) -> None:
        self._sources = sources
        self._cache = cache
        self._memory: ReadMemory | None = None
        self._readings: dict[str, Reading] = {}

    def __getitem__(self, file: str) -> Document:
        source = self._sources[file]
        self._memory = self._memory or ReadMemory(self._cache)
        if file not in self._readings:
            self._readings[file] = self._memory.recall(source) or _read_anew(source)
        document, _ = self._readings[file]
        if document is None:
            raise KeyError(file)
        return document

    def __iter__(self) -> Iterator[str]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)


def _read_anew(source: Source) -> Reading:
    # Late: whoever finds what is remembered imports neither what reads nor what builds.
    from perimetre.pipeline.loading import reading_of

    return reading_of(source)


def load(options: argparse.Namespace) -> Loaded:
    """Load the handbook of the folder that a command names; bring it back where it was without errors and is the same.

    Raises:
        FolderNotFoundError: there is no such folder, or it cannot be opened.
    """
    folder: Path = options.path
    return load_collected(collect(folder, environment=os.environ), folder, shown_prefix(folder.resolve()))


def load_collected(collected: Collected, folder: Path, shown: str, *, keep: bool = True) -> Loaded:
    """Load a handbook from its files; bring it back where it was without errors and is the same.

    Args:
        collected: the files, and what could not be read of them.
        folder: the playbooks, in whose name things are remembered.
        shown: the playbooks' folder as printed.
        keep: whether these files are those that will be read the next time, and not those of another state.
    """
    cache = Cache(folder)
    name = f"{cache.name_of_state(collected)}.handbook"
    before = cache.read(name, BuiltBefore)
    if before is not None:
        sources = {source.file: source for source in collected.sources}
        documents = _Documents(sources, cache)
        return Loaded(handbook=before.handbook, diagnostics=before.diagnostics, sources=sources, documents=documents)
    loaded = _load_changed(collected, shown, cache, keep=keep)
    if loaded.handbook is not None and not loaded.has_errors:
        cache.write(name, BuiltBefore(handbook=loaded.handbook, diagnostics=loaded.diagnostics))
    return loaded


def load_changed(collected: Collected, folder: Path, cache: Cache) -> Loaded:
    """Load a handbook, of which only the files that have changed are read."""
    return _load_changed(collected, shown_prefix(folder.resolve()), cache, keep=True)


def _load_changed(collected: Collected, shown: str, cache: Cache, *, keep: bool) -> Loaded:
    from perimetre.model.building import shipped
    from perimetre.pipeline.loading import load_sources

    with collecting_nothing(), _brought_back(cache, "shipped", shipped.READ):
        memory = ReadMemory(cache)
        loaded = load_sources(collected, folder=shown, recall=memory.recall)
        if keep:
            memory.keep(loaded.sources)
    return loaded


def judged_again(
    loaded: Loaded,
    day: date,
    cache: Cache,
    jobs: int,
    before: Handbook | None = None,
    looked: Sequence[Looked] = (),
    against: str = "main",
) -> Loaded:
    """Judge a handbook on a day, of which only the rules that stand on what has changed are asked.

    Args:
        loaded: the handbook.
        day: the day, in the house's zone.
        cache: what is kept of the playbooks.
        jobs: how many processes may work side by side.
        before: the handbook from which it comes, for what must have been decided of what changes.
        looked: what came of looking at each part of the brands elsewhere; none: they are looked at here.
        against: what a command writes after `--against` to compare with `before`.
    """
    if loaded.handbook is None:
        return loaded
    from perimetre.pipeline.loading import judged

    with _judged_before(cache, "parts" if looked else "") as memory:
        return judged(loaded, day, memory, jobs, before, looked, against)


def looked_at_again(loaded: Loaded, day: date, cache: Cache, jobs: int, shard: Shard) -> Looked:
    """Look at some of the brands of a handbook, as `judged_again` looks at all of them."""
    from perimetre.pipeline.loading import look_at

    with _judged_before(cache, shard.name) as memory:
        looked = look_at(loaded, day, shard, memory, jobs)
        memory.add(looked.remembered)
    # What is remembered here is of no use elsewhere.
    return replace(looked, remembered={})


@contextlib.contextmanager
def _judged_before(cache: Cache, part: str) -> Iterator[JudgeMemory]:
    """Bring back what the rules found before, and remember what they find now; `part`: of which brands."""
    from perimetre.judge.memory import JudgedBefore, JudgeMemory

    name = f"{cache.name_of_place()}{part}.judged"
    memory = JudgeMemory(cache.read(name, JudgedBefore))
    yield memory
    if now := memory.now():
        cache.write(name, now)


@contextlib.contextmanager
def holidays_remembered(folder: Path) -> Iterator[None]:
    """Bring back the public holidays that were worked out before, and remember those that are worked out meanwhile.

    Args:
        folder: the playbooks.
    """
    with _brought_back(Cache(folder), "holidays", PUBLIC_HOLIDAYS):
        yield


@contextlib.contextmanager
def capabilities_remembered(folder: Path) -> Iterator[None]:
    """Bring back what channels offer, as the product ships it, and remember it where it is read meanwhile.

    Args:
        folder: the playbooks.
    """
    from perimetre.perimeter import capabilities

    with _brought_back(Cache(folder), "capabilities", capabilities.READ):
        yield


@contextlib.contextmanager
def _brought_back(cache: Cache, kind: str, known: dict[Any, Any]) -> Iterator[None]:
    """Add to what is known what is remembered of it, and remember what is added meanwhile."""
    name = f"{cache.name_of_place()}.{kind}"
    before = cache.read(name, dict) or {}
    known.update(before)
    yield
    if known.keys() - before.keys():
        cache.write(name, known)


def _digest(source: Source) -> bytes:
    return hashlib.sha256(f"{source.path}\n".encode() + source.content).digest()
