"""Read a text that somebody gives a command: a file, or what another command sends."""

from __future__ import annotations

import contextlib
import sys

from perimetre.base.words import message
from perimetre.drivers.cli.shared import UsageError


def text_of(name: str) -> str:
    """Return the text of a file; `-` is what comes in by the pipe.

    Raises:
        UsageError: it cannot be read, or is no text.
    """
    from perimetre.voice import LONGEST

    # A character takes four bytes at most: what is longer is refused without being held.
    content = bytes_of(name, 4 * LONGEST + 4)
    try:
        # A draft that was cut is too long anyway, which `lint` says.
        return content.decode("utf-8-sig", "ignore" if len(content) > 4 * LONGEST else "strict")
    except UnicodeDecodeError as error:
        raise UsageError(message("`{file}` is not a text in UTF-8.", file=name)) from error


def bytes_of(name: str, most: int) -> bytes:
    """Return the first bytes of a file, `most` of them; `-` is what comes in by the pipe.

    Raises:
        UsageError: it cannot be read.
    """
    if name == "-" and sys.stdin is None:
        raise UsageError(message("Cannot read `{file}`: {reason}.", file=name, reason=message("the input is closed")))
    try:
        with contextlib.nullcontext(sys.stdin.buffer) if name == "-" else open(name, "rb") as file:  # noqa: PTH123
            return file.read(most)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageError(message("Cannot read `{file}`: {reason}.", file=name, reason=reason)) from error
