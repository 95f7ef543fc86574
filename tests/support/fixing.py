"""Do what hints say: write their texts in a file, at their places, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from perimetre.base.diagnostics import Diagnostic, Fix, Span
from perimetre.reading.reader.places import line_starts


def place_in(text: str, span: Span) -> tuple[int, int]:
    """Return where a stretch of a text begins and ends, in code points from its start."""
    starts = line_starts(text)
    return starts[span.line - 1] + span.column - 1, starts[span.end_line - 1] + span.end_column - 1


def mended(text: str, fixes: Iterable[Fix]) -> str:
    """Return a text with what some fixes of it write."""
    for fix in sorted(fixes, key=lambda fix: fix.span, reverse=True):
        start, end = place_in(text, fix.span)
        text = text[:start] + fix.text + text[end:]
    return text


def all_mended(files: Mapping[str, str], finding: Diagnostic) -> dict[str, str]:
    """Return files, by path as printed, with what the hint of a finding says to write in them."""
    by_file: dict[str, list[Fix]] = {}
    for fix in finding.fixes:
        by_file.setdefault(fix.file, []).append(fix)
    return {file: mended(text, by_file.get(file, ())) for file, text in files.items()}
