"""Bring a house to the forms of today: `perimetre migrate` shows what it would write, `--write` writes it.

Nothing else of the files changes: comments, blank lines, order and quotes stay. A house of which one file cannot be
read is left as it is.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from perimetre.base.frozen import dataclass
from perimetre.base.words import counted, message, say
from perimetre.drivers.cli.output import notice, write, write_whole
from perimetre.drivers.cli.shared import CLEAN, COULD_NOT_RUN, Translate, UsageError, add_path, language_of
from perimetre.pipeline.loaded import Loaded
from perimetre.reports import plain

if TYPE_CHECKING:
    from perimetre.reading.document import Document

ABOUT = message("bring a house to the forms of today, and change nothing else of its files")
BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Changed:
    """A file that is written otherwise.

    Fields:
        place: where it is.
        before, after: its text, without a byte-order mark.
        content: what it holds today, to know at the end that nobody has changed it.
    """

    file: str
    place: Path
    before: str
    after: str
    content: bytes

    @property
    def written(self) -> bytes:
        """What it will hold."""
        return (BOM if self.content.startswith(BOM) else b"") + self.after.encode()

    def diff(self) -> Iterator[str]:
        """Yield the lines of the difference, as `diff -u` has them."""
        before, after = self.before.splitlines(keepends=True), self.after.splitlines(keepends=True)
        # Late: the other commands compare nothing.
        import difflib

        for line in difflib.unified_diff(before, after, self.file, self.file):
            yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def add(parser: argparse.ArgumentParser, translate: Translate) -> None:
    """Say what the command takes."""
    add_path(parser, "path", translate)
    about = message("write the files; without it, what would be written is shown, and nothing is")
    parser.add_argument("--write", action="store_true", help=translate(about))


def run(options: argparse.Namespace) -> int:
    """Run it, and return the exit status.

    Raises:
        UsageError: a file is written in a way that cannot be brought over, or has just been changed.
    """
    from perimetre.pipeline.loading import load

    loaded = load(options.path)
    language = language_of(options, loaded)
    if errors := _unread(loaded, language):
        notice(errors)
        return COULD_NOT_RUN
    changed = [file for document in loaded.documents.values() if (file := _changed(loaded, document, options.path))]
    if not changed:
        answer = message("Nothing to bring over: every file is in the form of today.")
        write(plain.lines(f"{say(answer, language)}\n"), options.output)
        return CLEAN
    if not options.write:
        write(plain.lines("".join(line for file in changed for line in file.diff())), options.output)
        last = counted(
            "{count} file would change. Nothing is written: add `--write` to write it.",
            "{count} files would change. Nothing is written: add `--write` to write them.",
            len(changed),
        )
        notice(say(last, language))
        return CLEAN
    for file in changed:
        if file.place.read_bytes() != file.content:
            raise UsageError(message("{file} has just been changed. Run the command again.", file=file.file))
    for file in changed:
        write_whole(file.place, file.written)
    done = counted("{count} file written:", "{count} files written:", len(changed))
    lines = [say(done, language), *(f"  {file.file}" for file in changed)]
    write(plain.lines("\n".join((*lines, ""))), options.output)
    return CLEAN


def _changed(loaded: Loaded, document: Document, folder: Path) -> _Changed | None:
    """Return a file as it would be written, or None where it stays as it is.

    Raises:
        UsageError: it is written in a way that cannot be brought over.
    """
    # Late: the reader is dear, and the other commands do without it where they remember.
    from perimetre.migrations.editing import NotMovedError
    from perimetre.migrations.steps import brought

    try:
        after = brought(document)
    except NotMovedError as error:
        text = message("{file} is written in a way that cannot be brought over. Change it by hand.", file=document.file)
        raise UsageError(text) from error
    if after == document.text:
        return None
    content = loaded.sources[document.file].content
    return _Changed(
        file=document.file, place=folder / document.path, before=document.text, after=after, content=content
    )


def _unread(loaded: Loaded, language: str) -> str:
    """Return the report of what keeps files from being read; empty where all are."""
    from perimetre.reports import Findings, text

    unread = {file.file for file in loaded.handbook.unread} | _meant(loaded) if loaded.handbook is not None else None
    errors = tuple(
        finding
        for finding in loaded.diagnostics
        if finding.severity == "error" and (unread is None or finding.file in unread)
    )
    if not errors:
        return ""
    return text.write(Findings(diagnostics=errors, files=loaded.files, lines=loaded.lines, language=language))


def _meant(loaded: Loaded) -> set[str]:
    """Return the files that were read as they were meant, and not as they stand."""
    return {
        document.file
        for document in loaded.documents.values()
        if document.text.encode() != loaded.sources[document.file].content.removeprefix(BOM)
    }
