"""Collect: gather the files of the playbooks as they stand in a commit, from git's own store of objects.

Comes in: a folder of the repository, and a revision (`main`, `v1.2`, `HEAD~1`, `main:handbook`). Goes out: the same
`Collected` as a folder gives. Nothing is checked out, fetched or written: git is asked what it holds, by two commands
that only read, with no program of the repository's settings run.
"""

from __future__ import annotations

import os
import posixpath
import re
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from perimetre.base.diagnostics import Diagnostic, PerimetreError
from perimetre.base.suggest import closest, nearest
from perimetre.base.words import Message, few, message
from perimetre.reading.reader.refusals import MAX_BYTES, MAX_FILES, refuse
from perimetre.reading.sources import Collected, Source, is_playbook, well_named

_FILE, _LINK, _FOLDER, _SUBMODULE = "100", "120000", "040000", "160000"
_ANCESTRY = re.compile(r"(?:[~^]\d*|@\{[^}]*\})+\Z")
# A link that leads to a link, and so on: as many steps as are followed.
_STEPS = 8
# In bytes: no system makes a longer one.
_LONGEST_TARGET = 4_096
_REFS_LISTED = 2_000
# What git tells a hook of the repository in which it runs, which need not be the one that is read.
_OF_A_HOOK = frozenset(
    f"GIT_{name}"
    for name in (
        "DIR", "WORK_TREE", "INDEX_FILE", "PREFIX", "COMMON_DIR", "NAMESPACE", "OBJECT_DIRECTORY",
        "ALTERNATE_OBJECT_DIRECTORIES", "SHALLOW_FILE", "GRAFT_FILE", "REPLACE_REF_BASE", "CEILING_DIRECTORIES",
    )
)  # fmt: skip


class RevisionError(PerimetreError):
    """What was to be read from git is not there, or cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A state of the playbooks that git holds.

    Fields:
        name: what was asked for, as it was written.
        commit: the full id of the commit.
        path: the playbooks' folder from the top of the repository, with slashes; "" for the top itself.
    """

    name: str
    commit: str
    path: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file, a folder, a link or a submodule, as a commit lists it; its size is None for what is no file."""

    mode: str
    id: str
    size: int | None
    path: str


class Repository:
    """A repository that is read, and never written.

    Fields:
        top: its top folder.
    """

    def __init__(self, folder: Path) -> None:
        """Find the repository around a folder, which need not be there in the working tree.

        Raises:
            RevisionError: there is none, or git is missing or refuses to read it.
        """
        place = folder.resolve()
        inside = next((near for near in (place, *place.parents) if near.is_dir()), Path.cwd())
        done = _git(inside, "rev-parse", "--show-toplevel")
        if done.returncode:
            shown = str(inside).encode("utf-8", "replace").decode("utf-8")
            if b"dubious ownership" in done.stderr:
                raise RevisionError(
                    message(
                        "git refuses to read the repository of `{folder}`, which belongs to another user of this "
                        "machine. If you trust it: `git config --global --add safe.directory {folder}`.",
                        folder=shown,
                    )
                )
            raise RevisionError(
                message(
                    "`{folder}` is not in the working tree of a git repository, so no revision can be read.",
                    folder=shown,
                )
            )
        self.top = Path(os.fsdecode(done.stdout.removesuffix(b"\n"))).resolve()
        self._below = place.relative_to(self.top).as_posix() if place.is_relative_to(self.top) else None

    def knows(self, name: str) -> bool:
        """Say whether a name is that of a revision, without a word about why it is not."""
        return self._commit(name.partition(":")[0]) is not None

    def revision(self, name: str) -> Revision:
        """Return the state that a name names: a commit in any form that git takes, and a folder after `:`.

        Raises:
            RevisionError: there is no such revision, or this clone does not hold it.
        """
        asked, colon, path = name.partition(":")
        commit = self._commit(asked)
        if commit is None:
            raise self._missing(asked)
        below = posixpath.normpath(path).strip("/") if colon else self._below
        if below is None:
            raise RevisionError(message("The playbooks are outside the repository `{folder}`.", folder=str(self.top)))
        return Revision(name=name, commit=commit, path="" if below == "." else below)

    def common(self, first: str, second: str) -> str:
        """Return the id of the commit from which two revisions have parted, as `git diff first...second` takes it.

        Raises:
            RevisionError: there is none, or this clone does not go back as far.
        """
        commits = [self.revision(name).commit for name in (first, second)]
        done = _git(self.top, "merge-base", *commits)
        if done.returncode:
            if self.is_shallow:
                raise RevisionError(self.too_shallow(f"{first}...{second}"))
            raise RevisionError(message("`{first}` and `{second}` have no common history.", first=first, second=second))
        return done.stdout.decode().split()[0]

    def ask(self, *arguments: str, given: str = "") -> Sequence[str]:
        """Return the lines that git answers to a command that only reads; none where it refuses."""
        done = _git(self.top, *arguments, given=given.encode())
        return () if done.returncode else done.stdout.decode("utf-8", "replace").splitlines()

    def collect(self, revision: Revision) -> Collected:
        """Return the files of the playbooks in a revision, with what could not be read of them, as a folder gives it.

        Raises:
            RevisionError: it has no such folder, it holds a submodule, or this clone lacks some of its files.
        """
        self._look_at_the_folder(revision)
        listed = list(self._listed(revision))
        diagnostics: list[Diagnostic] = []

        def refused(name: str, path: str, /, **values: object) -> None:
            diagnostics.append(refuse(name, _shown(revision.path, path), **values))

        if len(listed) > MAX_FILES:
            refused("folder-too-many-files", "", folder=_shown(revision.path, ""), limit=MAX_FILES)
            listed = listed[:MAX_FILES]
        entries = {entry.path: entry for entry in listed}
        links = _Links(entries, lambda ids: self._contents(ids, revision))
        wanted: dict[str, _Entry] = {}
        for path, entry in entries.items():
            if any(part.startswith(".") for part in path.split("/")):
                continue
            if entry.mode == _SUBMODULE:
                raise self._submodule(_shown(revision.path, path), revision)
            name = path.rpartition("/")[2]
            if "\N{REPLACEMENT CHARACTER}" in path:
                refused("file-unreadable.name", path)
            elif is_playbook(name):
                target = links.followed(entry)
                if isinstance(target, str):
                    refused(target, path)
                else:
                    wanted[path] = target
            elif suggestion := well_named(name):
                refused("file-extension", path, name=name, suggestion=suggestion)
        for path in [path for path, entry in wanted.items() if (entry.size or 0) > MAX_BYTES]:
            refused("file-too-large", path)
            del wanted[path]
        contents = self._contents({entry.id for entry in wanted.values()}, revision)
        sources = [Source(path, _shown(revision.path, path), contents[entry.id]) for path, entry in wanted.items()]
        if not sources and not diagnostics:
            refused("folder-empty", "", folder=_shown(revision.path, ""))
        return Collected(
            tuple(sorted(sources, key=lambda source: source.path)),
            tuple(sorted(diagnostics, key=lambda diagnostic: diagnostic.order)),
        )

    def _commit(self, name: str) -> str | None:
        if not name or name.startswith("-") or "\0" in name:
            return None
        done = _git(self.top, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
        return done.stdout.decode().strip() if not done.returncode else None

    def _missing(self, name: str) -> RevisionError:
        shown = name.encode("utf-8", "replace").decode("utf-8")
        if self._commit("HEAD") is None:
            return RevisionError(
                message("The repository has no commit yet, so there is no revision `{name}`.", name=shown)
            )
        base = _ANCESTRY.sub("", name)
        known = base != name and self._commit(base) is not None
        if self.is_shallow and (known or re.fullmatch("[0-9a-f]{7,64}", name)):
            return RevisionError(self.too_shallow(shown))
        if known:
            return RevisionError(
                message("`{name}` goes back further than the history of `{base}`.", name=shown, base=base)
            )
        refs = self._refs()
        # A branch that this clone holds as another repository's only: `main`, which is `origin/main` here.
        elsewhere = next((ref for ref in refs if ref.endswith(f"/{base}")), None)
        near = elsewhere or closest(base, refs)
        words = [near] if near else list(nearest(base, refs))
        what = message("There is no revision `{name}` in this repository.", name=shown)
        if words:
            what = message("{said} Did you mean {names}?", said=what, names=few((f"`{word}`" for word in words), "or"))
        if self.is_shallow:
            what = message("{said} {shallow}", said=what, shallow=self.too_shallow(shown))
        return RevisionError(what)

    def _refs(self) -> Sequence[str]:
        done = _git(
            self.top,
            "for-each-ref",
            f"--count={_REFS_LISTED}",
            "--sort=-creatordate",
            "--format=%(refname:short)",
            "refs/heads",
            "refs/tags",
            "refs/remotes",
        )
        return ["HEAD", *done.stdout.decode("utf-8", "replace").split()]

    @property
    def is_shallow(self) -> bool:
        """Whether this clone holds the latest commits only."""
        return _git(self.top, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"

    @staticmethod
    def too_shallow(name: str) -> Message:
        """Return what is said of a revision that a shallow clone does not hold."""
        return message(
            "This clone is shallow: it holds the latest commits only, and nothing older can be read for `{name}`. "
            "Fetch the rest: `git fetch --unshallow`; in a workflow of GitHub, `fetch-depth: 0`; in a pipeline of "
            "GitLab, `GIT_DEPTH: 0`.",
            name=name,
        )

    def _look_at_the_folder(self, revision: Revision) -> None:
        """Refuse a folder that the revision has not, or has in another form."""
        parts = revision.path.split("/") if revision.path else []
        for depth in range(1, len(parts) + 1):
            path = "/".join(parts[:depth])
            mode = self._mode(revision, path) if parts[0] != ".." else None
            if mode == _SUBMODULE:
                raise self._submodule(path, revision)
            if mode != _FOLDER:
                raise RevisionError(
                    message(
                        "In `{name}` there is no folder `{path}`. If the playbooks had another name there, write it: "
                        "`{revision}:folder`.",
                        name=revision.name,
                        path=revision.path,
                        revision=revision.name.partition(":")[0],
                    )
                )

    def _mode(self, revision: Revision, path: str) -> str | None:
        done = _git(self.top, "ls-tree", "-z", "--full-tree", revision.commit, "--", path)
        if done.returncode:
            raise self._partial(revision)
        return done.stdout[:6].decode() or None

    @staticmethod
    def _submodule(path: str, revision: Revision) -> RevisionError:
        return RevisionError(
            message(
                "In `{name}`, `{path}` is a submodule: its files are in another repository, where they are not looked "
                "for. Compare two folders, or two revisions in that repository.",
                name=revision.name,
                path=path,
            )
        )

    def _listed(self, revision: Revision) -> Iterator[_Entry]:
        """Yield what a revision holds below the folder, folders apart, one more than is read at most."""
        tree = f"{revision.commit}:{revision.path}"
        command = _command(self.top, "ls-tree", "-r", "-l", "-z", "--full-tree", tree)
        with subprocess.Popen(
            command, env=_environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as process:
            assert process.stdout is not None
            waiting = b""
            count = 0
            while block := process.stdout.read(1 << 16):
                *whole, waiting = (waiting + block).split(b"\0")
                for line in whole:
                    yield _entry(line)
                    count += 1
                    if count > MAX_FILES:
                        process.kill()
                        return
        if process.returncode:
            raise self._partial(revision)

    def _contents(self, ids: set[str], revision: Revision) -> Mapping[str, bytes]:
        """Return the content of objects by their ids."""
        asked = sorted(ids)
        done = _git(self.top, "cat-file", "--batch", "--buffer", given="".join(f"{id_}\n" for id_ in asked).encode())
        contents: dict[str, bytes] = {}
        at = 0
        while at < len(done.stdout):
            end = done.stdout.index(b"\n", at)
            head = done.stdout[at:end].decode().split()
            if len(head) != 3:
                break
            size = int(head[2])
            contents[head[0]] = done.stdout[end + 1 : end + 1 + size]
            at = end + 1 + size + 1
        if done.returncode or len(contents) < len(asked):
            raise self._partial(revision)
        return contents

    @staticmethod
    def _partial(revision: Revision) -> RevisionError:
        return RevisionError(
            message(
                "This clone does not hold every file of `{name}` (it is partial, or damaged), and nothing is fetched "
                "here. Make a whole clone, without `--filter`.",
                name=revision.name,
            )
        )


class _Links:
    """Where the links of the playbooks lead, in one revision."""

    def __init__(self, entries: Mapping[str, _Entry], contents: Callable[[set[str]], Mapping[str, bytes]]) -> None:
        """Read them all at once."""
        self._entries = entries
        self._targets = contents(
            {entry.id for entry in entries.values() if entry.mode == _LINK and (entry.size or 0) <= _LONGEST_TARGET}
        )
        self._folders = {folder.as_posix() for path in entries for folder in PurePosixPath(path).parents}

    def followed(self, entry: _Entry) -> _Entry | str:
        """Return the file that an entry is, or that it leads to among those of the playbooks; else the refusal."""
        at = entry
        for _ in range(_STEPS):
            if at.mode.startswith(_FILE):
                return at
            target = self._targets.get(at.id, b"/").decode("utf-8", "replace")
            path = posixpath.normpath(posixpath.join(posixpath.dirname(at.path), target))
            if target.startswith("/") or path.startswith(".."):
                return "file-link"
            if path not in self._entries:
                return "file-link.loop" if path in self._folders else "file-link.dead"
            at = self._entries[path]
        return "file-link.loop"


def _entry(line: bytes) -> _Entry:
    facts, _, path = line.partition(b"\t")
    mode, _, id_, size = facts.decode().split()
    return _Entry(mode, id_, int(size) if size.isdigit() else None, path.decode("utf-8", "replace"))


def _shown(prefix: str, path: str) -> str:
    return "/".join(part for part in (prefix, path) if part) or "."


def _git(folder: Path, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            _command(folder, *arguments), env=_environment(), input=given, capture_output=True, check=False
        )
    except FileNotFoundError as error:
        raise RevisionError(message("git is not installed here, so no revision can be read.")) from error


def _command(folder: Path, *arguments: str) -> list[str]:
    # No helper of the repository's settings is run, whatever they say.
    settings = ("core.fsmonitor=false", f"core.hooksPath={os.devnull}", "protocol.allow=never")
    return ["git", "-C", str(folder), *(part for one in settings for part in ("-c", one)), "--no-pager", *arguments]


def _environment() -> dict[str, str]:
    """Return the environment of git: no lock is taken, nothing is fetched, and no other repository is meant."""
    inherited = {name: value for name, value in os.environ.items() if name not in _OF_A_HOOK}
    return {
        **inherited,
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C",
    }
