"""Say what a change of the playbooks does: `perimetre diff`."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from perimetre.base.diagnostics import PerimetreError
from perimetre.base.words import counted, message, say
from perimetre.drivers.cli.output import notice, write
from perimetre.drivers.cli.remembered import holidays_remembered, load_collected
from perimetre.drivers.cli.shared import (
    CLEAN,
    COULD_NOT_RUN,
    FINDINGS,
    Translate,
    UsageError,
    add_path,
    in_colour,
    known_one,
    language_of,
    today_of,
)

if TYPE_CHECKING:
    from perimetre.pipeline.loaded import Loaded
    from perimetre.reading.sources import Collected

ABOUT = message("say what a change does: who may do more or less, who answers, what was added or removed")
FORMATS = ("text", "markdown", "json")


def add(parser: argparse.ArgumentParser, translate: Translate) -> None:
    """Say what the command takes."""
    about = message("before: a revision of git (main, v1.2, HEAD~1, main...branch, main:folder) or a folder")
    parser.add_argument("old", metavar="OLD", help=translate(about))
    about = message("after: a revision or a folder (the files as they are now by default)")
    parser.add_argument("new", metavar="NEW", nargs="?", help=translate(about))
    add_path(parser, "--path", translate)
    form = message("the format of the answer")
    parser.add_argument("--format", choices=FORMATS, default=FORMATS[0], help=translate(form))
    about = message(
        "leave with 1 where there is a change of these kinds: widened,weakened (`widened` includes `mixed`)"
    )
    parser.add_argument("--fail-on", metavar="KINDS", default="", help=translate(about))


def run(options: argparse.Namespace) -> int:
    """Run it, and return the exit status."""
    with holidays_remembered(options.path):
        return _run(options)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """One of the two states that are compared.

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


def _run(options: argparse.Namespace) -> int:
    from perimetre.compare import KINDS, compare
    from perimetre.reports.comparison import FORMATS as WRITERS
    from perimetre.reports.comparison import Differences

    kinds = [kind.strip() for kind in options.fail_on.split(",") if kind.strip()]
    failing = [known_one(message("kind of change"), kind, {known: known for known in KINDS}) for kind in kinds]
    sides = _sides(options)
    old, new = (load_collected(side.collected, options.path, side.shown, keep=side.is_now) for side in sides)
    language = language_of(options, new)
    for side, loaded in zip(sides, (old, new), strict=True):
        if loaded.has_errors:
            _refuse(side, loaded, language, options)
            return COULD_NOT_RUN
    assert old.handbook is not None
    assert new.handbook is not None
    comparison = compare(old.handbook, new.handbook, today=today_of(options, new))
    differences = Differences(
        comparison=comparison,
        old=old.handbook,
        new=new.handbook,
        spans={"old": old.span_of, "new": new.span_of},
        names=(sides[0].name, sides[1].name),
        language=language,
        colour=in_colour(options.output),
    )
    write(WRITERS[options.format](differences), options.output)
    return FINDINGS if comparison.of(*failing) else CLEAN


def _sides(options: argparse.Namespace) -> tuple[_Side, _Side]:
    """Return the two states that the command line names, or refuse what is not there."""
    from perimetre.reading.revisions import Repository

    old: str = options.old
    new: str | None = options.new
    if new is None and ".." in old and not Path(old).exists():
        first, dots, second = old.partition("...") if "..." in old else old.partition("..")
        first, second = first or "HEAD", second or "HEAD"
        if dots == "...":
            repository = Repository(options.path)
            base = repository.common(first, second)
            shared = message("what `{first}` and `{second}` have in common", first=first, second=second)
            return replace(_side(base, options.path), name=shared), _side(second, options.path)
        return _side(first, options.path), _side(second, options.path)
    return _side(old, options.path), _now(options.path) if new is None else _side(new, options.path)


def _now(folder: Path) -> _Side:
    from perimetre.reading.sources import collect, shown_prefix

    shown = shown_prefix(folder.resolve())
    return _Side(name=message("the files as they are now"), collected=collect(folder), shown=shown, is_now=True)


def _side(name: str, playbooks: Path) -> _Side:
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
        return _Side(name=f"`{name}`", collected=collect(folder), shown=shown_prefix(folder.resolve()))
    assert repository is not None
    revision = repository.revision(name)
    return _Side(name=f"`{name}`", collected=repository.collect(revision), shown=revision.path)


def _refuse(side: _Side, loaded: Loaded, language: str, options: argparse.Namespace) -> None:
    """Say that a side cannot be compared, and why; in Markdown, in the report's place."""
    from perimetre.reports import FORMATS as WRITERS
    from perimetre.reports import Findings

    errors = tuple(finding for finding in loaded.diagnostics if finding.severity == "error")
    findings = Findings(
        diagnostics=errors, files=loaded.files, language=language, lines=loaded.lines, colour=in_colour(None)
    )
    told = NotComparableError(side.name, len(errors)).message
    notice(say(told, language))
    if options.format == "markdown":
        write(f"**{say(told, language)}**\n\n{WRITERS['markdown'](findings)}", options.output)
    else:
        notice(WRITERS["text"](replace(findings, colour=False)))


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
