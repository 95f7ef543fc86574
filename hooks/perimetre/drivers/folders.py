"""Put a folder in the place of another, whole or not at all.

Comes in: the folder to replace. Goes out: a folder to write in, which takes its place in one step. Whatever ends the
process meanwhile (a kill, a full disk, an error) leaves what stood there; what it left behind goes at the next time.
Both the site and the exported pages are written this way.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from perimetre.base.diagnostics import PerimetreError
from perimetre.base.words import message

if sys.platform != "win32":
    import fcntl

# Linux and macOS swap two folders in one step; what to call, with which first arguments, is each one's own.
_AT_CURRENT_FOLDER, _RENAME_EXCHANGE, _RENAME_SWAP = -100, 2, 2


class FolderNotReplacedError(PerimetreError):
    """The folder cannot be replaced; what stood there still stands."""


class Replacement:
    """A folder in the making, beside the one whose place it will take.

    Fields:
        place: the folder to replace, whether it is there yet or not; links are followed.
        made: the folder to write in.

    Raises:
        FolderNotReplacedError: nothing can be made beside the folder, or it can never be moved.
    """

    def __init__(self, place: Path) -> None:
        # A link (`current -> releases/12`) stays, and what it leads to is replaced.
        self.place = Path(os.path.realpath(place))
        if os.path.lexists(self.place) and not self.place.is_dir():
            raise FolderNotReplacedError(message("`{folder}` is a file; give a folder.", folder=str(place)))
        if self.place.is_mount():
            raise FolderNotReplacedError(
                message(
                    "`{folder}` is a mount point, which cannot be replaced whole; give a folder inside it.",
                    folder=str(place),
                )
            )
        with self._saying_why():
            self.place.parent.mkdir(parents=True, exist_ok=True)
            _tidy(self.place)
            self._workshop = Path(tempfile.mkdtemp(prefix=_prefix(self.place), dir=self.place.parent))
            self._lock = _lock(self._workshop)
            self.made = self._workshop / "new"
            self.made.mkdir()

    def put(self) -> None:
        """Put what was made in its place, and remove what stood there.

        Raises:
            FolderNotReplacedError: it cannot be put there; what stood there still does.
        """
        with self._saying_why():
            if self.place.exists():
                self._take_over()
                if not _exchange(self.made, self.place):
                    old = self._workshop / "old"
                    self.place.rename(old)
                    try:
                        self.made.rename(self.place)
                    except OSError:
                        old.rename(self.place)
                        raise
            else:
                self.made.rename(self.place)
        self.abandon()

    def abandon(self) -> None:
        """Remove what was made, or what it has replaced."""
        shutil.rmtree(self._workshop, ignore_errors=True)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _take_over(self) -> None:
        """Give what was made the permissions of the folder that it replaces, and its hidden files.

        Builders leave the hidden files of a site's folder alone, because they are somebody else's: `.git`, `.nojekyll`.
        """
        shutil.copymode(self.place, self.made)
        for hidden in self.place.glob(".*"):
            copy = self.made / hidden.name
            if os.path.lexists(copy):
                continue
            if hidden.is_dir() and not hidden.is_symlink():
                shutil.copytree(hidden, copy, symlinks=True)
            else:
                shutil.copy2(hidden, copy, follow_symlinks=False)

    @contextlib.contextmanager
    def _saying_why(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise FolderNotReplacedError(
                message(
                    "`{folder}` cannot be replaced: {reason}. What was there is still there.",
                    folder=str(self.place),
                    reason=reason,
                )
            ) from error


def _prefix(place: Path) -> str:
    return f".{place.name}.perimetre-"


def _tidy(place: Path) -> None:
    """Remove what earlier processes left beside a folder, and put back what one was about to replace."""
    for workshop in sorted(place.parent.iterdir()):
        if not workshop.name.startswith(_prefix(place)):
            continue
        lock = _lock(workshop)
        if lock is None and sys.platform != "win32":
            continue
        old = workshop / "old"
        if old.is_dir() and not place.exists():
            old.rename(place)
        shutil.rmtree(workshop, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def _lock(folder: Path) -> int | None:
    """Take a folder for this process, as long as it lives; return None where another has it."""
    if sys.platform == "win32":
        # A folder cannot be locked there, nor removed while another process writes in it.
        return None
    number = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(number)
        return None
    return number


def _exchange(first: Path, second: Path) -> bool:
    """Swap two folders in one step, where the system and the disk can; return whether it was done."""
    paths = os.fsencode(first), os.fsencode(second)
    if sys.platform == "linux":
        swap = getattr(ctypes.CDLL(None), "renameat2", None)
        arguments = (_AT_CURRENT_FOLDER, paths[0], _AT_CURRENT_FOLDER, paths[1], _RENAME_EXCHANGE)
        return swap is not None and swap(*arguments) == 0
    if sys.platform == "darwin":
        swap = getattr(ctypes.CDLL(None), "renamex_np", None)
        return swap is not None and swap(*paths, _RENAME_SWAP) == 0
    return False
