"""Collect: gather the files of the playbooks.

Comes in: a folder. Goes out: the sources (path, bytes), sorted, and a diagnostic for each file that cannot be read.
This is the one stage of the core that touches the disk; `revisions.py` reads the same `Collected` from git.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from perimetre.base.diagnostics import Diagnostic, PerimetreError
from perimetre.base.words import Message, message
from perimetre.reading.reader.refusals import MAX_BYTES, MAX_FILES, refuse

# Names the file of the house's directory of numbers, where it is kept out of the playbooks.
DIRECTORY = "PERIMETRE_CONTACTS"
_HOUSE_DIRECTORY = "house/contacts.yml"

# What people name a file that they mean to be read: another ending, capitals, the `.txt` that Windows adds and hides.
_MISNAMED = re.compile(r"(?P<stem>.+?)\.(?:ya?ml|yalm|ymal|ylm)(?:\.txt|\.yml|\.yaml)?\Z", re.IGNORECASE)


class FolderNotFoundError(PerimetreError):
    """The folder of the playbooks is missing, is not a folder, or cannot be opened: nothing can be judged."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file of the playbooks.

    Fields:
        path: its path below the folder, with slashes (`brands/lumen/scope.yml`).
        file: its path as every output prints it.
        content: its bytes.
        is_elsewhere: whether it is kept out of the playbooks, as a directory of numbers may be.
    """

    path: str
    file: str
    content: bytes
    is_elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Collected:
    """What a folder holds.

    Fields:
        sources: the files that could be read, sorted by path.
        diagnostics: what could not, and why.
    """

    sources: tuple[Source, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


def collect(folder: Path, here: Path | None = None, environment: Mapping[str, str] | None = None) -> Collected:
    """Read every `.yml` file below a folder; hidden files, and files that are not YAML, are passed over.

    Args:
        folder: the playbooks.
        here: from where files are named where there is no repository; None: the current folder.
        environment: the variables of the process, which may name a directory that is kept elsewhere; None: none does.

    Raises:
        FolderNotFoundError: there is no such folder, or it cannot be opened.
    """
    shown = str(folder).encode("utf-8", "replace").decode("utf-8")
    try:
        root = folder.resolve(strict=True)
        if not root.is_dir():
            raise FolderNotFoundError(message("`{folder}` is a file; give the folder of the playbooks.", folder=shown))
        os.scandir(root).close()
    except (FileNotFoundError, NotADirectoryError) as error:
        text = message("There is no folder `{folder}`. Give the folder of the playbooks.", folder=shown)
        raise FolderNotFoundError(text) from error
    except (OSError, RuntimeError, ValueError) as error:
        text = message("The folder `{folder}` cannot be opened: {reason}.", folder=shown, reason=_reason(error))
        raise FolderNotFoundError(text) from error
    walk = _Walk(root, shown_prefix(root, here))
    walk.run()
    if environment and (directory := environment.get(DIRECTORY)):
        walk.bring_directory(directory)
    if not walk.sources and not walk.diagnostics:
        walk.refuse("folder-empty", "", folder=walk.file(""))
    return Collected(
        tuple(sorted(walk.sources, key=lambda source: source.path)),
        tuple(sorted(walk.diagnostics, key=lambda diagnostic: diagnostic.order)),
    )


class _Walk:
    """The reading of one folder."""

    def __init__(self, root: Path, prefix: str) -> None:
        self.root = root
        self.prefix = prefix
        self.sources: list[Source] = []
        self.diagnostics: list[Diagnostic] = []

    def file(self, path: str) -> str:
        return "/".join(part for part in (self.prefix, path) if part) or "."

    def refuse(self, name: str, path: str, /, **values: object) -> None:
        self.diagnostics.append(refuse(name, self.file(path), **values))

    def run(self) -> None:
        waiting = [""]
        seen = 0
        while waiting:
            path = waiting.pop()
            try:
                with os.scandir(self.root / path) as entries:
                    names = []
                    for entry in entries:
                        seen += 1
                        if seen > MAX_FILES:
                            self.refuse("folder-too-many-files", "", folder=self.file(""), limit=MAX_FILES)
                            return
                        names.append(entry)
            except OSError as error:
                self.refuse("file-unreadable.folder", path, reason=_reason(error))
                continue
            for entry in names:
                if entry.name.startswith("."):
                    continue
                below = f"{path}/{entry.name}" if path else entry.name
                if self._is_folder(entry, below):
                    waiting.append(below)

    def _is_folder(self, entry: os.DirEntry[str], path: str) -> bool:
        """Read an entry that is a file; return whether it is a folder to walk."""
        readable = path.encode("utf-8", "replace").decode("utf-8")
        try:
            if entry.is_symlink() and not self._follows(entry, path):
                return False
            if entry.is_dir():
                return True
            if readable != path:
                self.refuse("file-unreadable.name", readable)
            elif is_playbook(entry.name):
                self._read(entry.path, path, self.file(path))
            elif suggestion := well_named(entry.name):
                self.refuse("file-extension", path, name=entry.name, suggestion=suggestion)
        except (OSError, ValueError) as error:
            self.refuse("file-unreadable", readable, reason=_reason(error))
        return False

    def _follows(self, entry: os.DirEntry[str], path: str) -> bool:
        """Tell whether a link leads to a file of the playbooks; a folder of theirs is read at its own place."""
        concerned = entry.name.endswith(".yml")
        try:
            target = Path(entry.path).resolve(strict=True)
        except (FileNotFoundError, NotADirectoryError):
            if concerned:
                self.refuse("file-link.dead", path)
            return False
        except (OSError, RuntimeError):
            self.refuse("file-link.loop", path)
            return False
        folder = target.is_dir()
        if not target.is_relative_to(self.root):
            if concerned or folder:
                self.refuse("file-link", path)
            return False
        if folder:
            self.refuse("file-link.loop", path)
        return not folder

    def bring_directory(self, named: str) -> None:
        """Read the house's directory from where it is kept."""
        if any(source.path == _HOUSE_DIRECTORY for source in self.sources):
            self.refuse("file-unreadable.directories", _HOUSE_DIRECTORY, name=DIRECTORY)
            return
        # Where it is kept is nobody's business who reads a report.
        shown = Path(named).name
        try:
            self._read(named, _HOUSE_DIRECTORY, shown, is_elsewhere=True)
        except (OSError, ValueError) as error:
            reason = _reason(error)
            self.diagnostics.append(refuse("file-unreadable.directory", shown, name=DIRECTORY, reason=reason))

    def _read(self, place: str, path: str, file: str, *, is_elsewhere: bool = False) -> None:
        # Not blocking: a pipe that bears a file's name would wait for ever for someone to write.
        number = os.open(place, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(number, "rb") as opened:
            if not stat.S_ISREG(os.fstat(number).st_mode):
                self.diagnostics.append(refuse("file-unreadable.kind", file, name=Path(place).name))
                return
            content = opened.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            self.diagnostics.append(refuse("file-too-large", file))
            return
        self.sources.append(Source(path, file, content, is_elsewhere))


def is_playbook(name: str) -> bool:
    """Say whether a file of this name is read."""
    return name.endswith(".yml") and len(name) > len(".yml")


def well_named(name: str) -> str | None:
    """Return the name that a file should have, where it was meant to be read; None where it was not."""
    misnamed = _MISNAMED.match(name)
    return f"{misnamed['stem']}.yml" if misnamed else None


def shown_prefix(root: Path, here: Path | None = None) -> str:
    """Return what stands before a source's path in outputs: the way from the repository, else from a folder.

    Args:
        root: the playbooks.
        here: that folder; None: the current one. Where the playbooks are not in it, they are named from above them.
    """
    here = (here or Path.cwd()).resolve()
    tops = [folder for folder in (root, *root.parents) if (folder / ".git").exists()]
    outside = here if root.is_relative_to(here) else root.parent
    top = tops[0] if tops else outside
    prefix = root.relative_to(top).as_posix()
    return "" if prefix == "." else prefix.encode("utf-8", "replace").decode("utf-8")


def _reason(error: Exception) -> Message | str:
    if isinstance(error, PermissionError):
        return message("access is refused")
    if isinstance(error, FileNotFoundError):
        return message("it has just disappeared")
    return getattr(error, "strerror", None) or type(error).__name__
