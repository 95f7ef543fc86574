"""Write what the commands say: reports to the screen or to a file, notices to stderr.

Comes in: text. Goes out: nothing else than that text: a reader that left, a closed screen or a full disk is one line
and the exit status 2. A file is the old one or the new one, never half of it.
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import stat
import sys
from pathlib import Path
from typing import TextIO

from perimetre.base.diagnostics import PerimetreError
from perimetre.base.words import message
from perimetre.reports import plain


class OutputError(PerimetreError):
    """What was to be said cannot be written."""


def write(text: str, output: Path | None) -> None:
    """Write a report to the screen, or to the file asked for.

    Raises:
        OutputError: it cannot be written; a file that was there still is.
        BrokenPipeError: whoever read the screen has left.
    """
    if output is not None:
        write_whole(output, text.encode())
        return
    if sys.stdout is None:
        raise OutputError(message("Nothing can be printed: {reason}.", reason=message("the output is closed")))
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(message("Nothing can be printed: {reason}.", reason=_reason(error))) from error


def check_output(output: Path | None) -> None:
    """Refuse a screen or a file that cannot take a report, before what is to be reported is done.

    Raises:
        OutputError: it is closed, or cannot be written.
    """
    if output is None:
        if sys.stdout is None:
            raise OutputError(message("Nothing can be printed: {reason}.", reason=message("the output is closed")))
        return
    try:
        place = Path(os.path.realpath(output))
        if place.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not _is_taken_as_it_is(output):
            # Late: a report goes to the screen more often than to a file.
            import tempfile

            with tempfile.TemporaryFile(dir=place.parent):
                pass
    except OSError as error:
        raise OutputError(
            message("Cannot write `{file}`: {reason}.", file=str(output), reason=_reason(error))
        ) from error


def notice(text: str) -> None:
    """Say something beside the report, where somebody can hear it."""
    if sys.stderr is not None:
        with contextlib.suppress(OSError):
            print(plain.lines(f"perimetre: {text}"), file=sys.stderr, flush=True)


def in_utf8() -> None:
    """Let the screen show any character, whatever the terminal's own encoding: a playbook may hold it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def flush() -> bool:
    """Write what still waits for the screen; return whether it could be, and keep Python from trying again."""
    results = [_flushed(stream) for stream in (sys.stdout, sys.stderr)]
    return all(results)


def _flushed(stream: TextIO | None) -> bool:
    if stream is None:
        return True
    try:
        stream.flush()
    except OSError:
        # At its end Python writes what waits once more, and its own words with it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        return False
    return True


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is the old one or the new one, never half of it.

    Raises:
        OutputError: it cannot be written; the old one is still there.
    """
    beside: Path | None = None
    try:
        if _is_taken_as_it_is(path):
            path.write_bytes(content)
            return
        # A link stays, and what it leads to is written.
        place = Path(os.path.realpath(path))
        # Late: a report goes to the screen more often than to a file.
        import tempfile

        with tempfile.NamedTemporaryFile(dir=place.parent, prefix=f".{place.name}.", delete=False) as file:
            beside = Path(file.name)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(stat.S_IMODE(place.stat().st_mode) if place.exists() else 0o666 & ~_mask())
        beside.replace(place)
    except OSError as error:
        if beside is not None:
            with contextlib.suppress(OSError):
                beside.unlink()
        raise OutputError(message("Cannot write `{file}`: {reason}.", file=str(path), reason=_reason(error))) from error


def write_new(file: Path, text: str) -> None:
    """Write a file that is not there yet.

    Raises:
        OutputError: it is there, or cannot be written.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as opened:
            opened.write(text)
    except OSError as error:
        raise OutputError(message("Cannot write `{file}`: {reason}.", file=str(file), reason=_reason(error))) from error


def _is_taken_as_it_is(path: Path) -> bool:
    """Return whether it is a pipe, or what a shell has opened: nothing can take its place."""
    return path.is_relative_to("/dev") or (path.exists() and not (path.is_file() or path.is_dir()))


def _mask() -> int:
    """Return what the process takes from the permissions of a new file, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__
