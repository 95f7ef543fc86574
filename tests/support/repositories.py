"""Make real git repositories in a folder of a test: files, commits, branches, merges."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT

# Nobody's own settings of git decide what a test sees; the days are given.
SETTINGS = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Camille",
    "GIT_AUTHOR_EMAIL": "camille@example.org",
    "GIT_AUTHOR_DATE": "2026-11-20T10:00:00Z",
    "GIT_COMMITTER_NAME": "Camille",
    "GIT_COMMITTER_EMAIL": "camille@example.org",
    "GIT_COMMITTER_DATE": "2026-11-20T10:00:00Z",
}

# The file of a small house to which a widening is proposed, and what it then says: a rule, with its title.
SCOPE = "playbooks/brands/lumen/scope.yml"
WIDER = """\
rules:
  - id: likes-are-free
    title: {title}
    roles: [community-manager]
    actions: [like]
    authority: free
"""


@dataclass(frozen=True, slots=True)
class Repo:
    """A repository of a test.

    Fields:
        top: its top folder.
    """

    top: Path

    @classmethod
    def new(cls, top: Path) -> Repo:
        """Make an empty repository, whose branch is `main`."""
        top.mkdir(parents=True, exist_ok=True)
        made = cls(top)
        made.git("init", "--quiet", "--initial-branch=main")
        return made

    def git(self, *arguments: str, fails: bool = False, given: str = "") -> str:
        """Run git there, with a text to read, and return what it says."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        done = subprocess.run(
            ["git", "-c", "protocol.file.allow=always", *arguments],
            cwd=self.top,
            env={**kept, **SETTINGS},
            input=given,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert (done.returncode != 0) == fails, done.stdout + done.stderr
        return done.stdout.strip()

    def write(self, path: str, text: str) -> Path:
        """Write a file."""
        place = self.top / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
        return place

    def replace(self, path: str, old: str, new: str) -> None:
        """Write one text in the place of another, which the file holds once."""
        text = (self.top / path).read_text("utf-8")
        assert text.count(old) == 1, f"{path}: {old!r} is there {text.count(old)} times"
        (self.top / path).write_text(text.replace(old, new), "utf-8")

    def commit(self, title: str = "Change the playbooks") -> str:
        """Commit all that there is, and return the id of the commit."""
        self.git("add", "--all", "--force")
        self.git("commit", "--quiet", "--allow-empty", "--message", title)
        return self.git("rev-parse", "HEAD")

    def state(self) -> dict[str, bytes]:
        """Return every file of the repository, those of git among them: what a reader must leave as it is."""
        return {str(path): path.read_bytes() for path in sorted(self.top.rglob("*")) if path.is_file()}


def small_repository(top: Path) -> Repo:
    """Make the repository of a small house, of one commit."""
    made = Repo.new(top)
    shutil.copytree(ROOT / "tests" / "cases" / "rules" / "base", top / "playbooks")
    made.commit("Write the playbooks")
    return made
