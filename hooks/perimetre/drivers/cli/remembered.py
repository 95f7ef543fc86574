"""Remember what a check has found, so that a handbook that has not changed is not judged again.

Comes in: the files of a handbook, byte by byte. Goes out: the verdict that the same code gave of the same files on the
same day. It is kept in the user's own cache folder, which may be deleted at any time; never in a project, where whoever
proposes a change could put a verdict of their own (a pickle runs what it holds), and never believed across versions.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import stat
import sys
import sysconfig
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import perimetre
from perimetre.base.diagnostics import Diagnostic
from perimetre.reading.sources import Collected

# As many handbooks, or states of one, as are kept: the oldest go first.
KEPT = 64


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
    """What is remembered of one handbook as it stands."""

    def __init__(self, collected: Collected, folder: Path) -> None:
        """Find where it is remembered; nowhere, where the cache folder cannot be trusted.

        Args:
            collected: the files of the handbook, and what could not be read of them.
            folder: the folder of the playbooks.
        """
        place = cache_folder(folder)
        self._file = place / f"{_name(collected, folder)}.verdict" if place is not None else None

    def recall(self, today: date | None) -> CheckVerdict | None:
        """Return the verdict of a day (None: today in the house's zone), or None where nobody has given it yet."""
        if self._file is None:
            return None
        try:
            verdict = pickle.loads(self._file.read_bytes())
            if not isinstance(verdict, CheckVerdict):
                return None
            now = today or datetime.now(ZoneInfo(verdict.timezone)).date()
        # Whatever a damaged file may raise, it says nothing: the handbook is judged.
        except Exception:
            return None
        return verdict if verdict.day == now else None

    def keep(self, verdict: CheckVerdict) -> None:
        """Remember a verdict; where that cannot be done, nothing is lost."""
        if self._file is None:
            return
        with contextlib.suppress(OSError, pickle.PicklingError):
            content = pickle.dumps(verdict, protocol=pickle.HIGHEST_PROTOCOL)
            descriptor, name = tempfile.mkstemp(dir=self._file.parent, prefix=".", suffix=".new")
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
            Path(name).replace(self._file)
            _forget_the_oldest(self._file.parent)


def cache_folder(playbooks: Path) -> Path | None:
    """Return the folder where verdicts are remembered, made if need be.

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
        if not Path(base).is_absolute() or any(place.is_relative_to(root) for root in _projects(playbooks.resolve())):
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


def _projects(playbooks: Path) -> tuple[Path, ...]:
    """Return where a proposed change may write: the repository around the playbooks, the current folder."""
    repository = next((folder for folder in (playbooks, *playbooks.parents) if (folder / ".git").exists()), playbooks)
    return repository, playbooks, Path.cwd()


def _name(collected: Collected, folder: Path) -> str:
    """Return what tells these files, read by this code, from any others."""
    told = hashlib.sha256(repr((sys.version, _code(), str(folder), str(Path.cwd()))).encode())
    for source in collected.sources:
        told.update(repr((source.path, source.file, len(source.content))).encode())
        told.update(source.content)
    told.update(repr([(refused.rule, refused.file) for refused in collected.diagnostics]).encode())
    return told.hexdigest()


def _code() -> tuple[object, ...]:
    """Return what changes when the product does, or what it is installed with."""
    package = Path(perimetre.__path__[0])
    schemas = package / "schemas" if (package / "schemas").is_dir() else package.parents[1] / "schemas"
    installed = Path(sysconfig.get_paths()["purelib"])
    return (
        str(package),
        installed.stat().st_mtime_ns,
        tuple(sorted(_states(package))),
        tuple(sorted(_states(schemas))),
    )


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


def _forget_the_oldest(place: Path) -> None:
    verdicts = sorted(place.glob("*.verdict"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in verdicts[KEPT:]:
        file.unlink(missing_ok=True)
