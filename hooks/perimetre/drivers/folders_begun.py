"""Put the files of a house that begins in their folder: all of them, or none.

Comes in: a folder that is new, empty, or an empty repository, and texts by path. Goes out: the folder, made apart and
moved to its place; a repository of git, where git is there and none holds it already.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from perimetre.base.diagnostics import PerimetreError
from perimetre.base.words import message, some

_GIT = ".git"
# What tells git of another repository than the folder it stands in: a hook of git has them.
_OF_ANOTHER = frozenset(("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR"))


class RoomError(PerimetreError):
    """There is no room for a house: what is there stays as it is."""


def check_room(folder: Path) -> None:
    """Refuse a folder where something is already, other than an empty repository.

    Raises:
        RoomError: it is a file, it holds something, or it cannot be opened.
    """
    try:
        if not os.path.lexists(folder):
            return
        if not folder.is_dir():
            raise RoomError(
                message("`{folder}` is there already, and is no folder. Give another one.", folder=shown(folder))
            )
        held = sorted(shown(Path(entry.name)) for entry in folder.iterdir() if entry.name != _GIT)
    except OSError as error:
        raise _refused(folder, error) from error
    if held:
        names = some(f"`{name}`" for name in held)
        text = message(
            "`{folder}` is not empty: it holds {names}. Nothing is written; give a new folder, or an empty one.",
            folder=shown(folder),
            names=names,
        )
        raise RoomError(text)


def put_in_place(folder: Path, files: Mapping[str, str]) -> bool:
    """Write files in a folder that has room for them; return whether it is in a repository of git.

    Args:
        folder: it has room (`check_room`).
        files: their texts, by path in the folder.

    Raises:
        RoomError: they cannot be written, and none is.
    """
    made: list[Path] = []
    place: Path | None = None
    try:
        made = _made_above(folder)
        is_there = folder.is_dir()
        folder.absolute().parent.mkdir(parents=True, exist_ok=True)
        # A folder that somebody stands in stays itself: what it will hold is moved into it.
        place = Path(tempfile.mkdtemp(prefix=".perimetre-", dir=folder if is_there else folder.absolute().parent))
        whole = place / "house"
        whole.mkdir()
        for path, text in files.items():
            file = whole / path
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("x", encoding="utf-8", newline="\n") as opened:
                opened.write(text)
        is_repository = _in_repository(folder if is_there else folder.absolute().parent) or _begin_repository(whole)
        if is_there:
            _move_all(whole, folder)
        else:
            whole.rename(folder)
    except BaseException as error:
        # Whoever stops it with Ctrl-C too: what is left of a house would be in the way of the next.
        _take_away(place)
        for above in made:
            with contextlib.suppress(OSError):
                above.rmdir()
        if isinstance(error, OSError):
            raise _refused(folder, error) from error
        raise
    _take_away(place)
    return is_repository


def _take_away(place: Path | None) -> None:
    if place is not None:
        shutil.rmtree(place, ignore_errors=True)


def _move_all(whole: Path, folder: Path) -> None:
    moved: list[Path] = []
    try:
        for entry in sorted(whole.iterdir()):
            if (folder / entry.name).exists():
                raise FileExistsError(17, os.strerror(17))
            entry.rename(folder / entry.name)
            moved.append(folder / entry.name)
    except BaseException:
        for path in moved:
            path.rename(whole / path.name)
        raise


def _made_above(folder: Path) -> list[Path]:
    """Return the folders above that are not there yet, the innermost first."""
    return [above for above in folder.absolute().parents if not above.exists()]


def _in_repository(folder: Path) -> bool:
    return any((above / _GIT).exists() for above in (folder.resolve(), *folder.resolve().parents))


def _begin_repository(folder: Path) -> bool:
    # Before 2.28, git names no branch where it begins.
    if not _git(folder, "init", "--quiet", "--initial-branch=main", ".") and _git(folder, "init", "--quiet", "."):
        _git(folder, "symbolic-ref", "HEAD", "refs/heads/main")
    return (folder / _GIT).exists()


def _git(folder: Path, *arguments: str) -> bool:
    """Return whether git is there, and does it."""
    try:
        done = subprocess.run(("git", *arguments), cwd=folder, env=of_no_other(), capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


def of_no_other() -> dict[str, str]:
    """Return the environment in which git finds the repository where it is run, and no other."""
    return {name: value for name, value in os.environ.items() if name not in _OF_ANOTHER}


def _refused(folder: Path, error: OSError) -> RoomError:
    reason = error.strerror or type(error).__name__
    return RoomError(
        message("Nothing is written: `{folder}` cannot be made ({reason}).", folder=shown(folder), reason=reason)
    )


def shown(folder: Path) -> str:
    """Return a path as a text: what of it is no UTF-8 is replaced."""
    return os.fsencode(folder).decode("utf-8", "replace")
