"""Make the diagnostics of what the reader refuses, as many as are shown of a file.

Comes in: a name of the table of refusals, a place, and the words that fill the message. Goes out: a `Diagnostic`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from perimetre.base.diagnostics import Diagnostic, Related, Span
from perimetre.reading.reader.table import REFUSALS

MAX_BYTES = 1_000_000
MAX_DEPTH = 40
MAX_FILES = 20_000
# A file with more mistakes than this is the wrong file; the rest would hide the first ones.
MAX_DIAGNOSTICS = 50
EXCERPT = 160


CODES: tuple[str, ...] = tuple(dict.fromkeys(name.partition(".")[0] for name in REFUSALS))


def refuse(
    name: str,
    file: str,
    span: Span | None = None,
    related: tuple[Related, ...] = (),
    /,
    **values: object,
) -> Diagnostic:
    """Make the diagnostic of one refusal.

    Args:
        name: a name of `REFUSALS`; what stands before its full stop is the rule of the diagnostic.
        file: the file, as printed.
        span: the place in it, or None for the file as a whole.
        related: other places that the diagnostic speaks of.
        **values: what fills the message and the hint; long texts are cut.

    Raises:
        KeyError: the table has no such name.
    """
    text, hint = REFUSALS[name]
    words = {key: shorten(value) if isinstance(value, str) else value for key, value in values.items()}
    return Diagnostic(
        rule=name.partition(".")[0],
        severity="error",
        message=replace(text, values=words),
        hint=replace(hint, values=words) if hint else None,
        file=file,
        span=span,
        related=related,
    )


def first_of(diagnostics: Iterable[Diagnostic], total: int, *, uncounted: bool = False) -> tuple[Diagnostic, ...]:
    """Return what is shown of the mistakes of a file, and, where that is not all of them, a note that says so.

    Args:
        diagnostics: the mistakes, one at least, as far as they were looked at.
        total: how many there are.
        uncounted: whether there are more than that.
    """
    shown = sorted(diagnostics, key=lambda diagnostic: diagnostic.order)[:MAX_DIAGNOSTICS]
    if total <= len(shown) and not uncounted:
        return tuple(shown)
    name = "file-too-many-mistakes.more" if uncounted else "file-too-many-mistakes"
    note = refuse(name, shown[0].file, shown=len(shown), total=total)
    return (*shown, replace(note, severity="info"))


def shorten(text: str) -> str:
    """Cut a text that would fill the screen."""
    return text if len(text) <= EXCERPT else text[:EXCERPT].rstrip() + "…"
