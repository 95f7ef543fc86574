"""Keep on a branch what was saved: one commit, which holds the files that the desk wrote and nothing else.

Comes in: the files, before they are written and after; a message. Goes out: the branch and the commit, or why there is
none: the files are saved all the same. Nothing is pushed, nothing that somebody else was doing is taken along.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from perimetre.base.frozen import dataclass
from perimetre.base.words import Message, message

# What git tells a hook of the repository in which it runs, which need not be the one that is written.
_OF_A_HOOK = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY")
# In seconds: a signature that is waited for, a hook that checks the house.
_PATIENCE = 300
# What a branch is called to which changes are proposed, where nothing says otherwise.
_SHARED = ("main", "master", "trunk", "develop")
_UNDER_WAY = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Where what was saved is kept.

    Fields:
        branch: the branch; None: there is no commit.
        commit: its short id; None: there is none.
        why_not: why there is no commit; None: there is one.
    """

    branch: str | None = None
    commit: str | None = None
    why_not: Message | None = None


class WorkBranch:
    """The branch on which what is about to be written will be kept, if it can be.

    Args:
        folder: the playbooks.
        files: those that will be written, there before or not.
        name: how a new branch is called, where one is needed.
    """

    def __init__(self, folder: Path, files: Sequence[Path], name: str) -> None:
        self._files = [str(file.resolve()) for file in files]
        self._top = folder
        self._new: str | None = None
        self.why_not = self._hindrance(folder, name)

    def _hindrance(self, folder: Path, name: str) -> Message | None:
        try:
            done = _git(folder, "rev-parse", "--show-toplevel")
        except FileNotFoundError:
            return message("git is not installed here: the files are saved, and nothing else.")
        except subprocess.TimeoutExpired:
            return _slow()
        if done.returncode:
            return message("There is no git here: the files are saved, and nothing else.")
        self._top = Path(done.stdout.strip())
        if _git(self._top, "rev-parse", "--verify", "--quiet", "HEAD").returncode:
            return message("Nothing is committed here yet: the files are saved, and the first commit is yours.")
        for mark in _UNDER_WAY:
            if Path(self._top, _git(self._top, "rev-parse", "--git-path", mark).stdout.strip()).exists():
                return message("git is in the middle of something else: the files are saved, and the commit is yours.")
        there = [file for file in self._files if Path(file).exists()]
        if there and _git(self._top, "status", "--porcelain", "--ignored", "--", *there).stdout.strip():
            return message(
                "These files held changes that nobody had committed: all is saved, and the commit is yours, so that "
                "nothing goes with it that you did not mean."
            )
        now = _git(self._top, "symbolic-ref", "--quiet", "--short", "HEAD").stdout.strip()
        if not now or now in (*_SHARED, *self._defaults()):
            self._new = self._free(name)
        return None

    def _defaults(self) -> tuple[str, ...]:
        remote = _git(self._top, "symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD").stdout.strip()
        usual = _git(self._top, "config", "init.defaultBranch").stdout.strip()
        return remote.partition("/")[2], usual

    def _free(self, name: str) -> str:
        known = set(_git(self._top, "for-each-ref", "--format=%(refname:short)", "refs/heads").stdout.split())
        names = (name, *(f"{name}-{rank}" for rank in range(2, len(known) + 3)))
        return next(one for one in names if one not in known)

    def keep(self, text: str) -> Kept:
        """Commit what was written since, and nothing else."""
        if self.why_not is not None:
            return Kept(why_not=self.why_not)
        try:
            if self._new is not None:
                done = _git(self._top, "switch", "--quiet", "--create", self._new)
                if done.returncode:
                    return _refused(done)
            for arguments in (("add", "--"), ("commit", "--quiet", f"--message={text}", "--only", "--")):
                done = _git(self._top, *arguments, *self._files)
                if done.returncode:
                    return _refused(done)
        except subprocess.TimeoutExpired:
            return Kept(why_not=_slow())
        branch = _git(self._top, "symbolic-ref", "--short", "HEAD").stdout.strip()
        return Kept(branch=branch, commit=_git(self._top, "rev-parse", "--short", "HEAD").stdout.strip())


def _slow() -> Message:
    return message("git did not answer in time: the files are saved, and the commit is yours.")


def _refused(done: subprocess.CompletedProcess[str]) -> Kept:
    lines = [line for line in (*done.stderr.splitlines(), *done.stdout.splitlines()) if line.strip()]
    reason = " / ".join(lines[:3]) or str(done.returncode)
    return Kept(why_not=message("The files are saved, but git refused the commit: {reason}", reason=reason))


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if name not in _OF_A_HOOK}
    return subprocess.run(
        ["git", "-C", str(folder), "--literal-pathspecs", "--no-pager", *arguments],
        env={**inherited, "GIT_TERMINAL_PROMPT": "0", "GIT_EDITOR": "true", "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        encoding="utf-8",
        errors="replace",
        timeout=_PATIENCE,
    )
