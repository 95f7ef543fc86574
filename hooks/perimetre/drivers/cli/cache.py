"""Keep in the user's own cache folder what costs to work out: the folder, which may be deleted at any time.

Comes in: the files of a handbook, byte by byte. Goes out: what the same code made of the same files. Nothing is kept in
a project, where whoever proposes a change could put something of their own (a pickle runs what it holds); nothing is
believed across versions.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import hashlib
import os
import pickle
import stat
import sys
import sysconfig
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import perimetre
from perimetre.reading.sources import Collected

T = TypeVar("T")

# As many things of a kind as are kept, and as many bytes of all: the oldest go first.
KEPT = 64
KEPT_BYTES = 256_000_000
_HEXADECIMAL = 64


class Cache:
    """What is kept of the playbooks of a folder."""

    def __init__(self, playbooks: Path) -> None:
        """Find where it is kept; nowhere, where the cache folder cannot be trusted."""
        self._folder = cache_folder(playbooks)
        self._playbooks = playbooks

    def name_of_place(self) -> str:
        """Return what tells the playbooks, read from here by this code, from any others, whatever they hold."""
        return self._place().hexdigest() if self._folder is not None else ""

    def name_of_state(self, collected: Collected) -> str:
        """Return what tells these files, read from here by this code, from any others."""
        if self._folder is None:
            return ""
        told = self._place()
        told.update(digest_of(collected).encode())
        return told.hexdigest()

    def read(self, name: str, kind: type[T]) -> T | None:
        """Return what is kept under a name, or None where nothing is, or nothing that is right."""
        if self._folder is None:
            return None
        try:
            with collecting_nothing():
                thing = pickle.loads((self._folder / name).read_bytes())
        # Whatever a damaged file may raise, it says nothing.
        except Exception:
            return None
        return thing if isinstance(thing, kind) else None

    def write(self, name: str, thing: object) -> None:
        """Keep something under a name, whole or not at all; where that cannot be done, nothing is lost."""
        if self._folder is None:
            return
        with contextlib.suppress(OSError, pickle.PicklingError), collecting_nothing():
            _write_whole(self._folder / name, pickle.dumps(thing, protocol=pickle.HIGHEST_PROTOCOL))
            self._forget_the_oldest(self._folder)

    def _place(self) -> hashlib._Hash:
        return hashlib.sha256(repr((code(self._folder), str(self._playbooks), str(Path.cwd()))).encode())

    def _forget_the_oldest(self, folder: Path) -> None:
        files = [(file.stat(), file) for file in folder.iterdir() if file.is_file()]
        count: Counter[str] = Counter()
        size = 0
        for state, file in sorted(files, key=lambda kept: kept[0].st_mtime, reverse=True):
            count[file.suffix] += 1
            size += state.st_size
            if count[file.suffix] > KEPT or size > KEPT_BYTES:
                file.unlink(missing_ok=True)


@contextlib.contextmanager
def collecting_nothing() -> Iterator[None]:
    """Keep all that is made until the end of the command: nothing is made in circles, and looking takes a sixth."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            # What has been made is not looked through later either.
            gc.freeze()
            gc.enable()


def cache_folder(playbooks: Path) -> Path | None:
    """Return the folder where things are kept, made if need be.

    None where it cannot be, where others may write to it, or where it lies in the project of the playbooks or in the
    current folder: what stands there may have come with a change that somebody proposes.
    """
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = str(Path.home() / "Library" / "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    try:
        place = Path(base).resolve() / "perimetre"
        if not Path(base).is_absolute() or any(place.is_relative_to(root) for root in projects(playbooks.resolve())):
            return None
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        state = place.lstat()
        if not stat.S_ISDIR(state.st_mode):
            return None
        if hasattr(os, "getuid") and (state.st_uid != os.getuid() or state.st_mode & 0o022):
            return None
    except (OSError, RuntimeError):
        return None
    return place


def projects(playbooks: Path) -> tuple[Path, ...]:
    """Return where a proposed change may write: the repository around the playbooks, the current folder."""
    repository = next((folder for folder in (playbooks, *playbooks.parents) if (folder / ".git").exists()), playbooks)
    return repository, playbooks, Path.cwd()


def digest_of(collected: Collected) -> str:
    """Return what tells these files from any others."""
    told = hashlib.sha256()
    for source in collected.sources:
        told.update(repr((source.path, source.file, len(source.content))).encode())
        told.update(source.content)
    told.update(repr([(refused.rule, refused.file) for refused in collected.diagnostics]).encode())
    return told.hexdigest()


@functools.cache
def code(folder: Path | None) -> str:
    """Return what tells this code, and what it is installed with, from any other, on whatever machine it is.

    Args:
        folder: the cache folder: the code that was read once is told by the time of its files from then on.
    """
    package = Path(perimetre.__path__[0])
    schemas = package / "schemas" if (package / "schemas").is_dir() else package.parents[1] / "schemas"
    files = {top: sorted(_states(top)) for top in (package, schemas)}
    known = folder / f"{hashlib.sha256(repr(files).encode()).hexdigest()}.code" if folder is not None else None
    with contextlib.suppress(OSError, ValueError):
        if known is not None and len(content := known.read_text("ascii")) == _HEXADECIMAL:
            return _with_its_surroundings(content)
    told = hashlib.sha256()
    for top, states in files.items():
        # Paths are texts here: of two thousand files, making each a `Path` takes longer than reading it.
        for name, size, _ in states:
            told.update(repr((name.removeprefix(f"{top}{os.sep}").replace(os.sep, "/"), size)).encode())
            with open(name, "rb", buffering=0) as file:  # noqa: PTH123
                told.update(file.read())
    if known is not None:
        with contextlib.suppress(OSError):
            _write_whole(known, told.hexdigest().encode())
    return _with_its_surroundings(told.hexdigest())


def _with_its_surroundings(content: str) -> str:
    """Return what tells some code, on this version of Python and beside these packages, from any other."""
    packages = sorted(told.name for told in Path(sysconfig.get_paths()["purelib"]).glob("*-info"))
    return hashlib.sha256(repr((sys.version, content, packages)).encode()).hexdigest()


def _write_whole(file: Path, content: bytes) -> None:
    # Late: what is only read back owes nothing to what writes.
    import tempfile

    descriptor, beside = tempfile.mkstemp(dir=file.parent, prefix=".", suffix=".new")
    with os.fdopen(descriptor, "wb") as made:
        made.write(content)
    Path(beside).replace(file)


def _states(folder: Path) -> list[tuple[str, int, int]]:
    states: list[tuple[str, int, int]] = []
    waiting = [str(folder)]
    for name in waiting:
        with os.scandir(name) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    if entry.name != "__pycache__":
                        waiting.append(entry.path)
                else:
                    state = entry.stat()
                    states.append((entry.path, state.st_size, state.st_mtime_ns))
    return states
