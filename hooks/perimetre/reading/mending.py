"""Write in a text what the hints of findings say to write, at their places, and nothing else.

Comes in: a text, and fixes of it. Goes out: the text mended.
"""

from __future__ import annotations

from collections.abc import Iterable

from perimetre.base.diagnostics import Fix, Span
from perimetre.reading.reader.places import line_starts


def place_in(text: str, span: Span) -> tuple[int, int]:
    """Return where a stretch of a text begins and ends, in code points from its start."""
    starts = line_starts(text)
    return starts[span.line - 1] + span.column - 1, starts[span.end_line - 1] + span.end_column - 1


def mended(text: str, fixes: Iterable[Fix]) -> str:
    """Return a text with what some fixes of it write, each once; of two that overlap, the later one in the text."""
    limit = len(text)
    for fix in sorted(set(fixes), key=lambda fix: fix.span, reverse=True):
        start, end = place_in(text, fix.span)
        if end <= limit:
            text = text[:start] + fix.text + text[end:]
            limit = start
    return text
