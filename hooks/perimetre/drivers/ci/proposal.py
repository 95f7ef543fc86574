"""Take the playbooks of a proposal, and nothing else of it: `python -P -m perimetre.drivers.ci.proposal CLONE`.

The current folder is a clone of the base branch, whose package, hooks, schemas, theme, pages and settings judge both
states. What is proposed is a clone beside it, of which no file is run: its `playbooks/` takes the place of the one
here.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from perimetre.base.diagnostics import PerimetreError
from perimetre.base.words import message, say

# What nothing of a proposal is read by: its attributes could have files left out, or changed on the way.
_NO_ATTRIBUTES = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"


class ProposalError(PerimetreError):
    """What is proposed cannot be taken."""


def take(clone: Path, playbooks: Path) -> None:
    """Put the playbooks of a clone's commit in the place of those that are here.

    Args:
        clone: the folder of the clone.
        playbooks: their folder, relative to the current one; the proposal has it at the same place.

    Raises:
        ProposalError: the clone has no such folder, or git cannot write it here.
    """
    if playbooks.is_absolute() or ".." in playbooks.parts or not playbooks.parts:
        raise ProposalError(
            message("`{folder}` is not a folder below this one: the playbooks must be.", folder=str(playbooks))
        )
    command = (
        "git",
        f"--git-dir={clone.resolve() / '.git'}",
        "--work-tree=.",
        *("-c", f"core.hooksPath={os.devnull}", "-c", "core.fsmonitor=false", "-c", "core.autocrlf=false"),
        *("checkout", "--quiet", "--force", "HEAD", "--", playbooks.as_posix()),
    )
    settings = {"GIT_ATTR_SOURCE": _NO_ATTRIBUTES, "GIT_LFS_SKIP_SMUDGE": "1", "GIT_LITERAL_PATHSPECS": "1"}
    if playbooks.is_symlink():
        playbooks.unlink()
    shutil.rmtree(playbooks, ignore_errors=True)
    done = subprocess.run(command, env={**os.environ, **settings}, capture_output=True, check=False)
    if done.returncode or playbooks.is_symlink() or not playbooks.is_dir():
        raise ProposalError(
            message("What is proposed has no folder `{folder}` that can be read.", folder=playbooks.as_posix())
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Take what is proposed; return 0, or 2 where it cannot be."""
    parser = argparse.ArgumentParser(prog="proposal", description="Take the playbooks of a proposal.")
    parser.add_argument("clone", type=Path)
    parser.add_argument("--path", type=Path, default=Path("playbooks"))
    parser.add_argument("--language", default="fr")
    options = parser.parse_args(arguments)
    try:
        take(options.clone, options.path)
    except PerimetreError as error:
        sys.stderr.write(f"perimetre: {say(error.message, options.language)}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
