"""Find the states of the playbooks that a command names: a revision of git, a folder, the files as they are."""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from perimetre.base.diagnostics import PerimetreError
from perimetre.base.words import counted, message, say
from perimetre.drivers.cli.output import notice, write
from perimetre.drivers.cli.remembered import load_collected
from perimetre.drivers.cli.shared import UsageError, usual_folder

if TYPE_CHECKING:
    from perimetre.pipeline.loaded import Loaded
    from perimetre.reading.sources import Collected


# Where a code host says which branch a change is proposed to.
_TARGETS = ("GITHUB_BASE_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybookState:
    """A state of the playbooks.

    Fields:
        name: what it is called.
        collected: its files.
        shown: the playbooks' folder as printed.
        is_now: whether these are the files as they are.
    """

    name: object
    collected: Collected
    shown: str
    is_now: bool = False

    def loaded(self, playbooks: Path) -> Loaded:
        """Load it; `playbooks`: the folder in whose name things are remembered."""
        return load_collected(self.collected, playbooks, self.shown, keep=self.is_now)


def states(old: str, new: str | None, playbooks: Path) -> tuple[PlaybookState, PlaybookState]:
    """Return the states before and after that a command names, or refuse what is not there.

    Args:
        old: a revision, a folder, or where there is no `new`, a range (`main...branch`).
        new: a revision or a folder; None: the files as they are.
        playbooks: their folder.

    Raises:
        PerimetreError: there is no such state, or it cannot be read.
    """
    from perimetre.reading.revisions import Repository

    if new is None and ".." in old and not Path(old).exists():
        first, dots, second = old.partition("...") if "..." in old else old.partition("..")
        first, second = first or "HEAD", second or "HEAD"
        if dots == "...":
            repository = Repository(playbooks)
            base = repository.common(first, second)
            shared = message("what `{first}` and `{second}` have in common", first=first, second=second)
            return replace(_state(base, playbooks), name=shared), _state(second, playbooks)
        return _state(first, playbooks), _state(second, playbooks)
    return _state(old, playbooks), as_it_is(playbooks) if new is None else _state(new, playbooks)


def against(revision: str, playbooks: Path) -> str:
    """Return what a command writes after `--against` to compare with the same state, as a shell takes it.

    Args:
        revision: the state before, as it was named here.
        playbooks: the folder of the playbooks; it is named too where it is not the usual one.
    """
    # A review stands on the commit that a branch ends at: whoever proposes has that branch, and another HEAD.
    branch = next((name for variable in _TARGETS if (name := os.environ.get(variable))), "")
    named = branch if revision == "HEAD" and branch else revision
    path = "" if playbooks == usual_folder() else f" --path {shlex.quote(playbooks.as_posix())}"
    return f"{shlex.quote(named)}{path}"


def as_it_is(folder: Path) -> PlaybookState:
    """Return the files of the playbooks as they are now."""
    from perimetre.reading.sources import collect, shown_prefix

    shown = shown_prefix(folder.resolve())
    return PlaybookState(name=message("the files as they are now"), collected=collect(folder), shown=shown, is_now=True)


def _state(name: str, playbooks: Path) -> PlaybookState:
    """Return the state that a word names: a folder where there is one, else a revision."""
    from perimetre.reading.revisions import Repository, RevisionError
    from perimetre.reading.sources import collect, shown_prefix

    folder = Path(name)
    try:
        is_folder = bool(name) and folder.is_dir()
    except (OSError, ValueError):
        is_folder = False
    try:
        repository = Repository(playbooks)
    except RevisionError:
        if not is_folder:
            raise
        repository = None
    if is_folder:
        # `./main` is the folder, whatever the branches are called.
        if name[:1] not in "./\\" and not folder.is_absolute() and repository is not None and repository.knows(name):
            raise UsageError(
                message(
                    "`{name}` is a folder and a revision too. Write `./{name}` for the folder, `{name}^0` for the "
                    "revision.",
                    name=name,
                )
            )
        return PlaybookState(name=f"`{name}`", collected=collect(folder), shown=shown_prefix(folder.resolve()))
    assert repository is not None
    revision = repository.revision(name)
    return PlaybookState(name=f"`{name}`", collected=repository.collect(revision), shown=revision.path)


def refuse(state: PlaybookState, loaded: Loaded, language: str, form: str, output: Path | None) -> None:
    """Say that a state cannot be compared, and why; in Markdown, in the report's place."""
    from perimetre.reports import FORMATS, Findings

    errors = tuple(finding for finding in loaded.diagnostics if finding.severity == "error")
    findings = Findings(diagnostics=errors, files=loaded.files, language=language, lines=loaded.lines)
    told = NotComparableError(state.name, len(errors)).message
    notice(say(told, language))
    if form == "markdown":
        write(f"**{say(told, language)}**\n\n{FORMATS['markdown'](findings)}", output)
    else:
        notice(FORMATS["text"](findings))


class NotComparableError(PerimetreError):
    """One of the two states cannot be read, so nothing can be said of what changes."""

    def __init__(self, name: object, errors: int) -> None:
        """Say which, and how many errors it has."""
        super().__init__(
            counted(
                "Not comparable: {count} error is to be fixed first in {name}.",
                "Not comparable: {count} errors are to be fixed first in {name}.",
                errors,
                name=name,
            )
        )
