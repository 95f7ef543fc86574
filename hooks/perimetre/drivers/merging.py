"""Bring together what a house and the templates changed in one file, by git: `perimetre init --update`.

Comes in: a folder in a repository, a file of it, its text and that of the templates. Goes out: the text with both
changes, or None. Both come from the text that was committed with `MANIFEST`, where it has the print that is in there.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from perimetre.drivers.folders_begun import of_no_other
from perimetre.pipeline.beginning.updating import MANIFEST, print_of


class Merging:
    """What a house was begun from, as its repository has it.

    Args:
        folder: the house.
        prints: of each file, that of the text from which it was begun.
    """

    def __init__(self, folder: Path, prints: dict[str, str]) -> None:
        self._folder = folder
        self._prints = prints
        commit = self._git("log", "-1", "--format=%H", "--", MANIFEST)
        self._commit = commit.strip() if commit else ""

    def base(self, path: str) -> str | None:
        """Return the text from which a file was begun; None: it is not known."""
        text = self._git("show", f"{self._commit}:./{path}") if self._commit else None
        return text if text is not None and print_of(text) == self._prints.get(path) else None

    def merge(self, path: str, ours: str, theirs: str) -> str | None:
        """Return a file with the changes of the house and those of the templates; None where they meet."""
        base = self.base(path)
        if base is None:
            return None
        with tempfile.TemporaryDirectory() as place:
            for name, text in (("ours", ours), ("base", base), ("theirs", theirs)):
                (Path(place) / name).write_text(text.replace("\r\n", "\n"), "utf-8", newline="\n")
            names = (str(Path(place) / name) for name in ("ours", "base", "theirs"))
            return self._git("merge-file", "-p", "--quiet", *names)

    def _git(self, *arguments: str) -> str | None:
        """Return what git prints; None where it is not there, or fails: a conflict is a failure."""
        try:
            done = subprocess.run(
                ("git", *arguments), cwd=self._folder, env=of_no_other(), capture_output=True, check=False
            )
        except OSError:
            return None
        return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None
