"""Mend in the files what has one right answer, and show it: `perimetre check --fix`."""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Iterator
from pathlib import Path

from perimetre.base.diagnostics import PerimetreError
from perimetre.base.words import counted, message, say
from perimetre.drivers.cli.cache import Cache
from perimetre.drivers.cli.output import notice, write, write_whole
from perimetre.drivers.cli.remembered import load_changed
from perimetre.drivers.cli.shared import language_of_the_terminal
from perimetre.drivers.cli.wanted import AskedFindings
from perimetre.reading.sources import Collected, Source
from perimetre.reports import plain


class ChangedMeanwhileError(PerimetreError):
    """A file is no longer what was read: somebody has saved it since."""


def fix(options: argparse.Namespace, collected: Collected, cache: Cache, asked: AskedFindings) -> tuple[Collected, int]:
    """Mend the files, or with `--dry-run` say what would be, and return them as mended, and how many mendings it took.

    What is not asked for is not mended either.

    Raises:
        ChangedMeanwhileError: a file has been changed since it was read; no file is written.
        OutputError: a file cannot be written.
    """
    # Late: most checks mend nothing.
    from perimetre.pipeline.fixing import fixed

    mended, count = fixed(collected, lambda files: load_changed(files, options.path, cache), asked.concerns)
    sides = zip(collected.sources, mended.sources, strict=True)
    pairs = [(before, after) for before, after in sides if before != after]
    if options.format == "text":
        write("".join(plain.lines(line) + "\n" for pair in pairs for line in difference(*pair)), None)
    if not options.dry_run:
        for before, _ in pairs:
            check_unchanged(options.path / before.path, before)
        for before, after in pairs:
            write_over(options.path / before.path, before, after)
    if pairs:
        said = (
            counted("{count} file would be mended.", "{count} files would be mended.", len(pairs))
            if options.dry_run
            else counted("{count} file mended.", "{count} files mended.", len(pairs))
        )
        notice(say(said, options.language or language_of_the_terminal(())))
    return mended, count


def write_over(path: Path, before: Source, after: Source) -> None:
    """Write a file over what was read of it.

    Raises:
        ChangedMeanwhileError: it has been changed since; it is left as it is.
        OutputError: it cannot be written.
    """
    check_unchanged(path, before)
    write_whole(path, after.content)


def check_unchanged(path: Path, before: Source) -> None:
    """Refuse to go on where a file is no longer what was read of it.

    Raises:
        ChangedMeanwhileError: somebody has changed it since, or it is gone.
    """
    try:
        same = path.read_bytes() == before.content
    except OSError:
        same = False
    if not same:
        raise ChangedMeanwhileError(
            message("`{file}` was changed meanwhile: it is left as it is. Run the command again.", file=before.file)
        )


def difference(before: Source, after: Source) -> Iterator[str]:
    """Yield the lines of a difference, as `diff -u` and git write it."""
    was, is_now = (source.content.decode("utf-8", "replace").splitlines() for source in (before, after))
    return difflib.unified_diff(was, is_now, before.file, after.file, lineterm="", n=1)
